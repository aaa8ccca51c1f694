"""Whose a slug is: stories that have it, had it, or are about to have it."""

import unicodedata

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import slugify

from articles import dossier, together
from articles.models import Article, PublishedArticle, SlugHistory
from articles.publication import publication

LONGEST_FROM_HEADLINE = 100


def slug_is_taken(language: str, slug: str, article_id: int | None, moment=None) -> bool:
    """Whether another story has, had or claims that slug on the day on which this one stands, or would at `moment`.

    A claim of a restricted story is kept silent: whoever goes out first has the address.
    """
    found = claims(language, slug, article_id, moment)
    together.ask(*found)
    return any(found)


def claims(language: str, slug: str, article_id: int | None, moment=None) -> list:
    """The questions who else claims it; nobody does when all of them find nothing."""
    published = dossier.of(article_id).published if article_id else None
    whose = {"language": language, "slug": slug, "article": article_id or 0}
    if published:
        return [TAKEN.of(**whose, day=published.date)]
    day = timezone.localdate(moment or timezone.now(), publication().tzinfo)
    return [TAKEN.of(**whose, day=day), WAITING.of(**whose)]


def _taken(language, slug, article, day):
    rows = SlugHistory.objects.filter(language=language, slug=slug, date=day).exclude(article_id=article)
    return rows.order_by().values_list("pk")[:1]


def _waiting(language, slug, article):
    out = Exists(PublishedArticle.objects.filter(article_id=OuterRef("pk")))
    stories = Article.objects.kept().open_to_all().filter(~out, language=language, slug=slug).exclude(pk=article)
    return stories.order_by().values_list("pk")[:1]


TAKEN, WAITING = together.Prepared(_taken), together.Prepared(_waiting)


def free_slug(headline: str, language: str, article_id: int | None = None) -> str:
    """A slug from the headline that no other story has or had."""
    stem = unicodedata.normalize("NFC", slugify(headline, allow_unicode=True))[:LONGEST_FROM_HEADLINE].strip("-")
    slug, number = stem, 1
    while slug and slug_is_taken(language, slug, article_id):
        number += 1
        slug = f"{stem}-{number}"
    return slug
