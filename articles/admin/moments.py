"""Moments that people type: a date, a time and the zone they mean. Kept in UTC, with that zone beside it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from articles.admin.selects import LongSelect, written
from articles.publication import publication

YEARS = range(2000, 2101)
CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
NEVER = _("There is no %(time)s in %(zone)s on that day: clocks are put forward. Did you mean %(shown)s?")
TWICE = _("%(time)s comes twice in %(zone)s on that day: clocks are put back. Type the moment in UTC instead.")


@cache
def every_zone() -> list[str]:
    return sorted(name for name in available_timezones() if name.split("/")[0] in CONTINENTS)


def zone_choices(user) -> list:
    """Their own zone, the newsroom's and UTC first; then the world."""
    near = dict.fromkeys([user.zone, publication().zone, "UTC"])
    return [
        (_("Often used"), [(name, name) for name in near]),
        (_("Everywhere"), [(name, name.replace("_", " ")) for name in every_zone() if name not in near]),
    ]


def in_utc(naive: datetime, zone: str) -> datetime:
    """The moment at which clocks in `zone` show `naive`. ValidationError when they never do, or do so twice."""
    moment = naive.replace(tzinfo=ZoneInfo(zone))
    shown = moment.astimezone(UTC).astimezone(ZoneInfo(zone))
    said = {"time": naive.strftime("%H:%M"), "zone": zone, "shown": shown.strftime("%H:%M")}
    if shown.replace(tzinfo=None) != naive:
        raise ValidationError(NEVER, params=said)
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        raise ValidationError(TWICE, params=said)
    return moment.astimezone(UTC)


@dataclass(frozen=True)
class Moment:
    """A moment in UTC and the zone it was typed in."""

    at: datetime
    zone: str


def said_in(moment: datetime, *zones: str) -> list[tuple[str, str]]:
    """[(zone, the moment there), …], each zone once."""
    return [
        (zone, formats.date_format(moment.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT"))
        for zone in dict.fromkeys(zones)
    ]


class MomentWidget(forms.MultiWidget):
    """Date, time and zone side by side."""

    use_fieldset = True

    def __init__(self, attrs=None):
        self.zone = "UTC"
        super().__init__(
            [
                forms.DateInput({"type": "date", "aria-label": _("Date")}, format="%Y-%m-%d"),
                forms.TimeInput({"type": "time", "aria-label": _("Time")}, format="%H:%M"),
                LongSelect({"aria-label": _("Time zone"), "data-choose": ""}),
            ],
            attrs,
        )

    def render(self, name, value, attrs=None, renderer=None):
        """Date and time by Django's templates; the zones in one go, of which a template would write each by itself."""
        *parts, zones = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        shown = [self._render(part["template_name"], {"widget": part}, renderer) for part in parts]
        return mark_safe("".join([*shown, written(zones)]))  # noqa: S308  every part is escaped

    def decompress(self, value):
        if not value:
            return [None, None, self.zone]
        if isinstance(value, date):
            return [value, None, self.zone]
        local = value.at.astimezone(ZoneInfo(value.zone))
        return [local.date(), local.time(), value.zone]


class MomentField(forms.MultiValueField):
    """Cleans to a `Moment`, or to None; with `day_alone` also to a date, when no time was typed.

    Call `ask()` before the form is shown or read.
    """

    widget = MomentWidget

    def __init__(self, day_alone=False, **options):
        self.day_alone = day_alone
        parts = (
            forms.DateField(required=False, input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]),
            forms.TimeField(required=False, input_formats=["%H:%M", "%H:%M:%S", "%H.%M"]),
            forms.CharField(required=False, max_length=60),
        )
        super().__init__(fields=parts, require_all_fields=False, **options)

    def ask(self, user) -> None:
        """Offer the zones that suit `user`, their own first."""
        self.widget.zone = user.zone
        self.widget.widgets[2].choices = zone_choices(user)
        blanks = {"time": "{time}", "zone": "{zone}", "shown": "{shown}"}
        self.widget.widgets[0].attrs |= {
            "data-zones": " ".join(dict.fromkeys([user.zone, publication().zone, "UTC"])),
            "data-never": str(NEVER) % blanks,
            "data-twice": str(TWICE) % blanks,
        }

    def compress(self, parts):
        day, clock, zone = parts or (None, None, None)
        if day is None and clock is None:
            if self.required:
                raise ValidationError(_("Type a date and a time."))
            return None
        if day is None or (clock is None and not self.day_alone):
            raise ValidationError(_("Type the date too.") if self.day_alone else _("Type both the date and the time."))
        if day.year not in YEARS:
            raise ValidationError(_("That year cannot be meant."))
        if clock is None:
            return day
        if zone not in available_timezones():
            raise ValidationError(_("Choose the time zone you mean."))
        return Moment(in_utc(datetime.combine(day, clock), zone), zone)

    def has_changed(self, initial, data):
        """A zone alone means nothing."""
        try:
            return self.clean(data) != (initial or None)
        except ValidationError:
            return True
