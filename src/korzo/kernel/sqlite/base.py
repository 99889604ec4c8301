"""The database backend; Django looks for it under this name.

SQLite lets one connection write at a time. Others sleep up to a tenth of a second and look again, so that the lock
often lies idle and some wait for seconds. Here whoever begins a transaction first locks a file beside the database,
and the system wakes the next one at once. The lock ends with its process, however that ends.
"""

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that stands in line before it begins to write."""

    _line: int | None = None

    # Django's own names for these steps, which its stubs leave out.
    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db():
            if self._line is None:
                self._line = os.open(f"{self.settings_dict['NAME']}-line", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._line, fcntl.LOCK_EX)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._leave()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self._line is not None:
                os.close(self._line)
                self._line = None

    def _leave(self) -> None:
        if self._line is not None:
            fcntl.flock(self._line, fcntl.LOCK_UN)
