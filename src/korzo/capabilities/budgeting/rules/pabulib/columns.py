"""The names of columns, with which the sections PROJECTS and VOTES begin."""

from korzo.capabilities.budgeting.rules.pabulib.cells import RENAMED
from korzo.capabilities.budgeting.rules.pabulib.problems import Noted


def header(head: list[str], line: int, needed: tuple[str, ...], section: str, noted: Noted) -> tuple[str, ...]:
    """Read the names of columns."""
    columns = tuple(RENAMED.get(name.strip(), name.strip()) for name in head)
    for name in needed:
        if columns.count(name) != 1:
            raise noted.stop(line, name, "", f"this column has to be in {section} once")
    if columns[0] != needed[0]:
        raise noted.stop(line, columns[0], "", f"the first column of {section} has to be {needed[0]}")
    for old, new in RENAMED.items():
        if old in (name.strip() for name in head):
            noted.light(line, old, "", f"is called {new} since April 2026")
    return columns
