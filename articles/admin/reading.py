"""A story to be read at the desk."""

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy

from articles import previewing
from articles.models import Article
from articles.story import Story


def for_the_desk(story: Story) -> Story:
    """The story with its pictures at addresses that ask who is looking."""

    def at_desk(public_id):
        return reverse("admin:articles_preview_picture", args=[public_id, "1.jpg"]).removesuffix("1.jpg")

    return previewing.with_pictures_at(story, at_desk)


def fields_for(user) -> dict:
    """What a page to be read shows in place of the fields that name other stories: only those `user` may know of."""

    def related(article):
        return _named(user, article.related.all())

    def original(article):
        return _named(user, [article.translation_of] if article.translation_of_id else [])

    related.short_description = gettext_lazy("Related stories")
    original.short_description = gettext_lazy("Translation of")
    return {"related": related, "translation_of": original}


def _named(user, stories):
    keys = [story.pk for story in stories]
    seen = set(Article.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if keys else ()
    lines = [(reverse("admin:articles_article_change", args=[one.pk]), one) for one in stories if one.pk in seen]
    return format_html_join(", ", '<a href="{}" dir="auto">{}</a>', lines) or "-"
