"""What the desk and the paper say in French and Arabic: all of it, with every name left in its place."""

import ast
import gettext
import re

import pytest
from django.conf import settings

FIELD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def entries(language):
    """[{field: text}, …] of a catalogue, without its header."""
    written = (settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    blocks = written.strip().split("\n\n")[1:]
    return [{name: ast.literal_eval(f"({text})") for name, text in FIELD.findall(block)} for block in blocks]


def said(entry):
    return [text for name, text in entry.items() if name.startswith("msgstr")]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_sentence_is_said_in_each_language(language):
    assert [entry["msgid"] for entry in entries(language) if not all(said(entry))] == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_translation_names_nothing_that_the_sentence_does_not_name(language):
    for entry in entries(language):
        known = set(PLACE.findall(entry["msgid"] + entry.get("msgid_plural", "")))
        for text in said(entry):
            one_of_several = "msgid_plural" in entry  # “one story” needs no number
            named = set(PLACE.findall(text))
            assert named <= known if one_of_several else named == known, text


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_is_shown_is_what_was_written(language):
    with (settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        shown = set(gettext.GNUTranslations(compiled)._catalog.values())
    assert {text for entry in entries(language) for text in said(entry)} <= shown
