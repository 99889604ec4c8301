"""Counting rules and the `.pb` format, in plain Python and numpy: usable as a library, without Korzo around it.

from korzo.capabilities.budgeting.rules import counting, pabulib
outcome = counting.count(pabulib.read("votes.pb").election)
"""
