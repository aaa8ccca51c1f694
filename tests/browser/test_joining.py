"""A reader becomes a member in a real browser, with the payment provider on another origin."""

import pytest
from django.contrib.auth import get_user_model

from memberships.models import Appeal, LedgerEntry, Member, Subscription
from memberships.sandbox.models import Notice
from newsroom import roles
from tests import make
from tests.memberships import door

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def newsroom(_process, start):
    """A newsroom whose provider is the other running server: another port is another origin."""
    with start(SANDBOX_URL=_process) as url:
        yield url


@pytest.mark.parametrize("with_javascript", [True, False])
def test_a_reader_becomes_a_member(server, newsroom, open_page, with_javascript):
    page = open_page(width=360, java_script_enabled=with_javascript)
    page.goto(f"{newsroom}/membership/join/?from=77")
    page.get_by_text("Every year", exact=True).click()
    page.get_by_label("Or another amount").fill("4.99")
    page.get_by_role("button", name="Continue").click()
    assert "The least amount is $50" in page.inner_text("main")
    page.get_by_label("Or another amount").fill("60,50")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{server}/sandbox/pay/**")
    assert "NO MONEY MOVES" in page.inner_text("h1").upper()
    page.get_by_label("E-mail address").fill("reader@example.org")
    page.get_by_role("button", name="Be declined").click()
    assert "declined" in page.inner_text("[role=alert]")
    page.get_by_role("button", name="Pay").click()
    page.wait_for_url(f"{newsroom}/membership/thanks/")
    assert not Notice.objects.filter(delivered_at=None).exists()
    assert LedgerEntry.objects.get().amount_minor == 6050
    assert Member.objects.get().came_from == 77


def test_who_walks_away_is_back_at_the_form(server, newsroom, open_page):
    page = open_page()
    page.goto(f"{newsroom}/membership/join/?every=once&amount=33")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{server}/sandbox/pay/**")
    page.get_by_role("button", name="Walk away").click()
    page.wait_for_url(f"{newsroom}/membership/join/**")
    assert page.get_by_label("Or another amount").input_value() == "33"
    assert page.get_by_label("Once").is_checked()


def test_a_member_stops(server, open_page, sign_in_as, axe):
    door.member(ref="unknown-to-the-sandbox", payments=[door.payment()])
    user = make.user(role=None, email="reader@example.org")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    page = open_page(width=360)
    sign_in_as(page, get_user_model().objects.get(pk=user.pk), methods=["code"])
    page.goto("/membership/account/")
    assert "The next payment of $10" in page.inner_text("main")
    axe(page)
    page.get_by_role("link", name="Stop giving").click()
    assert "nothing more is taken" in page.inner_text("main")
    axe(page)
    page.get_by_role("link", name="Back to my account").click()
    page.get_by_role("link", name="Receipt").click()
    axe(page)
    assert Subscription.objects.get().status == "active"


@pytest.mark.parametrize("path", ["/membership/", "/membership/join/", "/membership/thanks/", "/ar/membership/join/"])
@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
def test_the_door_is_open_to_everybody(open_page, axe, path, colour_scheme):
    page = open_page(width=360, colour_scheme=colour_scheme)
    page.goto(path)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_wrong_amount_is_shown_where_it_was_typed(open_page, axe):
    page = open_page()
    page.goto("/membership/join/")
    page.get_by_label("Or another amount").fill("٥")
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_label("Or another amount").input_value() == "٥"
    assert "digits 0 to 9" in page.inner_text("#amount-error")
    assert page.evaluate("document.activeElement.id") == "amount"
    axe(page)


def test_an_appeal_is_written_like_a_story(open_page, sign_in_as, axe):
    page = open_page()
    sign_in_as(page, make.user(roles.MEMBERSHIP_MANAGER))
    page.goto("/admin/memberships/appeal/add/")
    page.locator("[name=heading]").fill("Stay with us")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Our reporters stay.")
    page.locator("[name=button]").fill("Support us")
    axe(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/memberships/appeal/")
    assert Appeal.objects.get().text == "<p>Our reporters stay.</p>"
