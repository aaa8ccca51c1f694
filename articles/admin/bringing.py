"""Bringing two texts of one story together: what goes by itself, and what somebody chooses."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import merging, workflow
from articles.admin.differences import differences
from articles.admin.moves import article_or_404, revision_or_none, story_context
from articles.models import Article

SIDES = ("mine", "theirs")


@dataclass(frozen=True)
class Choice:
    """Something that both texts changed: what each made of it, and which was chosen."""

    name: str
    label: str
    mine: SafeString
    theirs: SafeString
    chosen: str


@require_http_methods(["GET", "HEAD", "POST"])
def bring_together_view(request, pk, model_admin):
    """GET shows what both texts say of each other, POST makes them one new revision."""
    article = article_or_404(request, pk)
    if not Article.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    parted = workflow.apart(article)
    if parted is None:
        messages.info(request, _("Nothing has to be brought together: the newest text knows of the live page."))
        return redirect("admin:articles_article_change", pk)
    merged = merging.merge(parted.base.parsed, parted.mine.parsed, parted.theirs.parsed)
    if request.method == "POST":
        return _make(request, model_admin, article, parted, merged)
    return _show(request, model_admin, article, parted, merged)


def _make(request, model_admin, article, parted, merged):
    newest = revision_or_none(article, request.POST.get("newest", ""))
    same = request.POST.get("mine") == str(parted.mine.pk) and request.POST.get("theirs") == str(parted.theirs.pk)
    if newest is None or not same:
        sentence = _("One of the two texts has changed since you opened this page. This is how they stand now.")
        return _show(request, model_admin, article, parted, merged, sentence, 409)
    chosen = {one.key: request.POST.get(f"choice-{one.key}", "") for one in merged.conflicts}
    if not all(side in SIDES for side in chosen.values()):
        sentence = _("Choose one of the two wherever both texts changed the same thing.")
        return _show(request, model_admin, article, parted, merged, sentence, 422)
    content = merged.settled({one.key: getattr(one, chosen[one.key]) for one in merged.conflicts})
    try:
        workflow.merge(newest, request.user, parted.mine, parted.theirs, content)
    except workflow.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except workflow.WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Both texts are one now. It needs an approval of its own before it goes out."))
    return redirect("admin:articles_article_change", article.pk)


def _show(request, model_admin, article, parted, merged, sentence="", status=200):
    title = _("Bring both texts together")
    context = story_context(model_admin, request, article, title) | {
        "parted": parted,
        "choices": [_choice(one, parted, request) for one in merged.conflicts],
        "taken_over": differences(parted.mine.parsed, merged.content, request.user),
        "sentence": sentence,
    }
    return TemplateResponse(request, "admin/articles/article/bring_together.html", context, status=status)


def _choice(one, parted, request):
    label, mine = _changed(one, one.mine, parted.base.parsed, request.user)
    _label, theirs = _changed(one, one.theirs, parted.base.parsed, request.user)
    name = f"choice-{one.key}"
    return Choice(name, label, mine, theirs, request.POST.get(name, ""))


def _changed(one, value, base, viewer):
    """(what it is called, what this side made of it)."""
    if one.field == "corrections":
        before, after = ([note] if note else [] for note in (one.base, value))
    else:
        before, after = one.base, value
    said = differences(replace(base, **{one.field: before}), replace(base, **{one.field: after}), viewer)
    html = format_html_join("", "{}", ((row.html,) for row in said))
    return (said[0].label if said else one.field), html
