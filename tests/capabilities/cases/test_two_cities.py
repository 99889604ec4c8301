"""Two cities with a home each exchange a case over real sockets, also when a server dies or an answer is lost."""

import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from tests import ports, processes
from tests.capabilities.cases import reports
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Dispatch, System, Update
from korzo.capabilities.cases.operations import dispatching, hearing
from korzo.capabilities.cases.operations import systems as keeping
from korzo.kernel import jobs
from korzo.kernel.jobs.worker import run_all
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.trail import delivery

pytestmark = pytest.mark.django_db


@dataclass
class Second:
    """The other city: its home's environment, its port, and the process that serves it."""

    env: dict[str, str]
    port: int
    served: "subprocess.Popen[str] | None" = None

    def ask(self, *words: str) -> Any:
        """Do something in its home."""
        done = processes.run("-m", "tests.capabilities.cases.second_city", *words, env=self.env)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout.rpartition("\n")[2])

    def start(self) -> None:
        """Serve it, and wait until it answers."""
        command = ["-m", "granian", "--interface", "wsgi", "korzo.site.wsgi:application", "--host", "127.0.0.1"]
        self.served = processes.start(*command, "--port", str(self.port), "--no-ws", env=self.env, group=True)

        def answers() -> bool:
            with socket.socket() as line:
                return line.connect_ex(("127.0.0.1", self.port)) == 0

        processes.wait(answers, "the second city serves")

    def kill(self) -> None:
        """Let it die at once."""
        if self.served:
            processes.kill_group(self.served, signal.SIGKILL)


class Thief:
    """A line to another port that passes questions on and, when told to, keeps the answer to itself."""

    def __init__(self, port: int) -> None:
        self.to, self.steals, self.stolen = port, False, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                line, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(line,), daemon=True).start()

    def _pass(self, line: socket.socket) -> None:
        with line, socket.create_connection(("127.0.0.1", self.to)) as on:
            threading.Thread(target=_pump, args=(line, on), daemon=True).start()
            if self.steals:
                on.recv(65536)  # it has answered, so it has taken it
                self.stolen += 1
                return
            _pump(on, line)


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while part := source.recv(65536):
            target.sendall(part)
    except OSError:
        return


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Second]:
    root = processes.ROOT
    env = {
        **os.environ, "PYTHONPATH": f"{root / 'src'}:{root}", "KORZO_HOME": str(tmp_path / "second"),
        "KORZO_DATABASE_URL": "", "KORZO_DEBUG": "true",
    }  # fmt: skip
    (tmp_path / "second").mkdir()
    made = Second(env, ports.free())
    yield made
    made.kill()


@pytest.fixture
def system(second: Second, town: City, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> System:
    monkeypatch.setitem(django_settings.KORZO.__dict__, "outside_hosts", "127.0.0.1")
    monkeypatch.setattr(jobs, "schedules", {})
    delivery.start_at_head()
    key = second.ask("build")
    second.start()
    authority = Organisation.objects.create(code="second", kind="authority", name={"en": "Secondgrad"})
    made = System(authority=authority, endpoint=f"http://127.0.0.1:{second.port}/open311/v2", form="xml")
    keeping.keep(made, key=key, by=people["administrator"], now=timezone.now())
    tested = keeping.test(made, by=people["administrator"], now=timezone.now())
    assert tested == keeping.Tested(3, speaks_updates=True, repeats_safely=True), processes.log(second.env).read_text()
    made.kinds = {"pothole": "pothole"}
    made.save()
    return made


def forward(system: System, people: dict[str, Person]) -> Case:
    now = timezone.now()
    case = operations.report(reports.HOLE, by=None, now=now).case
    operations.validate(case, by=people["officer"], now=now)
    operations.forward(case, authority=system.authority, text="Yours.", language="en", by=people["officer"], now=now)
    run_all()
    return case


def later() -> None:
    now = timezone.now()
    Dispatch.objects.filter(next_at__isnull=False).update(next_at=now)
    for key in dispatching.due(now):
        dispatching.advance(key, now=now)


def sent(case: Case) -> Dispatch:
    return Dispatch.objects.get(forwarding__case=case)


def test_a_case_goes_there_and_comes_back_and_another_arrives_once_through_all_troubles(
    system: System, second: Second, people: dict[str, Person]
) -> None:
    case = forward(system, people)
    there = Dispatch.objects.get().number
    operations.comment(case, text="A child fell there.", public=True, by=people["officer"], now=timezone.now())
    run_all()
    assert second.ask("told", there) == [["A child fell there."], 1]
    assert second.ask("work", there) == ["first", case.code]
    assert hearing.read(system, now=timezone.now()) == 3
    system.refresh_from_db()
    assert hearing.read(system, now=timezone.now()) == 0
    heard = Update.objects.filter(kind="heard").values_list("text", flat=True)
    assert list(heard) == ["INVESTIGATING", "Crew comes on Friday.", "Filled with asphalt."]
    assert (Dispatch.objects.get().state, Dispatch.objects.get().solved) == ("answered", True)
    case.refresh_from_db()
    assert case.state == "forwarded"  # only its owner closes it

    # The server is dead; then it takes the case, and its answer is lost.
    second.kill()
    again = forward(system, people)
    assert sent(again).state == "waiting"
    second.start()
    thief = Thief(second.port)
    System.objects.update(endpoint=f"http://127.0.0.1:{thief.port}/open311/v2")
    thief.steals = True
    later()
    assert (sent(again).state, thief.stolen) == ("uncertain", 1)
    thief.steals = False
    later()
    assert sent(again).state == "sent"
    assert second.ask("told", sent(again).number) == [[], 2]
    thief.listener.close()
