"""Checks of addresses: the story's own, and those of ours to which it leads its readers."""

import unicodedata

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import own_links, parts
from articles.checks.registry import check
from articles.models import Article, Level, PublishedArticle, SlugHistory
from articles.publication import publication

LONGEST_FROM_HEADLINE = 100
WRITTEN_IN = {"ar": "ARABIC"}  # the script of a language's slugs; Latin for every other


@check("slug", gettext_lazy("A slug that no other story has or had"), fixed=True)
def slug(story):
    content = story.content
    if not content.slug:
        yield "slug", _("It needs a slug: the last part of its address.")
    elif slug_is_taken(content.language, content.slug, story.article_id, story.goes_out_at):
        sentence = _("Another story has, or once had, the slug “%(slug)s”. Choose another slug.")
        yield "slug", sentence % {"slug": content.slug}


def slug_is_taken(language: str, slug: str, article_id: int | None, moment=None) -> bool:
    """Whether another story has, had or claims that slug on the day on which this one stands, or would at `moment`.

    A claim of a restricted story is kept silent: whoever goes out first has the address.
    """
    date = PublishedArticle.objects.filter(article_id=article_id).values_list("date", flat=True).first()
    others = SlugHistory.objects.filter(language=language, slug=slug).exclude(article_id=article_id)
    if date is not None:
        return others.filter(date=date).exists()
    day = timezone.localdate(moment or timezone.now(), publication().tzinfo)
    published = PublishedArticle.objects.values("article_id")
    waiting = Article.objects.kept().open_to_all().filter(language=language, slug=slug).exclude(pk=article_id)
    return others.filter(date=day).exists() or waiting.exclude(pk__in=published).exists()


def free_slug(headline: str, language: str, article_id: int | None = None) -> str:
    """A slug from the headline that no other story has or had."""
    stem = unicodedata.normalize("NFC", slugify(headline, allow_unicode=True))[:LONGEST_FROM_HEADLINE].strip("-")
    slug, number = stem, 1
    while slug and slug_is_taken(language, slug, article_id):
        number += 1
        slug = f"{stem}-{number}"
    return slug


@check(
    "slug-length",
    gettext_lazy("A slug that fits"),
    Level.ADVISED,
    limit=80,
    limit_label=gettext_lazy("characters at most"),
)
def slug_length(story, most):
    length = len(story.content.slug)
    if length > most:
        said = _("The slug has %(length)d characters; %(most)d fit. Shorten it.")
        yield "slug", said % {"length": length, "most": most}


@check("slug-language", gettext_lazy("A slug in the story's own script"), Level.ADVISED)
def slug_language(story):
    script = WRITTEN_IN.get(story.content.language, "LATIN")
    letters = [letter for letter in story.content.slug if letter.isalpha()]
    if letters and not any(unicodedata.name(letter, "").startswith(script) for letter in letters):
        yield "slug", _("The slug is not in the script of the story's language. Readers see it in the address.")


@check("own-links", gettext_lazy("Every link to our own pages leads somewhere"))
def links(story):
    for fault in own_links.faults(story.content, story.article_id, story.goes_out_at):
        yield "body", fault


@check("related", gettext_lazy("Every related story, and every card of one, is live by then"), Level.ADVISED)
def related(story):
    """It names none of them: whoever reads this may not know that they exist."""
    moment = story.goes_out_at
    missing = len(own_links.not_live_by(story.content.related, moment, story.article_id))
    if missing:
        said = ngettext(
            "%(n)d related story is not live by then. Readers will not see it there.",
            "%(n)d related stories are not live by then. Readers will not see them there.",
            missing,
        )
        yield "related", said % {"n": missing}
    cards = len(own_links.not_live_by(parts.carded_stories(story.content.body), moment, story.article_id))
    if cards:
        said = ngettext(
            "%(n)d card in the text shows a story that is not live by then. Readers will not see it.",
            "%(n)d cards in the text show stories that are not live by then. Readers will not see them.",
            cards,
        )
        yield "body", said % {"n": cards}
