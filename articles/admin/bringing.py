"""Bringing two texts of one story together: what goes by itself, and what somebody chooses."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import dossier, editor, merging, workflow
from articles.admin.differences import differences
from articles.admin.merge_screen import BOTH, MINE, THEIRS, questions
from articles.admin.moves import article_or_404, revision_or_none, story_context


@require_http_methods(["GET", "HEAD", "POST"])
def bring_together_view(request, pk, model_admin):
    """GET shows what both texts say of each other, POST makes them one new revision."""
    article = article_or_404(request, pk)
    if not dossier.opened(article, request.user).may_edit:
        raise PermissionDenied
    parted = workflow.apart(article)
    if parted is None:
        messages.info(request, _("Nothing has to be brought together: the newest text knows of the live page."))
        return redirect("admin:articles_article_change", pk)
    return _Bringing(model_admin, request, article, parted).answer()


class _Bringing:
    """Two texts on their way to one revision."""

    def __init__(self, model_admin, request, article, parted):
        self.model_admin, self.request, self.article, self.parted = model_admin, request, article, parted
        base = parted.base.parsed
        self.merged = merging.merge(base, parted.mine.parsed, parted.theirs.parsed)
        self.asked = questions(base, self.merged, request.POST, request.user)

    def answer(self):
        data, parted = self.request.POST, self.parted
        if self.request.method != "POST":
            return self.show()
        newest = revision_or_none(self.article, data.get("newest", ""))
        if newest is None or (data.get("mine"), data.get("theirs")) != (str(parted.mine.pk), str(parted.theirs.pk)):
            sentence = _("One of the two texts has changed since you opened this page. This is how they stand now.")
            return self.show(sentence, 409)
        if not all(question.is_answered for question in self.asked):
            return self.show(_("Choose for each place below which text should stand."), 422)
        return self.make(newest)

    def make(self, newest):
        content = self.merged.settled({question.conflict.key: question.answer() for question in self.asked})
        try:
            workflow.merge(newest, self.request.user, self.parted.mine, self.parted.theirs, content)
        except workflow.NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except workflow.WorkflowError as refusal:
            messages.error(self.request, str(refusal))
        else:
            sentence = _("Both texts are one now. It needs an approval of its own before it goes out.")
            messages.success(self.request, sentence)
        return redirect("admin:articles_article_change", self.article.pk)

    def show(self, sentence="", status=200):
        theirs = {conflict.key: conflict.theirs for conflict in self.merged.conflicts}
        context = story_context(self.model_admin, self.request, self.article, _("Bring both texts together")) | {
            "parted": self.parted,
            "sentence": sentence,
            "asked": [(question, self.choices(question)) for question in self.asked],
            "from_live": differences(self.parted.mine.parsed, self.merged.content, self.request.user),
            "from_waiting": differences(self.parted.theirs.parsed, self.merged.settled(theirs), self.request.user),
            "words": editor.words(),
            "media": self.model_admin.media + editor.StoryEditor().media,
        }
        template = "admin/articles/article/bring_together.html"
        return TemplateResponse(self.request, template, context, status=status)

    def choices(self, question):
        """The ways to answer, named by the two texts."""
        if self.parted.is_newest:
            names = {MINE: _("This text"), THEIRS: _("The live page"), BOTH: _("Both, this text first")}
        else:
            names = {
                MINE: _("The text that waits"),
                THEIRS: _("The live page"),
                BOTH: _("Both, the waiting text first"),
            }
        return [(choice, names.get(choice, label), chosen) for choice, label, chosen in question.choices]
