"""Complaint reporting: a resident reports, exactly one office owns it, everyone sees what is promised and done."""
