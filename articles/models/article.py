"""The desk's working copy of a story. Readers never see it: they see `PublishedArticle`."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models import among  # noqa: F401  its lookup
from articles.models.byline import Byline
from articles.models.restriction import Restriction
from articles.models.topic import TopicUse
from articles.states import Status


def sees_stories(user) -> bool:
    """Whether the stories of the desk are open to `user`; which of them, `visible_to()` says."""
    return user.is_active and user.is_staff and user.has_perm("articles.view_article")


class ArticleQuerySet(models.QuerySet):
    def kept(self):
        """Those not in the bin."""
        return self.filter(binned_at__isnull=True)

    def binned(self):
        return self.filter(binned_at__isnull=False)

    def in_status(self, *statuses):
        return self.filter(status__in=statuses)

    def written_by(self, user):
        """Created by, bylined to or assigned to `user`."""
        return self.filter(pk__in=self._keys_of(user))

    def all_written_by(self, user):
        """The same for a list of them, found first: a filter of all stories would read the whole table."""
        return self.filter(pk__among=self._keys_of(user))

    def _keys_of(self, user):
        """Three short lists as one: an OR would read all stories."""
        every = self.model._base_manager.order_by()
        given = every.filter(assigned_to=user).values("pk")
        signed = Byline.objects.order_by().filter(author__user=user).values("article")
        return every.filter(created_by=user).values("pk").union(given, signed)

    def visible_to(self, user):
        """What `user` may see at the desk. Membership managers see no unpublished story; nobody, whatever their role,
        sees a restricted one that does not name them."""
        if not sees_stories(user):
            return self.none()
        return self.exclude(self._closed_to(user))

    def hidden_from(self, user):
        """Restricted stories that do not name `user`: few, so that lists of other rows may leave them out."""
        return self.filter(self._closed_to(user))

    def open_to_all(self):
        """Those of which everybody at the desk may know."""
        return self.filter(~Exists(Restriction.objects.filter(article=OuterRef("pk"))))

    def _closed_to(self, user):
        return Exists(Restriction.objects.filter(article=OuterRef("pk")).exclude(named=user))

    def editable_by(self, user):
        """What `user` may change: editors any, journalists their own unless it waits for its hour."""
        seen = self.visible_to(user).kept()
        if not user.has_perm("articles.change_article"):
            return seen.none()
        if user.has_perm("articles.edit_any_article"):
            return seen
        return seen.written_by(user).exclude(status=Status.SCHEDULED)

    def held(self):
        """For this transaction alone until it ends; who comes second waits.

        Whatever changes a story holds it before any other row: two that took rows in another order would stop each
        other, and one of them would lose what was typed. References to the story do not wait for it.
        """
        return self.select_for_update(no_key=True)

    def with_names(self):
        return self.select_related("created_by", "assigned_to", "head")


class Article(models.Model):
    language = models.CharField(_("language"), max_length=8, default="en", choices=settings.LANGUAGES)
    slugline = models.CharField(
        _("slugline"), max_length=80, help_text=_("The desk's short name for the story, like “niger-floods”.")
    )
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    standfirst = models.TextField(
        _("standfirst"), max_length=600, blank=True, help_text=_("One or two sentences below the headline.")
    )
    kicker = models.CharField(
        _("kicker"), max_length=60, blank=True, help_text=_("Above the headline. Empty: the series, or the format.")
    )
    body = models.TextField(_("body"), blank=True)
    slug = models.SlugField(
        _("slug"), max_length=120, blank=True, allow_unicode=True, help_text=_("The last part of its address.")
    )
    format = models.ForeignKey(
        "articles.Format", verbose_name=_("format"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    series = models.ForeignKey(
        "articles.Series", verbose_name=_("series"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(
        "articles.Region",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Where it happens: a country, or a world region."),
    )
    other_regions = models.ManyToManyField("articles.Region", verbose_name=_("also in"), blank=True, related_name="+")
    dateline = models.CharField(_("dateline"), max_length=80, blank=True, help_text=_("Like “Dosso, Niger”."))
    signoff = models.CharField(_("sign-off"), max_length=200, blank=True, help_text=_("The last line of the story."))
    lead_image = models.ForeignKey(
        "articles.Image",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_caption = models.TextField(_("caption"), max_length=1000, blank=True, help_text=_("Empty: the library's."))
    lead_alt_text = models.CharField(_("alt text"), max_length=500, blank=True, help_text=_("Empty: the library's."))
    lead_credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Empty: the library's."))
    related = models.ManyToManyField(
        "self", verbose_name=_("related stories"), blank=True, symmetrical=False, related_name="+"
    )
    topics = TaggableManager(
        _("topics"), through=TopicUse, blank=True, related_name="+", help_text=_("Separated by commas.")
    )

    status = models.CharField(_("state"), max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    head = models.ForeignKey("articles.Revision", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Nobody outside may read it before.")
    )
    embargo_zone = models.CharField(_("embargo zone"), max_length=60, blank=True)
    translation_of = models.ForeignKey(
        "self", verbose_name=_("translation of"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
    )
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)
    binned_at = models.DateTimeField(null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-modified_at", "-pk"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        default_permissions = ("add", "change", "view")  # nobody deletes a story
        permissions = [
            ("edit_any_article", "Can edit any story"),
            ("submit_article", "Can send a story to an editor"),
            ("agree_article", "Can agree with a story's text"),
            ("approve_article", "Can approve a story or ask for changes"),
            ("publish_article", "Can publish, schedule, withdraw and archive a story"),
            ("publish_urgently_article", "Can publish a story without approval"),
            ("countersign_article", "Can countersign an urgent publication"),
            ("reinstate_article", "Can bring back a withdrawn story"),
        ]
        indexes = [
            models.Index(fields=["status", "-modified_at"], name="stories_by_status"),
            models.Index(fields=["-modified_at", "-id"], name="stories_last_touched"),
            models.Index(fields=["headline"], name="stories_by_headline"),
            models.Index(
                fields=["-modified_at", "-id"], condition=~Q(status=Status.PUBLISHED), name="stories_not_finished"
            ),
            models.Index(
                fields=["-modified_at", "-id"], condition=Q(binned_at__isnull=False), name="stories_in_the_bin"
            ),
            models.Index(
                fields=["embargo_until"], condition=Q(embargo_until__isnull=False), name="stories_under_embargo"
            ),
        ]

    def __str__(self):
        return self.headline or self.slugline

    @property
    def was_submitted(self):
        return self.status not in (Status.DRAFT, Status.CHANGES_REQUESTED)
