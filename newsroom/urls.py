"""Every address of the house. The paper's other languages stand below their prefix, the default one has none."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from newsroom import views

handler404 = "articles.views.reading.errors.not_found"
handler500 = "articles.views.reading.errors.server_error"
handler403 = "articles.views.reading.errors.forbidden"

urlpatterns = [
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
