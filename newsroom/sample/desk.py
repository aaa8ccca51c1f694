"""What goes on at the desk of a sample newsroom: talk, promises, questions, and two texts of stories that are live."""

from datetime import timedelta

from articles import assignments, notes, previewing, revisions, workflow
from articles.anchors import Anchor
from articles.models import Article, Assignment, Correction, Notice, PreviewLink, SignOffKind
from newsroom.models import Publication


class Desk:
    """`people` by key, `stories` by slug, as the loader made them; nobody gets a letter for what happens here."""

    def __init__(self, people, stories, now):
        self.people, self.stories, self.now = people, stories, now
        self.zone = Publication.current().zone

    def load(self, rows: dict) -> None:
        for kind, bring in (
            ("updates", self._update),
            ("assignments", self._assign),
            ("plans", self._plan),
            ("sign_offs", self._ask),
            ("links", self._show_outside),
            ("notes", self._talk),
        ):
            for row in rows.get(kind, []):
                bring(row, Article.objects.get(pk=self.stories[row["story"]].pk))
        Notice.objects.exclude(mail=Notice.Mail.NONE).update(mail=Notice.Mail.NONE)

    def _in(self, hours):
        return self.now + timedelta(hours=hours)

    def _update(self, row, article):
        writer = self.people[row["writer"]]
        replace_words(article, row["words"])
        Correction.objects.create(article=article, **row["note"])
        revision = revisions.record(article, writer)
        if "urgently_by" in row:
            workflow.publish_urgently(revision, by=self.people[row["urgently_by"]], note=row["why"])
            return
        editor = self.people[row["editor"]]
        workflow.submit(revision, by=writer)
        workflow.approve(revision, by=editor)
        workflow.schedule(revision, by=editor, at=self._in(row["schedule_in_hours"]), zone=self.zone)

    def _assign(self, row, article):
        assignments.assign(
            article,
            to=self.people[row["to"]],
            by=self.people[row["by"]],
            due_at=self._in(row["due_in_hours"]),
            due_zone=self.zone,
            priority=Assignment.Priority[row["priority"]],
            words=row["words"],
        )

    def _plan(self, row, article):
        workflow.plan(article, self.people[row["by"]], at=self._in(row["in_hours"]), zone=self.zone)

    def _ask(self, row, article):
        kind, of = SignOffKind.objects.get(code=row["kind"]), self.people[row["of"]]
        workflow.ask_sign_off(article.head, kind, by=self.people[row["by"]], of=of, note=row["note"])

    def _show_outside(self, row, article):
        link, _token = previewing.make_link(article.head, self.people[row["by"]], row["for_whom"])
        PreviewLink.objects.filter(pk=link.pk).update(opened=row["opened"], last_opened_at=self._in(-1))
        notes.leave(article, None, row["left"], visitor=row["visitor"])

    def _talk(self, row, article):
        anchor = Anchor(row["on"]) if "on" in row else None
        note = notes.leave(article, self.people[row["by"]], row["text"], anchor=anchor)
        for reply in row.get("replies", []):
            notes.leave(article, self.people[reply["by"]], reply["text"], parent=note)
        if "settled_by" in row:
            notes.resolve(note, self.people[row["settled_by"]])


def replace_words(article: Article, pairs) -> None:
    """In the working copy: each of the first words by the second."""
    article.refresh_from_db()
    texts = {name: getattr(article, name) for name in ("headline", "standfirst", "body")}
    for old, new in pairs:
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    Article.objects.filter(pk=article.pk).update(**texts)
