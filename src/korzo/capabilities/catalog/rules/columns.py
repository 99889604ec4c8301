"""Columns of tables: one type, three names (DuckDB's, CKAN's, Table Schema's), and values written as text."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

KEY = "_id"
LONGEST_NAME = 63
"""Bytes of a column's name (PostgreSQL's and so CKAN's)."""
_INT = {"INTEGER": 2**31, "BIGINT": 2**63, "SMALLINT": 2**15, "TINYINT": 2**7}
CKAN = {
    "VARCHAR": "text", "INTEGER": "int4", "BIGINT": "int8", "DOUBLE": "numeric", "BOOLEAN": "bool", "DATE": "date",
    "TIME": "time", "TIMESTAMP": "timestamp", "JSON": "json", "VARCHAR[]": "_text", "SMALLINT": "int4",
    "TINYINT": "int4", "UTINYINT": "int4", "USMALLINT": "int4", "UINTEGER": "int8", "UBIGINT": "numeric",
    "HUGEINT": "numeric", "FLOAT": "float8", "TIMESTAMP WITH TIME ZONE": "timestamp", "UUID": "text", "BLOB": "text",
    "TIMESTAMP_S": "timestamp", "TIMESTAMP_MS": "timestamp", "TIMESTAMP_NS": "timestamp", "INTERVAL": "text",
}  # fmt: skip
"""What CKAN calls a type of DuckDB."""
DUCKDB = {
    "text": "VARCHAR", "int": "INTEGER", "int4": "INTEGER", "integer": "INTEGER", "int8": "BIGINT", "bigint": "BIGINT",
    "int2": "INTEGER", "smallint": "INTEGER", "numeric": "DOUBLE", "decimal": "DOUBLE", "float": "DOUBLE",
    "float8": "DOUBLE", "float4": "DOUBLE", "double precision": "DOUBLE", "real": "DOUBLE", "bool": "BOOLEAN",
    "boolean": "BOOLEAN", "date": "DATE", "time": "TIME", "timestamp": "TIMESTAMP", "timestamptz": "TIMESTAMP",
    "json": "JSON", "jsonb": "JSON", "_text": "VARCHAR[]", "text[]": "VARCHAR[]", "varchar": "VARCHAR",
    "uuid": "VARCHAR",
}  # fmt: skip
"""What a type of CKAN (PostgreSQL) is kept as."""
SCHEMA = {
    "VARCHAR": "string", "INTEGER": "integer", "BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean",
    "DATE": "date", "TIME": "time", "TIMESTAMP": "datetime", "JSON": "object", "VARCHAR[]": "array",
}  # fmt: skip
"""What Table Schema calls it."""


class Unfit(ValueError):
    """A value is not of its column's type."""


@dataclass(frozen=True)
class Column:
    """A column; `type` as DuckDB has it, `info` what people say about it (label, notes)."""

    name: str
    type: str
    info: Mapping[str, Any] = field(default_factory=dict)
    ckan: str = ""

    @property
    def type_name(self) -> str:
        """The type as CKAN names it."""
        if self.ckan:
            return self.ckan
        return "int" if self.name == KEY else ckan(self.type)

    @property
    def is_number(self) -> bool:
        """Whether sums make sense."""
        return self.type in _INT or self.type in ("DOUBLE", "FLOAT", "HUGEINT") or self.type.startswith("DECIMAL")

    @property
    def is_time(self) -> bool:
        """Whether it is a day or an instant."""
        return self.type == "DATE" or self.type.startswith("TIMESTAMP")


def ckan(type_: str) -> str:
    """CKAN's name of a type of DuckDB."""
    if type_.startswith("DECIMAL"):
        return "numeric"
    return CKAN.get(type_, "_text" if type_.endswith("[]") else "json" if "(" in type_ else "text")


def quoted(name: str) -> str:
    """A name as SQL has it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def is_name(name: str) -> bool:
    """Whether CKAN would take it as a column's name."""
    return (
        bool(name)
        and name == name.strip()
        and not name.startswith("_")
        and '"' not in name
        and not re.search(r"[\x00-\x1f\x7f]", name)
        and len(name.encode()) <= LONGEST_NAME
    )


def fitted(value: Any, type_: str) -> Any:
    """A value from JSON or a query string as DuckDB is given it for a column of this type; raises Unfit."""
    if value is None:
        return None
    try:
        return _fitted(value, type_)
    except (TypeError, ValueError, ArithmeticError):
        raise Unfit(value) from None


def _fitted(value: Any, type_: str) -> Any:  # noqa: C901, PLR0911 -- a line for each type
    if type_ in _INT:
        number = Decimal(str(value)) if not isinstance(value, bool) else None
        if number is None or number != int(number) or not -_INT[type_] <= number < _INT[type_]:
            raise ValueError
        return int(number)
    if type_ in ("DOUBLE", "FLOAT", "HUGEINT", "UBIGINT") or type_.startswith("DECIMAL"):
        if isinstance(value, bool):
            raise ValueError
        return float(value)
    if type_ == "BOOLEAN":
        return _boolean(value)
    if type_ == "DATE":
        return date.fromisoformat(str(value).strip()[:10]) if not isinstance(value, datetime | date) else value
    if type_ == "TIME":
        return time.fromisoformat(str(value).strip())
    if type_.startswith("TIMESTAMP"):
        return _instant(value)
    if type_ == "JSON":
        return value if isinstance(value, str) and _is_json(value) else json.dumps(value, ensure_ascii=False)
    if type_.endswith("[]"):
        listed = json.loads(value) if isinstance(value, str) else value
        return [str(each) for each in listed]
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _boolean(value: Any) -> bool:
    known = {"true": True, "t": True, "yes": True, "on": True, "1": True, "false": False, "f": False, "no": False}
    known |= {"off": False, "0": False}
    found = known.get(str(value).strip().lower())
    if found is None:
        raise ValueError
    return found


def _instant(value: Any) -> datetime:
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def plain(value: Any) -> Any:  # noqa: PLR0911 -- a line for each type
    """A value as JSON has it in CKAN's answers."""
    if isinstance(value, datetime):
        naive = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return naive.isoformat(timespec="milliseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124 -- NaN
        return None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value)


def text(value: Any) -> str:
    """A value as CSV has it."""
    found = plain(value)
    if found is None:
        return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    return json.dumps(found, ensure_ascii=False) if isinstance(found, dict | list) else str(found)
