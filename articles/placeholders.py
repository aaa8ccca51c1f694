"""“To come”: what journalists type where a fact is still missing, and how it is told from ordinary words.

TK stands alone, doubled or joined to other words by a hyphen (TK, TKTK, “TK-year-old”); never inside a word or a name
such as TKP, and never as “Tk 500”, which is money. French and Arabic desks write the words in brackets.
"""

import re

_LETTER = r"[\p{L}\p{M}\p{N}_]"  # as JavaScript writes it
_WORDS = (
    r"À COMPLÉTER", r"A COMPLETER", r"À VÉRIFIER", r"A VERIFIER",
)  # fmt: skip
_IN_BRACKETS = (
    r"[àa] compl[ée]ter", r"[àa] v[ée]rifier", r"à venir",
    r"ي[\u064b-\u0652]*ستكمل", r"للاستكمال", r"للتحق[\u064b-\u0652]*ق", r"يراجع",
)  # fmt: skip
# One pattern for the server and for the editor, which marks while one types: with the flags of `u`, no others.
PATTERN = (
    rf"(?<!{_LETTER})(?:(?:TK)+|(?:[Tt][Kk]){{2,}}|{'|'.join(_WORDS)})(?!{_LETTER})"
    rf"|[\[(](?:{'|'.join(_IN_BRACKETS)})[^\])]{{0,60}}[\])]"
)
_FOUND = re.compile(PATTERN.replace(_LETTER, r"\w"))
AROUND = 24  # characters of either side, for people to find the place by


def in_text(text: str) -> list[str]:
    """Each place where something is still to come, with the words around it."""
    return [_excerpt(text, match) for match in _FOUND.finditer(text)]


def _excerpt(text, match):
    start, end = max(0, match.start() - AROUND), match.end() + AROUND
    before = text[start : match.start()]
    after = text[match.end() : end]
    if start:
        before = "…" + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{match[0]}{after}".split())
