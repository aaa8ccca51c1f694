"""What an editor is shown when two versions of a text are laid side by side."""

import random
import re
import time
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import compare, markup
from articles.blocks import Block
from articles.compare import Piece, compare_html, compare_text

WORDS = ("the", "minister", "said", "<em>today</em>", "<a href='/x'>here</a>", "<a href='/y'>here</a>", ".", "<br>")
noise = st.text(max_size=4).map(lambda text: text.replace("<", ""))
paragraphs = st.lists(st.sampled_from(WORDS) | noise, max_size=12).map(" ".join)
BLOCKS = (
    "<aside class=fact-box><p>{}</p></aside>",
    "<aside class=story-card data-story=7></aside><p>{}</p>",
    "<aside class=embed data-href='https://www.youtube.com/watch?v=abcdefghijk'><cite>{}</cite></aside>",
    "<aside class=embed data-href='https://vimeo.com/123456789'></aside><p>{}</p>",
    "<dl class=sources><dt>{}<dd>Who</dl>",
    "<table><caption>{0}</caption><tr><td>{0}</table>",
    "<p>{}</p>",
    "<h2>{}</h2>",
    "<ul><li>{0}</li><li>{0} more</li></ul>",
    "<blockquote>{}</blockquote>",
    "<hr>{}",
    "<figure data-image=4 data-alt='Alt'><figcaption>{}</figcaption></figure>",
    "<figure data-image=5 data-credit='Who'><figcaption>{}</figcaption></figure>",
    "<table><tr><td>{}<td>1</table>",
)
bodies = st.lists(st.builds(str.format, st.sampled_from(BLOCKS), paragraphs), max_size=6).map("".join)


@given(bodies, bodies)
def test_taking_out_what_went_leaves_the_new_words_and_the_reverse(old, new):
    shown = compare_html(old, new)
    assert without("del", shown) == without("del", compare_html(new, new))
    assert without("ins", shown) == without("ins", compare_html(old, old))


@given(bodies)
def test_a_text_compared_with_itself_shows_its_words_and_no_change(body):
    shown = compare_html(body, body)
    assert "<ins" not in shown
    assert "<del" not in shown
    without_figures = markup.fill_figures(body, lambda figure: None)
    shown = re.sub("<p data-label=.*?</p>", "", compare_html(without_figures, without_figures))
    assert words(shown) == markup.plain_text(body).split()


def test_what_stayed_far_from_a_change_is_folded_with_one_paragraph_left_on_each_side():
    paragraphs = [f"<p>{number}</p>" for number in range(12)]
    changed = [*paragraphs[:5], "<p>new</p>", *paragraphs[5:]]
    shown = compare_html("".join(paragraphs), "".join(changed), fold=lambda blocks: f"[{len(blocks)}]")
    assert re.sub("<[^>]+>", "", shown) == "[4]4new5[6]"
    assert compare_html("".join(paragraphs[:3]), "".join(paragraphs[:4]), fold=str).count("<p") == 4


@given(bodies, bodies)
def test_every_change_is_shown(old, new):
    changed = markup.sanitise(old) != markup.sanitise(new)
    assert changed == bool(re.search("<(ins|del)", compare_html(old, new)))


@given(bodies | st.text(), bodies | st.text())
def test_what_is_shown_is_sound_html(old, new):
    Balanced().feed(compare_html(old, new))


@given(st.text(), st.text())
def test_plain_words_are_compared_to_the_letter(old, new):
    pieces = compare_text(old, new)
    assert "".join(piece.text for piece in pieces if piece.op != "insert") == old
    assert "".join(piece.text for piece in pieces if piece.op != "delete") == new


class Balanced(HTMLParser):
    """Fails on a tag that is not closed in its turn."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag not in ("ins", "del") or not {"ins", "del"} & set(self.open)
        self.open += [tag] if tag not in ("br", "hr") else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def feed(self, html):
        super().feed(html)
        assert not self.open


def without(element, html):
    return words(re.sub(f"<{element}[ >].*?</{element}>", "", html, flags=re.DOTALL))


def words(html):
    apart = re.sub("</(p|h2|li|td|figcaption|caption|cite|dt|dd)>|<br>", " ", html)
    return unescape(re.sub("<[^>]*>", "", apart)).split()


def test_one_word_in_a_headline_is_one_change():
    assert compare_text("Ten families flee", "Six families flee") == [
        Piece("delete", "Ten"),
        Piece("insert", "Six"),
        Piece("equal", " families flee"),
    ]


def test_a_paragraph_that_changed_is_compared_word_by_word():
    shown = compare_html("<p>Stays.</p><p>The river rose.</p>", "<p>Stays.</p><p>The river fell.</p>")
    assert shown == "<p>Stays.</p><p>The river <del>rose</del><ins>fell</ins>.</p>"


def test_a_new_paragraph_does_not_disturb_its_neighbours():
    shown = compare_html("<p>The river rose.</p>", "<p>It rained for days.</p><p>The river rose fast.</p>")
    assert shown == ('<p data-change="insert"><ins>It rained for days.</ins></p><p>The river rose<ins> fast</ins>.</p>')


@pytest.mark.parametrize(
    ("old", "new", "kind", "shown"),
    [
        ("<p>A word.</p>", "<p>A <em>word</em>.</p>", "formatting", "<em>word</em></ins>"),
        ("<p>A <a href='/a'>word</a>.</p>", "<p>A <a href='/b'>word</a>.</p>", "link", '<a href="/b">word</a></ins>'),
        ("<p>A word.</p>", "<p>A <a href='/b'>word</a>.</p>", "link", '<a href="/b">word</a></ins>'),
    ],
)
def test_words_that_stayed_but_look_or_lead_elsewhere_are_shown(old, new, kind, shown):
    html = compare_html(old, new)
    assert f'<del data-change="{kind}">' in html
    assert shown in html


@pytest.mark.parametrize(
    ("was", "now", "notes"),
    [
        ("<p>Floods</p>", "<h2>Floods</h2>", ["paragraph", "heading"]),
        ("<h2>Floods</h2>", "<h3>Floods</h3>", ["heading", "smaller heading"]),
        ("<ul><li>One<li>Two</ul>", "<ol><li>One<li>Two</ol>", ["list with dots", "list with numbers"]),
        ("<p>Floods</p>", "<p dir=rtl>Floods</p>", ["paragraph", "paragraph, right to left"]),
        ("<p>One</p><p>Two</p>", "<ul><li>One<li>Two</ul>", ["same words, another form"] * 3),
    ],
)
def test_words_that_stayed_in_another_form_are_shown_as_such(was, now, notes):
    shown = compare_html(was, now)
    assert re.findall('data-change="(?:delete|insert)" data-note="([^"]*)"', shown) == notes


@pytest.mark.parametrize(
    ("was", "now", "note"),
    [
        ("A word.", "A <em>word</em>.", "italic"),
        ("A <strong>word</strong>.", "A word.", "no longer bold"),
        ("A <strong>word</strong>.", "A <em>word</em>.", "italic"),
    ],
)
def test_a_change_of_emphasis_says_which(was, now, note):
    assert f'data-change="formatting" data-note="{note}"' in compare_html(f"<p>{was}</p>", f"<p>{now}</p>")


def test_a_paragraph_that_moved_says_so_at_both_places():
    rest = "".join(f"<p>Paragraph {word} stays where it was.</p>" for word in ("one", "two", "three"))
    shown = compare_html(f"<p>It rained.</p>{rest}", f"{rest}<p>It rained.</p>")
    assert '<p data-change="delete" data-note="moved from here"><del>It rained.</del></p>' in shown
    assert '<p data-change="insert" data-note="moved here"><ins>It rained.</ins></p>' in shown


def test_an_embed_and_a_card_are_compared_by_what_they_lead_to():
    embed = "<aside class=embed data-href='https://www.youtube.com/watch?v={}'><cite>The flood</cite></aside>"
    shown = compare_html(embed.format("abcdefghijk"), embed.format("bbcdefghijk"))
    assert re.search('<p data-label="Address"><del>[^<]*v=abcdefghijk</del><ins>[^<]*v=bbcdefghijk</ins></p>', shown)
    card = "<p>It rained.</p><aside class=story-card data-story={}></aside>"
    named = {"data-story": lambda key: {"7": "The dam", "8": "The road"}[key]}
    shown = compare_html(card.format(7), card.format(8), named)
    assert '<p data-label="Story"><del>The dam</del><ins>The road</ins></p>' in shown


def test_a_kind_of_block_that_is_not_known_yet_is_told_by_its_attributes():
    old, new = ([Block("map", {"data-address": address, "data-name": "Map"})] for address in ("/one", "/two"))
    shown = compare._Comparison({}).blocks(old, new, at_top=True)
    assert '<p data-label="Address"><del>/one</del><ins>/two</ins></p><p data-label="Name">Map</p>' in shown


FIGURE = "<figure data-image='3' data-alt='A boat' data-credit='Amal'><figcaption>At sea</figcaption></figure>"


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ("'3'", "'4'", '<p data-label="Picture"><del>3</del><ins>4</ins></p>'),
        ("A boat", "A red boat", '<p data-label="Alt text">A <ins>red </ins>boat</p>'),
        ("Amal", "Basma", '<p data-label="Credit"><del>Amal</del><ins>Basma</ins></p>'),
        ("At sea", "At night", '<figcaption data-label="Caption">At <del>sea</del><ins>night</ins></figcaption>'),
        ("data-alt", "data-size='wide' data-alt", '<p data-label="Size"><ins>wide</ins></p>'),
        ("data-alt", "data-decorative data-alt", '<p data-label="Alt text"><del>A boat</del><ins>decorative</ins></p>'),
    ],
)
def test_a_figure_is_compared_field_by_field(was, now, shown):
    assert shown in compare_html(FIGURE, FIGURE.replace(was, now))


def test_a_script_in_either_text_is_shown_to_nobody():
    shown = compare_html("<script>alert(1)</script><p>Words</p>", "<p onclick=x>&lt;script&gt;</p>")
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def paragraph(generator, vocabulary):
    return "<p>" + " ".join(generator.choices(vocabulary, k=50)) + "</p>"


def test_a_long_story_is_compared_while_nobody_waits():
    generator = random.Random(1)
    vocabulary = [f"word{n}" for n in range(2000)] + ["the", "of", "and"] * 300
    old = [paragraph(generator, vocabulary) for _ in range(60)]
    new = [re.sub(r"(\w+) (\w+)</p>", r"another \1</p>", text) for text in old]
    assert seconds(compare_html, "".join(old), "".join(new)) < 0.1


@pytest.mark.parametrize("length", [200_000, 1000, 100])
@pytest.mark.parametrize("word", ["{kind}{n}", "{kind}{n} same", "a", "{kind} b"])
def test_a_hostile_text_is_compared_in_bounded_time(length, word):
    def text(kind):
        all_words = " ".join(word.format(kind=kind, n=n) for n in range(200_000)).split()[:200_000]
        return "".join(f"<p>{' '.join(all_words[n : n + length])}</p>" for n in range(0, 200_000, length))

    assert seconds(compare_html, text("a"), text("c") + "<p>more</p>", rounds=1) < 3


def seconds(function, *arguments, rounds=3):
    times = []
    for _ in range(rounds):
        start = time.thread_time()
        function(*arguments)
        times.append(time.thread_time() - start)
    return min(times)
