"""What happened to a story: every revision and every move, and any two revisions side by side."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles import corrections, dossier, revisions, together, versions, workflow
from articles.admin import own_words, waiting
from articles.admin.differences import differences
from articles.admin.moments import YEARS
from articles.admin.moves import article_or_404, revision_or_none, story_context
from articles.admin.presses import PRESSES
from articles.models import Article, Revision, StatusChange
from articles.states import PaperState, Status

ON_A_PAGE = 100
STATES = dict(Status.choices) | dict(PaperState.choices)
VERBS = {verb: press.label for verb, press in PRESSES.items()} | {
    "lapse": gettext_lazy("Approval lapsed with a change of the text"),
    "embargo": gettext_lazy("Embargo"),
    "plan": gettext_lazy("Planned date"),
    "merge": gettext_lazy("Two texts brought together"),
    "ask_sign_off": gettext_lazy("Asked for a sign-off"),
    "sign_off": gettext_lazy("Signed off"),
    "refuse_sign_off": gettext_lazy("Sign-off: not yet"),
    "take_back_sign_off": gettext_lazy("Took a sign-off back"),
    "sign_off_lapsed": gettext_lazy("A sign-off lapsed with a change of what it covers"),
    "restrict": gettext_lazy("Restricted to named people"),
    "unrestrict": gettext_lazy("Opened to everybody at the desk"),
    "operator_named": gettext_lazy("Opened to more people from outside the desk"),
    "operator_lifted": gettext_lazy("Opened to everybody from outside the desk"),
    "follow": gettext_lazy("Up to date with its original"),
}


@dataclass(frozen=True)
class Entry:
    """A line of the history: either a revision or a move."""

    at: datetime
    revision: Revision | None = None
    change: StatusChange | None = None
    verb: str = ""
    words: str = ""

    @property
    def ago(self) -> str:
        return waiting.how_long_ago(self.at)

    @property
    def place(self) -> tuple[datetime, int, int]:
        """Where it stands in the history; of one moment, a move follows the text it was made with."""
        return (self.at, 1, self.change.pk) if self.change else (self.at, 0, self.revision.pk)

    @property
    def cursor(self) -> str:
        at, kind, key = self.place
        return f"{at.isoformat()}_{kind}_{key}"


def last_move(article) -> Entry | None:
    """Who brought it where it is now."""
    return next(iter(_entries(dossier.of(article.pk).last_moves)), None)


def _entries(changes):
    return [Entry(change.at, change=change, verb=VERBS.get(change.verb, ""), words=say(change)) for change in changes]


def say(change: StatusChange) -> str:
    """A move in words: “Approve: In review → Approved”."""
    words = str(VERBS.get(change.verb, change.verb))
    if change.before == change.after:
        return words
    before, after = STATES.get(change.before, change.before), STATES.get(change.after, change.after)
    return _("%(move)s: %(before)s → %(after)s") % {"move": words, "before": before, "after": after}


def page_of_history(article, before: str = "") -> tuple[list[Entry], str]:
    """What happened, newest first, from the cursor `before` on; and the cursor of what is older, empty at the end."""
    rows = article.revisions.defer("content").select_related("author", "named__by")
    texts = rows.filter(_earlier("created_at", 0, before)).order_by("-created_at", "-pk")[: ON_A_PAGE + 1]
    changes = article.status_changes.filter(_earlier("at", 1, before)).select_related("by")
    changes = changes.order_by("-at", "-pk")[: ON_A_PAGE + 1]
    together.ask(texts, changes)
    about = dossier.of(article.pk)
    together.attach(texts, "approvals", about.approvals, "revision_id")
    together.attach(texts, "answers", about.answers, "revision_id")
    found = [Entry(row.created_at, revision=row) for row in texts] + _entries(changes)
    found.sort(key=lambda entry: entry.place, reverse=True)
    shown = found[:ON_A_PAGE]
    return shown, shown[-1].cursor if len(found) > ON_A_PAGE else ""


def _earlier(field, kind, cursor):
    """Rows of one kind (0 a text, 1 a move) that stand below the cursor; all of them for none or a broken one."""
    at, _sign, place = cursor.partition("_")
    try:
        moment, (other, key) = parse_datetime(at), map(int, place.split("_"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment.year not in YEARS or not 0 <= key < 10**18:
        return Q()
    same = Q(**{field: moment})
    below = {-1: same, 0: same & Q(pk__lt=key)}.get(kind - other, Q(pk__in=[]))
    return Q(**{f"{field}__lt": moment}) | below


@require_safe
def history_view(request, object_id, model_admin):
    article = article_or_404(request, object_id)
    published = dossier.opened(article, request.user).published
    entries, older = page_of_history(article, request.GET.get("before", ""))
    told = corrections.told_with(article)
    for entry in entries:
        if entry.revision:
            entry.revision.told = told.get(entry.revision.pk, [])
    old, new = _chosen(request, article, "old"), _chosen(request, article, "new")
    here = {entry.revision.pk for entry in entries if entry.revision}
    context = story_context(model_admin, request, article, _("History")) | {
        "entries": entries,
        "older": older,
        "is_first_page": not request.GET.get("before"),
        "old_chosen": old.pk if old else article.head.parent_id if article.head else None,
        "new_chosen": new.pk if new else article.head_id,
        "elsewhere": [(name, row) for name, row in (("old", old), ("new", new)) if row and row.pk not in here],
        "published": published,
        "waits_for_a_second": published is not None and published.urgent,
        "may_edit": model_admin.has_change_permission(request, article),
    }
    return TemplateResponse(request, "admin/articles/article/history.html", context)


@require_safe
def compare_view(request, pk, model_admin):
    """Any two revisions, the older one first; without a choice the newest and the one it was made from."""
    article = article_or_404(request, pk)
    asked = _asked(request, article)
    rows = {row.pk: row for row in _named(article).filter(pk__in=asked)}
    if not rows or len(rows) < len(asked):
        raise Http404
    old, new = rows[min(rows)], rows[max(rows)]
    context = story_context(model_admin, request, article, _("Compare")) | {
        "old": old,
        "new": new,
        "steps": _steps(article, old, new),
        "may_restore": old.pk != article.head_id and model_admin.has_change_permission(request, article),
        "differences": differences(old.parsed, new.parsed, request.user),
        "answers": new.answers.select_related("by", "seconded_by"),
        "told": corrections.told_with(article).get(new.pk, []),
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context)


def _steps(article, old, new):
    """(what it shows, its address, rel, keys) of the comparisons next to this one."""
    keys = list(article.revisions.order_by("pk").values_list("pk", flat=True))
    first, last = keys.index(old.pk), keys.index(new.pk)
    steps = [
        (_("The save before"), first - 1, first, "prev", "p") if first else None,
        (_("The save after"), last, last + 1, "next", "n") if last + 1 < len(keys) else None,
        (_("From one save earlier"), first - 1, last, "", "") if first and last > first else None,
        (_("From the first text"), 0, last, "", "") if first > 0 else None,
        (_("To the newest text"), first, len(keys) - 1, "", "") if last + 1 < len(keys) else None,
    ]
    address = reverse("admin:articles_article_compare", args=[article.pk])
    return [
        (words, f"{address}?{urlencode({'old': keys[a], 'new': keys[b]})}", rel, key)
        for words, a, b, rel, key in filter(None, steps)
    ]


def _named(article):
    return article.revisions.select_related("author", "named")


@require_POST
def name_view(request, pk, revision):
    """Call a revision by a name, or take its name away."""
    article = article_or_404(request, pk)
    row = get_object_or_404(article.revisions, pk=revision)
    try:
        versions.name_version(row, request.POST.get("name", ""), by=request.user)
    except workflow.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except workflow.WorkflowError as refusal:
        own_words.hand_back(request, str(refusal))
        messages.error(request, str(refusal))
    before = urlencode({"before": request.POST["before"]}) if request.POST.get("before") else ""
    address = reverse("admin:articles_article_history", args=[pk])
    return redirect(f"{address}{'?' + before if before else ''}#revision-{row.pk}")


def _asked(request, article) -> set[int]:
    """The revisions that the address names: two or one; without a choice the newest and its parent."""
    numbers = [request.GET.get(name, "") for name in ("old", "new")]
    if any(number and not (number.isdecimal() and len(number) < 19) for number in numbers):
        raise Http404
    old, new = (int(number) if number else None for number in numbers)
    new = new or article.head_id
    old = old or article.revisions.filter(pk=new).values_list("parent_id", flat=True).first()
    return {key for key in (old, new) if key}


def _chosen(request, article, name):
    """The revision that the address names. Http404 when it is none of this story's."""
    number = request.GET.get(name, "")
    if not number:
        return None
    revision = revision_or_none(article, number)
    if revision is None:
        raise Http404
    return revision


@require_POST
def restore_view(request, pk, revision, model_admin):
    """Make the story what that revision was, as a new revision."""
    article = article_or_404(request, pk)
    row = get_object_or_404(_named(article), pk=revision)
    opened_on = request.POST.get("opened_on", "")
    try:
        with transaction.atomic():
            Article.objects.held().get(pk=pk)
            if not model_admin.has_change_permission(request, article):
                raise PermissionDenied
            before = article.head_id
            opened = int(opened_on) if opened_on.isdecimal() and len(opened_on) < 19 else 0
            new = revisions.restore(article, row, by=request.user, opened_on=opened)
    except revisions.StaleSave as stale:
        messages.error(request, f"{stale} " + _("Look at the history again, then decide."))
        return redirect("admin:articles_article_history", pk)
    same = new.pk == before
    messages.success(request, _("It says the same already.") if same else _("Restored, as a new revision."))
    return redirect("admin:articles_article_change", pk)
