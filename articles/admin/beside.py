"""Facts of a story that stand beside its text: what a page showed when it was opened, and what was typed over that.

They are no part of a revision, so no revision tells that a colleague changed one meanwhile: the page itself says what
it showed, and a value that is newer than that is never written over without being asked.
"""

import json
from datetime import date
from itertools import chain

from django.http import QueryDict
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from articles.admin.differences import Difference, items, words
from articles.admin.typed import Fields, as_sent, is_of_the_content, is_of_the_form, key_of
from articles.merging import Conflict
from articles.models import Article

NAMES = {
    "slugline": gettext_lazy("Slugline"),
    "embargo": gettext_lazy("Embargo until"),
    "planned": gettext_lazy("Planned for"),
    "translation_of": gettext_lazy("Translation of"),
}
PARTS = ("_0", "_1", "_2")


def fact_of(name: str) -> str:
    """`embargo` for `embargo_0`."""
    return name[:-2] if name[-2:] in PARTS else name


def facts(fields: Fields) -> dict[str, Fields]:
    """The fields of a form that are no part of the text, by the fact they tell."""
    found = {}
    for name, texts in fields.items():
        if is_of_the_form(name) and not is_of_the_content(name):
            found.setdefault(fact_of(name), {})[name] = list(texts)
    return found


def _value(fields: Fields | None):
    """What these fields say; a zone without a day or an hour says nothing."""
    if fields is None:
        return None
    said = {name: text for name, texts in fields.items() if (text := "".join(texts).strip())}
    return {} if not any(name[-2:] != PARTS[2] for name in said) else said


def shown(data: QueryDict) -> Fields:
    """What the page showed of these facts when it was opened; nothing for a page that does not say."""
    return sound(_read(data.get("opened_with")))


def _read(text):
    try:
        return json.loads(text or "{}")
    except ValueError:
        return {}


def sound(fields) -> Fields:
    """The fields, if that is what they are."""
    if not isinstance(fields, dict):
        return {}
    return {
        str(name): texts
        for name, texts in fields.items()
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts) and len(texts) <= len(PARTS)
    }


def typed_over(before: Fields, sent: Fields) -> dict[str, Fields]:
    """The facts that were changed in a page that showed `before`; all of them where it does not say what it showed."""
    was = facts(before)
    return {fact: fields for fact, fields in facts(sent).items() if _value(fields) != _value(was.get(fact))}


def as_it_stands(model_admin, request, article: Article) -> Fields:
    """What a page that is opened now shows."""
    return as_sent(model_admin.get_form(request, article, change=True)(instance=article))


def conflicts(before: Fields, mine: Fields, now: Fields) -> list[Conflict]:
    """Facts that were changed in a page that showed `before`, and by somebody else since."""
    was, stands = facts(before), facts(now)
    return [
        Conflict(f"fact-{fact}", fact, was.get(fact), fields, stands[fact])
        for fact, fields in typed_over(before, mine).items()
        if fact in NAMES and fact in stands and _value(stands[fact]) not in (_value(fields), _value(was.get(fact)))
    ]


def told(old: Fields | None, new: Fields, fact: str, viewer) -> list[Difference]:
    """How one text has changed the fact."""
    was, now = _told(old or {}, fact, viewer), _told(new, fact, viewer)
    changed = words(was, now) if fact == "slugline" else items([was] if was else [], [now] if now else [])
    return [Difference(str(NAMES[fact]), changed or format_html("<p>{}</p>", now))]


def _told(fields, fact, viewer):
    said = list(chain.from_iterable(fields[name] for name in sorted(fields)))
    if not _value(fields):
        return ""
    if fact == "translation_of":
        story = Article.objects.visible_to(viewer).filter(pk=key_of(said[0]) or 0).first()
        return str(story or said[0])
    return in_words(*said) if len(said) == len(PARTS) else " ".join(filter(None, said))


def in_words(day: str, clock: str, zone: str) -> str:
    """A moment as it stands in the three fields, to be read; as it was typed where it is none."""
    try:
        said = formats.date_format(date.fromisoformat(day))
    except ValueError:
        said = day
    return f"{said}, {clock} ({zone})" if clock else said
