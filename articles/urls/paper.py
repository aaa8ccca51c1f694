"""Addresses that every paper has, whatever its language."""

urlpatterns = []
