"""What a stranger's SQL may do: one SELECT over named tables, with functions that only compute.

Works on the tree that DuckDB's own parser makes of it (`json_serialize_sql`), so nothing is guessed from the text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MAKING_ROWS = {"range", "generate_series", "unnest"}
_DENIED_PREFIXES = (
    "__internal", "pg_", "has_", "json_serialize_", "json_execute", "json_deserialize_", "duckdb_", "inet_", "current_",
    "parse_duckdb", "txid_", "to_aggregate",
)  # fmt: skip
_DENIED = {
    "getvariable", "getenv", "nextval", "currval", "write_log", "sleep_ms", "pg_sleep", "setseed", "query",
    "query_table", "user", "session_user", "version", "stats", "col_description", "shobj_description",
    "obj_description", "in_search_path",
    "get_block_size", "create_sort_key", "vector_type", "hive_partition_component", "invoke", "apply", "finalize",
    "combine", "combine_aggr", "json_serialize_plan", "read_text", "read_blob", "glob", "which_secret",
}  # fmt: skip
_ALLOWED_ANYWAY = {"current_date", "current_localtime", "current_localtimestamp", "current_timestamp", "pg_typeof"}
LONGEST = 20_000


class Forbidden(ValueError):
    """The query is refused; `problem` is a code (not_select, several, syntax, table, function), `what` the culprit."""

    def __init__(self, problem: str, what: str = "") -> None:
        self.problem, self.what = problem, what
        super().__init__(f"{problem}: {what}")


@dataclass(frozen=True)
class Asked:
    """What a query names."""

    tables: tuple[str, ...]


def check(tree: Mapping[str, Any]) -> Asked:
    """Look at the tree of a query; raises Forbidden."""
    if tree.get("error"):
        told = str(tree.get("error_message", ""))
        raise Forbidden("not_select" if tree.get("error_type") == "not implemented" else "syntax", told)
    statements = tree.get("statements", [])
    if len(statements) != 1:
        raise Forbidden("several")
    defined = {entry["key"].lower() for node in _nodes(statements[0]) for entry in _defined(node)}
    tables: dict[str, None] = {}
    for node in _nodes(statements[0]):
        if (name := _table(node)) and name.lower() not in defined:
            tables[name] = None
        _called(node)
    return Asked(tuple(tables))


def _table(node: Mapping[str, Any]) -> str:
    """The table that a node reads, or ""; raises Forbidden."""
    kind, name = node.get("type"), str(node.get("table_name") or "")
    if kind in ("SHOW_REF", "COLUMN_DATA", "DELIM_GET"):
        raise Forbidden("table", name)
    if kind != "BASE_TABLE":
        return ""
    if node.get("schema_name") or node.get("catalog_name") or node.get("at_clause"):
        raise Forbidden("table", ".".join(node.get("qualified_name", {}).get("path", [name])))
    return name


def _called(node: Mapping[str, Any]) -> None:
    """Look at the function that a node calls, if it does; raises Forbidden."""
    if node.get("type") == "TABLE_FUNCTION":
        called = str((node.get("function") or {}).get("function_name", "")).lower()
        if called not in MAKING_ROWS:
            raise Forbidden("function", called)
    if "function_name" in node and node.get("class") in ("FUNCTION", "WINDOW"):
        called = str(node["function_name"]).lower()
        path = (node.get("qualified_name") or {}).get("path", [called])
        if node.get("schema") or node.get("catalog") or len(path) > 1 or is_denied(called):
            raise Forbidden("function", called)


def is_denied(name: str) -> bool:
    """Whether a function does or tells more than compute."""
    return name not in _ALLOWED_ANYWAY and (name in _DENIED or name.startswith(_DENIED_PREFIXES))


def _defined(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = node.get("cte_map")
    return found.get("map", []) if isinstance(found, Mapping) else []


def _nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
