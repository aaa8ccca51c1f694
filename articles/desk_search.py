"""Finding any story at the desk by its words, as the paper's search finds live ones: by stems, on both databases alike.

How the rows of `DeskEntry` are indexed stands in the migration that makes the table. Nothing here asks who is looking:
callers hand in the stories that somebody may see.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from articles import analyser
from articles.markup import plain_text
from articles.models import Article, Byline, DeskEntry

CHARACTERS_KEPT = 250_000
SHORTEST_BEGINNING = 3  # letters of a last word that may go on: “midw” finds the midwife

ON_POSTGRESQL = "SELECT article_id FROM articles_deskentry WHERE stems @@ %s::tsquery"
ON_POSTGRESQL_IN_HEADLINE = """SELECT article_id FROM (
    SELECT article_id FROM articles_deskentry WHERE headline_stems @@ %s::tsquery OFFSET 0
) AS found"""  # the fence: else PostgreSQL, not knowing how few they are, would try every story from the newest on
ON_SQLITE = """SELECT article_id FROM articles_deskentry
    WHERE id IN (SELECT rowid FROM articles_deskstems WHERE articles_deskstems MATCH %s)"""


def index(article: Article) -> None:
    """Write down the stems of the working copy in place of those it had. Three queries."""
    headline = f"{article.headline}\n{article.slugline}"
    rest = [article.standfirst, plain_text(article.body), article.kicker, article.dateline, article.signoff]
    rest += [*article.topics.values_list("name", flat=True), *_names(article)]
    row = DeskEntry(
        article=article,
        headline=_stems([headline], article.language),
        rest=_stems(rest, article.language),
        analyser_version=analyser.VERSION,
    )
    DeskEntry.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["headline", "rest", "analyser_version"],
    )


def found_in(stories: QuerySet, words: str, in_headline: bool = False) -> QuerySet:
    """Those of `stories` in which every one of the words stands; the last may be the beginning of one.

    `in_headline`: in headline and slugline alone. Nothing is found by a text without any word.
    """
    wanted = _alternatives(words)
    if not wanted:
        return stories.none()
    return stories.filter(pk__in=_matches(wanted, in_headline))


def outdated() -> QuerySet:
    """Stories whose stems an older analyser made, that wait to be indexed again, or that have none."""
    today = DeskEntry.objects.filter(article=OuterRef("pk"), analyser_version=analyser.VERSION)
    return Article.objects.filter(~Exists(today)).order_by("pk")


def owe(stories: Iterable[int]) -> int:
    """Have these stories indexed again by the clock: a name that they carry has changed."""
    return DeskEntry.objects.filter(article_id__in=stories).update(analyser_version=0)


def _names(article):
    lines = Byline.objects.filter(article=article).values_list("author__name", "author__name_fr", "author__name_ar")
    return [name for line in lines for name in line if name]


def _stems(texts, language):
    """Each stem once, as the indexes read them."""
    return " ".join(dict.fromkeys(analyser.stems("\n".join(texts), language).split()))[:CHARACTERS_KEPT]


def _alternatives(words):
    """[(stems, how the last word begins), …]: the question as each language of the house would cut it."""
    folded = analyser.query_stems(words, "")
    beginning = folded[-1] if folded and len(folded[-1]) >= SHORTEST_BEGINNING else ""
    by_language = (tuple(analyser.query_stems(words, code)) for code, _name in settings.LANGUAGES)
    return [(stems, beginning) for stems in dict.fromkeys(by_language) if stems]


def _matches(wanted, in_headline):
    """Numbers of the stories whose stems answer one of the alternatives, as the database finds them."""
    if connection.vendor == "postgresql":
        query = " | ".join(_on_postgresql(*one) for one in wanted)
        sql = ON_POSTGRESQL_IN_HEADLINE if in_headline else ON_POSTGRESQL
        return RawSQL(sql, [query])  # noqa: S611  stems are letters and digits
    query = " OR ".join(f"({_on_sqlite(*one)})" for one in wanted)
    query = f"headline : ({query})" if in_headline else query
    return RawSQL(ON_SQLITE, [query])  # noqa: S611  the same stems


def _on_postgresql(stems, beginning):
    exact = [f"'{stem}'" for stem in stems]
    if beginning:
        exact[-1] = f"({exact[-1]} | '{beginning}':*)"
    return f"({' & '.join(exact)})"


def _on_sqlite(stems, beginning):
    exact = [f'"{stem}"' for stem in stems]
    if beginning:
        exact[-1] = f'({exact[-1]} OR "{beginning}"*)'
    return " AND ".join(exact)
