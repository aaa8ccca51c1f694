"""The database itself refuses to change a line of the ledger.

PostgreSQL refuses deletion too. SQLite does not: Django empties tables there by DELETE (`flush`), which a trigger
would stop; `LedgerEntry.delete()` refuses in its place.
"""

from django.db import migrations

SENTENCE = "A line of the ledger is never changed; add another that mends it."
POSTGRESQL = f"""
CREATE FUNCTION memberships_refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = '{SENTENCE}'; END $$;
CREATE TRIGGER memberships_ledger_is_append_only BEFORE UPDATE OR DELETE ON memberships_ledgerentry
FOR EACH ROW EXECUTE FUNCTION memberships_refuse_ledger_change();
"""
POSTGRESQL_BACK = """
DROP TRIGGER memberships_ledger_is_append_only ON memberships_ledgerentry;
DROP FUNCTION memberships_refuse_ledger_change();
"""
SQLITE = f"""
CREATE TRIGGER memberships_ledger_is_append_only BEFORE UPDATE ON memberships_ledgerentry
BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
"""
SQLITE_BACK = "DROP TRIGGER memberships_ledger_is_append_only"


def guard(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None)


def unguard(apps, schema_editor):
    schema_editor.execute(POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("memberships", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
