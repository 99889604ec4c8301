"""Pages of a table as residents and stewards use them, without JavaScript."""

import json
import re
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.capabilities.catalog import sets

from korzo.capabilities.catalog.models import Dataset, Distribution, Version
from korzo.capabilities.catalog.operations import tables
from korzo.capabilities.catalog.queries import drawing
from korzo.kernel.jobs import worker
from korzo.kernel.people.models import Person

People = dict[str, Person]
REPORTS = "street,kind,reported,days,lat,long\n" + "".join(
    f"{'Korzo' if at % 3 else 'Riva'},{'Noise' if at % 2 else '<b>Waste</b>'},2024-0{at % 9 + 1}-11,{at},45.3{at:03},14.4{at:03}\n"
    for at in range(120)
)


@pytest.fixture
def form(people: People, now: datetime) -> Distribution:
    made = sets.form(sets.made(now, name="reports"), now)
    tables.receive(made, [REPORTS.encode()], "reports.csv", by=sets.admin(), now=now)
    worker.run_all()
    made.refresh_from_db()
    return made


def base(form: Distribution) -> str:
    return f"/en/data/reports/{form.pk}/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_resident_counts_reports_by_street_in_three_steps(client: Client, form: Distribution) -> None:
    assert "?view=chart" in text(client, base(form))
    chosen = text(client, f"{base(form)}?view=chart")
    assert '<option value="street">street</option>' in chosen
    drawn = text(client, f"{base(form)}?view=chart&by=street&sum=count")
    assert re.search(r"<td>Korzo</td><td class=\"k-number\">80</td>", drawn)
    assert re.search(r"<td>Riva</td><td class=\"k-number\">40</td>", drawn)


def test_rows_are_searched_filtered_sorted_and_paged(client: Client, form: Distribution) -> None:
    page = text(client, base(form))
    assert "120 rows" in page
    assert "<b>Waste</b>" not in page
    assert "&lt;b&gt;Waste" in page
    assert page.count("<tr>") == 51
    assert "40 rows" in text(client, f"{base(form)}?q=riva")
    assert "10 rows" in text(client, f"{base(form)}?c=days&o=lt&v=10")
    assert "60 rows" in text(client, f"{base(form)}?c=kind&o=has&v=noise&c=&o=has&v=")
    assert 'aria-sort="descending"' in text(client, f"{base(form)}?sort=days+desc")
    assert "Write one to compare with" in text(client, f"{base(form)}?c=days&o=lt&v=many")
    assert text(client, f"{base(form)}?page=999999&sort=nope&by=nope&c=x&o=y&v=z")


def test_groups_by_two_columns_with_dates_and_means(client: Client, form: Distribution) -> None:
    page = text(client, f"{base(form)}?view=chart&by=reported&by2=street&sum=mean&of=days&period=year")
    assert "Mean: days by reported, street" in page
    across = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<th scope=\"(?:col|row)\">.*?</th>", page)]
    assert across[-4:] == ["reported", "Korzo", "Riva", "2024"]
    csv = client.get(f"{base(form)}download/csv/?by=street&sum=sum&of=days").content.decode()
    assert csv.splitlines() == ["street,value", "Korzo,4800", "Riva,2340"]


def test_what_is_taken_away_is_what_is_seen(client: Client, form: Distribution) -> None:
    answer = client.get(f"{base(form)}download/csv/?q=riva")
    assert answer.getvalue().decode().count("\r\n") == 41
    assert answer["Content-Disposition"] == 'attachment; filename="reports-table.csv"'
    for kind in ("excel", "tsv", "json", "geojson", "xlsx", "parquet"):
        assert client.get(f"{base(form)}download/{kind}/").status_code == 200
    assert client.get(f"{base(form)}download/exe/").status_code == 404
    assert "datastore_search" in text(client, f"{base(form)}?view=take")
    assert client.get(f"{base(form)}versions/1/").getvalue() == REPORTS.encode()


def test_the_map_has_places_one_by_one_or_counted(client: Client, form: Distribution) -> None:
    assert "data-features" in text(client, f"{base(form)}?view=map")
    found = client.get(f"{base(form)}map.json?bbox=14,45,15,46&zoom=12&q=riva").json()["features"]
    assert len(found) == 40
    assert client.get(f"{base(form)}map.json?bbox=1,2,nan,4").status_code == 400


def test_sql_is_answered_or_refused_in_words(client: Client, form: Distribution) -> None:
    assert "<td>Korzo</td>" in text(client, f"{base(form)}sql/?sql=SELECT+street,count(*)+FROM+data+GROUP+BY+1")
    assert "Only SELECT is answered" in text(client, f"{base(form)}sql/?sql=DROP+TABLE+data")
    assert "is not available here" in text(client, f"{base(form)}sql/?sql=SELECT+*+FROM+read_csv('/etc/passwd')")
    assert "There is no table" in text(client, f"{base(form)}sql/?sql=SELECT+*+FROM+other")
    assert "root:" not in text(client, f"{base(form)}sql/?sql=SELECT+*+FROM+'/etc/passwd'")


def test_a_table_of_a_draft_is_nobodys_business(client: Client, form: Distribution, people: People) -> None:
    for closed in ({"step": Dataset.Step.DRAFT}, {"step": Dataset.Step.PUBLISHED, "access": Dataset.Access.NON_PUBLIC}):
        Dataset.objects.update(**closed)
        for more in ("", "map.json?bbox=1,2,3,4", "sql/?sql=SELECT+1", "download/csv/", "versions/1/"):
            assert client.get(base(form) + more).status_code == 404
        assert client.get(f"/dataset/{form.dataset_id}/resource/{form.pk}/download/reports.csv").status_code == 404
    client.force_login(sets.admin())
    assert client.get(base(form)).status_code == 200


def test_a_steward_uploads_looks_and_corrects(client: Client, form: Distribution, people: People) -> None:
    client.force_login(people["administrator"])
    desk = f"/en/data/desk/reports/{form.pk}/file/"
    assert client.post(desk).status_code == 422
    sent = SimpleUploadedFile("visits.csv", b"day,n\n01/02/2024,1\n03/04/2024,2\nx,3\n")
    assert client.post(desk, {"file": sent, "look": "1"}).status_code == 302
    assert "is being read" in text(client, desk)
    worker.run_all()
    version = Version.objects.get(number=2)
    check = f"{desk}2/"
    assert check in text(client, desk)
    assert "01/02/2024" in text(client, check)
    answer = client.post(check, {"kind-0": "date_dmy", "kind-1": "integer", "bad": "stop"})
    assert answer.status_code == 302
    worker.run_all()
    version.refresh_from_db()
    assert version.state == Version.State.WAITING
    assert "1 row does not fit" in text(client, check)
    assert client.get(f"{check}rejected/").getvalue().decode("utf-8-sig").splitlines()[1] == "4,day,x,date_dmy"
    assert client.post(check, {"kind-0": "nonsense"}).status_code == 422
    client.post(check, {"kind-0": "date_dmy", "kind-1": "integer", "bad": "keep"})
    worker.run_all()
    assert "2 rows" in text(client, base(form))
    client.post(f"{desk}1/serve/")
    worker.run_all()
    assert "120 rows" in text(client, base(form))


def test_a_steward_has_a_link_fetched(client: Client, form: Distribution, people: People, now: datetime) -> None:
    link = sets.form(form.dataset, now, source="link", url="https://example.org/data.csv")
    client.force_login(people["administrator"])
    desk = f"/en/data/desk/reports/{link.pk}/"
    assert "every so many hours" in text(client, f"{desk}file/")
    for hours, kept in (("24", {"hours": 24}), ("often", {"hours": 24}), ("", None)):
        assert client.post(f"{desk}fetch/", {"hours": hours}).status_code == 302
        link.refresh_from_db()
        assert link.custom.get("korzo_fetch") == kept


@pytest.mark.parametrize("role", ["resident", "other", "agent"])
def test_nobody_else_brings_files(client: Client, form: Distribution, people: People, role: str) -> None:
    client.force_login(people[role])
    desk = f"/en/data/desk/reports/{form.pk}/file/"
    for address in (desk, f"{desk}1/", f"{desk}1/rejected/"):
        assert client.get(address).status_code == 403
    assert client.post(desk, {"file": SimpleUploadedFile("a.csv", b"a\n1\n")}).status_code == 403
    assert client.post(f"{desk}1/serve/").status_code == 403


def test_lines_and_areas_are_drawn_whole_and_no_more_than_a_page_bears(
    client: Client, people: People, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = [[14.4 + step / 20_000, 45.3 + (step % 2) / 1_000_000] for step in range(4_000)]
    ring = [[14, 45], [15, 45], [15, 46], [14, 46], [14, 45]]
    geometries: list[tuple[str, object]] = [
        ("Coast", {"type": "LineString", "coordinates": wave}),
        ("Park", {"type": "Polygon", "coordinates": [ring]}),
        ("Well", {"type": "Point", "coordinates": [14.4, 45.3]}),
        ("Far", {"type": "LineString", "coordinates": [[1, 1], [2, 2]]}),
        ("Mars", {"type": "LineString", "coordinates": [[14, 45], [1400, 45]]}),
        ("Broken", {"type": "Polygon", "coordinates": [[[14, 45], [15, 46]]]}),
        ("Nowhere", None),
    ]
    listed = [{"type": "Feature", "properties": {"name": name}, "geometry": each} for name, each in geometries]
    made = sets.form(sets.made(now, name="reports"), now)
    told = json.dumps({"type": "FeatureCollection", "features": listed})
    tables.receive(made, [told.encode()], "shapes.geojson", by=sets.admin(), at_once=True, now=now)
    page = text(client, f"{base(made)}?view=map")
    assert re.search(r'data-bounds="[01]\.', page)
    ask = f"{base(made)}map.json?bbox=14.39,45.2,14.7,45.4&zoom=11"
    found = client.get(ask).json()
    drawn = {each["properties"]["title"]: each["geometry"] for each in found["features"]}
    assert {name: shape["type"] for name, shape in drawn.items()} == {
        "Coast": "LineString",
        "Park": "Polygon",
        "Well": "Point",
    }
    assert 2 <= len(drawn["Coast"]["coordinates"]) < 20  # a straight line on this screen
    assert (found["drawn"], found["matched"]) == (2, 2)
    assert drawn["Park"]["coordinates"][0][0][0] < 14.39  # its cut edge lies outside the window
    monkeypatch.setattr(drawing, "VERTICES", 3)
    few = client.get(ask.replace("zoom=11", "zoom=20")).json()
    assert (few["drawn"], few["matched"]) == (1, 2)
    assert client.get(f"{base(made)}map.json?bbox=3,3,4,4&zoom=3").json()["drawn"] == 0
