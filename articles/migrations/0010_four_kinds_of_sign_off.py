"""What the house ships: four kinds of sign-off, and the roles that give them."""

from django.db import migrations

KINDS = [
    ("legal", "Legal", "Juridique", "قانوني", "everything", False, ["Managing editor"]),
    ("pictures", "Pictures", "Images", "الصور", "pictures", True, ["Picture editor", "Editor", "Managing editor"]),
    ("safety", "Safety", "Sécurité", "السلامة", "everything", False, ["Managing editor"]),
    ("translation", "Translation", "Traduction", "الترجمة", "words", False, ["Editor", "Managing editor"]),
]


def fill(apps, schema_editor):
    SignOffKind, Group = apps.get_model("articles", "SignOffKind"), apps.get_model("auth", "Group")
    for position, (code, name, french, arabic, covers, by_its_writer, roles) in enumerate(KINDS):
        kind = SignOffKind.objects.create(
            code=code,
            name=name,
            name_fr=french,
            name_ar=arabic,
            covers=covers,
            by_its_writer=by_its_writer,
            position=position,
        )
        kind.roles.set([Group.objects.get_or_create(name=role)[0] for role in roles])


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_a_checklist_and_sign_offs")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
