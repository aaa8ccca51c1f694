"""A story at its address; where it moved to; and what stands where one was withdrawn."""

from urllib.parse import quote, urlencode

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import PublishedArticle, SlugHistory
from articles.states import PaperState
from articles.story import Link
from articles.views.reading import errors, furniture
from articles.views.reading.finished import finished
from articles.views.reading.json_ld import news_article
from articles.views.reading.page import absolute, show

MORE = 3  # stories of the same region, below each story


@finished()
def story_detail(request, date, slug):
    published = PublishedArticle.objects.at_address(request.LANGUAGE_CODE, date, slug)
    if published is None:
        return _moved(request, date, slug)
    if published.state == PaperState.WITHDRAWN:
        return errors.withdrawn(request, published)
    return _show(request, published)


def _moved(request, date, slug):
    """Where a retired address leads: its story lives on elsewhere, was withdrawn, or never was."""
    known = SlugHistory.objects.filter(language=request.LANGUAGE_CODE, date=date, slug=slug).first()
    published = known and PublishedArticle.objects.filter(article_id=known.article_id).first()
    if not published:
        raise Http404
    if published.state == PaperState.WITHDRAWN:
        return errors.withdrawn(request, published)
    return HttpResponsePermanentRedirect(published.get_absolute_url())


def _show(request, published):
    around, path = furniture.of(request), published.get_absolute_url()
    context = story_context(around, published.as_story, path, published.pk, published.schema_type)
    archived = published.state == PaperState.ARCHIVED
    also = {"article_id": published.article_id, "archived": archived, "robots": "noindex" if archived else ""}
    return show(request, "story_detail", path, **context, **also)


def story_context(around, story, path: str, pk: int | None = None, schema_type: str | None = None) -> dict:
    """All that the page of `story` shows at `path`; `pk` is the projection's key, which no list beside it repeats."""
    more_from, more = _more(around, story, pk)
    return {
        "page_title": story.headline,
        "description": story.standfirst,
        "alternates": _alternates(story, path),
        "story": story,
        "is_preview": False,
        "more": more,
        "more_from": more_from,
        "share": share_links(absolute(path), story.headline),
        "json_ld": news_article(story, around, schema_type or "NewsArticle"),
    }


def _alternates(story, path):
    """This story and its translations, when there are any."""
    own = [(story.language, absolute(path))]
    return own + [(code, absolute(url)) for code, url in story.translations] if story.translations else []


def _more(around, story, pk):
    """(where they are from, the newest other stories of the same world region, or of the whole paper)."""
    place = around.place_at(story.breadcrumb[0].url) if story.breadcrumb else None
    more_from = place.link if place else Link(_("Latest"), reverse("latest"))
    if more_from not in around.kept:
        around.kept[more_from] = _newest(around, place)
    return more_from, [card for key, card in around.kept[more_from] if key != pk][:MORE]


def _newest(around, place):
    """One more than a page shows, since it leaves itself out."""
    stories = PublishedArticle.objects.live().in_language(around.language)
    if place:
        stories = stories.in_regions(place.pks)
    return [(row.pk, row.as_card) for row in stories.newest_first().as_cards()[: MORE + 1]]


def share_links(url: str, headline: str) -> list[Link]:
    """Plain addresses that open a ready message elsewhere; nothing of those places is loaded here."""
    both = f"{headline} {url}"
    return [
        Link(_("E-mail"), f"mailto:?{urlencode({'subject': headline, 'body': both}, quote_via=quote)}"),
        Link("WhatsApp", f"https://wa.me/?{urlencode({'text': both})}"),
        Link("Bluesky", f"https://bsky.app/intent/compose?{urlencode({'text': both})}"),
        Link("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': url})}"),
        Link("X", f"https://x.com/intent/post?{urlencode({'text': headline, 'url': url})}"),
        Link("Telegram", f"https://t.me/share/url?{urlencode({'url': url, 'text': headline})}"),
    ]
