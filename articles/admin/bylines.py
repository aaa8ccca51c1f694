"""The rows below the story: who signs it and what was corrected, each kept in the order in which it is shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles import dossier
from articles.admin.selects import LongSelect
from articles.models import Author, Byline, Correction
from articles.models.byline import Role
from articles.states import CorrectionKind

MOST_ROWS = 60


class PlainText(forms.Textarea):
    """A textarea whose lines end as they do in the database, so that an untouched text is unchanged."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class BylineRow(forms.Form):
    author = forms.ModelChoiceField(Author.objects.none(), label=_("Author"), required=False, widget=LongSelect)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.AUTHOR)

    def __init__(self, *args, authors, **options):
        super().__init__(*args, **options)
        self.fields["author"].queryset = Author.objects.all()
        self.fields["author"].choices = [("", _("Nobody")), *authors]
        self.fields["author"].widget.attrs["data-choose"] = ""


class _Rows(forms.BaseFormSet):
    ordering_widget = forms.NumberInput(attrs={"min": 1, "data-position": ""})

    def filled(self):
        """The rows that stand, in the order their writer gave them."""
        rows = [form for form in self.forms if not form.cleaned_data.get("DELETE")]
        last = len(rows) + 1
        return sorted(rows, key=lambda form: form.cleaned_data.get("ORDER") or last)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, label in (("ORDER", _("Place")), ("DELETE", _("Remove"))):
            if name in form.fields:
                form.fields[name].label = label


class _BylineRows(_Rows):
    def clean(self):
        """Nobody signs twice in one role."""
        seen = set()
        for form in self.filled():
            line = (form.cleaned_data.get("author"), form.cleaned_data.get("role"))
            if line[0] and line in seen:
                form.add_error("author", _("This author already stands in the byline in that role."))
            seen.add(line)


BylineRows = forms.formset_factory(
    BylineRow, formset=_BylineRows, extra=1, can_order=True, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def byline_rows(data, article, authors, typed=None) -> forms.BaseFormSet:
    """The rows as sent, or as typed before and not saved, or as they stand. `authors`: the choices of each."""
    lines = list(article.bylines.all()) if article.pk else []
    initial = [{"author": line.author_id, "role": line.role} for line in lines] if typed is None else typed
    return BylineRows(data, prefix="bylines", initial=initial, form_kwargs={"authors": authors})


def save_bylines(article, rows) -> None:
    """Write the byline as typed; nothing when it is the same."""
    typed = [(row["author"], row["role"]) for form in rows.filled() if (row := form.cleaned_data).get("author")]
    present = [(line.author, line.role) for line in article.bylines.select_related("author")]
    if typed == present:
        return
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author=author, role=role, position=position)
        for position, (author, role) in enumerate(typed)
    )


class CorrectionRow(forms.Form):
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=CorrectionKind.choices, initial=CorrectionKind.CORRECTION)
    text = forms.CharField(
        label=_("Text"),
        max_length=1000,
        required=False,
        widget=PlainText({"rows": 3, "dir": "auto"}),
        help_text=_("What was wrong and what is right, in a sentence or two."),
    )


CorrectionRows = forms.formset_factory(
    CorrectionRow, formset=_Rows, extra=1, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def correction_rows(data, article, typed=None) -> forms.BaseFormSet:
    """Those that readers have not seen; the others stand as they are."""
    notes = dossier.of(article.pk).corrections if article.pk else ()
    waiting = [note for note in notes if note.published_at is None]
    standing = [{"key": note.key, "kind": note.kind, "text": note.text} for note in waiting]
    initial = standing if typed is None else typed
    return CorrectionRows(data, prefix="corrections", initial=initial)


def save_corrections(article, rows) -> None:
    waiting = {note.key: note for note in article.corrections.filter(published_at__isnull=True)}
    seen = set(article.corrections.filter(published_at__isnull=False).values_list("key", flat=True))
    for form in rows.forms:
        row = form.cleaned_data
        note = waiting.get(row.get("key"))
        if not row.get("text") or row.get("DELETE"):
            if note:
                note.delete()
        elif note:
            Correction.objects.filter(pk=note.pk).update(kind=row["kind"], text=row["text"])
        elif row.get("key") not in seen:
            Correction.objects.create(article=article, kind=row["kind"], text=row["text"])
