"""Addresses that stand once, whatever the language: pictures, sitemaps, icons."""

from django.urls import path, register_converter

from articles import converters, sitemaps
from articles.views.outside import pages as outside
from articles.views.reading import house, pictures

register_converter(converters.PublicIdConverter, "public_id")

urlpatterns = [
    path("pictures/<public_id:public_id>/<int:width>.<str:extension>", pictures.picture, name="picture"),
    path("preview/<str:token>/", outside.preview, name="preview"),
    path("preview/<str:token>/note/", outside.preview_note, name="preview_note"),
    path(
        "preview/<str:token>/pictures/<public_id:public_id>/<int:width>.<str:extension>",
        outside.preview_picture,
        name="preview_picture",
    ),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.sitemap_of_pages, name="sitemap_of_pages"),
    path("sitemap-stories-<int:number>.xml", sitemaps.sitemap_of_stories, name="sitemap_of_stories"),
    path("sitemap-news.xml", sitemaps.news_sitemap, name="news_sitemap"),
    path("robots.txt", house.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", house.security_txt, name="security_txt"),
    path("favicon.ico", house.favicon, name="favicon"),
]
