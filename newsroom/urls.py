"""Every address of the house. The paper's other languages stand below their prefix, the default one has none."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from newsroom import views

handler400 = "articles.views.reading.errors.bad_request"
handler404 = "newsroom.desk_errors.not_found"
handler500 = "articles.views.reading.errors.server_error"
handler403 = "newsroom.desk_errors.forbidden"

# The sandbox's pages: a local newsroom pays with money that does not move.
plays = settings.LOCAL and settings.PAYMENT_PROVIDER == "sandbox"

urlpatterns = [
    *([path("sandbox/", include("memberships.sandbox.urls"))] if plays else []),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("articles.urls.house")),
    *i18n_patterns(
        path("membership/account/", include("newsroom.account_urls")),
        path("membership/", include("memberships.urls")),
        path("", include("articles.urls.paper")),
        prefix_default_language=False,
    ),
]
