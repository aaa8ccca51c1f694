"""Somebody's own words inside a sentence of ours, whichever way each of them runs."""

FIRST_STRONG_ISOLATE, POP = "\u2068", "\u2069"


def isolated(words: object) -> str:
    """`words` so that they keep their direction and leave that of the sentence round them alone, as plain text."""
    return f"{FIRST_STRONG_ISOLATE}{words}{POP}"
