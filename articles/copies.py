"""A new story that begins with the text of one that is there. Whoever may not know of the one knows of neither."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import colleagues, readiness, restrictions, revisions
from articles.content import Content
from articles.models import Article, Restriction, Revision
from articles.workflow.refusals import NotAllowed
from articles.workflow.steps import require

LONGEST_SLUGLINE = 80


@transaction.atomic
def duplicate(revision: Revision, by) -> Article:
    """A draft by `by` that says what `revision` says: without its corrections, its approval and its hours."""
    source = source_of(revision, by)
    content = revision.parsed
    slug = readiness.free_slug(content.headline, content.language)
    why = _("Duplicated from story %(number)s") % {"number": source.pk}
    slugline = with_ending(source.slugline, _(" (copy)"))
    return begin(source, revision, by, why, slugline=slugline, slug=slug)


def source_of(revision: Revision, by) -> Article:
    """The story that `by` may take the text of. Raises NotAllowed."""
    require(by, "add_article")
    source = Article.objects.visible_to(by).filter(pk=revision.article_id).first()
    if source is None:
        raise NotAllowed(_("Your role does not allow this."))
    return source


def begin(source: Article, revision: Revision, by, why: str, slugline: str, slug: str, **also) -> Article:
    """The new story and its first revision; `also` are fields of its own. An embargo and a restriction go along."""
    content = revision.parsed
    story = Article.objects.create(
        slugline=slugline,
        created_by=by,
        language=also.pop("language", content.language),
        embargo_until=source.embargo_until,
        embargo_zone=source.embargo_zone,
        **also,
    )
    named = Restriction.objects.filter(article=source).values_list("named", flat=True)
    revisions.begin(story, as_new(content, story.language, slug, by), by, why)
    if named := list(named):
        restrictions.restrict(story, by=by, people=colleagues.with_right("view_article").filter(pk__in=named))
    return story


def as_new(content: Content, language: str, slug: str, by) -> Content:
    """What a new story takes over; related ones of which `by` may not know are left out."""
    seen = Article.objects.visible_to(by).filter(pk__in=content.related)
    related = sorted(seen.values_list("pk", flat=True))
    values = {name: getattr(content, name) for name in content.__dataclass_fields__}
    return Content(**values | {"language": language, "slug": slug, "related": related, "corrections": []})


def with_ending(slugline: str, ending: str) -> str:
    return slugline[: LONGEST_SLUGLINE - len(ending)] + ending
