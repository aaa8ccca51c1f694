"""Checks of a translation beside its original."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.registry import check
from articles.models import Article, Level, Translation


@check("translation", gettext_lazy("A translation that says what its original says"), Level.ADVISED)
def translation(story):
    """Of an original that only named people know of, it says nothing."""
    seen = Article.objects.open_to_all().values("pk")
    rows = Translation.objects.stale().filter(article_id=story.article_id, article__translation_of__in=seen)
    if story.article and story.article.translation_of_id and rows.exists():
        yield "translation_of", _("The original has changed since. Bring this story up to date, or say that it is.")
