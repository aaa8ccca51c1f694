"""`Story`: all that a story's template receives, and `Card`: all that a list shows of it.

Plain values. `publishing.compose()` makes a `Story` from a revision's content; the paper keeps it as JSON; a
preview composes the same value and keeps nothing. A `Card` and all within it is hashable, so that what was made of it
can be kept under it. Addresses are paths from the root; times are aware UTC.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

VERSION = 3  # raise it when the shape changes: every projection is then owed again


@dataclass(frozen=True)
class Link:
    """A name that may lead somewhere: `url` is empty when nothing live stands behind it."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture as printed. `widths` ascend and exist in every format of `formats` (avif, webp, jpg)."""

    public_id: str
    width: int
    height: int
    widths: tuple[int, ...]
    formats: tuple[str, ...]
    alt_text: str
    caption: str  # sanitised HTML, no blocks
    credit: str
    colour: str = "#cccccc"  # stands in while the picture loads
    size: str = ""  # "", small, wide, full
    focal_x: float = 0.5
    focal_y: float = 0.5
    fallback_bytes: int = 0  # how long the file behind `fallback` is; 0 where nobody counted

    @property
    def base(self) -> str:
        return f"/pictures/{self.public_id}/"

    @property
    def fallback(self) -> str:
        """A JPEG of middling width, for browsers that know nothing newer."""
        return f"{self.base}{self.fallback_width}.jpg"

    @property
    def fallback_width(self) -> int:
        return self.widths[len(self.widths) // 2]

    @property
    def largest(self) -> str:
        return f"{self.base}{self.widths[-1]}.jpg"

    @property
    def sources(self) -> list[tuple[str, str]]:
        """(format, srcset) for each format but JPEG, best first."""
        return [(kind, self.srcset(kind)) for kind in self.formats if kind != "jpg"]

    @property
    def jpeg_srcset(self) -> str:
        return self.srcset("jpg")

    def srcset(self, kind: str) -> str:
        return ", ".join(f"{self.base}{width}.{kind} {width}w" for width in self.widths)


@dataclass(frozen=True)
class Credit:
    """Somebody in the byline. `role` is author, with, photographs, illustration or translator."""

    name: str
    role: str = "author"
    url: str = ""
    biography: str = ""


@dataclass(frozen=True)
class Note:
    """A correction, clarification or update, dated when readers first saw it."""

    kind: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Card:
    """A story in a list."""

    headline: str
    url: str
    language: str
    published_at: datetime
    standfirst: str = ""
    kicker: str = ""
    format: str = ""
    region: Link | None = None
    authors: tuple[str, ...] = ()
    picture: Picture | None = None

    @property
    def label(self) -> str:
        """The words above its headline."""
        return self.kicker or self.format


@dataclass(frozen=True)
class Embed:
    """Something at a service elsewhere; nothing of it is loaded. `words` is sanitised HTML without blocks."""

    href: str
    host: str
    service: str
    kind: str  # video, sound, post, chart, map, document
    title: str = ""
    words: str = ""


@dataclass(frozen=True)
class Block:
    """A piece of the body: `html` (sanitised), a `picture`, the `card` of another story, or an `embed`.

    `kind` says what a template puts around the HTML: table (with its caption as `label`), sources, or nothing.
    """

    html: str = ""
    picture: Picture | None = None
    kind: str = ""
    label: str = ""
    card: Card | None = None
    embed: Embed | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether it needs more than its own HTML; pictures apart, which every story has."""
        return bool(self.kind or self.card or self.embed)


@dataclass(frozen=True)
class Story:
    """A whole story page's content, without its furniture."""

    headline: str
    url: str
    language: str
    slug: str
    first_published_at: datetime
    published_at: datetime
    updated_at: datetime | None  # told to readers; None when nothing they should know has changed
    standfirst: str = ""
    kicker: Link | None = None
    format: Link | None = None
    series: Link | None = None
    dateline: str = ""
    signoff: str = ""
    breadcrumb: list[Link] = field(default_factory=list)  # world region, then country
    regions: list[Link] = field(default_factory=list)  # every place the story names
    topics: list[Link] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    lead: Picture | None = None
    body: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)  # newest first
    related: list[Link] = field(default_factory=list)
    translations: list[tuple[str, str]] = field(default_factory=list)  # (language, url)
    word_count: int = 0

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.word_count)

    @property
    def authors(self) -> list[Credit]:
        return [credit for credit in self.credits if credit.role in {"author", "with"}]

    @property
    def other_credits(self) -> list[Credit]:
        return [credit for credit in self.credits if credit.role not in {"author", "with"}]


def reading_minutes(words: int) -> int:
    return max(1, round(words / 230))


def to_json(value: Story | Card) -> dict:
    """A JSON-ready copy: dates become ISO 8601 text."""

    def plain(item):
        if isinstance(item, dict):
            return {key: plain(part) for key, part in item.items()}
        if isinstance(item, list | tuple):
            return [plain(part) for part in item]
        return item.isoformat() if isinstance(item, date) else item

    return plain(asdict(value))


def _picture(data: dict | None) -> Picture | None:
    return Picture(**data | {name: tuple(data[name]) for name in ("widths", "formats")}) if data else None


def _link(data: dict | None) -> Link | None:
    return Link(**data) if data else None


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _block(data: dict) -> Block:
    return Block(
        html=data["html"],
        picture=_picture(data["picture"]),
        kind=data.get("kind", ""),
        label=data.get("label", ""),
        card=card_from_json(data["card"]) if data.get("card") else None,
        embed=Embed(**data["embed"]) if data.get("embed") else None,
    )


def story_from_json(data: dict) -> Story:
    """The `Story` that `to_json()` wrote, under this VERSION or the one before."""
    links = {name: [Link(**item) for item in data[name]] for name in ("breadcrumb", "regions", "topics", "related")}
    single = {name: _link(data[name]) for name in ("kicker", "format", "series")}
    moments = {name: _moment(data[name]) for name in ("first_published_at", "published_at", "updated_at")}
    return Story(
        **{
            **data,
            **links,
            **single,
            **moments,
            "credits": [Credit(**item) for item in data["credits"]],
            "lead": _picture(data["lead"]),
            "body": [_block(item) for item in data["body"]],
            "notes": [Note(item["kind"], item["text"], _moment(item["at"])) for item in data["notes"]],
            "translations": [tuple(item) for item in data["translations"]],
        }
    )


def card_from_json(data: dict) -> Card:
    """The `Card` that `to_json()` wrote under this VERSION."""
    return Card(
        **{
            **data,
            "published_at": _moment(data["published_at"]),
            "region": _link(data["region"]),
            "authors": tuple(data["authors"]),
            "picture": _picture(data["picture"]),
        }
    )
