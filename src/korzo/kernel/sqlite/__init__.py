"""Django's SQLite backend, whose writers stand in line instead of sleeping and looking again."""
