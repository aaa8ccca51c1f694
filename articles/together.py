"""Several questions in one: querysets that are filled together, by a single query.

A page of the desk shows rows of some thirty tables. Asked one by one they cost more than what the database does for
them; asked together they travel once. Nothing else is different: a queryset that nobody has filled asks by itself when
it is first read, and gives the same rows.

Most of them are the same on every page, but for whose they are. Such a one is `Prepared`: to write its SQL takes
longer than to ask it, and is done once.
"""

import json
import re
from copy import copy
from datetime import date, datetime, time
from functools import cached_property
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, DateField, DateTimeField, Expression, QuerySet, TextField

FROM_JSON = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
    "JSONField": json.dumps,
}
"""What PostgreSQL's driver gives where JSON has a text of it. SQLite's gives the very texts and numbers of JSON."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\d")
FIELDS = {str: TextField, datetime: DateTimeField, date: DateField, int: BigIntegerField}  # a moment is a day, too
"""What a key of a prepared question is, for the database."""


def ask(*questions: QuerySet) -> None:
    """Fill these querysets; afterwards each holds its rows, as one that was read. One query; none when all are filled.

    They may be sliced, annotated, joined or of values. What they prefetch is asked for separately, when they are read.
    """
    parts = [_Part(question) for question in questions if question._result_cache is None]
    asked = [part for part in parts if part.text.sql]
    if asked:
        connection = connections[asked[0].question.db]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(part.text.sql for part in asked)}", [item for part in asked for item in part.params]
            )
            for part, told in zip(asked, cursor.fetchone(), strict=True):
                part.rows = part.text.read(told)
    for part in parts:
        part.fill()


def attach(owners, name: str, rows, key: str) -> None:
    """Give each of `owners` those of `rows` whose `key` is theirs, as what `prefetch_related(name)` found."""
    found = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    for owner in owners:
        held = getattr(owner, name).all()
        held._result_cache, held._prefetch_done = found.get(owner.pk, []), True
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held


class Prepared:
    """A question whose SQL is written once: `build(**keys)` gives its queryset for the keys of whose it is.

    A key is a primary key (one that the database can hold), a word, a day, a moment, a list of primary keys (for
    `__in`), or a person: `build` may ask that one for rights, and the SQL is written once for each set of them. All
    else in it must be the same whenever it is asked: ValueError for one that compares with a day or an hour of its own.
    """

    def __init__(self, build):
        self.build, self._written = build, {}

    def of(self, **keys) -> QuerySet:
        """The question for these keys, for `ask` to fill; before that it can be neither read nor made narrower."""
        places = {name: _place(name, key) for name, key in keys.items()}
        shape = tuple(place.shape for place in places.values())
        if shape not in self._written:
            self._written[shape] = self._write(places)
        question = self._written[shape].question._chain()
        question._prepared = self._written[shape], keys
        return question

    def _write(self, places):
        text = _Text(self.build(**places))
        if any(MOMENT.match(str(value)) for value in text.params):
            raise ValueError("What is compared with a day or an hour cannot be prepared.")
        return text


class _Given(Expression):
    """In a prepared question, the place of a key that is known when it is asked."""

    def __init__(self, name, shape=int):
        super().__init__(output_field=FIELDS[shape]())
        self.name, self.shape = name, shape

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def value(self, key, connection):
        """The key as the driver takes it."""
        return self.output_field.get_db_prep_value(key, connection)


class _Several(_Given):
    def __init__(self, name):
        super().__init__(name)
        self.shape = list

    def as_sql(self, compiler, connection):
        if connection.vendor == "postgresql":
            return "(SELECT unnest(%s::bigint[]))", [self]
        return "(SELECT value FROM json_each(%s))", [self]

    def value(self, key, connection):
        return key if connection.vendor == "postgresql" else json.dumps(key)


class _Person(_Given):
    """Whoever has these rights."""

    def __init__(self, name, shape):
        super().__init__(name)
        self.shape = self.is_active, self.is_staff, self.is_superuser, self.rights = shape

    def has_perm(self, name):
        return self.is_active and (self.is_superuser or name in self.rights)

    def value(self, key, connection):
        return key.pk


def _place(name, key):
    if isinstance(key, list):
        return _Several(name)
    if hasattr(key, "get_all_permissions"):
        rights = frozenset() if key.is_superuser else frozenset(key.get_all_permissions())  # who has them all asks none
        return _Person(name, (key.is_active, key.is_staff, key.is_superuser, rights))
    return _Given(name, next((kind for kind in FIELDS if isinstance(key, kind)), int))


class _Part:
    """One queryset among those that are asked together."""

    def __init__(self, question):
        self.question, self.rows = question, []
        self.text, keys = getattr(question, "_prepared", None) or (_Text(question), {})
        self.params = [self._given(value, keys) for value in self.text.params]

    def _given(self, value, keys):
        if not isinstance(value, _Given):
            return value
        return value.value(keys[value.name], connections[self.question.db])

    def fill(self):
        """Django makes of the rows what the queryset gives: its own reading finds them instead of the database."""
        compiler, query = copy(self.text.compiler), self.question.query
        compiler.connection = connections[self.question.db]
        compiler.execute_sql = lambda *args, **options: [self.rows]
        query.get_compiler = lambda *args, **options: compiler
        try:
            self.question._result_cache = list(self.question._iterable_class(self.question)) if self.text.sql else []
        finally:
            del query.get_compiler


class _Text:
    """A queryset's SQL: the column of the common query that gives all of its rows as one JSON list."""

    def __init__(self, question):
        self.question, self.params = question, ()
        self.native = connections[question.db].features.has_native_uuid_field
        self.compiler = question.query.get_compiler(question.db)
        try:
            inner, self.params = self.compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:  # `none()`, or a choice among nothing
            self.sql = ""
        else:
            self.sql = self._rows_as_json(inner)

    def _rows_as_json(self, inner):
        if self.native:
            return f"(SELECT json_agg(asked)::text FROM ({inner}) AS asked)"  # noqa: S608  what Django wrote
        columns = ", ".join(f'"{alias}"' for _expression, _sql, alias in self.compiler.select)
        return f"(SELECT json_group_array(json_array({columns})) FROM ({inner}))"  # noqa: S608  what Django wrote

    @cached_property
    def _readers(self):
        return [FROM_JSON.get(_kind(expression)) for expression, _sql, _alias in self.compiler.select]

    def read(self, told) -> list[list]:
        """The rows as the driver would have given them."""
        rows = json.loads(told) if told else []
        if not self.native:
            return rows
        return [
            [
                reader(value) if reader and value is not None else value
                for reader, value in zip(self._readers, row.values(), strict=False)
            ]
            for row in rows
        ]


def _kind(expression):
    field = expression.output_field
    return getattr(field, "target_field", field).get_internal_type()
