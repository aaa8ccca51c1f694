"""Names of versions, why they were saved, the pages of a long history, and what a comparison tells beside the words."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import versions, workflow
from articles.models import Article, Revision
from tests.articles.writing import address, at_desk, opened

pytestmark = pytest.mark.django_db


def page_of(client, name, *args, **query):
    return client.get(reverse(f"admin:articles_article_{name}", args=args), query).content.decode()


def name_it(client, revision, name):
    return client.post(reverse("admin:articles_article_name", args=[revision.article_id, revision.pk]), {"name": name})


def test_a_version_is_named_and_the_name_stands_wherever_it_is_spoken_of(make):
    writer = make.journalist(name="Amina")
    story = make.article(by=writer, headline="First")
    first, desk = story.head, at_desk(writer)
    name_it(desk, first, "as sent to   the lawyer")
    make.change(story, headline="Second")
    for page in (
        page_of(desk, "history", story.pk),
        page_of(desk, "compare", story.pk),
        page_of(desk, "preview", story.pk, first.pk),
    ):
        assert "“as sent to the lawyer”" in page
    assert Revision.objects.get(pk=first.pk).sha256 == first.sha256


def test_who_may_not_edit_the_story_names_nothing(make):
    story = make.article()
    assert name_it(at_desk(make.journalist()), story.head, "mine").status_code == 403
    with pytest.raises(workflow.NotAllowed):
        versions.name_version(story.head, "mine", by=make.user("Picture editor"))
    assert not versions.VersionName.objects.exists()


def test_a_name_is_changed_taken_away_and_never_too_long(make):
    editor, story = make.editor(), make.article()
    versions.name_version(story.head, "one", by=editor)
    versions.name_version(story.head, "two", by=editor)
    assert Revision.objects.get().name == "two"
    with pytest.raises(workflow.WorkflowError, match="at most 80"):
        versions.name_version(story.head, "x" * 81, by=editor)
    versions.name_version(story.head, " ", by=editor)
    assert Revision.objects.get().name == ""


def test_a_writer_says_why_and_the_history_tells_it(make):
    writer = make.journalist()
    story, desk = make.article(by=writer, state="draft"), at_desk(writer)
    desk.post(address(story), {**opened(desk, story), "headline": "Other", "why": "The ministry called back"})
    story.refresh_from_db()
    assert story.head.why == "The ministry called back"
    assert "The ministry called back" in page_of(desk, "history", story.pk)


def long_history(make, saves):
    story = make.article(by=make.journalist())
    head = story.head
    Revision.objects.bulk_create(
        Revision(article=story, content=head.content, sha256=f"{n:064}", schema=head.schema, author=head.author)
        for n in range(saves)
    )
    return story


def test_every_save_of_a_long_history_can_be_reached_and_is_told_once(make):
    story, desk = long_history(make, 250), at_desk(make.editor())
    found, before, pages = [], "", 0
    while True:
        page = page_of(desk, "history", story.pk, before=before)
        found += re.findall(r'id="revision-(\d+)"', page)
        pages += 1
        more = re.search(r'name="before" value="([^"]+)">Older', page)
        if not more:
            break
        before = more[1].replace("&#x2B;", "+")
    assert pages == 3
    assert sorted(found, key=int) == [str(key) for key in sorted(story.revisions.values_list("pk", flat=True))]
    assert len(set(found)) == len(found) == 251


def test_a_choice_stays_when_the_page_is_turned(make):
    story, desk = long_history(make, 250), at_desk(make.editor())
    newest = story.revisions.first()
    page = page_of(desk, "history", story.pk, before=f"{story.head.created_at.isoformat()}_0_999999999", new=newest.pk)
    assert f'name="new" value="{newest.pk}" checked' in page


@pytest.mark.parametrize(
    "before", ["x", "2020-01-01", "2020-13-45_0_1", "2020-01-01T00:00:00_0_1", "_", "2_2_2", "9" * 40]
)
def test_a_broken_place_in_the_history_shows_its_beginning(make, before):
    story = make.article()
    assert f'id="revision-{story.head_id}"' in page_of(at_desk(make.editor()), "history", story.pk, before=before)


def test_a_comparison_leads_to_its_neighbours(make):
    story, desk = make.article(), at_desk(make.editor())
    keys = [story.head_id, *(make.change(story, headline=f"Headline {n}").pk for n in range(3))]
    page = page_of(desk, "compare", story.pk, old=keys[1], new=keys[2])
    for old, new in ((keys[0], keys[1]), (keys[2], keys[3]), (keys[0], keys[2]), (keys[1], keys[3])):
        assert f"?old={old}&amp;new={new}" in page
    restored = page_of(desk, "compare", story.pk, old=keys[0], new=keys[3])
    assert f"Restore revision {keys[0]}" in restored


def test_pictures_names_places_and_notes_are_compared_each_as_what_it_is(make):
    first, second = make.image(caption="One"), make.image(caption="Two")
    story = make.article(
        lead_image=first, lead_caption="The road", topics=["floods"], bylines=[make.author("Amina")],
        body=f'<p>It rained.</p><figure data-image="{first.pk}"></figure>',
    )  # fmt: skip
    old = story.head
    story.topics.set(["floods", "roads"])
    new = make.change(
        story, lead_image=second, lead_caption="The bridge", region=make.region("chad"),
        series=make.series("The river"), body=f'<p>It rained.</p><figure data-image="{second.pk}"></figure>',
    )  # fmt: skip
    page = page_of(at_desk(make.editor()), "compare", story.pk, old=old.pk, new=new.pk)
    for picture in (first, second):
        assert page.count(reverse("admin:articles_image_file", args=[picture.pk, 320])) == 2
    assert "<ins>roads</ins>" in page and "<ins>The river</ins>" in page and "<ins>Chad</ins>" in page
    assert "The <del>road</del><ins>bridge</ins>" in page


def test_a_comparison_takes_few_queries_however_much_changed(make):
    other = make.article()
    story, desk = make.article(lead_image=make.image(), bylines=[make.author()]), at_desk(make.editor())
    old = story.head
    story.related.add(other)
    story.topics.set(["roads"])
    make.change(story, lead_image=make.image(), series=make.series(), region=make.region("chad"), format=None)
    story.bylines.all().delete()
    new = make.change(story)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page_of(desk, "compare", story.pk, old=old.pk, new=new.pk)
    assert len(asked) <= 14  # two of them what readers were told with the newer text


def test_related_stories_are_named_only_to_those_who_may_see_them(make):
    from articles.admin.differences import differences

    secret, story = make.article(headline="Secret story"), make.article()
    old = story.head
    story.related.add(secret)
    new = make.change(story)
    told = {who: str(differences(old.parsed, new.parsed, who)[0].html) for who in (make.editor(), None)}
    assert ["Secret story" in html for html in told.values()] == [True, False]
    assert Article.objects.count() == 2
