"""The kernel's tables; and how the first tables of every room are made."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState


class Initial(Migration):
    """All tables of an app at once, as they are in the end: seconds where one operation after the other takes a minute.

    Django works out the whole model of the site anew after each operation; here it does so once.
    """

    initial = True

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Create what the operations come to; there are no rows yet that they could change."""
        del collect_sql
        state: Any = project_state
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, state)
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                schema_editor.create_model(state.apps.get_model(self.app_label, operation.name))
        return project_state
