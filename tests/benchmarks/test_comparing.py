"""What comparing two texts of 3,000 words costs, the whole request with it: a hundred milliseconds at the most."""

import random
import time

import pytest
from django.urls import reverse

from tests import make
from tests.articles.writing import at_desk

pytestmark = pytest.mark.django_db
MILLISECONDS = 100
generator = random.Random(1)
WORDS = [f"word{n}" for n in range(1500)] + ["the", "of", "and", "in", "to"] * 250
PARAGRAPHS = [generator.choices(WORDS, k=50) for _ in range(60)]


def text(paragraphs, form="<p>{}</p>"):
    return "".join(form.format(" ".join(words)) for words in paragraphs)


def reworded(words, share):
    return [generator.choice(WORDS) if generator.random() < share else word for word in words]


def shuffled():
    return generator.sample(PARAGRAPHS, len(PARAGRAPHS))


ALL = [word for words in PARAGRAPHS for word in words]
CASES = {
    "one word": text([reworded(PARAGRAPHS[0], 0.02), *PARAGRAPHS[1:]]),
    "a tenth of every paragraph": text(reworded(words, 0.1) for words in PARAGRAPHS),
    "half of every paragraph": text(reworded(words, 0.5) for words in PARAGRAPHS),
    "most of every paragraph": text(reworded(words, 0.8) for words in PARAGRAPHS),
    "every word": text(generator.choices(WORDS, k=50) for _ in range(60)),
    "paragraphs in another order": text(shuffled()),
    "another order and a third reworded": text(reworded(words, 0.3) for words in shuffled()),
    "back to front": text(PARAGRAPHS[::-1]),
    "all bold": text(PARAGRAPHS, "<p><strong>{}</strong></p>"),
    "all headings": text(PARAGRAPHS, "<h2>{}</h2>"),
    "one paragraph": text([ALL]),
    "the same in one list": f"<ul>{text(PARAGRAPHS, '<li>{}</li>')}</ul>",
    "six hundred short paragraphs": text(ALL[n : n + 5] for n in range(0, 3000, 5)),
    "a table of 300 cells": f"<table><tr>{text((ALL[n : n + 10] for n in range(0, 3000, 10)), '<td>{}</td>')}</table>",
}


@pytest.mark.parametrize("name", CASES)
def test_a_comparison_of_3000_words_answers_in_a_hundred_milliseconds(name, capsys):
    desk, story = at_desk(make.editor()), make.article(body=text(PARAGRAPHS), slugline="long")
    old = story.head
    new = make.change(story, headline="Everything is different now", body=CASES[name])
    address = reverse("admin:articles_article_compare", args=[story.pk])
    spent = []
    for _ in range(4):
        start = time.thread_time()
        answer = desk.get(address, {"old": old.pk, "new": new.pk})
        spent.append((time.thread_time() - start) * 1000)
        assert answer.status_code == 200
    with capsys.disabled():
        print(f"\n{name:<40}{min(spent):>7.1f} ms CPU", end="")
    assert min(spent) < MILLISECONDS


LONG = {
    "one_paragraph": [" ".join(reworded(ALL, share)) for share in (0, 0.1, 0.5, 1)],
    "two words": ["a b " * 1500, "b a a " * 1000],
}


@pytest.mark.parametrize("name", LONG)
def test_one_endless_paragraph_costs_no_more(name, capsys):
    desk = at_desk(make.editor())
    story = make.article(body=f"<p>{LONG[name][0]}</p>")
    for words in LONG[name][1:]:
        old, new = story.head, make.change(story, body=f"<p>{words}</p>")
        start = time.thread_time()
        desk.get(reverse("admin:articles_article_compare", args=[story.pk]), {"old": old.pk, "new": new.pk})
        spent = (time.thread_time() - start) * 1000
        with capsys.disabled():
            print(f"\n{name:<40}{spent:>7.1f} ms CPU", end="")
        assert spent < MILLISECONDS * 1.5  # the first of its kind, with cold memory
