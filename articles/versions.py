"""Naming a version. The name stands beside the revision, which never changes."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.grammar import CONTROL
from articles.models import Article, Revision, VersionName
from articles.models.version_name import LONGEST
from articles.workflow.refusals import NotAllowed, WorkflowError


@transaction.atomic
def name_version(revision: Revision, name: str, by) -> None:
    """Call `revision` by `name`; an empty one takes its name away. For whoever may edit the story."""
    if not Article.objects.editable_by(by).filter(pk=revision.article_id).exists():
        raise NotAllowed(_("You may not name versions of this story."))
    name = " ".join(CONTROL.sub("", name).split())
    if len(name) > LONGEST:
        raise WorkflowError(_("Make the name shorter: at most %(most)s characters.") % {"most": LONGEST})
    if name:
        VersionName.objects.update_or_create(revision=revision, defaults={"name": name, "by": by})
    else:
        VersionName.objects.filter(revision=revision).delete()
