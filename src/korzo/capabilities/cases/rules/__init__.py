"""What is decided about cases, as plain Python: usable as a library, without Django and without a clock."""
