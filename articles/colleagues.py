"""Who of the newsroom has to do with a story."""

from django.contrib.auth import get_user_model
from django.db.models import Exists, Q, QuerySet

from articles.models import Approval, Article, Byline, Restriction, Schedule


def everybody() -> QuerySet:
    """Everybody who has an account, by name."""
    return get_user_model().objects.order_by("name", "email")


def at_work() -> QuerySet:
    """Everybody who may enter the desk."""
    return get_user_model().objects.filter(is_active=True, is_staff=True)


def with_right(codename: str) -> QuerySet:
    """Those whose role, or who themselves, hold this right of the articles app; superusers too."""
    right = {"content_type__app_label": "articles", "codename": codename}
    groups = {f"groups__permissions__{name}": value for name, value in right.items()}
    own = {f"user_permissions__{name}": value for name, value in right.items()}
    return at_work().filter(Q(is_superuser=True) | Q(**groups) | Q(**own)).distinct()


def may_see(article: Article, person) -> bool:
    return Article.objects.visible_to(person).filter(pk=article.pk).exists()


def who_see(article: Article | int) -> QuerySet:
    """Everybody who may know of the story: `may_see` for many people at once."""
    closed = Restriction.objects.filter(article=article)
    everybody = with_right("view_article")
    return everybody.filter(~Exists(closed) | Q(pk__in=closed.values("named")))


def can_be_withdrawn(article: Article) -> bool:
    """Whether somebody at work who may know of the story could take it from readers."""
    closed = Restriction.objects.filter(article=article).exists()
    return not closed or who_see(article).filter(pk__in=with_right("publish_article").values("pk")).exists()


def writers_of(article: int) -> QuerySet:
    """Who started the story of this key, whom it is assigned to, and everybody in its byline who has an account."""
    story = Article.objects.filter(pk=article).order_by()
    signed = Byline.objects.filter(article=article, author__user__isnull=False).order_by().values("author__user")
    theirs = Q(pk__in=story.values("created_by")) | Q(pk__in=story.values("assigned_to")) | Q(pk__in=signed)
    return at_work().filter(theirs)


def approver_of(article: Article) -> QuerySet:
    """Who approved it last."""
    approvals = Approval.objects.filter(revision__article=article, kind=Approval.Kind.APPROVE)
    return at_work().filter(pk__in=list(approvals.order_by("-pk").values_list("by", flat=True)[:1]))


def scheduler_of(article: Article) -> QuerySet:
    """Who set the moment at which it is to go out."""
    return at_work().filter(pk__in=Schedule.objects.waiting().filter(article=article).values("by"))
