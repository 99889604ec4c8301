"""What kind of values each column holds, found from all of its rows: a kind needs every value that is not empty.

Works on a table of text in DuckDB (`staged`, columns c0, c1 …): the kinds are SQL, so that ten million rows are looked
at in seconds and the same expression that was tried is the one that converts. Leading zeros stay text; what could be
read in two ways stays text until a person says (`options`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from korzo.capabilities.catalog.rules.columns import quoted

Ask = Callable[[str], list[tuple[Any, ...]]]
TEXT = "text"
MISSING = ("-", "–", "—", "n/a", "N/A", "NA", "#N/A", "null", "NULL", "None", "nan", "NaN", "..", "...", ":", "?")
"""What people write where there is no value; taken so only where a column is not text."""
SAMPLE = 2_000
_LISTED = ", ".join(f"'{each}'" for each in MISSING)
_DAY, _CLOCK = r"\d{1,2}[/-]\d{1,2}[/-]", r"[ ,T]+\d{1,2}:\d{2}(:\d{2})?"


@dataclass(frozen=True)
class Kind:
    """A kind of value: what it looks like, how it is made, and its types in DuckDB and Table Schema."""

    code: str
    type: str
    schema: str
    looks: str
    made: str
    """SQL of the value from the text `{v}`; NULL where it does not fit after all."""

    def value(self, text: str) -> str:
        """SQL of the value, NULL where the text does not fit."""
        looks = self.looks.replace("'", "''")
        return f"CASE WHEN regexp_full_match({text}, '{looks}') THEN {self.made.format(v=text)} END"


def _dates(code: str, looks: str, formats: Sequence[str], type_: str = "DATE", clean: str = "{v}") -> Kind:
    listed = ", ".join(f"'{each}'" for each in formats)
    made = f"try_strptime({clean}, [{listed}])"
    return Kind(code, type_, "date" if type_ == "DATE" else "datetime", looks, f"CAST({made} AS {type_})")


_SLASHED = "replace({v}, '-', '/')"
_DOTTED = r"regexp_replace({v}, '\.?\s+|\.$', '.', 'g')"
_TIMED = "regexp_replace(replace({v}, '-', '/'), '[ ,T]+', ' ')"
KINDS = {
    kind.code: kind
    for kind in (
        Kind("boolean", "BOOLEAN", "boolean", "(?i)true|false|yes|no|da|ne|да|не",
             "lower({v}) IN ('true', 'yes', 'da', 'да')"),
        Kind("integer", "BIGINT", "integer", r"[+-]?(0|[1-9]\d{0,17})", "TRY_CAST({v} AS BIGINT)"),
        Kind("number", "DOUBLE", "number", r"[+-]?((0|[1-9]\d*)(\.\d*)?|\.\d+)([eE][+-]?\d+)?",
             "TRY_CAST({v} AS DOUBLE)"),
        Kind("number_comma", "DOUBLE", "number", r"[+-]?(0|[1-9]\d*)(,\d+)?",
             "TRY_CAST(replace({v}, ',', '.') AS DOUBLE)"),
        Kind("number_blank", "DOUBLE", "number", r"[+-]?(0|[1-9]\d{0,2}([ \x{00a0}\x{202f}']\d{3})*)([.,]\d+)?",
             "TRY_CAST(replace(regexp_replace({v}, '[ \\x{{00a0}}\\x{{202f}}'']', '', 'g'), ',', '.') AS DOUBLE)"),
        Kind("number_dots", "DOUBLE", "number", r"[+-]?(0|[1-9]\d{0,2}(\.\d{3})*|[1-9]\d*)(,\d+)?",
             "TRY_CAST(replace(replace({v}, '.', ''), ',', '.') AS DOUBLE)"),
        Kind("number_commas", "DOUBLE", "number", r"[+-]?(0|[1-9]\d{0,2}(,\d{3})*|[1-9]\d*)(\.\d+)?",
             "TRY_CAST(replace({v}, ',', '') AS DOUBLE)"),
        Kind("date", "DATE", "date", r"\d{4}-\d{2}-\d{2}", "TRY_CAST({v} AS DATE)"),
        _dates("date_dots", r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\.?", ["%d.%m.%Y", "%d.%m.%Y."], clean=_DOTTED),
        _dates("date_dmy", _DAY + r"\d{4}", ["%d/%m/%Y"], clean=_SLASHED),
        _dates("date_mdy", _DAY + r"\d{4}", ["%m/%d/%Y"], clean=_SLASHED),
        _dates("date_dmy2", _DAY + r"\d{2}", ["%d/%m/%y"], clean=_SLASHED),
        _dates("date_mdy2", _DAY + r"\d{2}", ["%m/%d/%y"], clean=_SLASHED),
        _dates("date_ymd", r"\d{4}[/.]\d{1,2}[/.]\d{1,2}\.?", ["%Y/%m/%d", "%Y.%m.%d", "%Y.%m.%d."]),
        Kind("datetime", "TIMESTAMP", "datetime", r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?",
             "TRY_CAST(replace({v}, ',', '.') AS TIMESTAMP)"),
        Kind("datetime_zone", "TIMESTAMP", "datetime",
             r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?\s?(Z|[+-]\d{2}(:?\d{2})?)",
             "TRY_CAST({v} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"),
        _dates("datetime_dots", r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\.?,?\s+\d{1,2}:\d{2}(:\d{2})?",
               ["%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S"], "TIMESTAMP",
               r"regexp_replace(regexp_replace({v}, '\.\s+(\d{{1,2}}\.|\d{{4}})', '.\1', 'g'), '\.?,?\s+', ' ')"),
        _dates("datetime_dmy", _DAY + r"\d{4}" + _CLOCK, ["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"], "TIMESTAMP", _TIMED),
        _dates("datetime_mdy", _DAY + r"\d{4}" + _CLOCK, ["%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S"], "TIMESTAMP", _TIMED),
        _dates("datetime_dmy2", _DAY + r"\d{2}" + _CLOCK, ["%d/%m/%y %H:%M", "%d/%m/%y %H:%M:%S"], "TIMESTAMP", _TIMED),
        _dates("datetime_mdy2", _DAY + r"\d{2}" + _CLOCK, ["%m/%d/%y %H:%M", "%m/%d/%y %H:%M:%S"], "TIMESTAMP", _TIMED),
        Kind("time", "TIME", "time", r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?",
             "TRY_CAST(CASE WHEN length({v}) IN (4, 7) THEN '0' || {v} ELSE {v} END AS TIME)"),
        Kind("time_12", "TIME", "time", r"(0?[1-9]|1[0-2]):[0-5]\d\s?[AaPp][Mm]",
             "CAST(try_strptime(upper(replace({v}, ' ', '')), '%I:%M%p') AS TIME)"),
        Kind("geojson", "VARCHAR", "geojson", r'(?s)\s*\{\s*"(type|coordinates|geometries|crs|bbox)".*\}\s*',
             "CASE WHEN json_valid({v}) AND json_exists({v}, '$.type') THEN {v} END"),
        Kind(TEXT, "VARCHAR", "string", r"(?s).*", "{v}"),
    )
}  # fmt: skip
_FIRST = [code for code in KINDS if code != TEXT]
RIVALS = (
    ("number", "number_dots"), ("number_comma", "number_commas"), ("date_dmy", "date_mdy"), ("date_dmy2", "date_mdy2"),
    ("datetime_dmy", "datetime_mdy"), ("datetime_dmy2", "datetime_mdy2"),
)  # fmt: skip
"""Two ways to read the same text; where both fit all values, a person has to say."""


@dataclass(frozen=True)
class Guess:
    """What a column seems to hold. `options` are the ways to read it, where there are several."""

    name: str
    kind: str
    options: tuple[str, ...] = ()
    filled: int = 0
    examples: tuple[str, ...] = ()
    missing: Mapping[str, int] = field(default_factory=dict)
    almost: str = ""
    """A kind that all but a few values fit."""
    misfits: int = 0
    misfit_examples: tuple[str, ...] = ()
    by_person: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to look."""
        return self.by_person or not (self.options or self.missing or self.almost)

    def kept(self) -> dict[str, Any]:
        """What is stored."""
        return asdict(self) | {"is_sure": self.is_sure}


def text(at: int) -> str:
    """SQL of a cell; NULL when it is empty (what is staged has no blanks around it)."""
    return f"c{at}"


def present(at: int) -> str:
    """The same, NULL also where people wrote that there is no value."""
    return f"CASE WHEN c{at} NOT IN ({_LISTED}) THEN c{at} END"


def value(at: int, kind: str) -> str:
    """SQL of a cell's value."""
    return text(at) if kind == TEXT else KINDS[kind].value(present(at))


def misfit(at: int, kind: str) -> str:
    """SQL that is true where a cell holds something that is not of the kind."""
    return "FALSE" if kind == TEXT else f"({present(at)} IS NOT NULL AND ({value(at, kind)}) IS NULL)"


def guess(ask: Ask, names: Sequence[str], wanted: Mapping[str, str] | None = None) -> list[Guess]:
    """Look at all rows; `wanted` are kinds that a person chose before."""
    wanted = wanted or {}
    sampled = [_sampled(ask, at) if name not in wanted else [] for at, name in enumerate(names)]
    tried: list[tuple[int, str]] = []
    for at, name in enumerate(names):
        if name in wanted and wanted[name] != TEXT:
            tried.append((at, wanted[name]))
        tried += [(at, kind) for kind, share in sampled[at] if share > 0.9]  # noqa: PLR2004 -- what nearly fits is told
    counts = _counts(ask, len(names), tried)
    guesses = []
    for at, name in enumerate(names):
        filled = counts[("filled", at)]
        present_ = counts[("present", at)]
        fits = {kind: present_ - counts[("fits", at, kind)] for where, kind in tried if where == at}
        guesses.append(_decided(ask, at, name, filled, present_, fits, wanted.get(name)))
    return guesses


def _sampled(ask: Ask, at: int) -> list[tuple[str, float]]:
    """Which share of the first values fits each kind."""
    parts = ", ".join(f"count({KINDS[kind].value('v')})" for kind in _FIRST)
    source = (
        f"(SELECT DISTINCT {present(at)} AS v FROM (SELECT c{at} FROM staged WHERE c{at} IS NOT NULL LIMIT {SAMPLE}))"  # noqa: S608
    )
    found = ask(f"SELECT count(v), {parts} FROM {source}")[0]  # noqa: S608 -- built from what stands above
    total = found[0]
    return [(kind, count / total) for kind, count in zip(_FIRST, found[1:], strict=True)] if total else []


def _counts(ask: Ask, width: int, tried: Sequence[tuple[int, str]]) -> dict[tuple[Any, ...], int]:
    """Filled cells, cells with a value, and cells that fit, of all rows; a hundred columns at a time."""
    keys: list[tuple[Any, ...]] = []
    parts: list[str] = []
    for at in range(width):
        keys += [("filled", at), ("present", at)]
        needs = any(where == at for where, _kind in tried)
        parts += [f"count({text(at)})", f"count({present(at)})" if needs else "0"]
    for at, kind in tried:
        keys.append(("fits", at, kind))
        parts.append(f"count({value(at, kind)})")
    found: list[int] = []
    for start in range(0, len(parts), 200):
        found += ask(f"SELECT {', '.join(parts[start : start + 200])} FROM staged")[0]  # noqa: S608 -- see above
    return dict(zip(keys, found, strict=True))


def _decided(  # noqa: PLR0917 -- what is known of one column
    ask: Ask, at: int, name: str, filled: int, present_: int, misfits: Mapping[str, int], wanted: str | None
) -> Guess:
    if wanted is not None:
        wrong = misfits.get(wanted, 0)
        missing = _missing(ask, at) if wanted != TEXT and filled > present_ else {}
        return Guess(
            name, wanted, filled=filled, examples=_examples(ask, at, TEXT), missing=missing, misfits=wrong,
            misfit_examples=_misfits(ask, at, wanted) if wrong else (), by_person=True,
        )  # fmt: skip
    fitting = [kind for kind in _FIRST if misfits.get(kind) == 0 and present_]
    if not fitting:
        near = min((kind for kind in misfits), key=lambda kind: misfits[kind], default="")
        if near and present_ and misfits[near] / present_ <= 0.02:  # noqa: PLR2004 -- one in fifty
            return Guess(
                name, TEXT, filled=filled, examples=_examples(ask, at, TEXT), almost=near, misfits=misfits[near],
                misfit_examples=_misfits(ask, at, near),
            )  # fmt: skip
        return Guess(name, TEXT, filled=filled, examples=_examples(ask, at, TEXT))
    kind = fitting[0]
    rivals = next((pair for pair in RIVALS if pair[0] == kind and pair[1] in fitting), ())
    if rivals and _differ(ask, at, *rivals):
        return Guess(name, TEXT, options=rivals, filled=filled, examples=_examples(ask, at, TEXT))
    missing = _missing(ask, at) if filled > present_ else {}
    return Guess(name, kind, filled=filled, examples=_examples(ask, at, kind), missing=missing)


def _differ(ask: Ask, at: int, one: str, other: str) -> bool:
    """Whether two ways to read a column give other values anywhere."""
    query = f"SELECT 1 FROM staged WHERE {value(at, one)} IS DISTINCT FROM {value(at, other)} LIMIT 1"  # noqa: S608
    return bool(ask(query))


def _examples(ask: Ask, at: int, kind: str) -> tuple[str, ...]:
    shown = text(at) if kind == TEXT else present(at)
    query = f"SELECT DISTINCT v FROM (SELECT {shown} AS v FROM staged WHERE c{at} IS NOT NULL LIMIT 500) WHERE v IS NOT NULL ORDER BY length(v) DESC, v LIMIT 3"  # noqa: E501, S608
    return tuple(str(row[0])[:80] for row in ask(query))


def _misfits(ask: Ask, at: int, kind: str) -> tuple[str, ...]:
    query = f"SELECT DISTINCT {text(at)} FROM staged WHERE {misfit(at, kind)} ORDER BY 1 LIMIT 3"  # noqa: S608 -- see above
    return tuple(str(row[0])[:80] for row in ask(query))


def _missing(ask: Ask, at: int) -> dict[str, int]:
    query = f"SELECT {text(at)}, count(*) FROM staged WHERE {text(at)} IS NOT NULL AND ({present(at)}) IS NULL GROUP BY 1 ORDER BY 2 DESC"  # noqa: E501, S608
    return {str(found): count for found, count in ask(query)}


def table(names: Sequence[str], kinds: Sequence[str], where: str = "TRUE") -> str:
    """SQL of the typed table from the staged text."""
    parts = [f"{value(at, kind)} AS {quoted(name)}" for at, (name, kind) in enumerate(zip(names, kinds, strict=True))]
    return f"SELECT row_number() OVER () AS _id, {', '.join(parts)} FROM staged WHERE {where}"  # noqa: S608 -- see above
