"""The calendar: a month or a week of what is planned, scheduled and published, and moving it to another day."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import workflow
from articles.admin.agenda import Agenda, Day
from articles.admin.moments import YEARS, in_utc
from articles.models import Article, Schedule

WEEK, SIX_DAYS = timedelta(days=7), timedelta(days=6)
IN_A_DAY = 6  # entries of a month's day
# Where Django says Sunday for want of a country: Monday as in ISO 8601, and Saturday as in most countries of Arabic.
WEEKS_BEGIN = {"en": 0, "ar": 5}


def first_weekday() -> int:
    """On which day weeks begin in the page's language, as `date.weekday()` counts."""
    return WEEKS_BEGIN.get(get_language(), (get_format("FIRST_DAY_OF_WEEK") - 1) % 7)


def _week_begins(day: date) -> date:
    return day - timedelta(days=(day.weekday() - first_weekday()) % 7)


@dataclass(frozen=True)
class Period:
    """A month or a week. `first` and `last` are the days that the page shows, in whole weeks of its language."""

    unit: str
    value: str  # as the address says it
    first: date
    last: date
    of: date  # a day inside

    @property
    def name(self):
        if self.unit == "month":
            return date_format(self.of, "F Y")
        shape = "j F" if self.first.year == self.last.year else "j F Y"
        return f"{date_format(self.first, shape)} – {date_format(self.last, 'j F Y')}"

    @classmethod
    def month(cls, day: date) -> "Period":
        begins = day.replace(day=1)
        ends = (begins + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return cls("month", f"{begins:%Y-%m}", _week_begins(begins), _week_begins(ends) + SIX_DAYS, begins)

    @classmethod
    def week(cls, day: date) -> "Period":
        begins = _week_begins(day)
        monday = begins + timedelta(days=-begins.weekday() % 7)  # by which the address counts weeks
        year, number, _weekday = monday.isocalendar()
        return cls("week", f"{year}-W{number:02}", begins, begins + SIX_DAYS, begins)

    def neighbours(self) -> tuple["Period", "Period"]:
        if self.unit == "week":
            return Period.week(self.of - WEEK), Period.week(self.of + WEEK)
        return Period.month(self.of - timedelta(days=1)), Period.month(self.of + timedelta(days=31))


def period_of(data, today: date) -> tuple[Period, str]:
    """The period that the address names, else this month; and a sentence when it named none that there is."""
    for unit, words in (("week", _("There is no such week. This is the present one.")),
                        ("month", _("There is no such month. This is the present one."))):  # fmt: skip
        if unit in data:
            build = getattr(Period, unit)
            day = _day_in(unit, data[unit])
            return (build(day), "") if day else (build(today), words)
    return Period.month(today), ""


def _day_in(unit, text) -> date | None:
    shape = r"(\d{4})-W(\d{2})" if unit == "week" else r"(\d{4})-(\d{2})"
    found = re.fullmatch(shape, text, re.ASCII)
    if not found or int(found[1]) not in YEARS:
        return None
    try:
        numbers = int(found[1]), int(found[2])
        return date.fromisocalendar(*numbers, 1) if unit == "week" else date(*numbers, 1)
    except ValueError:
        return None


@require_safe
def calendar_view(request, site):
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    today = timezone.localdate(timezone.now(), ZoneInfo(request.user.zone))
    period, sentence = period_of(request.GET, today)
    agenda = Agenda(request, period.first, period.last)
    chosen = {one.parameter_name: one.chosen for one in agenda.filters if one.chosen}
    before, after = period.neighbours()
    context = site.each_context(request) | {
        "title": _("Calendar"),
        "period": period,
        "sentence": sentence,
        "days": _days(agenda, period, today, chosen),
        "zones": agenda.zones,
        "sieve": [(one, one.title, one.choices(None)) for one in agenda.filters],
        "sieved": bool(chosen),
        "before": _address(before, chosen),
        "after": _address(after, chosen),
        "present": _address(Period.month(today) if period.unit == "month" else Period.week(today), chosen),
        "units": [(_("Month"), _address(Period.month(period.of), chosen), period.unit == "month"),
                  (_("Week"), _address(Period.week(_inside(period, today)), chosen), period.unit == "week")],
        "here": request.get_full_path(),
        "move_at": reverse("admin:calendar_move"),
        "words": words(),
    }  # fmt: skip
    return TemplateResponse(request, "admin/calendar.html", context)


def _inside(period, today):
    """The week to show for a month: today's, if it lies there."""
    return today if period.first <= today <= period.last else period.of


def _address(period, chosen):
    return f"{reverse('admin:calendar')}?{urlencode({period.unit: period.value, **chosen})}"


def _days(agenda, period, today, chosen):
    by_day = {}
    for entry in agenda.entries():
        by_day.setdefault(entry.day, []).append(entry)
    count = (period.last - period.first).days + 1
    dates = [period.first + timedelta(days=number) for number in range(count)]
    if period.unit == "week":
        return [Day(day, by_day.get(day, []), day == today, False) for day in dates]
    return [_day_of_a_month(day, by_day.get(day, []), period, today, chosen) for day in dates]


def _day_of_a_month(day, entries, period, today, chosen):
    """A month has room for some of a busy day; the week has all of it."""
    shown = entries[:IN_A_DAY]
    week = _address(Period.week(day), chosen)
    return Day(day, shown, day == today, day.month != period.of.month, len(entries) - len(shown), week)


def words() -> dict:
    """What the page's script says aloud."""
    return {
        "taken": _(
            "Taken: {name}. The arrow keys move it by a day or a week, Enter puts it down, Escape puts it back."
        ),
        "over": _("{name}: {day}"),
        "edge": _("The page ends here. Put it back with Escape, or move it by its date."),
        "back": _("{name} is back where it was."),
        "failed": _("It could not be moved: the line is down. It is back where it was."),
    }


# Moving ------------------------------------------------------------------------------------------


class Move(forms.Form):
    what = forms.ChoiceField(choices=[("plan", "plan"), ("schedule", "schedule")])
    pk = forms.IntegerField(min_value=1, max_value=10**17)
    was = forms.CharField(max_length=40)
    day = forms.DateField(input_formats=["%Y-%m-%d"])

    def clean_day(self):
        if self.cleaned_data["day"].year not in YEARS:
            raise ValidationError(_("That year cannot be meant."))
        return self.cleaned_data["day"]


@require_POST
def move_view(request, site):
    """Put something on another day; the time of day in its own zone stays. Answers in JSON, or leads back."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    form = Move(request.POST)
    if not form.is_valid():
        wrong = " ".join(str(sentence) for sentence in form.errors.get("day", [])) or _("That is nothing to be moved.")
        return _answer(request, wrong, 422)
    mover = _move_plan if form.cleaned_data["what"] == "plan" else _move_schedule
    try:
        said = mover(request.user, **{name: form.cleaned_data[name] for name in ("pk", "was", "day")})
    except workflow.NotAllowed as refusal:
        return _answer(request, str(refusal), 403)
    except workflow.WorkflowError as refusal:
        return _answer(request, str(refusal), 409)
    except ValidationError as wrong:
        return _answer(request, " ".join(wrong.messages), 422)
    return _answer(request, said, 200)


def _answer(request, sentence, status):
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"sentence": sentence}, status=status)
    messages.add_message(request, messages.SUCCESS if status == 200 else messages.ERROR, sentence)
    there = request.POST.get("here", "")
    home = reverse("admin:calendar")
    return redirect(there if there.startswith(home) else home)


def _move_plan(user, pk, was, day):
    story = Article.objects.visible_to(user).kept().select_related("planned").filter(pk=pk).first()
    plan = story and getattr(story, "planned", None)
    if not plan:
        raise Http404
    _refuse_if_moved((plan.at or plan.day).isoformat(), was)
    if plan.at:
        at = shifted(plan.at, plan.zone, user.zone, day)
        workflow.plan(story, by=user, at=at, zone=plan.zone)
        return _("“%(name)s” is planned for %(moment)s.") % _said(story, at, plan.zone)
    workflow.plan(story, by=user, day=day)
    return _("“%(name)s” is planned for %(moment)s.") % {"name": story, "moment": date_format(day)}


def _move_schedule(user, pk, was, day):
    seen = Schedule.objects.of_stories_seen_by(user).waiting()
    waiting = seen.select_related("article", "revision").filter(pk=pk).first()
    if not waiting:
        raise Http404
    _refuse_if_moved(waiting.at.isoformat(), was)
    at = shifted(waiting.at, waiting.zone, user.zone, day)
    workflow.reschedule(waiting, by=user, at=at, zone=waiting.zone)
    said = _said(waiting.article, at, waiting.zone)
    if waiting.action == Schedule.Action.WITHDRAW:
        return _("“%(name)s” is withdrawn on %(moment)s.") % said
    return _("“%(name)s” goes out on %(moment)s.") % said


def _said(story, at, zone):
    return {"name": story, "moment": workflow.say_in_zone(at, zone)}


def _refuse_if_moved(stands, was):
    if stands != was:
        raise workflow.WorkflowError(_("Somebody else has moved it since. Look again."))


def shifted(at: datetime, zone: str, seen_in: str, day: date) -> datetime:
    """The moment as many days later as `day` is after the day on which it is seen; same time of day in `zone`.

    ValidationError where that time of day does not exist on that day, or comes twice.
    """
    days = day - at.astimezone(ZoneInfo(seen_in)).date()
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    return in_utc(local + days, zone)
