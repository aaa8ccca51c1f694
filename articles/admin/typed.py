"""Between what stands in the fields of the writing screen and a story's content.

Fields are as a browser sends them: each name with a list of texts. What a field cannot hold is left out here; the
form itself says what is wrong with it when it is saved.
"""

import re
import unicodedata
from dataclasses import replace
from uuid import UUID, uuid4

from django.conf import settings
from django.forms import ModelChoiceField
from django.utils.text import slugify

from articles import revisions
from articles.content import Content
from articles.converters import WORD
from articles.enumeration import named_in_a_line
from articles.models import Image
from articles.models.byline import Role
from articles.states import CorrectionKind

LONGEST_BODY = 1_000_000  # characters of HTML; a book chapter has a tenth of it
SENTENCES = ("headline", "standfirst")  # on one line, whatever was pasted
LINES = (*SENTENCES, "kicker", "slug", "dateline", "signoff")
KEYS = ("format", "series", "region")
LISTS = ("other_regions", "related")
LEAD = {"lead_image": "image", "lead_caption": "caption", "lead_alt_text": "alt_text", "lead_credit": "credit"}
ROWS = ("bylines", "corrections")
BESIDE = {"csrfmiddlewaretoken", "opened_on", "opened_with", "page", "turn", "instead_of"}
_NAME = re.compile(r"[a-z][a-z_]*[a-z](_[0-2])?|(bylines|corrections)-[A-Za-z0-9_-]{1,30}")
OF_THE_CONTENT = {"language", "body", "topics", *LINES, *KEYS, *LISTS, *LEAD}

Fields = dict[str, list[str]]


def is_of_the_content(name: str) -> bool:
    return name in OF_THE_CONTENT or name.partition("-")[0] in ROWS


def is_of_the_form(name: str) -> bool:
    """What somebody typed, and not what the page itself says beside it."""
    return name not in BESIDE and bool(_NAME.fullmatch(name))


def typed(base: Content, fields: Fields) -> Content:
    """`base` with what was typed over it."""
    said = {name: (texts or [""])[-1] for name, texts in fields.items()}
    found = {name: said[name].strip() for name in LINES if name in said}
    found |= {name: " ".join(said[name].split()) for name in SENTENCES if name in said}
    found |= {name: key_of(said[name]) for name in KEYS if name in said}
    found |= {name: sorted({key for text in fields[name] if (key := key_of(text))}) for name in LISTS if name in fields}
    if said.get("language"):
        found["language"] = said["language"]
    if "slug" in found:
        found["slug"] = unicodedata.normalize("NFC", found["slug"])
    if "body" in said:
        found["body"] = revisions.clean_body(said["body"])
    if "topics" in said:
        found["topics"] = _topics(said["topics"], base)
    if LEAD.keys() & said.keys():
        found["lead"] = _lead(base.lead or {}, said)
    if "bylines-TOTAL_FORMS" in said:
        found["bylines"] = _bylines(said)
    if "corrections-TOTAL_FORMS" in said:
        found["corrections"] = _corrections(base.corrections, said)
    return Content(**base.__dict__ | found)


def key_of(text: str) -> int | None:
    """A row's number; None for what no row can have."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _text(typed_text):
    return typed_text.replace("\r\n", "\n").strip()


def _topics(text, base):
    known = {topic["name"].casefold(): topic for topic in base.topics}
    found = {}
    for name in named_in_a_line(text):
        topic = known.get(name.casefold(), {"name": name, "slug": slugify(name, allow_unicode=True)})
        found[topic["slug"]] = topic
    return [found[slug] for slug in sorted(found)]


def _lead(before, said):
    lead = {key: before.get(key, "") for key in LEAD.values()}
    lead |= {key: _text(said[name]) for name, key in LEAD.items() if name in said}
    lead["image"] = key_of(str(lead["image"] or ""))
    return lead if lead["image"] else None


def _rows(prefix, said):
    """The rows that stand, in the order their writer gave them, as {"author": …} and the like."""
    count = min(key_of(said[f"{prefix}-TOTAL_FORMS"]) or 0, 60)
    rows = []
    for number in range(count):
        start = f"{prefix}-{number}-"
        rows.append({name.removeprefix(start): text for name, text in said.items() if name.startswith(start)})
    standing = [row for row in rows if not row.get("DELETE")]
    return sorted(standing, key=lambda row: key_of(row.get("ORDER", "")) or len(standing) + 1)


def _bylines(said):
    lines = [(key_of(row.get("author", "")), row.get("role", "")) for row in _rows("bylines", said)]
    kept = dict.fromkeys((author, role) for author, role in lines if author and role in Role.values)
    return [{"author": author, "role": role} for author, role in kept]


def _corrections(before, said):
    """Those that readers have seen are in no field and stay; so does what the page did not know of."""
    rows = {row.get("key") or f"new-{number}": row for number, row in enumerate(_rows("corrections", said))}
    shown = {text for name, text in said.items() if name.startswith("corrections-") and name.endswith("-key")}
    notes = {note["key"]: note for note in before if note["key"] not in shown}
    for key, row in rows.items():
        kind = row.get("kind")
        if row.get("text", "").strip() and kind in CorrectionKind.values:
            notes[key] = {"key": key, "kind": kind, "text": _text(row["text"])}
    order = {note["key"]: number for number, note in enumerate(before)}
    return sorted(notes.values(), key=lambda note: order.get(note["key"], len(order)))


def as_it_would_be(saved: Content, data) -> Content:
    """What stands in the form as a page can show it; whatever a save would refuse is left out."""
    fields = dict(data.lists())
    if len(data.get("body", "")) > LONGEST_BODY:
        del fields["body"]
    if data.get("language") not in dict(settings.LANGUAGES):
        fields.pop("language", None)
    found = typed(saved, fields)
    return replace(
        found,
        lead=_as_in_the_library(found.lead, saved.lead or {}),
        slug=found.slug if WORD.fullmatch(found.slug) else "",
        topics=[topic for topic in found.topics if WORD.fullmatch(topic["slug"])],
        corrections=[note | {"key": _key(note["key"])} for note in found.corrections],
    )


def _key(text):
    """A correction that is only typed has no key yet."""
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())


def _as_in_the_library(lead, before):
    """The lead picture with the library's words where none are typed, or where those of another picture stand still."""
    image = Image.objects.filter(pk=lead["image"]).first() if lead else None
    if image is None:
        return lead
    library = {
        "caption": image.caption,
        "alt_text": "" if image.decorative else image.alt_text,
        "credit": image.credit,
    }
    another = image.pk != before.get("image")
    stale = {name for name in library if not lead[name] or (another and lead[name] == before.get(name))}
    return lead | {name: library[name] for name in stale}


def fields_of(content: Content, head: Content) -> Fields:
    """What the form has to hold for a save of `content` over `head`."""
    fields = {name: [getattr(content, name)] for name in ("language", "body", *LINES)}
    fields |= {name: [str(getattr(content, name) or "")] for name in KEYS}
    fields |= {name: [str(key) for key in getattr(content, name)] for name in LISTS}
    fields["topics"] = [", ".join(topic["name"] for topic in content.topics)]
    lead = content.lead or {}
    fields |= {name: [str(lead.get(key) or "")] for name, key in LEAD.items()}
    lines = [{"author": str(line["author"]), "role": line["role"]} for line in content.bylines]
    fields |= _fields_of_rows("bylines", lines)
    present = {note["key"] for note in content.corrections}
    notes = [note | {"key": "" if note["key"].startswith("new-") else note["key"]} for note in content.corrections]
    gone = [note | {"DELETE": "on"} for note in head.corrections if note["key"] not in present]
    if notes or gone:
        fields |= _fields_of_rows("corrections", notes + gone)
    return fields


def _fields_of_rows(prefix, rows):
    fields = {f"{prefix}-TOTAL_FORMS": [str(len(rows))], f"{prefix}-INITIAL_FORMS": [str(len(rows))]}
    for number, row in enumerate(rows):
        fields |= {f"{prefix}-{number}-{name}": [text] for name, text in row.items()}
        fields[f"{prefix}-{number}-ORDER"] = [str(number + 1)]
    return fields


def initial_of(fields: Fields) -> dict:
    """The same for a form that is shown: a text, a list, or the parts of a moment."""
    found, parts = {}, {}
    for name, texts in fields.items():
        stem, _, number = name.rpartition("_")
        if number in ("0", "1", "2"):
            parts.setdefault(stem, ["", "", ""])[int(number)] = (texts or [""])[-1]
        else:
            found[name] = texts if name in LISTS else (texts or [""])[-1]
    return found | parts


def rows_of(prefix: str, fields: Fields) -> list[dict] | None:
    """The rows as typed, for a form that is shown; None where nothing was typed there."""
    said = {name: (texts or [""])[-1] for name, texts in fields.items()}
    return _rows(prefix, said) if f"{prefix}-TOTAL_FORMS" in said else None


def as_sent(form) -> Fields:
    """What a browser would send for the fields of `form` that are no part of the content, as they stand."""
    fields = {}
    for bound in form:
        if is_of_the_content(bound.name):
            continue
        widget, value = bound.field.widget, bound.value()
        if isinstance(bound.field, ModelChoiceField):
            value = "".join(offered(bound.field, [value] if value else []))
        if hasattr(widget, "widgets"):
            parts = value if isinstance(value, list) else widget.decompress(value)
            for number, (part, one) in enumerate(zip(parts, widget.widgets, strict=False)):
                fields[f"{bound.html_name}_{number}"] = _as_sent(one, part)
        else:
            fields[bound.html_name] = _as_sent(widget, value)
    return fields


def offered(field: ModelChoiceField, keys) -> list[str]:
    """Those of these keys that the form's own list has: it knows nothing of what this person may not see."""
    numbers = [number for key in keys if (number := key_of(str(key)))]
    known = set(field.queryset.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else ()
    return [str(number) for number in numbers if number in known]


def _as_sent(widget, value):
    shown = widget.format_value(value)
    return [str(one) for one in (shown if isinstance(shown, list) else [shown]) if one not in (None, "")] or [""]
