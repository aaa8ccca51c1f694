"""The front page: the newest stories, the first of them large, and below a strip for each region."""

from django.urls import reverse

from articles.models import PublishedArticle
from articles.story import card_from_json
from articles.views.reading import furniture
from articles.views.reading.finished import finished
from articles.views.reading.page import alternates, show

SECOND, LATEST, STRIP = 6, 8, 4
LOOKED_AT = 150  # so many of the newest stories are looked at for the strips


@finished()
def front(request):
    around = furniture.of(request)
    stories = PublishedArticle.objects.live().in_language(around.language).newest_first()
    cards = list(stories.values_list("card", flat=True)[:LOOKED_AT])
    top, rest = cards[: 1 + SECOND], cards[1 + SECOND :]
    context = {
        "page_title": around.name,
        "lead": card_from_json(top[0]) if top else None,
        "second": [card_from_json(card) for card in top[1:]],
        "latest": [card_from_json(card) for card in rest[:LATEST]],
        "strips": _strips(around, rest),
        "feed_url": reverse("latest_feed"),
        "alternates": alternates(request, "front"),
    }
    return show(request, "front", reverse("front"), **context)


def _strips(around, cards):
    """(region, its newest stories) for each world region that has some among `cards`."""
    world = {place.link.url: place.path[0] for place in around.places.values()}
    strips = {place.slug: [] for place in around.world}
    for card in cards:
        place = world.get(card["region"]["url"]) if card["region"] else None
        if place and len(strips[place.slug]) < STRIP:
            strips[place.slug].append(card_from_json(card))
    return [(around.places[slug].link, chosen) for slug, chosen in strips.items() if chosen]
