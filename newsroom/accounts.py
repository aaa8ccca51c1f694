"""Who may sign in and how: allauth's questions, answered by the house."""

import logging
from functools import wraps
from ipaddress import ip_address
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context as current
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.conf import settings
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom import sealing
from newsroom.models import Publication

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Nobody signs up by themselves: colleagues are invited, supporters join."""
        return False

    def get_login_redirect_url(self, request):
        return home_of(request.user)

    def get_password_change_redirect_url(self, request):
        return home_of(request.user)

    def get_client_ip(self, request):
        return client_address(request)

    def get_reset_password_from_key_url(self, key):
        return absolute(reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})).replace(
            "UID-KEY", key
        )

    def send_mail(self, template_prefix, email, context):
        """Write the letter now and send it after the answer, so that no answer takes longer for an address we know."""
        request = current.request
        if settings.LOCAL and "code" in context:
            log.info("The sign-in code for %s is %s", email, context["code"])
        letter = self.render_mail(template_prefix, email, {"publication": Publication.current(), **context})
        if hasattr(request, "letters"):
            request.letters.append(letter)
        else:
            letter.send()


class SecondFactorAdapter(DefaultMFAAdapter):
    """An authenticator app and a passkey know the newsroom by its name and its public address."""

    def encrypt(self, text):
        return sealing.seal(text)

    def decrypt(self, encrypted_text):
        return sealing.unseal(encrypted_text)

    def get_totp_issuer(self):
        return Publication.current().name

    def get_public_key_credential_rp_entity(self):
        return {"id": urlsplit(settings.PUBLIC_URL).hostname, "name": Publication.current().name}

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


class TakesACodeOnce:
    """An app's code counts while clocks and lines may be late, and once: who saw it typed cannot come in by it."""

    def clean_code(self):
        key = f"used-code-of-an-app:{self.user.pk}:{normalize_user_code(self.cleaned_data['code'])}"
        if cache.get(key):
            self.cleaned_data["code"] = ""  # as wrong as any other, and counted as such
        code = super().clean_code()
        periods = 1 + 2 * settings.MFA_TOTP_TOLERANCE
        if self.is_of_an_app and not cache.add(key, True, timeout=periods * settings.MFA_TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code

    @property
    def is_of_an_app(self):
        return self.authenticator.type == Authenticator.Type.TOTP


class AddAppForm(TakesACodeOnce, ActivateTOTPForm):
    is_of_an_app = True


class SecondStepForm(TakesACodeOnce, AuthenticateForm):
    pass


class ProveAgainForm(TakesACodeOnce, ReauthenticateForm):
    pass


class AddPasskeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Its name")
        alone = self.fields["passwordless"]
        alone.label, alone.initial = _("Let it sign me in without a password"), True
        alone.help_text = _("Your device keeps it. Without this it is a second factor beside the password.")


class AsksForAnAddress:
    """Asks for an e-mail address in the words of every other page."""

    address = "email"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.address].label = _("E-mail address")
        self.fields[self.address].widget.attrs.pop("placeholder", None)


class SignInForm(AsksForAnAddress, LoginForm):
    address = "login"


class ForgottenPasswordForm(AsksForAnAddress, ResetPasswordForm):
    pass


class RequestCodeForm(AsksForAnAddress, RequestLoginCodeForm):
    def clean_email(self):
        """Decides who gets a letter. The page never shows it."""
        email = super().clean_email()
        user = self._user or user_of_a_member(email)
        self._user = user if user and user.is_active and not (user.is_staff or user.is_superuser) else None
        return email


def user_of_a_member(email):
    """Somebody who gives but never signed in becomes a person at their first code; None for a stranger."""
    from memberships.accounts import user_for_member

    return user_for_member(email)


def sends_letters_last(view):
    """The view's letters leave when its answer is on its way. One that cannot be sent is logged without its address."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        request.letters = []
        response = view(request, *args, **kwargs)
        for letter in request.letters:
            response._resource_closers.append(lambda letter=letter: _send(letter))
        return response

    return wrapped


def _send(letter):
    try:
        letter.send()
    except Exception as error:  # the mail server's troubles must not tell a stranger who has an account
        log.error("A letter could not be sent: %s", type(error).__name__)


def home_of(user):
    """Where somebody is at home after signing in."""
    if user.is_staff:
        return reverse("admin:index")
    try:
        return reverse("account")
    except NoReverseMatch:
        return "/"


def absolute(path):
    return settings.PUBLIC_URL + path


def client_address(request):
    """The address of whoever asks. `X-Forwarded-For` is believed only from our own proxies, and only back to them."""
    address = request.META.get("REMOTE_ADDR") or "unknown"
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    while hops and _is_our_proxy(address):
        address = hops.pop()
    return address


def _is_our_proxy(address):
    try:
        return any(ip_address(address) in network for network in settings.TRUSTED_PROXIES)
    except ValueError:
        return False
