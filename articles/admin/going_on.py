"""Going on with text that was typed earlier and never saved, and what the writing screen shows of keeping."""

import json
from uuid import uuid4

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from articles import presence
from articles.admin import beside, offers, saving
from articles.admin.typed import as_sent
from articles.models import Autosave


def resume(request, object_id):
    """Put the unsaved text that the address names into the form; to the merge screen when the story has moved on."""
    if "resume" not in request.GET or request.method != "GET":
        return None
    page = saving.as_uuid(request.GET["resume"])
    rows = Autosave.objects.filter(user=request.user, page=page).select_related("article")
    row = rows.filter(article__isnull=True).first() if object_id is None else _of_story(rows, object_id)
    if row is None:
        raise Http404
    if row.article_id and row.article.head_id != row.base_id:
        return redirect("admin:articles_article_merge", row.article_id, row.page)
    request.resumed = row
    return None


def _of_story(rows, object_id):
    return rows.filter(article=object_id).first() if object_id.isdecimal() and len(object_id) < 19 else None


def _shown(form, resumed):
    """What the page shows beside the text; of text that is gone on with, what the page showed that it was typed in."""
    if resumed is None:
        return as_sent(form)
    typed = beside.facts(resumed.fields)
    return {name: texts for name, texts in as_sent(form).items() if beside.fact_of(name) not in typed} | resumed.seen


def keeping(request, form, article) -> dict:
    """For the template of the writing screen: its page, where to send, what is offered, who else is here."""
    sent, resumed = request.method == "POST", getattr(request, "resumed", None)
    story = str(article.pk) if article else "new"
    at = f"admin:articles_article_{'keep' if article else 'keep_new'}"
    context = {
        "page": (saving.page_of(request) if sent else None) or uuid4(),
        "turn": saving.turn_of(request) if sent else 0,
        "instead_of": request.POST.get("instead_of", "") if sent else (resumed.page if resumed else ""),
        "opened_with": (request.POST.get("opened_with") if sent else None) or json.dumps(_shown(form, resumed)),
        "resumed": resumed,
        "copy_key": offers.copy_key(request.user, story),
        "story": story,
        "keep_at": reverse(at, args=[article.pk] if article else []),
        "others_here": [],
        "offers": [] if sent or resumed else offers.offers(request.user, article),
    }
    if article:
        here = presence.others(article, request.user)
        context["others_here"] = [offers.say_other(other, request.user) for other in here]
    return context
