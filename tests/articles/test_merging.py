"""Two people change one story: what goes together by itself, and what is asked."""

import random
import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from articles import markup
from articles.blocks import serialise
from articles.content import Content
from articles.merging import Conflict, merge
from tests.articles.test_compare import bodies

WORDS = st.sampled_from(("", "Flood", "Second flood", "Drought"))
FEW = st.lists(st.integers(1, 4), unique=True, max_size=3).map(sorted)
lines = st.lists(
    st.builds(
        lambda author, role: {"author": author, "role": role}, st.integers(1, 3), st.sampled_from(("author", "with"))
    ),
    max_size=3,
    unique_by=lambda line: (line["author"], line["role"]),
)
topics = st.lists(st.sampled_from(("aid", "floods", "food")), unique=True).map(
    lambda slugs: [{"slug": slug, "name": slug.title()} for slug in sorted(slugs)]
)
notes = st.lists(st.tuples(st.sampled_from("abc"), WORDS), unique_by=lambda note: note[0], max_size=3).map(
    lambda found: [{"key": key, "kind": "correction", "text": text} for key, text in sorted(found)]
)
leads = st.none() | st.builds(
    lambda image, credit: {"image": image, "caption": "", "alt_text": "", "credit": credit}, st.integers(1, 2), WORDS
)
contents = st.builds(
    Content,
    language=st.sampled_from(("en", "fr")),
    headline=WORDS,
    body=bodies.map(markup.sanitise),
    region=st.none() | st.integers(1, 3),
    other_regions=FEW,
    related=FEW,
    bylines=lines,
    topics=topics,
    lead=leads,
    corrections=notes,
)
paragraphs = st.sampled_from(
    ("The river rose again in the night.", "The bridge is gone.", "Boats carry the school across.", "Nobody counted.")
)
stories = st.lists(paragraphs, max_size=6).map(lambda texts: "".join(f"<p>{text}</p>" for text in texts))


def blocks_of(html):
    return {str(serialise([block])) for block in markup.blocks(html)}


@given(contents, contents)
def test_with_one_side_unchanged_the_other_comes_back_as_it_is(base, changed):
    for merged in (merge(base, changed, base), merge(base, base, changed), merge(base, changed, changed)):
        assert merged.conflicts == ()
        assert merged.content == changed


def words_of(*bodies):
    return {word for body in bodies for word in markup.plain_text(body, captions=True).split()}


@given(contents, contents, contents)
def test_nothing_that_either_wrote_is_lost(base, mine, theirs):
    merged = merge(base, mine, theirs)
    asked = [side for one in merged.conflicts if one.field == "body" for side in (one.mine, one.theirs)]
    kept = words_of(merged.content.body, *asked)
    for side in (mine, theirs):
        assert words_of(side.body) <= kept | words_of(base.body)
        for field in ("headline", "lead", "region"):
            chosen = [getattr(base, field), getattr(merged.content, field)]
            assert getattr(side, field) in chosen + [one.theirs for one in merged.conflicts if one.field == field]


@given(stories, stories, stories)
def test_every_paragraph_that_either_wrote_stands_in_the_text_or_is_asked_about(base, mine, theirs):
    base, mine, theirs = (Content("en", body=body) for body in (base, mine, theirs))
    merged = merge(base, mine, theirs)
    asked = "".join(one.mine + one.theirs for one in merged.conflicts)
    kept = blocks_of(merged.content.body) | blocks_of(asked)
    assert (blocks_of(mine.body) | blocks_of(theirs.body)) - blocks_of(base.body) <= kept


@given(contents, contents, contents)
def test_it_is_the_same_merge_whoever_comes_first(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {turned(conflict) for conflict in one.conflicts} == {sides(conflict) for conflict in other.conflicts}
    theirs_chosen = {conflict.key: conflict.theirs for conflict in other.conflicts}
    assert in_order(one.content) == in_order(other.settled(theirs_chosen))


def sides(conflict):
    return conflict.key, *map(str, (conflict.base, conflict.mine, conflict.theirs))


def turned(conflict):
    return conflict.key, *map(str, (conflict.base, conflict.theirs, conflict.mine))


def in_order(content):
    return replace(content, corrections=sorted(content.corrections, key=lambda note: note["key"]))


@given(contents, contents, contents)
def test_what_is_chosen_is_what_comes(base, mine, theirs):
    merged = merge(base, mine, theirs)
    assert merged.settled({}) == merged.content
    settled = merged.settled({conflict.key: conflict.theirs for conflict in merged.conflicts})
    for conflict in merged.conflicts:
        if conflict.field not in ("body", "corrections"):
            assert getattr(settled, conflict.field) == conflict.theirs


def story(*texts):
    return Content("en", headline="Flood", body="".join(f"<p>{text}</p>" for text in texts))


FIRST, SECOND, THIRD = (
    "The river rose in the night.",
    "The bridge to the market is gone.",
    "Nobody has counted the boats.",
)


def test_neighbouring_paragraphs_changed_by_two_people_go_together():
    base = story(FIRST, SECOND, THIRD)
    mine, theirs = (
        story(FIRST.replace("night", "morning"), SECOND, THIRD),
        story(FIRST, SECOND[:-1] + " now.", THIRD, "New."),
    )
    merged = merge(base, replace(mine, headline="Second flood"), replace(theirs, kicker="Chad"))
    assert merged.conflicts == ()
    assert (
        merged.content.body
        == story("The river rose in the morning.", "The bridge to the market is gone now.", THIRD, "New.").body
    )
    assert (merged.content.headline, merged.content.kicker) == ("Second flood", "Chad")


def test_one_paragraph_changed_by_both_is_asked_about_with_all_three_texts():
    base, mine, theirs = (
        story(FIRST, text, THIRD) for text in (SECOND, SECOND.replace("gone", "down"), SECOND.replace("gone", "closed"))
    )
    (asked,) = merge(base, mine, theirs).conflicts
    assert asked == Conflict(
        "body-1", "body", *(f"<p>The bridge to the market is {word}.</p>" for word in ("gone", "down", "closed"))
    )


def test_a_paragraph_that_one_took_out_and_the_other_mended_is_asked_about():
    base, mine, theirs = story(FIRST, SECOND, THIRD), story(FIRST, THIRD), story(FIRST, SECOND[:-1] + " now.", THIRD)
    (asked,) = merge(base, mine, theirs).conflicts
    assert (asked.mine, asked.theirs) == ("", "<p>The bridge to the market is gone now.</p>")
    assert merge(base, mine, theirs).settled({asked.key: asked.theirs}).body == theirs.body


def test_two_lines_of_one_list_go_together():
    base, mine, theirs = (
        Content("en", body=f"<ul><li><p>{one}</p></li><li><p>{two}</p></li></ul>")
        for one, two in (("Ten boats", "Two roads"), ("Nine boats", "Two roads"), ("Ten boats", "Three roads"))
    )
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    assert merged.content.body == "<ul><li><p>Nine boats</p></li><li><p>Three roads</p></li></ul>"


def test_topics_places_and_names_that_both_added_stand_together():
    base = Content("en", other_regions=[1, 2], bylines=[{"author": 5, "role": "author"}])
    mine = replace(base, other_regions=[1, 2, 3], topics=[{"slug": "aid", "name": "Aid"}])
    theirs = replace(base, other_regions=[2, 4], topics=[{"slug": "food", "name": "Food"}])
    theirs = replace(theirs, bylines=[{"author": 6, "role": "author"}, *base.bylines])
    merged = merge(base, replace(mine, bylines=[*base.bylines, {"author": 7, "role": "with"}]), theirs)
    assert merged.conflicts == ()
    assert merged.content.other_regions == [2, 3, 4]
    assert [topic["slug"] for topic in merged.content.topics] == ["aid", "food"]
    assert [line["author"] for line in merged.content.bylines] == [6, 5, 7]


def test_three_thousand_words_that_both_changed_are_merged_in_a_twentieth_of_a_second():
    some = random.Random(4)
    texts = [
        " ".join(some.choice("flood aid road river boat school".split()) + str(some.random())[2:5] for _ in range(50))
        for _ in range(60)
    ]
    base = story(*texts)
    mine = story(*(f"{text} mine" if at % 3 else text for at, text in enumerate(texts)))
    theirs = story(*(f"theirs {text}" if at % 2 else text for at, text in enumerate(texts)))
    times = []
    for _ in range(5):
        start = time.process_time()
        merged = merge(base, mine, theirs)
        times.append(time.process_time() - start)
    assert len(merged.conflicts) == 20
    assert min(times) < 0.05, times
