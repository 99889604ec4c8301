"""Pages about votes."""
