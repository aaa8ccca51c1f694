"""The inbox: what somebody was told, one fold for each story; and how they want to be told."""

from functools import partial, wraps

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import notices
from articles.admin.waiting import how_long_ago
from articles.models import Article, Notice
from articles.models.notice import USUAL_WAYS

STORIES_ON_A_PAGE = 20
MOST_LINES = 400
SHOWN = 3  # of each story, before its fold
SIGN_OFFS = ("sign_off_asked", "sign_off_refused", "sign_off_lapsed")
KINDS = {
    "me": (
        gettext_lazy("For me"),
        ("mentioned", "replied", "assigned", "changes_requested", "sign_off_asked", "named", "opened"),
    ),
    "notes": (gettext_lazy("Notes"), ("mentioned", "replied", "noted")),
    "review": (gettext_lazy("Review"), ("submitted", "changes_requested", "approved", "lapsed", *SIGN_OFFS)),
    "out": (gettext_lazy("Going out"), ("scheduled", "published", "failed", "will_fail")),
    "given": (gettext_lazy("Assignments"), ("assigned", "handed_back")),
}
NEVER_NOWHERE = ("mentioned", "assigned", "failed", "will_fail")


@admin.register(Notice)
class Inbox(admin.ModelAdmin):
    """Everybody's own, for all who see stories at the desk."""

    def get_urls(self):
        def own(address, view, name):
            return path(address, self.admin_site.admin_view(partial(view, model_admin=self)), name=name)

        return [
            own("", inbox_view, "articles_notice_changelist"),
            own("read/", read_view, "articles_notice_read"),
            own("choices/", choices_view, "articles_notice_choices"),
            own("<int:pk>/", open_view, "articles_notice_open"),
        ]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.view_article")

    def page(self, request, template, title, status=200, **context):
        around = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/articles/notice/{template}.html", around | context, status=status)


def for_who_sees_stories(view):
    @wraps(view)
    def checked(request, **named):
        if not request.user.has_perm("articles.view_article"):
            raise PermissionDenied
        return view(request, **named)

    return checked


@require_safe
@for_who_sees_stories
def inbox_view(request, model_admin):
    kind, only_new = request.GET.get("kind", ""), "new" in request.GET
    rows = notices.inbox_of(request.user)
    if kind in KINDS:
        rows = rows.filter(event__in=KINDS[kind][1])
    if only_new:
        rows = rows.unread()
    page = Paginator(_stories(rows), STORIES_ON_A_PAGE).get_page(request.GET.get("p"))
    shown = {
        "folds": _folds(rows, page.object_list),
        "page": page,
        "kinds": [(key, name) for key, (name, _events) in KINDS.items()],
        "kind": kind if kind in KINDS else "",
        "only_new": only_new,
    }
    return model_admin.page(request, "inbox", _("Inbox"), **shown)


@require_POST
@for_who_sees_stories
def read_view(request, model_admin):
    """Set down as read: all notices of a story, or everything."""
    rows, number = notices.inbox_of(request.user), request.POST.get("story", "")
    if "story" in request.POST:
        rows = rows.filter(article=number if number.isdecimal() and len(number) < 19 else 0)
    notices.mark_read(rows)
    back = request.POST.get("back", "")
    return redirect(reverse("admin:articles_notice_changelist") + (back if back.startswith("?") else ""))


@require_safe
@for_who_sees_stories
def open_view(request, pk, model_admin):
    """To the story, and in it to the passage; what brought them there is read now."""
    seen = Article.objects.visible_to(request.user).values("pk")
    mine = Notice.objects.filter(person=request.user, article__in=seen).select_related("note")
    notice = get_object_or_404(mine, pk=pk)
    if request.method == "GET":
        notices.mark_read(Notice.objects.filter(pk=pk))
    return redirect(address_of(notice))


@require_http_methods(["GET", "HEAD", "POST"])
@for_who_sees_stories
def choices_view(request, model_admin):
    form = Choices(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        notices.choose(request.user, form.ways(), said["quiet_from"], said["quiet_until"])
        messages.success(request, _("Saved. That is how you will be told from now on."))
        return redirect("admin:articles_notice_choices")
    status = 422 if form.errors else 200
    return model_admin.page(request, "choices", _("What you are told, and how"), status, form=form)


def address_of(notice) -> str:
    """Where it happened: the story, and in it the conversation."""
    place = f"#note-{notice.note.parent_id or notice.note_id}" if notice.note else ""
    return reverse("admin:articles_article_change", args=[notice.article_id]) + place


def _stories(rows):
    """One row for each story: its newest notice, and how many were not read; the newest first."""
    unread = Count("pk", filter=Q(read_at__isnull=True))
    return rows.order_by().values("article").annotate(newest=Max("pk"), unread=unread).order_by("-newest")


def _folds(rows, stories):
    """[{story, unread, lines, earlier}, …] for these stories."""
    stories = list(stories)
    lines = rows.filter(article__in=[story["article"] for story in stories])
    by_story = {}
    for line in lines.select_related("article", "by", "note").order_by("-pk")[:MOST_LINES]:
        line.struck = line.note is not None and line.note.struck_at is not None
        line.sentence, line.ago = notices.sentence(line), how_long_ago(line.at)
        by_story.setdefault(line.article_id, []).append(line)
    return [
        {
            "story": found[0].article,
            "unread": story["unread"],
            "lines": found[:SHOWN],
            "earlier": found[SHOWN:],
        }
        for story in stories
        if (found := by_story.get(story["article"]))
    ]


class Choices(forms.Form):
    """A line for each event with its two ways, and the hours without letters."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("No letters from"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("until"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.kept = notices.choices_of([person])[person.pk]
        self.initial = {"quiet_from": self.kept.quiet_from, "quiet_until": self.kept.quiet_until}

    def ways(self) -> dict[str, list[str]]:
        return {event: [way for way in ("inbox", "mail") if f"{event}:{way}" in self.data] for event in USUAL_WAYS}

    def rows(self):
        """[(event, its name, in the inbox, by mail, what is wrong), …] as typed, or as kept."""
        ways = self.ways() if self.is_bound else {event: self.kept.ways_of(event) for event in USUAL_WAYS}
        wrong = set(self.nowhere()) if self.is_bound else set()
        return [
            (event, label, "inbox" in ways[event], "mail" in ways[event], event in wrong)
            for event, label in Notice.Event.choices
        ]

    def nowhere(self):
        ways = self.ways()
        return [event for event in NEVER_NOWHERE if not ways[event]]

    def clean(self):
        begins, ends = self.cleaned_data.get("quiet_from"), self.cleaned_data.get("quiet_until")
        if (begins is None) != (ends is None) and not self.errors:
            self.add_error("quiet_until", _("Type both hours, or neither."))
        if self.nowhere():
            self.add_error(None, _("Choose at least one way where it is marked: somebody waits for you there."))
        return self.cleaned_data
