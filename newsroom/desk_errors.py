"""What people see when something at the desk does not exist or is not theirs. Others get the paper's pages."""

from django.contrib import admin
from django.shortcuts import render

from articles.views.reading import errors
from newsroom.desk import may_enter_desk


def not_found(request, exception=None):
    return _at_desk(request, "admin/404.html", 404) or errors.not_found(request, exception)


def forbidden(request, exception=None):
    return _at_desk(request, "admin/403.html", 403) or errors.forbidden(request, exception)


def _at_desk(request, template, status):
    if not request.path.startswith("/admin/") or not hasattr(request, "user") or not may_enter_desk(request):
        return None
    return render(request, template, admin.site.each_context(request), status=status)
