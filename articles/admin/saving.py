"""A save from the writing screen: once, however often it is sent; and never over somebody else's text."""

import json
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from articles import autosaves, revisions
from articles.admin import offers
from articles.admin.typed import LISTS, as_sent, fields_of, is_of_the_content, is_of_the_form, offered, typed
from articles.models import Article, Autosave, Revision
from articles.states import Status


def changeform(model_admin, request, object_id, go_on):
    """`go_on(object_id)` is the admin's own view; a save on an older text leads to the merge screen."""
    if request.method != "POST":
        return go_on(object_id)
    for _attempt in range(2):  # the second time, when the same save was under way and has just arrived
        object_id, before = _known_again(request, object_id), request.POST.get("opened_on")
        try:
            return go_on(object_id)
        except revisions.StaleSave as stale:
            article_id = stale.head.article_id
            if _known_again(request, object_id) and request.POST.get("opened_on") == before:
                break
        except IntegrityError:
            if object_id is not None or _known_again(request, None) is None:
                raise
    return _too_late(model_admin, request, article_id, go_on)


def require_may_change(model_admin, request, article: Article | None) -> None:
    """Raises what says why this save is refused; Http404 for a story of which this person knows nothing."""
    user = request.user
    if article is None or not Article.objects.visible_to(user).filter(pk=article.pk).exists():
        raise Http404
    if model_admin.has_change_permission(request, article):
        return
    if article.binned_at:
        raise PermissionDenied(_("This story was put in the bin. Nothing was saved."))
    if not user.has_perm("articles.change_article"):
        raise PermissionDenied(_("Your role does not allow this now. Nothing was saved."))
    if article.status == Status.SCHEDULED:
        sentence = _("This story is scheduled; until it is out, only an editor changes it. Nothing was saved.")
        raise PermissionDenied(sentence)
    raise PermissionDenied(_("This story is not one of yours now. Nothing was saved."))


def page_of(request) -> UUID | None:
    """The open page that sends this form; None for one that does not say."""
    return as_uuid(request.POST.get("page"))


def as_uuid(text) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def number(text) -> int:
    """0, which no revision has, for what is no number."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def turn_of(request) -> int:
    return min(number(request.POST.get("turn")), 2**31 - 1)


def _known_again(request, object_id):
    """This page saved before and its answer was lost: the save goes on from there, in the same story."""
    page = page_of(request)
    saved = autosaves.saved_from(page, request.user) if page else None
    if saved is None or (object_id is not None and object_id != str(saved.article_id)):
        return object_id
    if number(request.POST.get("opened_on")) < saved.pk:
        request.POST = changed(request.POST, opened_on=[str(saved.pk)])
        request.known_again = True
    return str(saved.article_id)


def changed(data: QueryDict, **fields) -> QueryDict:
    """A copy of what was sent, with these in place of what it held; None takes a field out."""
    data = data.copy()
    for name, texts in fields.items():
        if texts is None:
            data.pop(name, None)
        else:
            data.setlist(name, texts)
    return data


def _too_late(model_admin, request, article_id, go_on):
    """Keep what was typed, then show both texts; where it changed nothing of the text there is nothing to decide."""
    article = Article.objects.with_names().get(pk=article_id)
    base = article.revisions.filter(pk=number(request.POST.get("opened_on"))).first()
    if base is None:
        base = article.head
    fields = typed_fields(request)
    if typed(base.parsed, fields) == base.parsed:
        return _on_top(model_admin, request, article, fields, go_on)
    kept = autosaves.Typed(page_of(request) or uuid4(), fields, base.pk, turn_of(request))
    row = autosaves.keep_whole(request.user, kept, article)
    return redirect("admin:articles_article_merge", article.pk, row.page)


def typed_fields(request) -> dict[str, list[str]]:
    """What was typed, without those fields beside the text that stand as when the page was opened."""
    fields = {name: texts for name, texts in request.POST.lists() if is_of_the_form(name)}
    try:
        before = json.loads(request.POST.get("opened_with") or "{}")
    except ValueError:
        before = {}
    same = {name for name, texts in fields.items() if isinstance(before, dict) and before.get(name) == texts}
    return {name: texts for name, texts in fields.items() if is_of_the_content(name) or name not in same}


def beside_as_it_stands(model_admin, request, article: Article) -> QueryDict:
    """What was sent, but for those fields beside the text that this page left as they were when it was opened.

    They are no part of the text: a save on the newest revision would else put back what a colleague has changed since.
    """
    sent, typed_here = request.POST, typed_fields(request)
    left = [name for name in sent if is_of_the_form(name) and name not in typed_here]
    if not left:
        return sent
    now = as_sent(model_admin.get_form(request, article, change=True)(instance=article))
    return changed(sent, **{name: now[name] for name in left if name in now})


def _on_top(model_admin, request, article, fields, go_on):
    """Nothing of the text was changed here: the newest text stays, whatever else was typed goes beside it."""
    if request.POST.get("_then"):
        messages.warning(
            request, _("%(name)s saved this story after you opened it. Read it first.") % {"name": article.head.author}
        )
        return redirect("admin:articles_article_change", article.pk)
    beside = {name: texts for name, texts in fields.items() if not is_of_the_content(name)}
    request.POST = form_data(
        model_admin, request, article, beside | fields_of(article.head.parsed, article.head.parsed)
    )
    if not getattr(request, "known_again", False):
        messages.info(request, _("%(name)s saved this story after you opened it.") % {"name": article.head.author})
    return go_on(str(article.pk))


def form_data(model_admin, request, article: Article, fields) -> QueryDict:
    """The whole form as a browser would send it: what stands beside the text as it is now, with `fields` over it."""
    form = model_admin.get_form(request, article, change=True)(instance=article)
    data = QueryDict(mutable=True)
    whole = as_sent(form) | fields | {"opened_on": [str(article.head_id)]}
    whole |= {name: offered(form.fields[name], whole[name]) for name in LISTS if name in whole}
    whole |= {name: request.POST.getlist(name) for name in ("page", "turn", "instead_of") if name in request.POST}
    for name, texts in whole.items():
        data.setlist(name, texts)
    return data


def settle(request, revision: Revision) -> None:
    """This save holds what was typed in its page, in the one it went on from, and in others that say nothing else."""
    pages = [page for page in (page_of(request), as_uuid(request.POST.get("instead_of"))) if page]
    autosaves.forget(request.user, pages, turn_of(request), revision)
    left = Autosave.objects.filter(user=request.user, article=revision.article_id).select_related("base")
    for row in left.exclude(page__in=pages):
        if all(map(is_of_the_content, row.fields)) and offers.contains(revision.parsed, row):
            autosaves.throw_away(row, request.user)
