"""Giving a story to somebody, with a due time and a priority; and who had it before."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import assignments, colleagues, editor, workflow
from articles.admin.moments import Moment, MomentField, said_in
from articles.admin.moves import article_or_404, story_context
from articles.admin.typed import key_of
from articles.models import Article, Assignment
from articles.publication import publication

TRAIL = 50


class AssignmentForm(forms.Form):
    to = forms.ModelChoiceField(
        Article.objects.none(),
        label=gettext_lazy("To whom"),
        required=False,
        empty_label=gettext_lazy("Nobody: back to the desk"),
        widget=forms.Select({"data-choose": ""}),
    )
    moment = MomentField(label=gettext_lazy("Due"), required=False)
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), choices=Assignment.Priority.choices, coerce=int, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("What is to be done"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args, article, user, standing, **options):
        super().__init__(*args, **options)
        self.fields["to"].queryset = colleagues.who_see(article).order_by("name", "email")
        self.fields["moment"].ask(user)
        self.initial = {"priority": Assignment.Priority.NORMAL}
        if standing:
            due = Moment(standing.due_at, standing.due_zone or "UTC") if standing.due_at else None
            self.initial = {"to": standing.to_id, "moment": due, "priority": standing.priority, "words": standing.words}


@require_http_methods(["GET", "HEAD", "POST"])
def assign_view(request, pk, model_admin):
    article = article_or_404(request, pk)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    standing = assignments.standing(article) or Assignment(to=article.assigned_to)
    form = AssignmentForm(request.POST or None, article=article, user=request.user, standing=standing)
    if request.method == "POST" and form.is_valid():
        try:
            _assign(article, request.user, form.cleaned_data, seen=key_of(request.POST.get("seen", "")) or 0)
        except workflow.NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except workflow.WorkflowError as refusal:
            form.add_error("to", str(refusal))
        else:
            to = form.cleaned_data["to"]
            said = _("It is with %(name)s now.") % {"name": to} if to else _("It is back at the desk.")
            messages.success(request, said)
            return redirect("admin:articles_article_change", pk)
    context = story_context(model_admin, request, article, _("Assign")) | {
        "form": form,
        "trail": [told(row, request.user) for row in article.assignments.select_related("to", "by")[:TRAIL]],
        "words": editor.words(),
        "seen": getattr(assignments.standing(article), "pk", 0),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/articles/article/assign.html", context, status=status)


def _assign(article, by, said, seen):
    due = said["moment"]
    assignments.assign(
        article, said["to"], by, due_at=due.at if due else None, due_zone=due.zone if due else "",
        priority=said["priority"], words=said["words"], seen=seen,
    )  # fmt: skip


def told(row: Assignment, user) -> Assignment:
    """The assignment with `due_said`: its due time in each zone that matters."""
    row.due_said = (
        said_in(row.due_at, row.due_zone or "UTC", user.zone, publication().zone, "UTC") if row.due_at else []
    )
    return row


def assignment_context(article, user) -> dict:
    """For `_assignment.html`."""
    row = assignments.standing(article)
    return {"assignment": told(row, user) if row else None}
