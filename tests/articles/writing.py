"""Sitting at the desk in a test: a signed-in client, and the writing screen's form as a browser would send it."""

from html.parser import HTMLParser

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.sessions import session_of


def at_desk(user) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    return client


def address(article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


class _Form(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields, self.inside, self.select, self.area, self.template = {}, False, None, None, 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id") == "article_form"
        self.template += tag == "template"
        name = attrs.get("name")
        if not self.inside or self.template:
            return
        if tag == "input" and name and (attrs.get("type") != "checkbox" or "checked" in attrs):
            self.fields[name] = attrs.get("value") or ""
        elif tag == "select":
            self.select = name
            self.fields[name] = [] if "multiple" in attrs else ""
        elif tag == "option" and self.select and "selected" in attrs:
            several = isinstance(self.fields[self.select], list)
            self.fields[self.select] = [*self.fields[self.select], attrs["value"]] if several else attrs["value"]
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        self.template -= tag == "template"
        if tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            self.fields[self.area] = self.fields[self.area].removeprefix("\r\n").removeprefix("\n")
            self.area = None
        elif tag == "form":
            self.inside = False


def form_of(response) -> dict:
    """What the page's form holds, ready to be changed and posted."""
    parser = _Form()
    parser.feed(response.content.decode())
    return parser.fields


def opened(client, article) -> dict:
    return form_of(client.get(address(article)))


def press(client, article, verb, revision=None, **said):
    """Press a button that stood beside `revision`, or beside the newest text."""
    article.refresh_from_db()
    revision = revision or article.head
    data = {"revision": revision.pk, "sha256": revision.sha256, **said}
    return client.post(reverse("admin:articles_article_move", args=[article.pk, verb]), data)
