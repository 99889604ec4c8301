"""The worker process: runs jobs, starts periodic ones, takes over what a killed worker left behind."""

import os
import socket
import threading
import time
from datetime import timedelta
from itertools import count

import structlog
from django.db import close_old_connections, connection, transaction
from django.db.utils import OperationalError
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from korzo.kernel import jobs
from korzo.kernel.jobs.models import LOST_AFTER, NextRun, Worker

log = structlog.get_logger()
BEAT = timedelta(seconds=10)
FIRST_RETRY = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
KEPT = timedelta(days=7)


def back_off(attempt: int) -> timedelta:
    """How long to wait after the given failed attempt (1, 2, …): 30 s, 2 min, 8 min …, at most 6 h."""
    factor: int = 4 ** min(attempt - 1, 10)
    return min(FIRST_RETRY * factor, LONGEST_WAIT)


class Runner(db_worker.Worker):
    """django-tasks-db's worker with retries, periods, heart-beat and recovery."""

    def __init__(self, *, interval: float = 0.5, batch: bool = False) -> None:
        """Prepare a worker; with `batch` it stops when nothing is left to do."""
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()}-{os.getpid()}-{time.time_ns() // 1_000_000}"[-64:],
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Work until told to stop."""
        Worker.objects.create(id=self.worker_id, started_at=timezone.now(), beat_at=timezone.now())
        log.info("worker started", worker=self.worker_id)
        stop = threading.Event()
        heart = threading.Thread(target=self._beat, args=(stop,), daemon=True)
        if not connection.in_atomic_block:
            heart.start()
        try:
            for turn in count():
                if not self.running:
                    break
                if not self.batch:
                    close_old_connections()
                done = self.turn(sweep=turn % 60 == 0)
                if not done:
                    if self.batch:
                        break
                    time.sleep(self.interval)
        finally:
            stop.set()
            Worker.objects.filter(id=self.worker_id).delete()

    def turn(self, *, sweep: bool = False) -> int:
        """Do one round of ticks, due schedules and one job; returns how much was done."""
        try:
            done = sum(tick() for tick in jobs.ticks)
            if sweep:
                self.recover()
            done += self.start_due()
            return done + self.run_next()
        except OperationalError as error:
            if not is_locked_database_exception(error):
                raise
            return 0

    def run_next(self) -> int:
        """Claim and run the next job; returns 1 if there was one."""
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not ready.exists():
            return 0
        with exclusive_transaction(ready.db):
            claimed = ready.get_locked()
            if claimed is None:
                return 0
            claimed.claim(self.worker_id)
        self.run_task(claimed)
        if claimed.status == "FAILED":
            self.retry(claimed)
        return 1

    def retry(self, failed: "DBTaskResult[..., object]") -> None:
        """Put a failed job back in the queue for later, unless its retries are used up."""
        attempts = len(failed.worker_ids)
        left = jobs.retries_of.get(failed.task_path, 0) - attempts + 1
        log.warning("job failed", job=failed.task_path, error=failed.exception_class_path, retries_left=max(left, 0))
        if left > 0:
            failed.status, failed.run_after = "READY", timezone.now() + back_off(attempts)
            failed.save(update_fields=["status", "run_after"])

    def start_due(self) -> int:
        """Enqueue the periodic jobs that are due, each exactly once among all workers."""
        now, started = timezone.now(), 0
        known = dict(NextRun.objects.values_list("name", "due_at"))
        for schedule in jobs.schedules.values():
            if schedule.name in known and known[schedule.name] > now:
                continue
            with transaction.atomic():
                NextRun.objects.get_or_create(name=schedule.name, defaults={"due_at": now})
                won = NextRun.objects.filter(name=schedule.name, due_at__lte=now).update(due_at=now + schedule.period)
                if won:
                    schedule.task.enqueue()
            started += won
        return started

    def recover(self) -> None:
        """Give back the jobs of workers that are gone, and forget what finished long ago."""
        alive = set(Worker.alive().values_list("id", flat=True)) | {self.worker_id}
        for lost in DBTaskResult.objects.running():
            if lost.worker_ids and lost.worker_ids[-1] not in alive:
                log.warning("job taken over from a lost worker", job=lost.task_path)
                lost.set_failed(RuntimeError("The worker was stopped in the middle of this job."))
                self.retry(lost)
        Worker.objects.filter(beat_at__lt=timezone.now() - LOST_AFTER * 10).delete()
        DBTaskResult.objects.successful().filter(finished_at__lt=timezone.now() - KEPT).delete()

    def _beat(self, stop: threading.Event) -> None:
        while not stop.wait(BEAT.total_seconds()):
            try:
                Worker.objects.filter(id=self.worker_id).update(beat_at=timezone.now())
            except OperationalError:
                log.warning("heart-beat missed: the database did not answer")
            finally:
                connection.close()


def run_all() -> None:
    """Run everything that is due now in this process, then return: for tests, imports and the demo."""
    Runner(batch=True).run()
