"""Secret links to a story: who was given one, until when, how often it was opened; a new one; an end to one."""

import secrets

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from articles import dossier, previewing, restrictions, workflow
from articles.admin import hours
from articles.admin.moves import article_or_404, revision_or_none, story_context
from articles.models import PreviewLink
from articles.views.reading.page import absolute

LASTS = (
    ("day", gettext_lazy("one day")),
    ("week", gettext_lazy("one week")),
    ("month", gettext_lazy("one month")),
)


class LinkForm(forms.Form):
    revision = forms.ChoiceField(label=gettext_lazy("Which text"))
    for_whom = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=120,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy("A name, or what it is for. The person with the link does not see it."),
    )
    lasts = forms.ChoiceField(
        label=gettext_lazy("It works for"), choices=LASTS, initial="week", widget=forms.RadioSelect
    )

    def __init__(self, *args, article, chosen, **options):
        super().__init__(*args, **options)
        named = article.revisions.defer("content").filter(named__isnull=False).select_related("named")
        rows = {row.pk: row for row in [chosen, *named[:50]]}
        newest = _("the newest text")  # in a line of its own: the collector of words sees none inside an f-string
        self.fields["revision"].choices = [
            (key, f"{row.called} · {newest}" if key == article.head_id else row.called) for key, row in rows.items()
        ]


def of_story(article) -> dict:
    """For the panel on the writing screen."""
    return {"open_links": dossier.of(article.pk).links[: previewing.MOST_OPEN]}


@require_http_methods(["GET", "HEAD", "POST"])
def links_view(request, pk, model_admin):
    """GET lists them and asks for a new one; POST makes it and shows its address, this once."""
    article = article_or_404(request, pk)
    may_share = previewing.may_share(article, request.user)
    if request.method == "POST" and not may_share:
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    chosen = revision_or_none(article, asked.get("revision", "")) or article.head
    form = LinkForm(request.POST or None, article=article, chosen=chosen, initial={"revision": chosen.pk})
    once = request.POST.get("once", "")
    made = _make(request, chosen, form, once) if request.method == "POST" and form.is_valid() else None
    if made:
        form = LinkForm(article=article, chosen=chosen, initial={"revision": chosen.pk})
    links = PreviewLink.objects.of_story(article).with_names()
    still_open = set(links.open().values_list("pk", flat=True))
    context = story_context(model_admin, request, article, _("Secret links")) | {
        "form": form if may_share else None,
        "warnings": _warnings(article, request.user),
        "made": made,
        "once": secrets.token_urlsafe(16),
        "rows": [(link, link.pk in still_open, _may_revoke(link, request.user)) for link in links[:100]],
    }
    status = 422 if request.method == "POST" and not made else 200
    return TemplateResponse(request, "admin/articles/article/preview_links.html", context, status=status)


def _make(request, revision, form, once):
    """(the link, its whole address), or None with the reason beside the field."""
    said = form.cleaned_data
    try:
        link, token = previewing.make_link(revision, request.user, said["for_whom"], said["lasts"], once)
    except workflow.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except workflow.WorkflowError as refusal:
        form.add_error("for_whom", str(refusal))
        return None
    return link, absolute(reverse("preview", args=[token]))


def _warnings(article, user):
    """What somebody should know before they let it out of the house."""
    found = []
    if restrictions.of(article):
        found.append(_("Only named people of the newsroom know of this story. A link lets somebody else know."))
    if article.embargo_until:
        said = " · ".join(f"{moment} {zone}" for zone, moment in hours.embargo(article, user))
        found.append(
            _("This story is under embargo: %(moments)s. Whoever has a link reads it before.") % {"moments": said}
        )
    return found


def _may_revoke(link, user):
    return link.made_by_id == user.pk or user.has_perm("articles.edit_any_article")


@require_POST
def revoke_view(request, pk, link):
    article = article_or_404(request, pk)
    row = get_object_or_404(PreviewLink.objects.of_story(article).select_related("revision__article"), pk=link)
    try:
        previewing.revoke(row, by=request.user)
    except workflow.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, _("Revoked: the link shows nothing any more."))
    return redirect("admin:articles_article_links", pk)
