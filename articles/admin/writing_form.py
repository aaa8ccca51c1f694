"""The form behind the writing screen: what a person typed, made into what the story may hold."""

import unicodedata
from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles import dossier, readiness, revisions, together
from articles.admin import choices, hours
from articles.admin.bylines import PlainText, byline_rows, correction_rows, save_bylines, save_corrections
from articles.admin.moments import Moment, MomentField
from articles.admin.selects import LongSelect, LongSelectMultiple
from articles.admin.typed import LONGEST_BODY, initial_of, rows_of
from articles.editor import StoryEditor, picker_address
from articles.enumeration import named_in_a_line
from articles.models import Article
from articles.publication import publication_beside
from articles.states import LAPSES_TO_DRAFT

MOST_TOPICS = 20
NEWEST = 100


class FewChoices:
    """Mixin for a select over very many rows: it shows those that are chosen and the newest, and takes any."""

    asked = None

    def shown(self, value):
        """The question for the rows it shows when these are chosen; a page asks that of several selects at once."""
        values = value if isinstance(value, (list, tuple)) else [value]
        chosen = {int(item) for item in values if str(item).isdecimal() and len(str(item)) < 19}
        if self.asked is None or self.asked[0] != chosen:
            newest = self.choices.queryset.order_by("-pk").values("pk")[:NEWEST]
            self.asked = chosen, self.choices.queryset.filter(Q(pk__in=chosen) | Q(pk__in=newest))
        return self.asked[1]

    def optgroups(self, name, value, attrs=None):
        rows, words = self.shown(value), self.choices.field.label_from_instance
        chosen = self.asked[0]
        empty = [] if self.allow_multiple_selected else [("", _("None"))]
        options = [*empty, *((row.pk, words(row)) for row in rows)]
        return [
            (None, [self.create_option(name, key, label, key in chosen or (not chosen and key == ""), index)], index)
            for index, (key, label) in enumerate(options)
        ]


class FewSelect(FewChoices, LongSelect):
    pass


class FewSelectMultiple(FewChoices, LongSelectMultiple):
    pass


class ManyField(forms.ModelMultipleChoiceField):
    """A number that no row can have is a wrong choice; Django would ask the database, which fails on it."""

    def _check_values(self, value):
        for key in value:
            if str(key).isdecimal() and len(str(key)) > 18:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super()._check_values(value)


class TopicsField(forms.CharField):
    """Names with commas between them; to a list of names, each once."""

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else ", ".join(sorted(tag.name for tag in value))

    def to_python(self, value):
        return list({name.casefold(): name for name in named_in_a_line(value or "")}.values())

    def has_changed(self, initial, data):
        present = {tag.name for tag in initial or ()}
        return present != set(self.to_python(data))


def line(rows=1, **attrs):
    """Words that stand in the page like the story's own."""
    return PlainText({"rows": rows, "dir": "auto", "class": "type", "placeholder": " ", **attrs})


class WritingForm(forms.ModelForm):
    planned = MomentField(
        label=_("Planned for"),
        required=False,
        day_alone=True,
        help_text=_("A plan for the desk; nothing goes out by it."),
    )
    embargo = MomentField(label=_("Embargo until"), required=False, help_text=_("Nobody outside may read it before."))

    topics = TopicsField(
        label=_("Topics"),
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
        help_text=_("Separated by commas."),
    )

    why = forms.CharField(
        label=_("Why this change?"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        help_text=_("Stands in the history beside this save. It may stay empty."),
    )

    restricted = forms.BooleanField(
        label=_("Restricted"),
        required=False,
        help_text=_("Only you know of it, and those whom you name once it is saved."),
    )

    request = None  # given by the admin

    class Meta:
        model = Article
        exclude = ("embargo_until", "embargo_zone", "assigned_to")
        field_classes = {"other_regions": ManyField, "related": ManyField}
        error_messages = {"slug": {"invalid": _("A slug is made of letters, numbers and hyphens: niger-floods.")}}
        widgets = {
            "kicker": forms.TextInput({"dir": "auto", "placeholder": " ", "class": "type type--kicker"}),
            "headline": line(2, **{"class": "type type--headline", "data-one-line": ""}),
            "standfirst": line(2, **{"class": "type type--standfirst"}),
            "dateline": forms.TextInput({"dir": "auto", "placeholder": " ", "class": "type"}),
            "signoff": forms.TextInput({"dir": "auto", "placeholder": " ", "class": "type"}),
            "body": StoryEditor({"rows": 24, "dir": "auto"}),
            "slugline": forms.TextInput({"dir": "auto"}),
            "slug": forms.TextInput({"dir": "auto", "spellcheck": "false"}),
            "region": LongSelect({"data-choose": ""}),
            "other_regions": LongSelectMultiple({"data-choose": "", "size": 6}),
            "lead_image": FewSelect({"data-picture": ""}),
            "lead_caption": PlainText({"rows": 3, "dir": "auto"}),
            "lead_alt_text": PlainText({"rows": 3, "dir": "auto"}),
            "lead_credit": forms.TextInput({"dir": "auto"}),
            "related": FewSelectMultiple({"data-choose": "", "size": 6}),
            "translation_of": FewSelect({"data-choose": ""}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.was = copy(self.instance) if self.instance.pk else None
        data, typed = (self.data, {}) if self.is_bound else (None, self._typed_before())
        self.choices = choices.of(self.request)
        publication_beside(*self.choices.questions)
        self.bylines = byline_rows(data, self.instance, self.choices.authors, rows_of("bylines", typed))
        seen = self._was_seen_by_readers()
        self.corrections = correction_rows(data, self.instance, rows_of("corrections", typed)) if seen else None
        if self.fields.keys() >= {"region", "embargo", "related"}:
            self._arrange()
        self.initial |= initial_of(typed)
        few = [self[name] for name in self.fields if isinstance(self.fields[name].widget, FewChoices)]
        together.ask(*(field.field.widget.shown(field.value()) for field in few))

    def _typed_before(self):
        """What was typed in an earlier page and is gone on with in this one."""
        resumed = getattr(self.request, "resumed", None)
        return resumed.fields if resumed else {}

    def _was_seen_by_readers(self):
        """Nor does a page that was opened before the story went out say anything of corrections."""
        if not self.instance.pk or (self.is_bound and "corrections-TOTAL_FORMS" not in self.data):
            return False
        about = dossier.of(self.instance.pk)
        return bool(about.papers or about.corrections)

    def _arrange(self):
        for name, offered in (("region", "regions"), ("format", "formats"), ("series", "series")):
            self.fields[name].choices = [("", _("None")), *getattr(self.choices, offered)]
        self.fields["other_regions"].choices = self.choices.regions
        for name in ("other_regions", "related"):
            self.fields[name].help_text = Article._meta.get_field(name).help_text  # Django adds advice on the mouse
        others = Article.objects.visible_to(self.request.user).kept().exclude(pk=self.instance.pk).defer("body")
        self.fields["related"].queryset = others
        self.fields["translation_of"].queryset = others.filter(translation_of=None)
        if self.instance.pk:
            del self.fields["restricted"]
        self.fields["slugline"].required = False
        self._tell_sources()
        for name in ("planned", "embargo"):
            self.fields[name].ask(self.request.user)
        plan = hours.plan_of(self.instance) if self.instance.pk else None
        if plan:
            self.initial["planned"] = plan.day or Moment(plan.at, plan.zone)
        if self.instance.embargo_until:
            self.initial["embargo"] = Moment(self.instance.embargo_until, self.instance.embargo_zone or "UTC")

    def _tell_sources(self):
        """Where the page's own scripts look stories and pictures up."""
        self.fields["lead_image"].widget.attrs["data-source"] = picker_address()
        for name in ("related", "translation_of"):
            asked = {"app_label": "articles", "model_name": "article", "field_name": name}
            self.fields[name].widget.attrs["data-source"] = f"{reverse('admin:autocomplete')}?{urlencode(asked)}"

    # What each field may hold --------------------------------------------------------------------

    def clean_headline(self):
        return one_line(self.cleaned_data["headline"])

    def clean_standfirst(self):
        return one_line(self.cleaned_data["standfirst"])

    def clean_body(self):
        html = self.cleaned_data["body"]
        if len(html) > LONGEST_BODY:
            raise ValidationError(
                _("This text has %(count)s characters; a story may have %(most)s. Shorten it, or split it in two."),
                params={"count": f"{len(html):,}", "most": f"{LONGEST_BODY:,}"},
            )
        return revisions.clean_body(html)

    def clean_related(self):
        """Those that this writer may not know of stay."""
        chosen = self.cleaned_data["related"]
        if not self.instance.pk:
            return chosen
        unseen = self.instance.related.all() & Article.objects.hidden_from(self.request.user)
        return Article.objects.filter(Q(pk__in=chosen) | Q(pk__in=unseen))

    def clean_translation_of(self):
        stands = self.was.translation_of if self.was else None
        unseen = stands and Article.objects.hidden_from(self.request.user).filter(pk=stands.pk).exists()
        return stands if unseen else self.cleaned_data["translation_of"]

    def clean_topics(self):
        names = self.cleaned_data["topics"]
        if len(names) > MOST_TOPICS:
            raise ValidationError(_("A story may have %(most)s topics."), params={"most": MOST_TOPICS})
        for name in names:
            if len(name) > 100:
                raise ValidationError(_("“%(name)s…” is too long for a topic."), params={"name": name[:40]})
            if not slugify(name, allow_unicode=True):
                raise ValidationError(_("“%(name)s” has no letter or number."), params={"name": name})
        return names

    def clean_embargo(self):
        """An embargo that stands already may have passed; the page shows its minutes, the row may know its seconds."""
        typed = self.cleaned_data["embargo"]
        stands = self.was.embargo_until if self.was else None
        if typed and stands and stands.replace(second=0, microsecond=0) == typed.at:
            return Moment(stands, typed.zone)
        approved = self.was is not None and self.was.status in LAPSES_TO_DRAFT
        if (typed or stands) and approved and not self.request.user.has_perm("articles.publish_article"):
            raise ValidationError(_("This story is approved. Ask an editor to move its embargo, or to take it away."))
        if typed and typed.at <= timezone.now():
            raise ValidationError(_("That moment has passed. Choose a later one, or take the embargo away."))
        return typed

    def clean(self):
        for rows, name in ((self.bylines, _("byline")), (self.corrections, _("corrections"))):
            if rows is not None and not rows.is_valid():
                self.add_error(None, _("Something in the %(place)s needs mending.") % {"place": name})
        self._fill_pictures_words()
        self._fill_names()
        return self.cleaned_data

    def _fill_names(self):
        """An empty slug is made from the headline; one that was typed must be free."""
        said = self.cleaned_data
        slug, language = said.get("slug"), said.get("language")
        if slug is None or language is None:
            return
        article_id = self.instance.pk
        if slug:
            said["slug"] = unicodedata.normalize("NFC", slug)
            changed = {"slug", "language"} & set(self.changed_data)
            if changed and readiness.slug_is_taken(language, said["slug"], article_id):
                self.add_error("slug", _("Another story has, or once had, this slug. Choose another."))
        elif said.get("headline"):
            said["slug"] = readiness.free_slug(said["headline"], language, article_id)
        stem = slugify(said.get("headline", ""), allow_unicode=True)[:80]
        said["slugline"] = said.get("slugline") or stem or "untitled"

    def _fill_pictures_words(self):
        """Empty caption, alt text and credit become the library's, as do those that spoke of another picture."""
        said = self.cleaned_data
        if "lead_image" not in said:
            return
        image = said["lead_image"]
        changed = set(self.changed_data)
        for name, library in (("lead_caption", "caption"), ("lead_alt_text", "alt_text"), ("lead_credit", "credit")):
            of_another = "lead_image" in changed and name not in changed
            if image is None:
                said[name] = ""
            elif of_another or not said.get(name):
                said[name] = "" if name == "lead_alt_text" and image.decorative else getattr(image, library)

    # Writing it down -----------------------------------------------------------------------------

    def save(self, commit=True):
        typed = self.cleaned_data.get("embargo")
        self.instance.embargo_until = typed.at if typed else None
        self.instance.embargo_zone = typed.zone if typed else ""
        return super().save(commit)

    def planned_date(self) -> dict:
        """The plan that was typed, as `workflow.plan` takes it."""
        typed = self.cleaned_data.get("planned")
        if isinstance(typed, Moment):
            return {"at": typed.at, "zone": typed.zone}
        return {"day": typed}

    def save_rows(self) -> None:
        """Bylines and corrections, after the story itself."""
        save_bylines(self.instance, self.bylines)
        if self.corrections is not None:
            save_corrections(self.instance, self.corrections)


def one_line(text: str) -> str:
    return " ".join(text.split())
