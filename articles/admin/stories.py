"""Stories in the desk: the list, the writing screen, and every address of one story."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import dossier, restrictions, revisions, translations, workflow
from articles.admin import (
    assigning,
    bringing,
    choices,
    consequences,
    conversation,
    finding,
    going_on,
    history,
    hours,
    keeping,
    lookups,
    moves,
    outdated,
    preview,
    preview_links,
    reading,
    restriction,
    saving,
    sign_offs,
    telling,
    translating,
    weighing,
)
from articles.admin.panels import panels
from articles.admin.story_list import StoryList
from articles.admin.writing_desk import desk_context
from articles.admin.writing_form import WritingForm
from articles.models import Article, Author, Byline

SHEET = ("kicker", "headline", "standfirst", "dateline", "body", "signoff")


@admin.register(Article)
class ArticleAdmin(StoryList, admin.ModelAdmin):
    form = WritingForm
    actions = None
    save_on_top = False
    view_on_site = False
    fieldsets = (
        (None, {"classes": ["sheet"], "fields": SHEET}),
        (
            gettext_lazy("Where and who"),
            {"fields": ("region", "other_regions", "format", "series", "topics")},
        ),
        (
            gettext_lazy("Lead picture"),
            {"fields": ("lead_image", "lead_caption", "lead_alt_text", "lead_credit")},
        ),
        (gettext_lazy("When"), {"classes": ["folded"], "fields": ("planned", "embargo")}),
        (gettext_lazy("Related stories"), {"classes": ["folded"], "fields": ("related",)}),
        (
            gettext_lazy("Address"),
            {"classes": ["folded"], "fields": ("slugline", "language", "slug", "translation_of")},
        ),
    )

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return (*self.fieldsets, (_("Who may know of it"), {"fields": ("restricted",)}))
        if self.has_change_permission(request, obj):
            return self.fieldsets
        instead = reading.fields_for(request.user)
        return tuple(
            (name, options | {"fields": tuple(instead.get(field, field) for field in options["fields"])})
            for name, options in self.fieldsets
        )

    # Who may -------------------------------------------------------------------------------------

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        known = request.__dict__.setdefault("_may_edit", {})
        key = (obj.pk, obj.status, obj.binned_at)
        if key not in known:
            known[key] = dossier.of(obj.pk, request.user).may_edit
        return known[key]

    # Addresses -----------------------------------------------------------------------------------

    def get_urls(self):
        def own(address, view, name, **options):
            return path(address, self.admin_site.admin_view(view, **options), name=name)

        return [
            own("<int:pk>/move/<slug:verb>/", self._with_me(moves.press_view), "articles_article_move"),
            own(
                "<int:pk>/bring-together/",
                self._with_me(bringing.bring_together_view),
                "articles_article_bring_together",
            ),
            own("<int:pk>/sign-off/<slug:code>/", self._with_me(sign_offs.sign_off_view), "articles_article_sign_off"),
            own("<int:object_id>/history/", self._with_me(history.history_view), "articles_article_history"),
            own("<int:pk>/notes/", self._with_me(conversation.notes_view), "articles_article_notes"),
            own(
                "<int:pk>/notes/<int:number>/<slug:act>/",
                self._with_me(conversation.note_view),
                "articles_article_note",
            ),
            own("<int:pk>/assign/", self._with_me(assigning.assign_view), "articles_article_assign"),
            own("<int:pk>/compare/", self._with_me(history.compare_view), "articles_article_compare"),
            own("<int:pk>/restore/<int:revision>/", self._with_me(history.restore_view), "articles_article_restore"),
            own("<int:pk>/links/", self._with_me(preview_links.links_view), "articles_article_links"),
            own("<int:pk>/links/<int:link>/revoke/", preview_links.revoke_view, "articles_article_revoke_link"),
            own("<int:pk>/name/<int:revision>/", history.name_view, "articles_article_name"),
            own("preview/", preview.preview_typed_view, "articles_preview_new"),
            own("<int:pk>/preview/", preview.preview_typed_view, "articles_article_preview_typed"),
            own("<int:pk>/preview/<int:revision>/", preview.preview_view, "articles_article_preview"),
            own("find/", lookups.find_stories, "articles_find_stories"),
            own("found/", self._with_me(finding.found_view), "articles_found_stories"),
            own("<int:pk>/follow/", translating.follow_view, "articles_article_follow"),
            own("address/", lookups.read_address, "articles_read_address"),
            own("weigh/", weighing.weigh_view, "articles_weigh_new"),
            own("<int:pk>/weigh/", weighing.weigh_view, "articles_article_weigh"),
            own("<int:pk>/tell/", self._with_me(telling.tell_view), "articles_article_tell"),
            own("<int:pk>/restriction/", self._with_me(restriction.restriction_view), "articles_article_restriction"),
            own("<int:pk>/keep/", keeping.keep_view, "articles_article_keep"),
            own("<int:pk>/presence/", keeping.presence_view, "articles_article_presence"),
            own("<int:pk>/merge/<uuid:page>/", self._with_me(outdated.merge_view), "articles_article_merge"),
            own("add/keep/", keeping.keep_view, "articles_article_keep_new"),
            own("unsaved/<uuid:page>/", self._with_me(keeping.throw_away_view), "articles_article_throw_away"),
            own("pictures/<str:public_id>/<str:name>", preview.picture_view, "articles_preview_picture"),
            *super().get_urls(),
        ]

    def _with_me(self, view):
        return partial(view, model_admin=self)

    # The writing screen --------------------------------------------------------------------------

    def get_object(self, request, object_id, from_field=None):
        """The story with the rows it names; for a page that shows it, with all that stands about it."""
        article = self.get_queryset(request).with_names().filter(pk=saving.number(object_id)).first()
        if article is not None:
            lists, offered = ("bylines", "other_regions", "related"), choices.of(request)
            dossier.opened(article, request.user, *offered.questions, lists=lists)
            offered.give(article)
        return article

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("WritingForm", (form,), {"request": request})

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the buttons that open other tables in a window of their own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in ("format", "series"):
            kwargs.setdefault("empty_label", _("None"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        return {"language": request.user.language, **super().get_changeform_initial_data(request)}

    def embargo(self, obj):
        """For the page of those who may only read."""
        return workflow.say_moment(obj) if obj.embargo_until else ""

    embargo.short_description = gettext_lazy("Embargo until")

    def planned(self, obj):
        return hours.say_plan(obj)

    planned.short_description = gettext_lazy("Planned for")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A save on an older text writes nothing and leads to the merge screen; so does going on with an older page."""
        request.POST = saving.changed(request.POST, **dict.fromkeys(("_saveasnew", IS_POPUP_VAR)))
        elsewhere = going_on.resume(request, object_id) if request.method == "GET" else None

        def go_on(object_id):
            return super(ArticleAdmin, self).changeform_view(request, object_id, form_url, extra_context)

        return elsewhere or saving.changeform(self, request, object_id, go_on)

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if request.method == "POST" and object_id:
            article = Article.objects.held().filter(pk=saving.number(object_id)).first()
            saving.require_may_change(self, request, article)
            saving.take_facts_as_they_stand(self, request, article)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if obj is not None:
            dossier.opened_again(obj, request.user)
        context.update(desk_context(self, request, form, obj), media=form.media)
        moments = sum(name in form.initial for name in ("planned", "embargo"))
        context["panels"] = panels(context["adminform"], form, moments)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Saving --------------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        elif not form.changed_data and obj.slug == form.was.slug:
            return
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.save_rows()
        article = form.instance
        if not change:
            _sign(article, request.user)
            if form.cleaned_data.get("restricted"):
                restrictions.restrict(article, by=request.user, people=[])
        request.head_before = article.head_id
        request.revision = revisions.record(
            article,
            request.user,
            why=form.cleaned_data.get("why") or getattr(request, "why", ""),
            opened_on=saving.number(request.POST.get("opened_on")) if change else None,
            page=saving.page_of(request),
            turn=saving.turn_of(request),
        )
        saving.settle(request, request.revision)
        if "translation_of" in form.changed_data:
            translations.remember(article, request.user)
        if "planned" in form.changed_data:
            workflow.plan(article, request.user, **form.planned_date())
        workflow.remember_embargo(article, request.user, form.was.embargo_until if form.was else None)

    def log_change(self, request, obj, message):
        """Our own history holds more than Django's log could."""

    log_addition = log_change

    def response_add(self, request, obj, post_url_continue=None):
        return self._saved(request, obj)

    def response_change(self, request, obj):
        return self._saved(request, obj)

    def _saved(self, request, obj):
        same = request.head_before == request.revision.pk
        messages.success(request, _("Saved. The text is the same as before.") if same else _("Saved."))
        if request.POST.get("_then") == "submit":
            if consequences.answer_is_wanted(request.revision):
                return consequences.ask_for_the_answer(obj, then="submit")
            self._submit(request)
        return redirect("admin:articles_article_change", obj.pk)

    def _submit(self, request):
        try:
            workflow.submit(request.revision, by=request.user)
        except workflow.WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Sent to an editor."))


def _sign(article, user):
    """A new story without a byline is its writer's."""
    author = Author.objects.filter(user=user).first()
    if author and not article.bylines.exists():
        Byline.objects.create(article=article, author=author)
