"""People and the publication, as managing editors edit them."""

from copy import copy

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.enumeration import enumerated
from newsroom import people, roles
from newsroom.models import Publication, User
from newsroom.models.publication import LANGUAGE_NAMES

OWN_FIELDS = ["name", "language", "zone"]


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group):
        return roles.LABELS.get(group.name, group.name)


class RoleFilter(admin.RelatedFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("Roles")

    def field_choices(self, field, request, model_admin):
        return [(pk, roles.LABELS.get(name, name)) for pk, name in super().field_choices(field, request, model_admin)]


class HandOverForm(forms.Form):
    hand_over_to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Hand their stories over to"),
        required=False,
        empty_label=_("Back to the desk: the editors are told"),
        help_text=_("Stories assigned to them. Their bylines stay."),
    )

    def __init__(self, *args, leaving, **kwargs):
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_active=True, is_staff=True).exclude(pk=leaving.pk)
        self.fields["hand_over_to"].queryset = staff


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    """Everybody edits their own name, language and zone; managing editors the rest, but never their own rights."""

    list_display = ["name", "email", "role_names", "has_second_factor", "is_active", "last_login"]
    list_filter = ["is_active", ("groups", RoleFilter)]
    search_fields = ["name", "email"]
    actions = None

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=["totp", "webauthn"])
        people_seen = super().get_queryset(request).prefetch_related("groups").annotate(second_factor=Exists(factors))
        return people_seen if request.user.is_superuser else people_seen.filter(is_staff=True)

    def lookup_allowed(self, lookup, value, request):
        """`?password__startswith=` must not tell anybody anything, letter by letter."""
        return lookup.startswith(("is_active", "groups")) and super().lookup_allowed(lookup, value, request)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["name", "email", "groups", "language", "zone"]
        if not people.may_manage(request.user, obj):
            return [*OWN_FIELDS, "email", "role_names", "has_second_factor", "last_login"]
        above = ["is_staff", "is_superuser"] if request.user.is_superuser else []
        return ["name", "email", "groups", *above, "language", "zone", "has_second_factor", "is_active", "last_login"]

    def get_readonly_fields(self, request, obj=None):
        fixed = ["role_names", "has_second_factor", "is_active", "last_login"]
        return fixed if obj is None or people.may_manage(request.user, obj) else [*fixed, "email"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        groups = db_field.remote_field.model.objects.filter(name__in=roles.PERMISSIONS)
        return RolesField(groups, label=_("Roles"), required=False)

    @admin.display(description=_("Roles"))
    def role_names(self, person):
        names = [str(roles.LABELS.get(group.name, group.name)) for group in person.groups.all()]
        return enumerated([_("Superuser")] * person.is_superuser + names)

    @admin.display(description=_("Second factor"), boolean=True)
    def has_second_factor(self, person):
        return person.second_factor

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or (obj is not None and obj == request.user)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return obj == request.user or people.may_manage(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            people.invite(obj, by=request.user)
            messages.info(request, _("A letter is on its way to %(email)s.") % {"email": obj.email})
            return
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            people.forget_old_address(obj)
        elif {"is_staff", "is_superuser"} & set(form.changed_data):
            people.end_sessions(obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if {"groups", "is_staff", "is_superuser"} & set(form.changed_data):
            people.rights_changed(form.instance, by=request.user)

    def get_urls(self):
        leaving = path("<int:pk>/deactivate/", self.admin_site.admin_view(self.deactivate), name="deactivate_person")
        back = path("<int:pk>/reactivate/", self.admin_site.admin_view(self.reactivate), name="reactivate_person")
        return [leaving, back, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_manage"] = obj is not None and people.may_manage(request.user, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def deactivate(self, request, pk):
        person = self._managed(request, pk)
        form = HandOverForm(request.POST or None, leaving=person)
        if request.method == "POST" and form.is_valid():
            handed = people.deactivate(person, by=request.user, hand_over_to=form.cleaned_data["hand_over_to"])
            self.log_change(request, person, "Deactivated.")
            told = ngettext("%(name)s can no longer sign in; %(n)d story handed over.",
                            "%(name)s can no longer sign in; %(n)d stories handed over.", handed)  # fmt: skip
            messages.success(request, told % {"name": person, "n": handed})
            return redirect("admin:newsroom_user_changelist")
        return self._ask(request, person, form, _("Deactivate %(name)s"))

    def reactivate(self, request, pk):
        person = self._managed(request, pk)
        if request.method == "POST":
            people.reactivate(person, by=request.user)
            self.log_change(request, person, "Let back in.")
            return redirect("admin:newsroom_user_change", person.pk)
        return self._ask(request, person, None, _("Let %(name)s back in"))

    def _managed(self, request, pk):
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        if not people.may_manage(request.user, person):
            raise PermissionDenied
        return person

    def _ask(self, request, person, form, words):
        title = words % {"name": person}
        context = {"title": title, "person": person, "form": form, "opts": self.opts}
        return render(request, "admin/newsroom/user/ask.html", self.admin_site.each_context(request) | context)


class PublicationForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=list(LANGUAGE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The papers that readers can choose between."),
    )

    class Meta:
        model = Publication
        exclude = []


@admin.register(Publication)
class PublicationAdmin(admin.ModelAdmin):
    """One row, changed and never added or deleted. Each save is a new edition: its words are on every page."""

    form = PublicationForm
    actions = None

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        """A row of the form's own: what is typed and refused is nobody else's newsroom."""
        return copy(Publication.current()) if object_id == "1" else None

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        Publication.ask_again()

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect(reverse("admin:newsroom_publication_change", args=[1]))

    def save_related(self, request, form, formsets, change):
        from articles.publishing import new_edition

        super().save_related(request, form, formsets, change)
        new_edition("the publication changed", ["everything"])
