"""A backup is laid back by the real command, on either database; who left since then is erased again."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests import processes

from korzo.kernel.people.models import Person

MAKE = (
    "import django; django.setup()\n"
    "from korzo.kernel.people.models import Person\n"
    "for name in ('ana', 'bob'): Person.objects.create_user(f'{name}@example.org')\n"
)
LEAVE = (
    "import django; django.setup()\n"
    "from django.utils import timezone\n"
    "from korzo.kernel.people.models import Person\n"
    "from korzo.site.accounts import operations\n"
    "ana = Person.objects.get(email='ana@example.org')\n"
    "operations.erase(person=ana, by=ana, now=timezone.now())\n"
)
COUNT = (
    "import django; django.setup()\n"
    "from korzo.kernel.people.models import Person; from korzo.kernel.trail.models import Entry\n"
    "print(*Person.objects.order_by('email').values_list('email', flat=True), *Entry.objects.values_list('event', flat=True))\n"
)
LIVE = """
import django; django.setup()
from django.core.management import call_command
from django.utils import timezone
from tests import city
from tests.city import MIDDLE
from korzo.capabilities.cases import operations
from korzo.kernel.people.models import Membership, Organisation, Person
town, now = city.build(), timezone.now()
ana = Person.objects.create_user('ana@example.org', 'three words here', name='Ана Đorđević')
Membership.objects.create(person=ana, organisation=town.roads, role='officer')
for number in range(5):
    what = operations.Report('pothole', f'Рупа {number}\\t\\\\N "ćevap" \\n двa', *MIDDLE, email=f'{number}@example.org')
    case = operations.report(what, by=None, now=now).case
    operations.validate(case, by=ana, now=now)
operations.resolve(case, text='Готово', by=ana, now=now)
operations.report(operations.Report('leak', 'Voda', *MIDDLE, attributes={'FLOW': 'jet'}), by=None, now=now)
"""
TELL = """
import django; django.setup()
import hashlib, json
from django.apps import apps
from django.core import serializers
told = {}
for model in apps.get_models(include_auto_created=True):
    rows = sorted(serializers.serialize('jsonl', model._base_manager.order_by('pk')).splitlines())
    told[model._meta.label] = [len(rows), hashlib.sha256('\\n'.join(rows).encode()).hexdigest()]
from korzo.kernel import search
told['found'] = sorted(hit.ref for hit in search.find('rupa').hits)
print(json.dumps(told))
"""
GO_ON = """
import django; django.setup()
from django.utils import timezone
from tests.city import MIDDLE
from korzo.capabilities.cases import operations
from korzo.kernel.people.models import Person
case = operations.report(operations.Report('pothole', 'Нова рупа', *MIDDLE), by=None, now=timezone.now()).case
operations.validate(case, by=Person.objects.get(), now=timezone.now())
print(case.code)
"""
Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, db: None) -> Iterator[Run]:
    """Run Python in a home of its own, by name; on PostgreSQL each has a database of its own, too."""
    env = {**processes.environment(tmp_path / "unused"), "DJANGO_SETTINGS_MODULE": "korzo.site.settings"}
    with ExitStack() as stack:
        settings: dict[str, dict[str, str]] = {}

        def go(home: str, *command: str, on: str = "") -> str:
            (tmp_path / home).mkdir(exist_ok=True)
            if home not in settings:
                own = stack.enter_context(processes.empty_database())
                settings[home] = {"KORZO_DATABASE_URL": ""} if on == "sqlite" else own
            done: Any = processes.run(*command, env={**env, **settings[home], "KORZO_HOME": str(tmp_path / home)})
            assert done.returncode == 0, done.stderr
            return str(done.stdout)

        yield go


def test_who_left_after_the_backup_is_erased_again(tmp_path: Path, run: Run) -> None:
    run("first", "-m", "korzo", "manage", "migrate", "--verbosity=0")
    run("first", "-c", MAKE)
    run("first", "-m", "korzo", "backup", str(tmp_path / "backup.tar.gz"))
    run("first", "-c", LEAVE)
    list_of_erasures = str(tmp_path / "first" / "erasures.jsonl")
    said = run("second", "-m", "korzo", "restore", str(tmp_path / "backup.tar.gz"), "--erasures", list_of_erasures)
    assert "Accounts erased again: 1." in said
    assert run("second", "-c", COUNT).split() == ["bob@example.org", "accounts.AccountErased"]
    said = run("third", "-m", "korzo", "restore", str(tmp_path / "backup.tar.gz"))
    assert "--erasures" in said
    assert "ana@example.org" in run("third", "-c", COUNT)
    assert not Person.objects.exists()


def test_a_home_moves_to_another_place_as_it_is(tmp_path: Path, run: Run) -> None:
    """On PostgreSQL this also moves a home from SQLite: rows, trail, search, and the numbers that come next."""
    run("old", "-m", "korzo", "manage", "migrate", "--verbosity=0", on="sqlite")
    run("old", "-c", LIVE)
    before = json.loads(run("old", "-c", TELL))
    assert before["cases.Case"][0] == 6
    assert len(before["found"]) == 5
    run("old", "-m", "korzo", "backup", str(tmp_path / "backup.tar.gz"))
    said = run("new", "-m", "korzo", "restore", str(tmp_path / "backup.tar.gz"))
    assert ("from SQLite to PostgreSQL" in said) == (connection.vendor == "postgresql")
    assert (tmp_path / "new" / "korzo.sqlite3").exists() == (connection.vendor == "sqlite")
    after = json.loads(run("new", "-c", TELL))
    assert {name: told for name, told in after.items() if told != before[name]} == {}
    assert "unbroken" in run("new", "-m", "korzo", "trail", "verify")
    assert run("new", "-c", GO_ON).strip().endswith("000007")
    assert len(json.loads(run("new", "-c", TELL))["found"]) == 6
