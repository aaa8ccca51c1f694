"""A story's sign-offs: the page of one kind on one story, and the kinds themselves."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import colleagues, dossier, signoffs, workflow
from articles.admin import own_words
from articles.admin.differences import differences
from articles.admin.moves import article_or_404, revision_or_none, show_difference, story_context
from articles.enumeration import enumerated
from articles.models import SignOffKind

DONE = {
    "give": gettext_lazy("Signed off. It stands until what it covers changes."),
    "refuse": gettext_lazy("Not yet: your reason stands beside the story."),
    "take_back": gettext_lazy("Taken back."),
    "ask": gettext_lazy("Asked for."),
}


class AnswerForm(forms.Form):
    """What a refusal needs to say."""

    note = forms.CharField(
        label=gettext_lazy("What has to change first"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Say what has to change first, in a sentence.")},
    )


class AskForm(forms.Form):
    of = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label=gettext_lazy("Whom"),
        required=False,
        empty_label=gettext_lazy("Anybody who may give it"),
    )
    words = forms.CharField(
        label=gettext_lazy("What to look at"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, kind, article, **options):
        super().__init__(*args, **options)
        self.fields["of"].queryset = signoffs.givers(kind).filter(pk__in=colleagues.who_see(article).values("pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off_view(request, pk, code, model_admin):
    """GET shows how this kind stands on the story; POST gives it, refuses it, takes it back or asks for it."""
    article = article_or_404(request, pk)
    kind = get_object_or_404(SignOffKind, code=code)
    forms_ = {"refuse": AnswerForm(), "ask": AskForm(kind=kind, article=article)}
    if request.method == "POST":
        return _act(request, article, kind, forms_, model_admin)
    return _show(request, article, kind, forms_, model_admin)


def _act(request, article, kind, forms_, model_admin):
    act, data = request.POST.get("act", ""), request.POST
    revision = revision_or_none(article, data.get("revision", ""), sha256=data.get("sha256", ""))
    if act not in DONE or revision is None:
        sentence = _("That button belonged to no text of this story. Look at it as it is now.")
        return _back(request, article, kind, sentence)
    if act in forms_:
        forms_[act] = AnswerForm(data) if act == "refuse" else AskForm(data, kind=kind, article=article)
        if not forms_[act].is_valid():
            return _show(request, article, kind, forms_, model_admin, status=422)
    try:
        _do(act, revision, kind, request.user, getattr(forms_.get(act), "cleaned_data", {}))
    except workflow.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except workflow.StalePress as stale:
        return show_difference(request, model_admin, article, stale)
    except workflow.WorkflowError as refusal:
        return _back(request, article, kind, str(refusal))
    messages.success(request, str(DONE[act]))
    return redirect("admin:articles_article_change", article.pk)


def _back(request, article, kind, sentence):
    own_words.hand_back(request, sentence)
    messages.error(request, sentence)
    return redirect("admin:articles_article_sign_off", article.pk, kind.code)


def _do(act, revision, kind, by, said):
    match act:
        case "give":
            workflow.sign_off(revision, kind, by=by)
        case "refuse":
            workflow.refuse_sign_off(revision, kind, by=by, note=said["note"])
        case "take_back":
            workflow.take_back_sign_off(revision, kind, by=by)
        case "ask":
            workflow.ask_sign_off(revision, kind, by=by, of=said["of"], note=said["words"])


def _show(request, article, kind, forms_, model_admin, status=200):
    head, about = article.head, dossier.opened(article, request.user)
    standing = next(one for one in signoffs.standings(head.parsed, article.pk) if one.kind == kind)
    earlier = standing.earlier if not standing.word else None
    context = story_context(model_admin, request, article, _("Sign-off: %(kind)s") % {"kind": kind}) | {
        "kind": kind,
        "standing": standing,
        "revision": head,
        "may_give": kind.pk in about.my_kinds,
        "may_ask": request.user.has_perm("articles.approve_article") or about.may_edit,
        "refuse": forms_["refuse"],
        "ask": forms_["ask"],
        "since": differences(earlier.revision.parsed, head.parsed, request.user) if earlier else None,
    }
    return TemplateResponse(request, "admin/articles/article/sign_off.html", context, status=status)


@admin.register(SignOffKind)
class SignOffKindAdmin(admin.ModelAdmin):
    """Kinds are added and changed, never deleted: old words belong to them. The checklist says where each is needed."""

    actions = None
    list_display = ("__str__", "covers", "given_by")
    fieldsets = [
        (None, {"fields": ["name", "code", "covers", "by_its_writer", "position"]}),
        (gettext_lazy("Who may give it"), {"fields": ["roles", "people"]}),
        (gettext_lazy("In other languages"), {"fields": ["name_fr", "name_ar"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("roles", "people")

    def get_readonly_fields(self, request, obj=None):
        """The checklist's rules know a kind by its code."""
        return ("code",) if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_dbfield(self, db_field, request, **options):
        """Without the buttons that open other tables in a window of their own."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_manytomany(self, db_field, request, **options):
        field = super().formfield_for_manytomany(db_field, request, **options)
        field.widget = forms.CheckboxSelectMultiple(choices=field.widget.choices)
        field.help_text = ""
        if db_field.name == "roles":
            field.label_from_instance = lambda group: _(group.name)
        return field

    @admin.display(description=gettext_lazy("given by"))
    def given_by(self, kind):
        return enumerated([*(_(group.name) for group in kind.roles.all()), *kind.people.all()])
