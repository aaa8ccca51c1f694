"""What a story's text may hold: the one list of tags, which may stand in which, and the values attributes may have."""

import re
from collections.abc import Callable

from . import embeds

SIZES = ("small", "wide", "full")
DIRECTIONS = ("auto", "ltr", "rtl")

ASIDES = {  # class: attributes
    "pull-quote": ("class", "dir"),
    "fact-box": ("class", "dir"),
    "story-card": ("class", "data-story"),
    "embed": ("class", "data-href"),
}
# tag: attributes. The editor is configured from this, and nothing else reaches a reader.
ALLOWED = {
    "p": ("dir",), "h2": ("dir",), "h3": ("dir",), "blockquote": ("dir",), "hr": (),
    "ul": ("dir",), "ol": ("start", "dir"), "li": ("dir",),
    "table": ("dir",), "caption": (), "tr": (),
    "th": ("colspan", "rowspan", "dir"), "td": ("colspan", "rowspan", "dir"),
    "aside": ("class", "dir", "data-story", "data-href"), "cite": (),
    "dl": ("class", "dir"), "dt": (), "dd": (),
    "figure": ("data-image", "data-size", "data-alt", "data-credit", "data-decorative"), "figcaption": (),
    "a": ("href",), "strong": (), "em": (), "s": (), "sub": (), "sup": (), "br": (),
}  # fmt: skip
MARKS = ("a", "strong", "em", "s", "sub", "sup")  # in the order in which they are nested
CAPTION_MARKS = ("a", "strong", "em", "sub", "sup")
SAME_AS = {"b": "strong", "i": "em", "strike": "s", "del": "s", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}

LEAVES = ("p", "h2", "h3", "cite", "figcaption", "caption", "dt", "dd")
ONE_LINE = ("figcaption", "dt", "dd")  # leaves without line breaks, and with the marks of captions
FLOW = ("body", "blockquote", "li", "td", "th")
BOXED = (*FLOW, "fact-box")
# What may stand in what. An aside goes by its class.
PARENTS = {
    "p": (*BOXED, "pull-quote", "embed"), "h2": BOXED, "h3": BOXED, "ul": BOXED, "ol": BOXED,
    "blockquote": FLOW, "hr": FLOW, "table": FLOW,
    "pull-quote": ("body",), "fact-box": ("body",), "embed": ("body",), "cite": ("pull-quote", "embed"),
    "li": ("ul", "ol"),
    "caption": ("table",), "tr": ("table",), "th": ("tr",), "td": ("tr",),
    "dl": ("body",), "dt": ("dl",), "dd": ("dl",),
}  # fmt: skip
IMPLIED = {"ul": "li", "ol": "li", "table": "tr", "tr": "td"}

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
SPACE = re.compile(r"[ \t\n\r\f]+")
ROW_NUMBER = re.compile(r"[1-9][0-9]{0,11}")
_ABSOLUTE = re.compile(r"https?://[^/?#\\]", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)


def kind_of(tag: str, attrs: dict[str, str]) -> str:
    """The tag; for an aside or a list of sources, its class, which is empty when the text may not hold it."""
    if tag == "aside":
        return attrs.get("class", "") if attrs.get("class") in ASIDES else ""
    return "" if tag == "dl" and attrs.get("class") != "sources" else tag


def safe_href(value: str) -> str | None:
    """The address as it may be printed, or None when a link to it is refused."""
    href = re.sub(r"[\x00-\x1f\x7f]", "", value).strip().replace(" ", "%20")
    if _ABSOLUTE.match(href) or _MAILTO.fullmatch(href):
        scheme, rest = href.split(":", 1)
        return f"{scheme.lower()}:{rest}"
    return href if href.startswith("/") and href[1:2] not in ("/", "\\") else None


def clean_attrs(tag: str, attrs: dict[str, str]) -> dict[str, str]:
    """The attributes a tag may have, in one order, with values nobody can bend."""
    names = ASIDES[attrs["class"]] if tag == "aside" else ALLOWED[tag]
    known = {name: _ATTRIBUTES[name](attrs[name]) for name in names if name in attrs}
    return {name: value for name, value in known.items() if value}


def _from_two_to(most):
    """Digits; 1 is what a browser takes anyway and is left out."""

    def pin(value):
        digits = value.isascii() and value.isdigit() and len(value) <= 5 and value[0] != "0"
        return value if digits and 2 <= int(value) <= most else ""

    return pin


def _words(value):
    return SPACE.sub(" ", CONTROL.sub("", value)).strip()


def _one_of(*known):
    return lambda value: value.lower() if value.lower() in known else ""


def _row_number(value):
    return value if ROW_NUMBER.fullmatch(value) else ""


def _embedded(value):
    address = embeds.known(value)
    return address.href if address else ""


_ATTRIBUTES: dict[str, Callable[[str], str]] = {
    "dir": _one_of(*DIRECTIONS),
    "start": _from_two_to(9999),
    "colspan": _from_two_to(50),
    "rowspan": _from_two_to(50),
    "class": _one_of(*ASIDES, "sources"),
    "data-story": _row_number,
    "data-href": _embedded,
    "data-image": _row_number,
    "data-size": _one_of(*SIZES),
    "data-alt": _words,
    "data-credit": _words,
    "data-decorative": lambda value: "true" if value in ("", "true", "1", "data-decorative") else "",
}
