"""Checks of what readers are told when a live story changes."""

from django.utils.translation import gettext_lazy

from articles import corrections
from articles.checks.registry import check
from articles.models import Level

UNANSWERED = gettext_lazy(
    "Readers know another text of this story. Say first what they learn of the change: "
    "a correction, a clarification, an update, or that it is not worth a note."
)
STALE = gettext_lazy(
    "The note to readers was written for another text, or before they saw what they see now. "
    "Look at it again: say what they learn of this change."
)


@check("correction", gettext_lazy("What readers are told when a live story changes"), Level.REQUIRED)
def correction(story):
    answer = corrections.answer_to(story.content, story.article_id)
    if answer.owed:
        yield "corrections", str(STALE if answer.notes else UNANSWERED)
