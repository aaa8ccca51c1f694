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
from articles.admin import beside, offers
from articles.admin.own_words import NotTaken
from articles.admin.typed import LISTS, as_sent, fields_of, is_of_the_content, is_of_the_form, offered, typed
from articles.content import Content
from articles.merging import merge
from articles.models import Article, Autosave, Revision
from articles.states import Status
from articles.workflow import WorkflowError

FILLED = ("slug", "lead_caption", "lead_alt_text", "lead_credit")  # the form itself fills these when they are empty


class OutdatedFacts(Exception):
    """Something beside the text was changed here and by somebody else since; nothing was written."""

    def __init__(self, article: Article):
        super().__init__(article)
        self.article_id = article.pk


def changeform(model_admin, request, object_id, go_on):
    """`go_on(object_id)` is the admin's own view; a save on an older text leads to the merge screen."""
    if request.method != "POST":
        return go_on(object_id)
    for _attempt in range(2):  # the second time, when the same save was under way and has just arrived
        object_id, before = _known_again(request, object_id), request.POST.get("opened_on")
        try:
            return go_on(object_id)
        except OutdatedFacts as facts:
            article_id = facts.article_id
            break
        except revisions.StaleSave as stale:
            article_id = stale.head.article_id
            if _known_again(request, object_id) and request.POST.get("opened_on") == before:
                break
        except IntegrityError:
            if object_id is not None or _known_again(request, None) is None:
                raise
    try:
        return _too_late(model_admin, request, article_id, go_on)
    except WorkflowError as refusal:
        raise NotTaken(str(refusal)) from refusal


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
    """This page saved before, and its form comes again: the save goes on from there, in the same story.

    It does so where it was typed after that save, where it says the same, or where it holds all of that and more.
    Otherwise it stays on the text that it was opened on, and both are brought together.
    """
    page = page_of(request)
    saved = autosaves.saved_from(page, request.user) if page else None
    if saved is None or (object_id is not None and object_id != str(saved.article_id)):
        return object_id
    opened_on = number(request.POST.get("opened_on"))
    if opened_on < saved.pk and (holds := _went_on_from(request, saved, opened_on)):
        request.POST = changed(request.POST, opened_on=[str(holds.pk)])
        request.known_again = True
    return str(saved.article_id)


def _went_on_from(request, saved, opened_on) -> Revision | None:
    """The text of this page's own saves that this form goes on from; None where it knows nothing of the newest."""
    if turn_of(request) > saved.page_turn:
        return saved
    fields = typed_fields(request)
    its_own = Revision.objects.filter(article=saved.article_id, page=saved.page, author=request.user).order_by("-pk")
    for revision in its_own:
        if _says_the_same(revision.parsed, fields):
            return revision
    base = saved.article.revisions.filter(pk=opened_on).first()
    before = base.parsed if base else Content(saved.parsed.language)
    mine = typed(saved.parsed, _without_what_is_filled(fields))
    both = merge(before, mine, saved.parsed)
    return saved if both.content == mine and not both.conflicts else None


def _says_the_same(content, fields):
    """Whether a save of `fields` over `content` changes nothing of it."""
    return typed(content, _without_what_is_filled(fields)) == content


def _without_what_is_filled(fields):
    """The fields, but for those that were sent empty and that a save fills by itself."""
    left_empty = {name for name in FILLED if not "".join(fields.get(name, [""])).strip()}
    if not any("".join(fields[name]) for name in fields if name.startswith("bylines-") and name.endswith("-author")):
        left_empty |= {name for name in fields if name.startswith("bylines-")}
    return {name: texts for name, texts in fields.items() if name not in left_empty}


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
    known = base is not None
    if base is None:  # a page that does not say what it was opened on may have been opened on the first text
        base = article.revisions.order_by("pk").first()
    fields, seen = typed_fields(request), beside.shown(request.POST)
    now = beside.as_it_stands(model_admin, request, article)
    if known and _says_the_same(base.parsed, fields) and not beside.conflicts(seen, fields, now):
        return _on_top(model_admin, request, article, fields, go_on)
    kept = autosaves.Typed(page_of(request) or uuid4(), fields, base.pk, turn_of(request), seen=seen)
    row = autosaves.keep_whole(request.user, kept, article)
    return redirect("admin:articles_article_merge", article.pk, row.page)


def typed_fields(request) -> dict[str, list[str]]:
    """What was typed, without those fields beside the text that stand as when the page was opened."""
    fields = {name: texts for name, texts in request.POST.lists() if is_of_the_form(name)}
    facts = beside.typed_over(beside.shown(request.POST), fields)
    return {name: texts for name, texts in fields.items() if is_of_the_content(name) or beside.fact_of(name) in facts}


def take_facts_as_they_stand(model_admin, request, article: Article) -> None:
    """Those fields beside the text that this page left as it showed them say what stands now.

    They are no part of the text: a save on the newest revision would else put back what a colleague has changed since.
    Raises OutdatedFacts for one that was changed here and there. The caller holds the story.
    """
    seen, typed_here = beside.shown(request.POST), typed_fields(request)
    now = beside.as_it_stands(model_admin, request, article)
    if beside.conflicts(seen, typed_here, now):
        raise OutdatedFacts(article)
    left = {name: now[name] for name in request.POST if is_of_the_form(name) and name in now and name not in typed_here}
    if left:
        request.POST = changed(request.POST, opened_with=[json.dumps(seen | left)], **left)


def _on_top(model_admin, request, article, fields, go_on):
    """Nothing of the text was changed here: the newest text stays, whatever else was typed goes beside it."""
    going_on = bool(request.POST.get("_then"))
    facts = {name: texts for name, texts in fields.items() if not is_of_the_content(name)}
    request.POST = form_data(model_admin, request, article, facts | fields_of(article.head.parsed, article.head.parsed))
    if going_on:
        messages.warning(
            request, _("%(name)s saved this story after you opened it. Read it first.") % {"name": article.head.author}
        )
    elif not getattr(request, "known_again", False):
        messages.info(request, _("%(name)s saved this story after you opened it.") % {"name": article.head.author})
    return go_on(str(article.pk))


def form_data(model_admin, request, article: Article, fields) -> QueryDict:
    """The whole form as a browser would send it: what stands beside the text as it is now, with `fields` over it."""
    form = model_admin.get_form(request, article, change=True)(instance=article)
    data, now = QueryDict(mutable=True), as_sent(form)
    whole = now | fields | {"opened_on": [str(article.head_id)], "opened_with": [json.dumps(now)]}
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
