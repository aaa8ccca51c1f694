"""What a verb says when it cannot be done."""

from django.utils.translation import gettext as _

from articles.models import Revision


class WorkflowError(Exception):
    """A move that cannot be made; the message is for the person who tried."""


class NotAllowed(WorkflowError):
    """This person may never make that move."""


class StalePress(WorkflowError):
    """The button belonged to an older text. Carries both revisions, so that the difference can be shown."""

    def __init__(self, pressed: Revision, head: Revision):
        super().__init__(
            _("%(name)s changed the story after you opened it. Look at what changed, then decide again.")
            % {"name": head.author}
        )
        self.pressed, self.head = pressed, head
