"""The paper's furniture: regions, series, formats, authors, pages, topics. Live on save, in a new edition."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, ProtectedError, Q
from django.db.models.fields.related import RelatedField
from django.forms import ModelForm
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import desk_search, markup, publishing, topics
from articles.editor import StoryEditor, words
from articles.models import (
    Article,
    Author,
    Byline,
    Format,
    Page,
    PublishedArticle,
    PublishedByline,
    PublishedPlace,
    Region,
    Series,
    Topic,
)

NAMED = [
    (None, {"fields": ["name", "slug"]}),
    (gettext_lazy("In the other papers"), {"fields": ["name_fr", "name_ar"]}),
]


class FurnitureAdmin(admin.ModelAdmin):
    """Each save that changes something makes an edition, last in the form's transaction. What is in use stays."""

    actions = None
    list_per_page = 100
    search_fields = ("name", "name_fr", "name_ar")
    prepopulated_fields = {"slug": ["name"]}
    show_full_result_count = False

    def lookup_allowed(self, lookup, value, request):
        return lookup in self.list_filter

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the buttons that open other tables in a window of their own; words may run either way."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        field.help_text = conditional_escape(field.help_text)  # Django's templates print it as it stands
        if isinstance(db_field, RelatedField):
            field.widget = getattr(field.widget, "widget", field.widget)
        elif db_field.name.startswith(("name", "heading", "biography", "description")):
            field.widget.attrs["dir"] = "rtl" if db_field.name.endswith("_ar") else "auto"
        return field

    def get_prepopulated_fields(self, request, obj=None):
        """A slug that readers know does not follow the name."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.changed_data or not change:
            publishing.furniture_changed(form.instance)

    def delete_model(self, request, obj):
        number = obj.pk
        super().delete_model(request, obj)
        obj.pk = number
        publishing.furniture_changed(obj)

    def get_deleted_objects(self, objs, request):
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        users = [line for row in objs for line in in_the_way(row, request.user)]
        return gone, counts, set() if users else lacking, users or (protected and [_("It is still in use.")])

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            messages.error(request, _("It cannot be deleted: somebody has just begun to use it."))
            return redirect(f"admin:articles_{self.opts.model_name}_change", object_id)


def in_the_way(row, user) -> list[str]:
    """What keeps this row from being deleted, as lines with links; stories only as far as `user` may see them."""
    stories = stories_using(row).visible_to(user).only("headline", "slugline")[:20]
    lines = [_link("article", story) for story in stories]
    below = row.children.all() if isinstance(row, Region) else ()
    return lines + [_link("region", region) for region in below]


def _link(model_name, row):
    return format_html('<a href="{}">{}</a>', reverse(f"admin:articles_{model_name}_change", args=[row.pk]), row)


def stories_using(row):
    """Stories whose text at the desk, or as readers see it, names this row."""
    here, there = _uses(row)
    return Article.objects.filter(here | Q(pk__in=there.values("article_id")))


def _uses(row):
    paper, key = PublishedArticle.objects, OuterRef("pk")
    match row:
        case Author():
            signed = Exists(PublishedByline.objects.filter(published=key, author=row))
            return Exists(Byline.objects.filter(article=key, author=row)), paper.filter(signed)
        case Region():
            elsewhere = Article.other_regions.through.objects.filter(article=key, region=row)
            return Q(region=row) | Exists(elsewhere), paper.filter(
                Exists(PublishedPlace.objects.filter(published=key, region=row))
            )
        case Series():
            return Q(series=row), paper.filter(series=row)
        case Format():
            return Q(format=row), paper.filter(format=row)
    return Q(pk__in=[]), paper.none()


class TopicForm(ModelForm):
    def clean_name(self):
        name = topics.as_typed(self.cleaned_data["name"])
        refusal = topics.why_not(self.instance, name, self.user) if name != self.initial["name"] else ""
        if refusal:
            raise ValidationError(refusal)
        return name

    def validate_unique(self):
        """`clean_name` has looked, among the topics that this person may know of."""


class TreePaginator(Paginator):
    def _check_object_list_is_ordered(self):
        """It is, by the tree and not by `order_by`."""


class TreeChangeList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        """Each region below its own."""
        found = super().get_queryset(request, exclude_parameters)
        return found if self.query else found.order_by().with_tree_fields().order_siblings_by("position", "name")


@admin.register(Region)
class RegionAdmin(FurnitureAdmin):
    list_display = ("in_tree", "iso", "name_fr", "name_ar", "slug")
    sortable_by = ()
    list_per_page = list_max_show_all = 400
    paginator = TreePaginator
    fieldsets = [
        (None, {"fields": ["name", "slug", "parent"]}),
        (gettext_lazy("In the other papers"), {"fields": ["name_fr", "name_ar"]}),
        (gettext_lazy("In lists"), {"fields": ["iso", "position"]}),
    ]

    def get_changelist(self, request, **kwargs):
        return TreeChangeList

    def get_object(self, request, object_id, from_field=None):
        request.region = super().get_object(request, object_id, from_field)
        return request.region

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A region may not lie below itself."""
        if db_field.name == "parent":
            kwargs |= {
                "queryset": Region.objects.order_by("name"),
                "label": _("Below"),
                "empty_label": _("None: a world region"),
            }
            region = getattr(request, "region", None)
            if region:
                below = region.descendants(include_self=True).values_list("pk", flat=True)
                kwargs["queryset"] = kwargs["queryset"].exclude(pk__in=list(below))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("Region"))
    def in_tree(self, region):
        return format_html('<span class="tree--{}">{}</span>', min(getattr(region, "tree_depth", 0), 4), region.name)


@admin.register(Series)
class SeriesAdmin(FurnitureAdmin):
    list_display = ("name", "name_fr", "name_ar", "slug")
    fieldsets = [
        *NAMED,
        (gettext_lazy("What it is about"), {"fields": ["description", "description_fr", "description_ar"]}),
    ]


@admin.register(Format)
class FormatAdmin(FurnitureAdmin):
    list_display = ("name", "name_fr", "name_ar", "slug", "position")
    fieldsets = [*NAMED, (gettext_lazy("In lists and for search engines"), {"fields": ["position", "schema_type"]})]


@admin.register(Author)
class AuthorAdmin(FurnitureAdmin):
    list_display = ("name", "slug", "user")
    list_select_related = ("user",)
    fieldsets = [
        (None, {"fields": ["name", "slug", "user", "biography"]}),
        (gettext_lazy("In the other papers"), {"fields": ["name_fr", "biography_fr", "name_ar", "biography_ar"]}),
    ]

    def save_model(self, request, obj, form, change):
        """The desk finds stories by the names in their byline."""
        super().save_model(request, obj, form, change)
        if change and {"name", "name_fr", "name_ar"} & set(form.changed_data):
            desk_search.owe(Byline.objects.filter(author=obj).values("article_id"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            people = db_field.related_model.objects.filter(is_staff=True)
            kwargs |= {"queryset": people, "empty_label": _("No account: a guest or a pen name")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PageEditor(StoryEditor):
    """The stories' editor without pictures, cards and embeds: a page of the house has none."""

    def get_config(self):
        config = super().get_config()
        of_stories = {"LibraryFigure", "StoryCard", "Embed"}
        tools = {name: given for name, given in config["extensions"].items() if name not in of_stories}
        return config | {"extensions": tools, "picker": ""}


@admin.register(Page)
class PageAdmin(FurnitureAdmin):
    list_display = ("heading", "language", "slug", "in_footer", "position", "modified_at")
    list_filter = ("language",)
    search_fields = ("heading", "body")
    prepopulated_fields = {"slug": ["heading"]}
    fields = ("language", "heading", "slug", "body", "in_footer", "position")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "body":
            kwargs["widget"] = PageEditor({"rows": 24, "dir": "auto"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_form(self, request, form, change):
        page = super().save_form(request, form, change)
        page.body = markup.without_story_nodes(page.body)
        return page

    def render_change_form(self, request, context, **options):
        return super().render_change_form(request, context | {"words": words()}, **options)


@admin.register(Topic)
class TopicAdmin(FurnitureAdmin):
    """Topics are typed on stories; here they are renamed. Published stories keep the word they were approved with."""

    form = TopicForm
    list_display = ("name", "address")
    search_fields = ("name",)
    fields = ("name", "address")
    readonly_fields = ("address",)
    prepopulated_fields = {}

    @admin.display(description=gettext_lazy("slug"), ordering="slug")
    def address(self, topic):
        """By our word for it: taggit's own Arabic calls it an alloy of metals."""
        return topic.slug

    def get_queryset(self, request):
        return topics.seen_by(request.user, super().get_queryset(request))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("TopicForm", (form,), {"user": request.user})

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """No edition, since no reader's page names this row. The stories that carry it have a new text."""
        if "name" in form.changed_data:
            topics.rename(obj, obj.name, by=request.user)

    def save_related(self, request, form, formsets, change):
        admin.ModelAdmin.save_related(self, request, form, formsets, change)
