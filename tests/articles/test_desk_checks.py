"""Checks and sign-offs where people meet them: on the writing screen, on the pages that ask, on the dashboard."""

import pytest
from django.urls import reverse

from articles import checklist, restrictions
from articles.checklist import Rule
from articles.models import Level, SignOff, SignOffKind
from newsroom import roles
from tests import make
from tests.articles.writing import address, at_desk

pytestmark = pytest.mark.django_db


def need(code="sign-off:legal", level=Level.REQUIRED):
    checklist.change(make.managing_editor(), {(code, None): Rule(level)}, checklist.newest_change())


def page_of(story, code="legal"):
    return reverse("admin:articles_article_sign_off", args=[story.pk, code])


def act(desk, story, what, code="legal", **said):
    story.refresh_from_db()
    data = {"act": what, "revision": story.head.pk, "sha256": story.head.sha256, **said}
    return desk.post(page_of(story, code), data)


def test_the_writing_screen_says_what_is_required_then_what_is_advised_then_what_holds():
    writer = make.journalist()
    story = make.article(by=writer, standfirst="", region=None)
    page = at_desk(writer).get(address(story)).text
    required, advice = page.index("It needs a region"), page.index("It has no standfirst")
    assert required < page.index("Better with") < advice < page.index("checks hold") < page.index("As last saved")
    assert 'href="#field-region"' in page and 'id="field-region"' in page
    assert 'href="#field-standfirst"' in page and 'id="field-standfirst"' in page


def test_advice_stands_where_a_text_is_approved_scheduled_or_published():
    desk = at_desk(make.managing_editor())
    for state, verb in (("in_review", "approve"), ("approved", "schedule"), ("approved", "publish")):
        story = make.article(state=state, standfirst="")
        page = desk.get(reverse("admin:articles_article_move", args=[story.pk, verb])).text
        assert "Advice, before you decide" in page and "It has no standfirst" in page, verb


def test_those_who_may_only_read_see_the_list_without_ways_to_mend_it():
    story = make.article(region=None)
    page = at_desk(make.user(roles.PICTURE_EDITOR)).get(address(story)).text
    assert "It needs a region" in page and "Mend it" not in page


def test_a_lawyer_signs_off_on_the_page_of_the_kind():
    need()
    chief = make.managing_editor(name="Ingrid Dahl")
    story = make.article(state="in_review", headline="Who cut the post?")
    desk = at_desk(chief)
    assert "Sign-offs that wait for you" in desk.get("/admin/").text
    assert act(desk, story, "give").status_code == 302
    page = desk.get(address(story)).text
    assert "Signed off" in page and "Ingrid Dahl" in page
    assert "Sign-offs that wait for you" not in desk.get("/admin/").text


def test_not_yet_without_a_reason_is_refused_beside_the_field():
    story, desk = make.article(), at_desk(make.managing_editor())
    answer = act(desk, story, "refuse", note="  ")
    assert answer.status_code == 422
    assert "Say what has to change first" in answer.text
    assert act(desk, story, "refuse", note="Name the budget line.").status_code == 302
    assert "Name the budget line." in desk.get(address(story)).text


def test_the_page_shows_what_changed_since_the_sign_off_lapsed():
    story, desk = make.article(headline="As signed"), at_desk(make.managing_editor(name="Ingrid Dahl"))
    act(desk, story, "give")
    make.change(story, headline="As changed")
    page = desk.get(page_of(story)).text
    assert "What changed since" in page and "<del>signed</del>" in page and "<ins>changed</ins>" in page
    assert "Lapsed: what it covers changed after" in desk.get(address(story)).text


def test_a_press_on_an_older_text_shows_the_difference_and_signs_nothing():
    story, desk = make.article(headline="Shown"), at_desk(make.managing_editor())
    old = story.head
    make.change(story, headline="Newer")
    answer = desk.post(page_of(story), {"act": "give", "revision": old.pk, "sha256": old.sha256})
    assert answer.status_code == 409
    assert "<ins>Newer</ins>" in answer.text
    assert not SignOff.objects.exists()


def test_a_writer_asks_somebody_by_name_and_may_not_answer():
    writer, chief = make.journalist(), make.managing_editor(name="Ingrid Dahl")
    story, desk = make.article(by=writer), at_desk(writer)
    page = desk.get(page_of(story)).text
    assert "Ask for it" in page and "Say not yet" not in page
    assert act(desk, story, "ask", of=chief.pk, words="The second half").status_code == 302
    assert "Waits for" in desk.get(address(story)).text
    assert act(desk, story, "give").status_code == 403
    assert "The second half" in at_desk(chief).get("/admin/").text


def test_nobody_is_offered_to_be_asked_who_may_not_know_of_the_story():
    writer, _chief = make.journalist(), make.managing_editor(name="Ingrid Dahl")
    story = make.article(by=writer)
    restrictions.restrict(story, by=writer, people=[make.managing_editor(name="Amal Idris")])
    people = [str(person) for person in at_desk(writer).get(page_of(story)).context["ask"].fields["of"].queryset]
    assert people == ["Amal Idris"]


@pytest.mark.parametrize("data", [{}, {"act": "give"}, {"act": "burn", "revision": "1", "sha256": "x"}])
def test_what_no_button_sends_does_nothing(data):
    story, desk = make.article(), at_desk(make.managing_editor())
    assert desk.post(page_of(story), data).status_code == 302
    assert not SignOff.objects.exists()
    assert desk.get(page_of(story, "nonsense")).status_code == 404


def test_a_picture_editor_signs_the_pictures_of_a_story_they_may_not_change():
    need("sign-off:pictures")
    story = make.article(lead_image=make.image())
    assert act(at_desk(make.user(roles.PICTURE_EDITOR)), story, "give", "pictures").status_code == 302
    assert SignOff.objects.get().kind == SignOffKind.objects.get(code="pictures")


def test_the_last_day_of_a_picture_is_typed_in_the_library():
    image, desk = make.image(), at_desk(make.user(roles.PICTURE_EDITOR))
    change = reverse("admin:articles_image_change", args=[image.pk])
    texts = {"alt_text": "A valley", "caption": "", "credit": "A/B", "focal_x": "0.5", "focal_y": "0.5"}
    assert desk.post(change, texts | {"rights_until": "2031-05-04"}).status_code == 302
    image.refresh_from_db()
    assert str(image.rights_until) == "2031-05-04"
    assert 'value="2031-05-04"' in desk.get(change).text
