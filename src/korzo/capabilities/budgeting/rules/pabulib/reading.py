"""Reading a `.pb` file with every quirk that real ones have; what cannot be sure is an error with line and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO

from korzo.capabilities.budgeting.rules.elections import BadElection, Election, Project, Shape
from korzo.capabilities.budgeting.rules.pabulib import cells, lines
from korzo.capabilities.budgeting.rules.pabulib.ballots import Box
from korzo.capabilities.budgeting.rules.pabulib.columns import header
from korzo.capabilities.budgeting.rules.pabulib.problems import Noted, Problem

SECTIONS = ("META", "PROJECTS", "VOTES")
Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it stands: names of columns, and cells with blanks around them taken off."""

    meta: Mapping[str, str]
    project_columns: tuple[str, ...]
    projects: tuple[tuple[str, ...], ...]
    vote_columns: tuple[str, ...]
    votes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `declared` are the codes of the column `selected` (1: by the rule; 2, 3: for other reasons).

    The document's votes are there only if they were to be kept.
    """

    election: Election
    document: Document
    declared: Mapping[str, int] | None
    problems: tuple[Problem, ...]


def read(source: Path | str | IO[bytes], *, keep: bool = False, limit: int = lines.LIMIT) -> Reading:
    """Read a file, packed or not. Raises Unreadable, OSError."""
    noted = Noted()
    rows = lines.rows(Path(source) if isinstance(source, str) else source, noted, limit=limit)
    _begin(rows, "META", noted)
    meta = _meta(rows, noted)
    shape = _shape(meta, noted)
    columns, listed = _table(rows, "PROJECTS", ("project_id", "cost"), noted)
    projects = _projects(columns, listed, noted)
    noted.check()
    box = Box(shape, projects, meta, noted, keep=keep)
    vote_columns = box.fill(rows)
    _compare("num_projects", meta, len(projects), noted)
    _compare("num_votes", meta, box.cast, noted)
    ballots = box.ballots()
    noted.check()
    box.check_columns(columns, [row for _line, row in listed])
    try:
        election = Election(
            projects,
            ballots,
            cells.amount(meta["budget"]) or Fraction(0),
            cells.amount(meta.get("min_project_score_threshold", "")) or Fraction(0),
            _purses(meta, noted),
        )
    except BadElection as error:
        raise noted.stop(0, "", "", str(error)) from error
    document = Document(meta, columns, tuple(tuple(row) for _line, row in listed), vote_columns, tuple(box.kept))
    declared = None
    if "selected" in columns:
        at = columns.index("selected")
        codes = {row[0]: cells.whole(row[at]) for _line, row in listed}
        declared = {project: code for project, code in codes.items() if code}
    return Reading(election, document, declared, tuple(noted.all))


def _begin(rows: Rows, section: str, noted: Noted) -> None:
    line, row = next(rows, (0, [""]))
    if [cell.strip().upper() for cell in row] != [section]:
        raise noted.stop(line, "", ";".join(row), f"the section {section} has to begin here")


def _meta(rows: Rows, noted: Noted) -> dict[str, str]:
    meta: dict[str, str] = {}
    where: dict[str, int] = {}
    for line, row in rows:
        name = row[0].strip()
        if len(row) == 1 and name.upper() in SECTIONS:
            if name.upper() != "PROJECTS":
                raise noted.stop(line, "", name, "the section PROJECTS has to begin here")
            break
        if len(row) != 2:  # noqa: PLR2004 -- key and value
            noted.grave(line, name, ";".join(row), f"has {len(row)} cells where there are two")
        elif name in meta:
            noted.grave(line, name, row[1], "stands here a second time")
        elif meta or name != "key":
            meta[name], where[name] = row[1].strip(), line
    else:
        raise noted.stop(0, "PROJECTS", "", "this section is missing")
    _numbers(meta, where, noted)
    noted.check()
    return meta


def _numbers(meta: Mapping[str, str], where: Mapping[str, int], noted: Noted) -> None:
    """Note what is missing in META, and numbers that are none."""
    for name in cells.OBLIGATORY:
        if not meta.get(name):
            note = noted.grave if name in cells.NEEDED else noted.light
            note(where.get(name, 0), name, "", "is missing in META")
    for name in ("num_projects", "num_votes"):
        if meta.get(name) and (cells.whole(meta[name]) is None or meta[name].startswith("-")):
            noted.grave(where[name], name, meta[name], "is no whole number")
    for name in ("budget", "min_project_score_threshold"):
        number = cells.amount(meta.get(name, ""))
        if meta.get(name) and (number is None or not 0 <= number <= cells.MOST):
            noted.grave(where[name], name, meta[name], "is no amount between 0 and 10^15, written like 1331751.11")


def _shape(meta: Mapping[str, str], noted: Noted) -> Shape:
    try:
        return Shape(meta["vote_type"])
    except ValueError as error:
        known = ", ".join(each for each in Shape)
        raise noted.stop(0, "vote_type", meta["vote_type"], f"is none of {known}") from error


def _table(
    rows: Rows, section: str, needed: tuple[str, ...], noted: Noted
) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    """Read the names of the columns and all rows up to the next section."""
    line, head = next(rows, (0, [""]))
    columns = header(head, line, needed, section, noted)
    listed = []
    for line, row in rows:
        if len(row) == 1 and row[0].strip().upper() in SECTIONS:
            if row[0].strip().upper() != "VOTES":
                raise noted.stop(line, "", row[0], "the section VOTES has to begin here")
            break
        if len(row) != len(columns):
            noted.grave(line, "", ";".join(row), f"has {len(row)} cells where there are {len(columns)} columns")
            continue
        listed.append((line, [cell.strip() for cell in row]))
        for name, cell in zip(columns, row, strict=True):
            if cell != cell.strip():
                noted.light(line, name, cell, "has blanks around it, which are left out")
    else:
        raise noted.stop(0, "VOTES", "", "this section is missing")
    return columns, listed


def _projects(columns: tuple[str, ...], listed: list[tuple[int, list[str]]], noted: Noted) -> tuple[Project, ...]:
    projects: dict[str, Project] = {}
    for line, row in listed:
        cell = dict(zip(columns, row, strict=True))
        name, cost = cell["project_id"], cells.amount(cell["cost"])
        if not name or "," in name:
            noted.grave(line, "project_id", name, "is no id: it has to have at least one sign and no comma")
        elif name in projects:
            noted.grave(line, "project_id", name, "stands here a second time")
        elif cost is None or cost < 0 or cost > cells.MOST:
            noted.grave(line, "cost", cell["cost"], "is no amount between 0 and 10^15, written like 1331751.11")
        elif cell.get("selected") and cells.whole(cell["selected"]) not in {0, 1, 2, 3}:
            noted.grave(line, "selected", cell["selected"], "is none of 0, 1, 2, 3")
        else:
            if cost == cells.WITHDRAWN:
                noted.light(line, "cost", cell["cost"], "means that the project was withdrawn; it is never funded")
            if ", " in cell.get("category", ""):
                noted.light(line, "category", cell["category"], "a comma before a blank does not part names")
            projects[name] = Project(
                name,
                cost,
                cell.get("name", ""),
                tuple(cells.split(cell.get("category", ""))),
                cell.get("neighborhood") or cell.get("district") or "",
                withdrawn=cost == cells.WITHDRAWN,
            )
    return tuple(projects.values())


def _purses(meta: Mapping[str, str], noted: Noted) -> dict[str, Fraction]:
    categories, budgets = (cells.split(meta.get(name, "")) for name in ("categories", "budget_per_category"))
    if not budgets:
        return {}
    amounts = [cells.amount(each.strip()) for each in budgets]
    if len(amounts) != len(categories) or None in amounts:
        noted.light(
            0, "budget_per_category", meta["budget_per_category"], "does not fit the categories; it is not used"
        )
        return {}
    return {category: each for category, each in zip(categories, amounts, strict=True) if each is not None}


def _compare(name: str, meta: Mapping[str, str], found: int, noted: Noted) -> None:
    if cells.whole(meta[name]) != found:
        noted.grave(0, name, meta[name], f"but there are {found}")
