"""The conversation beside a story: its notes in the order of the text, and the forms of who leaves or settles them."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from articles import colleagues, dossier, markup, notes, workflow
from articles.admin.moves import article_or_404, story_context
from articles.admin.waiting import how_long_ago
from articles.anchors import FIELDS, Anchor, Found, find
from articles.enumeration import enumerated
from articles.models import Article, Note

PART = "X-Part"  # a script asks for the panel alone
LAST = 1_000_000
WHERE = {
    "headline": gettext_lazy("Headline"),
    "standfirst": gettext_lazy("Standfirst"),
    "lead_caption": gettext_lazy("Caption of the lead picture"),
}


@dataclass
class Thread:
    """A note that began a conversation, its answers, and where its passage is now."""

    root: Note
    found: Found | None
    may_settle: bool
    answers: list[Note] = field(default_factory=list)

    @property
    def lines(self):
        return [self.root, *self.answers]

    @property
    def is_open(self):
        return not (self.root.resolved_at or self.root.struck_at)

    @property
    def gone(self):
        return bool(self.root.quote) and self.found is None

    @property
    def place(self):
        """Where it stands in the panel: passages as the text has them, then lost ones, then the story's own."""
        part = FIELDS.index(self.root.field) if self.root.field in FIELDS else len(FIELDS)
        if self.found:
            return part, self.found.block, self.found.start, self.root.pk
        return LAST if self.gone else LAST + 1, 0, 0, self.root.pk

    @property
    def where(self):
        """The part of the story that it speaks of, in words; empty for the body and for the whole."""
        return WHERE.get(self.root.field, "")


def notes_context(article: Article, user) -> dict:
    """For `_notes.html`: the threads, and the colleagues who may be named. Three queries."""
    threads = threads_of(article, user)
    return {
        "open_threads": [thread for thread in threads if thread.is_open],
        "settled_threads": [thread for thread in threads if not thread.is_open],
        "note_people": [person for person in dossier.of(article.pk).people if person.pk != user.pk],
        "note_longest": notes.LONGEST,
        "note_parts": WHERE,
    }


def threads_of(article, user) -> list[Thread]:
    about = dossier.of(article.pk, user)
    rows = list(about.notes)
    if not rows:
        return []
    settles = user.has_perm("articles.edit_any_article") or about.is_theirs
    texts = _texts(article) if any(row.quote for row in rows) else {}
    threads = {}
    for row in rows:
        row.ago, row.mine = how_long_ago(row.at), row.by_id == user.pk
        if row.parent_id is None:
            found = find(_anchor(row), texts.get(row.field, [])) if row.quote else None
            threads[row.pk] = Thread(row, found, settles or row.mine)
        else:
            threads[row.parent_id].answers.append(row)
    return sorted(threads.values(), key=lambda thread: thread.place)


def _anchor(row):
    return Anchor(row.quote, row.prefix, row.suffix, row.block, row.field)


def _texts(article):
    """What each part of the story says, in paragraphs."""
    if article.head is None:
        return {}
    content = article.head.parsed
    caption = markup.plain_text(content.lead["caption"]) if content.lead else ""
    parts = {"headline": content.headline, "standfirst": content.standfirst, "lead_caption": caption}
    body = markup.plain_text(content.body, captions=True).split("\n\n")
    return {"": body} | {field: [text] for field, text in parts.items()}


@require_http_methods(["GET", "HEAD", "POST"])
def notes_view(request, pk, model_admin):
    """The conversation as a page of its own; POST leaves a note."""
    talk = _Talk(request, article_or_404(request, pk), model_admin)
    if request.method != "POST":
        return talk.show()
    said = request.POST
    anchor = Anchor.typed(*(said.get(name, "") for name in ("quote", "prefix", "suffix", "block", "field")))
    return talk.leave("text", anchor=anchor)


@require_POST
def note_view(request, pk, number, act, model_admin):
    """Answer a note, settle it, open it again, or take it back."""
    talk = _Talk(request, article_or_404(request, pk), model_admin)
    note = get_object_or_404(talk.article.notes.select_related("article", "parent"), pk=number)
    match act:
        case "answer":
            return talk.leave(f"text-{note.parent_id or note.pk}", parent=note)
        case "resolve" | "reopen" | "strike":
            return talk.do(getattr(notes, act), note)
        case _:
            raise Http404


SAID = {
    "resolve": lambda: _("Settled."),
    "reopen": lambda: _("Open again."),
    "strike": lambda: _("Taken back. It stays there, struck through."),
}


@dataclass
class _Talk:
    """One person's step in the conversation about one story."""

    request: object
    article: Article
    model_admin: object

    def leave(self, typed_in, **where):
        said = self.request.POST
        mention = said.get(f"tell{typed_in.removeprefix('text')}", "")
        named = colleagues.at_work().filter(pk=mention) if mention.isdecimal() and len(mention) < 19 else ()
        try:
            note = notes.leave(self.article, self.request.user, said.get(typed_in, ""), mentioned=named, **where)
        except workflow.NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except workflow.WorkflowError as refusal:
            return self.show(refused=str(refusal), status=422)
        told = enumerated(note.mentioned.all())
        return self.done(_("Noted. %(names)s will hear of it.") % {"names": told} if told else _("Noted."), note)

    def do(self, verb, note):
        try:
            verb(note, self.request.user)
        except workflow.NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except workflow.WorkflowError as refusal:
            return self.show(refused=str(refusal), status=422)
        return self.done(SAID[verb.__name__](), note)

    def done(self, sentence, note):
        if PART in self.request.headers:
            return self.show(said=sentence, newest=note.pk)
        messages.success(self.request, sentence)
        address = reverse("admin:articles_article_change", args=[self.article.pk])
        return redirect(f"{address}#note-{note.parent_id or note.pk}")

    def show(self, refused="", said="", newest=None, status=200):
        """The page, or for a script its panel; with what was typed when it was refused."""
        typed = self.request.POST if refused else {}
        context = notes_context(self.article, self.request.user) | {
            "article": self.article,
            "note_refused": refused,
            "note_said": said,
            "note_newest": newest,
            "note_typed": {name: typed.get(name, "") for name in typed},
        }
        for thread in context["open_threads"] + context["settled_threads"]:
            thread.typed = typed.get(f"text-{thread.root.pk}", "")
        if PART in self.request.headers:
            return TemplateResponse(self.request, "admin/articles/article/_notes.html", context, status=status)
        around = story_context(self.model_admin, self.request, self.article, _("Notes"))
        return TemplateResponse(self.request, "admin/articles/article/notes.html", around | context, status=status)
