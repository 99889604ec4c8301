"""The full-text index over SearchEntry.words: FTS5, or a generated tsvector with GIN.

New rows are told to FTS5 by `search.index_many`, changed and removed ones by triggers.
Django rebuilds a SQLite table when it alters it, and the triggers go with the old one: a migration that alters SearchEntry
has to run CREATE_TRIGGERS again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Tokens are made in Python, so the simplest tokenizer will do: everything beyond ASCII is a letter, and so are our marks.
# `detail=none` keeps neither positions nor columns, which are not asked for.
CREATE_INDEX = """CREATE VIRTUAL TABLE kernel_searchindex USING fts5(
    words, content='kernel_searchentry', content_rowid='id', detail=none, columnsize=0,
    tokenize="ascii tokenchars '^%@=#_:./-'")"""
ADD = "INSERT INTO kernel_searchindex(rowid, words) VALUES (new.id, new.words)"
TAKE = "INSERT INTO kernel_searchindex(kernel_searchindex, rowid, words) VALUES ('delete', old.id, old.words)"
CREATE_TRIGGERS = [
    f"CREATE TRIGGER kernel_searchentry_removed AFTER DELETE ON kernel_searchentry BEGIN {TAKE}; END",
    f"""CREATE TRIGGER kernel_searchentry_changed AFTER UPDATE OF words ON kernel_searchentry
        WHEN old.words <> new.words BEGIN {TAKE}; {ADD}; END""",
]
SQLITE = [
    CREATE_INDEX,
    "INSERT INTO kernel_searchindex(kernel_searchindex, rank) VALUES ('hashsize', 16777216)",
    *CREATE_TRIGGERS,
]
POSTGRES = [
    """ALTER TABLE kernel_searchentry ADD COLUMN lexemes tsvector
       GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED""",
    "CREATE INDEX kernel_searchentry_lexemes ON kernel_searchentry USING gin (lexemes)",
    'CREATE INDEX kernel_searchword_c ON kernel_searchword (word COLLATE "C")',
]


def forwards(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def backwards(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX kernel_searchword_c")
        schema_editor.execute("ALTER TABLE kernel_searchentry DROP COLUMN lexemes")
    else:
        for name in ("removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER kernel_searchentry_{name}")
        schema_editor.execute("DROP TABLE kernel_searchindex")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_trail_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
