"""What the clock does when a story's hour has come, and a quarter of an hour before."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import notices, workflow
from articles.models import Schedule

log = logging.getLogger(__name__)
AHEAD = timedelta(minutes=15)  # how long before its moment a story is looked at again
RESTS = [timedelta(seconds=seconds) for seconds in (5, 10, 20, 30)]  # between tries; the last one for ever


def publish_due() -> tuple[int, int]:
    """Do everything whose moment has come; how much was done and how much could not be.

    Each is a transaction of its own, so one that fails stops no other. It keeps its schedule, says why on the desk,
    and is tried again.
    """
    done = failed = 0
    for waiting in Schedule.objects.due().select_related("revision", "article"):
        try:
            workflow.carry_out(waiting)
            done += 1
        except Exception as error:  # whatever is wrong with this one, the others go out
            failed += _remember(waiting, error)
    return done, failed


def _remember(waiting, error) -> int:
    """Write down why it did not go out, unless another clock has done it; 1 when it did fail."""
    if isinstance(error, workflow.WorkflowError):
        sentence = str(error)
    else:
        log.exception("Schedule %s failed", waiting.pk)
        sentence = _("Something broke while it was done (%(error)s). The operator's log says more.") % {
            "error": type(error).__name__
        }
    rest = RESTS[min(waiting.attempts, len(RESTS) - 1)]
    still = Schedule.objects.waiting().filter(pk=waiting.pk)
    with transaction.atomic():
        if still.exclude(last_error=sentence).update(last_error=sentence):
            notices.tell("failed", waiting.article, None, words=sentence)
        return still.update(attempts=F("attempts") + 1, retry_at=timezone.now() + rest)


def check_soon() -> tuple[int, int]:
    """Look again at every story that goes out soon; how many were looked at, and of how many somebody was told.

    What would stop it is written on its schedule and told to people once, while they can still mend it; it is taken
    off again once it is mended. Several clocks may do it at once.
    """
    looked = told = 0
    now = timezone.now()
    for waiting in Schedule.objects.soon(AHEAD, now).filter(at__gt=now).select_related("revision", "article", "by"):
        try:
            told += _warn(waiting, workflow.what_would_stop(waiting))
            looked += 1
        except Exception:  # whatever is wrong with this one, the others are looked at
            log.exception("Schedule %s could not be checked", waiting.pk)
    return looked, told


@transaction.atomic
def _warn(waiting, sentence) -> bool:
    """Write down what would stop it, in place of what was written before; whether people were told."""
    news = Schedule.objects.waiting().filter(pk=waiting.pk).exclude(warning=sentence).update(warning=sentence)
    if news and sentence:
        notices.tell("will_fail", waiting.article, None, words=sentence)
    return bool(news and sentence)
