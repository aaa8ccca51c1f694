"""Whatever refuses a save, what somebody wrote comes back to them; and nothing comes with it that is not theirs."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import restrictions, workflow
from articles.models import Article, Restriction
from newsroom import roles
from tests.articles.writing import address, at_desk, form_of, opened

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver"}
TYPED = {
    "headline": "Nine hours of typing",
    "standfirst": "And all of it mine.",
    "body": "<p>The <strong>river</strong> fell.</p><ul><li><p>Twice</p></li></ul>",
    "why": "New numbers",
}


@pytest.fixture
def writer(make):
    return make.journalist(name="Amina")


@pytest.fixture
def chief(make):
    return make.managing_editor()


@pytest.fixture
def story(make, writer):
    return make.article(by=writer, headline="Flood", body="<p>The river rose.</p>")


def schedule(story, writer, chief):
    workflow.submit(story.head, by=writer)
    workflow.approve(story.head, by=chief)
    workflow.schedule(story.head, by=chief, at=timezone.now() + timedelta(hours=3), zone="UTC")
    return "This story is scheduled; until it is out, only an editor changes it."


def put_in_the_bin(story, writer, chief):
    workflow.bin_story(story, by=chief)
    return "This story was put in the bin."


def give_to_others(story, writer, chief):
    Article.objects.filter(pk=story.pk).update(created_by=chief)
    return "This story is not one of yours now."


def change_their_role(story, writer, chief):
    writer.groups.set([*chief.groups.model.objects.filter(name=roles.PICTURE_EDITOR)])
    return "Your role does not allow this now."


def take_them_off_the_desk(story, writer, chief):
    type(writer).objects.filter(pk=writer.pk).update(is_staff=False)
    return "Your account does not open the desk any more."


def end_their_account(story, writer, chief):
    type(writer).objects.filter(pk=writer.pk).update(is_active=False)
    return "You were signed out while you wrote."


MEANWHILE = (
    schedule, put_in_the_bin, give_to_others, change_their_role, take_them_off_the_desk, end_their_account,
)  # fmt: skip


@pytest.mark.parametrize("happens", MEANWHILE, ids=lambda happens: happens.__name__)
def test_what_somebody_typed_while_they_lost_the_right_comes_back_with_the_reason(story, writer, chief, happens):
    desk = at_desk(writer)
    form = opened(desk, story) | TYPED
    sentence = happens(story, writer, chief)
    answer = desk.post(address(story), form, headers=OURS)
    assert answer.status_code == 403
    text = answer.text
    assert sentence in text
    for words in ("Nine hours of typing", "And all of it mine.", TYPED["body"], "New numbers"):
        assert words in text
    assert "no-store" in answer["Cache-Control"]
    assert Article.objects.get(pk=story.pk).headline == "Flood"


def test_a_story_that_was_restricted_meanwhile_is_like_one_that_never_was(story, writer, chief, make):
    desk = at_desk(writer)
    form = opened(desk, story) | TYPED
    Article.objects.filter(pk=story.pk).update(created_by=chief, body="<p>What only the chief knows.</p>")
    restrictions.restrict(story, by=chief, people=[])
    hidden = desk.post(address(story), form, headers=OURS)
    never = desk.post(reverse("admin:articles_article_change", args=[999_999]), form, headers=OURS)
    assert hidden.status_code == never.status_code == 404
    assert "Back to the story" not in hidden.text
    assert "Nine hours of typing" in hidden.text and "only the chief" not in hidden.text
    token = re.compile(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"')
    assert token.sub("", hidden.text) == token.sub("", never.text).replace("/999999/", f"/{story.pk}/")


def hidden_fields(answer):
    form = answer.text.partition("not-taken__ways")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    fields = {}
    for name, value in found:
        fields.setdefault(name, []).append(value.replace("&lt;", "<").replace("&gt;", ">"))
    return fields


def test_one_press_saves_it_as_a_draft_of_their_own(story, writer, chief, make):
    other, tomas = make.article(headline="Seen by all"), make.author("Tomás")
    desk = at_desk(writer)
    rows = {"bylines-TOTAL_FORMS": "2", "bylines-1-author": tomas.pk, "bylines-1-role": "with"}
    form = opened(desk, story) | TYPED | rows | {"topics": "floods, aid", "related": [other.pk]}
    schedule(story, writer, chief)
    refused = desk.post(address(story), form, headers=OURS)
    made = desk.post(reverse("admin:articles_article_add"), hidden_fields(refused))
    assert made.status_code == 302
    copy = Article.objects.exclude(pk__in=[story.pk, other.pk]).get()
    content = copy.head.parsed
    assert (content.headline, content.body, copy.created_by) == (TYPED["headline"], TYPED["body"], writer)
    assert [topic["name"] for topic in content.topics] == ["aid", "floods"]
    assert content.bylines[-1] == {"author": tomas.pk, "role": "with"}
    assert content.related == [other.pk]
    assert not Restriction.objects.filter(article=copy).exists()


def test_the_copy_of_a_restricted_storys_words_is_not_shown_to_the_whole_desk(story, writer, chief):
    desk = at_desk(writer)
    form = opened(desk, story) | TYPED
    Article.objects.filter(pk=story.pk).update(created_by=chief)
    restrictions.restrict(story, by=chief, people=[])
    refused = desk.post(address(story), form, headers=OURS)
    desk.post(reverse("admin:articles_article_add"), hidden_fields(refused))
    copy = Article.objects.exclude(pk=story.pk).get()
    assert Restriction.objects.filter(article=copy, named=writer).exists()


def test_who_may_begin_no_story_is_offered_no_copy(story, writer, chief):
    desk = at_desk(writer)
    form = opened(desk, story) | TYPED
    change_their_role(story, writer, chief)
    assert "Save it as a new story" not in desk.post(address(story), form, headers=OURS).text


def test_a_script_that_was_typed_does_not_come_back_as_one(story, writer, chief):
    desk = at_desk(writer)
    form = opened(desk, story) | {"body": "<p>x</p><script>alert(1)</script>", "headline": "<script>alert(2)</script>"}
    put_in_the_bin(story, writer, chief)
    answer = desk.post(address(story), form, headers=OURS)
    assert "<script>alert" not in answer.text.replace('value="&lt;', "")


def test_a_picture_of_which_somebody_may_not_know_says_nothing_by_its_number(story, writer, chief, make):
    image = make.image(caption="Where the witness hides")
    desk = at_desk(writer)
    form = opened(desk, story) | {"body": f'<figure data-image="{image.pk}"></figure><p>x</p>', "lead_image": image.pk}
    take_them_off_the_desk(story, writer, chief)
    assert "witness" not in desk.post(address(story), form, headers=OURS).text


def test_a_new_story_comes_back_to_who_may_no_longer_begin_one(writer, chief):
    desk = at_desk(writer)
    add = reverse("admin:articles_article_add")
    form = form_of(desk.get(add)) | TYPED
    change_their_role(None, writer, chief)
    answer = desk.post(add, form, headers=OURS)
    assert answer.status_code == 403 and "Nine hours of typing" in answer.text


LONG = "A reason of three paragraphs, written for an hour."


def refused_note(make, writer, chief, story):
    restrictions.restrict(story, by=writer, people=[])
    return reverse("admin:articles_article_notes", args=[story.pk]), {"text": LONG}, 404


def refused_press(make, writer, chief, story):
    workflow.submit(story.head, by=writer)
    old = story.head
    make.change(Article.objects.get(pk=story.pk), writer, headline="Newer")
    data = {"revision": old.pk, "sha256": old.sha256, "note": LONG}
    return reverse("admin:articles_article_move", args=[story.pk, "request_changes"]), data, 409


def press_of_no_text(make, writer, chief, story):
    data = {"revision": "0", "sha256": "", "note": LONG}
    return reverse("admin:articles_article_move", args=[story.pk, "request_changes"]), data, 409


def sign_off_of_an_older_text(make, writer, chief, story):
    old = story.head
    make.change(Article.objects.get(pk=story.pk), writer, headline="Newer")
    data = {"revision": old.pk, "sha256": old.sha256, "act": "refuse", "note": LONG}
    return reverse("admin:articles_article_sign_off", args=[story.pk, "legal"]), data, 409


def nothing_to_tell(make, writer, chief, story):
    data = {"revision": story.head_id, "sha256": story.head.sha256, "kind": "correction", "text": LONG}
    return reverse("admin:articles_article_tell", args=[story.pk]), data, 409


QUESTIONS = (refused_note, refused_press, press_of_no_text, sign_off_of_an_older_text, nothing_to_tell)


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case.__name__)
def test_a_long_answer_to_a_question_that_is_over_comes_back(make, writer, chief, story, case):
    at, data, status = case(make, writer, chief, story)
    answer = at_desk(chief).post(at, data, headers=OURS)
    assert answer.status_code == status
    assert LONG in answer.text and "What you typed" in answer.text
    assert ("Back to the story" in answer.text) == (status != 404)


def test_a_press_without_words_is_refused_as_before(story, writer, chief, make):
    answer = at_desk(make.journalist()).post(
        reverse("admin:articles_article_move", args=[story.pk, "approve"]), {"revision": story.head_id}, headers=OURS
    )
    assert answer.status_code == 403 and "What you typed" not in answer.text


def test_words_of_another_site_are_not_shown_on_ours(story, writer, chief):
    desk = at_desk(writer)
    form = opened(desk, story) | TYPED
    put_in_the_bin(story, writer, chief)
    answer = desk.post(address(story), form, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403 and "Nine hours" not in answer.text
