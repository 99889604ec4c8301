"""Structured logs: one JSON object a line for machines, readable lines on a terminal; no personal data in either.

What libraries log is not ours to choose, so every line is swept: no request objects (their queries hold what people
typed), no addresses, numbers or secrets in texts, and of exceptions the place and the first line only.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

KEPT_EXTRAS = ("status_code",)
TELLING = (
    re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),  # addresses
    re.compile(r"\+?\d[\d /-]{7,}\d"),  # telephone numbers
    re.compile(r"[A-Za-z0-9_-]{32,}"),  # secrets of links, sessions, keys
    re.compile(r"(?<=/f/)[\w-]+"),  # short ways to somebody's own page
)
TYPED = re.compile(r"""\([^()]*\)|'[^']*'|"[^"]*"|“[^”]*”|\{[^{}]*\}""")
Line = MutableMapping[str, Any]


def swept(text: str) -> str:
    """The text without what may name somebody or open something."""
    for pattern in TELLING:
        text = pattern.sub("…", text)
    return text


def sweep(_logger: Any, _method: str, line: Line) -> Line:
    """Sweep every text of a line, and tell exceptions without what they quote."""
    error = line.pop("exc_info", None)
    error = sys.exc_info() if error is True else error
    error = error[1] if isinstance(error, tuple) else error
    for name, value in line.items():
        if isinstance(value, str) and name not in {"timestamp", "level", "request", "worker"}:
            line[name] = swept(value)
    if isinstance(error, BaseException):
        said = (str(error).splitlines() or [""])[0][:300]
        line["error"] = f"{type(error).__module__}.{type(error).__qualname__}: {swept(TYPED.sub('…', said))}"
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        line["at"] = [
            f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames
        ]
    return line


def configure(options: dict[str, Any]) -> None:
    """Send Django's and Korzo's log lines through the same renderer."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if options.get("json")
        else (structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()))
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(allow=KEPT_EXTRAS)],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                sweep,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("django.server").setLevel(logging.WARNING)
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    logging.getLogger("fontTools").setLevel(logging.WARNING)
