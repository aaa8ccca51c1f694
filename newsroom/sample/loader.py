"""Loads the sample newsroom through the same verbs that people's buttons call, dated from the moment of loading."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from articles import pictures, publishing, revisions, workflow
from articles.models import (
    Article,
    Author,
    Byline,
    Correction,
    Format,
    Notice,
    Page,
    PublishedArticle,
    Region,
    Revision,
    Series,
    StatusChange,
)
from memberships.sample import load_appeals, load_members
from newsroom.models import Publication, User
from newsroom.sample.desk import Desk, replace_words

FOLDER = Path(__file__).resolve().parent
FIGURE = re.compile(r'data-image="([^"]+)"')
CARD = re.compile(r'data-story="([^"]+)"')
OWN_LINK = re.compile(r'href="story:([^"]+)"')
PLAIN = ("language", "slugline", "slug", "headline", "standfirst", "kicker", "dateline", "signoff")


class NotLocal(Exception):
    """The sample newsroom has people whom anybody may sign in as: it is only for localhost."""


class LoadedAlready(Exception):
    """Its people are here already."""


def read(name: str) -> dict:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def load(say=print) -> dict[str, int]:
    """Load everything, or nothing of the rows; how many of each were made. `say` is told how it gets on."""
    if not settings.LOCAL:
        raise NotLocal("The sample newsroom is only for a local newsroom: PUBLIC_URL is not http://localhost.")
    people = read("people.toml")["people"]
    if User.objects.filter(email__in=[person["email"] for person in people]).exists():
        raise LoadedAlready("The sample newsroom is loaded already.")
    with transaction.atomic():
        newsroom = _Newsroom(timezone.now(), say)
        counted = newsroom.load(people)
        publishing.new_edition("the sample newsroom was loaded", publishing.EVERYTHING)
    return counted


class _Newsroom:
    def __init__(self, now, say):
        self.now, self.say = now, say
        self.people, self.images, self.stories, self.groups = {}, {}, {}, {}

    def load(self, people):
        self._publication()
        for row in people:
            self._person(row)
        for row in read("authors.toml")["authors"]:
            self._author(row)
        for row in read("series.toml")["series"]:
            Series.objects.create(**row)
        for position, row in enumerate(read("pages.toml")["pages"]):
            Page.objects.create(position=position, **row)
        drawn = read("pictures.toml")["pictures"]
        for number, row in enumerate(drawn, 1):
            self._picture(dict(row))
            self.say(f"picture {number} of {len(drawn)}")
        rows = [read(f"stories/{path.name}") for path in sorted((FOLDER / "stories").glob("*.toml"))]
        self._load_stories(rows)
        Desk(self.people, {slug: story for (_language, slug), story in self.stories.items()}, self.now).load(
            read("desk.toml")
        )
        load_appeals(read("appeals.toml")["appeals"])
        members = load_members(read("members.toml")["members"], self.now, self._stories_by_slug())
        return {"people": len(people), "pictures": len(drawn), "stories": len(rows), "members": members}

    # Furniture and people -----------------------------------------------------------------------

    def _publication(self):
        row = read("publication.toml")
        contacts = row.pop("contacts")
        Publication.objects.update_or_create(
            pk=1,
            defaults={
                **row,
                "contact_email": contacts["editors"],
                "corrections_email": contacts["corrections"],
                "security_email": contacts["security"],
            },
        )

    def _person(self, row):
        person = User.objects.create_user(row["email"], name=row["name"], is_staff=True)
        person.groups.add(Group.objects.get(name=row["role"].replace("_", " ").capitalize()))
        self.people[row["key"]] = person

    def _author(self, row):
        texts = {name: text for name, text in row.items() if name not in {"user", "pseudonym"}}
        Author.objects.create(user=self.people.get(row.get("user")), **texts)

    def _picture(self, row):
        name = row.pop("file")
        by = next(person for key, person in self.people.items() if key == "jun")
        with (FOLDER / "pictures" / name).open("rb") as file:
            self.images[name] = pictures.add(File(file, name=name), by=by, **row)

    # Stories ------------------------------------------------------------------------------------

    def _load_stories(self, rows):
        """Oldest first, so that related stories and links find what was there before them."""
        for row in sorted(rows, key=lambda row: -row.get("hours_ago", 0)):
            self.stories[row["language"], row["slug"]] = self._working_copy(row)
        for row in rows:
            self._relations(row)
        for number, row in enumerate(sorted(rows, key=lambda row: -row.get("hours_ago", 0)), 1):
            self._bring(row)
            self.say(f"story {number} of {len(rows)}: {row['slugline']} ({row['state']})")
        for pk in list(publishing.owed().values_list("pk", flat=True)):
            publishing.reproject(pk)

    def _working_copy(self, row):
        lead = row.get("lead")
        article = Article.objects.create(
            **{name: row.get(name, "") for name in PLAIN},
            body=revisions.clean_body(self._with_numbers(row)),
            format=Format.objects.get(name=row["format"]),
            series=Series.objects.filter(name=row.get("series")).first(),
            region=Region.objects.get(slug=row["region"]),
            created_by=self.people[row["writer"]],
            **self._lead(lead),
            **self._embargo(row),
        )
        for position, line in enumerate(row["bylines"]):
            author = Author.objects.get(slug=line["author"])
            Byline.objects.create(article=article, author=author, role=line.get("role", "author"), position=position)
        article.topics.set(row.get("topics", []))
        article.other_regions.set(Region.objects.filter(slug__in=row.get("other_regions", [])))
        return article

    def _lead(self, lead):
        if not lead:
            return {}
        return {
            "lead_image": self.images[lead["image"]],
            "lead_caption": lead["caption"],
            "lead_alt_text": lead["alt_text"],
            "lead_credit": lead["credit"],
        }

    def _embargo(self, row):
        hours = row.get("embargo_in_hours")
        zone = Publication.current().zone
        return {"embargo_until": self.now + timedelta(hours=hours), "embargo_zone": zone} if hours else {}

    def _with_numbers(self, row):
        html = FIGURE.sub(lambda match: f'data-image="{self.images[match[1]].pk}"', row["body"])
        return CARD.sub(lambda match: f'data-story="{self._story(row["language"], match[1]).pk}"', html)

    def _relations(self, row):
        article = self.stories[row["language"], row["slug"]]
        near = [self._story(row["language"], slug) for slug in row.get("related", [])]
        article.related.set([story for story in near if story])
        key = row.get("translation_key")
        if key:
            original = self.groups.setdefault(key, article)
            if original != article:
                Article.objects.filter(pk=article.pk).update(translation_of=original)

    def _story(self, language, slug):
        return self.stories.get((language, slug)) or self.stories.get(("en", slug))

    def _bring(self, row):
        """Through the desk's own verbs to the state the row names, then dated back."""
        article = self.stories[row["language"], row["slug"]]
        writer, editor = self.people[row["writer"]], self.people[row["editor"]]
        self._resolve_links(article)
        replace_words(article, row.get("was", []))
        self._first_draft(row, article, writer)
        revision = revisions.record(article, writer)
        if row["state"] != "draft":
            workflow.submit(revision, by=writer)
        if row["state"] == "changes_requested":
            workflow.request_changes(revision, by=editor, note=row["note"])
        if row["state"] in {"live", "scheduled", "withdrawn"}:
            workflow.approve(revision, by=editor)
            self._send_out(row, article, revision, editor)
        self._date_back(row, article)

    def _first_draft(self, row, article, writer):
        """A text that the writer saved before this one, so that the history has something to tell."""
        if first := row.get("first_draft"):
            replace_words(article, first)
            revisions.record(article, writer)
            replace_words(article, [(then, now) for now, then in first])

    def _resolve_links(self, article):
        """`story:slug` becomes the address of that story, where it has one already."""

        def address(match):
            story = self._story(article.language, match[1])
            row = PublishedArticle.objects.filter(article_id=story.pk).first() if story else None
            return f'href="{row.get_absolute_url()}"' if row else 'href="/latest/"'

        body = OWN_LINK.sub(address, article.body)
        Article.objects.filter(pk=article.pk).update(body=body)

    def _send_out(self, row, article, revision, editor):
        if row["state"] == "scheduled":
            at = self.now + timedelta(hours=row["schedule_in_hours"])
            workflow.schedule(revision, by=editor, at=at, zone=Publication.current().zone)
            return
        workflow.publish(revision, by=editor, at=self.now - timedelta(hours=row["hours_ago"]))
        for note in row.get("corrections", []):
            self._correct(row, article, note, editor)
        if row["state"] == "withdrawn":
            workflow.withdraw(article, by=editor, reason=row.get("reason", "error"), note=row["note"])
            gone_at = self.now - timedelta(hours=row["withdrawn_hours_ago"])
            PublishedArticle.objects.filter(article_id=article.pk).update(withdrawn_at=gone_at)

    def _correct(self, row, article, note, editor):
        replace_words(article, [(wrong, right) for right, wrong in row.get("was", [])])
        Correction.objects.create(article=article, kind=note["kind"], text=note["text"])
        revision = revisions.record(article, article.created_by, why="Correction")
        workflow.submit(revision, by=article.created_by)
        workflow.approve(revision, by=editor)
        workflow.publish(revision, by=editor, at=self.now - timedelta(hours=note["hours_ago"]))

    def _date_back(self, row, article):
        """The desk's memory of a story that is days old is days old too."""
        then = self.now - timedelta(hours=row.get("hours_ago", 5) + 2)
        Article.objects.filter(pk=article.pk).update(created_at=then, modified_at=then)
        Revision.objects.filter(article=article).update(created_at=then)
        if "first_draft" in row:
            first = Revision.objects.filter(article=article).order_by("pk")[:1]
            Revision.objects.filter(pk__in=first.values("pk")).update(created_at=then - timedelta(hours=4))
        StatusChange.objects.filter(article=article).update(at=then)
        Notice.objects.filter(article=article).update(at=then, read_at=then, mail=Notice.Mail.NONE)

    def _stories_by_slug(self):
        return {slug: article.pk for (_language, slug), article in self.stories.items()}
