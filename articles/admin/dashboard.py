"""The desk's first page: what waits for this person, by what they may do. It takes at most twelve queries in all."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import signoffs
from articles.admin import boards
from articles.admin.hours import does, in_zones
from articles.admin.waiting import for_how_long, how_long_ago
from articles.models import Approval, Article, Image, PublishedArticle, Rendition, Schedule, StatusChange
from articles.states import PaperState

A_GLANCE = boards.A_GLANCE
A_FEW = 5
MANY = 40
LATELY = timedelta(days=14)


def dashboard(user, zone: str) -> dict:
    """The parts of the page that are `user`'s business; those that are not are missing. `zone` is the newsroom's."""
    parts = {}
    sees, edits = user.has_perm("articles.view_article"), user.has_perm("articles.approve_article")
    if sees and (edits or user.has_perm("articles.add_article")):
        parts |= stories_of(user, edits, (user.zone, zone))
    if sees:
        parts |= urgent_and_taken(user, edits)
    if sees:
        parts["owed"] = owed(user)
    if user.has_perm("articles.change_image"):
        parts["poor_pictures"] = poor_pictures()
        if not edits:
            parts["new_pictures"] = Image.objects.all()[:A_GLANCE]
    doors = money_doors(user)
    return parts | ({"doors": doors} if doors else {})


def stories_of(user, edits, zones) -> dict:
    """The boards; those of the schedule with every hour of their stories as a row."""
    shown = boards.of(user, edits, zones)
    if edits:
        failing, scheduled = shown["failing"], shown["scheduled"]
        rows = _hours(zones, [story.pk for story in (*failing.rows, *scheduled.rows)])
        for board, troubled in ((failing, True), (scheduled, False)):
            board.shown = len(board.rows)
            board.rows = [row for row in rows if _troubled(row) == troubled]
    return shown


def urgent_and_taken(user, edits) -> dict:
    """What lacks a second name; for editors also what was taken from readers lately. One query."""
    shown = Q(pk__in=seen_by(user).without_countersign().order_by("-published_at").values("pk")[:MANY])
    if edits:
        shown |= Q(pk__in=taken_from_readers(user).values("pk")[:A_FEW])
    rows = with_its_taking(with_urgency(PublishedArticle.objects.filter(shown))).defer("story", "card")
    rows = list(rows.order_by("-published_at", "-pk"))
    taken = [row for row in rows if row.state != PaperState.LIVE] if edits else []
    return {"urgent": urgent_ones(user, [row for row in rows if row.urgent]), "taken": taken_ones(taken)}


def seen_by(user):
    """What readers know, as far as `user` may know of it."""
    hidden = Article.objects.hidden_from(user).values("pk")
    return PublishedArticle.objects.exclude(article_id__in=hidden).defer("story", "card")


def with_urgency(published):
    """Adds who published the text without approval, and why: `urgent_by`, `urgent_name`, `urgent_reason`."""
    said = Approval.objects.filter(kind=Approval.Kind.URGENT, revision=OuterRef("revision_id")).order_by("-pk")
    name = Coalesce(NullIf("by__name", Value("")), "by__email", output_field=CharField())
    return published.annotate(
        urgent_by=Subquery(said.values("by")[:1]),
        urgent_name=Subquery(said.values(name=name)[:1]),
        urgent_reason=Subquery(said.values("reason")[:1]),
    )


def urgent_ones(user, rows) -> list[PublishedArticle]:
    """Published without approval and not countersigned yet, each with whether `user` may be the second person."""
    may = user.has_perm("articles.countersign_article")
    for row in rows:
        row.may_countersign = may and row.urgent_by != user.pk
        _with_age(row)
    return list(rows)


def taken_from_readers(user):
    """What was withdrawn or archived lately, the newest first."""
    return seen_by(user).not_live().filter(changed_at__gt=timezone.now() - LATELY).order_by("-changed_at")


def with_its_taking(published):
    """Adds the desk's `name` of a story; who took it, when and why: `taken_by`, `taken_at`, `taken_why`."""
    story = Article.objects.filter(pk=OuterRef("article_id"))
    said = StatusChange.objects.filter(article=OuterRef("article_id"), verb__in=("withdraw", "archive")).order_by("-pk")
    name = Coalesce(NullIf("by__name", Value("")), "by__email", output_field=CharField())
    return published.annotate(
        name=Subquery(story.values(name=Coalesce(NullIf("headline", Value("")), "slugline"))[:1]),
        taken_by=Subquery(said.values(name=name)[:1]),
        taken_at=Coalesce(Subquery(said.values("at")[:1]), "changed_at"),
        taken_why=Subquery(said.values("note")[:1]),
    )


def taken_ones(rows) -> list[PublishedArticle]:
    for row in rows:
        row.since = how_long_ago(row.taken_at)
    return sorted(rows, key=lambda row: row.taken_at, reverse=True)


def _hours(zones, keys):
    """What waits for its hour with these stories, the next first."""
    if not keys:
        return []
    rows = Schedule.objects.waiting().filter(article__in=keys).select_related("article").defer("article__body")
    for row in rows:
        row.moments, row.does = in_zones(row.at, *zones), does(row.action)
    return list(rows)


def _troubled(row):
    return bool(row.last_error or row.warning)


def _with_age(published):
    published.since = how_long_ago(published.published_at)
    return published


def owed(user) -> boards.Board:
    """The sign-offs that this person is to give, the oldest request first."""
    rows = list(signoffs.owed_by(user).defer("article__body")[: boards.MOST_COUNTED + 1])
    for row in rows[:A_GLANCE]:
        row.since = for_how_long(row.at)
    return boards.Board(rows[:A_GLANCE], len(rows), boards.address_of("owed"))


def poor_pictures():
    """Pictures that lack a credit or a description, or a size that could not be made."""
    failing = Rendition.objects.filter(image=OuterRef("pk"), made_at__isnull=True).exclude(last_error="")
    lacking = Q(credit="") | Q(alt_text="", decorative=False)
    return list(Image.objects.annotate(fails=Exists(failing)).filter(lacking | Q(fails=True))[:A_GLANCE])


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
