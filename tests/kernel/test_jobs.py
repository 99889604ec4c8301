"""Jobs: retried, given up, periodic, and taken over from killed workers."""

import signal
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests import jobs_for_tests, processes

from korzo.kernel import jobs
from korzo.kernel.jobs import queries
from korzo.kernel.jobs.models import NextRun, Worker
from korzo.kernel.jobs.worker import Runner, back_off, run_all
from korzo.kernel.refs.models import Link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = jobs_for_tests.periodic.module_path
    monkeypatch.setattr(jobs, "schedules", {ours: jobs.schedules[ours]})
    monkeypatch.setattr(jobs, "ticks", [])


def traces(kind: str = "") -> list[str]:
    return list(Link.objects.filter(to_ref__startswith=f"{kind}:").values_list("to_ref", flat=True))


def not_yet(name: str) -> None:
    NextRun.objects.create(name=name, due_at=timezone.now() + timedelta(hours=1))


@pytest.fixture
def quiet() -> None:
    not_yet(jobs_for_tests.periodic.module_path)


def test_waiting_grows_and_has_an_end() -> None:
    waits = [back_off(attempt).total_seconds() for attempt in range(1, 40)]
    assert waits[:4] == [30, 120, 480, 1920]
    assert waits == sorted(waits)
    assert max(waits) == 6 * 3600


def test_a_job_of_a_rolled_back_transaction_is_gone() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs_for_tests.note.enqueue(what="never")
        raise RuntimeError
    assert not DBTaskResult.objects.exists()


def test_a_failing_job_waits_longer_each_time_and_ends_as_a_dead_letter(quiet: None) -> None:
    jobs_for_tests.fail.enqueue()
    runner, waits = Runner(), []
    while runner.turn():
        job = DBTaskResult.objects.get()
        if job.status == "READY":
            waits.append(round((job.run_after - timezone.now()).total_seconds()))
            assert runner.turn() == 0  # not before its time
            DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    assert [round(wait, -1) for wait in waits] == [30, 120]
    (dead,) = queries.dead_letters()
    assert (dead.exception_class_path, len(dead.worker_ids)) == ("builtins.RuntimeError", 3)


def test_a_dead_letter_can_be_tried_again_or_given_up(quiet: None) -> None:
    jobs_for_tests.fail.enqueue()
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now(), worker_ids=["a", "b", "c"])
    dead = str(queries.dead_letters().get().pk)
    assert queries.try_again(dead)
    assert not queries.try_again(dead)
    assert (queries.state().dead, queries.state().waiting) == (0, 1)
    Runner().turn()
    assert DBTaskResult.objects.get().status == "READY"  # with all its retries
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())
    assert queries.give_up(dead)
    assert not DBTaskResult.objects.exists()


def test_a_batch_runs_everything_that_is_due_and_leaves_no_worker(quiet: None) -> None:
    for what in "abc":
        jobs_for_tests.note.enqueue(what=what)
    run_all()
    assert sorted(traces("done")) == ["done:a", "done:b", "done:c"]
    assert not Worker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_periodic_job_starts_once_whoever_looks_first() -> None:
    together, started = threading.Barrier(2), []

    def look() -> None:
        runner = Runner()
        together.wait()
        started.append(runner.start_due())
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(started) == [0, 1]
    assert DBTaskResult.objects.count() == 1
    run_all()
    assert len(traces("run")) == 1
    assert NextRun.objects.get().due_at > timezone.now() + timedelta(minutes=4)


def test_a_missed_period_is_not_made_up_for() -> None:
    NextRun.objects.create(name=jobs_for_tests.periodic.module_path, due_at=timezone.now() - timedelta(hours=3))
    runner = Runner()
    assert [runner.start_due(), runner.start_due()] == [1, 0]


def test_what_succeeded_long_ago_is_forgotten_and_what_failed_is_kept(quiet: None) -> None:
    for _ in range(2):
        jobs_for_tests.note.enqueue(what="x")
    old, fresh = DBTaskResult.objects.all()
    DBTaskResult.objects.filter(pk=old.pk).update(status="SUCCESSFUL", finished_at=timezone.now() - timedelta(days=8))
    DBTaskResult.objects.filter(pk=fresh.pk).update(status="FAILED", finished_at=timezone.now() - timedelta(days=80))
    Runner().recover()
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [fresh.pk]


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_is_noticed_and_its_job_taken_over(tmp_path: Path, quiet: None) -> None:
    """A real worker process, killed in the middle of a job as by a power cut."""
    jobs_for_tests.linger.enqueue(what="x")
    env = processes.environment(tmp_path / "home")
    code = "import django; django.setup(); import tests.jobs_for_tests\nfrom korzo.kernel.jobs.worker import Runner; Runner().run()"
    worker = processes.start("-c", code, env={**env, "DJANGO_SETTINGS_MODULE": "korzo.site.settings"})
    try:
        processes.wait(lambda: len(traces("started")) == 1, "the worker starts the job")
        assert Client().get("/readyz").json()["workers"] == 1
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    runner = Runner()
    runner.recover()
    assert (
        DBTaskResult.objects.get(task_path=jobs_for_tests.linger.module_path).status == "RUNNING"
    )  # not yet known to be dead
    Worker.objects.update(beat_at=timezone.now() - timedelta(seconds=61))
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["ready"], answer.json()["workers"]) == (503, False, 0)
    assert any("worker" in problem for problem in answer.json()["problems"])
    runner.recover()
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    while runner.run_next():
        pass
    assert len(traces("started")) == 2
    assert DBTaskResult.objects.get(task_path=jobs_for_tests.linger.module_path).status == "SUCCESSFUL"


def test_a_lost_job_uses_up_a_retry(quiet: None) -> None:
    jobs_for_tests.note.enqueue(what="x")
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["a", "b", "gone"], started_at=timezone.now())
    Runner().recover()
    assert queries.state().dead == 1


def test_ready_says_what_is_wrong_and_health_asks_nothing(quiet: None) -> None:
    assert (Client().get("/healthz").content, Client().get("/readyz").status_code) == (b"ok\n", 503)
    Worker.objects.create(id="w", started_at=timezone.now(), beat_at=timezone.now())
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["problems"]) == (200, [])
    jobs_for_tests.note.enqueue(what="x")
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=11))
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["problems"]) == (
        503,
        ["worker: jobs have been waiting for more than ten minutes"],
    )


def test_a_job_that_waits_for_its_retry_does_not_look_stuck(quiet: None) -> None:
    Worker.objects.create(id="w", started_at=timezone.now(), beat_at=timezone.now())
    jobs_for_tests.note.enqueue(what="x")
    DBTaskResult.objects.update(
        enqueued_at=timezone.now() - timedelta(days=1), run_after=timezone.now() - timedelta(seconds=5)
    )
    assert Client().get("/readyz").json()["problems"] == []


def test_metrics_are_for_loopback_or_for_who_has_the_token(
    quiet: None, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings as django_settings
    from pydantic import SecretStr

    assert b"korzo_workers 0.0" in Client().get("/metrics").content
    assert Client(REMOTE_ADDR="198.51.100.7").get("/metrics").status_code == 403
    assert Client(HTTP_X_FORWARDED_FOR="198.51.100.7").get("/metrics").status_code == 403
    monkeypatch.setattr(django_settings.KORZO, "metrics_token", SecretStr("right"))
    assert Client().get("/metrics").status_code == 403
    assert Client().get("/metrics", headers={"Authorization": "Bearer right"}).status_code == 200
