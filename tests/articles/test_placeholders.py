"""TK: what is still to come is found wherever a journalist may have left it, and nowhere else."""

import pytest

from articles import markup, placeholders
from articles.content import Content


@pytest.mark.parametrize(
    "text",
    [
        "TK", "The minister, TK, said", "TK million people", "TKTK", "tktk", "the TK-year-old farmer", "(TK)",
        "TK: names", "$TK", "TK%", "“TK”", "[tktk]", "قال TK أمس",
        "Il a dit [à compléter].", "Le chiffre À COMPLÉTER ici",
        "[à vérifier auprès de la mairie]", "قال [يُستكمل] أمس", "(للتحقق)",
    ],
)  # fmt: skip
def test_what_is_still_to_come_is_found(text):
    assert len(placeholders.in_text(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "", "the TKP said", "ATK", "HTKL", "Tk 500 a day", "tk", "www.example.tk", "TKs", "STK", "TK5", "xTKTKx",
        "Reste à compléter la liste", "à venir", "Il faut vérifier", "يُستكمل العمل غدًا",
    ],
)  # fmt: skip
def test_words_and_names_are_left_alone(text):
    assert placeholders.in_text(text) == []


def test_every_field_of_a_story_is_read_and_named():
    body = "<p>Rain fell for T<strong>K</strong> days.</p><figure data-image=5 data-alt='TK' data-credit='TK/Own'>"
    content = Content(
        language="en",
        headline="TK rises",
        signoff="TK",
        body=body + "<figcaption>A boat, TK</figcaption></figure><ul><li>TK<li>TKTK</ul>",
        lead={"image": 1, "caption": "TK", "alt_text": "A dam", "credit": "TK"},
        corrections=[{"key": "k", "kind": "correction", "text": "It was TK."}],
    )
    fields = [field for field, _excerpt in markup.placeholders(content)]
    assert fields == ["headline", *["body"] * 6, "signoff", "lead_caption", "lead_credit", "corrections"]


def test_a_place_is_told_by_the_words_around_it():
    text = "It rained for nine days, and in the end some TK people had lost what they owned to the river."
    assert placeholders.in_text(text) == ["…and in the end some TK people had lost what…"]
