"""Reading votes."""
