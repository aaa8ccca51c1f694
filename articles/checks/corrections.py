"""Checks of what readers are told when a live story changes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.registry import check
from articles.models import Level


@check("correction", gettext_lazy("A note to readers when a live story changes"), Level.ADVISED)
def correction(story):
    if story.live_content is None or story.live_content == story.content:
        return
    told = {note["key"] for note in story.live_content.corrections}
    if not {note["key"] for note in story.content.corrections} - told:
        yield "corrections", _("Readers know another text of this story. Tell them in a note what was changed.")
