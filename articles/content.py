"""What an approval covers: a story's whole content, and the one text form of it that is hashed and kept.

The text is JSON with sorted keys and no needless space, so that equal content is equal byte for byte. Texts of old
schema numbers stay readable for ever: `Content.from_text()` brings them to today's shape.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields

SCHEMA = 1


@dataclass(frozen=True)
class Content:
    """Everything frozen in the hash. Rows of other tables are named by their primary key."""

    language: str
    headline: str = ""
    standfirst: str = ""
    kicker: str = ""
    body: str = ""  # sanitised HTML; figures carry their alt text, caption and credit as printed
    slug: str = ""
    format: int | None = None
    series: int | None = None
    dateline: str = ""
    signoff: str = ""
    region: int | None = None  # the main place: it gives the breadcrumb
    other_regions: list[int] = field(default_factory=list)
    bylines: list[dict] = field(default_factory=list)  # {"author": id, "role": word}, in order
    topics: list[dict] = field(default_factory=list)  # {"name": …, "slug": …}, by slug
    related: list[int] = field(default_factory=list)  # articles
    lead: dict | None = None  # {"image": id, "caption": …, "alt_text": …, "credit": …}
    corrections: list[dict] = field(default_factory=list)  # {"key": uuid, "kind": word, "text": …}, oldest first

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str, schema: int = SCHEMA) -> "Content":
        """The content in `text`. Raises ValueError for a schema newer than this program."""
        if schema > SCHEMA:
            raise ValueError(f"This story was written by a newer program (schema {schema}); upgrade first.")
        known = {item.name for item in fields(cls)}
        return cls(**{key: value for key, value in json.loads(text).items() if key in known})


def digest(text: str) -> str:
    """SHA-256 of a content text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
