"""A story to be read at the desk."""

from django.urls import reverse

from articles import previewing
from articles.story import Story


def for_the_desk(story: Story) -> Story:
    """The story with its pictures at addresses that ask who is looking."""

    def at_desk(public_id):
        return reverse("admin:articles_preview_picture", args=[public_id, "1.jpg"]).removesuffix("1.jpg")

    return previewing.with_pictures_at(story, at_desk)
