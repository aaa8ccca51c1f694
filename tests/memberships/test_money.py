"""What people type for an amount, and how amounts are shown."""

import pytest
from django.utils import translation

from memberships import money

UNDERSTOOD = [
    ("5", 500),
    ("5.00", 500),
    ("5,50", 550),
    ("5.5", 550),
    (" 12 ", 1200),
    ("$25", 2500),
    ("25 $", 2500),
    ("25 USD", 2500),
    ("\u200e10\u00a0", 1000),
    ("100000", 10_000_000),
    ("005", 500),
]
REFUSED = [
    ("", "Choose an amount"),
    ("$", "Choose an amount"),
    ("0", "$5 or more"),
    ("-5", "$5 or more"),
    ("4.99", "$5 or more"),
    ("abc", "not an amount"),
    ("nan", "not an amount"),
    ("inf", "not an amount"),
    ("1e9", "not an amount"),
    ("5 5", "not an amount"),
    ("<script>", "not an amount"),
    ("٥", "digits 0 to 9"),
    ("５", "digits 0 to 9"),
    ("5.001", "at most 2 digits"),
    ("1,000", "nothing between thousands"),
    ("100000.01", "up to $100,000"),
    ("1000000000", "up to $100,000"),
    ("9" * 4000, "up to $100,000"),
]


@pytest.mark.parametrize(("typed", "minor"), UNDERSTOOD)
def test_an_amount_is_understood_as_people_write_it(typed, minor):
    assert money.parse(typed, "USD", least_minor=500) == minor


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_an_amount_nobody_can_give_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(money.MoneyError, match=sentence.replace("$", r"\$")):
        money.parse(typed, "USD", least_minor=500)


def test_a_currency_without_cents_takes_whole_numbers():
    assert money.parse("1000", "XOF") == 1000
    with pytest.raises(money.MoneyError, match="whole number"):
        money.parse("10.5", "XOF")
    assert money.parse("1.005", "KWD") == 1005


@pytest.mark.parametrize(
    ("minor", "currency", "language", "shown"),
    [
        (500, "USD", "en", "$5"),
        (125_050, "USD", "en", "$1,250.50"),
        (-1000, "EUR", "en", "−€10"),
        (125_050, "EUR", "fr", "1\u202f250,50\u00a0€"),
        (1000, "XOF", "fr", "1\u202f000\u00a0XOF"),
        (1005, "KWD", "en", "KWD\u00a01.005"),
        (1000, "USD", "ar", "\u2066$10\u2069"),
    ],
)
def test_an_amount_is_shown_as_its_reader_writes_it(minor, currency, language, shown):
    assert money.display(minor, currency, language) == shown
    with translation.override(language):
        assert money.display(minor, currency) == shown


def test_what_is_written_into_a_field_is_understood_again():
    for minor in (500, 550, 100_000):
        assert money.parse(money.plain(minor, "USD"), "USD") == minor
