"""Every address of the house, as patterns and as real paths that somebody outside may ask for."""

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

BEHIND_A_DOOR = (  # the desk, what stands behind a session, and machines that speak with signatures
    "admin:", "account", "mfa_", "sign_in", "webhook", "sandbox", "receipt", "subscription_",
    "preview",  # behind a secret address: tests/articles/test_preview_links.py
)  # fmt: skip
LISTS = ("region", "topic", "series", "format", "author")


def patterns(resolver=None, route="", namespace=""):
    """(name, route) of every address, the admin's included; names carry their namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, here, inner)
        elif isinstance(entry, URLPattern):
            yield (namespace + entry.name if entry.name else "", here)


def reader_names() -> set[str]:
    """Names of all addresses that anybody may ask for."""
    return {name for name, _route in patterns() if name and not name.startswith(BEHIND_A_DOOR)}


def address(name, language="en", **kwargs) -> str:
    with translation.override(language):
        return reverse(name, kwargs=kwargs)


def addresses(*, stories=(), slugs=None, pictures=(), pages=(), queries=()) -> dict[str, list[str]]:
    """Real paths under every reader's name, in all three papers.

    `stories` are (language, date, slug); `slugs` maps region, topic, series, format and author to their slugs;
    `pictures` are public ids; `pages` and `queries` are texts.
    """
    paths = {name: [] for name in reader_names()}
    one_per_house = {
        "healthz",
        "readyz",
        "sitemap",
        "sitemap_of_pages",
        "news_sitemap",
        "robots_txt",
        "security_txt",
        "favicon",
    }
    for name in one_per_house:
        paths[name].append(address(name))
    paths["sitemap_of_stories"] += [address("sitemap_of_stories", number=number) for number in (1, 2)]
    paths["picture"] += [
        address("picture", public_id=public_id, width=width, extension=extension)
        for public_id in pictures
        for width in (320, 640)
        for extension in ("jpg", "webp", "avif")
    ]
    for language in ("en", "fr", "ar"):
        for name in ("front", "latest", "latest_feed", "latest_atom_feed", "latest_json_feed", "region_list",
                     "author_list", "search", "correction_list", "membership", "join", "thanks"):  # fmt: skip
            paths[name].append(address(name, language))
        paths["search"] += [f"{address('search', language)}?q={query}" for query in queries]
        for kind in LISTS:
            for slug in (slugs or {}).get(kind, ()):
                for role in ("detail", "feed", "atom_feed", "json_feed"):
                    paths[f"{kind}_{role}"].append(address(f"{kind}_{role}", language, slug=slug))
        paths["page_detail"] += [address("page_detail", language, slug=slug) for slug in pages]
        for _language, date, slug in stories:
            paths["story_detail"].append(address("story_detail", language, date=date, slug=slug))
    return paths
