"""Tables as XLSX and Parquet, which are written as whole files, by a process of its own and so without settings."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from korzo.capabilities.catalog.rules.columns import Column, text

Batches = Iterable[list[tuple[Any, ...]]]
SHEET_ROWS = 1_048_575
"""Rows below the headings that a sheet of XLSX has room for."""
LONGEST_CELL = 32_767


def xlsx(path: Path, columns: Sequence[Column], batches: Batches) -> None:
    """Write a sheet: the first rows that have room, numbers and times as such, texts that never run."""
    import xlsxwriter  # needed only here

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(str(path), {**options, "tmpdir": str(path.parent)}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        day, instant = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"))
        formats = {"DATE": day, "TIMESTAMP": instant}
        sheet.write_row(0, 0, [column.name for column in columns], bold)
        number = 0
        for batch in batches:
            for row in batch[: SHEET_ROWS - number]:
                number += 1
                for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                    if column.type in formats and value is not None and value.year >= 1900:  # noqa: PLR2004 -- where its calendar begins
                        sheet.write_datetime(number, at, value, formats[column.type])
                    elif isinstance(value, bool | int | float):
                        sheet.write(number, at, value)
                    elif value is not None:
                        sheet.write_string(number, at, text(value)[:LONGEST_CELL])
            if number >= SHEET_ROWS:
                break
        sheet.freeze_panes(1, 0)


def parquet(path: Path, columns: Sequence[Column], batches: Batches) -> None:
    """Write Parquet with the types that it has, everything else as text."""
    import pyarrow as pa  # slow import, needed only here
    import pyarrow.parquet as pq

    kinds = {
        "BIGINT": pa.int64(), "INTEGER": pa.int32(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_(), "DATE": pa.date32(),
        "TIME": pa.time64("us"), "TIMESTAMP": pa.timestamp("us"), "VARCHAR[]": pa.list_(pa.string()),
    }  # fmt: skip
    schema = pa.schema([(column.name, kinds.get(column.type, pa.string())) for column in columns])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            turned = zip(*batch, strict=True)
            arrays = [
                pa.array(
                    [text(each) if each is not None and field.type == pa.string() else each for each in cells],
                    field.type,
                )
                for field, cells in zip(schema, turned, strict=True)
            ]
            writer.write_table(pa.table(arrays, schema=schema))
