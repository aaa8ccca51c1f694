"""A story as HTML that stands by itself in somebody else's page: a feed reader's, another newsroom's."""

import re

from django.template.loader import render_to_string

from articles.story import Story
from articles.views.reading.page import absolute

TAG = re.compile(r"<[a-z][^>]*>")  # text and values are escaped: no other “<” and “>” stand in a story
OWN_ADDRESS = re.compile(r'(?<= )(href|src)="(/[^"]*)"')


def whole_text(story: Story, newsroom: str) -> str:
    """Byline, pictures with their credits, text, corrections and sign-off; every address is whole."""
    html = render_to_string("articles/story_elsewhere.html", {"story": story, "newsroom": newsroom})
    return TAG.sub(lambda tag: OWN_ADDRESS.sub(_whole, tag[0]), html).strip()


def _whole(found):
    return f'{found[1]}="{absolute(found[2])}"'
