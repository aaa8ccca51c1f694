"""Notices by e-mail: one letter for all that waits for a person, in their language, held in their quiet hours."""

import hashlib
import logging
from datetime import timedelta
from email.utils import formataddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import colleagues, notices
from articles.models import Article, Notice
from articles.publication import publication

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)
MOST = 50  # notices in one letter


def send_owed() -> int:
    """Send what is owed to each person who is not in their quiet hours; how many letters were taken."""
    waiting = Notice.objects.free().order_by().values("person")
    return sum(_send_to(person) for person in colleagues.at_work().filter(pk__in=waiting).order_by("pk"))


def _send_to(person) -> bool:
    """Claim, send outside any transaction, finish; of two clocks one finds nothing to claim."""
    if _is_quiet(person):
        return False
    until = timezone.now() + LEASE
    free = Notice.objects.free().filter(person=person).order_by("pk").values("pk")[:MOST]
    claimed = Notice.objects.free().filter(pk__in=list(free.values_list("pk", flat=True)))
    if not claimed.update(claimed_until=until, attempts=F("attempts") + 1):
        return False
    held = Notice.objects.filter(person=person, mail=Notice.Mail.OWED, claimed_until=until)
    unseen = ~Q(article__in=Article.objects.visible_to(person).values("pk"))
    held.filter(unseen | Q(note__struck_at__isnull=False)).update(mail=Notice.Mail.DROPPED)
    known = held.select_related("article__restriction", "by", "note").order_by("pk")
    rows = [row for row in known if _can_be_said(row, person)]
    if not rows:
        return False
    held = held.filter(pk__in=[row.pk for row in rows])
    try:
        compose(person, rows).send()
    except Exception as error:  # one address that a server refuses must not keep the others waiting
        log.warning("Notices for person %s stay owed: %s", person.pk, type(error).__name__)
        _rest(held, rows[0].attempts, error)
        return False
    held.update(mail=Notice.Mail.SENT, mailed_at=timezone.now(), last_error="")
    return True


def _can_be_said(row, person):
    """Whether a letter can speak of this notice; one that cannot rests, and the others go out without it."""
    try:
        with translation.override(person.language):
            _line(row, person)
    except Exception as error:  # whatever is wrong with it, the letter about the others is not
        log.warning("Notice %s for person %s cannot be put into a letter: %s", row.pk, person.pk, type(error).__name__)
        _rest(Notice.objects.filter(pk=row.pk), row.attempts, error)
        return False
    return True


def _rest(held, attempts, error):
    pause = min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_PAUSE)
    held.update(claimed_until=timezone.now() + pause, last_error=type(error).__name__)


def _is_quiet(person):
    clock = timezone.now().astimezone(ZoneInfo(person.zone)).time()
    return notices.choices_of([person])[person.pk].is_quiet_at(clock)


def compose(person, rows: list[Notice]) -> EmailMessage:
    """The letter about these notices. It says less of a story under embargo, and nothing of a restricted one."""
    house = publication()
    with translation.override(person.language):
        name = house.name_in(person.language)
        context = {
            "notices": [_line(row, person) for row in rows],
            "newsroom": name,
            "choices_url": settings.PUBLIC_URL + reverse("admin:articles_notice_choices"),
        }
        return EmailMessage(
            subject=_subject(rows, name),
            body=render_to_string("admin/letters/notices.txt", context),
            from_email=formataddr((name, settings.DEFAULT_FROM_EMAIL)),
            to=[person.email],
            headers={"Message-ID": _message_id(rows), "Auto-Submitted": "auto-generated"},
        )


def name_of(article: Article) -> str:
    """What a letter calls the story."""
    return _("a restricted story") if _is_restricted(article) else article.slugline


def is_discreet(article: Article) -> bool:
    """Whether no words of the story, or about it, may go by e-mail."""
    embargoed = article.embargo_until and article.embargo_until > timezone.now()
    return bool(embargoed) or _is_restricted(article)


def _is_restricted(article):
    return getattr(article, "restriction", None) is not None


def _line(row, person):
    moment = row.at.astimezone(ZoneInfo(person.zone))
    return {
        "story": name_of(row.article),
        "headline": "" if is_discreet(row.article) else row.article.headline,
        "sentence": notices.sentence(row),
        "words": "" if is_discreet(row.article) else row.words,
        "when": f"{date_format(moment, 'DATETIME_FORMAT')} {person.zone}",
        "url": settings.PUBLIC_URL + reverse("admin:articles_notice_open", args=[row.pk]),
    }


def _subject(rows, newsroom):
    stories = {row.article_id: name_of(row.article) for row in rows}
    name, counted = stories[rows[0].article_id], ngettext("%(n)d notice", "%(n)d notices", len(rows))
    counted %= {"n": len(rows)}
    if len(rows) == 1:
        subject = _("%(event)s: %(story)s") % {"event": rows[0].get_event_display(), "story": name}
    elif len(stories) == 1:
        subject = _("%(story)s: %(notices)s") % {"story": name, "notices": counted}
    else:
        subject = _("%(notices)s on %(stories)s of %(newsroom)s") % {
            "notices": counted,
            "stories": ngettext("%(n)d story", "%(n)d stories", len(stories)) % {"n": len(stories)},
            "newsroom": newsroom,
        }
    return " ".join(subject.split())


def _message_id(rows):
    """The same for the same notices, so that a letter sent again after a crash is shown once."""
    numbers = "-".join(str(row.pk) for row in rows)
    return f"<notices-{hashlib.sha256(numbers.encode()).hexdigest()[:20]}@{urlsplit(settings.PUBLIC_URL).hostname}>"
