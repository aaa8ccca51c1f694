"""No page of the desk asks the database more than twelve questions, however much stands about its story."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import assignments, autosaves, notes, presence, previewing, restrictions, signoffs, workflow
from articles.anchors import Anchor
from articles.models import Article, PublishedArticle, SignOffKind
from newsroom import roles
from tests import make
from tests.sessions import session_of

pytestmark = pytest.mark.django_db

MOST = 12
FIGURE = '<figure data-image="{}" data-alt="A valley" data-credit="Drawn"><figcaption>The road.</figcaption></figure>'
PAGES = {  # name → (who looks, address)
    "dashboard": ("editor", "/admin/"),
    "list of stories": ("editor", "/admin/articles/article/"),
    "list, a word": ("editor", "/admin/articles/article/?q=rain"),
    "find": ("editor", "/admin/articles/article/found/?q=rain"),
    "calendar": ("editor", "/admin/calendar/"),
    "inbox": ("editor", "/admin/articles/notice/"),
    "new story": ("writer", "/admin/articles/article/add/"),
    "writing screen": ("editor", "/admin/articles/article/{story}/change/"),
    "writing screen, its writer's": ("writer", "/admin/articles/article/{draft}/change/"),
    "writing screen, in review": ("editor", "/admin/articles/article/{review}/change/"),
    "writing screen, withdrawn": ("chief", "/admin/articles/article/{withdrawn}/change/"),
    "writing screen, a translation": ("editor", "/admin/articles/article/{translation}/change/"),
    "reading screen": ("pictures", "/admin/articles/article/{story}/change/"),
    "question of an approval": ("editor", "/admin/articles/article/{review}/move/approve/"),
    "question of an agreement": ("editor", "/admin/articles/article/{review}/move/request_changes/"),
    "question of a schedule": ("editor", "/admin/articles/article/{approved}/move/schedule/"),
    "question of another hour": ("editor", "/admin/articles/article/{story}/move/reschedule/"),
    "question of a publication": ("editor", "/admin/articles/article/{approved}/move/publish/"),
    "question of an urgent publication": ("chief", "/admin/articles/article/{review}/move/publish_urgently/"),
    "question of a countersignature": ("chief", "/admin/articles/article/{urgent}/move/countersign/"),
    "question of a withdrawal": ("editor", "/admin/articles/article/{story}/move/withdraw/"),
    "question of bringing back": ("chief", "/admin/articles/article/{withdrawn}/move/bring_back/"),
    "history": ("editor", "/admin/articles/article/{story}/history/"),
    "compare": ("editor", "/admin/articles/article/{story}/compare/"),
    "what readers are told": ("editor", "/admin/articles/article/{story}/tell/"),
    "notes": ("editor", "/admin/articles/article/{story}/notes/"),
    "assigning": ("editor", "/admin/articles/article/{story}/assign/"),
    "secret links": ("editor", "/admin/articles/article/{story}/links/"),
    "who may know of it": ("editor", "/admin/articles/article/{story}/restriction/"),
    "sign-off": ("editor", "/admin/articles/article/{story}/sign-off/legal/"),
    "preview": ("editor", "/admin/articles/article/{story}/preview/{head}/"),
    "bringing together": ("editor", "/admin/articles/article/{parted}/bring-together/"),
    "pictures": ("pictures", "/admin/articles/image/"),
    "a picture": ("pictures", "/admin/articles/image/{image}/change/"),
    "regions": ("editor", "/admin/articles/region/"),
    "checklist": ("chief", "/admin/articles/checklistrule/"),
    "kinds of sign-off": ("chief", "/admin/articles/signoffkind/"),
    "people": ("chief", "/admin/newsroom/user/"),
    "publication": ("chief", "/admin/newsroom/publication/1/change/"),
}


def desk():
    """People, and the keys of stories about which stands all that can."""
    who = {"writer": make.journalist(name="Leila"), "editor": make.editor(name="Elena")}
    who |= {"chief": make.managing_editor(name="Ingrid"), "pictures": make.user(roles.PICTURE_EDITOR)}
    writer, editor, chief = who["writer"], who["editor"], who["chief"]
    lead, inside, other = make.image(), make.image(), make.article(writer, state="live")
    story = _live(writer, lead, inside, other)
    _write_on(story, **who)
    stories = {state: make.article(writer, state=state) for state in ("draft", "approved", "withdrawn")}
    review = stories["review"] = _live(writer, lead, inside, other)
    make.bring_to("in_review", _changed(review, writer), writer)
    urgent = stories["urgent"] = make.article(writer, state="in_review")
    workflow.publish_urgently(urgent.head, by=make.managing_editor(name="Amal"), note="It burns.")
    stories["translation"] = make.article(writer, language="fr", translation_of=other)
    parted = stories["parted"] = _live(writer, lead, inside, other)
    _part(parted, writer, editor, chief)
    keys = {name: row.pk for name, row in stories.items()}
    head = Article.objects.get(pk=story.pk).head_id
    return who, keys | {"story": story.pk, "head": head, "image": lead.pk}


def _live(writer, lead, inside, other):
    leads_to = PublishedArticle.objects.get(article_id=other.pk).get_absolute_url()
    links = f'<p>See <a href="{leads_to}">this</a> and <a href="/regions/niger/">all</a>.</p>'
    story = make.article(
        writer, lead_image=lead, body=f"<p>It rained for nine days.</p>{FIGURE.format(inside.pk)}{links}",
        bylines=[make.author(), make.author()], topics=["water", "floods"], related=[other], series=make.series(),
        other_regions=[make.region("mali")],
    )  # fmt: skip
    make.bring_to("live", story, writer)
    return story


def _changed(story, writer, headline="Another headline"):
    make.change(story, writer, headline=headline)
    return Article.objects.get(pk=story.pk)


def _write_on(story, writer, editor, chief, pictures):
    """A changed text of a live story, with all that people said of it, waiting for its hour, known to few."""
    story, now = _changed(story, writer), timezone.now()
    kind = SignOffKind.objects.get(code="legal")
    workflow.plan(story, editor, at=now + timedelta(days=2), zone="Africa/Niamey")
    workflow.submit(story.head, by=writer)
    notes.leave(story, editor, "Who said this?", anchor=Anchor("nine days", "for ", ".", 0))
    notes.leave(story, writer, "A farmer.", parent=notes.leave(story, chief, "And this?"))
    assignments.assign(story, writer, editor, due_at=now + timedelta(days=1), due_zone="UTC", words="Call him.")
    previewing.make_link(story.head, editor, "A lawyer")
    signoffs.ask(SignOffKind.objects.get(code="safety"), story, editor)
    workflow.agree(story.head, by=chief)
    workflow.approve(story.head, by=editor)
    workflow.sign_off(story.head, kind, by=chief)
    story = Article.objects.get(pk=story.pk)
    workflow.schedule(story.head, by=editor, at=now + timedelta(hours=5), zone="UTC")
    later = {"at": now + timedelta(days=9), "zone": "UTC", "reason": "error", "note": "The source asked."}
    workflow.schedule_withdrawal(story, by=editor, **later)
    presence.look_in(story, writer, uuid4())
    typed = autosaves.Typed(uuid4(), {"headline": ["Typed and not saved"]}, opened_on=story.head_id)
    autosaves.keep(editor, typed, story)
    restrictions.restrict(story, by=editor, people=[writer, chief, pictures])


def _part(story, writer, editor, chief):
    """A text waits while the live page was mended: both have to be brought together."""
    waiting = _changed(story, writer)
    workflow.fix_live(waiting.head, by=editor)
    mended = _changed(Article.objects.get(pk=story.pk), editor, headline="Mended")
    make.bring_to("live", mended, editor, second=chief)


def test_no_page_asks_more_than_twelve_questions(client):
    """One newsroom for all of the pages: making it takes longer than looking at them."""
    who, keys = desk()
    sessions = {name: session_of(person) for name, person in who.items()}
    asked = {}
    for name, (person, address) in PAGES.items():
        client.cookies[settings.SESSION_COOKIE_NAME] = sessions[person]
        asked[name] = _questions(client, address.format(**keys))
    too_many = {name: [len(found), *found] for name, found in asked.items() if len(found) > MOST}
    assert not too_many


def _questions(client, address) -> list[str]:
    """The statements of a page, savepoints left out: in a newsroom they are transactions."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return [row["sql"][:300] for row in captured if not row["sql"].startswith(("SAVEPOINT", "RELEASE"))]
