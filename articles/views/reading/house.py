"""What machines ask every house for: robots.txt, security.txt, an icon."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.urls import reverse

from articles.models import EditionChange
from articles.views.reading import furniture
from articles.views.reading.finished import finished
from articles.views.reading.page import absolute

CLOSED = ("/admin/", "/preview/", "/search/", "/*/search/")
GOOD_FOR = timedelta(days=360)


@finished()
def robots_txt(request):
    rules = [f"Disallow: {path}" for path in CLOSED]
    maps = [f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap", "news_sitemap")]
    return _plain(["User-agent: *", *rules, "", *maps])


@finished()
def security_txt(request):
    """RFC 9116. It holds for a year from the last change to the paper: a house that is still, asks to be checked."""
    around = furniture.of(request)
    expires = (_last_change() + GOOD_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _plain(
        [
            f"Contact: mailto:{around.security_email}",
            f"Expires: {expires}",
            f"Preferred-Languages: {', '.join(around.languages)}",
            f"Canonical: {absolute(reverse('security_txt'))}",
        ]
    )


@finished()
def favicon(request):
    path = finders.find("icons/favicon.ico")
    if not path:
        raise Http404
    return HttpResponse(Path(path).read_bytes(), content_type="image/vnd.microsoft.icon")


def _last_change():
    """When the paper last changed; before its first story, when this program was installed."""
    change = EditionChange.objects.values_list("at", flat=True).first()
    return change or datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)


def _plain(lines):
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
