"""What all tests share: a real database, a small city, people in each role."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from korzo.capabilities.cases.jobs import learning
from korzo.capabilities.cases.queries import deciding
from korzo.capabilities.catalog.queries import index
from korzo.kernel import jobs
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.places import memory
from korzo.kernel.publishing import lake
from korzo.site import shelf
from tests import city

SHARED = Path(__file__).resolve().parents[2] / "shared"
append_only = import_module("korzo.kernel.migrations.0002_trail_append_only")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give what drives a real browser a second try: a machine that stands still for seconds is no fault of the page.

    Files with browsers take long and go first, then those with many tests, so that no worker is left alone at the end.
    """
    driven = {item.path for item in items if item.get_closest_marker("browser")}
    tests = Counter(item.path for item in items)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: (item.path not in driven, -tests[item.path], item.path))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let tests with real servers empty the trail between them; that it refuses this otherwise has a test of its own."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        append_only.backwards(None, editor)


@pytest.fixture(scope="session", autouse=True)
def no_processes_aside() -> None:
    """Take out the periodic jobs that start a process of their own: it would work on another home than the test's."""
    for schedule in (learning.learn, lake.publish_changes):
        jobs.schedules.pop(schedule.module_path, None)


@pytest.fixture(autouse=True)
def clean_slate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each test an empty cache and folders of its own."""
    cache.clear()
    memory.forget()
    deciding.forget()
    index.forget()
    shelf.forget()
    translation.activate("en")
    for name in ("files", "open", "mail"):
        (tmp_path / name).mkdir()
    monkeypatch.setitem(settings.KORZO.__dict__, "root", tmp_path)
    yield
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def shared() -> Path:
    """Real data beside the project; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the real data in ../shared, which is not here")
    return SHARED


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning."""
    return datetime(2026, 3, 11, 9, 30, tzinfo=UTC)


@pytest.fixture
def town(db: None) -> city.City:
    """A small city with two districts, four streets, offices, categories and routing."""
    return city.build()


@pytest.fixture
def people(town: city.City) -> dict[str, Person]:
    """One person in each role; the officer works for the roads office."""
    made = {"resident": Person.objects.create_user("resident@example.org", "a-long-password", name="Resident")}
    offices = {"officer": "roads", "agent": "intake", "arbiter": "city", "elected": "city", "administrator": "city"}
    for role, office in offices.items():
        person = Person.objects.create_user(f"{role}@example.org", "a-long-password", name=role.title())
        Membership.objects.create(person=person, organisation=Organisation.objects.get(code=office), role=Role(role))
        made[role] = person
    other = Person.objects.create_user("other@example.org", "a-long-password", name="Other officer")
    Membership.objects.create(person=other, organisation=Organisation.objects.get(code="water"), role=Role.OFFICER)
    made["other"] = other
    return made
