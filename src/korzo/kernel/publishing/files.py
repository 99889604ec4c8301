"""Files that appear whole or not at all, written by one process at a time."""

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FICLONE = 0x40049409
PATIENCE = 60.0


class Busy(TimeoutError):
    """Another writer holds the file for too long."""


@contextmanager
def staged(path: Path, *, copied: bool = False, patience: float = PATIENCE) -> Iterator[Path]:
    """Yield where to write the new file; when all went well it takes the place of the old one.

    With `copied` it begins as a copy of the old one (which shares its blocks where the disk can do that). Others wait
    meanwhile; the lock of a killed writer is gone with it, and its unfinished file goes with the next. Raises Busy.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path.with_name(f".{path.name}.lock"), patience=patience):
        for stale in path.parent.glob(f".{path.name}.*.part*"):
            swept(stale)
        part = path.with_name(f".{path.name}.{os.getpid()}-{time.monotonic_ns()}.part")
        try:
            if copied and path.exists():
                copy(path, part)
            yield part
            _synced(part)
            part.replace(path)
            _synced(path.parent)
        finally:
            part.unlink(missing_ok=True)
            part.with_name(f"{part.name}.wal").unlink(missing_ok=True)


@contextmanager
def locked(path: Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold a lock file; raises Busy."""
    until = time.monotonic() + patience
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Busy(path.name) from None
                time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def copy(source: Path, target: Path) -> None:
    """Copy a file as cheaply as the disk allows."""
    with source.open("rb") as old, target.open("wb") as new:
        try:
            fcntl.ioctl(new.fileno(), FICLONE, old.fileno())
        except OSError:
            left = os.fstat(old.fileno()).st_size
            try:
                while left > 0 and (done := os.copy_file_range(old.fileno(), new.fileno(), left)):
                    left -= done
            except OSError as error:
                if error.errno not in (errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP):
                    raise
                shutil.copyfile(source, target)


def swept(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
