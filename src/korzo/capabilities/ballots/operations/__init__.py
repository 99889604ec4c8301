"""What can be done with votes."""
