"""What a city publishes by itself: declarations of data sets, from which the lake is written.

A column is published only when it is declared `public`; everything else is personal until somebody decides otherwise.
The lake is a folder of Parquet files (`open/<name>/<partition>.parquet`) with the same as CSV and GeoJSON beside it:
the open-data catalogue, DuckDB and Spark all read that folder.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from korzo.kernel.publishing import privacy

Type = Literal["string", "integer", "number", "boolean", "datetime", "date"]
Row = Mapping[str, Any]

datasets: dict[str, "Dataset"] = {}
listeners: list[Callable[["Dataset", datetime], None]] = []
"""Called after each run with every data set that was written, and the time of the run."""


class Undeclared(LookupError):
    """A row brought a column that its data set does not declare."""


@dataclass(frozen=True)
class Column:
    """A column; it is published only if `public` says so."""

    name: str
    type: Type
    description: str
    public: bool = False


@dataclass(frozen=True)
class Dataset:
    """A data set. `partitions(since)` names the parts that changed since then (None: all); `rows(partition)` gives one.

    `position` names the columns with latitude and longitude, if rows have a place, `time` the one that says when.
    `theme` is a code of the EU's `data-theme`, `frequency` one of its `frequency`, `hvd` one of the high-value
    categories; `keywords` are words that people would look for. The catalogue describes the data set by them.

    `counts` are columns in which numbers below five, and what would give them away, are left out of each part; `cells`
    are the columns that name what was counted (see `privacy`). With `tells_of_others` it is written after all others.
    """

    name: str
    title: Any
    description: Any
    columns: tuple[Column, ...]
    partitions: Callable[[datetime | None], Iterable[str]]
    rows: Callable[[str], Iterator[Row]]
    position: tuple[str, str] | None = None
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    theme: str = "GOVE"
    frequency: str = "DAILY"
    hvd: str = ""
    keywords: tuple[Any, ...] = ()
    time: str = ""
    counts: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    tells_of_others: bool = False

    @property
    def public(self) -> tuple[Column, ...]:
        """The columns that everybody may have."""
        return tuple(column for column in self.columns if column.public)

    def published(self, partition: str) -> Iterator[dict[str, Any]]:
        """The rows of a part with public columns only; raises Undeclared."""
        known = {column.name for column in self.columns}
        names = [column.name for column in self.public]
        found = self.rows(partition)
        if self.counts:
            found = iter(privacy.suppress(list(found), keys=self.cells, counts=self.counts))
        for row in found:
            if extra := set(row) - known:
                raise Undeclared(f"{self.name}: {', '.join(sorted(extra))}")
            yield {name: row.get(name) for name in names}


def declare(dataset: Dataset) -> Dataset:
    """Add a data set to what is published."""
    datasets[dataset.name] = dataset
    return dataset
