"""The newsroom's checklist on one page: checks and sign-offs down, formats across."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles import checklist
from articles.checklist import Cell, ChecklistError, Rule
from articles.checks import CHECKS
from articles.models import ChecklistChange, ChecklistRule, Format, Level, SignOffKind

NEWEST = 50
PAGE = "admin:articles_checklistrule_changelist"
OF_A_SIGN_OFF = {
    Level.REQUIRED: gettext_lazy("Required"),
    Level.ADVISED: gettext_lazy("Optional"),
    Level.OFF: gettext_lazy("None"),
}


@dataclass
class Choice:
    """One field of the grid: how much a check counts for one format, and by which number."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]
    number: str = ""
    number_name: str = ""
    number_label: str = ""
    hint: str = ""
    error: str = ""

    @property
    def is_set(self) -> bool:
        return any(chosen and value for value, _words, chosen in self.options) or bool(self.number)


@dataclass
class Row:
    """One check, or one kind of sign-off."""

    code: str
    label: str
    choices: list[Choice]
    unit: str = ""


class Grid:
    """What stands in every cell, as set or as just typed."""

    def __init__(self, formats, kinds, rules: dict[Cell, Rule], typed=None):
        self.formats, self.typed, self.errors = formats, typed, {}
        self.kinds, self.rules = kinds, rules

    def groups(self) -> list[tuple[str, list[Row]]]:
        checks = [self._row(code, check.label, check) for code, check in CHECKS.items() if not check.fixed]
        signed = [self._row(checklist.code_of(kind), str(kind)) for kind in self.kinds]
        return [(_("Checks"), checks), (_("Sign-offs"), signed)]

    def _row(self, code, label, check=None):
        columns = [None, *(row.pk for row in self.formats)]
        unit = check.limit_label if check and check.limit is not None else ""
        return Row(code, label, [self._choice(code, label, key, check) for key in columns], unit)

    def _choice(self, code, label, key, check):
        name, column = name_of(code, key), self._column(key)
        rule, shipped = self.rules.get((code, key), Rule()), checklist.shipped(code)
        words = dict(Level.choices) if check else OF_A_SIGN_OFF
        empty = pgettext("a rule of the checklist", "as everywhere") if key else words[shipped.level]
        level = self.typed.get(name, "") if self.typed else rule.level
        number = self.typed.get(f"{name}-limit", "") if self.typed else rule.limit
        options = [(value, words[value], value == level) for value in Level.values]
        choice = Choice(name, f"{label}, {column}", [("", empty, not level), *options], error=self.errors.get(name, ""))
        if check and check.limit is not None:
            choice.number, choice.number_name = "" if number is None else str(number), f"{name}-limit"
            choice.number_label = f"{label}, {column}: {check.limit_label}"
            choice.hint = str(self._limit(code, key, shipped))
        return choice

    def _limit(self, code, key, shipped):
        general = self.rules.get((code, None), Rule()).limit if key else None
        return general if general is not None else shipped.limit

    def _column(self, key):
        return str(next((row for row in self.formats if row.pk == key), _("every format")))

    def wanted(self) -> dict[Cell, Rule]:
        """What was typed, cell by cell; `errors` says what cannot be meant."""
        codes = [code for code, check in CHECKS.items() if not check.fixed]
        codes += [checklist.code_of(kind) for kind in self.kinds]
        cells = [(code, key) for code in codes for key in (None, *(row.pk for row in self.formats))]
        return {cell: self._typed_rule(*cell) for cell in cells}

    def _typed_rule(self, code, key):
        name = name_of(code, key)
        number, check = self.typed.get(f"{name}-limit", "").strip(), CHECKS.get(code)
        level = self.typed.get(name, "")
        sound = number.isascii() and number.isdecimal() and len(number) < 6
        if number and not (sound and check and 1 <= int(number) <= checklist.LARGEST_LIMIT):
            self.errors[name] = _("Type a whole number from 1 to %(most)d.") % {"most": checklist.LARGEST_LIMIT}
        return Rule(level if level in Level.values else "", int(number) if number and sound else None)


def name_of(code, key) -> str:
    return f"{code.replace(':', '-')}--{key or 'all'}"


@admin.register(ChecklistRule)
class ChecklistAdmin(admin.ModelAdmin):
    """One page for all rules, for managing editors. A change of it makes no edition: readers see none of it."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        page = self.admin_site.admin_view(self.checklist_view)
        return [path("", page, name="articles_checklistrule_changelist")]

    def checklist_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        formats, kinds = list(Format.objects.all()), list(SignOffKind.objects.all())
        typed = request.POST if request.method == "POST" else None
        grid = Grid(formats, kinds, checklist.set_rules(), typed)
        return self._save(request, grid) if request.method == "POST" else self._show(request, grid)

    def _save(self, request, grid):
        opened_on = request.POST.get("opened_on", "")
        opened_on = int(opened_on) if opened_on.isdecimal() and len(opened_on) < 19 else -1
        resetting = request.POST.get("_do") == "reset"
        wanted = {} if resetting else grid.wanted()
        if grid.errors:
            return self._show(request, grid, status=422)
        try:
            if resetting:
                changed = checklist.reset(request.user, opened_on)
            else:
                changed = checklist.change(request.user, wanted, opened_on)
        except ChecklistError as refusal:
            messages.error(request, str(refusal))
            return self._show(request, grid, status=409)
        messages.success(request, _("The checklist is changed.") if changed else _("It says the same as before."))
        return redirect(PAGE)

    def _show(self, request, grid, status=200):
        changes = ChecklistChange.objects.select_related("by", "format")[:NEWEST]
        labels = {code: check.label for code, check in CHECKS.items()}
        labels |= {checklist.code_of(kind): str(kind) for kind in grid.kinds}
        for change in changes:
            change.label = labels.get(change.check_code, change.check_code)
            change.said_before, change.said_after = _in_words(change.before), _in_words(change.after)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Checklist"),
            "always": [check.label for check in CHECKS.values() if check.fixed],
            "groups": grid.groups(),
            "formats": grid.formats,
            "errors": grid.errors,
            "opened_on": checklist.newest_change(),
            "changes": changes,
        }
        return TemplateResponse(request, "admin/articles/checklist.html", context, status=status)


def _in_words(rule: str) -> str:
    """A rule as the history keeps it, “advised 80”, in the reader's language."""
    words = [str(dict(Level.choices).get(part, part)) for part in rule.split()]
    return " ".join(words) or _("as shipped")
