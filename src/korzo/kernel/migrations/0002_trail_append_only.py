"""Triggers that refuse to change or remove entries of the trail."""

from typing import Any

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER kernel_entry_no_{verb} BEFORE {verb} ON kernel_entry
        BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"""
    for verb in ("update", "delete")
]
POSTGRES = [
    """CREATE FUNCTION kernel_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$""",
    """CREATE TRIGGER kernel_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel_entry
       FOR EACH STATEMENT EXECUTE FUNCTION kernel_entry_refuse()""",
]


def forwards(_apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION kernel_entry_refuse() CASCADE")
    else:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER kernel_entry_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
