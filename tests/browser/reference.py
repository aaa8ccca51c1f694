"""A real story page as the words of a browser, cut into its parts: what our page has to make of them, in order.

Where the reference text is not on this machine, a story of our own of the same build stands in.
"""

from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "story-page.txt"


@dataclass
class Page:
    region: str
    series: str
    headline: str
    standfirst: str
    alt_text: str
    caption: str
    credit: str
    paragraphs: list[str]
    signoff: str
    author: str
    appeal: list[str]
    button: str
    publication: str
    member_text: str
    topics: list[str] = field(default_factory=list)

    @property
    def member_heading(self):
        return f"Become a member of {self.publication}"


def read() -> Page:
    return cut(FILE.read_text(encoding="utf-8")) if FILE.exists() else OURS


def cut(text: str) -> Page:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    region = lines[1].partition(". ")[2]
    series, _colon, headline = lines[2].partition(": ")
    caption, _bracket, credit = lines[5].rpartition(" (")
    signed = next(number for number, line in enumerate(lines) if line.startswith("– "))
    member = next(number for number, line in enumerate(lines) if line.startswith("Become a member of "))
    return Page(
        region=region,
        series=series,
        headline=headline,
        standfirst=lines[3],
        alt_text=lines[4],
        caption=caption,
        credit=credit.rstrip(")"),
        paragraphs=lines[6:signed],
        signoff=lines[signed],
        author=lines[signed].removeprefix("– "),
        appeal=lines[signed + 2 : member - 1],
        button=lines[member - 1].rstrip("."),
        publication=lines[member].removeprefix("Become a member of "),
        member_text=lines[member + 1],
    )


OURS = Page(
    region="Africa",
    series="In the news",
    headline="River gauges go silent as the rains begin",
    standfirst="Hydrologists are guessing at levels that they used to read.",
    alt_text="Brown water stands to the second step of a clay house after an overnight flood.",
    caption="Water stands to the second step of a house after a flood overnight.",
    credit="Drawn/The desk",
    paragraphs=[
        "Nine of the valley’s fourteen river gauges sent no reading this week, engineers said on Friday.",
        "“We used to telephone the villages an hour before the water came,” said one – who asked not to be named.",
        "The batteries were last changed in March, and the contract for changing them ended in April.",
    ],
    signoff="– Amina Salou",
    author="Amina Salou",
    appeal=["Our reporters stay where the water was.", "You can support our journalism from just $5 a month."],
    button="Support us today",
    publication="The Far Field",
    member_text="Help us to deliver independent journalism that stays free for everybody.",
)
