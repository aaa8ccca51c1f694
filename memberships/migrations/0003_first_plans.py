"""What a new newsroom offers until it decides otherwise: monthly from $5, yearly, or once."""

from django.db import migrations

PLANS = [
    {"position": 1, "interval": "month", "minimum_minor": 500, "default_minor": 1000, "suggested_minor": [500, 1000, 2500]},
    {"position": 2, "interval": "year", "minimum_minor": 5000, "default_minor": 10000, "suggested_minor": [5000, 10000, 25000]},
    {"position": 3, "interval": "once", "minimum_minor": 500, "default_minor": 2500, "suggested_minor": [1000, 2500, 10000]},
]


def offer(apps, schema_editor):
    plan = apps.get_model("memberships", "Plan")
    for values in PLANS:
        plan.objects.create(currency="USD", **values)


class Migration(migrations.Migration):
    dependencies = [("memberships", "0002_the_ledger_is_append_only")]
    operations = [migrations.RunPython(offer, migrations.RunPython.noop)]
