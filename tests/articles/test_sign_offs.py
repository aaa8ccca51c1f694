"""Sign-offs beside the line: given, refused, taken back, asked for; what each covers; what a missing one stops."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import checklist, revisions, signoffs, workflow
from articles.checklist import Rule
from articles.isolates import isolated
from articles.models import Article, Level, Notice, PublishedArticle, Schedule, SignOffKind, StatusChange
from newsroom import roles
from tests import make

pytestmark = pytest.mark.django_db


def kind(code="legal"):
    return SignOffKind.objects.get(code=code)


def need(code="legal", format_=None, level=Level.REQUIRED):
    cell = (checklist.code_of(kind(code)), format_)
    checklist.change(make.managing_editor(), {cell: Rule(level)}, checklist.newest_change())


def standing(story, code="legal"):
    content = Article.objects.get(pk=story.pk).head.parsed
    return next(one for one in signoffs.standings(content, story.pk) if one.kind.code == code)


@pytest.fixture
def chief():
    return make.managing_editor(name="Ingrid Dahl")


def test_nothing_needs_a_sign_off_until_the_newsroom_says_so():
    assert make.article(state="live").status == "published"


def test_a_required_sign_off_that_is_missing_stops_publication_and_names_who_gives_it(chief):
    need()
    story, editor = make.article(state="approved"), make.editor()
    with pytest.raises(workflow.WorkflowError, match=r"“Legal” is missing\. It is given by: Managing editor"):
        workflow.publish(story.head, by=editor)
    workflow.sign_off(story.head, kind(), by=chief)
    workflow.publish(story.head, by=editor)
    assert PublishedArticle.objects.live().filter(article_id=story.pk).exists()


def test_approving_comes_before_or_after_the_sign_off(chief):
    need()
    story = make.article(state="in_review")
    workflow.approve(story.head, by=make.editor())
    assert Article.objects.get().status == "approved"


@pytest.mark.parametrize("way", ["schedule", "clock", "update", "urgent"])
def test_no_way_out_leads_past_a_required_sign_off(way, chief):
    editor = make.editor()
    story = make.article(state={"schedule": "approved", "clock": "scheduled", "update": "live", "urgent": "draft"}[way])
    need()
    with pytest.raises(workflow.WorkflowError, match="Legal"):
        if way == "schedule":
            workflow.schedule(story.head, by=editor, at=timezone.now() + timedelta(hours=1), zone="UTC")
        elif way == "clock":
            Schedule.objects.update(at=timezone.now())
            workflow.publish_scheduled(Schedule.objects.get())
        elif way == "urgent":
            workflow.publish_urgently(story.head, by=chief, note="Now.")
        else:
            changed = make.change(story, headline="New words")
            workflow.submit(changed, by=story.created_by)
            workflow.approve(changed, by=editor)
            workflow.publish(changed, by=editor)


def test_a_format_may_need_what_others_do_not(chief):
    need("legal", make.format_("investigation").pk)
    editor = make.editor()
    workflow.publish(make.article(state="approved").head, by=editor)
    story = make.article(state="approved", format=make.format_("investigation"))
    with pytest.raises(workflow.WorkflowError, match="Legal"):
        workflow.publish(story.head, by=editor)


@pytest.mark.parametrize(("code", "role", "may"), [
    ("legal", roles.EDITOR, False), ("legal", roles.MANAGING_EDITOR, True), ("legal", roles.JOURNALIST, False),
    ("safety", roles.EDITOR, False), ("safety", roles.MANAGING_EDITOR, True),
    ("pictures", roles.PICTURE_EDITOR, True), ("pictures", roles.EDITOR, True), ("pictures", roles.JOURNALIST, False),
    ("translation", roles.EDITOR, True), ("translation", roles.PICTURE_EDITOR, False),
    ("legal", roles.MEMBERSHIP_MANAGER, False),
])  # fmt: skip
def test_each_kind_is_given_by_those_who_have_the_right(code, role, may):
    story, person = make.article(), make.user(role)
    if may:
        workflow.sign_off(story.head, kind(code), by=person)
        assert standing(story, code).given
    else:
        with pytest.raises(workflow.NotAllowed):
            workflow.sign_off(story.head, kind(code), by=person)


def test_somebody_named_by_name_may_give_it_and_not_once_they_have_left():
    story, lawyer = make.article(), make.journalist()
    kind().people.add(lawyer)
    workflow.sign_off(story.head, kind(), by=lawyer)
    lawyer.is_active = False
    lawyer.save()
    with pytest.raises(workflow.NotAllowed):
        workflow.take_back_sign_off(story.head, kind(), by=lawyer)


def test_nobody_gives_a_legal_sign_off_to_what_they_wrote_alone(chief):
    story = make.article(by=chief)
    with pytest.raises(workflow.WorkflowError, match="You wrote this text alone"):
        workflow.sign_off(story.head, kind(), by=chief)
    workflow.sign_off(story.head, kind("pictures"), by=chief)
    changed = make.change(story, by=make.editor(), headline="Another hand")
    workflow.sign_off(changed, kind(), by=chief)


@pytest.mark.parametrize(
    ("code", "changed", "lapses"),
    [
        ("legal", {"headline": "New"}, True), ("safety", {"dateline": "Dosso"}, True), ("legal", {"series": 1}, False),
        ("pictures", {"headline": "New"}, False), ("pictures", {"lead_caption": "New"}, True),
        ("pictures", {"lead_credit": "New/Desk"}, True), ("translation", {"standfirst": "New words."}, True),
        ("translation", {"slug": "another"}, False), ("legal", {"slug": "another"}, True),
    ],
)  # fmt: skip
def test_a_sign_off_lapses_only_when_what_it_covers_changes(chief, code, changed, lapses):
    story = make.article(lead_image=make.image())
    workflow.sign_off(story.head, kind(code), by=chief)
    fields = {name: make.series() if name == "series" else value for name, value in changed.items()}
    make.change(story, **fields)
    assert standing(story, code).given is not lapses
    assert StatusChange.objects.filter(article=story, verb="sign_off_lapsed").exists() is lapses
    assert list(signoffs.owed_by(chief).values_list("kind__code", flat=True)) == ([code] if lapses else [])


def test_a_lapsed_sign_off_says_so_tells_its_giver_and_stands_again_on_the_old_text(chief):
    need()
    story = make.article()
    first = story.head
    workflow.sign_off(first, kind(), by=chief)
    make.change(story, headline="Words that nobody has looked at")
    assert f"lapsed when the text changed after {isolated('Ingrid Dahl')} gave it" in standing(story).sentence
    assert Notice.objects.get(person=chief, event="sign_off_lapsed").words == "Legal"
    revisions.restore(Article.objects.get(), first, by=story.created_by)
    assert standing(story).given


def test_not_yet_needs_a_reason_stops_publication_and_tells_the_writer_and_who_asked(chief):
    need()
    writer, editor = make.journalist(), make.editor()
    story = make.article(by=writer, state="approved")
    with pytest.raises(workflow.WorkflowError, match="Say what has to change"):
        workflow.refuse_sign_off(story.head, kind(), by=chief, note=" ")
    workflow.ask_sign_off(story.head, kind(), by=editor)
    workflow.refuse_sign_off(story.head, kind(), by=chief, note="The minister is not named as a suspect.")
    with pytest.raises(workflow.WorkflowError, match="\u2069 says not yet: “\u2068The minister is not named"):
        workflow.publish(story.head, by=editor)
    told = Notice.objects.filter(event="sign_off_refused").values_list("person", flat=True)
    assert set(told) == {writer.pk, editor.pk}
    workflow.sign_off(story.head, kind(), by=chief)
    workflow.publish(story.head, by=editor)


def test_a_sign_off_taken_back_is_missing_again_and_waited_for(chief):
    need()
    story = make.article(state="approved")
    workflow.sign_off(story.head, kind(), by=chief)
    workflow.take_back_sign_off(story.head, kind(), by=chief)
    with pytest.raises(workflow.WorkflowError, match="missing"):
        workflow.publish(story.head, by=make.editor())
    assert signoffs.owed_by(chief).count() == 1
    with pytest.raises(workflow.WorkflowError, match="no sign-off to take back"):
        workflow.take_back_sign_off(story.head, kind(), by=chief)


def test_a_sign_off_is_given_once(chief):
    story = make.article()
    workflow.sign_off(story.head, kind(), by=chief)
    with pytest.raises(workflow.WorkflowError, match="Ingrid Dahl has signed it off already"):
        workflow.sign_off(story.head, kind(), by=make.managing_editor())


def test_a_press_on_an_older_text_is_refused(chief):
    story = make.article()
    shown = story.head
    make.change(story, headline="Something else")
    with pytest.raises(workflow.StalePress):
        workflow.sign_off(shown, kind(), by=chief)


def test_a_person_is_asked_is_told_and_owes_it_until_they_answer(chief, django_assert_num_queries):
    writer, other = make.journalist(name="Leila"), make.managing_editor()
    story = make.article(by=writer)
    workflow.ask_sign_off(story.head, kind(), by=writer, of=chief, note="The second half.")
    assert Notice.objects.get(event="sign_off_asked").person == chief
    assert list(signoffs.owed_by(other)) == []
    with django_assert_num_queries(1):
        owed = list(signoffs.owed_by(chief))
    assert [(one.kind.code, one.by, one.note) for one in owed] == [("legal", writer, "The second half.")]
    workflow.sign_off(story.head, kind(), by=chief)
    assert list(signoffs.owed_by(chief)) == []


def test_somebody_who_may_not_give_it_cannot_be_asked_and_strangers_cannot_ask():
    story = make.article()
    with pytest.raises(workflow.WorkflowError, match="may not give"):
        workflow.ask_sign_off(story.head, kind(), by=story.created_by, of=make.editor())
    with pytest.raises(workflow.NotAllowed):
        workflow.ask_sign_off(story.head, kind(), by=make.journalist())


def test_a_text_that_is_sent_in_waits_for_its_required_sign_offs(chief):
    need()
    need("pictures", level=Level.ADVISED)
    story = make.article(state="in_review")
    assert [one.kind.code for one in signoffs.owed_by(chief)] == ["legal"]
    workflow.sign_off(story.head, kind(), by=chief)
    workflow.approve(story.head, by=make.editor())
    workflow.publish(story.head, by=make.editor())
    assert not signoffs.owed_by(chief).exists()


def test_an_optional_sign_off_stops_nothing(chief):
    need("pictures", level=Level.ADVISED)
    story = make.article(state="approved")
    workflow.refuse_sign_off(story.head, kind("pictures"), by=chief, note="Ask for a sharper one.")
    workflow.publish(story.head, by=make.editor())


def test_each_word_is_in_the_storys_history(chief):
    story = make.article()
    workflow.ask_sign_off(story.head, kind(), by=story.created_by)
    workflow.refuse_sign_off(story.head, kind(), by=chief, note="Not so.")
    workflow.sign_off(story.head, kind(), by=chief)
    workflow.take_back_sign_off(story.head, kind(), by=chief)
    verbs = list(StatusChange.objects.filter(article=story).order_by("pk").values_list("verb", "note"))
    assert verbs == [
        ("ask_sign_off", "Legal"),
        ("refuse_sign_off", "Legal: Not so."),
        ("sign_off", "Legal"),
        ("take_back_sign_off", "Legal"),
    ]
