"""The search page."""

import re
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import analyser, markup
from articles import search as index
from articles.views.reading import cursor
from articles.views.reading.cursor import Cursor
from articles.views.reading.finished import ANSWERS, finished
from articles.views.reading.page import absolute, show

LONGEST = 200  # characters in a question
SPACE = re.compile(r"\s+")


def question(text: str) -> str:
    """What was typed, on one line; one character more than may be asked shows that it was too long."""
    return SPACE.sub(" ", text.replace("\x00", " ")).strip()[: LONGEST + 1]


@finished(shelf=ANSWERS, q=question, before=cursor.read)
def search(request, q, before):
    path, query = reverse("search"), urlencode({"q": q})
    context = {"page_title": _("Search"), "heading": _("Search"), "breadcrumb": [], "robots": "noindex, follow", "q": q}
    if len(q) > LONGEST:
        message = _("Please ask with fewer words: at most %(count)s characters.") % {"count": LONGEST}
        return show(request, "search", path, **context | {"q": q[:LONGEST]}, message=message)
    if not q:
        return show(request, "search", path, **context)
    found = index.find(q, request.LANGUAGE_CODE)
    part = cursor.cut(
        lambda start: _behind(found, start) if start else found,
        lambda row: Cursor(row.published.first_published_at, row.published_id, row.rank),
        before,
    )
    stories = [entry.published for entry in part.rows]
    results = [{"card": row.as_card, "excerpt": _excerpt(row.as_story, q, row.language)} for row in stories]
    context |= {"results": results, "older_url": part.older_url(path, query)}
    context |= _told(found.count() if part.before or part.older else len(results))
    return show(request, "search", path, **context, canonical=absolute(part.address(path, query)))


def _behind(found, start):
    """What stands behind that hit: further down its rank, or of a lower one."""
    moment, pk = start.moment, start.pk
    older = Q(published__first_published_at__lt=moment) | Q(published__first_published_at=moment, published_id__lt=pk)
    return found.filter(Q(rank__gt=start.rank) | (Q(rank=start.rank) & older))


def _told(count):
    if not count:
        return {"message": _("No story has all of these words. Try fewer, or others.")}
    return {"count_sentence": ngettext("%(count)s story", "%(count)s stories", count) % {"count": count}}


def _excerpt(story, q, language):
    """The first paragraph with one of the words asked for; a story found by its headline or a name shows its beginning.

    Paragraph by paragraph, since most hits stand early and looking through a whole story takes milliseconds.
    """
    for paragraph in _paragraphs(story):
        pieces = analyser.highlight(paragraph, q, language)
        if any(is_hit for _text, is_hit in pieces):
            return pieces
    return analyser.highlight(story.standfirst, q, language)


def _paragraphs(story):
    yield story.standfirst
    for block in story.body:
        for html in block.html.split("</p>"):
            yield from markup.plain_text(html).split("\n\n")
