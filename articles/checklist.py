"""What counts for which format: the rules that a managing editor has set, over those that the program ships."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.checks import CHECKS
from articles.models import ChecklistChange, ChecklistRule, Level, SignOffKind

LARGEST_LIMIT = 9999
SIGN_OFF = "sign-off:"


class ChecklistError(Exception):
    """A change of the checklist that cannot be made; the message is for the person who tried."""


@dataclass(frozen=True)
class Rule:
    """How much a check counts, and the number it goes by. As typed, either may be empty: as for every format."""

    level: str = ""
    limit: int | None = None

    def __str__(self):
        return " ".join(str(part) for part in (self.level, self.limit) if part not in ("", None))


Cell = tuple[str, int | None]  # a check's code and a format's key; None: every format


def code_of(kind: SignOffKind) -> str:
    """Kinds of sign-off stand in the same list as the checks."""
    return f"{SIGN_OFF}{kind.code}"


def shipped(code: str) -> Rule:
    """What holds where nobody has set anything. Nothing needs a sign-off until a managing editor says so."""
    if code.startswith(SIGN_OFF):
        return Rule(Level.OFF)
    return Rule(CHECKS[code].level, CHECKS[code].limit)


def set_rules(format_id: int | None = None) -> dict[Cell, Rule]:
    """The rules that were set: all of them, or those that count for one format."""
    rows = ChecklistRule.objects.all()
    if format_id is not None:
        rows = rows.filter(format__in=[format_id]) | rows.filter(format__isnull=True)
    return _by_cell(rows)


def _by_cell(rows):
    return {(row.check_code, row.format_id): Rule(row.level, row.limit) for row in rows}


class Rules:
    """What counts for stories of one format: by these rows of the table, else by one query."""

    def __init__(self, format_id: int | None, rows: Iterable[ChecklistRule] | None = None):
        self.format_id, self.set = format_id, set_rules(format_id or 0) if rows is None else _by_cell(rows)

    def of(self, code: str) -> Rule:
        default = shipped(code)
        general = self.set.get((code, None), Rule())
        own = self.set.get((code, self.format_id), Rule()) if self.format_id else Rule()
        limits = (rule.limit for rule in (own, general, default) if rule.limit is not None)
        return Rule(own.level or general.level or default.level, next(limits, None))


def known_codes() -> list[str]:
    return [*CHECKS, *(code_of(kind) for kind in SignOffKind.objects.all())]


def newest_change() -> int:
    """The key of the last change, for a page to say what it was opened on; 0 before the first."""
    return ChecklistChange.objects.values_list("pk", flat=True).first() or 0


@transaction.atomic
def change(by, wanted: Mapping[Cell, Rule], opened_on: int) -> int:
    """Make these cells say this; how many changed. Cells that are not named stay.

    `opened_on` is `newest_change()` as it was on the page: when somebody changed the list since, nothing is written.
    """
    _require(by)
    list(SignOffKind.objects.select_for_update().values_list("pk"))  # one change of the list at a time
    present = {(row.check_code, row.format_id): row for row in ChecklistRule.objects.all()}
    if newest_change() != opened_on:
        raise ChecklistError(_("Somebody changed the checklist after you opened it. Look at it again, then decide."))
    known, changed = set(known_codes()), 0
    for (code, format_id), rule in wanted.items():
        _refuse_unsound(code, rule, known)
        changed += _set(by, code, format_id, rule, present.get((code, format_id)))
    return changed


def reset(by, opened_on: int) -> int:
    """Back to what the program ships, everywhere; how many rules that changed."""
    return change(by, {cell: Rule() for cell in set_rules()}, opened_on)


def _require(by):
    if not (by.is_active and by.is_staff and by.has_perm("articles.change_checklistrule")):
        raise PermissionDenied(_("Your role does not allow this."))


def _refuse_unsound(code, rule, known):
    check = CHECKS.get(code)
    if code not in known or rule.level not in ("", *Level.values):
        raise ChecklistError(_("There is no such check."))
    if check and check.fixed and rule != Rule():
        raise ChecklistError(
            _("“%(check)s” cannot be changed: the page does not stand without it.") % {"check": check.label}
        )
    if rule.limit is not None and not (check and check.limit is not None and 1 <= rule.limit <= LARGEST_LIMIT):
        raise ChecklistError(_("Type a whole number from 1 to %(most)d.") % {"most": LARGEST_LIMIT})


def _set(by, code, format_id, rule, row) -> bool:
    before = Rule(row.level, row.limit) if row else Rule()
    if rule == before:
        return False
    if rule == Rule():
        row.delete()
    else:
        ChecklistRule.objects.update_or_create(
            check_code=code, format_id=format_id, defaults={"level": rule.level, "limit": rule.limit}
        )
    ChecklistChange.objects.create(by=by, check_code=code, format_id=format_id, before=str(before), after=str(rule))
    return True
