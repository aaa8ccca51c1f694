"""What is looked at before a story goes out: one small function for each check, in the order in which it is shown.

Which of them are required of which format is data (`articles.checklist`); what each looks for stands here.
"""

from articles.checks import addresses, corrections, names, pictures, planned, translations, words
from articles.checks.registry import REGISTERED, Check, Obstacle
from articles.checks.story import StoryToCheck

ORDER = (
    "headline", "text", "slug", "names", "pictures", "embargo",
    "region", "format", "byline", "standfirst", "headline-length", "placeholders",
    "lead-picture", "alt-text", "caption", "credit", "rights",
    "own-links", "related", "translation", "correction", "slug-length", "slug-language",
)  # fmt: skip
CHECKS = {code: REGISTERED[code] for code in ORDER} | REGISTERED
"""From the top of a story down; a check that has no place here comes last."""

__all__ = [
    "CHECKS",
    "Check",
    "Obstacle",
    "StoryToCheck",
    "addresses",
    "corrections",
    "names",
    "pictures",
    "planned",
    "translations",
    "words",
]
