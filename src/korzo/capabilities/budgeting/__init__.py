"""Participatory budgeting: residents propose, the city checks, residents decide, everybody sees what is built."""
