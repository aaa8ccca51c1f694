"""Every story at the desk is found by its stems, and a translation knows which text it says.

The stems are indexed as the paper's are (0003): on PostgreSQL in a generated `tsvector`, headline and slugline in
another (an index knows no weights: looking them up would mean to read each hit); on SQLite in an FTS5 table kept by
triggers. Stories that are there already are indexed by the clock.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


POSTGRESQL = """
ALTER TABLE articles_deskentry
    ADD COLUMN headline_stems tsvector GENERATED ALWAYS AS (headline::tsvector) STORED,
    ADD COLUMN stems tsvector GENERATED ALWAYS AS (headline::tsvector || rest::tsvector) STORED;
CREATE INDEX articles_deskentry_headline_stems ON articles_deskentry USING gin (headline_stems);
CREATE INDEX articles_deskentry_stems ON articles_deskentry USING gin (stems);
"""
DELETE_OLD = """INSERT INTO articles_deskstems (articles_deskstems, rowid, headline, rest)
    VALUES ('delete', old.id, old.headline, old.rest);"""
INSERT_NEW = "INSERT INTO articles_deskstems (rowid, headline, rest) VALUES (new.id, new.headline, new.rest);"
SQLITE = [
    """CREATE VIRTUAL TABLE articles_deskstems USING fts5(
        headline, rest, content='articles_deskentry', content_rowid='id', tokenize="ascii tokenchars '_'"
    );""",
    f"CREATE TRIGGER articles_deskentry_added AFTER INSERT ON articles_deskentry BEGIN {INSERT_NEW} END;",
    f"CREATE TRIGGER articles_deskentry_gone AFTER DELETE ON articles_deskentry BEGIN {DELETE_OLD} END;",
    f"CREATE TRIGGER articles_deskentry_changed AFTER UPDATE ON articles_deskentry BEGIN {DELETE_OLD} {INSERT_NEW} END;",
]


def index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for statement in SQLITE:
        schema_editor.execute(statement)


def forget(apps, schema_editor):
    """On PostgreSQL the column goes with its table, as the triggers do on SQLite."""
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP TABLE IF EXISTS articles_deskstems;")


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0016_what_readers_are_told_of_a_change'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeskEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.TextField()),
                ('rest', models.TextField()),
                ('analyser_version', models.PositiveSmallIntegerField(db_index=True)),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now=True)),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='translation', to='articles.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_from', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.revision')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunPython(index, forget),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('status', 'published'), _negated=True), fields=['-modified_at', '-id'], name='stories_not_finished'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['headline'], name='stories_by_headline'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('binned_at__isnull', False)), fields=['-modified_at', '-id'], name='stories_in_the_bin'),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(condition=models.Q(('state', 'live')), fields=['-published_at', '-article_id'], name='live_stories_last_published'),
        ),
    ]
