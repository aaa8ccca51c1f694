"""What still keeps a story from going out, what would make it better, and what holds: by the newsroom's checklist."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from articles import checklist, markup
from articles.checks import CHECKS, Check, Obstacle, StoryToCheck
from articles.checks.slugs import free_slug, slug_is_taken
from articles.content import Content
from articles.models import Level

__all__ = ["Assessment", "Obstacle", "assess", "before_review", "free_slug", "obstacles", "slug_is_taken"]


@dataclass(frozen=True)
class Assessment:
    """`required` keep it from readers, `advice` does not, `holds` are the checks that found nothing."""

    required: list[Obstacle] = field(default_factory=list)
    advice: list[Obstacle] = field(default_factory=list)
    holds: list[Check] = field(default_factory=list)


def assess(
    content: Content, article_id: int, moment: datetime | None = None, rules: checklist.Rules | None = None
) -> Assessment:
    """The whole list for this text, as if it went out at `moment`; without one: when it is scheduled, or now."""
    return _look(content, article_id, moment, rules, (Level.REQUIRED, Level.ADVISED))


def obstacles(
    content: Content, article_id: int, moment: datetime | None = None, rules: checklist.Rules | None = None
) -> list[Obstacle]:
    """Everything that keeps this content from readers; empty when it may go out."""
    return _look(content, article_id, moment, rules, (Level.REQUIRED,)).required


def _look(content, article_id, moment, rules, levels):
    rules = rules or checklist.Rules(content.format)
    story, found = StoryToCheck(content, article_id, moment), Assessment()
    story.look_up()
    for check in CHECKS.values():
        rule = rules.of(check.code)
        level = Level.REQUIRED if check.fixed else rule.level
        if level not in levels:
            continue
        wrong = check.obstacles(story, rule.limit)
        if wrong:
            (found.required if level == Level.REQUIRED else found.advice).extend(wrong)
        else:
            found.holds.append(check)
    return found


def before_review(content: Content) -> list[Obstacle]:
    """What an editor needs before it is worth looking at."""
    wanted = []
    if not content.headline:
        wanted.append(Obstacle("headline", _("It needs a headline.")))
    if markup.is_empty(content.body):
        wanted.append(Obstacle("body", _("It has no text yet.")))
    return wanted
