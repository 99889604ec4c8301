"""The `.pb` format of Pabulib, in which cities publish ballots of participatory budgets: reading and writing.

Format: https://pabulib.org/format; data paper: Faliszewski and others, arXiv 2305.11035 and 2012.06539.
"""

from korzo.capabilities.budgeting.rules.pabulib.problems import Problem, Unreadable
from korzo.capabilities.budgeting.rules.pabulib.reading import Document, Reading, read
from korzo.capabilities.budgeting.rules.pabulib.writing import document_of, write

__all__ = ["Document", "Problem", "Reading", "Unreadable", "document_of", "read", "write"]
