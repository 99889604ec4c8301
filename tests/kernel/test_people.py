"""Accounts, keys, links and leaving, without any page."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from tests.capabilities.cases import reports

from korzo.capabilities.cases import operations as cases
from korzo.capabilities.cases.models import Case, Contact
from korzo.kernel import limits
from korzo.kernel import people as room
from korzo.kernel.jobs.worker import run_all
from korzo.kernel.limits import Limit
from korzo.kernel.messages.models import Message
from korzo.kernel.people import keys, leaving, links
from korzo.kernel.people.models import ApiKey, Erasure, Membership, Organisation, Person, SignInLink
from korzo.kernel.people.roles import Role
from korzo.kernel.trail.models import Entry
from korzo.site.accounts import operations

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=16)


def test_addresses_are_the_same_in_any_case() -> None:
    person = Person.objects.create_user(" Ana@Example.ORG ")
    assert person.email == "ana@example.org"
    assert Person.objects.get_by_natural_key("ANA@example.org ") == person
    with pytest.raises(ValidationError):
        Person.objects.create_user("ana@EXAMPLE.org")


def test_quiet_hours_come_in_pairs() -> None:
    person = Person.objects.create_user("ana@example.org")
    with pytest.raises(IntegrityError):
        Person.objects.filter(pk=person.pk).update(quiet_from="22:00")


def test_a_role_holds_in_its_organisation_and_only_while_the_account_is_open(people: dict[str, Person]) -> None:
    officer, roads = people["officer"], Organisation.objects.get(code="roads")
    assert officer.has_role(Role.OFFICER)
    assert officer.has_role(Role.OFFICER, organisation_id=roads.pk)
    assert not officer.has_role(Role.OFFICER, organisation_id=roads.pk + 1)
    assert not officer.has_role(Role.ADMINISTRATOR)
    officer.is_active = False
    assert not officer.has_role(Role.OFFICER)


def test_a_key_is_kept_as_a_hash_and_ends(now: datetime) -> None:
    person = Person.objects.create_user("ana@example.org")
    key = keys.make(person=person, label="sensor", now=now)
    assert key not in str(ApiKey.objects.values())
    assert keys.holder(key, now=now) == person
    assert ApiKey.objects.get().used_on == now.date()
    assert keys.holder(key + "x", now=now) is None
    Person.objects.update(is_active=False)
    assert keys.holder(key, now=now) is None
    Person.objects.update(is_active=True)
    operations.withdraw_key(key=ApiKey.objects.get(), by=person, now=now)
    assert keys.holder(key, now=now) is None


def test_a_link_works_once_and_only_its_hash_is_kept(now: datetime) -> None:
    wish = links.ask("Ana@example.org", now=now)
    assert SignInLink.objects.get().hash == ""
    secret = links.make(wish.pk, now=now)
    assert secret not in str(SignInLink.objects.values())
    found = links.find(secret, now=now)
    assert found is not None
    assert found.email == "ana@example.org"
    assert links.use(secret, now=now) == found
    assert links.use(secret, now=now) is None
    assert links.find(secret, now=now) is None
    assert links.make(wish.pk, now=now) == ""  # a mail that is written again after that holds no link


def test_a_link_ends_after_a_quarter_of_an_hour_from_its_mail(now: datetime) -> None:
    wish = links.ask("ana@example.org", now=now)
    secret = links.make(wish.pk, now=now + LATER)  # the mail was long in the queue
    assert links.find(secret, now=now + LATER + timedelta(minutes=14)) is not None
    assert links.use(secret, now=now + LATER + timedelta(minutes=15)) is None


def test_no_secret_matches_a_wish_without_a_link(now: datetime) -> None:
    links.ask("ana@example.org", now=now)
    assert links.find("", now=now) is None


def test_a_mail_written_again_ends_the_link_of_the_first(now: datetime) -> None:
    wish = links.ask("ana@example.org", now=now)
    first, second = links.make(wish.pk, now=now), links.make(wish.pk, now=now)
    assert links.use(first, now=now) is None
    assert links.use(second, now=now) is not None


@pytest.mark.django_db(transaction=True)
def test_a_link_pressed_twice_at_once_works_once(now: datetime) -> None:
    secret = links.make(links.ask("ana@example.org", now=now).pk, now=now)
    together, got = threading.Barrier(4), []

    def press() -> None:
        together.wait()
        got.append(links.use(secret, now=now) is not None)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False, False, False, True]


def test_old_wishes_are_forgotten() -> None:
    links.ask("ana@example.org", now=datetime(2020, 1, 1, tzinfo=UTC))
    assert links.forget_old.func() == 1


def test_a_use_can_be_given_back(now: datetime) -> None:
    one = Limit.parse("1/5m")
    assert limits.allow("x", "ana", one, now=now)
    assert not limits.allow("x", "ana", one, now=now)
    limits.give_back("x", "ana")
    limits.give_back("x", "nobody")
    assert limits.allow("x", "ana", one, now=now)


def leaver(now: datetime) -> tuple[Person, Case]:
    person = Person.objects.create_user("ana@example.org", name="Ana Lastavica", phone="+381641234567")
    case = cases.report(reports.with_(email="ana@example.org", name="Ana Lastavica"), by=person, now=now).case
    keys.make(person=person, label="x", now=now)
    run_all()
    return person, case


def everything_kept() -> str:
    """All rows of all tables, as text."""
    from django.apps import apps

    return "\n".join(str(list(model._default_manager.values())) for model in apps.get_models() if model._meta.managed)


def test_a_person_takes_everything_along(town: object, now: datetime) -> None:
    person, case = leaver(now)
    taken = json.loads(json.dumps(operations.take_data(person=person, now=now)))
    assert taken["account"]["email"] == "ana@example.org"
    assert taken["account"]["api_keys"][0]["label"] == "x"
    (mine,) = taken["cases"]
    assert (mine["code"], mine["description"], mine["contact"]["name"]) == (case.code, "Рупа на путу", "Ana Lastavica")
    assert {message["channel"] for message in taken["messages"]} == {"inbox", "email"}
    assert Entry.objects.filter(event="accounts.DataTaken", ref=person.ref).exists()


def test_internal_notes_are_not_handed_out(town: object, people: dict[str, Person], now: datetime) -> None:
    person, case = leaver(now)
    cases.comment(case, text="internal", public=False, by=people["officer"], now=now)
    cases.comment(case, text="answer", public=True, by=people["officer"], now=now)
    (mine,) = operations.take_data(person=person, now=now)["cases"]
    assert [update["text"] for update in mine["updates"]] == ["answer"]


def test_who_leaves_is_named_nowhere_and_what_they_gave_stays(town: object, now: datetime) -> None:
    person, case = leaver(now)
    ref = person.ref
    operations.erase(person=person, by=person, now=now)
    run_all()
    kept = everything_kept()
    assert "ana@example.org" not in kept
    assert "Lastavica" not in kept
    assert "641234567" not in kept
    case.refresh_from_db()
    assert (case.description, Contact.objects.get().person) == ("Рупа на путу", None)
    assert not Message.objects.exists()
    assert Erasure.objects.get().erased_at == now
    entry = Entry.objects.get(event="accounts.AccountErased")
    assert (entry.ref, entry.by, entry.why) == (ref, "", "own wish")


def test_what_a_capability_forgets_fails_whole_or_not_at_all(town: object, now: datetime) -> None:
    person, _case = leaver(now)

    def broken(_person: Person, _now: datetime) -> None:
        raise RuntimeError

    room.erases("broken")(broken)
    try:
        with pytest.raises(RuntimeError):
            operations.erase(person=person, by=person, now=now)
    finally:
        del room.erasers["broken"]
    assert Person.objects.filter(pk=person.pk).exists()
    assert Contact.objects.get().email == "ana@example.org"
    assert not list(leaving.noted(Path(settings.KORZO.root)))


@pytest.mark.django_db(transaction=True)
def test_a_restored_account_is_erased_again(now: datetime) -> None:
    home = Path(settings.KORZO.root)
    ana = Person.objects.create_user("ana@example.org")
    kept = Person.objects.create_user("kept@example.org")
    person_id = ana.pk
    operations.erase(person=ana, by=ana, now=now)
    assert list(leaving.noted(home)) == [(person_id, now)]
    assert "@" not in (home / leaving.FILE).read_text()
    Erasure.objects.all().delete()
    Person.objects.create(id=person_id, email="ana@example.org")  # as a backup brings her back
    assert operations.erase_again(home, now=now) == 1
    assert operations.erase_again(home, now=now) == 0
    assert list(Person.objects.all()) == [kept]
    assert len(list(leaving.noted(home))) == 1
    assert Erasure.objects.get().person_id == person_id


def test_the_last_administrator_stays(people: dict[str, Person], now: datetime) -> None:
    chief = people["administrator"]
    role = Membership.objects.get(person=chief)
    attempts: list[Callable[[], None]] = [
        lambda: operations.erase(person=chief, by=chief, now=now),
        lambda: operations.withdraw_role(membership=role, by=chief, now=now),
        lambda: operations.close(person=chief, by=people["officer"], now=now),
    ]
    for attempt in attempts:
        with pytest.raises(operations.NotPossible):
            attempt()
    operations.give_role(
        person=people["officer"], role=Role.ADMINISTRATOR, organisation=role.organisation, by=chief, now=now
    )
    operations.withdraw_role(membership=role, by=chief, now=now)
    assert [entry.event for entry in Entry.objects.all()] == ["accounts.RoleGiven", "accounts.RoleWithdrawn"]


def test_proving_an_address_locks_out_who_claimed_it_before(now: datetime) -> None:
    thief = Person.objects.create_user("ana@example.org", "the-thief-knows-this")
    ana = operations.join(email="Ana@example.org", now=now)
    assert ana.pk == thief.pk
    assert not ana.has_usable_password()
    ana.set_password("anas-own-password")
    ana.save()
    assert operations.join(email="ana@example.org", now=now).has_usable_password()
