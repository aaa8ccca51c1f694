"""What readers get of tables, sources, embeds and cards; and that a story follows those it names."""

import pytest
from django.test import Client

from articles import publishing, readiness, workflow
from articles.isolates import isolated
from articles.models import Article, PublishedArticle
from articles.parts import address_of

pytestmark = pytest.mark.django_db
VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"


def page_of(story) -> str:
    for pk in publishing.owed().values_list("pk", flat=True):
        publishing.reproject(pk)
    return Client().get(PublishedArticle.objects.get(article_id=story.pk).get_absolute_url()).content.decode()


def card_of(story) -> str:
    return f'<p>Before.</p><aside class="story-card" data-story="{story.pk}"></aside><p>After.</p>'


def link_to(story) -> str:
    return f'<p>As <a href="{address_of(story.pk)}">we wrote</a> then.</p>'


def publish_again(story, make, **fields):
    revision = make.change(story, **fields)
    make.bring_to("live", Article.objects.get(pk=story.pk), story.created_by)
    return revision


def test_a_table_scrolls_by_itself_below_its_caption(make):
    body = "<table><caption>Rain & sun</caption><tr><th><p>Month</p></th></tr><tr><td><p>May</p></td></tr></table>"
    page = page_of(make.article(state="live", body=body))
    assert "<figcaption>Rain &amp; sun</figcaption>" in page
    assert '<div role="group" tabindex="0" aria-label="Rain &amp; sun"><table><tr><th>' in page


def test_sources_have_a_heading_in_the_storys_language(make):
    body = '<dl class="sources"><dt><a href="https://example.org/r">Le rapport</a></dt><dd>du barrage</dd></dl>'
    assert "<section" in page_of(make.article(state="live", body=body, language="fr"))
    assert body in page_of(make.article(state="live", body=body))


def test_an_embed_loads_nothing_and_says_where_it_leads(make):
    body = f'<aside class="embed" data-href="{VIDEO}"><cite>The &lt;flood&gt;</cite><p>From a roof</p></aside>'
    page = page_of(make.article(state="live", body=body))
    assert f'<a href="{VIDEO}" target="_blank" rel="external noopener noreferrer">The &lt;flood&gt;</a>' in page
    assert "Video on YouTube" in page and "Opens youtube.com in a new tab." in page
    assert page.count("youtube.com") == 2
    assert "<iframe" not in page


def test_the_card_of_a_live_story_shows_it_as_readers_know_it(make):
    other = make.article(state="live", headline="The dam held", lead_image=make.image())
    page = page_of(make.article(state="live", body=card_of(other)))
    public = PublishedArticle.objects.get(article_id=other.pk)
    assert f'<a href="{public.get_absolute_url()}">The dam held</a>' in page
    assert public.as_card.picture.public_id in page


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled"])
def test_the_card_of_a_story_that_is_not_yet_live_is_absent(make, state):
    other = make.article(state=state, headline="Not for readers", slug="secret-slug")
    page = page_of(make.article(state="live", body=card_of(other)))
    assert "Not for readers" not in page and "secret-slug" not in page
    assert "<p>Before.</p><p>After.</p>" in page.replace("\n", "")


@pytest.mark.parametrize("left", ["archived", "withdrawn"])
def test_what_leaves_the_paper_leaves_the_stories_that_name_it(make, left):
    other = make.article(state="live", headline="No longer for readers", slug="old-slug")
    story = make.article(state="live", body=card_of(other) + link_to(other))
    assert "No longer for readers" in page_of(story) and "old-slug" in page_of(story)
    chief = make.managing_editor()
    if left == "archived":
        workflow.archive(other, by=chief)
    else:
        workflow.withdraw(other, by=chief, reason="safety", note="Somebody is at risk.")
    page = page_of(story)
    assert "No longer for readers" not in page and "story-card" not in page.partition("<body>")[2]
    assert ("old-slug" in page, "<p>As we wrote then.</p>" in page) == (left == "archived", left == "withdrawn")


def test_a_withdrawn_story_is_gone_from_others_at_the_next_request(make):
    other = make.article(state="live", headline="No longer for readers", slug="old-slug")
    naming = [make.article(state="live", body=card_of(other)), make.article(state="live", related=[other])]
    workflow.withdraw(other, by=make.managing_editor(), reason="safety", note="Somebody is at risk.")
    for story in naming:
        address = PublishedArticle.objects.get(article_id=story.pk).get_absolute_url()
        assert "No longer for readers" not in Client().get(address).content.decode()


def test_a_story_follows_those_it_names_without_new_approval(make):
    other = make.article(state="approved", headline="The dam held")
    story = make.article(state="live", body=card_of(other))
    before = PublishedArticle.objects.get(article_id=story.pk)
    assert "The dam held" not in page_of(story)
    workflow.publish(other.head, by=make.managing_editor())
    assert "The dam held" in page_of(story)
    publish_again(other, make, headline="The dam broke", slug="the-dam-broke")
    page = page_of(story)
    assert "The dam broke" in page and "The dam held" not in page
    assert "the-dam-broke/" in page
    assert PublishedArticle.objects.get(article_id=story.pk).sha256 == before.sha256


def test_a_story_by_its_old_address_is_followed_too(make):
    other = make.article(state="live", slug="rain")
    old = PublishedArticle.objects.get(article_id=other.pk).get_absolute_url()
    story = make.article(state="live", body=f'<p><a href="{old}">rain</a></p>')
    publish_again(other, make, slug="rain-again")
    assert publishing.owed().filter(article_id=story.pk).exists()
    assert old.replace("/rain/", "/rain-again/") in page_of(story)


def test_a_story_cannot_show_its_own_card(make):
    story = make.article(state="live")
    publish_again(story, make, body=card_of(story))
    assert "story-card" not in page_of(story).partition("<body>")[2]


def test_a_link_by_number_is_dead_until_that_story_is_live(make):
    other = make.article(state="approved")
    story = make.article(body=link_to(other))
    said = [obstacle.sentence for obstacle in readiness.obstacles(story.head.parsed, story.pk)]
    assert any(f"{isolated(f'/stories/{other.pk}/')}: that story is not live" in sentence for sentence in said)
    workflow.publish(other.head, by=make.managing_editor())
    assert readiness.obstacles(story.head.parsed, story.pk) == []
