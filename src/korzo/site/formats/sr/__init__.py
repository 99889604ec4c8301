"""Serbian in Cyrillic."""
