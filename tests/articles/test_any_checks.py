"""Whatever a newsroom does in whatever order: nothing goes out with a required check failing or a sign-off missing."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import checklist, scheduling, workflow
from articles.checklist import Rule
from articles.models import Article, ChecklistRule, Level, PublishedArticle, Revision, Schedule, SignOff, SignOffKind
from tests import make

pytestmark = pytest.mark.django_db

TEXTS = (
    {"headline": "One"}, {"headline": "Two TK"}, {"standfirst": ""}, {"standfirst": "Why it matters to all of us."},
    {"dateline": "Dosso"}, {"region": None}, {"body": "<p>It rained for ten days.</p>"},
)  # fmt: skip
RULES = (
    {("standfirst", None): Rule(Level.REQUIRED)}, {("standfirst", None): Rule()}, {("placeholders", None): Rule("off")},
    {("placeholders", None): Rule()}, {("sign-off:legal", None): Rule(Level.REQUIRED)},
    {("sign-off:pictures", None): Rule(Level.REQUIRED)}, {("sign-off:legal", None): Rule()},
)  # fmt: skip
VERBS = ["submit", "approve", "publish", "schedule", "clock", "write", "rule", "urgent", "give", "refuse", "take_back"]
acts = st.lists(st.tuples(st.sampled_from([*VERBS, *VERBS[:3] * 3, *["give"] * 3]), st.integers(0, 6)), max_size=30)


def act(story, verb, number, writer, editor, chief):
    article = Article.objects.select_related("head").get(pk=story.pk)
    kind = SignOffKind.objects.get(code=("legal", "pictures")[number % 2])
    match verb:
        case "write":
            fields = TEXTS[number]
            make.change(article, by=writer, **({"region_id": None} if "region" in fields else fields))
        case "rule":
            checklist.change(chief, RULES[number], checklist.newest_change())
        case "urgent":
            workflow.publish_urgently(article.head, by=chief, note="Now.")
        case "clock":
            Schedule.objects.filter(article=story).update(at=timezone.now(), retry_at=None)
            scheduling.check_soon()
            scheduling.publish_due()
        case "schedule":
            workflow.schedule(article.head, by=editor, at=timezone.now() + timedelta(minutes=9), zone="UTC")
        case "give":
            workflow.sign_off(article.head, kind, by=chief)
        case "refuse":
            workflow.refuse_sign_off(article.head, kind, by=chief, note="Not so.")
        case "take_back":
            workflow.take_back_sign_off(article.head, kind, by=chief)
        case _:
            getattr(workflow, verb)(article.head, by=writer if verb == "submit" else editor)


def shown(story):
    return PublishedArticle.objects.readable().filter(article_id=story.pk).values_list("revision_id", flat=True).first()


def required(code):
    return checklist.Rules(None).of(code).level == Level.REQUIRED


def holds_what_was_required(content, story):
    """Read from the text and the words on it, not by the functions that are tried."""
    assert content.region and content.headline
    assert not required("standfirst") or len(content.standfirst.split()) >= 5
    assert not required("placeholders") or "TK" not in content.headline + content.body
    for kind in SignOffKind.objects.all():
        if required(f"sign-off:{kind.code}"):
            words = SignOff.objects.filter(article=story, kind=kind, ended_at=None, verdict="given").values("revision")
            read = [row.parsed for row in Revision.objects.filter(pk__in=words)]
            assert any(part_of(kind, text) == part_of(kind, content) for text in read)


def part_of(kind, content):
    return content.lead if kind.covers == "pictures" else replace(content, series=None, related=[])


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(begins=st.sampled_from(["draft", "approved", "scheduled", "live"]), steps=acts)
def test_no_sequence_publishes_what_the_list_of_that_moment_does_not_let_out(begins, steps):
    ChecklistRule.objects.all().delete()  # of the example before
    people = make.journalist(), make.editor(), make.managing_editor()
    story = make.article(by=people[0], state=begins)
    before = shown(story)
    for verb, number in steps:
        with suppress(workflow.WorkflowError):
            act(story, verb, number, *people)
        now = shown(story)
        if now != before:
            holds_what_was_required(Revision.objects.get(pk=now).parsed, story)
        before = now
