"""Who may do what: one table, kept in step with the database's groups after every migration."""

from django.utils.translation import gettext_lazy as _

JOURNALIST = "Journalist"
EDITOR = "Editor"
MANAGING_EDITOR = "Managing editor"
PICTURE_EDITOR = "Picture editor"
MEMBERSHIP_MANAGER = "Membership manager"

LABELS = {
    JOURNALIST: _("Journalist"),
    EDITOR: _("Editor"),
    MANAGING_EDITOR: _("Managing editor"),
    PICTURE_EDITOR: _("Picture editor"),
    MEMBERSHIP_MANAGER: _("Membership manager"),
}


def every(app: str, *models: str, verbs=("add", "change", "view")) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models for verb in verbs}


FURNITURE = every("articles", "region", "series", "format", "author", "page", verbs=("add", "change", "delete", "view"))
SEES_FURNITURE = every("articles", "region", "series", "format", "author", "topic", verbs=("view",))

_journalist = (
    every("articles", "article")
    | every("articles", "image", verbs=("add", "view"))
    | SEES_FURNITURE
    | {"articles.submit_article", "articles.agree_article"}
)
_editor = (
    _journalist
    | FURNITURE
    | every("articles", "topic", verbs=("change", "view"))
    | every("articles", "image")
    | {"articles.edit_any_article", "articles.approve_article", "articles.publish_article"}
)
_managing_editor = (
    _editor
    | every("newsroom", "user")
    | every("newsroom", "publication", verbs=("change", "view"))
    | every("articles", "checklistrule", verbs=("change", "view"))
    | every("articles", "signoffkind")
    | {
        "articles.publish_urgently_article",
        "articles.countersign_article",
        "articles.reinstate_article",
    }
)

PERMISSIONS: dict[str, set[str]] = {
    JOURNALIST: _journalist,
    EDITOR: _editor,
    MANAGING_EDITOR: _managing_editor,
    PICTURE_EDITOR: {"articles.view_article"} | every("articles", "image"),
    MEMBERSHIP_MANAGER: every("memberships", "member", "appeal", "plan")
    | every(
        "memberships",
        "subscription",
        "contribution",
        "ledgerentry",
        "providerevent",
        "letter",
        "consent",
        verbs=("view",),
    ),
}


def keep_in_step(sender, **kwargs) -> None:
    """Make each group hold exactly its permissions. Runs after migrations, when permissions exist."""
    from django.contrib.auth.models import Group, Permission

    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role, names in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set([by_name[name] for name in names if name in by_name])
