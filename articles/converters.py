"""What may stand in an address: a day that exists, and a slug in any script."""

import re
import unicodedata
from datetime import date

WORD = re.compile(r"[-\w]{1,120}")


class DayConverter:
    """2020/02/28 ↔ `datetime.date`. A day that no calendar has is no match, so the answer is 404."""

    regex = r"[0-9]{4}/[0-9]{2}/[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date(*map(int, value.split("/")))

    def to_url(self, value: date) -> str:
        return value.isoformat().replace("-", "/")


class UnicodeSlugConverter:
    """Letters, digits, hyphens and underscores of any script, in NFC whatever the browser sent."""

    regex = r"[^/\s]{1,500}"

    def to_python(self, value: str) -> str:
        slug = unicodedata.normalize("NFC", value)
        if not WORD.fullmatch(slug):
            raise ValueError(value)
        return slug

    def to_url(self, value: str) -> str:
        return unicodedata.normalize("NFC", str(value))


class PublicIdConverter:
    """The random name of a picture."""

    regex = r"[-_A-Za-z0-9]{1,24}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
