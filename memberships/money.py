"""Amounts of money: read from what people type, kept in the smallest unit, shown in the reader's language."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MOST_MINOR = 10_000_000  # $100,000: more than that is arranged by letter, not in a form
WITHOUT_CENTS = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split())
WITH_MILLS = frozenset("BHD JOD KWD OMR TND".split())
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$", "INR": "₹"}
INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u200b\ufeff"))
NARROW_SPACE, NO_BREAK_SPACE = "\u202f", "\u00a0"
LEFT_TO_RIGHT, END_OF_ISOLATE = "\u2066", "\u2069"


class MoneyError(ValueError):
    """An amount nobody can give; its text is a sentence for whoever typed it."""


def decimals(currency: str) -> int:
    """Digits after the point: 2 for most currencies, none for the yen, 3 for the Kuwaiti dinar."""
    return 0 if currency in WITHOUT_CENTS else 3 if currency in WITH_MILLS else 2


def validate_currency(code: str) -> None:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValidationError(
            _("“%(code)s” is no currency; write three capital letters, like USD."), params={"code": code}
        )


def parse(typed: str, currency: str, least_minor: int = 1, most_minor: int = MOST_MINOR) -> int:
    """The amount in minor units that somebody meant by “5”, “5.50”, “5,50”, “ 12 ” or “$25”.

    Raises MoneyError with a sentence for whoever typed it.
    """
    text = _without_currency(typed.translate(INVISIBLE).strip(), currency)
    if not text:
        raise MoneyError(_("Choose an amount or write one."))
    if any(unicodedata.category(sign) == "Nd" and not sign.isascii() for sign in text):
        raise MoneyError(_("Please write the amount with the digits 0 to 9, like 10."))
    places = decimals(currency)
    match = re.fullmatch(r"([-−+]?)([0-9]+)(?:[.,]([0-9]*))?", text)
    if not match:
        raise MoneyError(_("This is not an amount. Please write a number, like 10."))
    sign, whole, part = match[1], match[2], match[3] or ""
    if len(part) > places:
        raise MoneyError(_too_many_places(places))
    minor = int(whole[:12] + part.ljust(places, "0")) if len(whole) <= 12 else most_minor + 1
    return _within(-minor if sign in {"-", "−"} else minor, currency, least_minor, most_minor)


def _within(minor, currency, least_minor, most_minor):
    least, most = display(least_minor, currency), display(most_minor, currency)
    if minor < least_minor:
        raise MoneyError(_("The least amount is %(least)s. Please write %(least)s or more.") % {"least": least})
    if minor > most_minor:
        raise MoneyError(_("This form takes up to %(most)s. For more than that, please write to us.") % {"most": most})
    return minor


def _too_many_places(places):
    if places == 0:
        return _("Please write a whole number without a point or comma, like 1000.")
    return _("Please write at most %(places)d digits after the point, and nothing between thousands, like 1000.50.") % {
        "places": places
    }


def _without_currency(text, currency):
    for mark in (SYMBOLS.get(currency, currency), currency, currency.lower()):
        text = text.removeprefix(mark).removesuffix(mark).strip()
    return text


def plain(minor: int, currency: str) -> str:
    """Digits alone, as a form field wants them: “10” or “10.50”."""
    places = decimals(currency)
    whole, part = divmod(abs(minor), 10**places)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}.{part:0{places}d}" if part else f"{sign}{whole}"


def display(minor: int, currency: str, language: str | None = None) -> str:
    """“$1,250” in English, “1 250 $” in French; in Arabic the English form, kept together among right-to-left words."""
    language = (language or get_language() or "en").partition("-")[0]
    places = decimals(currency)
    whole, part = divmod(abs(minor), 10**places)
    symbol, sign = SYMBOLS.get(currency), "−" if minor < 0 else ""
    if language == "fr":
        digits = f"{whole:,}".replace(",", NARROW_SPACE) + (f",{part:0{places}d}" if part else "")
        return f"{sign}{digits}{NO_BREAK_SPACE}{symbol or currency}"
    digits = f"{whole:,}" + (f".{part:0{places}d}" if part else "")
    shown = f"{sign}{symbol}{digits}" if symbol else f"{sign}{currency}{NO_BREAK_SPACE}{digits}"
    return f"{LEFT_TO_RIGHT}{shown}{END_OF_ISOLATE}" if language == "ar" else shown
