"""Restricted stories, in which every word is marked: wherever the mark comes to light, the story does."""

from django.contrib.messages import get_messages

from articles import assignments, restrictions, workflow
from tests import make

MARK = "Zqxvsecret"
WRITTEN = (f"{MARK} ", f"{MARK}-", f"{MARK}-".lower())


def a_secret(state):
    """A story restricted to its writer and one editor, tied to all that everybody may see."""
    writer, editor = make.journalist(name="Writer"), make.editor(name="Named editor")
    story = make.article(
        by=writer,
        state=state,
        headline=f"{MARK} headline",
        slugline=f"{MARK}-slugline",
        standfirst=f"{MARK} standfirst",
        body=f"<p>{MARK} body</p>",
        slug=f"{MARK.lower()}-{state}",
        topics=[f"{MARK} topic"],
        bylines=[make.author("Amina Salou")],
        lead_image=make.image(),
    )
    by, other = (editor, writer) if state == "scheduled" else (writer, editor)
    restrictions.restrict(story, by=by, people=[other])
    story.editor, story.writer = editor, writer
    return story


def hide_behind(story):
    """Secrets in every state, one of them related to that story, which everybody may see."""
    returned = a_secret("in_review")
    story.related.add(returned)
    for state in ("draft", "in_review", "approved", "scheduled"):
        a_secret(state)
    workflow.request_changes(returned.head, by=returned.editor, note=f"{MARK} note")
    assignments.assign(returned, to=returned.writer, by=returned.editor, words=f"{MARK} words")


def is_told_in(answer) -> bool:
    """Whether the answer tells of one, on its page or in what is said on the next."""
    readable = not answer.streaming and answer["Content-Type"].startswith(("text/", "application/json"))
    said = " ".join(map(str, get_messages(answer.wsgi_request))) + answer.get("Location", "")
    return any(word in said + (answer.text if readable else "") for word in WRITTEN)
