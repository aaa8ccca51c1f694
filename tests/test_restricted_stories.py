"""A restricted story leaves no trace at the desk for anybody it does not name, whatever their role and the address."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import assignments, notes, notices, parts, readiness, restrictions, revisions, scheduling, workflow
from articles.models import Article, Notice, Restriction, Schedule, StatusChange, Topic
from newsroom import people as house_people
from newsroom import roles
from tests import make, secrets
from tests.secrets import MARK, a_secret
from tests.sessions import session_of
from tests.test_matrix import house, requests_of  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
NOBODY = 999_999
SEARCHES = (f"?q={MARK}", f"?term={MARK}", "?state=draft", "?who=me", "?bin=1")


def client_of(person):
    client = Client()
    client.cookies["sessionid"] = session_of(person)
    return client


@pytest.fixture
def secret():
    return a_secret("in_review")


def staff():
    admin = make.user(roles.MANAGING_EDITOR, is_superuser=True)
    return [make.journalist(), make.editor(), make.managing_editor(), make.user(roles.PICTURE_EDITOR), admin]


def test_nobody_else_finds_it_by_searching():
    secrets.hide_behind(make.article(state="live"))
    names = ("articles_article_changelist", "articles_topic_changelist", "articles_image_changelist", "autocomplete")
    names += ("articles_image_picker", "articles_find_stories", "articles_found_stories", "calendar", "index")
    leaks = []
    for person in staff():
        client = client_of(person)
        for path in [reverse(f"admin:{name}") + words for name in names for words in SEARCHES]:
            leaks += [f"{person.groups.first()}: {path}"] if secrets.is_told_in(client.get(path, follow=True)) else []
    assert leaks == []


def test_those_who_are_named_find_it(secret):
    for person in (secret.writer, secret.editor):
        client = client_of(person)
        assert MARK in client.get(reverse("admin:articles_article_changelist")).text
        assert client.get(reverse("admin:articles_article_change", args=[secret.pk])).status_code == 200
        assert "Restricted" in client.get(reverse("admin:index")).text


def test_its_own_addresses_answer_as_if_it_did_not_exist(house, secret):  # noqa: F811  the fixture
    ordinary = house["rows"]["article"].pk
    own = {path for _method, path in requests_of(house).values() if f"/articles/article/{ordinary}/" in path}
    assert len(own) > 10
    for person in staff()[::2]:  # a journalist, a managing editor, a superuser
        client = client_of(person)
        for path in own:
            for ask in (client.get, client.post):
                real, none = (
                    ask(path.replace(f"/{ordinary}/", f"/{pk}/").replace(str(house["rows"]["article"].head_id), "1"))
                    for pk in (secret.pk, NOBODY)
                )
                assert real.status_code == none.status_code, path
                assert real.get("Location", "").replace(str(secret.pk), "") == none.get("Location", "").replace(
                    str(NOBODY), ""
                )


def test_its_numbers_lead_nowhere_at_the_addresses_of_another_story():
    secret, chief = a_secret("scheduled"), make.managing_editor()
    story = make.article(by=chief, body="<p>Rain.</p>")
    said, client = notes.leave(secret, secret.writer, "Who?"), client_of(chief)
    waiting, told = Schedule.objects.get(article=secret), Notice.objects.filter(article=secret).first()

    def answers(revision, note, schedule, notice, article):
        def to(name, *numbers, ask=client.post, **data):
            answer = ask(reverse(f"admin:{name}", args=numbers), data)
            return answer.status_code, answer.get("Location")

        own, moved = "articles_article", {"was": "x", "day": "2030-01-01"}
        yield to(f"{own}_compare", story.pk, ask=client.get, old=revision)
        yield to(f"{own}_preview", story.pk, revision, ask=client.get)
        yield to(f"{own}_restore", story.pk, revision, opened_on=story.head_id)
        yield to(f"{own}_move", story.pk, "submit", revision=revision, sha256=secret.head.sha256)
        yield to(f"{own}_note", story.pk, note, "answer", **{f"text-{note}": "x"})
        yield to("calendar_move", what="schedule", pk=schedule, **moved)
        yield to("calendar_move", what="plan", pk=article, **moved)
        yield to("articles_notice_open", notice, ask=client.get)
        yield to("articles_find_stories", ask=client.get, id=article)
        yield to("articles_found_stories", ask=client.get, q=article)

    theirs = answers(secret.head_id, said.pk, waiting.pk, told.pk, secret.pk)
    assert list(theirs) == list(answers(*[NOBODY] * 5))


def test_a_slug_that_it_claims_is_still_free_to_others(secret):
    client = client_of(make.journalist())
    page = client.post(
        reverse("admin:articles_article_add"),
        {"headline": "Another", "slug": secret.slug, "language": "en", "body": "<p>x</p>", "slugline": "another",
         "bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0},
    )  # fmt: skip
    assert page.status_code == 302
    assert Article.objects.filter(slug=secret.slug).count() == 2


def test_a_link_to_it_or_a_card_of_it_is_as_dead_as_any_until_readers_see_it():
    secret, hour = a_secret("scheduled"), timezone.now() + timedelta(hours=5)
    day = timezone.localdate(Schedule.objects.get(article=secret).at)
    hrefs = [f"/{day:%Y/%m/%d}/{slug}/" for slug in (secret.slug, "nowhere")]
    hrefs += [parts.address_of(number) for number in (secret.pk, NOBODY)]
    cards = "".join(f'<aside class="story-card" data-story="{number}"></aside>' for number in (secret.pk, NOBODY))
    story = make.article(body="".join(f'<p><a href="{href}">Read</a></p>' for href in hrefs) + cards)

    def dead():
        found = readiness.assess(story.head.parsed, story.pk, hour)
        said = [one.sentence for one in (*found.required, *found.advice)]
        return [sum(href in sentence for sentence in said) for href in hrefs], "2 cards" in " ".join(said)

    assert dead() == ([1, 1, 1, 1], True)
    restrictions.restrict(story, by=story.created_by, people=[secret.editor, secret.writer])
    assert dead() == ([1, 1, 1, 1], True)
    restrictions.restrict(secret, by=secret.editor, people=[story.created_by, secret.writer])
    assert dead() == ([0, 1, 0, 1], False)


def test_its_topics_are_as_free_as_any_and_keep_their_words():
    secret, hidden, draft = a_secret("scheduled"), a_secret("in_review"), make.article(topics=["Rivers"])
    hidden.topics.set(["Rivers"])
    revisions.record(hidden, hidden.writer)
    workflow.approve(Article.objects.get(pk=hidden.pk).head, by=hidden.editor)
    page = reverse("admin:articles_topic_change", args=[Topic.objects.get(name="Rivers").pk])
    assert client_of(make.editor()).post(page, {"name": f"{MARK} topic"}).status_code == 302
    for story, word in ((draft, f"{MARK} topic"), (secret, f"{MARK} topic"), (hidden, "Rivers")):
        story.refresh_from_db()
        assert story.topics.get().name == word
        assert revisions.content_of(story) == story.head.parsed
    assert (secret.status, hidden.status) == ("scheduled", "approved")


def test_an_author_it_is_signed_by_cannot_be_deleted_and_the_reason_names_nothing(secret):
    author = secret.bylines.get().author
    page = client_of(make.editor()).get(reverse("admin:articles_author_delete", args=[author.pk]))
    assert MARK not in page.text
    assert "It is still in use." in page.text


def test_nobody_else_hears_of_it(secret):
    others = staff()
    workflow.request_changes(secret.head, by=secret.editor, note="Not yet.")
    make.change(secret, by=secret.writer, headline=f"{MARK} changed")
    workflow.submit(Article.objects.get(pk=secret.pk).head, by=secret.writer)
    assert not Notice.objects.filter(person__in=others).exists()
    assert notices.inbox_of(secret.editor).filter(event="submitted").exists()


def test_what_somebody_was_told_before_is_gone_from_their_inbox():
    editor, story = make.editor(), make.article(state="in_review")
    assert notices.inbox_of(editor).count() == 1
    restrictions.restrict(story, by=story.created_by, people=[])
    assert notices.inbox_of(editor).count() == 0


def test_a_writer_begins_a_story_that_only_they_know_of():
    writer = make.journalist()
    client_of(writer).post(
        reverse("admin:articles_article_add"),
        {"headline": "Quiet", "slug": "quiet", "language": "en", "body": "<p>x</p>", "restricted": "on",
         "bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0},
    )  # fmt: skip
    assert Restriction.objects.get(article__slug="quiet").named.get() == writer


def test_a_save_by_somebody_who_may_not_know_of_a_related_story_keeps_it(secret):
    story = make.article(related=[secret])
    page = client_of(make.editor()).get(reverse("admin:articles_article_change", args=[story.pk]))
    form = page.context["adminform"].form
    assert not form.fields["related"].queryset.filter(pk=secret.pk).exists()
    data = {name: form[name].value() for name in ("headline", "standfirst", "body", "slug", "language", "slugline")}
    data |= {"opened_on": story.head_id, "region": story.region_id, "format": story.format_id}
    data |= {"bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0, "corrections-TOTAL_FORMS": 0}
    answer = client_of(make.editor()).post(
        reverse("admin:articles_article_change", args=[story.pk]), {**data, "headline": "Changed"}
    )
    assert answer.status_code == 302
    assert list(story.related.all()) == [secret]


# The verb -------------------------------------------------------------------------------------------


def test_only_who_may_edit_a_story_restricts_it():
    story = make.article()
    with pytest.raises(workflow.NotAllowed):
        restrictions.restrict(story, by=make.journalist(), people=[])


def test_nobody_can_shut_themselves_out(secret):
    restrictions.restrict(secret, by=secret.editor, people=[])
    assert list(Restriction.objects.get(article=secret).named.all()) == [secret.editor]


def test_whom_the_desk_shows_no_stories_cannot_be_named(secret):
    with pytest.raises(workflow.WorkflowError, match="may see no stories"):
        restrictions.restrict(secret, by=secret.writer, people=[make.user(roles.MEMBERSHIP_MANAGER)])


def test_who_works_on_it_must_be_named():
    story, colleague = make.article(), make.journalist(name="Colleague")
    assignments.assign(story, to=colleague, by=story.created_by)
    with pytest.raises(workflow.WorkflowError, match="Colleague is to work on this story"):
        restrictions.restrict(story, by=story.created_by, people=[])


@pytest.mark.parametrize("state", ["live", "archived"])
def test_what_readers_see_is_never_hidden_from_everybody_who_could_withdraw_it(state):
    story = make.article(state=state)
    with pytest.raises(workflow.WorkflowError, match="take it from them"):
        restrictions.restrict(story, by=story.created_by, people=[make.journalist()])
    restrictions.restrict(story, by=story.created_by, people=[make.editor()])


def test_it_is_set_down_who_was_named_and_told_to_them(secret):
    change = StatusChange.objects.get(article=secret, verb="restrict")
    assert change.note == "Named editor, Writer"
    assert notices.inbox_of(secret.editor).get(event="named").by == secret.writer


def test_lifting_shows_it_to_everybody_again(secret):
    restrictions.lift(secret, by=secret.editor)
    assert Article.objects.visible_to(make.journalist()).filter(pk=secret.pk).exists()
    with pytest.raises(workflow.WorkflowError, match="already"):
        restrictions.lift(secret, by=secret.editor)


def test_when_the_last_who_was_named_leaves_whoever_closes_the_door_gets_the_story():
    writer, chief = make.journalist(), make.managing_editor()
    story = make.article(by=writer)
    restrictions.restrict(story, by=writer, people=[])
    house_people.deactivate(writer, by=chief)
    assert Article.objects.visible_to(chief).filter(pk=story.pk).exists()
    assert StatusChange.objects.filter(article=story, verb="restrict", by=chief).exists()


def test_when_the_last_who_could_withdraw_it_leaves_whoever_closes_the_door_gets_the_story(secret):
    workflow.approve(secret.head, by=secret.editor)
    workflow.publish(secret.head, by=secret.editor)
    chief = make.managing_editor()
    house_people.deactivate(secret.editor, by=chief)
    assert Article.objects.visible_to(chief).filter(pk=secret.pk).exists()


def test_when_the_last_who_could_withdraw_it_loses_that_right_whoever_took_it_gets_the_story(secret):
    chief, waits = make.managing_editor(), a_secret("scheduled")
    journalists = Group.objects.get(name=roles.JOURNALIST)
    for person in (secret.editor, waits.editor):
        data = {"name": "N", "email": person.email, "language": "en", "zone": "UTC", "groups": [journalists.pk]}
        answer = client_of(chief).post(reverse("admin:newsroom_user_change", args=[person.pk]), data)
        assert answer.status_code == 302
    seen = Article.objects.visible_to(chief)
    assert [seen.filter(pk=story.pk).exists() for story in (secret, waits)] == [False, True]


def test_it_does_not_go_out_when_nobody_who_knows_of_it_could_withdraw_it(secret):
    workflow.approve(secret.head, by=secret.editor)
    hour = timezone.now() + timedelta(hours=3)
    waiting = workflow.schedule(secret.head, by=secret.editor, at=hour, zone="UTC")
    secret.editor.groups.set([Group.objects.get(name=roles.JOURNALIST)])
    Schedule.objects.update(at=timezone.now())
    waiting.refresh_from_db()
    assert "none of them could take it from readers" in workflow.what_would_stop(waiting)
    assert scheduling.publish_due() == (0, 1)


def test_whoever_runs_the_server_opens_it_in_sight_of_all_who_are_named(secret, capsys):
    heir, say = make.editor(name="Heir"), {"reason": "Both are in hospital."}
    call_command("restriction")
    assert f"{secret.pk}: since" in (listed := capsys.readouterr().out) and MARK not in listed
    call_command("restriction", secret.slugline, name=[heir.email.upper()], **say)
    assert set(Restriction.objects.get().named.all()) == {heir, secret.editor, secret.writer}
    told = Notice.objects.filter(event="opened", mail="owed", words="Heir – Both are in hospital.")
    assert {notice.person for notice in told} == {heir, secret.editor, secret.writer}
    history = client_of(heir).get(reverse("admin:articles_article_history", args=[secret.pk])).text
    assert "Whoever runs the server" in history and "Both are in hospital." in history
    call_command("restriction", str(secret.pk), lift=True, **say)
    assert Article.objects.visible_to(make.journalist()).filter(pk=secret.pk).exists()
    assert Notice.objects.filter(event="opened", person=heir).count() == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["{pk}", "--lift", "--reason", " "], "Say why"),
        (["{pk}", "--lift"], "--reason"),
        (["{pk}"], "--name"),
        (["{pk}", "--name", "nobody@example.org", "--reason", "x"], "Nobody who may see stories has the address"),
        (["{pk}", "--name", "{manager}", "--reason", "x"], "Nobody who may see stories has the address"),
        (["nowhere", "--lift", "--reason", "x"], "No restricted story"),
        (["9" * 40, "--lift", "--reason", "x"], "No restricted story"),
        (["Zqxvsecret-slugline", "--lift", "--reason", "x"], "Say which by its number"),
    ],
)
def test_the_command_that_opens_it_refuses_with_a_sentence(secret, given, sentence):
    manager = make.user(roles.MEMBERSHIP_MANAGER)
    a_secret("draft")
    with pytest.raises(CommandError, match=sentence):
        call_command("restriction", *(word.format(pk=secret.pk, manager=manager.email) for word in given))
    assert Restriction.objects.count() == 2


def test_a_published_story_stays_public_and_closed_at_the_desk(secret, client):
    workflow.approve(secret.head, by=secret.editor)
    workflow.publish(secret.head, by=secret.editor)
    published = client.get("/latest/").text
    assert MARK in published
    assert MARK not in client_of(make.editor()).get(reverse("admin:index")).text


@pytest.mark.parametrize("data", [{"people": ["999999"]}, {"people": ["x"]}, {"people": ["9" * 30]}])
def test_a_name_nobody_has_is_refused_beside_the_field(secret, data):
    page = client_of(secret.editor).post(reverse("admin:articles_article_restriction", args=[secret.pk]), data)
    assert page.status_code == 422
    assert page.context["form"].errors["people"]


def test_the_page_names_and_lifts(secret):
    client, address = client_of(secret.editor), reverse("admin:articles_article_restriction", args=[secret.pk])
    colleague = make.editor()
    seen = client.get(address).context["seen"]
    assert client.post(address, {"people": [colleague.pk], "seen": seen}).status_code == 302
    assert set(Restriction.objects.get().named.all()) == {secret.editor, colleague}
    late = client.post(address, {"people": [], "seen": seen})
    assert late.status_code == 409 and "Somebody has changed who may know of it" in late.text
    assert set(Restriction.objects.get().named.all()) == {secret.editor, colleague}
    assert client.post(address, {"lift": "1", "seen": late.context["seen"]}).status_code == 302
    assert not Restriction.objects.exists()
