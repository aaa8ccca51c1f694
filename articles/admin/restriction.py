"""Who may know of a story: the page on which it is said, and the words on the writing screen."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import colleagues, dossier, restrictions, workflow
from articles.admin.moves import article_or_404, story_context
from articles.admin.writing_form import ManyField
from articles.enumeration import enumerated
from articles.models import Article


class NamedForm(forms.Form):
    people = ManyField(
        None, label=gettext_lazy("Who may know of it, besides you"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        others = colleagues.with_right("view_article").exclude(pk=user.pk)
        self.fields["people"].queryset = others.prefetch_related("groups").order_by("name", "email")
        self.fields["people"].label_from_instance = _with_roles


def _with_roles(person):
    roles = enumerated(_(group.name) for group in person.groups.all())
    return f"{person} – {roles}" if roles else str(person)


def panel(article, user) -> dict:
    """For the writing screen: `named`, who may know of the story, when it is restricted; else None."""
    about = dossier.of(article.pk)
    return {"named": about.named if about.restrictions else None}


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def restriction_view(request, pk, model_admin):
    """GET shows who may know of the story; POST says who may from now on, or with `lift` that everybody may."""
    article = article_or_404(request, pk)
    if request.method == "POST":
        Article.objects.held().get(pk=pk)
    dossier.opened(article, request.user)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    if request.method != "POST":
        return _page(model_admin, request, article, NamedForm(initial=_initial(article), user=request.user))
    form = NamedForm(request.POST, user=request.user)
    if form.is_valid() and request.POST.get("seen") != _seen(article):
        form.add_error(None, _("Somebody has changed who may know of it since you opened this page. Look again."))
        return _page(model_admin, request, article, form, 409)
    lifting = "lift" in request.POST
    if not lifting and not form.is_valid():
        return _page(model_admin, request, article, form)
    try:
        if lifting:
            restrictions.lift(article, by=request.user)
        else:
            restrictions.restrict(article, by=request.user, people=form.cleaned_data["people"])
    except workflow.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except workflow.WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return _page(model_admin, request, article, form)
    said = _("Everybody at the desk may see the story again.") if lifting else _("Only those named know of the story.")
    messages.success(request, said)
    return redirect("admin:articles_article_change", pk)


def _initial(article):
    about = dossier.of(article.pk)
    people = about.named if about.restrictions else colleagues.writers_of(article.pk)
    return {"people": [person.pk for person in people]}


def _seen(article) -> str:
    """By this a page tells whom it showed as named."""
    row = restrictions.of(article)
    return "-".join(str(key) for key in sorted(row.named.values_list("pk", flat=True))) if row else "open"


def _page(model_admin, request, article, form, refused=422):
    row = restrictions.of(article)
    named = set(row.named.all()) if row else set()
    context = story_context(model_admin, request, article, _("Who may know of this story")) | {
        "form": form,
        "restriction": row,
        "seen": _seen(article),
        "open_links": len(dossier.of(article.pk).links),
        "unreached": [
            one for one in dossier.of(article.pk).requests if row and one.asked_id and one.asked not in named
        ],
        "nobody_approves": row and not restrictions.who_could(article, "approve_article"),
    }
    status = refused if form.errors else 200
    return TemplateResponse(request, "admin/articles/article/restriction.html", context, status=status)
