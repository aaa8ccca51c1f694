"""What the writing screen's own script asks while somebody types: keep this, who else is here, who is signed in."""

import json
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db.models import Q
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import autosaves, presence
from articles.admin import beside, offers
from articles.admin.moves import article_or_404
from articles.admin.typed import is_of_the_form
from articles.models import Article, Autosave
from articles.workflow import NotAllowed, WorkflowError


@require_http_methods(["GET", "HEAD", "POST"])
def keep_view(request, pk=None):
    """GET: who is signed in, with a token to send with. POST: keep what was typed; `pk` is None for a new story."""
    if not request.user.has_perm("articles.add_article" if pk is None else "articles.view_article"):
        raise PermissionDenied
    try:
        article = article_or_404(request, pk) if pk is not None else None
    except Http404:
        sentence = _(
            "This story is not there, or it is not open to you any more. What you typed stays in this browser."
        )
        return JsonResponse({"sentence": sentence}, status=404)
    if request.method != "POST":
        return JsonResponse({"person": request.user.pk, "token": get_token(request)})
    try:
        autosaves.require_may_keep(request.user, article)
        row = autosaves.keep(request.user, _typed(_sent(request)), article)
    except autosaves.Forgotten:
        return JsonResponse({"again": True}, status=409)
    except WorkflowError as refusal:
        status = {NotAllowed: 403, autosaves.TooMuch: 413}.get(type(refusal), 400)
        return JsonResponse({"sentence": str(refusal)}, status=status)
    return JsonResponse({"kept": row is not None, "at": offers.clock(timezone.now(), request.user)})


@require_POST
def presence_view(request, pk):
    """Say that this person has the story open, or that they leave; who else has, and which revision is the newest."""
    article = article_or_404(request, pk)
    try:
        data = _sent(request)
        page = _page(data.get("page"))
        if data.get("gone"):
            presence.leave(request.user, page)
            return JsonResponse({})
        others = presence.look_in(article, request.user, page, writing=data.get("writing") is True)
    except WorkflowError as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=403 if isinstance(refusal, NotAllowed) else 400)
    newest = {"head": article.head_id, "saved_by": str(article.head.author)} if article.head else {}
    return JsonResponse({"others": [offers.say_other(other, request.user) for other in others], **newest})


@require_http_methods(["GET", "HEAD", "POST"])
def throw_away_view(request, page, model_admin):
    """GET asks, POST throws what was typed in that page away."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    seen = Q(article=None) | Q(article__in=Article.objects.visible_to(request.user))
    rows = Autosave.objects.filter(seen, user=request.user).select_related("article", "base")
    row = get_object_or_404(rows, page=page)
    if row.article_id:
        back = reverse("admin:articles_article_change", args=[row.article_id])
    else:
        back = reverse("admin:articles_article_add")
    if request.method == "POST":
        autosaves.throw_away(row, request.user)
        messages.success(request, _("Thrown away."))
        return redirect(back)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Throw away what is not saved"),
        "opts": model_admin.opts,
        "row": row,
        "offer": offers.offer_of(row, request.user),
        "back": back,
    }
    return TemplateResponse(request, "admin/articles/article/throw_away.html", context)


def _sent(request) -> dict:
    """The JSON a page of ours sends. Raises WorkflowError for anything else, and for what somebody else typed."""
    try:
        data = json.loads(request.body)
    except RequestDataTooBig as error:
        raise autosaves.TooMuch(_("This is too much to keep between saves. Shorten it, or split it in two.")) from error
    except ValueError as error:
        raise WorkflowError(_("This is no form of ours.")) from error
    if not isinstance(data, dict):
        raise WorkflowError(_("This is no form of ours."))
    if data.get("person") != request.user.pk:
        raise NotAllowed(_("Somebody else is signed in here now. What you typed stays in this browser, for you alone."))
    return data


def _typed(data) -> autosaves.Typed:
    fields = data.get("fields")
    fields = (
        {name: texts for name, texts in fields.items() if is_of_the_form(name)} if isinstance(fields, dict) else None
    )
    instead_of = data.get("instead_of")
    return autosaves.Typed(
        page=_page(data.get("page")),
        fields=fields,
        opened_on=_number(data.get("opened_on")),
        turn=_number(data.get("turn")),
        after=_number(data.get("after")),
        instead_of=_page(instead_of) if instead_of else None,
        seen=beside.sound(data.get("seen")),
    )


def _page(text) -> UUID:
    try:
        return UUID(str(text))
    except ValueError as error:
        raise WorkflowError(_("This is no form of ours.")) from error


def _number(value) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**31 else 0
