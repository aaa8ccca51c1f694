"""How words are cut and brought to their stems, for stories and for questions alike, whatever the database.

Stems are of letters and digits only, without accents, at most LONGEST long. French stems after J. Savoy's minimal
stemmer (1999), which forgives missing accents; English and Arabic by Snowball. In other languages words are folded.
A change in what comes out of here needs a new VERSION, and `manage.py reindex`.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

VERSION = 1
LONGEST = 40
MOST_TERMS = 12
BEFORE_HIT = 6  # words shown before the first hit of an excerpt
HITS_WEIGHED = 300

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"  # accents and Arabic vowel signs
_WORD = re.compile(rf"[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_]*)*")
_NOT_IN_STEMS = re.compile(r"[\W_]+")
_APOSTROPHES = "'’ʼ"
_ELISIONS = frozenset(("l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"))

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_ARABIC_LETTERS = str.maketrans("أإآٱىی" + "ک", "ااااييك", "ـ")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ARTICLE = re.compile(r"[وف]?[بك]?ال(?=\w{3})")
_own = threading.local()  # a Snowball stemmer keeps the word it works on, so no two threads may share one


def stems(text: str, language: str) -> str:
    """The stems of a text in order, separated by spaces."""
    return " ".join(stem for _start, _end, stem in _stemmed(text, language))


def query_stems(q: str, language: str) -> list[str]:
    """The stems of a question, each once, at most MOST_TERMS. Signs and operators mean nothing."""
    found: dict[str, None] = {}
    for _start, _end, stem in _stemmed(q, language):
        found[stem] = None
        if len(found) == MOST_TERMS:
            break
    return list(found)


def highlight(text: str, q: str, language: str, words: int = 30) -> list[tuple[str, bool]]:
    """The stretch of plain text that answers a question best, as pieces that are a hit or not.

    Without any hit it is the beginning. Joined, the pieces are the excerpt, with … where the text goes on.
    """
    asked = set(query_stems(q, language))
    tokens = [(start, end, stem in asked and stem) for start, end, stem in _stemmed(text, language)]
    if not tokens:
        return [(text.strip(), False)] if text.strip() else []
    first = _best_start(tokens, words)
    shown = tokens[first : first + words]
    begin = shown[0][0] if first else 0
    end = shown[-1][1] if first + words < len(tokens) else len(text)
    pieces = [("… ", False)] if first else []
    for hit_start, hit_end in [*((start, stop) for start, stop, hit in shown if hit), (end, end)]:
        pieces += [(text[begin:hit_start], False), (text[hit_start:hit_end], True)]
        begin = hit_end
    pieces += [(" …", False)] if end < len(text) else []
    return _joined(pieces)


def _stemmed(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and stem of each word."""
    for match in _WORD.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        if language == "fr" and text[end : end + 1] in _APOSTROPHES and end < len(text) and word.lower() in _ELISIONS:
            continue
        if language == "en" and start and text[start - 1] in _APOSTROPHES and word in ("s", "S"):
            continue
        if stem := _stem(word[: 2 * LONGEST], language):
            yield start, end, stem


@lru_cache(50_000)
def _stem(word, language):
    folded = unicodedata.normalize("NFKC", word).casefold().translate(_DIGITS)
    if "\u0600" <= folded[:1] <= "\u06ff":
        stem = _arabic(_bare(folded.translate(_ARABIC_LETTERS)), language)
    else:
        folded = _bare(unicodedata.normalize("NFKD", folded)).translate(_LETTERS)
        stem = {"en": _english, "fr": _french}.get(language, str)(folded)
    return _NOT_IN_STEMS.sub("", stem)[:LONGEST]


def _bare(word):
    return "".join(letter for letter in word if not unicodedata.combining(letter))


def _english(word):
    return _snowball("english").stemWord(word)


def _french(word):
    if len(word) < 5:
        return word
    if word.endswith("aux"):
        return word[:-3] + "al"
    word = word.removesuffix("x") if word.endswith("x") else word.removesuffix("s")
    word = word.removesuffix("r").rstrip("e") if len(word) > 4 else word
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _arabic(word, language):
    """Without article, and with the ending that readers type as ه read as ة."""
    if language != "ar":
        return word
    word = _ARTICLE.sub("", word, count=1) if _ARTICLE.match(word) else word
    if len(word) > 3 and word.endswith("ه"):
        word = word[:-1] + "ة"
    return _snowball("arabic").stemWord(word)


def _snowball(language):
    if not hasattr(_own, language):
        setattr(_own, language, snowballstemmer.stemmer(language))
    return getattr(_own, language)


def _best_start(tokens, words):
    """Where to begin so that the most of what was asked is in sight; the earliest of equals."""
    hits = [place for place, (_start, _end, hit) in enumerate(tokens) if hit][:HITS_WEIGHED]
    if not hits or hits[0] < BEFORE_HIT:
        hits = [0, *hits]
    starts = [max(0, place - BEFORE_HIT) for place in hits]
    return max(starts, key=lambda start: len({hit for *_span, hit in tokens[start : start + words] if hit}))


def _joined(pieces):
    """Without empty pieces, on one line, and neighbours of a kind as one."""
    joined: list[tuple[str, bool]] = []
    for words, hit in pieces:
        line = " ".join(words.split(" ")).replace("\n", " ")
        if line and joined and joined[-1][1] == hit:
            joined[-1] = (joined[-1][0] + line, hit)
        elif line:
            joined.append((line, hit))
    return joined
