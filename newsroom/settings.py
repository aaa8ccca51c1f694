"""One settings file for every newsroom. What differs between two newsrooms comes from `newsroom.env`."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from js_asset import Script, static_lazy

from newsroom import env, stylesheet

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")

# Where the newsroom stands -------------------------------------------------------------------
PUBLIC_URL = env.public_url("PUBLIC_URL", "http://localhost:8000")
LOCAL = PUBLIC_URL.startswith("http://")  # a local newsroom: sandbox money, letters on disk, second factor optional
SECRET_KEY = env.secret_key("SECRET_KEY", local=LOCAL, keep_in=VAR_DIR / "secret_key")
DEBUG = False
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname, "127.0.0.1", "[::1]"] + (["localhost"] if LOCAL else [])
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
SITE_RELEASE = "1"  # raise it to drop every finished page kept by an older program

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "memberships.apps.MembershipsConfig",
    "memberships.sandbox.apps.SandboxConfig",  # its pages exist in a local newsroom only
    "articles.apps.ArticlesConfig",
    "newsroom.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "taggit",
    "tree_queries",
    "js_asset",
    "django_prose_editor",
    "csp",
]

MIDDLEWARE = [
    "newsroom.middleware.RequestNumber",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsroom.middleware.LanguageOfThePage",
    "newsroom.middleware.NothingPersonalIsKept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.middleware.NothingIsAskedTwice",
    "newsroom.middleware.LanguageOfTheDesk",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "newsroom.middleware.NonceForTheEditor",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.house",
            ],
        },
    }
]

# What is kept ----------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared between workers: rate limits of the sign-in pages count in it.
    # Room for many, or an attacker could push the counts out by filling it.
    "default": {
        "BACKEND": "newsroom.storage.SharedCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
MEDIA_ROOT = VAR_DIR / "media"  # private: no web server serves it
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "allow_overwrite": True
        },  # every name holds a random id: only a picture's own rendition is replaced
    },
    "staticfiles": {"BACKEND": "newsroom.storage.StaticStorage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "jpg", "jpeg", "png", "gif", "webp", "avif", "zip", "gz", "br", "woff", "woff2", "map",
)  # fmt: skip
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000  # a story of 10 MB reaches the form, which refuses it with a sentence
FILE_UPLOAD_PERMISSIONS = 0o600

# People ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "newsroom.User"
PUBLICATION_MODEL = "newsroom.Publication"
FURNITURE = {"appeals": "memberships.appeals.in_languages"}
AUTHENTICATION_BACKENDS = ["newsroom.rights.PersonWithRights"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_ADAPTER = "newsroom.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "newsroom.accounts.SignInForm",
    "request_login_code": "newsroom.accounts.RequestCodeForm",
    "reset_password": "newsroom.accounts.ForgottenPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; without it the sign-in page has no password field
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from an invitation or a payment, never from a sign-up
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to strangers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"join": "30/10m/ip"}  # beside allauth's own; a whole office may join from one address
MFA_ADAPTER = "newsroom.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "newsroom.accounts.AddPasskeyForm",
    "activate_totp": "newsroom.accounts.AddAppForm",
    "authenticate": "newsroom.accounts.SecondStepForm",
    "reauthenticate": "newsroom.accounts.ProveAgainForm",
}
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1  # periods: a phone's clock may be off, and a slow line may bring a code late
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # so that every use of a passkey is two factors
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL

# Letters -----------------------------------------------------------------------------------------
EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend" if LOCAL else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
MAIL_SERVER = env.email("EMAIL_URL")
globals().update(MAIL_SERVER)
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", f"newsroom@{urlsplit(PUBLIC_URL).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Languages and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "en"  # the paper without a prefix
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
FORMAT_MODULE_PATH = "newsroom.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Doors -------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_NAME = "sessionid" if LOCAL else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if LOCAL else "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "newsroom.views.form_expired"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],  # the nonce is only sent by pages that ask for one: the desk's editor
        "style-src": [SELF, stylesheet.csp_hash()],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# The writing screen ------------------------------------------------------------------------------
DJANGO_PROSE_EDITOR_PRESETS = {"story": [Script("desk/editor/preset.js", type="module")]}
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("desk/editor/nodes.js")],
        "extensions": {
            "LibraryFigure": "articles.editor.allow_library_figure",
            "PullQuote": "articles.editor.allow_aside",
            "FactBox": "articles.editor.allow_aside",
            "StoryCard": "articles.editor.allow_aside",
            "Embed": "articles.editor.allow_aside",
            "Sources": "articles.editor.allow_sources",
        },
    }
]
TAGGIT_CASE_INSENSITIVE = True

# Money -------------------------------------------------------------------------------------------
PAYMENT_PROVIDER = env.one_of("PAYMENT_PROVIDER", {"sandbox", "stripe"}, "sandbox" if LOCAL else "stripe")
STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET")
STRIPE_API_BASE = env.text(
    "STRIPE_API_BASE"
)  # a stand-in that speaks as Stripe does; believed in a local newsroom only
SANDBOX_URL = env.text("SANDBOX_URL", PUBLIC_URL)  # where the sandbox's own pages are, when not beside ours

ACCESS_LOG = env.one_of("ACCESS_LOG", {"on", "off"}, "off") == "on"  # a line for each request, beside the web server's
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"class": "newsroom.log.Line", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"handlers": ["console"], "propagate": False}},
}
