"""What people do with stories. Each verb checks, changes in one guarded UPDATE, and writes a `StatusChange`.

Verbs take the revision that the person had before them; a press on an older one is refused with `StalePress`.
`by=None` is the clock. What cannot be done raises `WorkflowError` with a sentence that says what to do instead.
"""

from articles.workflow.moves import (
    agree,
    approve,
    publish,
    publish_scheduled,
    request_changes,
    schedule,
    submit,
    unschedule,
)
from articles.workflow.paper import archive, unarchive, withdraw
from articles.workflow.refusals import NotAllowed, StalePress, WorkflowError
from articles.workflow.shelf import bin_story, remember_embargo, restore_from_bin
from articles.workflow.steps import say_moment
from articles.workflow.urgent import countersign, publish_urgently

__all__ = [
    "NotAllowed",
    "StalePress",
    "WorkflowError",
    "agree",
    "approve",
    "archive",
    "bin_story",
    "countersign",
    "publish",
    "publish_scheduled",
    "publish_urgently",
    "remember_embargo",
    "request_changes",
    "restore_from_bin",
    "say_moment",
    "schedule",
    "submit",
    "unarchive",
    "unschedule",
    "withdraw",
]
