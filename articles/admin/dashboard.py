"""The desk's first page: what waits for this person, by what they may do. It takes at most twelve queries in all."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import signoffs
from articles.admin.hours import does, in_zones
from articles.admin.waiting import for_how_long, how_long_ago, told, with_what_it_waits_for
from articles.models import Approval, Article, Image, PublishedArticle, Rendition, Schedule, SetAside, StatusChange
from articles.states import PaperState, Status

A_GLANCE = 10
A_FEW = 5
MANY = 40
LATELY = timedelta(days=14)


def dashboard(user, zone: str) -> dict:
    """The parts of the page that are `user`'s business; those that are not are missing. `zone` is the newsroom's."""
    parts = {}
    sees, edits = user.has_perm("articles.view_article"), user.has_perm("articles.approve_article")
    zones = user.zone, zone
    if user.has_perm("articles.add_article"):
        parts["mine"] = own_stories(user, zones)
        parts["apart"] = [] if edits else to_bring_together(user)
    if sees and edits:
        parts |= editors_parts(user, zones)
    if sees and not edits:
        parts["urgent"] = urgent_ones(user, with_urgency(seen_by(user).without_countersign())[:MANY])
    if sees:
        parts["owed"] = [_with_since(request) for request in signoffs.owed_by(user)[:A_GLANCE]]
    if user.has_perm("articles.change_image"):
        parts["poor_pictures"] = poor_pictures()
        if not edits:
            parts["new_pictures"] = Image.objects.all()[:A_GLANCE]
    doors = money_doors(user)
    return parts | ({"doors": doors} if doors else {})


def to_bring_together(user):
    """Stories of theirs whose live page was changed while another text waits."""
    theirs = Article.objects.editable_by(user).order_by().values("pk")
    parted = SetAside.objects.apart().filter(article__in=theirs)
    return list(
        PublishedArticle.objects.filter(article_id__in=parted.values("article_id")).defer("story", "card")[:MANY]
    )


def own_stories(user, zones):
    """Their stories that are not finished, the last touched first."""
    unfinished = Article.objects.visible_to(user).kept().written_by(user).exclude(status=Status.PUBLISHED)
    return [told(story, zones) for story in with_what_it_waits_for(unfinished)[:MANY]]


def editors_parts(user, zones) -> dict:
    """The queue, oldest first; what is to go out and what could not; what is live, and what lacks a second name."""
    waiting = Article.objects.visible_to(user).kept().in_status(Status.IN_REVIEW, Status.APPROVED)
    waiting = [told(story, zones) for story in with_what_it_waits_for(waiting).order_by("moved_at", "pk")[:MANY]]
    schedules = [_with_hours(row, zones) for row in waiting_for_their_hour(user)[:MANY]]
    live = seen_by(user).readable().filter(Q(state=PaperState.LIVE) | Q(urgent=True))
    parted = SetAside.objects.apart().filter(article_id=OuterRef("article_id"))
    first = "-is_apart", "-urgent", "-published_at", "-pk"
    live = live.annotate(is_apart=Exists(parted)).order_by(*first).values("pk")[:A_GLANCE]
    shown = PublishedArticle.objects.filter(Q(pk__in=live) | Q(pk__in=taken_from_readers(user).values("pk")[:A_FEW]))
    shown = with_its_taking(with_urgency(shown)).annotate(is_apart=Exists(parted)).defer("story", "card")
    recent = [_with_age(story) for story in shown.order_by(*first)]
    return {
        "apart": [story for story in recent if story.is_apart],
        "queue": [story for story in waiting if story.status == Status.IN_REVIEW],
        "approved": [story for story in waiting if story.status == Status.APPROVED],
        "failing": [row for row in schedules if row.last_error or row.warning],
        "scheduled": [row for row in schedules if not (row.last_error or row.warning)],
        "urgent": urgent_ones(user, [story for story in recent if story.urgent]),
        "taken": taken_ones([story for story in recent if story.state != PaperState.LIVE]),
        "live": [story for story in recent if story.state == PaperState.LIVE and not story.urgent],
    }


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
    """Adds the desk's `name` of a story, and who took it from readers and why: `taken_by`, `taken_why`."""
    story = Article.objects.filter(pk=OuterRef("article_id"))
    said = StatusChange.objects.filter(article=OuterRef("article_id"), verb__in=("withdraw", "archive")).order_by("-pk")
    name = Coalesce(NullIf("by__name", Value("")), "by__email", output_field=CharField())
    return published.annotate(
        name=Subquery(story.values(name=Coalesce(NullIf("headline", Value("")), "slugline"))[:1]),
        taken_by=Subquery(said.values(name=name)[:1]),
        taken_why=Subquery(said.values("note")[:1]),
    )


def taken_ones(rows) -> list[PublishedArticle]:
    for row in rows:
        row.since = how_long_ago(row.changed_at)
    return sorted(rows, key=lambda row: row.changed_at, reverse=True)


def waiting_for_their_hour(user):
    hidden = Article.objects.hidden_from(user).values("pk")
    return Schedule.objects.waiting().exclude(article__in=hidden).select_related("article")


def _with_hours(row, zones):
    row.moments, row.does = in_zones(row.at, *zones), does(row.action)
    return row


def _with_age(published):
    published.since = how_long_ago(published.published_at)
    return published


def _with_since(request):
    request.since = for_how_long(request.at)
    return request


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
