"""Asking the lake: one small interface over Ibis. DuckDB by default, Apache Spark when one machine is outgrown.

    lake = engine.connect()
    cases = lake.table("cases")
    answer = lake.run(cases.group_by("district").agg(reports=cases.count()))  # a pyarrow table

The same expression, or the same SQL (`lake.ask`, in DuckDB's dialect), gives the same answer on both; sums of floating
point numbers may differ in their last digits. Spark reads the same folder, so all its workers must see it (a shared
disk), or reach the object storage that the lake is copied to (`KORZO_LAKE_STORAGE`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from korzo.kernel import publishing

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa


class NoSpark(RuntimeError):
    """Spark is wanted and not there; says what to install."""


class Lake:
    """The published data sets as tables; names have _ where the data set has -."""

    def __init__(self, backend: Any, elsewhere: str = "") -> None:
        self.backend, self.elsewhere = backend, elsewhere
        self._known: dict[str, Any] = {}

    def names(self) -> list[str]:
        """The tables that have any rows."""
        here = Path(settings.KORZO.root) / "open"
        return sorted(
            name.replace("-", "_") for name in publishing.datasets if any((here / name).glob("[!.]*.parquet"))
        )

    def table(self, name: str) -> "ibis.Table":
        """A published data set; raises LookupError for one that is not there."""
        if name not in self.names():
            raise LookupError(f"no such table; there are: {', '.join(self.names())}")
        if name not in self._known:
            self._known[name] = self.backend.read_parquet(self._source(name), table_name=name)
        return self._known[name]

    def ask(self, query: str) -> "pa.Table":
        """Compute a query in DuckDB's SQL over all tables; for Spark it is translated."""
        for name in self.names():
            self.table(name)
        if self.backend.name == "duckdb":
            return self.backend.con.sql(query).to_arrow_table()
        import sqlglot

        (translated,) = sqlglot.transpile(query, read="duckdb", write="spark")
        return self.backend._session.sql(translated).toArrow()  # noqa: SLF001 -- Ibis has no other way to it

    def run(self, expression: "ibis.Expr") -> "pa.Table":
        """Compute an expression."""
        return expression.to_pyarrow()

    def _source(self, name: str) -> Any:
        """The files of a data set: in the home, or where a cluster finds them."""
        folder = name.replace("_", "-")
        here = Path(settings.KORZO.root) / "open" / folder
        if self.backend.name == "duckdb":
            return [str(part) for part in sorted(here.glob("[!.]*.parquet"))]
        return f"{self.elsewhere.rstrip('/')}/{folder}/*.parquet" if self.elsewhere else f"{here}/*.parquet"


@contextmanager
def connect() -> Iterator[Lake]:
    """Open the lake with the engine of the settings; raises NoSpark."""
    if settings.KORZO.lake_engine == "spark":
        lake = Lake(_spark(), settings.KORZO.lake_storage.replace("s3://", "s3a://", 1))
    else:
        lake = Lake(_duckdb())
    try:
        yield lake
    finally:
        lake.backend.disconnect()


def _duckdb() -> Any:
    import ibis  # slow import, like those below: few processes ever ask

    return ibis.duckdb.connect(memory_limit=f"{settings.KORZO.table_memory}MB")


def _spark() -> Any:
    import ibis

    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NoSpark("Spark is not installed: pip install --require-hashes -r requirements/spark.txt") from error
    building = SparkSession.builder.appName("korzo").master(settings.KORZO.spark_master)
    for key, value in {
        "spark.executor.memory": settings.KORZO.spark_memory,
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        **_host(settings.KORZO.spark_master),
    }.items():
        building = building.config(key, value)
    return ibis.pyspark.connect(building.getOrCreate())


def _host(master: str) -> dict[str, str]:
    """A cluster on this machine talks over loopback, whatever the machine's name stands for."""
    if master.startswith("local") or "127.0.0.1" in master:
        return {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return {}
