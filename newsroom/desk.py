"""The desk: Django's admin behind a stricter door."""

from django.contrib import admin


class Desk(admin.AdminSite):
    enable_nav_sidebar = False
    final_catch_all_view = True
