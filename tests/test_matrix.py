"""Every address × every role, against the written table in `tests/matrix.txt`.

A new address without a line there fails; so does an answer that differs. The story asked for is in review and was
written by the writer; what is asked of the paper is live.
"""

from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from articles import notes, notices
from articles.models import Autosave, Page, PublishedArticle, SignOffKind, Topic
from articles.states import MOVES
from memberships.models import Appeal, Contribution, LedgerEntry, Letter, Member, Plan, ProviderEvent, Subscription
from newsroom import roles
from newsroom.models import Beat, Publication
from tests import make, public, secrets
from tests.memberships import door
from tests.sessions import session_of

FILE = Path(__file__).with_name("matrix.txt")
WHO = ("anonymous", "reader", "journalist", "writer", "editor", "managing", "picture", "membership")
VERBS = [*MOVES, "agree", "countersign", "withdraw", "archive", "unarchive", "bin", "restore"]
VERBS += ["schedule_withdrawal", "reschedule", "reschedule_withdrawal", "unschedule_withdrawal"]
VERBS += ["fix_live", "drop_fix", "leave_aside", "bring_back", "duplicate", "translate"]
POSTS = {"admin:articles_article_move", "admin:articles_article_restore", "admin:logout"} | {
    "admin:articles_article_name", "admin:articles_article_weigh", "admin:articles_weigh_new",
    "admin:articles_article_sign_off", "admin:articles_article_follow",
    "admin:calendar_move", "admin:articles_checklistrule_changelist",
    *(f"admin:articles_article_{word}" for word in ("keep", "keep_new", "tell", "presence", "merge", "throw_away")),
    "admin:articles_article_links", "admin:articles_article_revoke_link", "preview_note",
    "admin:articles_article_notes", "admin:articles_article_assign", "admin:articles_notice_read",
    "admin:articles_notice_choices",
    "admin:articles_preview_new", "admin:articles_article_preview_typed",
}  # fmt: skip
PAGE = "0b0a3a52-5b7e-4c43-9d0e-6a3f0c3f7a11"
SAID_OF_A_NOTE = ("answer", "resolve", "reopen", "strike")

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """One row of everything that an address can name."""
    writer = make.journalist()
    topic = Topic.objects.create(name="floods", slug="floods")
    live = make.article(state="live", slug="live", topics=["floods"], lead_image=make.image(), series=make.series())
    story = make.article(by=writer, state="in_review", lead_image=make.image())
    Autosave.objects.create(page=PAGE, user=writer, article=story, base=story.head, fields={"headline": ["Typed"]})
    Publication.objects.update_or_create(pk=1)
    Beat.strike()
    page = Page.objects.create(slug="about-us", heading="About us", body="<p>Who we are.</p>")
    member = door.member(ref="sub_1", payments=[door.payment()])
    event = ProviderEvent.objects.create(provider="sandbox", event_id="e", type="t", payload="{}")
    appeal = Appeal.objects.create(heading="Help", text="<p>Us.</p>", button="Give")
    rows = {
        "article": story,
        "image": story.lead_image,
        "region": live.region,
        "series": live.series,
        "format": live.format,
        "author": live.bylines.first().author,
        "page": page,
        "topic": topic,
        "user": make.journalist(),
        "publication": Publication.current(),
        "member": Member.objects.get(),
        "subscription": Subscription.objects.get(),
        "contribution": Contribution.objects.get(),
        "ledgerentry": LedgerEntry.objects.first(),
        "providerevent": event,
        "letter": Letter.objects.create(member=Member.objects.get(), kind="welcome", key="k"),
        "appeal": appeal,
        "plan": Plan.objects.first(),
        "signoffkind": SignOffKind.objects.get(code="legal"),
        "note": notes.leave(story, writer, "Who measured this?"),
        "notice": notices.tell("approved", story, None, people=[writer])[0],
    }
    return {"rows": rows, "live": live, "writer": writer, "member": member}


@pytest.fixture
def people(house):
    """Whose session stands behind each column of the table: its key, none for anonymous."""
    users = {
        "reader": make.user(role=None),
        "journalist": make.journalist(),
        "writer": house["writer"],
        "editor": make.editor(),
        "managing": make.managing_editor(),
        "picture": make.user(roles.PICTURE_EDITOR),
        "membership": make.user(roles.MEMBERSHIP_MANAGER),
    }
    return {"anonymous": ""} | {name: session_of(user) for name, user in users.items()}


def requests_of(house) -> dict[str, tuple[str, str]]:
    """Line's name → (method, path), for every address of the house."""
    asked = {}
    for name, route in public.patterns():
        if not name:
            continue  # the admin's own redirects and its last resort, which have no name
        if name == "admin:articles_article_move":
            for verb in VERBS:
                asked[f"POST {name} {verb}"] = ("POST", reverse(name, args=[house["rows"]["article"].pk, verb]))
                asked[f"GET {name} {verb}"] = ("GET", reverse(name, args=[house["rows"]["article"].pk, verb]))
            continue
        if name == "admin:articles_article_note":
            for act in SAID_OF_A_NOTE:
                path = reverse(name, args=[house["rows"]["article"].pk, house["rows"]["note"].pk, act])
                asked |= {f"POST {name} {act}": ("POST", path), f"GET {name} {act}": ("GET", path)}
            continue
        path = path_of(name, route, house)
        asked[f"GET {name}"] = ("GET", path)
        if name in POSTS:
            asked[f"POST {name}"] = ("POST", path)
    return asked


def path_of(name, route, house):
    rows, live = house["rows"], house["live"]
    published = PublishedArticle.objects.get(article_id=live.pk)
    slugs = {"region": live.region.slug, "topic": "floods", "series": live.series.slug, "format": live.format.slug,
             "author": live.bylines.first().author.slug, "page": "about-us"}  # fmt: skip
    kind = name.partition(":")[2] or name
    model = kind.split("_")[1] if kind.count("_") >= 2 and kind.split("_")[1] in rows else kind.split("_")[0]
    row = rows.get(model) or (rows["image"] if "picture" in name else rows["user"])
    known = {
        "object_id": row.pk, "pk": _key(name, rows, row), "revision": rows["article"].head_id, "date": published.date,
        "slug": "live" if name == "story_detail" else slugs.get(name.split("_")[0], "about-us"), "number": 1,
        "public_id": rows["image"].public_id if "preview" in name else live.lead_image.public_id, "width": 320,
        "extension": "jpg", "name": "320.jpg", "app_label": "articles", "provider": "sandbox", "token": "guessed",
        "ref": "guessed", "uidb36": "1", "key": "guessed", "content_type_id": 1, "url": "nowhere/", "verb": "approve",
        "code": "legal",
        "page": PAGE,
        "link": 1,
    }  # fmt: skip
    wanted = [part.split(":")[-1].rstrip(">") for part in route.split("<")[1:]]
    wanted = [part.split(">")[0] for part in wanted]
    try:
        return reverse(name, kwargs={key: known[key] for key in wanted})
    except (NoReverseMatch, KeyError):
        pytest.fail(f"tests/test_matrix.py does not know how to ask for {name} ({route})")


def _key(name, rows, row):
    if name == "admin:articles_preview_typed":
        return rows["article"].pk
    if name.startswith("subscription"):
        return rows["subscription"].pk
    return rows["contribution"].pk if name == "receipt" else row.pk


def answers(house, people):
    """Line's name, who asks, and the answer, for each address and person; each request on the house as it stands."""
    head = house["rows"]["article"].head
    press = {"revision": head.pk, "sha256": head.sha256, "opened_on": head.pk, "note": "Because.", "reason": "error"}
    press |= {"text": "A remark.", f"text-{house['rows']['note'].pk}": "An answer.", "priority": 2, "act": "give"}
    for line, (method, path) in requests_of(house).items():
        for who in WHO:
            with transaction.atomic():
                client = Client()
                client.cookies["sessionid"] = people[who]
                yield line, who, client.post(path, press) if method == "POST" else client.get(path)
                transaction.set_rollback(True)


def table() -> dict[str, list[int]]:
    lines = [line.rsplit(maxsplit=len(WHO)) for line in FILE.read_text().splitlines() if line and line[0] != "#"]
    return {name: [int(code) for code in codes] for name, *codes in lines}


def test_every_address_answers_each_role_as_the_table_says_and_none_tells_of_a_restricted_story(house, people):
    secrets.hide_behind(house["live"])
    written, found, leaks = table(), {}, []
    for line, who, answer in answers(house, people):
        found.setdefault(line, []).append(answer.status_code)
        leaks += [f"{who}: {line}"] if secrets.is_told_in(answer) else []
    wrong = [
        f"{line}: {who} gets {got}, the table says {want}"
        for line, codes in found.items()
        for who, got, want in zip(WHO, codes, written.get(line, [0] * len(WHO)), strict=True)
        if got != want
    ]
    assert (wrong, leaks) == ([], [])
    assert set(written) == set(found), "lines without an address"
