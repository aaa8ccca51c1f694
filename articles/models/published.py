"""The paper: every story that a reader, a feed, a sitemap, a search or an export sees comes from these tables."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from articles.states import CorrectionKind, PaperState, Reason
from articles.story import Card, Story, card_from_json, story_from_json

AT_ADDRESS = """
    SELECT paper.id, paper.article_id, paper.language, paper.date, paper.slug, paper.state, paper.story,
        paper.withdrawn_at, paper.withdrawn_reason, format.schema_type
    FROM articles_publishedarticle AS paper LEFT JOIN articles_format AS format ON format.id = paper.format_id
    WHERE paper.language = %s AND paper.date = %s AND paper.slug = %s
"""


class PublishedArticleQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state=PaperState.LIVE)

    def readable(self):
        """Live, or archived: readable at its address but in no list."""
        return self.filter(state__in=(PaperState.LIVE, PaperState.ARCHIVED))

    def not_live(self):
        """Archived, or withdrawn: in no list that readers have."""
        return self.exclude(state=PaperState.LIVE)

    def without_countersign(self):
        """Readable, and published without approval: nobody has countersigned it yet."""
        return self.readable().filter(urgent=True)

    def in_language(self, language):
        return self.filter(language=language)

    def in_regions(self, region_ids):
        """Stories that name one of these regions. For a world region, pass it with all regions below it."""
        places = PublishedPlace.objects.filter(published=OuterRef("pk"), region_id__in=region_ids)
        return self.filter(Exists(places))

    def on_topic(self, slug):
        return self.filter(Exists(PublishedTopic.objects.filter(published=OuterRef("pk"), slug=slug)))

    def by_author(self, author):
        return self.filter(Exists(PublishedByline.objects.filter(published=OuterRef("pk"), author=author)))

    def newest_first(self):
        return self.order_by("-first_published_at", "-pk")

    def older_than(self, moment, pk):
        """What stands behind the story of that moment and key in `newest_first()`."""
        return self.filter(
            Q(first_published_at__lt=moment) | Q(first_published_at=moment, pk__lt=pk), first_published_at__lte=moment
        )

    def at_address(self, language, date, slug):
        """The story that stands there, with its format's `schema_type`, or None.

        Every story page asks this: composing the query would take several times as long as answering it.
        """
        return next(iter(self.raw(AT_ADDRESS, [language, date, slug])), None)

    def as_cards(self):
        """Only what a list shows: the body stays in the database."""
        return self.only("pk", "card", "first_published_at")


class PublishedArticle(models.Model):
    """The projection of exactly one approved revision. It knows its story by number alone."""

    article_id = models.BigIntegerField(unique=True)
    revision_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.LIVE)
    language = models.CharField(max_length=8)
    date = models.DateField()
    slug = models.CharField(max_length=120)
    headline = models.CharField(max_length=200, blank=True)
    format = models.ForeignKey("articles.Format", null=True, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey("articles.Series", null=True, on_delete=models.PROTECT, related_name="+")
    translation_group = models.BigIntegerField(db_index=True)
    story = models.JSONField()
    card = models.JSONField()
    story_version = models.PositiveSmallIntegerField()
    owed_since = models.DateTimeField(null=True, db_index=True)  # something it refers to has changed
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField(null=True)  # told to readers
    changed_at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=12, choices=Reason, blank=True)
    urgent = models.BooleanField(default=False)  # published without approval and not yet countersigned

    objects = PublishedArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-first_published_at", "-pk"]
        default_permissions = ()
        verbose_name = _("published story")
        constraints = [
            models.UniqueConstraint(fields=["language", "date", "slug"], name="one_story_stands_at_an_address"),
            models.CheckConstraint(
                condition=~Q(state=PaperState.WITHDRAWN)
                | (Q(headline="", withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="a_tombstone_has_a_date_and_a_reason_and_no_headline",
            ),
        ]
        indexes = [
            models.Index(
                fields=["language", "-first_published_at", "-id"],
                condition=Q(state=PaperState.LIVE),
                name="live_stories_newest_first",
            ),
            models.Index(fields=["published_at"], condition=Q(urgent=True), name="stories_without_a_countersign"),
            models.Index(
                fields=["-changed_at"], condition=~Q(state=PaperState.LIVE), name="stories_taken_from_readers"
            ),
            models.Index(
                fields=["-published_at", "-article_id"],
                condition=Q(state=PaperState.LIVE),
                name="live_stories_last_published",
            ),
        ]

    def __str__(self):
        return self.headline or f"{self.get_state_display()} {self.article_id}"

    def get_absolute_url(self):
        return story_url(self.language, self.date, self.slug)

    @property
    def as_story(self) -> Story:
        return story_from_json(self.story)

    @property
    def as_card(self) -> Card:
        return card_from_json(self.card)


def story_url(language, date, slug) -> str:
    """The path of a story: /2020/02/28/<slug>/, below its paper's prefix."""
    with translation.override(language):
        return reverse("story_detail", kwargs={"date": date, "slug": slug})


class PublishedByline(models.Model):
    published = models.ForeignKey(PublishedArticle, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey("articles.Author", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["published", "author"], name="the_paper_lists_an_author_once")]


class PublishedPlace(models.Model):
    published = models.ForeignKey(PublishedArticle, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey("articles.Region", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["published", "region"], name="the_paper_lists_a_region_once")]


class PublishedTopic(models.Model):
    published = models.ForeignKey(PublishedArticle, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    slug = models.CharField(max_length=100, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["published", "slug"], name="the_paper_lists_a_topic_once")]


class PublishedPicture(models.Model):
    """A picture that a readable story shows. Its bytes are public exactly while such a row stands."""

    published = models.ForeignKey(PublishedArticle, on_delete=models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=24, db_index=True)
    image_id = models.BigIntegerField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["published", "public_id"], name="the_paper_lists_a_picture_once")
        ]


class PublishedMention(models.Model):
    """A readable story names another, by a link, a card or as related: it is rebuilt when that one changes."""

    published = models.ForeignKey(PublishedArticle, on_delete=models.CASCADE, related_name="+")
    article_id = models.BigIntegerField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["published", "article_id"], name="the_paper_lists_a_mention_once")
        ]


class PublishedCorrection(models.Model):
    published = models.ForeignKey(PublishedArticle, on_delete=models.CASCADE, related_name="corrections")
    key = models.UUIDField()
    kind = models.CharField(max_length=15, choices=CorrectionKind)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["published", "key"], name="the_paper_prints_a_correction_once")]
