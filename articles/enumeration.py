"""Several words or names in one line of text: how it is written, and how it is read."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.utils.translation import pgettext

COMMAS = re.compile("[,،]")


def enumerated(words: Iterable) -> str:
    """“Amina, Tomas, Jun”, with the comma of the language that is active."""
    return pgettext("a comma between words", ", ").join(map(str, words))


def named_in_a_line(text: str) -> Iterator[str]:
    """The names that somebody typed with commas between them, Latin or Arabic; composed (NFC), without idle spaces."""
    names = (" ".join(name.split()) for name in COMMAS.split(unicodedata.normalize("NFC", text)))
    return filter(None, names)
