"""Loads the supporters and appeals of a sample newsroom, as if they had come through the sandbox."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from articles.models import Region
from memberships import appeals, bookkeeping
from memberships.models import Appeal, Member
from memberships.providers.sandbox import read_facts
from memberships.sandbox import history


@transaction.atomic
def load_members(rows: list[dict], now: datetime, stories: Mapping[str, int] | None = None) -> int:
    """Each row's supporter with all their payments up to `now`; no letter is owed for them. Returns how many.

    A row has name, email, interval, amount_minor, currency, months (how many payments were made), status, and may
    have language and `from_story`, the slug of a story whose number `stories` knows.
    """
    stories = stories or {}
    for row in rows:
        told = history.play(row, f"{settings.PUBLIC_URL}/membership/webhooks/sandbox/", now)
        member = bookkeeping.record("sandbox", read_facts(told), now, tell=False)
        Member.objects.filter(pk=member.pk).update(
            came_from=stories.get(row.get("from_story", "")), language=row.get("language", settings.LANGUAGE_CODE)
        )
    return len(rows)


@transaction.atomic
def load_appeals(rows: list[dict]) -> int:
    """Rows with language, heading, text, button, and maybe region (a slug), member_heading and member_text."""
    for row in rows:
        slug = row.get("region")
        texts = {name: text for name, text in row.items() if name != "region"}
        appeal = Appeal(**texts, region=Region.objects.get(slug=slug) if slug else None)
        appeal.full_clean()
        appeal.save()
    appeals.changed("appeals were loaded")
    return len(rows)
