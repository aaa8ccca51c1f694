"""What a supporter fills in, how often and how much; and what the desk offers them."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from memberships import money
from memberships.models import Plan

LARGEST_ID = 2**63 - 1


def story_number(text: str) -> int | None:
    """The story named by `?from=`; None for anything that cannot be one."""
    known = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if known and 0 < int(text) <= LARGEST_ID else None


class JoinForm(forms.Form):
    """`interval`, and the amount: typed in `amount`, else one of `suggested_<interval>` in minor units.

    Valid, it has `plan` and `amount_minor` in `cleaned_data`.
    """

    interval = forms.CharField(error_messages={"required": _("Choose how often.")})
    amount = forms.CharField(required=False, max_length=40, strip=True)

    def __init__(self, data=None, *, plans: list[Plan], chosen: str = "", typed: str = ""):
        super().__init__(data)
        self.plans = {plan.interval: plan for plan in plans}
        self.chosen = (data or {}).get("interval", chosen)
        if self.chosen not in self.plans:
            self.chosen = plans[0].interval if plans else ""
        self.typed = (data or {}).get("amount", typed)[:40]
        self._choose_suggested(data)

    def _choose_suggested(self, data):
        """Each plan's `choices`: (minor units, shown, is chosen). An amount asked for in the address may be one."""
        for plan in self.plans.values():
            suggested = str(plan.default_minor)
            if data is not None:
                suggested = data.get(f"suggested_{plan.interval}", suggested)
            elif plan.interval == self.chosen and (asked := self._asked(plan)) in plan.suggested_minor:
                suggested, self.typed = str(asked), ""
            plan.choices = [
                (minor, money.display(minor, plan.currency), str(minor) == suggested) for minor in plan.suggested_minor
            ]
            plan.least = money.display(plan.minimum_minor, plan.currency)

    def _asked(self, plan):
        try:
            return money.parse(self.typed, plan.currency, plan.minimum_minor)
        except money.MoneyError:
            return None

    def clean_interval(self):
        if self.cleaned_data["interval"] not in self.plans:
            raise forms.ValidationError(_("Choose how often."))
        return self.cleaned_data["interval"]

    def clean(self):
        plan = self.plans.get(self.cleaned_data.get("interval"))
        if not plan or self.errors:
            return self.cleaned_data
        typed = self.cleaned_data["amount"] or self._suggested(plan)
        try:
            amount_minor = money.parse(typed, plan.currency, plan.minimum_minor)
        except money.MoneyError as error:
            self.add_error("amount", str(error))
            return self.cleaned_data
        return {**self.cleaned_data, "plan": plan, "amount_minor": amount_minor}

    def _suggested(self, plan):
        """The chosen suggestion as somebody would have typed it; empty when it is none of ours."""
        suggested = self.data.get(f"suggested_{plan.interval}", "")
        return next(
            (money.plain(minor, plan.currency) for minor in plan.suggested_minor if str(minor) == suggested), ""
        )


class PlanForm(forms.ModelForm):
    """Amounts are typed as people write them, “5” or “5.50”, and kept in minor units."""

    minimum_minor = forms.CharField(
        label=_("Least amount"), max_length=40, help_text=_("Like 5. Nobody can give less.")
    )
    suggested_minor = forms.CharField(
        label=_("Suggested amounts"),
        max_length=100,
        help_text=_("One to four, from small to large, with spaces between them: 5 10 25.50"),
    )
    default_minor = forms.CharField(
        label=_("Chosen already"),
        max_length=40,
        help_text=_("The suggested amount that is chosen when the page opens."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plan = self.instance
        if plan.pk:
            self.initial["minimum_minor"] = money.plain(plan.minimum_minor, plan.currency)
            self.initial["default_minor"] = money.plain(plan.default_minor, plan.currency)
            self.initial["suggested_minor"] = " ".join(money.plain(one, plan.currency) for one in plan.suggested_minor)

    def clean(self):
        currency = self.cleaned_data.get("currency") or self.instance.currency
        for name in ("minimum_minor", "suggested_minor", "default_minor"):
            if name in self.cleaned_data:
                self._read(name, currency)
        return self.cleaned_data

    def _read(self, name, currency):
        typed = self.cleaned_data[name]
        words = re.split(r"[;,]?\s+|;", typed) if name == "suggested_minor" else [typed]
        try:
            amounts = [money.parse(word, currency) for word in words]
        except money.MoneyError as error:
            self.add_error(name, str(error))
        else:
            self.cleaned_data[name] = amounts if name == "suggested_minor" else amounts[0]
