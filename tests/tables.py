"""The tables between two tests that commit: emptied, and what migrations shipped put back, in little time.

Django truncates each table and saves each shipped row by itself: half a second on PostgreSQL, and a truncation stops
when the product's own server still asks something. Here the rows are deleted, which waits for nobody.
"""

from functools import lru_cache
from itertools import groupby

from django.core import serializers
from django.db import transaction
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations

truncate = DatabaseOperations.sql_flush


def install() -> None:
    DatabaseOperations.sql_flush = statements_that_empty
    BaseDatabaseCreation.deserialize_db_from_string = put_back


def statements_that_empty(operations, style, tables, *, reset_sequences=False, allow_cascade=False) -> list[str]:
    """Instead of PostgreSQL's TRUNCATE, where the tests' own server lets us leave triggers and references alone."""
    if reset_sequences or not _is_superuser(operations.connection):
        return truncate(operations, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
    deletions = [f"DELETE FROM {operations.quote_name(table)}" for table in tables]
    return [
        "; ".join(["SET LOCAL session_replication_role = replica", "SET LOCAL deadlock_timeout = '1min'", *deletions])
    ]


def _is_superuser(connection) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()[0]


def put_back(creation, data: str) -> None:
    """Instead of Django's `BaseDatabaseCreation.deserialize_db_from_string`."""
    alias = creation.connection.alias
    with transaction.atomic(using=alias), creation.connection.constraint_checks_disabled():
        for model, rows in _shipped(data):
            # before the first of these tests nothing was emptied
            model._base_manager.using(alias).bulk_create(rows, ignore_conflicts=True)
        creation.connection.check_constraints(table_names=[model._meta.db_table for model, _rows in _shipped(data)])


@lru_cache(maxsize=1)
def _shipped(data: str) -> list:
    """The rows by table: first those of the models, then those that join two of them."""
    shipped = list(serializers.deserialize("json", data))
    by_model = groupby((each.object for each in shipped), type)
    tables = [(model, list(rows)) for model, rows in by_model]
    joins = {}
    for each in shipped:
        for name, targets in each.m2m_data.items():
            field = each.object._meta.get_field(name)
            this, other = field.m2m_column_name(), field.m2m_reverse_name()
            rows = joins.setdefault(field.remote_field.through, [])
            rows += [{this: each.object.pk, other: target} for target in targets]
    return tables + [(through, [through(**row) for row in rows]) for through, rows in joins.items()]
