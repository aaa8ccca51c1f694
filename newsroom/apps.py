from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("House")

    def ready(self):
        from newsroom import checks  # noqa: F401  registers the system checks
        from newsroom.roles import keep_in_step

        post_migrate.connect(keep_in_step, dispatch_uid="newsroom.roles")


class DeskConfig(AdminConfig):
    """Django's admin, with our door and our dress."""

    default_site = "newsroom.desk.Desk"
