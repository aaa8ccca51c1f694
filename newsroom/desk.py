"""The desk: Django's admin behind a stricter door. Every view for people of the newsroom uses this door."""

from dataclasses import dataclass
from functools import partial, wraps

from allauth.account import views as account_views
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsroom import resend

OUR_APPS = {"newsroom", "memberships", "articles"}
LINK = "sign_in_link"


class Desk(admin.AdminSite):
    enable_nav_sidebar = False
    final_catch_all_view = True

    def has_permission(self, request):
        return may_enter_desk(request)

    def admin_view(self, view, cacheable=False):
        """As Django's; but what somebody wrote is given back to them, whatever it is that refuses it."""
        behind_the_door = super().admin_view(view, cacheable)

        @wraps(view)
        def at_the_door(request, *args, **kwargs):
            kept = None if request.method != "POST" or self.has_permission(request) else _kept_at_the_door(request)
            return kept or resend.or_words_back(request, lambda: behind_the_door(request, *args, **kwargs))

        return at_the_door

    def get_urls(self):
        from articles.admin import calendar

        def own(address, view, name):
            return path(address, self.admin_view(partial(view, site=self)), name=name)

        return [
            own("calendar/", calendar.calendar_view, "calendar"),
            own("calendar/move/", calendar.move_view, "calendar_move"),
            path("keys/", self.admin_view(self.keys), name="keys"),
            *super().get_urls(),
        ]

    def login(self, request, extra_context=None):
        return way_in(request, next_address(request))

    def logout(self, request, extra_context=None):
        return account_views.logout(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def each_context(self, request):
        shown = super().each_context(request) | {"second_factor_missing": second_factor_missing(request)}
        if not self.has_permission(request):
            return shown
        from newsroom.desk_context import of_every_page

        if not hasattr(request, "of_every_page"):
            request.of_every_page = of_every_page(self, request)
        return shown | request.of_every_page

    @method_decorator(require_safe)
    def keys(self, request):
        """Every key of the desk, for those without scripts."""
        from newsroom import shortcuts

        context = self.each_context(request) | {"title": _("Keys"), "groups": shortcuts.every()}
        return TemplateResponse(request, "admin/keys.html", context)

    def get_app_list(self, request, app_label=None):
        """Only for the page of one app: no other page of ours has a table of tables."""
        return super().get_app_list(request, app_label) if app_label else []

    def index(self, request, extra_context=None):
        """What waits for this person, instead of a table of tables."""
        from articles.admin.dashboard import dashboard

        zone = self.each_context(request)["publication"].zone
        return super().index(request, {"title": _("Desk"), **dashboard(request.user, zone), **(extra_context or {})})

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only what the house has arranged itself: other apps would show codes, secrets and rights in the raw."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if model._meta.app_label in OUR_APPS]
        super().register(ours, admin_class, **options)


def _kept_at_the_door(request):
    """What somebody wrote who may not enter now; None where there is nothing to keep."""
    if request.user.is_authenticated:
        return resend.at_a_closed_door(request, is_of_the_newsroom(request.user))
    return resend.after_the_session(request)


@dataclass(frozen=True)
class Proof:
    """What a session has proved about whoever sits behind it. An e-mailed code proves nothing here."""

    password: bool
    passkey: bool  # asked for a finger or a PIN at every use, hence two factors by itself
    second: bool
    link: bool

    @classmethod
    def of(cls, request):
        records = get_authentication_records(request, request.user)
        methods = {record.get("method") for record in records}
        kinds = {record.get("type") for record in records if record.get("method") == "mfa"}
        passkey = Authenticator.Type.WEBAUTHN in kinds
        return cls("password" in methods, passkey, bool(kinds), settings.LOCAL and LINK in methods)

    @property
    def first(self):
        return self.password or self.passkey or self.link

    @property
    def full(self):
        return self.passkey or (self.password and self.second)

    @property
    def enough(self):
        return self.full or (settings.LOCAL and self.first)


def is_of_the_newsroom(user):
    return user.is_authenticated and user.is_active and user.is_staff


def may_enter_desk(request) -> bool:
    """Active staff in a session that records a password or passkey and a second factor (optional when local)."""
    return is_of_the_newsroom(request.user) and Proof.of(request).enough


def second_factor_missing(request) -> bool:
    """For the banner of a local newsroom, which lets people in without one."""
    return is_of_the_newsroom(request.user) and not Proof.of(request).full


def desk_required(view):
    """For staff views outside the admin: the same door, the same way in."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if may_enter_desk(request):
            return view(request, *args, **kwargs)
        return way_in(request, request.get_full_path())

    return wrapped


def way_in(request, next_url):
    """Lead whoever stands at the door to the one thing that is still missing. Raises PermissionDenied for outsiders."""
    user = request.user
    if not user.is_authenticated:
        return _go("account_login", next_url)
    if not is_of_the_newsroom(user):
        raise PermissionDenied
    if may_enter_desk(request):
        return HttpResponseRedirect(next_url)
    return prove_more(request, next_url)


def prove_more(request, next_url):
    """Ask somebody of the newsroom for what their session lacks, then go on to `next_url`."""
    proof = Proof.of(request)
    has = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    if not proof.password and request.user.has_usable_password():
        messages.info(request, _("The desk wants your password before it opens."))
        return _go("account_reauthenticate", next_url)
    if proof.password and Authenticator.Type.TOTP in has:
        return _go("mfa_reauthenticate", next_url)
    if Authenticator.Type.WEBAUTHN in has:
        return _go("mfa_reauthenticate_webauthn", next_url)
    if proof.password:
        messages.info(
            request, _("The desk opens with a second factor. Add a passkey or an authenticator app; it takes a minute.")
        )
        return redirect("mfa_index")
    raise PermissionDenied


def next_address(request):
    """The address within the house that somebody was on the way to, else the desk's first page."""
    asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if safe else reverse("admin:index")


def _go(name, next_url):
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: next_url})}")
