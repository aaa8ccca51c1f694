"""A secret link shows one text to somebody without an account, and nothing to anybody else."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import previewing, restrictions, signoffs, workflow
from articles.models import Note, PreviewLink, SignOffKind
from newsroom import people
from tests.articles.writing import at_desk

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0"


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def outsider():
    return Client(headers={"user-agent": BROWSER})


@pytest.fixture
def draft(make):
    return make.article(by=make.journalist(), headline="Not out yet", lead_image=make.image(), slug="not-out-yet")


def link_to(story, by=None, **more):
    return previewing.make_link(story.head, by or story.created_by, "the lawyer", **more)


def address(token):
    return reverse("preview", args=[token])


def leave_note(client, token, headers=None, **said):
    said = {"text": "The third paragraph is wrong.", "name": "Fatima", **said}
    return client.post(
        reverse("preview_note", args=[token]), said, headers=headers or {"sec-fetch-site": "same-origin"}
    )


# Opening it ----------------------------------------------------------------------------------------


def test_an_outsider_sees_the_text_as_its_readers_will_and_leaves_no_trace(draft, outsider):
    _link, token = link_to(draft)
    answer = outsider.get(address(token))
    text = answer.content.decode()
    assert answer.status_code == 200 and "Not out yet</h1>" in text
    assert re.search(r"secret link, which works until [^<]+ \([\w/]+\)", text)  # an hour without a zone is no hour
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"] and 'name="robots" content="noindex' in text
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")
    for said in ("canonical", "og:", "not-out-yet", "csrfmiddlewaretoken"):
        assert said not in text, said


def test_a_link_goes_on_showing_the_text_it_was_made_for(make, draft, outsider):
    _link, token = link_to(draft)
    make.change(draft, headline="Changed since")
    assert "Not out yet</h1>" in outsider.get(address(token)).content.decode()


def test_an_arabic_text_is_shown_in_arabic(make, outsider):
    story = make.article(language="ar", headline="ارتفع النهر", slug="النهر")
    _link, token = link_to(story)
    answer = outsider.get(address(token))
    assert '<html lang="ar" dir="rtl">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "ar"


def test_expired_revoked_unknown_and_mistyped_are_one_and_the_same_answer(draft, outsider):
    expired, first = link_to(draft)
    PreviewLink.objects.filter(pk=expired.pk).update(
        made_at=timezone.now() - timedelta(days=8), expires_at=timezone.now() - timedelta(days=1)
    )
    revoked, second = link_to(draft)
    previewing.revoke(revoked, by=draft.created_by)
    tokens = [first, second, "A" * 43, "short", "x" * 500, "%00", f"{second}x"]
    answers = [outsider.get(f"/preview/{token}/") for token in tokens]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(answer.headers) for answer in answers}) == 1
    assert "Not out yet" not in answers[0].content.decode()


def test_only_openings_by_people_count(draft):
    link, token = link_to(draft)
    for agent in ("WhatsApp/2.23.20.0", "Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1", "Twitterbot/1.0", ""):
        answer = Client(headers={"user-agent": agent}).get(address(token))
        assert answer.status_code == 200 and "Not out yet" not in answer.content.decode()
    person = Client(headers={"user-agent": BROWSER})
    person.head(address(token))
    person.get(address(token), headers={"sec-purpose": "prefetch;prerender"})
    link.refresh_from_db()
    assert (link.opened, link.last_opened_at) == (0, None)
    person.get(address(token))
    person.get(address(token))
    link.refresh_from_db()
    assert link.opened == 2 and link.last_opened_at


def test_the_token_is_written_down_nowhere(draft, outsider):
    _link, token = link_to(draft)
    outsider.get(address(token))
    leave_note(outsider, token)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert token not in str(cursor.fetchall()), table


def test_its_pictures_have_addresses_of_their_own_and_no_public_one(make, draft, outsider):
    other = make.image()
    link, token = link_to(draft)
    page = outsider.get(address(token)).content.decode()
    found = re.search(rf'src="(/preview/{token}/pictures/[^"]+\.jpg)"', page)[1]
    answer = outsider.get(found)
    assert answer.headers["Content-Type"] == "image/jpeg" and answer.headers["Cache-Control"] == "no-store"
    assert outsider.get(found.replace(f"/preview/{token}", "")).status_code == 404
    assert outsider.get(found.replace(draft.lead_image.public_id, other.public_id)).status_code == 404
    assert outsider.get(found.replace(".jpg", ".exe")).status_code == 404
    previewing.revoke(link, by=draft.created_by)
    assert outsider.get(found).status_code == 404


def test_who_opens_it_over_and_over_is_asked_to_wait(draft, outsider):
    _link, token = link_to(draft)
    answers = [outsider.get(address(token)).status_code for _time in range(62)]
    assert answers[0] == 200 and answers[-1] == 429


# Leaving a note ------------------------------------------------------------------------------------


def test_an_outsider_leaves_a_note_without_an_account(draft, outsider):
    _link, token = link_to(draft)
    answer = leave_note(outsider, token)
    assert (answer.status_code, answer.url) == (302, f"{address(token)}?thanks#note")
    assert not answer.cookies
    assert "Your note is with the newsroom" in outsider.get(answer.url).content.decode()
    note = Note.objects.get()
    assert (note.article_id, note.by, note.visitor) == (draft.pk, None, "Fatima")
    assert PreviewLink.objects.get().opened == 0  # the thanks are no opening


def test_a_note_without_a_name_goes_by_whom_the_link_was_for(draft, outsider):
    _link, token = link_to(draft)
    leave_note(outsider, token, name=" ")
    assert Note.objects.get().visitor == "the lawyer"


def test_a_note_keeps_no_sign_that_a_database_refuses(draft, outsider):
    _link, token = link_to(draft)
    assert leave_note(outsider, token, text="Wrong\x00 name.\nSee line 2.", name="Fa\x00tima\x1b").status_code == 302
    note = Note.objects.get()
    assert (note.text, note.visitor) == ("Wrong name.\nSee line 2.", "Fatima")


@pytest.mark.parametrize("text", [" ", "x" * 4001])
def test_a_note_that_cannot_be_kept_comes_back_with_a_sentence(draft, outsider, text):
    _link, token = link_to(draft)
    answer = leave_note(outsider, token, text=text)
    page = answer.content.decode()
    assert answer.status_code == 422 and 'role="alert"' in page and "Fatima" in page and text in page
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site", "origin": "null"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 302),  # as browsers send it from a page without referrer
        ({"origin": "null"}, 302),
        ({"origin": "http://testserver"}, 302),
    ],
)
def test_a_note_comes_from_our_own_page(draft, outsider, headers, status):
    _link, token = link_to(draft)
    assert leave_note(outsider, token, headers=headers).status_code == status
    assert Note.objects.count() == (status == 302)


def test_a_flood_of_notes_is_stopped(draft, outsider):
    _link, token = link_to(draft)
    answers = [leave_note(outsider, token).status_code for _time in range(21)]
    assert answers[-2:] == [302, 429] and Note.objects.count() == 20


def test_an_ended_link_takes_no_note_and_gives_its_words_back(draft, outsider):
    link, token = link_to(draft)
    previewing.revoke(link, by=draft.created_by)
    answer = leave_note(outsider, token, text="An hour of <b>reading</b>.")
    assert answer.status_code == 404 and "An hour of &lt;b&gt;reading&lt;/b&gt;." in answer.text
    assert not Note.objects.exists()


# Making and ending it ------------------------------------------------------------------------------


def desk_page(client, story, **data):
    where = reverse("admin:articles_article_links", args=[story.pk])
    return client.post(where, {"revision": story.head_id, **data}) if data else client.get(where)


def test_the_address_is_shown_once_to_its_maker(draft, outsider):
    desk = at_desk(draft.created_by)
    page = desk_page(desk, draft, for_whom="the lawyer", lasts="day").content.decode()
    token = re.search(r'value="http[^"]*/preview/([^/"]+)/"', page)[1]
    assert outsider.get(address(token)).status_code == 200
    again = desk_page(desk, draft).content.decode()
    assert token not in again and "the lawyer" in again and "opened once" in again
    assert PreviewLink.objects.get().expires_at - timezone.now() < timedelta(days=1)


def test_a_form_that_is_sent_twice_makes_one_link_and_shows_its_address_again(draft):
    desk = at_desk(draft.created_by)
    said = {"for_whom": "the lawyer", "lasts": "day", "once": desk_page(desk, draft).context["once"]}
    first, second = (desk_page(desk, draft, **said).context["made"] for _time in range(2))
    assert first == second and PreviewLink.objects.count() == 1
    assert said["once"] not in first[1] and desk_page(desk, draft).context["once"] != said["once"]
    previewing.revoke(first[0], by=draft.created_by)
    assert "has ended. Make a new one" in desk_page(desk, draft, **said).content.decode()
    assert desk_page(desk, draft, **said | {"once": "another"}).context["made"][1] != first[1]


@pytest.mark.parametrize("said", [{"for_whom": ""}, {"for_whom": "x", "lasts": "ever"}, {"for_whom": "x" * 121}])
def test_a_link_says_for_whom_and_ends_some_day(draft, said):
    answer = desk_page(at_desk(draft.created_by), draft, **{"lasts": "week", **said})
    assert answer.status_code == 422 and "errorlist" in answer.content.decode()
    assert not PreviewLink.objects.exists()


def test_an_embargo_warns_whoever_makes_a_link(make):
    story = make.article(by=make.journalist(), embargo_until=timezone.now() + timedelta(days=2), embargo_zone="UTC")
    assert "under embargo" in desk_page(at_desk(story.created_by), story).content.decode()


def test_a_restricted_story_warns_and_links_of_people_who_are_not_named_end(make, draft, outsider):
    editor = make.editor()
    _link, token = link_to(draft, by=make.editor())
    _link, own = link_to(draft)
    restrictions.restrict(draft, by=editor, people=[draft.created_by])
    assert outsider.get(address(token)).status_code == 404
    assert outsider.get(address(own)).status_code == 200
    page = desk_page(at_desk(editor), draft)
    assert "lets somebody else know" in page.content.decode()
    assert [is_open for _link, is_open, _may_revoke in page.context["rows"]] == [True, False]


def test_who_may_know_of_a_story_is_told_of_links_and_of_requests_that_reach_nobody(make, draft):
    chief, lawyer = make.managing_editor(), make.managing_editor(name="Ingrid")
    where = reverse("admin:articles_article_restriction", args=[draft.pk])
    signoffs.ask(SignOffKind.objects.get(code="legal"), draft, chief, of=lawyer)
    assert "Ask somebody who is named" not in at_desk(chief).get(where).text
    restrictions.restrict(draft, by=chief, people=[draft.created_by])
    link_to(draft)
    page = at_desk(chief).get(where).text
    assert "Ingrid" in page.split("was asked for a sign-off")[0]
    assert "A secret link to it works" in page and "Ask somebody who is named" in page
    restrictions.restrict(draft, by=chief, people=[draft.created_by, lawyer])
    assert "Ask somebody who is named" not in at_desk(chief).get(where).text


def test_only_who_may_change_the_story_shows_it_to_outsiders(make, draft):
    for person in (make.journalist(), make.user("Picture editor"), make.user("Membership manager")):
        assert desk_page(at_desk(person), draft, for_whom="me", lasts="day").status_code == 403
        with pytest.raises(workflow.NotAllowed):
            link_to(draft, by=person)
    link_to(draft, by=make.editor())


def revoke(client, link):
    where = reverse("admin:articles_article_revoke_link", args=[link.revision.article_id, link.pk])
    return client.post(where).status_code


def test_its_maker_and_editors_revoke_it_and_nobody_else(make, draft):
    link, _token = link_to(draft)
    colleague = make.journalist()
    assert revoke(at_desk(colleague), link) == 403
    assert revoke(at_desk(make.editor()), link) == 302
    link.refresh_from_db()
    first = link.revoked_at
    assert revoke(at_desk(draft.created_by), link) == 302
    link.refresh_from_db()
    assert link.revoked_at == first


def test_the_links_of_somebody_who_leaves_end_with_them(make, draft, outsider):
    link, token = link_to(draft)
    boss = make.managing_editor()
    people.deactivate(draft.created_by, by=boss)
    assert outsider.get(address(token)).status_code == 404
    people.reactivate(draft.created_by, by=boss)
    assert outsider.get(address(token)).status_code == 404
    link.refresh_from_db()
    assert link.revoked_by == boss


def test_a_story_in_the_bin_shows_nothing(make, draft, outsider):
    _link, token = link_to(draft)
    workflow.bin_story(draft, by=draft.created_by)
    assert outsider.get(address(token)).status_code == 404


def test_what_was_withdrawn_is_withdrawn_from_older_links_too(make, outsider):
    story = make.article(state="live", headline="Out")
    _link, token = link_to(story, by=make.editor())
    workflow.withdraw(story, by=make.editor(), reason="error", note="Wrong.")
    assert outsider.get(address(token)).status_code == 404
    _link, later = link_to(story, by=make.editor())
    assert outsider.get(address(later)).status_code == 200


def test_no_more_links_than_one_can_look_after(draft):
    for _number in range(previewing.MOST_OPEN):
        link_to(draft)
    with pytest.raises(workflow.WorkflowError, match="Revoke one first"):
        link_to(draft)
