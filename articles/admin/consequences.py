"""What a move will do, in facts for the page that asks before it: who is told, what readers see, what it touches."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import checklist, colleagues, corrections, dossier, lineage, previewing, workflow
from articles.admin.differences import differences
from articles.admin.reading import for_the_desk
from articles.models import Article, Level, PublishedArticle, PublishedMention, PublishedPicture, Revision, Schedule
from articles.states import Reason


def of(verb: str, article: Article, revision: Revision, user) -> dict:
    """For the page that asks about this move: `explanation` and `below` name templates, the rest is what they show."""
    find = FACTS.get(verb)
    return find(article, revision, user) if find else {}


def _approve(article, revision, user):
    silent = _("Approve, and tell readers nothing")
    return _with_the_answer(article, revision, user, silent) | {"may_send_back": True}


def _agree(article, revision, user):
    return _with_the_answer(article, revision, user, _("I agree, and readers need not be told"))


def _with_the_answer(article, revision, user, silent):
    """Where readers know another text: what they learn of the change, with the difference. `silent`: of nothing."""
    answer = corrections.answer_to(revision.parsed, article.pk)
    if not answer.asked:
        return {}
    return {
        "explanation": _page("answer"),
        "below": _page("changes"),
        "answer": answer,
        "button": silent if answer.silent else "",
        "may_edit": dossier.of(article.pk, user).may_edit,
        "differences": differences(answer.live.parsed, revision.parsed, user),
    }


def _publish_urgently(article, revision, user):
    answer = corrections.answer_to(revision.parsed, article.pk)
    seconds = _who_sees(article, [person for person in workflow.who_may_countersign(revision) if person != user])
    context = {"explanation": _page("publish_urgently"), "seconds": seconds, "answer": answer}
    if answer.asked:
        changed = differences(answer.live.parsed, revision.parsed, user)
        context |= {"below": _page("changes"), "differences": changed}
    return context


def _countersign(article, revision, user):
    approved = lineage.last_approved(revision)
    return {
        "explanation": _page("countersign"),
        "below": _page("what_readers_see"),
        "urgency": workflow.urgency(revision),
        "approved": approved,
        "silent": corrections.silence_of(revision),
        "differences": differences(approved.parsed, revision.parsed, user) if approved else [],
        "reading": for_the_desk(previewing.composed(revision.parsed, article.pk)),
    }


def _withdraw(article, revision, user):
    with translation.override(article.language):
        told = [(value, str(Reason(value).label)) for value in Reason.values]
    around = _around(article, user)
    return around | {
        "explanation": _page("withdraw"),
        "below": _page("tombstones"),
        "told": told,
        "now": timezone.now(),
        "text_waits": any(row.action != Schedule.Action.WITHDRAW for row in dossier.of(article.pk).hours),
        "pictures": _pictures(around["published"]),
    }


def _archive(article, revision, user):
    return _around(article, user) | {"explanation": _page("archive")}


def _unarchive(article, revision, user):
    return _around(article, user) | {"explanation": _page("unarchive")}


def _bring_back(article, revision, user):
    about = dossier.of(article.pk)
    return {
        "explanation": _page("bring_back"),
        "published": about.published,
        "withdrawal": next(iter(about.withdrawals), None),
        "reinstaters": _who_sees(article, colleagues.with_right("reinstate_article")),
    }


FACTS = {
    "approve": _approve,
    "agree": _agree,
    "publish_urgently": _publish_urgently,
    "countersign": _countersign,
    "withdraw": _withdraw,
    "archive": _archive,
    "unarchive": _unarchive,
    "bring_back": _bring_back,
}


def _page(name):
    return f"admin/articles/article/_ask_{name}.html"


def _who_sees(article, people):
    seeing = set(dossier.of(article.pk).people)
    return [person for person in people if person in seeing]


def _around(article, user):
    """The paper's row, and the stories readers see that name this one or are the same in another language."""
    published = dossier.of(article.pk).published
    if published is None:
        return {"published": None, "naming": [], "translations": []}
    hidden = Article.objects.hidden_from(user).values("pk")
    others = PublishedArticle.objects.readable().exclude(pk=published.pk).exclude(article_id__in=hidden)
    others = others.defer("story", "card")
    naming = PublishedMention.objects.filter(article_id=article.pk).values("published_id")
    return {
        "published": published,
        "naming": list(others.filter(pk__in=naming)),
        "translations": list(others.filter(translation_group=published.translation_group)),
    }


def _pictures(published):
    """(how many of its pictures readers can no longer see, how many stay because another story shows them)."""
    if published is None:
        return 0, 0
    own = set(PublishedPicture.objects.filter(published=published).values_list("image_id", flat=True))
    elsewhere = PublishedPicture.objects.filter(image_id__in=own).exclude(published=published)
    stay = set(elsewhere.values_list("image_id", flat=True))
    return len(own - stay), len(stay)


# What readers learn of a change ------------------------------------------------------------------

ASK_FOR_A_NOTE = gettext_lazy("Readers should be told of this change. Please write them a note.")


def answer_is_wanted(revision: Revision) -> bool:
    """Whether somebody has to say first what readers learn of this change; the checklist may not ask for it."""
    level = checklist.Rules(revision.parsed.format).of("correction").level
    return level != Level.OFF and corrections.owed(revision.parsed, revision.article_id)


def ask_for_the_answer(article: Article, then: str = ""):
    """To the page that asks; `then` is the move that goes on afterwards."""
    address = reverse("admin:articles_article_tell", args=[article.pk])
    return redirect(f"{address}?then={then}" if then else address)
