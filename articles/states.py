"""Which state of a story may follow which, and who may move it there: data, read by verbs, buttons and tests."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Of the working copy at the desk."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")


class PaperState(models.TextChoices):
    """Of the story readers know."""

    LIVE = "live", _("Live")
    ARCHIVED = "archived", _("Archived")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Reason(models.TextChoices):
    """Why a story was withdrawn, as told to readers: a class, never the details."""

    ERROR = "error", _("It contained errors that a correction could not mend.")
    SAFETY = "safety", _("Leaving it online could have put people at risk.")
    LEGAL = "legal", _("We were obliged to, or advised to, by law.")
    CONSENT = "consent", _("Somebody in it took back their consent.")
    DUPLICATE = "duplicate", _("It was published by mistake.")


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")
    UPDATE = "update", _("Update")


UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED, Status.APPROVED, Status.SCHEDULED)
LAPSES_TO_DRAFT = (Status.APPROVED, Status.SCHEDULED, Status.PUBLISHED)  # when a save changes the hash


@dataclass(frozen=True)
class Move:
    """One row of the table of moves. `permission` is a codename of the articles app."""

    verb: str
    label: str
    sources: tuple[Status, ...]
    target: Status
    permission: str
    note_required: bool = False
    for_its_writer: bool = False  # also for those who may edit the story, without the permission
    main_step: bool = False  # the one next step that the writing screen puts forward


MOVES = {
    move.verb: move
    for move in (
        Move(
            "submit",
            _("Send to editor"),
            (Status.DRAFT, Status.CHANGES_REQUESTED),
            Status.IN_REVIEW,
            "submit_article",
            for_its_writer=True,
            main_step=True,
        ),
        Move(
            "request_changes",
            _("Ask for changes"),
            (Status.IN_REVIEW, Status.APPROVED),
            Status.CHANGES_REQUESTED,
            "approve_article",
            note_required=True,
        ),
        Move("approve", _("Approve"), (Status.IN_REVIEW,), Status.APPROVED, "approve_article", main_step=True),
        Move("schedule", _("Schedule"), (Status.APPROVED,), Status.SCHEDULED, "publish_article"),
        Move("unschedule", _("Take off the schedule"), (Status.SCHEDULED,), Status.APPROVED, "publish_article"),
        Move(
            "publish",
            _("Publish now"),
            (Status.APPROVED, Status.SCHEDULED),
            Status.PUBLISHED,
            "publish_article",
            main_step=True,
        ),
        Move(
            "publish_urgently",
            _("Publish urgently"),
            UNPUBLISHED,
            Status.PUBLISHED,
            "publish_urgently_article",
            note_required=True,
        ),
    )
}
