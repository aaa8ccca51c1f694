"""What a page costs a reader on a slow line: bytes, and the seconds they take."""

from dataclasses import dataclass

from articles.story import Picture, Story

LINE = 50_000  # bytes a second: a phone at the edge of a network
ROUND_TRIP = 0.6  # seconds until the first byte comes
PHONE = 1080  # dots across: 360 px wide with three dots each
CARD = 432  # dots across of the small picture in a story's card


@dataclass(frozen=True)
class Weight:
    """Bytes as they are sent: the page compressed, the pictures in the format and width a phone takes."""

    page: int
    pictures: int
    picture_count: int

    @property
    def seconds_to_read(self) -> float:
        """Until all words are there."""
        return ROUND_TRIP + self.page / LINE

    @property
    def seconds_in_all(self) -> float:
        """Until the last picture is there, for somebody who reads to the end."""
        return self.seconds_to_read + (ROUND_TRIP + self.pictures / LINE if self.pictures else 0)


def fetched_by_a_phone(story: Story) -> list[tuple[str, str, int]]:
    """(public id, format, width) of each picture of the story, once, as a phone that knows every format asks for it."""
    shown = [(picture, PHONE) for picture in (story.lead, *(block.picture for block in story.body)) if picture]
    shown += [(block.card.picture, CARD) for block in story.body if block.card and block.card.picture]
    return list(dict.fromkeys(_file(picture, dots) for picture, dots in shown))


def _file(picture: Picture, dots: int):
    width = next((width for width in picture.widths if width >= dots), picture.widths[-1])
    return picture.public_id, picture.formats[0], width
