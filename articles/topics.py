"""Renaming a topic: on every story that the person may know of, and on no other.

Whoever may not know of a restricted story learns nothing of its topics: a word that stands only there is as free as
any, and what is renamed elsewhere keeps its old word there.
"""

import unicodedata
import uuid

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from articles import revisions
from articles.models import Article, Topic
from articles.models.topic import TopicUse
from articles.states import LAPSES_TO_DRAFT


def as_typed(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def seen_by(user, topics=None):
    """Those of `topics` that stand on a story which `user` may know of, or on none at all."""
    topics = Topic.objects.all() if topics is None else topics
    uses = TopicUse.objects.filter(tag=OuterRef("pk"))
    return topics.exclude(Exists(uses) & ~Exists(uses.exclude(content_object__in=_hidden(user))))


def why_not(topic: Topic, name: str, by) -> str:
    """A sentence when the topic cannot be called that; else empty."""
    if seen_by(by).filter(name__iexact=name).exclude(pk=topic.pk).exists():
        return _("There is a topic of that name already. Type it on the stories instead.")
    if _stories(topic, by).filter(status__in=LAPSES_TO_DRAFT).exists():
        return _(
            "Stories that are approved, scheduled or published carry this topic, and their text would change. "
            "Type the new topic on those stories instead."
        )
    return ""


@transaction.atomic
def rename(topic: Topic, name: str, by) -> None:
    """Call the topic `name`; its slug follows. `why_not()` has nothing against it."""
    old, hidden = Topic.objects.select_for_update().get(pk=topic.pk), _hidden(by)
    elsewhere = old.uses.filter(content_object__in=hidden)
    if elsewhere.exists():
        _keep_the_word(old, elsewhere)
    closed = Topic.objects.exclude(pk=old.pk).filter(name__iexact=name).first()
    topic.name, topic.slug = (closed.name, closed.slug) if closed else (name, _free_slug(old, name))
    if closed:
        closed.uses.update(tag=old)
        closed.delete()
    topic.save()
    for story in _stories(topic, by).order_by("pk"):
        revisions.record(story, by, why=_("A topic was renamed"))


def _keep_the_word(old, uses):
    """The stories of `uses` go on with a row of their own that says what `old` said."""
    word = {"name": old.name, "slug": old.slug}
    placeholder = uuid.uuid4().hex
    Topic.objects.filter(pk=old.pk).update(name=placeholder, slug=placeholder)
    uses.update(tag=Topic.objects.create(**word))


def _free_slug(topic, name):
    stem = topic.slugify(name)[:90]
    taken = set(Topic.objects.exclude(pk=topic.pk).filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 0
    while slug in taken:
        number += 1
        slug = f"{stem}_{number}"
    return slug


def _stories(topic, by):
    """Its stories, as far as `by` may know of them."""
    return Article.objects.filter(pk__in=topic.uses.values("content_object")).exclude(pk__in=_hidden(by))


def _hidden(user):
    return Article.objects.order_by().hidden_from(user).values("pk")
