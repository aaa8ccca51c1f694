"""Checks of the pictures: the lead one and those in the text, each named by its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.registry import check
from articles.models import Image, Level

SHOWN = 60  # characters of a caption, to tell one picture from another


@dataclass(frozen=True)
class Shown:
    """A picture as the story shows it. `image` is None when it is gone from the library."""

    place: str
    image: Image | None
    alt_text: str
    caption: str
    credit: str
    decorative: bool
    lead: bool = False

    def field(self, name: str) -> str:
        """The form field of one of its texts: the lead picture has its own, the others stand in the body."""
        return f"lead_{name}" if self.lead else "body"

    def __str__(self):
        words = strip_tags(self.caption) or self.alt_text or (str(self.image) if self.image else "")
        return f"{self.place} (“{words[:SHOWN]}”)" if words else self.place


def shown(story) -> Iterator[Shown]:
    """The story's pictures from top to bottom."""
    lead = story.content.lead
    if lead:
        image = story.images.get(lead["image"])
        yield Shown(
            _("The lead picture"),
            image,
            lead["alt_text"],
            lead["caption"],
            lead["credit"],
            decorative=bool(image and image.decorative),
            lead=True,
        )
    for number, figure in enumerate(story.figures, 1):
        yield Shown(
            _place(number, len(story.figures)),
            story.images.get(figure.image_id),
            figure.alt_text,
            figure.caption,
            figure.credit,
            figure.decorative,
        )


def _place(number, of):
    if of == 1:
        return _("The picture in the text")
    ordinals = [
        _("The first picture in the text"),
        _("The second picture in the text"),
        _("The third picture in the text"),
        _("The fourth picture in the text"),
        _("The fifth picture in the text"),
    ]
    return ordinals[number - 1] if number <= len(ordinals) else _("Picture %(n)d in the text") % {"n": number}


def _in_library(story):
    return [picture for picture in shown(story) if picture.image]


@check("lead-picture", gettext_lazy("A lead picture"), Level.ADVISED)
def lead_picture(story):
    if not story.content.lead:
        yield "lead_image", _("It has no lead picture. Choose one from the library, or upload one.")


@check("pictures", gettext_lazy("Every picture is in the library and made ready"), fixed=True)
def pictures(story):
    for picture in shown(story):
        said = {"picture": picture}
        if picture.image is None:
            yield picture.field("image"), _("%(picture)s is gone from the library; choose another.") % said
        elif not any(row.format == "jpg" and row.made_at for row in picture.image.renditions.all()):
            yield picture.field("image"), _("%(picture)s is still being made ready; try again in a minute.") % said


@check("alt-text", gettext_lazy("Alt text for every picture"))
def alt_text(story):
    for picture in _in_library(story):
        if not picture.alt_text and not picture.decorative:
            sentence = _("%(picture)s has no alt text. Say what it shows, for people who cannot see it.")
            yield picture.field("alt_text"), sentence % {"picture": picture}


@check("caption", gettext_lazy("A caption for every picture"), Level.ADVISED)
def caption(story):
    for picture in _in_library(story):
        if not picture.caption and not picture.decorative:
            yield picture.field("caption"), _("%(picture)s has no caption.") % {"picture": picture}


@check("credit", gettext_lazy("A credit for every picture"))
def credit(story):
    for picture in _in_library(story):
        if not picture.credit:
            sentence = _("%(picture)s has no credit. Say whose it is, as it is to be printed.")
            yield picture.field("credit"), sentence % {"picture": picture}


@check("rights", gettext_lazy("Every picture may be used on the day of publication"))
def rights(story):
    for picture in _in_library(story):
        last = picture.image.rights_until
        if last and last < story.day:
            sentence = _("%(picture)s may be used until %(last)s only, and the story goes out on %(day)s. "
                         "Renew its rights in the library, or choose another.")  # fmt: skip
            dates = {"last": date_format(last), "day": date_format(story.day)}
            yield picture.field("image"), sentence % {"picture": picture, **dates}
