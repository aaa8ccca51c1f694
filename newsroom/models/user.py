"""Whoever signs in: people of the newsroom and supporters alike. Roles are groups, see `newsroom.roles`."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from newsroom.models.publication import validate_zone


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        """A person with this e-mail address; without `password`, one who can only enter by code or link."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("Somebody has this e-mail address.")}
    )
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("As colleagues know them."))
    language = models.CharField(
        _("language of the desk"),
        max_length=8,
        default="en",
        choices=[("en", "English"), ("fr", "Français"), ("ar", "العربية")],
    )
    zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="UTC",
        validators=[validate_zone],
        help_text=_("Where they work, like Africa/Niamey."),
    )
    is_staff = models.BooleanField(
        _("may enter the desk"), default=False, help_text=_("Only for people of the newsroom.")
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Take this away when somebody leaves: their sessions end, their bylines stay."),
    )
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)  # how often all sessions were ended
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_has_one_email_address",
                violation_error_message=_("Somebody has this e-mail address."),
            )
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        super().clean()
        self.email = self.email.lower()

    def _get_session_auth_hash(self, secret=None):
        """Every session carries it and ends when it changes: with the password, and with `sessions_ended`."""
        value = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("newsroom.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self):
        return str(self)

    get_short_name = get_full_name
