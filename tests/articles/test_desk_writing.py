"""The writing screen: what is typed is kept, and what cannot be kept is said beside its field."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Revision
from tests.articles.writing import address, at_desk, form_of, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(make):
    return make.journalist(name="Amina")


@pytest.fixture
def desk(writer):
    return at_desk(writer)


def save(client, article, **changed):
    return client.post(address(article), {**opened(client, article), **changed}, follow=True)


def wrong(response, name):
    return " ".join(response.context["writing"].errors.get(name, []))


def test_a_journalist_begins_a_story_and_finds_it_again(desk, writer, make):
    make.author("Amina Salou", user=writer)
    page = desk.get(reverse("admin:articles_article_add"))
    form = form_of(page) | {"headline": "The river rose at night", "body": "<p>It rained.</p>"}
    answer = desk.post(reverse("admin:articles_article_add"), form, follow=True)
    story = Article.objects.get(headline="The river rose at night")
    assert answer.redirect_chain[-1][0] == address(story)
    assert (story.created_by, story.slug) == (writer, "the-river-rose-at-night")
    assert [line.author.name for line in story.bylines.all()] == ["Amina Salou"]
    assert story.head.parsed.body == "<p>It rained.</p>"


def test_a_save_leaves_a_revision_that_equals_the_story(desk, writer, make):
    story = make.article(by=writer)
    save(desk, story, headline="Nine days of rain", topics="floods, aid cuts")
    content = Article.objects.get(pk=story.pk).head.parsed
    assert content.headline == "Nine days of rain"
    assert [topic["name"] for topic in content.topics] == ["aid cuts", "floods"]


def test_an_arabic_comma_parts_topics_too(desk, writer, make):
    story = make.article(by=writer)
    save(desk, story, topics="فيضانات، مساعدات")
    topics = Article.objects.get(pk=story.pk).head.parsed.topics
    assert {topic["name"] for topic in topics} == {"فيضانات", "مساعدات"}


def test_a_save_that_changes_nothing_changes_nothing_and_says_so(desk, writer, make):
    story = make.article(by=writer, standfirst="Two lines.", topics=["floods"], corrections=["It was Tuesday."])
    before = Article.objects.get(pk=story.pk).modified_at
    answer = save(desk, story)
    assert "The text is the same as before." in answer.content.decode()
    assert Revision.objects.filter(article=story).count() == 1
    assert Article.objects.get(pk=story.pk).modified_at == before


def test_a_form_that_does_not_say_what_it_was_opened_on_overwrites_nothing(desk, writer, make):
    story = make.article(by=writer, headline="As it stands")
    desk.post(address(story), {**opened(desk, story), "opened_on": "many", "headline": "Overwritten"})
    assert Article.objects.get(pk=story.pk).headline == "As it stands"


def test_a_save_that_would_lapse_an_approval_says_so_before(make):
    chief = make.editor()
    story = make.article(state="approved")
    page = at_desk(chief).get(address(story)).content.decode()
    assert "A change of the text takes its approval back." in page
    save(at_desk(chief), story, headline="Changed after all")
    assert Article.objects.get(pk=story.pk).status == "draft"


def test_an_embargo_is_typed_in_a_zone_and_kept_in_utc(desk, writer, make):
    story = make.article(by=writer)
    save(desk, story, embargo_0="2099-07-01", embargo_1="06:00", embargo_2="Africa/Niamey")
    story = Article.objects.get(pk=story.pk)
    assert story.embargo_until.isoformat() == "2099-07-01T05:00:00+00:00"
    assert story.embargo_zone == "Africa/Niamey"


def test_an_embargo_newly_typed_in_the_past_is_refused_and_a_passed_one_is_not(desk, writer, make):
    story = make.article(by=writer)
    answer = save(desk, story, embargo_0="2020-07-01", embargo_1="06:00", embargo_2="UTC")
    assert "has passed" in wrong(answer, "embargo")
    Article.objects.filter(pk=story.pk).update(embargo_until=timezone.now() - timedelta(days=2), embargo_zone="UTC")
    assert opened(desk, story)["embargo_2"] == "UTC"
    save(desk, story, headline="Saved all the same")
    assert Article.objects.get(pk=story.pk).headline == "Saved all the same"


@pytest.mark.parametrize(
    ("clock", "sentence"), [("02:30", "There is no 02:30"), ("", "both the date and the time"), ("25:00", "valid time")]
)
def test_a_time_that_no_clock_shows_is_refused(desk, writer, make, clock, sentence):
    story = make.article(by=writer)
    answer = save(desk, story, embargo_0="2099-03-29", embargo_1=clock, embargo_2="Europe/Zurich")
    assert sentence in wrong(answer, "embargo")


def test_a_time_that_comes_twice_is_refused(desk, writer, make):
    story = make.article(by=writer)
    answer = save(desk, story, embargo_0="2099-10-25", embargo_1="02:30", embargo_2="Europe/Zurich")
    assert "comes twice" in wrong(answer, "embargo")


def test_a_slug_that_is_taken_or_retired_is_refused_beside_its_field(desk, writer, make):
    make.article(state="live", slug="the-river")
    story = make.article(by=writer)
    assert "Choose another" in wrong(save(desk, story, slug="the-river"), "slug")
    assert "letters, numbers and hyphens" in wrong(save(desk, story, slug="the river/"), "slug")


def test_an_empty_slug_becomes_a_free_one_from_the_headline(desk, writer, make):
    make.article(state="live", slug="rain")
    story = make.article(by=writer)
    save(desk, story, headline="Rain", slug="")
    assert Article.objects.get(pk=story.pk).slug == "rain-2"


def test_a_body_of_ten_megabytes_is_refused_with_a_sentence(desk, writer, make):
    story = make.article(by=writer)
    answer = save(desk, story, body="<p>" + "a" * 10_000_000)
    assert answer.status_code == 200
    assert "a story may have 1,000,000" in wrong(answer, "body")


def test_a_script_in_any_text_is_inert(desk, writer, make):
    story = make.article(by=writer)
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    texts = dict.fromkeys(("headline", "standfirst", "kicker", "dateline", "signoff", "body"), attack)
    answer = save(desk, story, **texts)
    assert "<script>alert" not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()
    assert "script" not in Article.objects.get(pk=story.pk).body


def test_a_lead_picture_brings_the_librarys_words(desk, writer, make):
    story, image = make.article(by=writer), make.image(caption="The road.", credit="Reyes/Own", alt_text="A dry road")
    save(desk, story, lead_image=image.pk)
    story = Article.objects.get(pk=story.pk)
    assert (story.lead_caption, story.lead_credit, story.lead_alt_text) == ("The road.", "Reyes/Own", "A dry road")
    other = make.image(caption="A boat.", credit="Sow/Own", alt_text="A boat on a lake")
    save(desk, story, lead_image=other.pk)
    assert Article.objects.get(pk=story.pk).lead_caption == "A boat."


def test_bylines_keep_the_order_in_which_they_were_put(desk, writer, make):
    amina, tomas = make.author("Amina"), make.author("Tomás")
    story = make.article(by=writer, bylines=[amina])
    rows = {"bylines-TOTAL_FORMS": "2", "bylines-0-ORDER": "2", "bylines-1-ORDER": "1", "bylines-1-author": tomas.pk}
    save(desk, story, **rows)
    assert [line.author.name for line in story.bylines.all()] == ["Tomás", "Amina"]


def test_nobody_signs_twice_in_one_role(desk, writer, make):
    amina = make.author("Amina")
    story = make.article(by=writer, bylines=[amina])
    answer = save(desk, story, **{"bylines-TOTAL_FORMS": "2", "bylines-1-author": amina.pk})
    assert "already stands in the byline" in answer.content.decode()
    assert story.bylines.count() == 1


def test_a_correction_is_typed_below_a_published_story_and_a_printed_one_stays(make):
    chief = make.editor()
    story = make.article(state="live", corrections=["It was Tuesday, not Monday."])
    desk = at_desk(chief)
    save(desk, story, **{"corrections-0-kind": "clarification", "corrections-0-text": "The mayor has replied since."})
    notes = [(note.kind, note.text) for note in story.corrections.all()]
    assert notes == [
        ("correction", "It was Tuesday, not Monday."),
        ("clarification", "The mayor has replied since."),
    ]
    assert "It was Tuesday, not Monday." not in opened(desk, story).values()


def test_a_journalist_reads_a_strangers_story_and_cannot_save_it(desk, make):
    story = make.article(headline="Somebody else's")
    page = desk.get(address(story))
    assert "Somebody else" in page.content.decode()
    assert "article_form" not in page.content.decode()
    assert desk.post(address(story), {"headline": "Mine now"}).status_code == 403
    assert Article.objects.get(pk=story.pk).headline == "Somebody else's"


def test_nobody_deletes_a_story_by_any_door(make):
    chief = at_desk(make.managing_editor())
    story = make.article(state="live")
    assert chief.post(reverse("admin:articles_article_delete", args=[story.pk]), {"post": "yes"}).status_code == 403
    chief.post(
        reverse("admin:articles_article_changelist"),
        {"action": "delete_selected", "_selected_action": [story.pk], "post": "yes"},
    )
    assert Article.objects.filter(pk=story.pk).exists()


def test_a_popup_and_save_as_new_are_no_side_doors(desk, writer, make):
    story = make.article(by=writer)
    form = opened(desk, story) | {"_popup": "1", "_saveasnew": "1", "headline": "Once"}
    answer = desk.post(address(story), form)
    assert answer.status_code == 302
    assert Article.objects.filter(headline="Once").count() == 1
    assert Article.objects.get(pk=story.pk).headline == "Once"


def test_sending_to_an_editor_saves_first(desk, writer, make):
    story = make.article(by=writer)
    save(desk, story, headline="Ready to read", _then="submit")
    story = Article.objects.get(pk=story.pk)
    assert (story.headline, story.status) == ("Ready to read", "in_review")
