"""What happened to a story: every revision and every move, and any two revisions side by side."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles import revisions
from articles.admin.differences import differences
from articles.admin.moves import article_or_404, revision_or_none, story_context
from articles.admin.presses import PRESSES
from articles.models import Article, PublishedArticle, Revision, StatusChange
from articles.states import PaperState, Status

NEWEST = 200
STATES = dict(Status.choices) | dict(PaperState.choices)
VERBS = {verb: press.label for verb, press in PRESSES.items()} | {
    "lapse": gettext_lazy("Approval lapsed with a change of the text"),
    "embargo": gettext_lazy("Embargo"),
    "plan": gettext_lazy("Planned date"),
    "merge": gettext_lazy("Two texts brought together"),
}


@dataclass(frozen=True)
class Entry:
    """A line of the history: either a revision or a move."""

    at: datetime
    revision: Revision | None = None
    change: StatusChange | None = None
    verb: str = ""
    words: str = ""


def moves_of(article, most: int = NEWEST) -> list[Entry]:
    """Its moves, newest first."""
    return _entries(article.status_changes.all()[:most])


def last_move(article) -> Entry | None:
    """Who brought it where it is now."""
    return next(iter(_entries(article.status_changes.moves()[:1])), None)


def _entries(changes):
    changes = changes.select_related("by")
    return [Entry(change.at, change=change, verb=VERBS.get(change.verb, ""), words=say(change)) for change in changes]


def say(change: StatusChange) -> str:
    """A move in words: “Approve: In review → Approved”."""
    words = str(VERBS.get(change.verb, change.verb))
    if change.before == change.after:
        return words
    before, after = STATES.get(change.before, change.before), STATES.get(change.after, change.after)
    return _("%(move)s: %(before)s → %(after)s") % {"move": words, "before": before, "after": after}


@require_safe
def history_view(request, object_id, model_admin):
    article = article_or_404(request, object_id)
    rows = article.revisions.defer("content").select_related("author").prefetch_related("approvals__by")[:NEWEST]
    entries = [Entry(row.created_at, revision=row) for row in rows] + moves_of(article)
    published = PublishedArticle.objects.filter(article_id=article.pk).first()
    context = story_context(model_admin, request, article, _("History")) | {
        "entries": sorted(entries, key=lambda entry: (entry.at, bool(entry.change)), reverse=True),
        "published": published,
        "may_restore": model_admin.has_change_permission(request, article),
    }
    return TemplateResponse(request, "admin/articles/article/history.html", context)


@require_safe
def compare_view(request, pk, model_admin):
    """Any two revisions, the older one first; without a choice the newest and the one it was made from."""
    article = article_or_404(request, pk)
    new = _chosen(request, article, "new") or article.head
    old = _chosen(request, article, "old") or new.parent or new
    if old.pk > new.pk:
        old, new = new, old
    context = story_context(model_admin, request, article, _("Compare")) | {
        "old": old,
        "new": new,
        "differences": differences(old.parsed, new.parsed),
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context)


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
    row = get_object_or_404(article.revisions, pk=revision)
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
