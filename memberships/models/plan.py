"""What a supporter is offered: how often, how much is suggested, and the least that may be given."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enumeration import enumerated
from memberships import money


class Interval(models.TextChoices):
    MONTH = "month", _("every month")
    YEAR = "year", _("every year")
    ONCE = "once", _("once")


def validate_suggestions(amounts):
    whole = isinstance(amounts, list) and all(type(amount) is int and amount > 0 for amount in amounts)
    if not whole or not 1 <= len(amounts) <= 4:
        raise ValidationError(_("Write one to four amounts, like 5 10 25."))


class PlanQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(active=True).order_by("position", "pk")


class Plan(models.Model):
    """Amounts are kept in the currency's smallest unit; the desk's form takes them as people write them."""

    interval = models.CharField(_("how often"), max_length=5, choices=Interval)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[money.validate_currency],
        help_text=_("Three letters, like USD."),
    )
    suggested_minor = models.JSONField(_("suggested amounts"), validators=[validate_suggestions])
    default_minor = models.PositiveIntegerField(_("chosen already"))
    minimum_minor = models.PositiveIntegerField(_("least amount"))
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("The first is chosen already."))
    active = models.BooleanField(_("offered"), default=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(
                fields=["interval"],
                condition=Q(active=True),
                name="each_interval_is_offered_once",
                violation_error_message=_("Another plan with this interval is offered already."),
            ),
            models.CheckConstraint(
                condition=Q(minimum_minor__gt=0, default_minor__gte=F("minimum_minor")),
                name="a_plan_suggests_at_least_its_minimum",
                violation_error_message=_("The amount chosen already must be at least the least amount."),
            ),
        ]

    def __str__(self):
        return enumerated([self.get_interval_display(), f"{money.display(self.minimum_minor, self.currency)}+"])

    def clean(self):
        try:
            validate_suggestions(self.suggested_minor)
        except ValidationError as error:
            raise ValidationError({"suggested_minor": error.messages}) from error
        if min(self.suggested_minor) < (self.minimum_minor or 0):
            raise ValidationError({"suggested_minor": _("No suggested amount may be below the least amount.")})
        if self.default_minor not in self.suggested_minor:
            raise ValidationError({"default_minor": _("Choose one of the suggested amounts.")})
