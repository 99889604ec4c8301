"""The invented city that `korzo demo` shows."""
