"""Moving a home from SQLite to PostgreSQL: every row of every table, as it is."""
# ruff: noqa: SLF001 -- `_meta` and `_base_manager` are documented names of Django's

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

_ROWS = 2000


def is_empty() -> bool:
    """Say whether the database of this installation has no tables yet."""
    from django.db import connection

    return not connection.introspection.table_names()


def move(source: Path) -> int:
    """Copy everything of an SQLite file into the PostgreSQL database of this installation; returns how many rows.

    Both have the same migrations behind them, and the target has no rows but those that migrations make. It is one
    transaction, at whose end PostgreSQL checks every reference. Raises django.db.DatabaseError.
    """
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection, connections, transaction

    connections.settings["source"] = {
        **connections.settings["default"], "ENGINE": "django.db.backends.sqlite3", "NAME": source, "OPTIONS": {},
        "CONN_MAX_AGE": 0,
    }  # fmt: skip
    models = [model for model in apps.get_models(include_auto_created=True) if _is_table(model)]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for model in models:
                if model._base_manager.exists():  # what migrations made; the trail allows nobody to empty it
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 -- our own names
            count = sum(_copy(model, cursor) for model in models)
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
    finally:
        connections["source"].close()
    return count


def _is_table(model: "type[Model]") -> bool:
    return model._meta.managed and not model._meta.proxy


def _copy(model: "type[Model]", cursor: Any) -> int:
    """Stream the rows of a table through COPY; returns how many."""
    from django.db import connection

    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)

    def rows() -> Iterator[list[Any]]:
        found = model._base_manager.using("source").order_by("pk").values_list(*(field.attname for field in fields))
        for row in found.iterator(_ROWS):
            yield [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]

    count = 0
    with cursor.copy(f"COPY {quoted(model._meta.db_table)} ({columns}) FROM STDIN") as copy:
        for row in rows():
            copy.write_row(row)
            count += 1
    return count
