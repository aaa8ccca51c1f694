"""What the paper's templates make of a `Story` and of cards, seen as a reader's browser gets it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from articles.story import Block, Card, Credit, Link, Note, Picture, Story
from memberships import appeals
from memberships.models import Appeal
from newsroom import stylesheet
from newsroom.templatetags import house

NOON = datetime(2020, 2, 28, 12, tzinfo=UTC)
AFRICA, NIGER = Link("Africa", "/regions/africa/"), Link("Niger", "/regions/niger/")
PICTURE = Picture(
    "valley", 1600, 900, (320, 1600), ("avif", "webp", "jpg"), "A dry valley", "The valley road.", "Lena Voss/Desk"
)
STORY = Story(
    "The river rose at night",
    "/2020/02/28/river/",
    "en",
    "river",
    NOON,
    NOON,
    None,
    standfirst="Forecasters saw it coming.",
    kicker=Link("In the news", "/series/in-the-news/"),
    signoff="Amina Salou",
    breadcrumb=[AFRICA, NIGER],
    regions=[AFRICA, NIGER],
    topics=[Link("Floods", "/topics/floods/")],
    credits=[
        Credit("Amina Salou", url="/authors/amina/", biography="She reports on water."),
        Credit("Tomás Reyes"),
        Credit("Lena Voss", "photographs"),
    ],
    lead=PICTURE,
    body=[Block("<p>The water reached the second step.</p>"), Block(picture=replace(PICTURE, public_id="gauge"))],
    notes=[Note("correction", "It is eleven kilometres.", NOON)],
    related=[Link("Who pays?", "/2020/02/01/who/")],
    word_count=700,
)
CARD = Card("Stop counting tents", "/2020/02/01/tents/", "en", NOON, "A number.", "Opinion", picture=PICTURE)
ARABIC = replace(STORY, headline="ارتفع النهر ليلاً", language="ar")


def furniture(language="en"):
    return SimpleNamespace(
        name="The Far Field",
        tagline="Reporting from the edges",
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        sections=[Link("Latest", "/latest/"), AFRICA],
        papers=[("fr", "Français", "/fr/")],
        foot=[Link("About us", "/about/us/")],
        contact_email="contact@example.org",
        corrections_email="corrections@example.org",
        places={},
        parts={},
        kept={},
    )


def page(template, language="en", **context):
    around = {
        "furniture": furniture(language),
        "canonical": "https://example.org/here/",
        "public_url": "https://example.org",
    }
    with translation.override(language):
        return render_to_string(template, {**around, "page_title": "A page", **context})


def story_page(story=STORY, **context):
    around = furniture(story.language)
    around.parts["appeals"] = appeals.in_languages([story.language])[story.language]
    given = {
        "furniture": around,
        "more": [CARD],
        "more_from": NIGER,
        "share": [Link("WhatsApp", "https://wa.me/?text=x")],
    }
    return page("articles/story_detail.html", story.language, story=story, **{**given, **context})


def front(lead=None, second=(), latest=(), strips=()):
    return page("articles/front.html", lead=lead, second=second, latest=latest, strips=strips)


def stand_in_order(html, *parts):
    places = [html.find(part) for part in parts]
    assert -1 not in places, f"missing: {[part for part, at in zip(parts, places, strict=True) if at == -1]}"
    assert places == sorted(places), f"out of order: {sorted(zip(places, parts, strict=True))}"


@pytest.fixture
def appeal(db):
    return Appeal.objects.create(
        heading="The next flood",
        text="<p>Our reporters stay.</p>",
        button="Support us",
        member_heading="Become one of us",
    )


def test_a_story_page_has_every_element_in_the_newsroom_s_order(appeal):
    stand_in_order(
        story_page().partition("<body>")[2],
        'class="skip"', 'class="masthead"', 'role="search"', "Breadcrumb", ">Niger</a>", ">In the news</a>",
        "<h1>The river rose at night</h1>", "Forecasters saw it coming.", ">Amina Salou</a>", "28 February 2020",
        "3 minutes’ read", 'alt="A dry valley"', "The valley road.", "(Lena Voss/Desk)", "The water reached",
        "/pictures/gauge/", "Who pays?", "It is eleven kilometres.", "– Amina Salou", "She reports on water.",
        ">Floods</a>", "Share this article", "The next flood", "Support us", "Become one of us", "More from Niger",
        "Stop counting tents", "corrections@example.org",
    )  # fmt: skip


def test_a_story_with_nothing_but_a_headline_and_a_text_has_no_empty_parts(db):
    bare = Story("Headline", "/x/", "en", "x", NOON, NOON, None, body=[Block("<p>Text.</p>")])
    html = story_page(bare, more=[], share=[])
    assert "<figure" not in html
    assert not re.search(r'class="(kicker|standfirst|signoff|topics|share|corrections|related|strip[^"]*)"', html)


def test_words_from_the_desk_are_printed_and_never_run(db):
    attack = "<script>alert(1)</script>"
    html = story_page(
        replace(
            STORY,
            headline=attack,
            standfirst=attack,
            dateline=attack,
            signoff=attack,
            topics=[Link(attack, "/t/")],
            credits=[Credit(attack, biography=attack)],
            lead=replace(PICTURE, alt_text=f'"{attack}', credit=attack),
            notes=[Note("update", attack, NOON)],
        )
    )
    assert attack not in html
    assert html.count("&lt;script&gt;") >= 10


def test_every_picture_says_how_large_it_is_and_only_the_lead_hurries(db):
    images = re.findall(r"<img [^>]+>", story_page())
    assert len(images) == 3
    assert all('width="1600" height="900"' in image for image in images)
    assert ["fetchpriority" in image for image in images] == [True, False, False]
    assert ['loading="lazy"' in image for image in images] == [False, True, True]


def test_a_card_s_picture_is_decoration_beside_its_headline(db):
    assert 'alt=""' in front(lead=CARD)


@pytest.mark.parametrize("count", [0, 1, 3, 15])
def test_a_front_of_any_size_has_one_first_heading_and_every_story_once(count):
    cards = [replace(CARD, headline=f"Story {number:02}", url=f"/{number}/") for number in range(count)]
    html = front(cards[0] if cards else None, cards[1:7], cards[7:])
    assert html.count("<h1") == 1
    assert all(html.count(card.headline) == 1 for card in cards)
    assert ("The first story is on its way" in html) == (count == 0)


def test_a_card_is_never_shown_as_it_was_before_it_changed():
    card = {"level": 2, "sizes": "100vw"}
    shown = [house.remembered("articles/_card.html", card=replace(CARD, headline=name), **card) for name in "AB"]
    assert [name in html for name, html in zip(["A</a>", "B</a>"], shown, strict=True)] == [True, True]


def test_a_date_is_told_in_the_newsroom_s_zone_and_the_page_s_language():
    with timezone.override(ZoneInfo("Pacific/Auckland")), translation.override("fr"):
        assert house.day(NOON) == '<time datetime="2020-02-29T01:00:00+13:00">29 février 2020</time>'
    assert house.day(NOON) == '<time datetime="2020-02-28T12:00:00+00:00">28 February 2020</time>'


def test_every_page_has_one_first_heading(db):
    around = {"heading": "A list", "cards": [CARD], "breadcrumb": [], "body": "<p>Text.</p>", "q": ""}
    lists = "latest region_detail author_detail region_list author_list search correction_list page_detail".split()
    pages = [page(f"articles/{name}.html", **around) for name in lists]
    pages += [page(f"{name}.html") for name in ("403", "404", "410", "form_expired")]
    pages += [story_page(), render_to_string("500.html")]
    assert [html.count("<h1") for html in pages] == [1] * len(pages)


def test_an_arabic_story_reads_from_the_right_in_arabic_words(db):
    html = story_page(ARABIC)
    assert '<html lang="ar" dir="rtl">' in html
    assert "بقلم" in html
    assert " و<b>Tomás Reyes</b>" in html
    assert "28 فبراير 2020" in html
    assert "شارك هذه المادة" in html


def test_a_corrected_story_says_so_beside_its_date_and_below_its_text(db):
    html = story_page()
    stand_in_order(html, 'href="#corrections"', 'class="prose"', 'id="corrections"', "It is eleven kilometres.")


def test_previews_and_archived_stories_are_kept_from_search_engines(db):
    assert "noindex" not in story_page()
    assert 'content="noindex"' in story_page(is_preview=True)
    assert 'content="noindex"' in story_page(archived=True)


def test_a_withdrawn_story_leaves_a_date_and_a_class_of_reason():
    html = page("410.html", withdrawn_on=NOON, reason="It was published by mistake.")
    stand_in_order(html, "withdrawn", "28 February 2020", "It was published by mistake.")


def test_the_page_of_a_broken_house_needs_neither_context_nor_database():
    assert "Something went wrong on our side" in render_to_string("500.html")


def test_search_marks_its_hits_and_escapes_the_question():
    results = [{"card": CARD, "excerpt": [("the ", False), ("river", True), (" & sea", False)]}]
    html = page("articles/search.html", heading="Search", q='"><b>', results=results, breadcrumb=[])
    assert "the <mark>river</mark> &amp; sea" in html
    assert '"><b>' not in html


def test_no_template_carries_style_or_script_of_its_own(db):
    html = story_page(json_ld='{"@type": "NewsArticle"}')
    assert " style=" not in html
    assert not re.search(r" on\w+=", html)
    assert re.findall(r"<style>", html) == ["<style>"]
    assert all(" src=" in script or "ld+json" in script for script in re.findall(r"<script[^>]*>", html))


def test_the_style_sheet_stands_in_the_page_as_the_policy_knows_it(db):
    assert f"<style>{stylesheet.text()}</style>" in story_page()


def test_every_colour_that_a_picture_may_wait_in_is_in_the_style_sheet():
    for name, channels in house.TONES.items():
        colour = "#{:02x}{:02x}{:02x}".format(*channels)
        assert f".{name}{{--tone: {colour};}}" in stylesheet.text()
        assert house.picture_classes(replace(PICTURE, colour=colour)) == name


@pytest.mark.parametrize(
    ("x", "y", "classes"), [(0.5, 0.5, ""), (0.1, 0.9, " x0 y100"), (0.3, 0.5, " x25"), (2, -1, " x100 y0")]
)
def test_a_crop_looks_where_the_focal_point_is(x, y, classes):
    assert house.picture_classes(replace(PICTURE, colour="#26272b", focal_x=x, focal_y=y)) == f"night{classes}"


@pytest.mark.parametrize("biography", ["She reports on water.", "Amina Salou. She reports on water."])
def test_a_biography_names_its_author_once(biography):
    assert house.after_the_name(Credit("Amina Salou", biography=biography)) == ". She reports on water."


@pytest.mark.parametrize(("typed", "printed"), [("Ana", "– Ana"), ("– Ana", "– Ana"), ("— Ana ", "— Ana"), (" ", "")])
def test_a_sign_off_begins_with_one_dash(typed, printed):
    assert house.signed(typed) == printed
