"""How heavy the page is that somebody writes: made from what stands in the form, weighed, and thrown away."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils import translation
from django.views.decorators.http import require_POST

from articles import markup, previewing, weight
from articles.admin.moves import article_or_404
from articles.admin.typed import as_it_would_be
from articles.content import Content
from articles.models import Article, Rendition
from articles.story import reading_minutes
from articles.views.reading import furniture
from articles.views.reading.finished import COMPRESSORS
from articles.views.reading.page import show
from articles.views.reading.story import story_context

NOT_YET = 0  # no story has that number


@require_POST
def weigh_view(request, pk=None):
    """The bytes and seconds of the page that the form would make, as JSON. Nothing is saved."""
    article = article_or_404(request, pk) if pk else None
    may = Article.objects.editable_by(request.user).filter(pk=pk).exists() if pk else False
    if not (may if pk else request.user.has_perm("articles.add_article")):
        raise PermissionDenied
    saved = article.head.parsed if article and article.head else Content(request.user.language)
    found = weigh(request, as_it_would_be(saved, request.POST), article)
    return JsonResponse(
        {
            "page": found.page,
            "pictures": found.pictures,
            "count": found.picture_count,
            "secondsToRead": round(found.seconds_to_read, 1),
            "secondsInAll": round(found.seconds_in_all, 1),
        }
    )


def words_of(revision) -> dict:
    """For the line below the text: how long the story is, and how many minutes that takes."""
    count = markup.word_count(markup.plain_text(revision.parsed.body))
    return {"word_count": count, "reading_minutes": reading_minutes(count)}


def weigh(request, content: Content, article: Article | None) -> weight.Weight:
    request.LANGUAGE_CODE = content.language
    with translation.override(content.language):
        story = previewing.composed(content, article.pk if article else NOT_YET)
        context = story_context(furniture.of(request), story, story.url or "/")
        page = show(request, "story_detail", story.url or "/", **context).content
    wanted = weight.fetched_by_a_phone(story)
    return weight.Weight(len(COMPRESSORS["br"](page)), sum(_bytes_of(wanted)), len(wanted))


def _bytes_of(wanted):
    """How long each file is, in the order of `wanted`."""
    made = Rendition.objects.made().filter(image__public_id__in=[public_id for public_id, _kind, _width in wanted])
    rows = made.values_list("image__public_id", "format", "width", "byte_count")
    known = {(public_id, kind, width): byte_count for public_id, kind, width, byte_count in rows}
    return [known.get(file) or 0 for file in wanted]
