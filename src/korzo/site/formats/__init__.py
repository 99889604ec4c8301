"""Dates and numbers as people here read them: 04/12/2021 is the fourth of December, and weeks begin on Monday.

Django looks here before its own `formats` (FORMAT_MODULE_PATH). ISO dates are always understood as well.
"""
