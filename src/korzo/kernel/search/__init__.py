"""Full text over SQLite FTS5 or PostgreSQL behind one function; Latin and Cyrillic find each other.

`search.index(ref=..., ...)` keeps an entry, `search.find("rupa")` finds "Рупа на коловозу". Folding and stemming are
done in Python and the databases index plain tokens, so both find the same: exact codes first, then what has all words
in its title, then the rest; in each the newest first. Where a hit leads is asked of `refs`.
"""

from korzo.kernel.search.entries import Row, index, index_many, remove
from korzo.kernel.search.finding import Hit, Results, find

__all__ = ["Hit", "Results", "Row", "find", "index", "index_many", "remove"]
