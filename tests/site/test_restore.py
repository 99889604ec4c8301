"""A backup is laid back by the real command, and who left since then is erased again."""

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
    "print(*Person.objects.values_list('email', flat=True), *Entry.objects.values_list('event', flat=True))\n"
)


@pytest.fixture
def env(tmp_path: Path, db: None) -> dict[str, str]:
    if connection.vendor != "sqlite":
        pytest.skip("the command is tested on SQLite only")
    return {
        **processes.environment(tmp_path / "unused"),
        "KORZO_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "korzo.site.settings",
    }


def test_who_left_after_the_backup_is_erased_again(tmp_path: Path, env: dict[str, str]) -> None:
    def run(home: str, *command: str) -> str:
        (tmp_path / home).mkdir(exist_ok=True)
        done: Any = processes.run(*command, env={**env, "KORZO_HOME": str(tmp_path / home)})
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

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
