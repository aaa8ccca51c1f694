"""Services whose addresses become a card: data, and nothing here or in the reader's browser ever asks them anything.

A card names the service and leads to it in a new tab. Only addresses of one thing (a film, a post, a chart) are taken,
never a service's front page or a search.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

LONGEST = 500
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}")
_PATH = re.compile(r"/[A-Za-z0-9@:%._~!$&'()*+,;=/-]*")
_FRAGMENT = re.compile(r"[A-Za-z0-9=/._-]*")


@dataclass(frozen=True)
class Service:
    """`paths` match from the first slash on; `keeps` are the parameters that belong to the address."""

    key: str
    name: str
    kind: str  # video, sound, post, chart, map
    hosts: tuple[str, ...]  # empty: any, known by the shape of its paths alone
    paths: str
    keeps: tuple[str, ...] = ()
    keeps_fragment: bool = False


SERVICES = (
    Service("youtube", "YouTube", "video", ("youtube.com", "youtube-nocookie.com"),
            r"/watch|/(?:shorts|live|embed)/[\w-]{6,20}/?|/playlist", ("v", "list", "t")),
    Service("youtube", "YouTube", "video", ("youtu.be",), r"/[\w-]{6,20}", ("t",)),
    Service("vimeo", "Vimeo", "video", ("vimeo.com", "player.vimeo.com"),
            r"/(?:video/|channels/[\w-]+/|showcase/\d+/video/)?\d{5,12}(?:/[0-9a-f]+)?/?"),
    Service("dailymotion", "Dailymotion", "video", ("dailymotion.com",), r"/video/\w{4,20}"),
    Service("dailymotion", "Dailymotion", "video", ("dai.ly",), r"/\w{4,20}"),
    Service("tiktok", "TikTok", "video", ("tiktok.com",), r"/@[\w.-]+/(?:video|photo)/\d+/?"),
    Service("tiktok", "TikTok", "video", ("vm.tiktok.com", "vt.tiktok.com"), r"/\w+/?"),
    Service("soundcloud", "SoundCloud", "sound", ("soundcloud.com",), r"/[\w-]+/(?:sets/)?[\w-]+/?"),
    Service("spotify", "Spotify", "sound", ("open.spotify.com",),
            r"/(?:intl-\w+/)?(?:episode|show|track|playlist)/\w+/?"),
    Service("x", "X", "post", ("x.com", "twitter.com"), r"/\w{1,20}/status(?:es)?/\d+/?"),
    Service("bluesky", "Bluesky", "post", ("bsky.app",), r"/profile/[\w.:-]+/post/\w+/?"),
    Service("instagram", "Instagram", "post", ("instagram.com",), r"/(?:[\w.]+/)?(?:p|reel|reels|tv)/[\w-]+/?"),
    Service("facebook", "Facebook", "post", ("facebook.com",),
            r"/(?:[\w.-]+/)?(?:posts|videos|photos|reel|share)/[\w./-]+|/(?:watch|permalink\.php|photo\.php|story\.php)/?",
            ("v", "fbid", "story_fbid", "id")),
    Service("facebook", "Facebook", "video", ("fb.watch",), r"/[\w-]{6,}/?"),
    Service("threads", "Threads", "post", ("threads.net", "threads.com"), r"/@[\w.]+/post/[\w-]+/?"),
    Service("telegram", "Telegram", "post", ("t.me",), r"/\w{4,40}/\d+/?"),
    Service("linkedin", "LinkedIn", "post", ("linkedin.com",), r"/(?:posts|feed/update)/[\w:%-]+/?"),
    Service("datawrapper", "Datawrapper", "chart", ("datawrapper.dwcdn.net",), r"/\w{5}(?:/\d+)?/?"),
    Service("flourish", "Flourish", "chart", ("public.flourish.studio",), r"/(?:visualisation|story)/\d+/?"),
    Service("infogram", "Infogram", "chart", ("infogram.com",), r"/[\w-]+-[\w]{8,}"),
    Service("documentcloud", "DocumentCloud", "document", ("documentcloud.org",), r"/documents/\d+[\w-]*/?"),
    Service("openstreetmap", "OpenStreetMap", "map", ("openstreetmap.org",),
            r"/(?:node|way|relation|note)/\d+/?|/", ("mlat", "mlon"), True),
    Service("google-maps", "Google Maps", "map", ("maps.app.goo.gl",), r"/\w+"),
    Service("google-maps", "Google Maps", "map", ("google.com",), r"/maps/(?:place|@|d/).+", ("mid",)),
    Service("mastodon", "Mastodon", "post", (), r"/@[\w.-]+(?:@[\w.-]+)?/\d{6,24}/?"),
)  # fmt: skip
WANTS = {  # an address of such a path means something only with one of these
    "/watch": ("v",), "/playlist": ("list",), "/watch/": ("v",), "/permalink.php": ("story_fbid",),
    "/photo.php": ("fbid",), "/story.php": ("story_fbid",),
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One thing at a service: `href` without what follows readers around."""

    href: str
    service: Service

    @property
    def host(self) -> str:
        """Where one goes, as people read it."""
        return urlsplit(self.href).hostname.removeprefix("www.")


def known(address: str) -> Address | None:
    """The address as a card leads to it; None when no service of ours has such a one."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if len(address) > LONGEST or parts.scheme.lower() not in ("http", "https") or parts.username or port:
        return None
    path = parts.path or "/"
    if not _HOST.fullmatch(host) or not _PATH.fullmatch(path):
        return None
    service = next((one for one in SERVICES if _is_at(one, host) and re.fullmatch(one.paths, path)), None)
    return _address(service, host, path, parts) if service else None


def _is_at(service, host):
    plain = re.sub(r"^(?:www|m|mobile|web|music)\.", "", host)
    return not service.hosts or plain in service.hosts or host in service.hosts


def _address(service, host, path, parts):
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name in service.keeps]
    fragment = parts.fragment if service.keeps_fragment and _FRAGMENT.fullmatch(parts.fragment) else ""
    wants = WANTS.get(path)
    if (wants and not {name for name, _value in kept} & set(wants)) or (path == "/" and not (fragment or kept)):
        return None
    query = f"?{urlencode(kept)}" if kept else ""
    return Address(f"https://{host}{path}{query}{'#' + fragment if fragment else ''}", service)
