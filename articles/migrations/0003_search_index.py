"""Index the stems of the paper, on each database in its own way.

Both indexes take the words exactly as the analyser cut them: no parser of the database looks at them again, so that
both find the same stories. PostgreSQL: a generated `tsvector`, read with the cast (not `to_tsvector`, which would
cut some words again), weight A for the headline, B for the standfirst, C for the rest. SQLite: an FTS5 table over
the same columns, kept by triggers. A later migration that rebuilds `articles_searchentry` on SQLite drops those
triggers and must call `make_sqlite` again.
"""

from django.db import migrations

POSTGRESQL = """
ALTER TABLE articles_searchentry ADD COLUMN stems tsvector GENERATED ALWAYS AS (
    regexp_replace(headline, '([^ ]+)', '\\1:1A', 'g')::tsvector
    || regexp_replace(standfirst, '([^ ]+)', '\\1:1B', 'g')::tsvector
    || regexp_replace(body, '([^ ]+)', '\\1:1C', 'g')::tsvector
) STORED;
CREATE INDEX articles_searchentry_stems ON articles_searchentry USING gin (stems);
"""
NO_POSTGRESQL = "ALTER TABLE articles_searchentry DROP COLUMN stems;"

DELETE_OLD = """INSERT INTO articles_searchstems (articles_searchstems, rowid, headline, standfirst, body)
    VALUES ('delete', old.id, old.headline, old.standfirst, old.body);"""
INSERT_NEW = """INSERT INTO articles_searchstems (rowid, headline, standfirst, body)
    VALUES (new.id, new.headline, new.standfirst, new.body);"""
SQLITE = [
    """CREATE VIRTUAL TABLE articles_searchstems USING fts5(
        headline, standfirst, body,
        content='articles_searchentry', content_rowid='id', tokenize="ascii tokenchars '_'"
    );""",
    f"""CREATE TRIGGER articles_searchentry_added AFTER INSERT ON articles_searchentry
    BEGIN {INSERT_NEW} END;""",
    f"""CREATE TRIGGER articles_searchentry_gone AFTER DELETE ON articles_searchentry
    BEGIN {DELETE_OLD} END;""",
    f"""CREATE TRIGGER articles_searchentry_changed AFTER UPDATE ON articles_searchentry
    BEGIN {DELETE_OLD} {INSERT_NEW} END;""",
    "INSERT INTO articles_searchstems (articles_searchstems) VALUES ('rebuild');",
]
NO_SQLITE = [
    "DROP TRIGGER IF EXISTS articles_searchentry_added;",
    "DROP TRIGGER IF EXISTS articles_searchentry_gone;",
    "DROP TRIGGER IF EXISTS articles_searchentry_changed;",
    "DROP TABLE IF EXISTS articles_searchstems;",
]


def make_sqlite(schema_editor):
    for statement in NO_SQLITE + SQLITE:
        schema_editor.execute(statement)


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        make_sqlite(schema_editor)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NO_POSTGRESQL)
    else:
        for statement in NO_SQLITE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_regions_and_formats")]
    operations = [migrations.RunPython(forwards, backwards)]
