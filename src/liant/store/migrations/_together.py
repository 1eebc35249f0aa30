"""Many tables at once: what Django renders again after each of them is rendered once."""

from __future__ import annotations

from django.db.migrations.operations.base import Operation


class CreateTables(Operation):
    """Do ``CreateModel`` operations as one.

    Django renders every model related to a new one again, and here each is related to all by the people: with seventy
    tables that takes longer than making them.
    """

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.operations)} tables"
