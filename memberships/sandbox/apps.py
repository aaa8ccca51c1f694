from django.apps import AppConfig


class SandboxConfig(AppConfig):
    name = "memberships.sandbox"
    label = "sandbox"
    verbose_name = "Sandbox"
