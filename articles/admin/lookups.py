"""What the body editor asks the desk while somebody writes: our own stories by words, and what an address leads to."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from articles import desk_search, embeds
from articles.models import Article, PublishedArticle
from articles.parts import address_of

SHOWN = 12


@require_safe
def find_stories(request):
    """The stories that `q` finds, last touched first, or the one that is `id`; never one that is hidden from them."""
    _demand_a_desk(request)
    stories = Article.objects.visible_to(request.user).kept()
    number = request.GET.get("id", "")
    if number:
        known = number.isascii() and number.isdecimal() and len(number) < 19
        stories = stories.filter(pk=int(number)) if known else stories.none()
    rows = list(_with_words(stories, request.GET.get("q", "")).order_by("-modified_at", "-pk")[:SHOWN])
    live = set(
        PublishedArticle.objects.live()
        .filter(article_id__in=[row.pk for row in rows])
        .values_list("article_id", flat=True)
    )
    return JsonResponse({"results": [_as_found(row, row.pk in live) for row in rows]})


@require_safe
def read_address(request):
    """What service an address belongs to. Nothing is asked of it: the answer comes from our own table."""
    _demand_a_desk(request)
    address = embeds.known(request.GET.get("address", ""))
    if address is None:
        return JsonResponse({"known": False, "services": sorted({service.name for service in embeds.SERVICES})})
    service = address.service
    return JsonResponse(
        {"known": True, "href": address.href, "host": address.host, "service": service.name, "kind": service.kind}
    )


def _demand_a_desk(request):
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied


def _with_words(stories, words):
    return desk_search.found_in(stories, words, in_headline=True) if words.strip() else stories


def _as_found(row, is_live):
    return {
        "id": row.pk,
        "headline": str(row),
        "slugline": row.slugline,
        "language": row.language,
        "href": address_of(row.pk),
        "live": is_live,
        "state": row.get_status_display(),
    }
