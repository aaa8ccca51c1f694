"""The page of a story for those who may read it and not change it."""

import pytest
from django.urls import reverse

from articles import restrictions
from newsroom import roles
from tests import make
from tests.sessions import session_of

pytestmark = pytest.mark.django_db


def test_it_names_other_stories_only_to_those_who_may_know_of_them(client):
    writer, seen = make.journalist(), make.article(headline="A dam breaks")
    hidden = make.article(by=writer, headline="Who paid for the dam")
    original = make.article(by=writer, headline="What the minister knew")
    story = make.article(by=writer, language="fr", related=[seen, hidden], translation_of=original)
    for secret in (hidden, original):
        restrictions.restrict(secret, by=writer, people=[])
    client.cookies["sessionid"] = session_of(make.user(roles.PICTURE_EDITOR))
    page = client.get(reverse("admin:articles_article_change", args=[story.pk])).text
    assert f'<a href="{reverse("admin:articles_article_change", args=[seen.pk])}" dir="auto">A dam breaks</a>' in page
    assert hidden.headline not in page
    assert original.headline not in page
    restrictions.lift(original, by=writer)
    page = client.get(reverse("admin:articles_article_change", args=[story.pk])).text
    assert original.headline in page
