"""`korzo assessments`, as people in finance offices run it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from korzo.capabilities.assessments.cli import assessments
from korzo.capabilities.assessments.models import Peer

HEAD = "year,municipality,I.,70,71,40,41,42,43,55,403\n"


def test_it_computes_says_what_is_missing_and_where_a_cell_is_wrong(tmp_path: Path) -> None:
    source = tmp_path / "cities.csv"
    rows = [f"2010,Grad {n},200.00,100.00,{n}.00,50.00,20.00,30.00,0,5.00,2.00\n" for n in range(1, 12)]
    source.write_text(HEAD + "".join(rows) + "2010,Krivi,abc,100,1,1,1,1,1,1,1\n", encoding="utf-8")
    book = tmp_path / "grad.xlsx"
    told = CliRunner().invoke(assessments, ["ratios", str(source), "--unit", "Grad 7", "--json", "--xlsx", str(book)])
    assert told.exit_code == 0, told.output
    (row,) = json.loads(told.stdout)["rows"]
    by_id = {each["id"]: each for each in row["ratios"]}
    assert by_id["C3"]["value"] == "0.345794"
    assert by_id["C3"]["percentile"] == "0.545455"  # six of the eleven others
    assert (by_id["C2"]["value"], by_id["C2"]["band"]) == ("0.299065", "good")
    assert (by_id["D3"]["value"], by_id["D3"]["value_reason"]) == (None, "missing")
    assert "line 13, column 3 (I.): “abc” is no number" in told.stderr
    assert "to be confirmed" in told.stderr
    assert book.read_bytes().startswith(b"PK")


def test_what_it_cannot_use_it_says(tmp_path: Path) -> None:
    source = tmp_path / "cities.csv"
    source.write_text("a,b\nc,d\n")
    run = CliRunner().invoke
    assert "no row with codes" in run(assessments, ["ratios", str(source)]).output
    assert (
        "there is no pack nothing; there are " in run(assessments, ["ratios", str(source), "--pack", "nothing"]).output
    )
    source.write_text(HEAD + "2010,Grad,1,1,1,1,1,1,1,1,1\n")
    assert "Niegrad is not in cities.csv" in run(assessments, ["ratios", str(source), "--unit", "Niegrad"]).output


@pytest.mark.django_db
def test_peers_are_loaded_with_the_ratios_of_every_pack_and_take_their_own_place(tmp_path: Path) -> None:
    source = tmp_path / "cities.csv"
    rows = [f"2010,Grad {n},200.00,100.00,{n}.00,50.00,20.00,30.00,0,5.00,2.00\n" for n in range(1, 12)]
    source.write_text(HEAD + "".join(rows), encoding="utf-8")
    asked = ["peers", "load", str(source), "--chart", "slovenia", "--title", "Towns", "--source", "Ministry"]
    for _time in range(2):
        told = CliRunner().invoke(assessments, asked)
        assert told.exit_code == 0, told.output
        assert "slovenia: 11 rows, 11 cities, 2010–2010" in told.output
    seventh = Peer.objects.get(unit="Grad 7", year=2010)
    assert seventh.ratios["mfsa"]["C3"].startswith("0.345794")
    assert seventh.ratios["mfsa"]["D3"] == ""
    assert set(seventh.ratios) >= {"mfsa", "uclg", "south-africa"}
    assert seventh.size_is_revenue


def test_a_report_of_any_city_is_printed_without_a_database(tmp_path: Path) -> None:
    source, out = tmp_path / "cities.csv", tmp_path / "grad.pdf"
    rows = [
        f"{year},Grad {n},200.00,100.00,{n}.00,50.00,20.00,30.00,0,5.00,2.00\n"
        for n in range(1, 12)
        for year in (2010, 2011)
    ]
    source.write_text(HEAD + "".join(rows), encoding="utf-8")
    told = CliRunner().invoke(assessments, ["report", str(source), "--unit", "Grad 7", "-o", str(out)])
    assert told.exit_code == 0, told.output
    assert "Grad 7, 2010–2011" in told.stdout
    assert out.read_bytes().startswith(b"%PDF")
    told = CliRunner().invoke(assessments, ["report", str(source), "--unit", "Nowhere", "-o", str(out)])
    assert "Nowhere is not in cities.csv; it has 11 cities" in told.output
