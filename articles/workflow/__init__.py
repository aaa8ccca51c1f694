"""What people do with stories. Each verb checks, changes in one guarded UPDATE, and writes a `StatusChange`.

Verbs take the revision that the person had before them; a press on an older one is refused with `StalePress`.
`by=None` is the clock. What cannot be done raises `WorkflowError` with a sentence that says what to do instead.
"""

from articles.workflow.answers import keep_silent, stand_by_notes, tell_readers
from articles.workflow.branches import Apart, apart, aside_of, drop_fix, fix_live, leave_aside, merge
from articles.workflow.foresight import what_would_stop
from articles.workflow.moves import agree, approve, publish, request_changes, submit
from articles.workflow.paper import archive, unarchive, withdraw
from articles.workflow.refusals import NotAllowed, StalePress, WorkflowError
from articles.workflow.reinstating import bring_back
from articles.workflow.shelf import bin_story, plan, remember_embargo, restore_from_bin
from articles.workflow.sign_offs import ask_sign_off, refuse_sign_off, sign_off, take_back_sign_off
from articles.workflow.steps import say_in_zone, say_moment
from articles.workflow.timetable import (
    carry_out,
    publish_scheduled,
    reschedule,
    schedule,
    schedule_withdrawal,
    takes_the_place_of,
    unschedule,
    unschedule_withdrawal,
)
from articles.workflow.urgent import (
    countersign,
    publish_urgently,
    remind_to_countersign,
    urgency,
    who_may_countersign,
    why_not_countersign,
)

__all__ = [
    "Apart",
    "NotAllowed",
    "StalePress",
    "WorkflowError",
    "agree",
    "apart",
    "approve",
    "archive",
    "aside_of",
    "ask_sign_off",
    "bin_story",
    "bring_back",
    "carry_out",
    "countersign",
    "drop_fix",
    "fix_live",
    "keep_silent",
    "leave_aside",
    "merge",
    "plan",
    "publish",
    "publish_scheduled",
    "publish_urgently",
    "refuse_sign_off",
    "remember_embargo",
    "remind_to_countersign",
    "request_changes",
    "reschedule",
    "restore_from_bin",
    "say_in_zone",
    "say_moment",
    "schedule",
    "schedule_withdrawal",
    "sign_off",
    "stand_by_notes",
    "submit",
    "take_back_sign_off",
    "takes_the_place_of",
    "tell_readers",
    "unarchive",
    "unschedule",
    "unschedule_withdrawal",
    "urgency",
    "what_would_stop",
    "who_may_countersign",
    "why_not_countersign",
    "withdraw",
]
