"""From codes to lines: the longest beginning wins, nothing counts twice, nothing is dropped in silence."""

from decimal import Decimal

import pytest

from korzo.capabilities.assessments.rules import charts, currencies, instruments, listings, mapping, packs, tables
from korzo.capabilities.assessments.rules.accounts import own_parts
from korzo.capabilities.assessments.rules.cells import Phase
from korzo.capabilities.assessments.rules.listings import Listing
from korzo.capabilities.assessments.rules.mapping import Amount
from korzo.capabilities.assessments.rules.reading import encodings, of_text
from korzo.capabilities.assessments.rules.tables import BadTable

MFSA = instruments.named("mfsa")


def amounts(given: dict[str, int]) -> list[Amount]:
    return [Amount(code, 2025, Phase.ACTUAL, Decimal(amount)) for code, amount in given.items()]


def lines(found: mapping.Outcome) -> dict[str, Decimal]:
    return {each.cell.row: each.amount for each in found.figures}


@pytest.mark.parametrize("name", packs.names(charts.HERE))
def test_every_chart_leads_to_lines_that_there_are(name: str) -> None:
    chart = charts.named(name)
    rows = {row.id for _table, row in MFSA.lines()}
    assert chart.title["en"]
    assert {line for _prefix, line in chart.rules} <= rows
    assert chart.rules or set(chart.lines) & rows


def test_totals_and_their_parts_count_once() -> None:
    given = {"22": 100, "221": 60, "2211": 20, "24": 7, "9": 1}
    own = own_parts({(code, 2025): Decimal(amount) for code, amount in given.items()})
    assert {code: int(amount) for (code, _year), amount in own.items()} == {
        "22": 40, "221": 40, "2211": 20, "24": 7, "9": 1,
    }  # fmt: skip
    found = mapping.map_(charts.named("gfsm2014"), MFSA, amounts(given))
    assert lines(found) == {"E3": 100, "E9": 7}
    assert set(found.unmapped) == {"9"}


def test_tasks_of_two_codes() -> None:
    found = mapping.map_(charts.named("cofog"), MFSA, amounts({"09/21": 5, "09/22": 6, "09/311": 7, "10C": 1, "04": 9}))
    assert lines(found) == {"G09C": 11, "G09K": 7, "G10C": 1}
    assert set(found.unmapped) == {"04"}


def test_formulas_of_a_chart_say_what_was_used_and_what_is_only_control() -> None:
    given = {"I.": 100, "70": 60, "71": 40, "700": 60, "7000": 60, "999": 5}
    found = mapping.map_(charts.named("slovenia"), MFSA, amounts(given), factor=Decimal(1000))
    assert lines(found) == {"R1": 60_000, "RC": 100_000, "TR": 100_000}
    assert set(found.unmapped) == {"999"}
    assert set(found.ignored) == {"7000"}


def test_heads_tell_year_phase_unit_and_currency() -> None:
    text = "Opština;;;\n(u 000 RSD);;;\nKonto;Opis;Plan 2025.;Rebalans;Izvršenje\n711;Porez;1,5;2;3\n712;X;4;5;6\n713;Y;7;8;9\n"
    listing = Listing(of_text(text).cells)
    told = [(column.year, column.phase) for column in listing.columns]
    assert told == [(2025, Phase.ORIGINAL), (None, Phase.REVISED), (None, Phase.ACTUAL)]
    assert (listings.scale_in(listing.heading), listings.currency_in(listing.heading)) == (1000, "RSD")
    assert next((each.code, each.name, each.amount) for each in listing.entries()) == ("711", "Porez", Decimal("1.5"))
    with pytest.raises(BadTable):
        Listing(of_text("a,b\nc,d\n").cells)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1250", "iso-8859-2"])
def test_latin_of_any_encoding(encoding: str) -> None:
    text = "Šifra;Naziv;Iznos\n711;Đurđevac – čišćenje žljebova;1\n" * 5
    text = text.replace("–", "-") if encoding.startswith("iso") else text
    assert encodings.decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "iso-8859-5"])
def test_cyrillic_of_any_encoding(encoding: str) -> None:
    text = "Шифра;Назив;Износ\n711;Чишћење улица;1\n" * 5
    assert encodings.decoded(text.encode(encoding)) == text


def test_names_of_cities_and_years_in_heads() -> None:
    assert tables.plain_name("MESTNA OBČINA MARIBOR") == "MARIBOR"
    assert tables.plain_name("Dobrova - Polhov Gradec") == "DOBROVA-POLHOV GRADEC"
    assert tables.plain_name("OBČINA SVETI ANDRAŽ V SLOV. GORICAH") == "SVETI ANDRAŽ V SLOVENSKIH GORICAH"
    assert [tables.year_in(each) for each in ("EK-2008-vsi", "2007–2012", "120084")] == [2008, None, None]


def test_only_fixed_rates_turn_one_currency_into_another() -> None:
    assert round(currencies.rate("HRK", "EUR") * Decimal("7.53450"), 20) == 1
    assert currencies.rate("EUR", "BAM") == Decimal("1.95583")
    with pytest.raises(currencies.NoRate):
        currencies.rate("RSD", "EUR")
