"""What still keeps a story from going out: sentences that say what is wrong and where to mend it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import markup
from articles.content import Content
from articles.models import Article, Author, Image, PublishedArticle, Region, SlugHistory
from articles.publication import publication


@dataclass(frozen=True)
class Obstacle:
    """`field` names the form field that mends it."""

    field: str
    sentence: str


def obstacles(content: Content, article_id: int) -> list[Obstacle]:
    """Everything that keeps this content from readers; empty when it may go out."""
    return [*_missing(content), *_pictures(content), *_address(content, article_id)]


def before_review(content: Content) -> list[Obstacle]:
    """What an editor needs before it is worth looking at."""
    wanted = (("headline", _("It needs a headline.")), ("body", _("It has no text yet.")))
    return [Obstacle(name, sentence) for name, sentence in wanted if not _has(content, name)]


def _has(content, name):
    return not markup.is_empty(content.body) if name == "body" else bool(getattr(content, name))


def _missing(content):
    wanted = (
        ("headline", _("It needs a headline.")),
        ("body", _("It has no text yet.")),
        ("slug", _("It needs a slug: the last part of its address.")),
        ("region", _("It needs a region: where it happens.")),
        ("format", _("It needs a format, like News or Feature.")),
        ("bylines", _("It needs a byline: who wrote it.")),
    )
    found = [Obstacle(name, sentence) for name, sentence in wanted if not _has(content, name)]
    authors = {line["author"] for line in content.bylines}
    if len(authors) != Author.objects.filter(pk__in=authors).count():
        found.append(Obstacle("bylines", _("An author in the byline is gone; choose another.")))
    if content.region and not Region.objects.filter(pk=content.region).exists():
        found.append(Obstacle("region", _("Its region is gone; choose another.")))
    return found


def _pictures(content):
    figures = [
        ("body", figure.image_id, figure.alt_text, figure.credit, figure.decorative)
        for figure in markup.figures(content.body)
    ]
    if content.lead:
        lead = content.lead
        figures.insert(0, ("lead_image", lead["image"], lead["alt_text"], lead["credit"], None))
    images = Image.objects.prefetch_related("renditions").in_bulk([figure[1] for figure in figures])
    return [
        Obstacle(field, sentence)
        for field, image_id, alt_text, credit, decorative in figures
        for sentence in _picture_sentences(images.get(image_id), alt_text, credit, decorative)
    ]


def _picture_sentences(image, alt_text, credit, decorative):
    if image is None:
        return [_("A picture of it is gone from the library; choose another.")]
    name = str(image)
    said = []
    if not alt_text and not (image.decorative if decorative is None else decorative):
        said.append(_("The picture “%(name)s” has no alt text.") % {"name": name})
    if not credit:
        said.append(_("The picture “%(name)s” has no credit.") % {"name": name})
    if not any(rendition.format == "jpg" and rendition.made_at for rendition in image.renditions.all()):
        said.append(_("The picture “%(name)s” is still being made ready; try again in a minute.") % {"name": name})
    return said


def _address(content, article_id):
    if not content.slug or not slug_is_taken(content.language, content.slug, article_id):
        return []
    sentence = _("Another story has, or once had, the slug “%(slug)s”. Choose another slug.")
    return [Obstacle("slug", sentence % {"slug": content.slug})]


def slug_is_taken(language: str, slug: str, article_id: int | None) -> bool:
    """Whether another story has, had or claims that slug on the day on which this one stands, or would today."""
    date = PublishedArticle.objects.filter(article_id=article_id).values_list("date", flat=True).first()
    others = SlugHistory.objects.filter(language=language, slug=slug).exclude(article_id=article_id)
    if date is not None:
        return others.filter(date=date).exists()
    today = timezone.localdate(timezone.now(), publication().tzinfo)
    published = PublishedArticle.objects.values("article_id")
    waiting = Article.objects.kept().filter(language=language, slug=slug).exclude(pk=article_id)
    return others.filter(date=today).exists() or waiting.exclude(pk__in=published).exists()
