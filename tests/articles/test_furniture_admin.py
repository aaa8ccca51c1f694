"""Regions, series, formats, authors, pages and topics: live on save, in a new edition; what is in use stays."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.models import Author, Edition, Page, PublishedArticle, Region, Series, Topic
from newsroom import roles
from tests import make
from tests.articles.writing import at_desk

pytestmark = pytest.mark.django_db


def address(row, what="change"):
    return reverse(f"admin:articles_{row._meta.model_name}_{what}", args=[row.pk])


def fields_of(row, **changed):
    names = [field.name for field in row._meta.fields if field.editable and field.name != "id"]
    values = {name: getattr(row, f"{name}_id" if name in ("parent", "user") else name) for name in names}
    return {name: value for name, value in (values | changed).items() if value not in (None, False)}


def test_a_new_name_of_a_region_is_live_at_once_and_in_its_history():
    region = make.region("niger")
    story = make.article(state="live", region=region)
    before = Edition.current()
    editor = make.editor()
    assert at_desk(editor).post(address(region), fields_of(region, name="The Niger")).status_code == 302
    assert Region.objects.get(pk=region.pk).name == "The Niger"
    assert Edition.current() == before + 1
    assert PublishedArticle.objects.get(article_id=story.pk).owed_since
    assert LogEntry.objects.filter(user=editor, object_id=str(region.pk)).exists()
    assert "What changed" in at_desk(editor).get(address(region, "history")).content.decode()


def test_a_save_that_changes_nothing_makes_no_edition():
    series = make.series("In the news")
    before = Edition.current()
    at_desk(make.editor()).post(address(series), fields_of(series))
    assert Edition.current() == before


def test_a_region_cannot_lie_below_itself():
    africa = make.region("africa")
    niger = make.region("niger", parent=africa)
    answer = at_desk(make.editor()).post(address(africa), fields_of(africa, parent=niger.pk))
    assert "parent" in answer.context["adminform"].form.errors
    answer = at_desk(make.editor()).post(address(africa), fields_of(africa, parent=africa.pk))
    assert "parent" in answer.context["adminform"].form.errors


def test_regions_are_listed_as_a_tree():
    africa = make.region("africa")
    make.region("niger", parent=africa)
    page = at_desk(make.editor()).get("/admin/articles/region/").content.decode()
    assert page.index('<span class="tree--0">Africa') < page.index('<span class="tree--1">Niger')


def in_use():
    author, series, region, elsewhere = make.author(), make.series(), make.region("niger"), make.region("chad")
    fields = {"bylines": [author], "series": series, "region": region, "other_regions": [elsewhere]}
    story = make.article(headline="It uses them", **fields)
    return [author, series, region, elsewhere, story.format]


@pytest.mark.parametrize("number", range(5), ids=["author", "series", "region", "another region", "format"])
def test_what_a_story_uses_cannot_be_deleted_and_the_page_names_the_story(number):
    row = in_use()[number]
    client = at_desk(make.editor())
    for answer in (client.get(address(row, "delete")), client.post(address(row, "delete"), {"post": "yes"})):
        assert "because it is in use" in answer.content.decode() and "It uses them" in answer.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_what_only_the_live_page_still_uses_cannot_be_deleted_either():
    series = make.series("Old series")
    story = make.article(state="live", series=series, headline="Live with it")
    make.change(story, series=None)
    page = at_desk(make.editor()).post(address(series, "delete"), {"post": "yes"}).content.decode()
    assert "Live with it" in page and Series.objects.filter(pk=series.pk).exists()


def test_a_world_region_with_countries_cannot_be_deleted():
    africa = make.region("africa")
    make.region("niger", parent=africa)
    at_desk(make.editor()).post(address(africa, "delete"), {"post": "yes"})
    assert Region.objects.filter(pk=africa.pk).exists()


def test_what_nothing_uses_can_be_deleted_in_a_new_edition():
    series = make.series("Never used")
    before = Edition.current()
    at_desk(make.editor()).post(address(series, "delete"), {"post": "yes"})
    assert not Series.objects.filter(pk=series.pk).exists()
    assert Edition.current() == before + 1


def test_an_author_needs_no_account():
    data = {"name": "Anna Moe", "slug": "anna-moe", "biography": "A pen name."}
    at_desk(make.editor()).post("/admin/articles/author/add/", data)
    assert Author.objects.get(slug="anna-moe").user is None


def test_a_slug_that_is_taken_is_refused_beside_the_field():
    make.author("Anna", slug="anna")
    answer = at_desk(make.editor()).post("/admin/articles/author/add/", {"name": "Other", "slug": "anna"})
    assert answer.context["adminform"].form.errors["slug"]


def test_a_pages_text_is_cleaned():
    data = {"language": "en", "heading": "About us", "slug": "about-us", "position": "0"}
    body = '<h2>Who</h2><p onclick="x()">We are <script>alert(1)</script><strong>five</strong>.</p>'
    at_desk(make.editor()).post("/admin/articles/page/add/", {**data, "body": body})
    assert Page.objects.get().body == "<h2>Who</h2><p>We are <strong>five</strong>.</p>"


def test_a_renamed_topic_leaves_every_draft_equal_to_its_newest_revision():
    writer = make.journalist()
    story = make.article(by=writer, topics=["Flods"])
    topic = Topic.objects.get(name="Flods")
    at_desk(make.editor()).post(address(topic), {"name": "Floods"})
    story.refresh_from_db()
    assert [one["name"] for one in story.head.parsed.topics] == ["Floods"]


@pytest.mark.parametrize("state", ["approved", "scheduled", "live"])
def test_a_topic_in_an_approved_text_keeps_its_name(state):
    story = make.article(state=state, topics=["Floods"])
    topic = Topic.objects.get(name="Floods")
    answer = at_desk(make.editor()).post(address(topic), {"name": "Rain"})
    assert "their text would change" in str(answer.context["adminform"].form.errors["name"])
    assert Topic.objects.get(pk=topic.pk).name == "Floods"
    story.refresh_from_db()
    assert story.status in (state, "published")


def test_two_topics_never_have_one_name():
    make.article(topics=["Floods", "Rain"])
    answer = at_desk(make.editor()).post(address(Topic.objects.get(name="Rain")), {"name": "FLOODS"})
    assert answer.context["adminform"].form.errors["name"]


KINDS = ["region", "series", "format", "author", "page", "topic"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", [roles.PICTURE_EDITOR, roles.MEMBERSHIP_MANAGER])
def test_the_furniture_is_not_everybodys(role, kind):
    client = at_desk(make.user(role))
    for what in ("", "add/", "1/change/", "1/delete/", "1/history/"):
        assert client.get(f"/admin/articles/{kind}/{what}").status_code in (302, 403)


@pytest.mark.parametrize("kind", KINDS)
def test_a_journalist_looks_at_furniture_and_changes_none(kind):
    client = at_desk(make.journalist())
    assert client.post(f"/admin/articles/{kind}/add/", {"name": "Mine", "slug": "mine"}).status_code == 403
    assert client.get(f"/admin/articles/{kind}/").status_code == (403 if kind == "page" else 200)


@pytest.mark.parametrize("lookup", ["user__password__startswith", "user__email", "parent__slug", "name__startswith"])
def test_no_lookup_leads_from_furniture_to_other_tables(lookup):
    for kind in ("author", "region"):
        assert at_desk(make.editor()).get(f"/admin/articles/{kind}/", {lookup: "p"}).status_code == 400
