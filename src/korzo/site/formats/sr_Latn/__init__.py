"""Serbian in Latin."""
