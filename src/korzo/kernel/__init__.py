"""What at least three capabilities need, and what carries foreign keys or the law."""
