"""What budgeting reads."""
