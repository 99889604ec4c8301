"""The asset register: who enters, checks, publishes and deletes data sets, and what strangers get to see."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.models import Change, Dataset, Distribution, Publisher
from korzo.capabilities.catalog.queries import index, lists
from korzo.kernel import trail
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.trail.models import Entry

pytestmark = pytest.mark.django_db
TYPED = {
    "title_sr": "Регистар паркинга",
    "notes_sr": "Сви паркинзи.",
    "access": "PUBLIC",
    "licence": "cc-by",
    "themes": ["TRAN"],
    "keywords_sr": "паркинг, аутомобили",
}


@pytest.fixture(autouse=True)
def fresh() -> None:
    index.forget()


@pytest.fixture
def publishers(people: dict[str, Person], now: datetime) -> dict[str, Publisher]:
    made = {}
    for code in ("roads", "water"):
        office = Organisation.objects.get(code=code)
        made[code] = Publisher.objects.create(name=code, organisation=office, title=office.name, made_at=now)
    people["analyst"] = Person.objects.create_user("analyst@example.org", "a-long-password", name="Analyst")
    roads = Organisation.objects.get(code="roads")
    Membership.objects.create(person=people["analyst"], organisation=roads, role=Role.ANALYST)
    return made


def browser(person: Person | None = None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def typed(publisher: Publisher, **more: Any) -> dict[str, Any]:
    return {**TYPED, "publisher": publisher.pk, "name": "parking", **more}


def entered(publisher: Publisher, by: Person, now: datetime, **more: Any) -> Dataset:
    values = {"name": "parking", "title": {"en": "Parking"}, **more}
    return operations.create(publisher, values, by=by, now=now)


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def found(words: str) -> list[str]:
    result = index.find(index.asked(words), by=None, now=timezone.now())
    return [str(Dataset.objects.get(pk=key)) for key in result.keys]


def test_from_a_form_to_everybody(people: dict[str, Person], publishers: dict[str, Publisher]) -> None:
    officer, analyst = browser(people["officer"]), browser(people["analyst"])
    officer.post("/en/data/desk/new/", typed(publishers["roads"]))
    made = Dataset.objects.get(name="parking")
    assert (made.step, made.keywords["sr"], made.themes) == ("draft", ["паркинг", "аутомобили"], ["TRAN"])
    assert status(browser(), "/en/data/parking/") == 404
    officer.post("/en/data/desk/parking/link/", {"url": "https://example.org/parking.csv", "format": "CSV"})
    assert officer.post("/en/data/desk/parking/step/", {"step": "publish"}).status_code == 403
    officer.post("/en/data/desk/parking/step/", {"step": "submit"})
    analyst.post("/en/data/desk/parking/step/", {"step": "return", "why": "Say since when."})
    assert Entry.objects.get(event="catalog.DatasetReturned").why == "Say since when."
    officer.post("/en/data/desk/parking/step/", {"step": "submit"})
    analyst.post("/en/data/desk/parking/step/", {"step": "publish"})
    page = browser().get("/en/data/parking/").content.decode()
    assert "https://example.org/parking.csv" in page
    assert found("parkinzi") == ["parking"]
    listed = browser().get("/en/data/?q=паркинг&theme=TRAN").content.decode()
    assert "/en/data/parking/" in listed
    told = list(Entry.objects.filter(ref=made.ref).order_by("seq").values_list("event", flat=True))
    assert told[0] == "catalog.DatasetMade"
    assert told[-1] == "catalog.DatasetPublished"
    assert list(trail.verify())[-1] == trail.head()[0]


def test_a_steward_of_one_office_cannot_touch_anothers(
    people: dict[str, Person], publishers: dict[str, Publisher], now: datetime
) -> None:
    made = entered(publishers["roads"], people["officer"], now)
    form = operations.add_form(made, {"url": "https://example.org/a.csv"}, by=people["officer"], now=now)
    other = browser(people["other"])
    for address in ("", "description/", "link/", f"{form.pk}/"):
        assert status(other, f"/en/data/desk/parking/{address}") == 404
    assert other.post("/en/data/desk/parking/step/", {"step": "delete"}).status_code == 404
    with pytest.raises(operations.NotAllowed):
        operations.change(made, {"version": "2"}, by=people["other"], now=now)
    with pytest.raises(operations.NotAllowed):
        operations.change(made, {}, publisher=publishers["water"], by=people["officer"], now=now)
    refused = other.post("/en/data/desk/new/", typed(publishers["roads"], name="mine"))
    assert refused.status_code == 422
    assert not Dataset.objects.filter(name="mine").exists()
    operations.publish(made, by=people["analyst"], now=now)
    assert status(other, "/en/data/parking/") == 200
    assert status(other, "/en/data/desk/parking/") == 403


@pytest.mark.parametrize("role", [None, "resident", "agent", "elected"])
def test_the_desk_is_for_stewards(
    role: str | None, people: dict[str, Person], publishers: dict[str, Publisher]
) -> None:
    client = browser(people[role] if role else None)
    assert status(client, "/en/data/desk/") == (302 if role is None else 403)


def test_nothing_typed_is_lost_when_something_is_wrong(
    people: dict[str, Person], publishers: dict[str, Publisher], now: datetime
) -> None:
    entered(publishers["roads"], people["officer"], now)
    answer = browser(people["officer"]).post(
        "/en/data/desk/new/", typed(publishers["roads"], temporal_start="2026-01-02", temporal_end="2026-01-01")
    )
    page = answer.content.decode()
    assert "Регистар паркинга" in page
    assert "Dataset with this Name in addresses already exists." in page or "already exists" in page
    assert Dataset.objects.count() == 1


def test_a_description_is_stored_whole_or_not_at_all(
    people: dict[str, Person], publishers: dict[str, Publisher], now: datetime
) -> None:
    wrong = {
        "name": "Not A Name",
        "title": {"en": "X"},
        "themes": ["NONE"],
        "frequency": "SOMETIMES",
        "landing_page": "javascript:alert(1)",
        "legislation": "x",
        "unheard": 1,
    }
    with pytest.raises(operations.Refused) as refusal:
        operations.create(publishers["roads"], wrong, by=people["officer"], now=now)
    assert set(refusal.value.problems) == {"unheard"}
    del wrong["unheard"]
    with pytest.raises(operations.Refused) as refusal:
        operations.create(
            publishers["roads"], wrong, forms=[operations.Form({"format": "CSV"})], by=people["officer"], now=now
        )
    assert set(refusal.value.problems) == {"name", "themes", "frequency", "landing_page", "legislation"}
    with pytest.raises(operations.Refused) as refusal:
        operations.create(
            publishers["roads"],
            {"name": "fine", "title": {"en": "X"}},
            forms=[operations.Form({"format": "CSV"})],
            by=people["officer"],
            now=now,
        )
    assert set(refusal.value.problems) == {"distributions.0.url"}
    assert (Dataset.objects.count(), Change.objects.count()) == (0, 0)


def test_an_embargo_ends_by_itself(people: dict[str, Person], publishers: dict[str, Publisher], now: datetime) -> None:
    made = entered(publishers["roads"], people["officer"], now, embargo_until=timezone.now() + timedelta(days=1))
    operations.publish(made, by=people["analyst"], now=timezone.now())
    assert (status(browser(), "/en/data/parking/"), found("parking")) == (404, [])
    assert status(browser(people["officer"]), "/en/data/parking/") == 200
    operations.change(
        made, {"embargo_until": timezone.now() - timedelta(seconds=1)}, by=people["analyst"], now=timezone.now()
    )
    assert (status(browser(), "/en/data/parking/"), found("parking")) == (200, ["parking"])


def test_deprecated_ones_point_to_what_is_kept_and_never_in_a_circle(
    people: dict[str, Person], publishers: dict[str, Publisher], now: datetime
) -> None:
    analyst = people["analyst"]
    old, new = (entered(publishers["roads"], analyst, now, name=name) for name in ("old", "newer"))
    for each in (old, new):
        operations.publish(each, by=analyst, now=now)
    operations.deprecate(old, replaced_by=new, by=analyst, now=now)
    assert "/en/data/newer/" in browser().get("/en/data/old/").content.decode()
    with pytest.raises(operations.Refused):
        operations.deprecate(new, replaced_by=old, by=analyst, now=now)


def test_deleted_ones_come_back_and_purged_ones_do_not(
    people: dict[str, Person], publishers: dict[str, Publisher], now: datetime
) -> None:
    made = entered(publishers["roads"], people["officer"], now)
    operations.publish(made, by=people["analyst"], now=now)
    with pytest.raises(operations.NotAllowed):
        operations.delete(made, by=people["officer"], now=now)
    operations.delete(made, by=people["analyst"], now=now)
    assert (status(browser(), "/en/data/parking/"), found("parking")) == (404, [])
    operations.restore(made, by=people["analyst"], now=now)
    assert (status(browser(), "/en/data/parking/"), found("parking")) == (200, ["parking"])
    form = operations.add_form(made, {"source": "upload", "file_name": "a.csv"}, by=people["analyst"], now=now)
    form.table.parent.mkdir(parents=True, exist_ok=True)
    form.table.write_bytes(b"table")
    with pytest.raises(operations.NotAllowed):
        operations.purge(made, by=people["analyst"], now=now)


@pytest.mark.django_db(transaction=True)
def test_a_purge_takes_the_files_with_it(
    people: dict[str, Person], publishers: dict[str, Publisher], now: datetime
) -> None:
    made = entered(publishers["roads"], people["officer"], now)
    form = operations.add_form(made, {"source": "upload", "file_name": "a.csv"}, by=people["officer"], now=now)
    form.table.parent.mkdir(parents=True, exist_ok=True)
    form.table.write_bytes(b"table")
    operations.purge(made, by=people["officer"], now=now)
    assert not form.table.exists()
    assert not Distribution.objects.exists()


def test_stale_is_what_is_late_by_its_own_rhythm(
    people: dict[str, Person], publishers: dict[str, Publisher], now: datetime
) -> None:
    made = entered(publishers["roads"], people["analyst"], now, frequency="MONTHLY")
    operations.publish(made, by=people["analyst"], now=now)
    assert not lists.is_stale(made, now + timedelta(days=46))
    assert lists.is_stale(made, now + timedelta(days=47))


def test_the_register_lists_closed_ones_with_the_reason(
    people: dict[str, Person], publishers: dict[str, Publisher], now: datetime
) -> None:
    closed = {"access": "NON_PUBLIC", "access_reason": {"en": "Law on data protection"}, "personal_data": True}
    made = entered(publishers["roads"], people["analyst"], now, name="care", title={"en": "Care register"}, **closed)
    entered(publishers["roads"], people["analyst"], now, name="draft", title={"en": "Secret draft"})
    operations.publish(made, by=people["analyst"], now=now)
    page = browser().get("/en/data/register/").content.decode()
    assert "Law on data protection" in page
    assert "Secret draft" not in page
    lines = browser().get("/en/data/register/register.csv").content.decode().splitlines()
    assert lines[0].startswith("name,title,publisher,access,reason,personal_data")
    assert len(lines) == 2
    assert "care,Care register" in lines[1]
    assert "NON_PUBLIC,Law on data protection,True" in lines[1]
