from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.named import NamedInEveryLanguage


class Format(NamedInEveryLanguage):
    """What kind of journalism a story is: News, Feature, Analysis, Opinion…"""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    schema_type = models.CharField(
        _("type for search engines"),
        max_length=40,
        default="NewsArticle",
        choices=[
            ("NewsArticle", "NewsArticle"),
            ("AnalysisNewsArticle", "AnalysisNewsArticle"),
            ("OpinionNewsArticle", "OpinionNewsArticle"),
            ("ReportageNewsArticle", "ReportageNewsArticle"),
            ("BackgroundNewsArticle", "BackgroundNewsArticle"),
        ],
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("format")
        verbose_name_plural = _("formats")
