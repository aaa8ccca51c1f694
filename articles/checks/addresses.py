"""Checks of addresses: the story's own, and those of ours to which it leads its readers."""

import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.checks.registry import check
from articles.isolates import isolated
from articles.models import Level

WRITTEN_IN = {"ar": "ARABIC"}  # the script of a language's slugs; Latin for every other


@check("slug", gettext_lazy("A slug that no other story has or had"), fixed=True)
def slug(story):
    content = story.content
    if not content.slug:
        yield "slug", _("It needs a slug: the last part of its address.")
    elif story.slug_is_taken:
        sentence = _("Another story has, or once had, the slug “%(slug)s”. Choose another slug.")
        yield "slug", sentence % {"slug": isolated(content.slug)}


@check(
    "slug-length",
    gettext_lazy("A slug that fits"),
    Level.ADVISED,
    limit=80,
    limit_label=gettext_lazy("characters at most"),
)
def slug_length(story, most):
    length = len(story.content.slug)
    if length > most:
        said = _("The slug has %(length)d characters; %(most)d fit. Shorten it.")
        yield "slug", said % {"length": length, "most": most}


@check("slug-language", gettext_lazy("A slug in the story's own script"), Level.ADVISED)
def slug_language(story):
    script = WRITTEN_IN.get(story.content.language, "LATIN")
    letters = [letter for letter in story.content.slug if letter.isalpha()]
    if letters and not any(unicodedata.name(letter, "").startswith(script) for letter in letters):
        yield "slug", _("The slug is not in the script of the story's language. Readers see it in the address.")


@check("own-links", gettext_lazy("Every link to our own pages leads somewhere"))
def links(story):
    for fault in story.destinations.faults():
        yield "body", fault


@check("related", gettext_lazy("Every related story, and every card of one, is live by then"), Level.ADVISED)
def related(story):
    """It names none of them: whoever reads this may not know that they exist."""
    missing = len(story.destinations.not_live(story.content.related))
    if missing:
        said = ngettext(
            "%(n)d related story is not live by then. Readers will not see it there.",
            "%(n)d related stories are not live by then. Readers will not see them there.",
            missing,
        )
        yield "related", said % {"n": missing}
    cards = len(story.destinations.not_live(story.cards))
    if cards:
        said = ngettext(
            "%(n)d card in the text shows a story that is not live by then. Readers will not see it.",
            "%(n)d cards in the text show stories that are not live by then. Readers will not see them.",
            cards,
        )
        yield "body", said % {"n": cards}
