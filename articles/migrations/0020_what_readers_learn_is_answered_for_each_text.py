import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """“Not worth a note” stands as it was decided; a note that waits in a draft is looked at once more."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("articles", "0019_a_restricted_story_may_be_opened_from_outside"),
    ]

    operations = [
        migrations.RemoveConstraint("silentchange", "it_is_decided_once_that_readers_are_told_nothing"),
        migrations.RenameModel("SilentChange", "ReaderAnswer"),
        migrations.AlterField(
            "readeranswer",
            "revision",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="articles.revision"
            ),
        ),
        migrations.AddField("readeranswer", "silent", models.BooleanField(default=True)),
        migrations.AddField(
            "readeranswer",
            "seconded_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("readeranswer", "seconded_at", models.DateTimeField(null=True)),
        migrations.AddField("readeranswer", "ended_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "readeranswer",
            models.UniqueConstraint(
                fields=["article", "sha256", "live"],
                condition=Q(ended_at__isnull=True),
                name="it_is_answered_once_what_readers_learn_of_a_text",
            ),
        ),
        migrations.RemoveConstraint("approval", "nobody_agrees_twice_with_a_text"),
        migrations.AddField("approval", "ended_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "approval",
            models.UniqueConstraint(
                fields=["revision", "by"],
                condition=Q(kind="agree", ended_at__isnull=True),
                name="nobody_agrees_twice_with_a_text",
            ),
        ),
    ]
