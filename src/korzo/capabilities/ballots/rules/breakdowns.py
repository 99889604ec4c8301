"""Tables by district or age in which nobody is recognised: small cells are hidden, and none follows from the rest."""

from collections.abc import Iterable, Sequence

FEWEST = 5
"""People: fewer are never shown."""

Cells = Sequence[Sequence[int]]


def hidden(cells: Cells) -> list[list[bool]]:
    """Which cells to hide, where the sums of lines and columns are known.

    All below five are (nobody is few, too). In each line and column nothing is hidden, or at least two cells with at
    least five people together, so that what is hidden does not follow from the sum: then more cells are hidden, the
    smallest first.
    """
    grid = [[cell < FEWEST for cell in line] for line in cells]
    width = len(cells[0]) if cells else 0
    lines = [
        *([(row, column) for column in range(width)] for row in range(len(cells))),
        *([(row, column) for row in range(len(cells))] for column in range(width)),
    ]
    while open_cells := [found for line in lines if (found := _next(cells, grid, line)) is not None]:
        for row, column in open_cells:
            grid[row][column] = True
    return grid


def _next(cells: Cells, grid: list[list[bool]], line: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The cell of a line to hide besides; None if the line is safe, or nothing is left to hide."""
    places = list(line)
    hid = [(row, column) for row, column in places if grid[row][column]]
    if not hid or (len(hid) > 1 and sum(cells[row][column] for row, column in hid) >= FEWEST):
        return None
    left = [place for place in places if place not in hid]
    return min(left, key=lambda place: (cells[place[0]][place[1]], place)) if left else None
