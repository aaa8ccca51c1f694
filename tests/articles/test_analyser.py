"""Which words find which: readers type without accents, in other numbers and other endings."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import analyser

languages = st.sampled_from(["en", "fr", "ar", "es"])


@pytest.mark.parametrize(
    ("language", "asked", "printed"),
    [
        ("en", "refugee", "Refugees"),
        ("en", "running", "runs"),
        ("en", "minister", "minister’s"),
        ("en", "naive", "naïve"),
        ("en", "2020", "٢٠٢٠"),
        ("fr", "refugie", "réfugiés"),
        ("fr", "ecole", "l’école"),
        ("fr", "État", "d'état"),
        ("fr", "oeuvre", "l'œuvre"),
        ("fr", "journal", "journaux"),
        ("ar", "المدينه", "المدينة"),
        ("ar", "مدينة", "والمدينة"),
        ("ar", "لاجئين", "اللاجئون"),
        ("ar", "احمد", "أحمد"),
        ("ar", "محمد", "مُحَمَّد"),
        ("ar", "الوزير", "وزير"),
        ("ar", "علي", "على"),
        ("es", "nino", "niño"),
    ],
)
def test_what_a_reader_types_finds_what_the_paper_printed(language, asked, printed):
    assert analyser.query_stems(asked, language) == analyser.stems(printed, language).split()


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "river", "rival"), ("fr", "pays", "paix"), ("ar", "مدينة", "مدرسة"), ("en", "", "a")],
)
def test_words_that_only_look_alike_stay_apart(language, one, other):
    assert analyser.stems(one, language) != analyser.stems(other, language)


@pytest.mark.parametrize("q", ["", " ", "!!!", "'", '" * ( ) : ^', "—", "_", "\x00", "\u064b" * 9])
def test_a_question_without_a_word_asks_nothing(q):
    assert analyser.query_stems(q, "en") == []


def test_operators_are_only_words():
    assert analyser.query_stems('river" OR NEAR(flood* -rain) :', "en") == ["river", "or", "near", "flood", "rain"]


def test_a_word_is_asked_once_and_no_more_than_twelve_are():
    assert analyser.query_stems("flood Floods FLOODING flood", "en") == ["flood"]
    assert len(analyser.query_stems(" ".join(f"word{n}" for n in range(99)), "en")) == 12


@given(st.text(), languages)
def test_stems_are_short_and_of_letters_and_digits_alone(text, language):
    stems = analyser.stems(text, language).split(" ")
    assert all(stem.isalnum() and len(stem) <= 40 for stem in stems if stem)
    assert analyser.query_stems(text, language) == list(dict.fromkeys(filter(None, stems)))[:12]


@given(st.text(max_size=80), st.text(max_size=20), languages)
def test_an_excerpt_shows_only_what_the_text_says(text, q, language):
    pieces = analyser.highlight(text, q, language, words=5)
    shown = "".join(piece for piece, _hit in pieces)
    assert shown.removeprefix("… ").removesuffix(" …").strip() in text.replace("\n", " ")
    assert all(analyser.query_stems(piece, language) for piece, hit in pieces if hit)


def test_an_excerpt_marks_the_words_that_were_asked():
    assert analyser.highlight("Floods in Sudan. The flood came at night.", "flood sudan", "en") == [
        ("Floods", True),
        (" in ", False),
        ("Sudan", True),
        (". The ", False),
        ("flood", True),
        (" came at night.", False),
    ]


def test_an_excerpt_begins_near_the_words_that_were_asked():
    text = "Before it. " * 40 + "Then the river rose over Khartoum. " + "After it. " * 40
    pieces = analyser.highlight(text, "khartoum river", "en", words=12)
    assert [piece for piece, hit in pieces if hit] == ["river", "Khartoum"]
    assert pieces[0][0].startswith("… ")
    assert pieces[-1][0].endswith(" …")


def test_an_excerpt_without_a_hit_is_the_beginning():
    assert analyser.highlight("One two\n\nthree four", "none", "en", words=3) == [("One two  three …", False)]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(
    "q",
    ["a'" * 5000, "l'" * 5000, "x" * 10_000, "flood " * 1600, "a\u0301" * 5000,
     "م\u064e" * 5000, "\u06e5\u06e6" * 5000, "اله" * 3000],
)  # fmt: skip
def test_ten_thousand_characters_are_answered_at_once(q, language):
    start = time.thread_time()
    analyser.query_stems(q, language)
    analyser.highlight(q, q, language)
    assert time.thread_time() - start < 0.3


def test_many_readers_at_once_get_the_same_stems():
    words = [f"flooding{letter}s running refugees" for letter in "abcdefghijklmnopqrstuvwxyz"] * 20
    expected = [analyser.stems(text, "en") for text in words]
    analyser._stem.cache_clear()
    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(lambda text: analyser.stems(text, "en"), words)) == expected
