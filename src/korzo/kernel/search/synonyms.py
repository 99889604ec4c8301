"""Words that differ between the standards of one language, so that a zrak finds a vazduh.

Only words that mean nothing else in the neighbour's standard: kolovoz is August in Zagreb and a roadway in Belgrade, so
it is not here.
"""

from korzo.kernel.text import folding

_GROUPS = """
bezbednost sigurnost
budžet proračun
fabrika tvornica
februar veljača
fudbal nogomet
hiljada tisuća
hleb hljeb kruh
izveštaj izvješće
januar siječanj
kancelarija ured
maj svibanj
mart ožujak
novembar studeni
obdanište vrtić
oktobar listopad
opšti opći
opština općina
otpad smeće
penzija mirovina
pijaca tržnica
pozorište kazalište
preduzeće poduzeće
rasveta rasvjeta osvetljenje
računar računalo kompjuter
saobraćaj promet
septembar rujan
sistem sustav
tačka točka
trotoar pločnik
uslov uvjet
vaspitanje odgoj
vazduh zrak
voz vlak
zavod ustanova
učesnik sudionik
"""


def _read(groups: str) -> dict[str, tuple[str, ...]]:
    stems = [folding.stems(line) for line in groups.strip().splitlines()]
    return {stem: tuple(other for other in group if other != stem) for group in stems for stem in group}


SYNONYMS = _read(_GROUPS)
"""For each stem the stems that mean the same."""
