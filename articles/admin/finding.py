"""The search box of the bar: from words, an address or a number to a story, one's own first."""

import re

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import desk_search, digests, own_links
from articles.admin.waiting import told
from articles.models import Article
from articles.parts import story_at

OWN, OTHERS = 10, 20
MOST_OWN = 500  # those that they touched last; older ones are found among the others
LONGEST = 300
NUMBER = re.compile(r"\s*[#№]?\s*([0-9]{1,18})\s*", re.ASCII)


@require_safe
def found_view(request, model_admin):
    """The stories that `q` finds; straight to the one that it names by number or by address."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    asked = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    seen = Article.objects.visible_to(request.user)
    named = named_story(asked)
    if named and seen.filter(pk=named).exists():
        return redirect("admin:articles_article_change", named)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Find a story"),
        "words_to_find": asked,
        **by_words(seen.kept(), asked, request.user),
    }
    return TemplateResponse(request, "admin/articles/article/found.html", context)


def named_story(asked: str) -> int | None:
    """The number that was typed, or that of the story whose page at the desk or in the paper was pasted."""
    if number := NUMBER.fullmatch(asked):
        return int(number[1])
    if "/" not in asked or " " in asked:
        return None
    path = re.sub(r"^https?://[^/]+", "", asked).partition("?")[0].partition("#")[0]
    return story_at(path) or _at_desk(path) or own_links.story_at(path.removeprefix("/lite"))


def _at_desk(path):
    try:
        match = resolve(path)
    except Resolver404:
        return None
    about_a_story = match.view_name.startswith("admin:articles_article_")
    number = str(match.kwargs.get("pk") or match.kwargs.get("object_id") or "")
    return int(number) if about_a_story and NUMBER.fullmatch(number) else None


def by_words(stories, words: str, user) -> dict:
    """`own` stories with every word, then `others`, those with all of them in the headline first. Five queries."""
    mine = list(stories.written_by(user).values_list("pk", flat=True)[:MOST_OWN])
    own = _first(desk_search.found_in(stories.filter(pk__in=mine), words), OWN)
    rest = stories.exclude(pk__in=own)
    others = _first(desk_search.found_in(rest, words, in_headline=True), OTHERS)
    if len(others) < OTHERS:
        others += _first(desk_search.found_in(rest.exclude(pk__in=others), words), OTHERS - len(others))
    found = {story.pk: told(story, (user.zone,)) for story in digests.with_stories(own + others, user)}
    return {
        "own": [found[pk] for pk in own if pk in found],
        "others": [found[pk] for pk in others if pk in found],
        "more": len(own) == OWN or len(others) == OTHERS,
    }


def _first(stories, most) -> list[int]:
    """Only their numbers: the database is quick to find them as long as nothing else is asked."""
    return list(stories.values_list("pk", flat=True)[:most])
