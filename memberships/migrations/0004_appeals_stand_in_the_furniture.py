from django.conf import settings
from django.db import migrations


def say_that_there_is_none(apps, schema_editor):
    """A newsroom that has appeals already gets its rows from the clock."""
    if apps.get_model("memberships", "Appeal").objects.exists():
        return
    Furniture = apps.get_model("articles", "Furniture")
    for language, _name in settings.LANGUAGES:
        Furniture.objects.get_or_create(language=language, part="appeals", defaults={"data": []})


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_what_stands_around_every_page"),
        ("memberships", "0003_first_plans"),
    ]

    operations = [migrations.RunPython(say_that_there_is_none, migrations.RunPython.noop)]
