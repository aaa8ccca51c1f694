"""The invitation under a story."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.template import Context, Template
from django.utils import timezone, translation

from articles import publishing
from articles.models import Edition, EditionChange, Region
from articles.story import Link, Story
from articles.views.reading import furniture
from memberships import appeals
from memberships.models import Appeal, Plan

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def appeal(heading="Stay with us", region="", language="en", **fields):
    row = Appeal(
        **{
            "heading": heading,
            "text": "<p>Our reporters stay.</p>",
            "button": "Support us",
            "language": language,
            **fields,
        },
        region=Region.objects.get(slug=region) if region else None,
    )
    row.full_clean()
    row.save()
    appeals.changed("appeal changed")
    return row


def story(*slugs, language="en"):
    links = [Link(slug, f"/regions/{slug}/") for slug in slugs]
    return Story("Headline", "/x/", language, "x", NOW, NOW, None, breadcrumb=links[:2], regions=links)


def under(told, **context):
    """What stands under a story, in an edition that nobody has read before."""
    with translation.override(told.language):
        page = Template("{% load appeals %}{% appeal story %}")
        around = {"furniture": context.pop("furniture", None) or furniture.read(told.language)}
        return page.render(Context({"story": told, "article_id": 77, **around, **context}))


def test_an_appeal_invites_and_remembers_its_story():
    appeal(member_heading="Become a member", member_text="Join those who pay.")
    shown = under(story("africa", "niger"))
    assert "<p>Our reporters stay.</p>" in shown
    assert 'href="/membership/join/?from=77"' in shown
    assert "From $5 a month" in shown
    assert 'href="/membership/join/?every=month&amp;amount=10&amp;from=77"' in shown
    assert "Join those who pay." in shown


def test_the_newest_of_the_most_specific_wins():
    appeal("Everywhere")
    appeal("Niger, older", "niger")
    appeal("Niger, newer", "niger")
    appeal("Africa", "africa")
    appeal("Asia", "asia")
    assert "Niger, newer" in under(story("africa", "niger"))
    assert "Africa" in under(story("africa", "mali"))
    assert "Everywhere" in under(story("europe"))
    assert "Everywhere" in under(story())


def test_each_paper_has_its_own_appeal():
    appeal("English")
    appeal("Français", language="fr")
    shown = under(story(language="fr"))
    assert "Français" in shown
    assert "/fr/membership/join/?from=77" in shown
    assert under(story(language="ar")).strip() == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"active": False},
        {"begins_at": NOW + timedelta(hours=1)},
        {"ends_at": NOW - timedelta(hours=1)},
        {"begins_at": NOW - timedelta(hours=2), "ends_at": NOW - timedelta(hours=1)},
    ],
)
def test_an_appeal_out_of_its_time_or_use_is_nowhere(fields):
    appeal("Nowhere", **fields)
    assert "Nowhere" not in under(story())


def test_an_appeal_stands_in_the_furniture_and_costs_no_query_of_its_own(django_assert_num_queries):
    appeal(region="niger")
    around = furniture.read("en")
    with django_assert_num_queries(0):
        assert "Stay with us" in under(story("africa", "niger"), furniture=around)


def test_an_appeal_that_is_kept_remembers_each_story_by_its_own_number():
    appeal()
    around = {"furniture": furniture.read("en")}
    assert under(story(), **around).count("from=77") == under(story(), article_id=8, **around).count("from=8") > 1
    assert "from=" not in under(story(), article_id=None, **around)


def test_a_region_that_gets_another_slug_keeps_its_appeal():
    appeal(region="niger")
    region = Region.objects.get(slug="niger")
    region.slug = "republic-of-niger"
    region.save()
    publishing.furniture_changed(region)
    assert "Stay with us" in under(story("africa", "republic-of-niger"))


def test_without_a_monthly_plan_no_price_is_told():
    Plan.objects.filter(interval="month").update(active=False)
    appeal(member_heading="Become a member")
    assert "$" not in under(story())


def test_a_script_in_an_appeal_stays_words():
    row = appeal(text='<p onclick="x()">Give<script>alert(1)</script> <a href="javascript:x">now</a></p>')
    assert row.text == "<p>Give now</p>"


@pytest.mark.parametrize(
    "fields",
    [{"text": ""}, {"text": "<p> </p>"}, {"begins_at": NOW, "ends_at": NOW - timedelta(days=1)}],
)
def test_an_appeal_that_says_nothing_or_ends_before_it_begins_is_refused(fields):
    with pytest.raises(ValidationError):
        appeal(**fields)


def test_an_appeal_may_stand_without_a_heading():
    row = appeal("")
    assert str(row) == "Our reporters stay."
    assert "Our reporters stay." in under(story())


def test_a_moment_that_passes_makes_one_edition():
    row = appeal(begins_at=NOW + timedelta(hours=1), ends_at=NOW + timedelta(hours=2))
    Appeal.objects.filter(pk=row.pk).update(turned_at=NOW - timedelta(hours=1))
    before = Edition.current()
    assert appeals.turn(NOW) == 0
    assert appeals.turn(NOW + timedelta(hours=1)) == 1
    assert appeals.turn(NOW + timedelta(minutes=90)) == 0
    assert appeals.turn(NOW + timedelta(hours=3)) == 1
    assert Edition.current() == before + 2
    call_command("turn_appeals")
    assert Edition.current() == before + 2
    assert EditionChange.objects.first().why == "an appeal began or ended"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"suggested_minor": []}, "one to four amounts"),
        ({"suggested_minor": ["5"]}, "one to four amounts"),
        ({"suggested_minor": [400, 1000]}, "below the least"),
        ({"default_minor": 700}, "one of the suggested"),
        ({"minimum_minor": 0}, "at least the least amount"),
        ({"currency": "usd"}, "no currency"),
    ],
)
def test_a_plan_that_nobody_could_choose_is_refused(fields, sentence):
    plan = Plan.objects.get(interval="month")
    for name, value in fields.items():
        setattr(plan, name, value)
    with pytest.raises(ValidationError, match=sentence):
        plan.full_clean()
