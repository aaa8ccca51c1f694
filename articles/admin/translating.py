"""A translation beside its original: what that says since, and the press that says it is followed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import translations, workflow
from articles.admin.moves import article_or_404
from articles.models import Revision


def panel(article, user) -> dict:
    """For the writing screen: `original_changed`, or None."""
    return {"original_changed": translations.change_since(article, user)}


@require_POST
def follow_view(request, pk):
    """Somebody looked at the original as it was shown to them, and says that this story follows it."""
    article = article_or_404(request, pk)
    number = request.POST.get("text", "")
    known = number.isascii() and number.isdecimal() and len(number) < 19
    text = get_object_or_404(Revision, pk=number if known else 0, article=article.translation_of_id)
    try:
        translations.follow(article, by=request.user, text=text)
    except workflow.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except workflow.WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is up to date with its original again."))
    return redirect("admin:articles_article_change", pk)
