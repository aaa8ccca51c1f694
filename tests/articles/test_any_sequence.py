"""Whatever a newsroom does in whatever order: readers see approved texts only, and no revision is ever lost."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import corrections, revisions, scheduling, workflow
from articles.merging import merge
from articles.models import Approval, Article, Correction, PublishedArticle, ReaderAnswer, Revision, Schedule, SetAside
from articles.states import MOVES, PaperState
from tests import make

pytestmark = pytest.mark.django_db

SAYS = {"request_changes": {"note": "Why?"}, "publish_urgently": {"note": "Now."}}
OF_A_TEXT = [*MOVES, "agree", "countersign"]
OF_A_STORY = {"archive": {}, "unarchive": {}, "bin_story": {}, "restore_from_bin": {}}
OF_READERS = ["keep_silent", "tell_readers", "stand_by_notes", "bring_back"]
OF_TWO_TEXTS = ["fix_live", "drop_fix", "leave_aside"]
OF_THE_HOUR = ["schedule_withdrawal", "unschedule_withdrawal", "reschedule"]
OFTEN = ["write", "submit", "approve", "publish", "schedule", "fix_live", "merge", "clock"]
ACTS = [*OF_A_TEXT, *OF_A_STORY, *OF_TWO_TEXTS, *OF_THE_HOUR, *OF_READERS * 3, "withdraw", "restore", *OFTEN * 4]
steps_back = st.sampled_from([0, 0, 0, 0, 1, 3])
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 4), steps_back), min_size=15, max_size=40)


def act(story, verb, person, back):
    """One person does one thing, on the newest text or on one `back` steps older."""
    article = Article.objects.get(pk=story.pk)
    texts = list(Revision.objects.filter(article=story).order_by("-pk"))
    revision = texts[min(back, len(texts) - 1)]
    if verb == "write":
        Article.objects.filter(pk=story.pk).update(headline=f"Text {len(texts)} {back}")
        revisions.record(Article.objects.get(pk=story.pk), person)
    elif verb == "tell_readers":
        workflow.tell_readers(revision, person, [corrections.Note("correction", f"Note {len(texts)}")])
    elif verb == "restore":
        revisions.restore(article, revision, by=person)
    elif verb == "merge":
        bring_together(article, revision, person)
    elif verb in OF_THE_HOUR:
        at_an_hour(article, verb, person)
    elif verb == "clock":
        Schedule.objects.filter(article=story).update(at=timezone.now(), retry_at=None)
        scheduling.publish_due()
    elif verb == "withdraw":
        workflow.withdraw(article, by=person, reason="error", note="Wrong.")
    elif verb in OF_A_STORY:
        getattr(workflow, verb)(article, by=person)
    elif verb == "schedule":
        workflow.schedule(revision, by=person, at=timezone.now() + timedelta(hours=1), zone="UTC")
    else:
        getattr(workflow, verb)(revision, by=person, **SAYS.get(verb, {}))


def bring_together(article, newest, person):
    parted = workflow.apart(article)
    if parted:
        both = merge(parted.base.parsed, parted.mine.parsed, parted.theirs.parsed).content
        workflow.merge(newest, person, parted.mine, parted.theirs, both)


def at_an_hour(article, verb, person):
    hour = {"at": timezone.now() + timedelta(hours=2), "zone": "UTC"}
    waiting = Schedule.objects.waiting().filter(article=article).first()
    if verb == "schedule_withdrawal":
        workflow.schedule_withdrawal(article, by=person, reason="error", note="Wrong.", **hour)
    elif verb == "unschedule_withdrawal":
        workflow.unschedule_withdrawal(article, by=person)
    elif waiting:
        workflow.reschedule(waiting, by=person, **hour)


def the_desk_is_sound(story):
    """The working copy says what its newest text says; what is approved or scheduled was approved."""
    article = Article.objects.select_related("head").get(pk=story.pk)
    assert revisions.content_of(article) == article.head.parsed
    if article.status in ("approved", "scheduled"):
        assert Approval.objects.filter(revision=article.head, kind="approve").exists()
    if article.status == "scheduled":
        assert Schedule.objects.waiting().filter(revision=article.head).exists()
    assert SetAside.objects.open().filter(article=story).count() <= 1


def readers_see_only_what_was_approved(story):
    row = PublishedArticle.objects.readable().filter(article_id=story.pk).first()
    if row is None:
        return
    said = set(Approval.objects.filter(revision_id=row.revision_id, sha256=row.sha256).values_list("kind", flat=True))
    assert said & ({"urgent"} if row.urgent else {"approve", "countersign"})
    shown = Revision.objects.get(pk=row.revision_id)
    assert row.as_story.headline == shown.parsed.headline == row.headline
    assert {note.text for note in row.corrections.all()} == {note["text"] for note in shown.parsed.corrections}


def every_change_was_answered(story, before, now):
    """What readers see changed from one text to another: with a note, or by somebody's word."""
    if not before or not now or before.revision_id == now.revision_id:
        return
    old, new = Revision.objects.get(pk=before.revision_id), Revision.objects.get(pk=now.revision_id)
    answers = ReaderAnswer.objects.filter(article=story, sha256=new.sha256, live=old, ended_at=None)
    assert answers.exists() or old.sha256 == new.sha256


def nothing_comes_back_by_itself(story, before, now):
    if before and now and before.state == PaperState.WITHDRAWN != now.state:
        said = Approval.objects.filter(revision_id=now.revision_id, kind="approve", at__gt=before.withdrawn_at)
        assert said.exists() and not now.urgent


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(begins=st.sampled_from(["draft", "in_review", "approved", "scheduled", "live"]), steps=acts)
def test_no_sequence_of_moves_shows_an_unapproved_text_or_loses_one(begins, steps):
    people = [make.journalist(), make.journalist(), make.editor(), make.editor(), make.managing_editor()]
    story = make.article(by=people[0], state=begins)
    known, notes, paper = {}, set(), None
    for verb, who, back in steps:
        with suppress(workflow.WorkflowError):
            act(story, verb, people[who], back)
        readers_see_only_what_was_approved(story)
        now = dict(Revision.objects.filter(article=story).values_list("pk", "content"))
        assert known.items() <= now.items(), "a revision was changed or lost"
        known = now
        told = set(Correction.objects.filter(published_at__isnull=False).values_list("key", "text", "to_revision"))
        assert notes <= told, "a note that readers were told was changed or lost"
        before, notes, paper = paper, told, PublishedArticle.objects.filter(article_id=story.pk).first()
        if before and before.state != PaperState.WITHDRAWN:
            every_change_was_answered(story, before, paper)
        nothing_comes_back_by_itself(story, before, paper)
        the_desk_is_sound(story)
