"""Each check of the list: what it finds, where it leads, and that it holds once it is mended."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import checklist, readiness, workflow
from articles.checklist import Rule
from articles.models import Image, Level, Schedule
from tests import make

pytestmark = pytest.mark.django_db


def said_of(story, moment=None, **changed):
    """(level, field, sentence) for all that the list says of the story's text, changed like that."""
    content = replace(story.head.parsed, **changed)
    found = readiness.assess(content, story.pk, moment)
    return [("required", one.field, one.sentence) for one in found.required] + [
        ("advice", one.field, one.sentence) for one in found.advice
    ]


def only(level, field, words, found):
    """Exactly one line of that level leads to that field and says so."""
    lines = [sentence for at, name, sentence in found if (at, name) == (level, field) and words in sentence]
    assert len(lines) == 1, found


def figure(image, alt="A bridge", credit="Lena Voss/Desk", caption="The bridge."):
    return (
        f'<figure data-image="{image.pk}" data-alt="{alt}" data-credit="{credit}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def lead(image, **changed):
    return {"image": image.pk, "caption": "A road.", "alt_text": "A road", "credit": "A/B", **changed}


@pytest.fixture
def story():
    return make.article()


@pytest.mark.parametrize(
    ("changed", "level", "field", "words"),
    [
        ({"headline": " "}, "required", "headline", "needs a headline"),
        ({"body": ""}, "required", "body", "no text yet"),
        ({"slug": ""}, "required", "slug", "needs a slug"),
        ({"region": None}, "required", "region", "needs a region"),
        ({"region": 9_999_999}, "required", "region", "region is gone"),
        ({"format": None}, "required", "format", "needs a format"),
        ({"bylines": []}, "required", "bylines", "needs a byline"),
        ({"bylines": [{"author": 9_999_999, "role": "author"}]}, "required", "bylines", "author in the byline is gone"),
        ({"body": "<p>It killed TK people.</p>"}, "required", "body", "still to come"),
        ({"headline": "TK headline"}, "required", "headline", "still to come"),
        ({"standfirst": ""}, "advice", "standfirst", "no standfirst"),
        ({"standfirst": "Too short."}, "advice", "standfirst", "has 2 words; it needs 5"),
        ({"headline": "x" * 101}, "advice", "headline", "101 characters; 100 fit"),
        ({"slug": "x" * 81}, "advice", "slug", "81 characters; 80 fit"),
        ({"slug": "فيضان"}, "advice", "slug", "not in the script"),
        ({"lead": None}, "advice", "lead_image", "no lead picture"),
    ],
)
def test_what_a_text_lacks_is_said_with_the_field_that_mends_it(story, changed, level, field, words):
    only(level, field, words, said_of(story, **changed))


def test_a_whole_story_lacks_nothing(story):
    assert said_of(story, lead=lead(make.image())) == []


def test_every_picture_is_named_by_its_place(story):
    images = [make.image(), make.image()]
    body = f"<p>Text.</p>{figure(images[0])}{figure(images[1], alt='', credit='', caption='')}"
    found = said_of(story, body=body, lead=lead(images[0], credit=""))
    only("required", "lead_credit", "The lead picture (“A road.”) has no credit", found)
    only("required", "body", "The second picture in the text (“The valley road.”) has no alt text", found)
    only("required", "body", "The second picture in the text (“The valley road.”) has no credit", found)
    only("advice", "body", "The second picture in the text (“The valley road.”) has no caption", found)


def test_a_picture_that_is_gone_or_not_ready_keeps_the_story_in(story):
    image = make.image()
    image.renditions.update(made_at=None)
    only("required", "lead_image", "still being made ready", said_of(story, lead=lead(image)))
    gone = figure(image).replace(f'"{image.pk}"', '"999999"')
    only("required", "body", "is gone from the library", said_of(story, body=f"<p>Text.</p>{gone}"))


def test_a_decorative_picture_needs_no_alt_text(story):
    image = make.image(alt_text="", decorative=True)
    assert not [line for line in said_of(story, lead=lead(image, alt_text="")) if "alt text" in line[2]]


def test_rights_count_on_the_day_of_publication(story):
    image, today = make.image(), timezone.localdate()
    Image.objects.filter(pk=image.pk).update(rights_until=today + timedelta(days=1))
    shown = lead(image)
    assert not [line for line in said_of(story, lead=shown) if "may be used" in line[2]]
    later = timezone.now() + timedelta(days=4)
    only("required", "lead_image", "The lead picture (“A road.”) may be used until", said_of(story, later, lead=shown))


def test_a_picture_whose_rights_end_before_its_hour_is_not_scheduled():
    image = make.image()
    Image.objects.filter(pk=image.pk).update(rights_until=timezone.localdate() + timedelta(days=1))
    story = make.article(state="approved", lead_image=image)
    with pytest.raises(workflow.WorkflowError, match="may be used until"):
        workflow.schedule(story.head, by=make.editor(), at=timezone.now() + timedelta(days=4), zone="UTC")
    workflow.publish(story.head, by=make.editor())


def link(href):
    return {"body": f'<p>As <a href="{href}">we reported</a>, it rained.</p>'}


def address_of(story):
    from articles.models import PublishedArticle

    return PublishedArticle.objects.get(article_id=story.pk).get_absolute_url()


def test_a_link_to_a_live_story_of_ours_holds_and_to_a_withdrawn_one_does_not(story, settings):
    live, gone = make.article(state="live"), make.article(state="withdrawn")
    archived = make.article(state="archived")
    for href in (address_of(live), address_of(archived), settings.PUBLIC_URL + address_of(live)):
        assert not [line for line in said_of(story, **link(href)) if "link" in line[2]], href
    only("required", "body", "that story is not live", said_of(story, **link(address_of(gone))))


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("/nowhere/at/all/", "no such page"),
        ("/2020/01/01/never-was/", "that story is not live"),
        ("/admin/articles/article/1/change/", "leads to the desk"),
        ("/regions/fiji/", "nothing live stands there"),
        ("/topics/floods/", "nothing live stands there"),
        ("/authors/nobody/", "nothing live stands there"),
        ("/fr/latest/nothing/", "no such page"),
    ],
)
def test_a_dead_link_to_our_own_pages_is_named_with_its_address(story, href, words):
    found = said_of(story, **link(href))
    only("required", "body", words, found)
    assert any(href in sentence for _level, _field, sentence in found)


@pytest.mark.parametrize(
    "href", ["/", "/latest/", "/regions/africa/", "/fr/latest/", "https://example.org/x", "mailto:a@b.c"]
)
def test_links_that_lead_somewhere_or_to_others_hold(story, href):
    assert not [line for line in said_of(story, **link(href)) if "link" in line[2]]


def test_links_to_the_lists_in_which_a_live_story_stands_hold(story):
    author = make.author("A. Salou", slug="a-salou")
    make.article(state="live", topics=["floods"], bylines=[author], series=make.series(slug="in-the-news"))
    for href in ("regions/niger", "topics/floods", "authors/a-salou", "formats/news", "series/in-the-news"):
        assert not [line for line in said_of(story, **link(f"/{href}/")) if "link" in line[2]], href


def test_a_link_to_a_story_that_goes_out_first_holds(story):
    first = make.article(state="scheduled", slug="goes-first")
    at = Schedule.objects.get(article=first).at
    href = f"/{timezone.localdate(at):%Y/%m/%d}/goes-first/"
    only("required", "body", "not live", said_of(story, at - timedelta(minutes=1), **link(href)))
    assert not [line for line in said_of(story, at + timedelta(minutes=1), **link(href)) if "link" in line[2]]


def test_a_related_story_that_is_not_live_is_advice_and_is_not_named(story):
    secret = make.article(headline="Nobody knows this one")
    found = said_of(story, related=[secret.pk])
    only("advice", "related", "1 related story is not live", found)
    assert not any("Nobody knows" in sentence for _level, _field, sentence in found)


def test_a_card_of_a_story_that_is_not_live_is_advice(story):
    body = f'<p>Before.</p><aside class="story-card" data-story="{make.article().pk}"></aside>'
    only("advice", "body", "1 card in the text", said_of(story, body=body))


def test_the_secret_of_a_preview_that_somebody_links_to_is_repeated_nowhere(story):
    found = said_of(story, **link("/preview/a-very-secret-token/"))
    only("required", "body", "leads to the desk", found)
    assert "a-very-secret-token" not in str(found)


def test_a_changed_live_story_says_what_readers_learn_of_the_change():
    story = make.article(state="live")
    assert not [line for line in said_of(story) if line[1] == "corrections"]
    only("required", "corrections", "Say first what they learn", said_of(story, headline="Changed"))
    note = {"key": "k", "kind": "correction", "text": "It was eleven."}
    stale = said_of(story, headline="Changed", corrections=[note])
    only("required", "corrections", "written for another text", stale)


def test_an_hour_inside_the_embargo_is_said_where_it_is_planned():
    story = make.article(embargo_until=timezone.now() + timedelta(days=2), embargo_zone="Africa/Niamey")
    only("required", "embargo", "Africa/Niamey", said_of(story, timezone.now() + timedelta(days=1)))
    assert not [line for line in said_of(story) if line[1] == "embargo"]


def test_a_check_that_is_off_says_nothing_and_one_made_required_keeps_the_story_in(story):
    chief = make.managing_editor()
    rules = {("standfirst", None): Rule(Level.REQUIRED), ("lead-picture", None): Rule(Level.OFF)}
    checklist.change(chief, rules, opened_on=0)
    found = said_of(story, standfirst="")
    only("required", "standfirst", "no standfirst", found)
    assert not [line for line in found if line[1] == "lead_image"]


def test_one_format_may_ask_for_what_others_do_not(story):
    chief, photo = make.managing_editor(), make.format_("photo-feature")
    checklist.change(chief, {("lead-picture", photo.pk): Rule(Level.REQUIRED)}, opened_on=0)
    only("advice", "lead_image", "no lead picture", said_of(story))
    only("required", "lead_image", "no lead picture", said_of(story, format=photo.pk))


@pytest.mark.parametrize("verb", ["approve", "schedule", "publish", "clock"])
def test_a_required_check_that_fails_blocks_every_way_out(verb):
    before = {"approve": "in_review", "schedule": "approved", "publish": "approved", "clock": "scheduled"}[verb]
    story, editor = make.article(state=before, standfirst=""), make.editor()
    checklist.change(make.managing_editor(), {("standfirst", None): Rule(Level.REQUIRED)}, opened_on=0)
    with pytest.raises(workflow.WorkflowError, match="no standfirst"):
        if verb == "clock":
            Schedule.objects.filter(article=story).update(at=timezone.now())
            workflow.publish_scheduled(Schedule.objects.get(article=story))
        elif verb == "schedule":
            workflow.schedule(story.head, by=editor, at=timezone.now() + timedelta(hours=1), zone="UTC")
        else:
            getattr(workflow, verb)(story.head, by=editor)


def test_a_required_check_blocks_the_update_of_a_live_story_too():
    story, editor = make.article(state="live"), make.editor()
    changed = make.change(story, body="<p>It killed TK people.</p>")
    workflow.submit(changed, by=story.created_by)
    with pytest.raises(workflow.WorkflowError, match="still to come"):
        workflow.approve(changed, by=editor)


def test_the_whole_list_takes_few_queries(story, django_assert_max_num_queries):
    images = [make.image() for _ in range(4)]
    body = "".join(figure(image) for image in images) + link("/2020/01/01/never-was/")["body"]
    content = replace(story.head.parsed, body=body, lead=lead(images[0]))
    with django_assert_max_num_queries(16):
        readiness.assess(content, story.pk)
