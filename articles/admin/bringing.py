"""The live page was mended while another text waits: both are brought together in one new revision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import dossier, workflow
from articles.admin import own_words
from articles.admin.merge_screen import MergeScreen, Wording
from articles.admin.moves import article_or_404, revision_or_none


@require_http_methods(["GET", "HEAD", "POST"])
def bring_together_view(request, pk, model_admin):
    """GET shows what both texts say of each other, POST makes them one new revision."""
    article = article_or_404(request, pk)
    if not dossier.opened(article, request.user).may_edit:
        raise PermissionDenied
    parted = workflow.apart(article)
    if parted is None:
        sentence = _("Nothing has to be brought together: the newest text knows of the live page.")
        own_words.hand_back(request, sentence)
        messages.info(request, sentence)
        return redirect("admin:articles_article_change", pk)
    screen = screen_of(model_admin, request, article, parted)
    if request.method != "POST":
        return screen.show()
    newest = revision_or_none(article, request.POST.get("newest", ""))
    sentence, status = screen.refusal()
    return screen.show(sentence, status) if sentence or newest is None else _make(screen, newest, parted)


def _make(screen, newest, parted):
    try:
        workflow.merge(newest, screen.request.user, parted.mine, parted.theirs, screen.content())
    except workflow.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except workflow.WorkflowError as refusal:
        return screen.show(str(refusal), 409)
    sentence = _("Both texts are one now. It needs an approval of its own before it goes out.")
    messages.success(screen.request, sentence)
    return redirect("admin:articles_article_change", screen.article.pk)


def screen_of(model_admin, request, article, parted) -> MergeScreen:
    base, mine, theirs = (revision.parsed for revision in (parted.base, parted.mine, parted.theirs))
    about = {"newest": str(article.head_id), "mine": str(parted.mine.pk), "theirs": str(parted.theirs.pk)}
    return MergeScreen(model_admin, request, article, base, mine, theirs, _wording(article, parted), about)


def _wording(article, parted):
    said = {
        "mine": parted.mine.pk,
        "mine_name": parted.mine.author,
        "theirs": parted.theirs.pk,
        "theirs_name": parted.theirs.author,
        "base": parted.base.pk,
    }
    sentence = _(
        "Revision %(mine)s by %(mine_name)s and revision %(theirs)s by %(theirs_name)s, the live page's, both came "
        "from revision %(base)s."
    )
    return Wording(
        intro=[sentence % said, _("The text that comes of it needs an approval of its own.")],
        mine=_("This text") if parted.is_newest else _("The text that waits"),
        theirs=_("The live page"),
        both=_("Both, this text first") if parted.is_newest else _("Both, the waiting text first"),
        from_mine=_("What comes from the other text"),
        from_theirs=_("What comes from the live page"),
        save=_("Make them one text"),
        ways=[(_("Back to the story"), reverse("admin:articles_article_change", args=[article.pk]), "button")],
    )
