"""What somebody typed into a form that is not taken: their own words, to be read, copied, or saved as their story.

Nothing here asks the database what a story says: whoever may not know of it any more gets back what they sent alone.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import markup
from articles.admin.beside import in_words
from articles.admin.typed import BESIDE, is_of_the_form, key_of
from articles.copies import with_ending
from articles.models import Article

SECRET = ("csrfmiddlewaretoken", "password", "code")
NOT_TYPED = {*BESIDE, "prefix", "suffix", "quote", "here"}  # what the page itself says beside what was typed
OF_THE_STORY = ("kicker", "headline", "standfirst", "dateline", "body", "signoff", "topics", "slugline")
LEAD = {
    "lead_caption": gettext_lazy("Lead picture, caption"),
    "lead_alt_text": gettext_lazy("Lead picture, alt text"),
    "lead_credit": gettext_lazy("Lead picture, credit"),
}
MOMENTS = {
    "planned": gettext_lazy("Planned for"),
    "embargo": gettext_lazy("Embargo until"),
    "moment": gettext_lazy("When"),
}
OTHERS = (
    (re.compile(r"why"), gettext_lazy("Why this change?")),
    (re.compile(r"corrections-.*-text|more-.*-text"), gettext_lazy("Note to readers")),
    (re.compile(r"note|text(-\d+)?|words"), gettext_lazy("What you wrote")),
    (re.compile(r"edit-.*"), gettext_lazy("Written anew")),
)
PROSE = re.compile(r"\S\s+\S")


class NotTaken(Exception):
    """What was sent is not saved, for the reason that the sentence says; what was typed goes back to who typed it."""

    def __init__(self, sentence: str, status: int = 409):
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Words:
    """One field: its name in words, and what stands in it, as plain text or as clean HTML."""

    label: str
    text: str | SafeString

    @property
    def is_prose(self):
        return isinstance(self.text, SafeString)


def is_ours(request) -> bool:
    """Whether one of our own pages sent this form: another site's words are not shown here."""
    ours = {settings.PUBLIC_URL, f"{request.scheme}://{request.get_host()}"}
    return request.method == "POST" and request.headers.get("Origin") in ours


def fields_of(data: QueryDict) -> list[tuple[str, str]]:
    """Every field as it was sent, secrets left out."""
    names = [name for name in data if not any(word in name for word in SECRET)]
    return [(name, text) for name in names for text in data.getlist(name)]


def words_of(data: QueryDict) -> list[Words]:
    """What a person typed, field by field, the story's own first."""
    said = {name: data[name].strip() for name, _text in fields_of(data) if name not in NOT_TYPED}
    found = [Words(_label(name), _told(name, said[name])) for name in OF_THE_STORY if said.get(name)]
    found += [Words(str(label), said[name]) for name, label in LEAD.items() if said.get(name)]
    found += [Words(str(label), text) for stem, label in MOMENTS.items() if (text := _moment(stem, said))]
    rest = [name for name in said if name not in OF_THE_STORY and name not in LEAD]
    return found + [Words(label, _told(name, said[name])) for name in rest if (label := _other(name, said[name]))]


def _label(name):
    return _("Text") if name == "body" else capfirst(Article._meta.get_field(name).verbose_name)


def _told(name, text):
    is_html = name in ("body", "biography") or name.startswith("edit-body")
    return SafeString(markup.sanitise(text)) if is_html else text


def _moment(stem, said):
    day, *rest = (said.get(f"{stem}_{part}", "") for part in range(3))
    return in_words(day, *rest) if day else ""


def _other(name, text):
    """Words for a field that is no part of the story; none where nobody typed in it."""
    if not text:
        return ""
    named = next((str(label) for shape, label in OTHERS if shape.fullmatch(name)), "")
    return named or (_("Typed too") if PROSE.search(text) else "")


def hand_back(request, sentence: str) -> None:
    """Raises NotTaken where a refusal would lose what somebody wrote; a press without words has nothing to lose."""
    if is_ours(request) and words_of(request.POST):
        raise NotTaken(sentence)


def copy_of(request) -> list[tuple[str, str]]:
    """The fields with which the same words begin a story of this person's own; none where that cannot be.

    The text of a story that they may not see, or that is restricted, is not shown to the whole desk by that.
    """
    data, user = request.POST, request.user
    if "headline" not in data or "body" not in data or not user.has_perm("articles.add_article"):
        return []
    seen = Article.objects.visible_to(user)
    keys = {key_of(text) for name in ("related", "translation_of") for text in data.getlist(name)} - {None}
    known = {str(key) for key in seen.filter(pk__in=keys).values_list("pk", flat=True)}
    fields = [
        (name, text)
        for name, text in fields_of(data)
        if is_of_the_form(name)
        and name not in ("slug", "slugline", "restricted", "why")
        and not name.startswith("corrections-")
        and (name not in ("related", "translation_of") or text in known)
    ]
    fields.append(("slugline", with_ending(data.get("slugline", ""), _(" (copy)"))))
    story = _story_of(request)
    if story is not None and not seen.open_to_all().filter(pk=story).exists():
        fields.append(("restricted", "on"))
    return fields


def _story_of(request) -> int | None:
    """The number of the story that this address is about; 0 for one that none can have."""
    where = request.resolver_match
    if where.url_name is None or not where.url_name.startswith("articles_article_"):
        return None
    named = where.kwargs.get("object_id") or where.kwargs.get("pk")
    return None if named is None else key_of(str(named)) or 0


def way_back(request) -> str:
    """The address of the story's own page, for whoever may see it."""
    story = Article.objects.visible_to(request.user).filter(pk=_story_of(request)).first()
    return reverse("admin:articles_article_change", args=[story.pk]) if story else ""
