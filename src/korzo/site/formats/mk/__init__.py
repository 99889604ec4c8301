"""Macedonian."""
