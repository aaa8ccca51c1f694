"""Checks of what readers are told when a live story changes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import corrections
from articles.checks.registry import check
from articles.models import Level


@check("correction", gettext_lazy("What readers are told when a live story changes"), Level.REQUIRED)
def correction(story):
    if corrections.owed(story.content, story.article_id):
        yield (
            "corrections",
            _(
                "Readers know another text of this story. Say first what they learn of the change: "
                "a correction, a clarification, an update, or that it is not worth a note."
            ),
        )
