"""A stranger's SQL takes no more memory than its own process may."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from django.conf import settings

from korzo.kernel.publishing import apart, store


@pytest.fixture
def tables() -> dict[str, Path]:
    path = Path(settings.KORZO.root) / "tables" / "apart.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as made:
        made.execute("CREATE TABLE data AS SELECT i AS _id, 'x' || i AS s FROM range(100_000) t(i)")
    return {"data": path}


def test_what_fills_memory_ends_alone_and_the_next_is_answered(tables: dict[str, Path]) -> None:
    before = _peak()
    for query in (
        "SELECT repeat('a', 50000000) FROM data",
        "SELECT repeat(s, 1000000) FROM data",
        "SELECT list(a.s) FROM data a, data b",
    ):
        with pytest.raises((store.TooLarge, store.TooSlow)):
            apart.ask(tables, query, seconds=4, most=500)
    columns, rows = apart.ask(tables, "SELECT count(*) AS n FROM data", seconds=4, most=1)
    assert (columns, rows) == ([store.Column("n", "BIGINT")], [(100_000,)])
    assert _peak() - before < 200 * 2**20


def test_a_process_waits_for_the_next_query_and_knows_nothing_of_ours(
    tables: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KORZO_SECRET", "hush")
    apart.close()
    apart.ask(tables, "SELECT 1", seconds=4, most=1)
    (waits,) = apart._idle
    assert b"hush" not in Path(f"/proc/{waits.running.pid}/environ").read_bytes()
    apart.ask(tables, "SELECT 2", seconds=4, most=1)
    assert apart._idle == [waits]
    with pytest.raises(store.TooSlow):
        apart.ask(tables, "SELECT count(*) FROM data a, data b, data c", seconds=1, most=1)
    assert waits.is_over


def test_a_process_that_ended_while_it_waited_is_not_asked(tables: dict[str, Path]) -> None:
    apart.ask(tables, "SELECT 1", seconds=4, most=1)
    for each in apart._idle:
        each.running.kill()
        each.running.wait()
    assert apart.ask(tables, "SELECT 3 AS n", seconds=4, most=1)[1] == [(3,)]


def test_others_have_their_turn(tables: dict[str, Path]) -> None:
    long = "SELECT count(*) FROM data a, data b, data c"
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(apart.ask, tables, long, seconds=0.5, most=1) for _each in range(4)]
        assert all(isinstance(each.exception(), store.TooSlow) for each in asked)
    assert apart.ask(tables, "SELECT 3 AS n", seconds=4, most=1)[1] == [(3,)]


def test_a_damaged_file_is_told_without_its_folder(tables: dict[str, Path]) -> None:
    raw = bytearray(tables["data"].read_bytes())
    for content in (b"nonsense" * 1000, bytes(raw[:12288]) + b"\xff" * (len(raw) - 12288)):
        tables["data"].write_bytes(content)
        with pytest.raises(store.Broken) as told:
            apart.ask(tables, "SELECT max(s) FROM data", seconds=4, most=1)
        assert str(told.value) == ""
        with pytest.raises(store.Broken), store.opened(tables["data"]) as table:
            table.all(f"SELECT max(s) FROM {table.data}")
    tables["data"].unlink()
    with pytest.raises(store.Missing):
        apart.ask(tables, "SELECT * FROM data", seconds=4, most=1)


def _peak() -> int:
    told = Path(f"/proc/{os.getpid()}/status").read_text()
    return int(told.split("VmHWM:")[1].split()[0]) * 1024


def test_what_goes_wrong_while_writing_names_no_folder_of_this_machine(tables: dict[str, Path]) -> None:
    home = Path(settings.KORZO.root)
    broken = home / "files" / "broken.parquet"
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_bytes(b"PAR1 and nothing else")
    for query in (f"SELECT * FROM read_parquet('{broken}')", f"SELECT * FROM read_csv('{home}/secret.key')"):
        with pytest.raises(store.Wrong) as wrong, store.replacing(tables["data"], sources=[broken]) as new:
            new.run(f"CREATE TABLE data AS {query}")
        assert str(home) not in str(wrong.value)
        assert len(str(wrong.value)) > 20
