"""The desk's first page: what waits for this person, by what they may do. Two queries find all of it."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import signoffs, together
from articles.admin import boards
from articles.admin.hours import does, in_zones
from articles.admin.waiting import for_how_long, how_long_ago
from articles.models import Approval, Article, Image, PublishedArticle, Rendition, StatusChange
from articles.together import Prepared

A_GLANCE = boards.A_GLANCE
MANY = 40
LATELY = timedelta(days=14)


def dashboard(user, zone: str) -> dict:
    """The parts of the page that are `user`'s business; those that are not are missing. `zone` is the newsroom's."""
    sees, edits = user.has_perm("articles.view_article"), user.has_perm("articles.approve_article")
    on_boards = boards.questions(user, edits) if sees and (edits or user.has_perm("articles.add_article")) else {}
    asked = questions(user, sees, edits)
    together.ask(*on_boards.values(), *asked.values())
    parts = stories_of(on_boards, user, (user.zone, zone)) if on_boards else {}
    parts |= {name: SHOWN[name](rows, user) if name in SHOWN else list(rows) for name, rows in asked.items()}
    doors = money_doors(user)
    return parts | ({"doors": doors} if doors else {})


def questions(user, sees, edits) -> dict:
    """What is asked for the parts beside the boards, by their names."""
    asked = {"urgent": URGENT.of(user=user), "owed": OWED.of(user=user)} if sees else {}
    if sees and edits:
        asked["taken"] = TAKEN.of(user=user, since=timezone.now() - LATELY)
    if user.has_perm("articles.change_image"):
        asked["poor_pictures"] = POOR_PICTURES.of()
        if not edits:
            asked["new_pictures"] = NEW_PICTURES.of()
    return asked


def stories_of(found, user, zones) -> dict:
    """The boards; those of the schedule with every hour of their stories as a row."""
    shown = boards.filled(found, user, zones)
    if "scheduled" in shown:
        failing, scheduled = shown["failing"], shown["scheduled"]
        rows = _hours(zones, {story.pk: story for story in (*failing.rows, *scheduled.rows)}.values())
        for board, troubled in ((failing, True), (scheduled, False)):
            board.shown = len(board.rows)
            board.rows = [row for row in rows if row.is_failing == troubled]
    return shown


def _hours(zones, stories):
    """What waits for its hour with these stories, the next first."""
    rows = [(row, story) for story in stories for row in story.digest.hours]
    for row, story in rows:
        row.article, row.moments, row.does = story, in_zones(row.at, *zones), does(row.action)
    return sorted((row for row, _story in rows), key=lambda row: (row.at, row.pk))


def seen_by(user):
    """What readers know, as far as `user` may know of it."""
    hidden = Article.objects.hidden_from(user).values("pk")
    return PublishedArticle.objects.exclude(article_id__in=hidden).defer("story", "card")


def named(name: str):
    return Coalesce(NullIf(f"{name}__name", Value("")), f"{name}__email", output_field=CharField())


def without_approval(user):
    """What went out urgently and nobody countersigned yet, the newest first, with who did that, and why:
    `urgent_by`, `urgent_name`, `urgent_reason`."""
    said = Approval.objects.filter(kind=Approval.Kind.URGENT, revision=OuterRef("revision_id")).order_by("-pk")
    rows = (
        seen_by(user)
        .without_countersign()
        .annotate(
            urgent_by=Subquery(said.values("by")[:1]),
            urgent_name=Subquery(said.values(name=named("by"))[:1]),
            urgent_reason=Subquery(said.values("reason")[:1]),
        )
    )
    return rows.order_by("-published_at", "-pk")[:MANY]


def urgent_ones(rows, user) -> list[PublishedArticle]:
    """Each with whether `user` may be the second person."""
    may = user.has_perm("articles.countersign_article")
    for row in rows:
        row.may_countersign = may and row.urgent_by != user.pk
        row.since = how_long_ago(row.published_at)
    return list(rows)


def taken_from_readers(user, since):
    """What was withdrawn or archived since then, the newest first, with the desk's `name` of it; who took it, when and
    why: `taken_by`, `taken_at`, `taken_why`."""
    story = Article.objects.filter(pk=OuterRef("article_id"))
    said = StatusChange.objects.filter(article=OuterRef("article_id"), verb__in=("withdraw", "archive")).order_by("-pk")
    rows = (
        seen_by(user)
        .not_live()
        .filter(changed_at__gt=since)
        .annotate(
            name=Subquery(story.values(name=Coalesce(NullIf("headline", Value("")), "slugline"))[:1]),
            taken_by=Subquery(said.values(name=named("by"))[:1]),
            taken_at=Coalesce(Subquery(said.values("at")[:1]), "changed_at"),
            taken_why=Subquery(said.values("note")[:1]),
        )
    )
    return rows.order_by("-changed_at")[: boards.A_FEW]


def taken_ones(rows, user) -> list[PublishedArticle]:
    for row in rows:
        row.since = how_long_ago(row.taken_at)
    return sorted(rows, key=lambda row: row.taken_at, reverse=True)


def owed(rows, user) -> boards.Board:
    """The sign-offs that this person is to give, the oldest request first."""
    for row in rows:
        row.since = for_how_long(row.at)
    total = next((row.total for row in rows), 0)
    return boards.Board(list(rows), total, boards.address_of("owed"))


def poor_pictures():
    """Pictures that lack a credit or a description, or a size that could not be made."""
    failing = Rendition.objects.filter(image=OuterRef("pk"), made_at__isnull=True).exclude(last_error="")
    lacking = Q(credit="") | Q(alt_text="", decorative=False)
    return Image.objects.annotate(fails=Exists(failing)).filter(lacking | Q(fails=True))[:A_GLANCE]


URGENT, TAKEN = Prepared(without_approval), Prepared(taken_from_readers)
OWED = Prepared(lambda user: boards.counted(signoffs.owed_by(user)).defer("article__body")[:A_GLANCE])
POOR_PICTURES, NEW_PICTURES = Prepared(poor_pictures), Prepared(lambda: Image.objects.all()[:A_GLANCE])
SHOWN = {
    "urgent": urgent_ones,
    "taken": taken_ones,
    "owed": owed,
}
"""How a part is made of the rows that were found for it, where they are not shown as they are."""

MONEY = (
    ("member", _("Members"), _("Who gives, since when and how much.")),
    ("subscription", _("Subscriptions"), _("What is paid every month or year.")),
    ("ledgerentry", _("The books"), _("Every payment, fee and refund, line by line.")),
    ("appeal", _("Appeals"), _("What stands below every story, and for how long.")),
    ("plan", _("Plans"), _("How often, how much, and what is suggested.")),
)


def money_doors(user) -> list[dict]:
    """Ways to the rooms of the membership manager, for those who may enter them."""
    return [
        {"url": reverse(f"admin:memberships_{model}_changelist"), "name": name, "what": what}
        for model, name, what in MONEY
        if user.has_perm(f"memberships.view_{model}")
    ]
