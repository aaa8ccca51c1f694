"""What is looked at before a story goes out: one small function for each check, in the order in which it is shown.

Which of them are required of which format is data (`articles.checklist`); what each looks for stands here.
"""

from articles.checks import addresses, corrections, names, pictures, planned, words
from articles.checks.registry import CHECKS, Check, Obstacle
from articles.checks.story import StoryToCheck

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
    "words",
]
