"""Uploading a picture and describing it. What is wrong with a file is said beside the file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import photo_metadata, renditions
from articles.models import Image

TEXTS = ("alt_text", "decorative", "caption", "credit", "usage_terms", "rights_until")
ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/tiff"


def words(rows):
    return forms.Textarea({"rows": rows, "dir": "auto"})


class DescribedForm(forms.ModelForm):
    """Alt text or “decorative”, and a credit: neither a new picture nor a changed one goes without."""

    class Meta:
        model = Image
        fields = TEXTS
        widgets = {
            "alt_text": words(2),
            "caption": words(3),
            "credit": forms.TextInput({"dir": "auto", "class": "vTextField"}),
            "rights_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self):
        said = super().clean()
        if "alt_text" in said and not said["alt_text"].strip() and not said.get("decorative"):
            self.add_error("alt_text", _("Describe the picture in a sentence, or say below that it is decorative."))
        if "credit" in said and not said["credit"].strip():
            self.add_error("credit", _("Say whose picture it is, like “Amina Salou/The Far Field”."))
        return said


class UploadForm(DescribedForm):
    """What the photographer wrote into the file fills the fields that were left empty."""

    original = forms.FileField(
        label=gettext_lazy("Picture"),
        widget=forms.FileInput({"accept": ACCEPT}),
        help_text=gettext_lazy("JPEG, PNG, WebP, AVIF or TIFF, at least 320 pixels wide, at most 50 MB."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Choose another."),
        },
    )

    class Meta(DescribedForm.Meta):
        fields = ("original", *TEXTS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credit"].required = False  # the file may name it
        self.read_from_file = []
        or_else = _("Empty: what the file says.")
        for name in ("caption", "credit", "usage_terms"):
            self.fields[name].help_text = f"{self.fields[name].help_text} {or_else}".strip()

    def clean_original(self):
        file = self.cleaned_data["original"]
        try:
            renditions.read_checked(file)
        except renditions.PictureError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file

    def clean(self):
        file = self.cleaned_data.get("original")
        if file:
            self._fill_from(photo_metadata.read(file))
            file.seek(0)
        return super().clean()

    def _fill_from(self, facts):
        said = self.cleaned_data
        for name in ("caption", "credit", "usage_terms", "alt_text"):
            read = getattr(facts, name)
            if name in said and read and not said[name].strip() and not (name == "alt_text" and said.get("decorative")):
                said[name] = read
                self.read_from_file.append(str(self.fields[name].label))


class PictureForm(DescribedForm):
    class Meta(DescribedForm.Meta):
        fields = (*TEXTS, "focal_x", "focal_y")
        widgets = DescribedForm.Meta.widgets | {
            name: forms.NumberInput({"min": 0, "max": 1, "step": "0.01", "data-focal": axis})
            for name, axis in (("focal_x", "x"), ("focal_y", "y"))
        }
        help_texts = {
            "focal_x": gettext_lazy("0 is the left edge, 1 the right one."),
            "focal_y": gettext_lazy("0 is the top, 1 the bottom. Crops keep this point in view."),
        }
