import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_versions_have_names"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="image",
            name="rights_until",
            field=models.DateField(
                blank=True,
                help_text="The last day, if there is one. Empty: for ever.",
                null=True,
                verbose_name="may be used until",
            ),
        ),
        migrations.AddField(
            model_name="schedule",
            name="warning",
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name="ChecklistChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("check_code", models.CharField(max_length=60)),
                ("before", models.CharField(blank=True, max_length=20)),
                ("after", models.CharField(blank=True, max_length=20)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "format",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.format"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SignOffKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_fr", models.CharField(blank=True, max_length=120, verbose_name="name in French")),
                ("name_ar", models.CharField(blank=True, max_length=120, verbose_name="name in Arabic")),
                (
                    "code",
                    models.SlugField(
                        help_text="A short word for the checklist. It never changes.",
                        max_length=40,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                (
                    "covers",
                    models.CharField(
                        choices=[
                            ("everything", "All words, names and pictures"),
                            ("pictures", "The pictures, with captions and credits"),
                            ("words", "The words"),
                        ],
                        default="everything",
                        help_text="A change of this takes the sign-off back; a change of anything else leaves it.",
                        max_length=12,
                        verbose_name="what it covers",
                    ),
                ),
                (
                    "by_its_writer",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise somebody else has to give it.",
                        verbose_name="also by whoever wrote the story alone",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "people",
                    models.ManyToManyField(
                        blank=True,
                        limit_choices_to={"is_active": True, "is_staff": True},
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="and by these people",
                    ),
                ),
                (
                    "roles",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="auth.group", verbose_name="given by these roles"
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of sign-off",
                "verbose_name_plural": "kinds of sign-off",
                "ordering": ["position", "pk"],
                "default_permissions": ("add", "change", "view"),
            },
        ),
        migrations.CreateModel(
            name="ChecklistRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_code", models.CharField(max_length=60)),
                (
                    "level",
                    models.CharField(
                        choices=[("required", "Required"), ("advised", "Advice"), ("off", "Off")],
                        max_length=10,
                        blank=True,
                    ),
                ),
                ("limit", models.PositiveSmallIntegerField(null=True)),
                (
                    "format",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.format"
                    ),
                ),
            ],
            options={
                "verbose_name": "checklist",
                "verbose_name_plural": "checklist",
                "default_permissions": ("change", "view"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("check_code", "format"), name="a_check_has_one_rule_for_each_format"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("format__isnull", True)),
                        fields=("check_code",),
                        name="a_check_has_one_rule_for_every_format",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("covered", models.CharField(max_length=64)),
                ("verdict", models.CharField(choices=[("given", "signed off"), ("refused", "not yet")], max_length=10)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sign_offs", to="articles.article"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.revision"
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.signoffkind"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("article", "kind", "covered"),
                        name="one_word_of_a_kind_stands_on_a_text",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOffRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_off_requests",
                        to="articles.article",
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.signoffkind"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("article", "kind"),
                        name="a_sign_off_is_asked_for_once",
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="notice",
            name="event",
            field=models.CharField(
                choices=[
                    ("submitted", "Sent to an editor"),
                    ("changes_requested", "Changes asked for"),
                    ("approved", "Approved"),
                    ("scheduled", "Scheduled"),
                    ("published", "Published"),
                    ("failed", "Could not go out"),
                    ("will_fail", "Will not be able to go out"),
                    ("lapsed", "Approval lapsed"),
                    ("assigned", "Assigned"),
                    ("mentioned", "You are named in a note"),
                    ("replied", "An answer to a note"),
                    ("noted", "A note on your story"),
                    ("sign_off_asked", "Your sign-off is asked for"),
                    ("sign_off_refused", "A sign-off: not yet"),
                    ("sign_off_lapsed", "Your sign-off lapsed"),
                ],
                max_length=20,
            ),
        ),
    ]
