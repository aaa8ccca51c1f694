"""What the newsroom's checklist says of a story, beside its text and wherever somebody decides about it."""

from datetime import datetime

from articles import checklist, dossier, readiness, signoffs
from articles.models import Revision


def panel(revision: Revision, user) -> dict:
    """For the writing screen: what is missing, what would be better, what holds, and every sign-off."""
    content, article_id = revision.parsed, revision.article_id
    about = dossier.of(article_id, user)
    rules = checklist.Rules(content.format, about.rules)
    standings = signoffs.standings(content, article_id, rules)
    return {
        "assessment": readiness.assess(content, article_id, rules=rules),
        "sign_offs_missing": [one for one in standings if one.required and not one.given],
        "sign_offs": [one for one in standings if one.wanted],
        "other_sign_offs": [one for one in standings if not one.wanted],
        "my_kinds": set(about.my_kinds),
    }


def before_deciding(revision: Revision, moment: datetime | None = None) -> dict:
    """For a page that asks before a text is approved, scheduled or published."""
    content, article_id = revision.parsed, revision.article_id
    rules = checklist.Rules(content.format, dossier.of(article_id).rules)
    standings = signoffs.standings(content, article_id, rules)
    return {
        "assessment": readiness.assess(content, article_id, moment, rules),
        "sign_offs_missing": [one for one in standings if one.required and not one.given],
        "sign_offs": [one for one in standings if one.wanted],
    }
