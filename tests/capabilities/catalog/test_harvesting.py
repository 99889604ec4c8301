"""Other catalogues are taken over: each data set once, what is gone only when it is surely gone, whatever they answer."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone
from tests.capabilities.catalog.elsewhere import Answer, Elsewhere, elsewhere, run, source  # noqa: F401 -- fixtures

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.cli import catalog
from korzo.capabilities.catalog.models import Dataset, Harvested, Run, Source
from korzo.capabilities.catalog.operations import harvesting
from korzo.capabilities.catalog.rules.dcat import reading
from korzo.kernel.people.models import Person


def package(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}", "name": f"set-{number}", "title": f"Set {number}", "notes": "Words",
        "license_id": "open-license", "type": "dataset", "organization": {"name": "grad", "title": "Grad Zagreb"},
        "tags": [{"name": "promet"}], "data_refresh_frequency": "http://publications.europa.eu/resource/authority/frequency/DAILY",
        "coordinator": "Somebody", "extras": [{"key": "odd", "value": "kept"}],
        "resources": [{"id": f"r{number}", "url": "https://example.org/a.csv", "format": "CSV", "name": "Table"}], **more,
    }  # fmt: skip


@pytest.mark.django_db
def test_what_is_there_stands_here_and_twice_is_no_change(source: Source, elsewhere: Elsewhere) -> None:
    elsewhere.ckan([package(number) for number in range(230)])
    first = run(source)
    assert (first.state, first.counts) == (
        "done",
        {"found": 230, "new": 230, "changed": 0, "unchanged": 0, "removed": 0, "failed": 0},
    )
    made = Dataset.objects.get(name="set-7")
    assert (made.origin, made.step, made.licence, made.frequency, made.contact_name) == (
        "harvested",
        "published",
        "open-license",
        "DAILY",
        "Somebody",
    )
    assert (made.publisher.name, str(made.publisher.title), made.publisher.organisation) == (
        "zagreb-grad",
        "Grad Zagreb",
        None,
    )
    assert made.uri == f"{elsewhere.base}/dataset/set-7"
    assert {"key": "odd", "value": "kept"} in made.extras
    form = made.distributions.get()
    before = made.changed_at
    second = run(source)
    assert (second.counts["unchanged"], second.counts["changed"], second.counts["new"]) == (230, 0, 0)
    made.refresh_from_db()
    assert (made.changed_at, made.distributions.get().pk) == (before, form.pk)
    elsewhere.ckan([package(number, **({"title": "New"} if number == 7 else {})) for number in range(230)])
    assert run(source).counts["changed"] == 1
    made.refresh_from_db()
    assert (str(made.title), made.name, made.distributions.get().pk) == ("New", "set-7", form.pk)


@pytest.mark.django_db
def test_a_few_that_are_gone_go_and_come_back_under_their_address(source: Source, elsewhere: Elsewhere) -> None:
    whole = [package(number) for number in range(20)]
    elsewhere.ckan(whole)
    run(source)
    key = Dataset.objects.get(name="set-3").pk
    elsewhere.ckan([each for each in whole if each["name"] != "set-3"])
    assert run(source).counts["removed"] == 1
    assert Dataset.objects.get(pk=key).step == "deleted"
    elsewhere.ckan(whole)
    assert run(source).counts["new"] == 1
    back = Dataset.objects.get(name="set-3")
    assert (back.pk, back.step) == (key, "published")


@pytest.mark.django_db
def test_a_great_loss_asks_first(
    source: Source, elsewhere: Elsewhere, people: dict[str, Person], now: datetime
) -> None:
    elsewhere.ckan([package(number) for number in range(20)])
    run(source)
    elsewhere.ckan([package(number) for number in range(14)])
    lost = run(source)
    assert (lost.state, Dataset.objects.filter(step="published").count()) == ("waiting", 20)
    with pytest.raises(operations.NotAllowed):
        harvesting.confirm(lost, by=people["officer"], now=now)
    done = harvesting.confirm(lost, by=people["administrator"], now=now)
    assert (done.state, done.counts["removed"], Dataset.objects.filter(step="published").count()) == ("done", 6, 14)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, "text/html", b"<html>Welcome</html>"), "no answer of a CKAN"),
        ((200, "application/json", b'{"result": {"results": ["x"]}}'), "no answer of a CKAN"),
        ((200, "application/json", b"[" * 100_000), "no answer of a CKAN"),
        ((500, "text/plain", b"broken"), "HTTP 500"),
        ((200, "application/json", json.dumps({"result": {"count": 1, "results": [package(1)]}}).encode()), "does not page"),
        ((302, "/api/3/action/package_search", b""), "too many redirections"),
        ((302, "http://10.0.0.1/secret", b""), "only https is asked"),
        ((302, "file:///etc/passwd", b""), "names a host"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_source_that_lies_loops_or_breaks_changes_nothing_that_is_here(
    source: Source, elsewhere: Elsewhere, answer: Answer, said: str
) -> None:
    elsewhere.ckan([package(1), package(2)])
    run(source)
    elsewhere.answer = lambda path, query: answer
    broken = run(source)
    assert broken.state == "failed"
    assert said in broken.reason
    assert Dataset.objects.filter(step="published").count() == 2


@pytest.mark.django_db
def test_one_that_cannot_be_understood_is_reported_and_its_copy_stays(source: Source, elsewhere: Elsewhere) -> None:
    elsewhere.ckan([package(1), package(2), package(3, title="")])
    first = run(source)
    assert (first.counts["new"], first.counts["failed"]) == (2, 1)
    assert first.problems[0]["address"] == f"{elsewhere.base}/dataset/set-3"
    elsewhere.ckan([package(1), package(2, tags="nonsense")])
    second = run(source)
    assert (second.counts["failed"], second.counts["removed"]) == (1, 0)
    elsewhere.ckan([package(1), package(2, url="javascript:alert(1)")])
    third = run(source)
    assert third.counts["changed"] == 1
    assert "landing_page" in third.problems[0]["reason"]
    assert "javascript" not in Dataset.objects.get(name="set-2").landing_page


@pytest.mark.django_db
def test_a_trial_writes_nothing_and_one_run_goes_at_a_time(
    source: Source, elsewhere: Elsewhere, people: dict[str, Person]
) -> None:
    elsewhere.ckan([package(1), package(2)])
    tried = run(source, trial=True)
    assert (tried.counts["new"], Dataset.objects.count(), Harvested.objects.count()) == (2, 0, 0)
    going = Run.objects.create(source=source, began_at=timezone.now(), heard_at=timezone.now())
    with pytest.raises(operations.Refused):
        run(source)
    Run.objects.filter(pk=going.pk).update(heard_at=timezone.now() - timedelta(hours=1))  # it was killed
    assert run(source).counts["new"] == 2
    going.refresh_from_db()
    assert (going.state, going.reason) == ("failed", "killed")


@pytest.mark.django_db
def test_what_came_from_elsewhere_is_read_only_here(
    source: Source, elsewhere: Elsewhere, people: dict[str, Person], now: datetime
) -> None:
    elsewhere.ckan([package(1)])
    run(source)
    with pytest.raises(operations.NotAllowed):
        operations.change(Dataset.objects.get(), {"version": "2"}, by=people["administrator"], now=now)
    page = Client().get("/en/data/set-1/").content.decode()
    assert f"{elsewhere.base}/dataset/set-1" in page


@pytest.mark.django_db
def test_it_runs_from_a_terminal_too(source: Source, elsewhere: Elsewhere) -> None:
    elsewhere.ckan([package(1), package(2, title="")])
    tried = CliRunner().invoke(catalog, ["harvest", "zagreb", "--dry-run"])
    assert (tried.exit_code, Dataset.objects.count()) == (0, 0)
    assert "found 2, new 2" in tried.output
    assert CliRunner().invoke(catalog, ["harvest", "zagreb"]).exit_code == 0
    assert Dataset.objects.get().name == "set-1"
    assert "no such source; there are: zagreb" in CliRunner().invoke(catalog, ["harvest", "split"]).output


TURTLE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://data.example.org/d/{number}> a dcat:Dataset ; dct:title "Promet {number}"@hr, "Саобраћај {number}"@sr-Cyrl, "Verkehr"@de ;
  dct:description "Opis" ; dcat:keyword "promet"@hr ; dct:publisher [ a foaf:Agent ; foaf:name "Grad"@hr ] ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/TRAN> ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/DAILY> ;
  dct:spatial [ dcat:bbox "POLYGON((15 45,16 45,16 46,15 46,15 45))" ] ;
  dct:temporal [ dcat:startDate "2024-01-01"^^xsd:date ; dcat:endDate "2024-12-31"^^xsd:date ] ;
  dcat:distribution <https://data.example.org/d/{number}/csv> .
<https://data.example.org/d/{number}/csv> a dcat:Distribution ; dcat:accessURL <https://data.example.org/{number}.csv> ;
  dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ; dct:license <http://creativecommons.org/licenses/by/4.0/> ; dcat:byteSize "12"^^xsd:nonNegativeInteger .
"""


@pytest.mark.django_db
def test_dcat_is_followed_in_both_dialects_of_its_pages(source: Source, elsewhere: Elsewhere) -> None:
    source.kind, source.address = Source.Kind.DCAT, f"{elsewhere.base}/catalog.ttl?page=1"
    source.save()

    def answer(path: str, query: dict[str, str]) -> Answer:
        page = int(query["page"])
        term = "next" if page == 1 else "nextPage"
        more = (
            f"<#p> a hydra:PagedCollection ; hydra:{term} <{elsewhere.base}/catalog.ttl?page={page + 1}> ."
            if page < 3
            else ""
        )
        return 200, "text/turtle; charset=utf-8", (TURTLE.replace("{number}", str(page)) + more).encode()

    elsewhere.answer = answer
    done = run(source)
    assert (done.state, done.counts["new"]) == ("done", 3)
    made = Dataset.objects.get(uri="https://data.example.org/d/2")
    assert dict(made.title) == {"sr": "Саобраћај 2", "hr": "Promet 2"}
    assert (made.themes, made.frequency, made.licence, made.keywords) == (
        ["TRAN"],
        "DAILY",
        "cc-by",
        {"hr": ["promet"]},
    )
    assert made.spatial is not None
    assert (str(made.temporal_start), str(made.temporal_end), made.spatial["type"]) == (
        "2024-01-01",
        "2024-12-31",
        "Polygon",
    )
    form = made.distributions.get()
    assert (form.url, form.format, form.size, form.licence) == ("https://data.example.org/2.csv", "CSV", 12, "cc-by")
    assert run(source).counts["unchanged"] == 3
    elsewhere.answer = lambda path, query: (
        200,
        "text/turtle",
        (TURTLE.replace("{number}", "1") + f"<#p> hydra:next <{elsewhere.base}/catalog.ttl?page=1> .").encode(),
    )
    circle = run(source)
    assert (circle.state, circle.reason) == ("failed", "the pages go in a circle")


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (BOMB, "application/rdf+xml", reading.Unsafe),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "application/rdf+xml", reading.Unsafe),
        (b'{"@context": "https://evil.example/context.jsonld", "@id": "x"}', "application/ld+json", reading.Unsafe),
        (b'{"@graph": [{"@context": ["https://evil.example/c"]}]}', "application/ld+json", reading.Unsafe),
        (b'{"@context": {"@import": "https://evil.example/c"}}', "application/ld+json", reading.Unsafe),
        (b"@prefix : <x> . : : : ;;; [[[[", "text/turtle", ValueError),
        (b"\xff\xfe\x00garbage", "text/turtle", ValueError),
        (b"<html><body>Not found</body></html>", "text/html", ValueError),
    ],
)  # fmt: skip
def test_hostile_documents_are_refused_and_nothing_is_fetched(
    body: bytes, kind: str, error: type[Exception], elsewhere: Elsewhere
) -> None:
    with pytest.raises(error):
        reading.parse(body, kind, "https://data.example.org/catalog")
    assert elsewhere.asked == []
