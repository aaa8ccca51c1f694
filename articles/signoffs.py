"""Sign-offs beside the line: what each covers, whether it stands for a text, and who is waited for.

A word belongs to the part of the text that its kind covers, by that part's hash. It stands for every text in which
the part is the same to the letter, and for no other.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import checklist, colleagues, dossier, markup, notices
from articles.checks import Obstacle
from articles.content import Content, digest
from articles.enumeration import enumerated
from articles.isolates import isolated
from articles.models import Article, Covers, Level, SignOff, SignOffKind, SignOffRequest
from articles.notices import Event

WORDS = ("language", "headline", "standfirst", "kicker", "body", "dateline", "signoff", "corrections", "lead")
EVERYTHING = (*WORDS, "slug", "bylines", "topics", "region", "other_regions")
FIELD = "signoffs"  # the part of the writing screen where they stand


def covered(content: Content, covers: str) -> str:
    """The hash of the part of a story that such a sign-off covers."""
    if covers == Covers.PICTURES:
        part = {"lead": content.lead, "figures": [_as_printed(figure) for figure in markup.figures(content.body)]}
    else:
        part = {name: getattr(content, name) for name in (EVERYTHING if covers == Covers.EVERYTHING else WORDS)}
    return digest(json.dumps(part, ensure_ascii=False, sort_keys=True))


def _as_printed(figure):
    return [figure.image_id, figure.alt_text, figure.caption, figure.credit, figure.decorative]


@dataclass
class Standing:
    """How one kind of sign-off stands on one text."""

    kind: SignOffKind
    level: str
    word: SignOff | None = None  # the word on exactly this part; None: nobody has said anything of it
    earlier: SignOff | None = None  # the last word, on another text: it has lapsed
    request: SignOffRequest | None = None
    named: list[str] = field(default_factory=list)

    @property
    def required(self) -> bool:
        return self.level == Level.REQUIRED

    @property
    def given(self) -> bool:
        return bool(self.word) and self.word.verdict == SignOff.Verdict.GIVEN

    @property
    def refused(self) -> bool:
        return bool(self.word) and self.word.verdict == SignOff.Verdict.REFUSED

    @property
    def wanted(self) -> bool:
        """Whether the story's page speaks of it before anybody asks for it."""
        return self.level != Level.OFF or bool(self.word or self.earlier or self.request)

    @property
    def giver(self) -> str:
        """Who may give it, in words."""
        return enumerated(self.named) or _("nobody yet")

    @property
    def sentence(self) -> str:
        """Why it does not stand, and who may mend that."""
        said = {"kind": self.kind, "who": self.giver}
        if self.refused:
            said |= {"name": isolated(self.word.by), "reason": isolated(self.word.reason)}
            return _("Sign-off “%(kind)s”: %(name)s says not yet: “%(reason)s”") % said
        if self.earlier and self.earlier.verdict == SignOff.Verdict.GIVEN:
            said |= {"name": isolated(self.earlier.by)}
            return _("The sign-off “%(kind)s” lapsed when the text changed after %(name)s gave it. "
                     "It is given by: %(who)s.") % said  # fmt: skip
        return _("The sign-off “%(kind)s” is missing. It is given by: %(who)s.") % said


def standings(content: Content, article_id: int, rules: checklist.Rules | None = None) -> list[Standing]:
    """Every kind of sign-off as it stands on this text. One query, however many kinds there are."""
    about = dossier.of(article_id)
    about.ask(*([] if rules else ["rules"]), "words", "requests", "kinds", "kinds_roles", "kinds_people")
    rules = rules or checklist.Rules(content.format, about.rules)
    words, requests = list(about.words), {row.kind_id: row for row in about.requests}
    named = _names(about)
    return [
        Standing(
            kind,
            rules.of(checklist.code_of(kind)).level,
            word=next((row for row in words if row.kind_id == kind.pk and row.covered == part), None),
            earlier=next((row for row in words if row.kind_id == kind.pk and row.covered != part), None),
            request=requests.get(kind.pk),
            named=named.get(kind.pk, []),
        )
        for kind in about.kinds
        for part in [covered(content, kind.covers)]
    ]


def _names(about) -> dict[int, list[str]]:
    """For each kind the roles, then the people who may give it."""
    named = {}
    for row in about.kinds_roles:
        named.setdefault(row.signoffkind_id, []).append(_(row.group.name))
    for row in about.kinds_people:
        named.setdefault(row.signoffkind_id, []).append(str(row.user))
    return named


def obstacles(content: Content, article_id: int, rules: checklist.Rules | None = None) -> list[Obstacle]:
    """The required sign-offs that do not stand on this text."""
    rules = rules or checklist.Rules(content.format)
    if not any(rules.of(checklist.code_of(kind)).level == Level.REQUIRED for kind in SignOffKind.objects.all()):
        return []
    missing = [one for one in standings(content, article_id, rules) if one.required and not one.given]
    return [Obstacle(FIELD, one.sentence) for one in missing]


def owed_by(user):
    """Open requests that `user` is to answer, of stories that they may see, the oldest first. One query."""
    stories = Article.objects.visible_to(user).kept()
    return (
        SignOffRequest.objects.open()
        .of(user)
        .filter(article__in=stories.values("pk"))
        .select_related("article", "kind", "by", "asked")
    )


def lapsed(before: Content, after: Content, article_id: int) -> list[SignOff]:
    """The words that stood on the text `before` and do not stand on `after`."""
    words = SignOff.objects.filter(article_id=article_id, ended_at__isnull=True).select_related("kind", "by")
    return [
        word for word in words if word.covered == covered(before, word.kind.covers) != covered(after, word.kind.covers)
    ]


def givers(kind: SignOffKind):
    """People of the newsroom who may give this kind, by role or by name."""
    named, roles = kind.people.values("pk"), kind.roles.values("pk")
    return colleagues.at_work().filter(Q(pk__in=named) | Q(groups__in=roles)).distinct().order_by("name", "pk")


def ask_again(words: list[SignOff], article: Article, by) -> None:
    """Those whose word has lapsed are told, and waited for again from now on."""
    for word in words:
        notices.tell(Event.SIGN_OFF_LAPSED, article, by, people=[word.by], words=str(word.kind))
        SignOffRequest.objects.get_or_create(
            article_id=word.article_id, kind=word.kind, ended_at=None, defaults={"asked": word.by, "by": by}
        )


def ask_for_required(content: Content, article: Article, by) -> None:
    """When a text is sent in: each required sign-off that nobody was asked for is waited for from now on."""
    for one in standings(content, article.pk):
        if one.required and not one.word and not one.request:
            ask(one.kind, article, by)


def ask(kind: SignOffKind, article: Article, by, of=None, note: str = "") -> SignOffRequest:
    """Wait for this sign-off of one person, or of anybody who may give it, in place of whoever was asked before."""
    end_requests(article.pk, kind)
    words = f"{kind}: {note}" if note else str(kind)
    notices.tell(Event.SIGN_OFF_ASKED, article, by, people=[of] if of else givers(kind), words=words)
    return SignOffRequest.objects.create(article=article, kind=kind, asked=of, by=by, note=note)


def end_requests(article_id: int, kind: SignOffKind | None = None, at: datetime | None = None) -> int:
    """Nobody is waited for any more: for this kind, or for any."""
    requests = SignOffRequest.objects.open().filter(article_id=article_id)
    if kind is not None:
        requests = requests.filter(kind=kind)
    return requests.update(ended_at=at or timezone.now())
