"""Finding live stories by their words: the same set in the same order on SQLite and on PostgreSQL.

`articles.analyser` cuts words and takes them to their stems; a database only compares stems. How each of them
indexes the rows of `SearchEntry` stands in migration 0003.
"""

from django.db import connection
from django.db.models import BooleanField, Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from articles import analyser
from articles.markup import plain_text
from articles.models import PublishedArticle, SearchEntry
from articles.states import PaperState
from articles.story import Story

IN_HEADLINE, IN_STANDFIRST, ANYWHERE = 0, 1, 2  # the rank of a hit: where all the words stand

CHARACTERS_KEPT = 250_000  # of each part; far beyond any story, and below PostgreSQL's megabyte

WEIGHTS = {IN_HEADLINE: ":A", IN_STANDFIRST: ":AB", ANYWHERE: ""}
COLUMNS = {IN_HEADLINE: "headline : ", IN_STANDFIRST: "{headline standfirst} : ", ANYWHERE: ""}
ON_POSTGRESQL = '"articles_searchentry"."stems" @@ %s::tsquery'
ON_SQLITE = (
    '"articles_searchentry"."id" IN (SELECT rowid FROM articles_searchstems WHERE articles_searchstems MATCH %s)'
)


def index(published: PublishedArticle) -> None:
    """Write the stems of a live story in place of those it had."""
    story = published.as_story
    SearchEntry.objects.update_or_create(
        published=published,
        defaults={
            "headline": _kept(story.headline, story.language),
            "standfirst": _kept(story.standfirst, story.language),
            "body": _kept(words_around(story), story.language),
            "analyser_version": analyser.VERSION,
        },
    )


def forget(published: PublishedArticle) -> None:
    """Take a story out of the search."""
    SearchEntry.objects.filter(published=published).delete()


def find(q: str, language: str) -> QuerySet:
    """Entries of live stories in which every word of `q` stands somewhere, each with its `rank`, best first.

    Operators are just words. Nothing is found by a text without any word.
    """
    stems = analyser.query_stems(q, language)
    if not stems:
        return SearchEntry.objects.none()
    rank = Case(
        When(_all_stand(stems, IN_HEADLINE), then=Value(IN_HEADLINE)),
        When(_all_stand(stems, IN_STANDFIRST), then=Value(IN_STANDFIRST)),
        default=Value(ANYWHERE),
        output_field=IntegerField(),
    )
    entries = SearchEntry.objects.filter(published__state=PaperState.LIVE, published__language=language)
    return (
        entries.filter(_all_stand(stems, ANYWHERE))
        .annotate(rank=rank)
        .select_related("published")
        .order_by("rank", "-published__first_published_at", "-published__pk")
    )


def outdated() -> QuerySet:
    """Live stories whose stems an older analyser made, or that have none."""
    today = SearchEntry.objects.filter(analyser_version=analyser.VERSION)
    return PublishedArticle.objects.live().exclude(pk__in=today.values("published_id"))


def words_around(story: Story) -> str:
    """All that can be found by but headline and standfirst: the text, captions, people, places and topics."""
    html = [block.html for block in story.body] + [note.text for note in story.notes]
    pictures = [story.lead, *(block.picture for block in story.body)]
    html += [f"{picture.caption} {picture.credit}" for picture in pictures if picture]
    links = [story.kicker, story.format, story.series, *story.breadcrumb, *story.regions, *story.topics]
    names = [link.name for link in links if link] + [credit.name for credit in story.credits]
    return "\n".join([plain_text("\n".join(html)), *names, story.dateline, story.signoff])


def _all_stand(stems, where):
    """The condition that each stem stands in the columns of that rank."""
    if connection.vendor == "postgresql":
        query = " & ".join(f"'{stem}'{WEIGHTS[where]}" for stem in stems)
        return RawSQL(ON_POSTGRESQL, [query], output_field=BooleanField())  # noqa: S611  stems are letters and digits
    query = COLUMNS[where] + "(" + " AND ".join(f'"{stem}"' for stem in stems) + ")"
    return RawSQL(ON_SQLITE, [query], output_field=BooleanField())  # noqa: S611  the same stems


def _kept(text, language):
    """Each stem once, separated by spaces, as the indexes read them."""
    return " ".join(dict.fromkeys(analyser.stems(text, language).split()))[:CHARACTERS_KEPT]
