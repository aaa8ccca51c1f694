"""Checks of the words: headline, text, standfirst, what is still to come."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import markup
from articles.checks.registry import check
from articles.isolates import isolated
from articles.models import Level

MOST_PLACEHOLDERS = 5


@check("headline", gettext_lazy("A headline"), fixed=True)
def headline(story):
    if not story.content.headline.strip():
        yield "headline", _("It needs a headline.")


@check("text", gettext_lazy("A text"), fixed=True)
def text(story):
    if markup.is_empty(story.content.body):
        yield "body", _("It has no text yet.")


@check("placeholders", gettext_lazy("Nothing still to come (TK)"))
def placeholders(story):
    found = markup.placeholders(story.content)
    for field, excerpt in found[:MOST_PLACEHOLDERS]:
        said = _("Something is still to come: “%(excerpt)s”. Fill it in, or take it out.")
        yield field, said % {"excerpt": isolated(excerpt)}
    left = len(found) - MOST_PLACEHOLDERS
    if left > 0:
        more = ngettext("And %(n)d more place with TK.", "And %(n)d more places with TK.", left)
        yield found[MOST_PLACEHOLDERS][0], more % {"n": left}


@check(
    "headline-length",
    gettext_lazy("A headline that fits"),
    Level.ADVISED,
    limit=100,
    limit_label=gettext_lazy("characters at most"),
)
def headline_length(story, most):
    length = len(story.content.headline)
    if length > most:
        yield (
            "headline",
            _("The headline has %(length)d characters; %(most)d fit. Shorten it.") % {"length": length, "most": most},
        )


@check(
    "standfirst",
    gettext_lazy("A standfirst"),
    Level.ADVISED,
    limit=5,
    limit_label=gettext_lazy("words at least"),
)
def standfirst(story, least):
    words = markup.word_count(story.content.standfirst)
    if not words:
        yield "standfirst", _("It has no standfirst. Say in a sentence or two why it matters.")
    elif words < least:
        said = ngettext("The standfirst has %(words)d word; it needs %(least)d.",
                        "The standfirst has %(words)d words; it needs %(least)d.", words)  # fmt: skip
        yield "standfirst", said % {"words": words, "least": least}
