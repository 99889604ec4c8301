"""Opinion maps: who agrees with whom, what each group stands for, and what nearly everybody shares.

The algorithm of Polis, in numpy: `mapped(table(votes))`. Sources: Small and others, "Polis: Scaling deliberation by
mapping high dimensional opinion spaces" (Recerca 26, 2021); polis-community/red-dwarf 0.4 as a second opinion.
"""

from korzo.capabilities.ballots.rules.opinions.mapping import Map, mapped
from korzo.capabilities.ballots.rules.opinions.speaking import Saying
from korzo.capabilities.ballots.rules.opinions.table import AGREE, DISAGREE, PASS, Table, table

__all__ = ["AGREE", "DISAGREE", "PASS", "Map", "Saying", "Table", "mapped", "table"]
