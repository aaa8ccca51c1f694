"""Addresses that stand once, whatever the language: pictures, sitemaps, icons."""

urlpatterns = []
