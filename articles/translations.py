"""A story in another language of the paper: begun from its original, and told when the original says something else."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from articles import copies, dossier
from articles.models import Article, PublishedArticle, Revision, Translation
from articles.publication import publication
from articles.workflow.refusals import WorkflowError
from articles.workflow.steps import note_change, require_may_edit


@dataclass(frozen=True)
class Change:
    """What a translation has not followed: its original, the text it was made from, and what that says now."""

    original: Article
    old: Revision
    new: Revision


def open_languages(article: Article, user) -> list[tuple[str, str]]:
    """[(code, name), …] of the paper's languages into which nobody has begun to translate this original."""
    if article.translation_of_id:
        return []
    taken = {article.language, *dossier.of(article.pk, user).translations}
    spoken = set(publication().languages)
    return [(code, _(name)) for code, name in settings.LANGUAGES if code in spoken - taken]


@transaction.atomic
def begin(article: Article, by, language: str) -> Article:
    """A draft by `by` with the original's text, to be put into `language`; linked to it, its slug still empty.

    What readers see of the original is taken, or its newest text. Raises WorkflowError.
    """
    original = copies.source_of(article.head, by)
    Article.objects.held().get(pk=original.pk)
    if original.translation_of_id:
        raise WorkflowError(_("This story is a translation itself. Begin from its original."))
    if original.binned_at:
        raise WorkflowError(_("The story is in the bin. Restore it first."))
    if language not in dict(open_languages(original, by)):
        raise WorkflowError(_("There is a translation into that language already, or the paper does not have it."))
    text = current_text(original)
    why = _("Begun as a translation of story %(number)s") % {"number": original.pk}
    story = copies.begin(
        original, text, by, why,
        slugline=copies.with_ending(original.slugline, f"-{language}"), slug="", language=language,
        translation_of=original,
    )  # fmt: skip
    Translation.objects.create(article=story, made_from=text, by=by)
    return story


def current_text(original: Article) -> Revision:
    """What a translation has to say: the text that readers see, or the newest where they see none."""
    live = PublishedArticle.objects.readable().filter(article_id=original.pk).values_list("revision_id", flat=True)
    return Revision.objects.get(pk=live.first() or original.head_id)


def remember(article: Article, by) -> None:
    """Somebody has just named the original, or another one, or none: the text it says is the one of this moment."""
    original = article.translation_of
    if original is None or original.head_id is None:
        Translation.objects.filter(article=article).delete()
        return
    Translation.objects.update_or_create(article=article, defaults={"made_from": current_text(original), "by": by})


def change_since(article: Article, user) -> Change | None:
    """How the original has changed since, for somebody who may see both. Without `user`: for everybody alike."""
    if not article.translation_of_id:
        return None
    row = next(iter(dossier.of(article.pk, user).stale), None)
    original = row and row.article.translation_of
    return Change(original, row.made_from, current_text(original)) if row else None


@transaction.atomic
def follow(article: Article, by, text: Revision) -> None:
    """Say that the translation is up to date with `text` of its original. WorkflowError when that has changed."""
    article = Article.objects.held().get(pk=article.pk)
    require_may_edit(article, by)
    change = change_since(article, by)
    if change is None:
        raise WorkflowError(_("It is up to date with its original already."))
    if change.new.pk != text.pk:
        raise WorkflowError(_("The original has changed again. Look at what is new, then say so."))
    Translation.objects.filter(article=article).update(made_from=text, by=by)
    note_change("follow", article, article.head, article.status, article.status, by, str(text.pk))
