"""The library of pictures: upload, describe, find. Their bytes leave the private store through these doors alone."""

from pathlib import PurePath

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles import pictures, publishing, renditions
from articles.admin.filters import Choice, is_ours
from articles.admin.picture_forms import PictureForm, UploadForm
from articles.admin.story_list import ForgivingPaginator
from articles.enumeration import enumerated
from articles.models import Article, Image
from articles.models.rendition import rendition_path

THUMBNAIL, LARGE = 320, 960
PICKED = 24
MOST_WORDS, LONGEST_WORD = 8, 60
WHERE_WORDS_STAND = ("caption", "alt_text", "credit", "original_name")
LIVE_BY_REFERENCE = {"focal_x", "focal_y", "credit", "usage_terms", "decorative"}
WRITTEN_INTO_THE_FILES = {"credit", "usage_terms"}


class Lack(Choice):
    title, parameter_name = gettext_lazy("Lacks"), "lacks"

    def groups(self):
        return [(None, [("rights", _("usage terms")), ("words", _("credit or alt text")), ("caption", _("caption"))])]

    def narrow(self, images):
        lacking = {
            "rights": Q(usage_terms=""),
            "words": Q(credit="") | Q(alt_text="", decorative=False),
            "caption": Q(caption=""),
        }
        return images.filter(lacking[self.chosen])


class By(Choice):
    title, parameter_name, everything = gettext_lazy("Uploaded by"), "by", gettext_lazy("Everybody")

    def groups(self):
        return [(None, [("me", _("Me"))])]

    def narrow(self, images):
        return images.filter(uploaded_by=self.user)


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    change_list_template = "admin/articles/image/change_list.html"
    list_filter = (Lack, By)
    list_display = ("__str__",)
    list_per_page = list_max_show_all = 48
    paginator = ForgivingPaginator
    search_fields = ("caption",)
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    sortable_by = ()
    actions = None

    def lookup_allowed(self, lookup, value, request):
        return is_ours(self, lookup)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_search_results(self, request, queryset, search_term):
        return found(queryset, search_term), False

    # Forms ---------------------------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, **{"form": PictureForm if obj else UploadForm, **kwargs})

    def get_fields(self, request, obj=None):
        return (PictureForm if obj else UploadForm).Meta.fields

    def add_view(self, request, form_url="", extra_context=None):
        """Outside a transaction: making renditions takes seconds, and nobody else could write meanwhile."""
        try:
            return self._changeform_view(request, None, form_url, extra_context)
        except renditions.PictureError as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:articles_image_add")

    def save_form(self, request, form, change):
        if change:
            return super().save_form(request, form, change)
        super().save_form(request, form, change)
        said = dict(form.cleaned_data)
        form.instance = pictures.add(said.pop("original"), by=request.user, **said)
        return form.instance

    def save_model(self, request, obj, form, change):
        """A new picture is in the library already. Of an old one only the words change, never the original."""
        if change and form.changed_data:
            obj.save(update_fields=form.changed_data)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and WRITTEN_INTO_THE_FILES & set(form.changed_data):
            pictures.rights_changed(form.instance)
        if change and LIVE_BY_REFERENCE & set(form.changed_data):
            publishing.furniture_changed(form.instance)

    def response_add(self, request, obj, post_url_continue=None):
        return redirect("admin:articles_image_change", obj.pk)

    def construct_change_message(self, request, form, formsets, add=False):
        if add:
            self._say_what_was_read(request, form)
        return super().construct_change_message(request, form, formsets, add)

    def _say_what_was_read(self, request, form):
        messages.success(request, _("The picture is in the library."))
        if form.read_from_file:
            messages.info(request, _("Read from the file: %(fields)s.") % {"fields": enumerated(form.read_from_file)})
        for twin in twins(form.instance)[:1]:
            address = reverse("admin:articles_image_change", args=[twin.pk])
            said = _("The library has the same file already:")
            messages.warning(request, format_html('{} <a href="{}">{}</a>', said, address, twin))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["show_save_and_add_another"] = False
        if obj:
            context |= {
                "image": obj,
                "height": round(LARGE * obj.height / obj.width),
                "used_in": stories_with(obj, request.user),
                "twins": twins(obj)[:5],
                "owed": obj.renditions.filter(made_at=None).order_by("width"),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Bytes ---------------------------------------------------------------------------------------

    def get_urls(self):
        def own(address, view, name):
            return path(address, self.admin_site.admin_view(require_safe(view)), name=name)

        return [
            own("picker/", self.picker, "articles_image_picker"),
            own("<int:pk>/<int:width>.jpg", self.file, "articles_image_file"),
            own("<int:pk>/original/", self.original, "articles_image_original"),
            *super().get_urls(),
        ]

    def file(self, request, pk, width):
        """A JPEG rendition for the desk's own pages."""
        image = self._seen(request, pk)
        made = [size for size in renditions.widths(image.width) if size <= width] or [renditions.WIDTHS[0]]
        return _private(rendition_path(image.public_id, made[-1], "jpg"), "image/jpeg")

    def original(self, request, pk):
        """The untouched upload, with all that stands in it, for those who look after pictures."""
        image = self._seen(request, pk)
        if not self.has_change_permission(request, image):
            raise PermissionDenied
        return _private(image.original.name, "application/octet-stream", save_as=_file_name(image))

    def picker(self, request):
        """For the body editor: the pictures that `q` finds, newest first, or the one that is `id`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = request.GET.get("id", "")
        if number:
            known = number.isascii() and number.isdecimal() and len(number) < 19
            chosen = Image.objects.filter(pk=int(number)) if known else Image.objects.none()
        else:
            chosen = found(Image.objects.all(), request.GET.get("q", ""))[:PICKED]
        answer = JsonResponse({"results": [_as_picked(image) for image in chosen]})
        answer["Cache-Control"] = "private, no-store"
        return answer

    def _seen(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Image, pk=pk)


def found(images, words: str):
    """Pictures in whose texts every word stands."""
    for word in words.replace("\0", "").split()[:MOST_WORDS]:
        anywhere = Q()
        for field in WHERE_WORDS_STAND:
            anywhere |= Q(**{f"{field}__icontains": word[:LONGEST_WORD]})
        images = images.filter(anywhere)
    return images


def twins(image):
    """Other pictures made of exactly the same file."""
    return Image.objects.filter(sha256=image.sha256).exclude(pk=image.pk)


def stories_with(image, user):
    """Stories that print this picture now, among those `user` may see."""
    printed = Q(lead_image=image) | Q(body__contains=f'data-image="{image.pk}"')
    return Article.objects.visible_to(user).kept().filter(printed).defer("body")[:20]


def _as_picked(image):
    return {
        "id": image.pk,
        "src": reverse("admin:articles_image_file", args=[image.pk, 640]),
        "alt": image.alt_text,
        "caption": image.caption,
        "credit": image.credit,
        "name": str(image),
    }


def _file_name(image):
    ending = PurePath(image.original.name).suffix
    return f"{PurePath(image.original_name).stem or image.public_id}{ending}"


def _private(name, content_type, save_as=""):
    """Bytes of the private store, for this person and this moment."""
    try:
        file = default_storage.open(name)
    except OSError as error:
        raise Http404 from error
    answer = FileResponse(file, content_type=content_type, as_attachment=bool(save_as), filename=save_as)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
