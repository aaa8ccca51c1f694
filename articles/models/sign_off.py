"""Words beside the line of approval: a lawyer's, a picture editor's, whoever answers for somebody's safety."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models.named import NamedInEveryLanguage


class Covers(models.TextChoices):
    EVERYTHING = "everything", _("All words, names and pictures")
    PICTURES = "pictures", _("The pictures, with captions and credits")
    WORDS = "words", _("The words")


class SignOffKindQuerySet(models.QuerySet):
    def open_to(self, user):
        """Those that `user` may give."""
        if not (user.is_active and user.is_staff):
            return self.none()
        if user.is_superuser:
            return self
        theirs = Group.objects.filter(user=user)
        roles = SignOffKind.roles.through.objects.filter(signoffkind=OuterRef("pk"), group__in=theirs.values("pk"))
        named = SignOffKind.people.through.objects.filter(signoffkind=OuterRef("pk"), user=user)
        return self.filter(Exists(roles) | Exists(named))


class SignOffKind(NamedInEveryLanguage):
    """Legal, pictures, safety, translation, and what else a newsroom wants signed."""

    code = models.SlugField(
        _("code"), max_length=40, unique=True, help_text=_("A short word for the checklist. It never changes.")
    )
    covers = models.CharField(
        _("what it covers"),
        max_length=12,
        choices=Covers,
        default=Covers.EVERYTHING,
        help_text=_("A change of this takes the sign-off back; a change of anything else leaves it."),
    )
    by_its_writer = models.BooleanField(
        _("also by whoever wrote the story alone"),
        default=False,
        help_text=_("Otherwise somebody else has to give it."),
    )
    roles = models.ManyToManyField("auth.Group", verbose_name=_("given by these roles"), blank=True, related_name="+")
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("and by these people"),
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SignOffKindQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("kind of sign-off")
        verbose_name_plural = _("kinds of sign-off")
        default_permissions = ("add", "change", "view")


class SignOff(models.Model):
    """Somebody's word on the part of a story that this kind covers, as it stood in one revision.

    `covered` is the hash of that part: the word holds for every text in which the part is the same.
    """

    class Verdict(models.TextChoices):
        GIVEN = "given", _("signed off")
        REFUSED = "refused", _("not yet")

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="sign_offs")
    kind = models.ForeignKey(SignOffKind, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="+")
    covered = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)  # taken back, or another word took its place

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind", "covered"],
                condition=Q(ended_at__isnull=True),
                name="one_word_of_a_kind_stands_on_a_text",
            )
        ]

    def __str__(self):
        return f"{self.kind}: {self.get_verdict_display()}, {self.by}"


class SignOffRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at__isnull=True)

    def of(self, user):
        """Those that `user` is to answer: asked of them by name, or of anybody who may give that kind."""
        return self.filter(Q(asked=user) | Q(asked__isnull=True, kind__in=SignOffKind.objects.open_to(user)))


class SignOffRequest(models.Model):
    """A sign-off that somebody waits for: asked of one person, or of anybody who may give it."""

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="sign_off_requests")
    kind = models.ForeignKey(SignOffKind, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects = SignOffRequestQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind"], condition=Q(ended_at__isnull=True), name="a_sign_off_is_asked_for_once"
            )
        ]

    def __str__(self):
        return f"{self.kind}: {self.asked or ''}"
