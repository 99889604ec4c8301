"""Tags of budgeting."""
