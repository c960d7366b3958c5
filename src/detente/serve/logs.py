"""Logs: one event a line with named fields; for people on a terminal, as JSON otherwise.

Every line that belongs to a request carries its id, which the answer carries too (X-Request-Id).
Tokens, invitations, passphrases, keys and message bodies are never logged: a field that is named
like one is masked even if somebody logs it by mistake, and a traceback shows no local variables.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING, Final, TextIO

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict

LEVEL_VARIABLE: Final = "DETENTE_LOG"
LEVELS: Final = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
SECRET_WORDS: Final = ("token", "secret", "authorization", "invitation", "passphrase", "password")
SECRET_FIELDS: Final = frozenset({"body", "fields", "remarks", "key", "salt"})
MASKED: Final = "[not logged]"


def mask(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace the value of every field that is named like a secret or a message's content."""
    for name in event:
        lower = name.lower()
        if lower in SECRET_FIELDS or any(word in lower for word in SECRET_WORDS):
            event[name] = MASKED
    return event


def level() -> int:
    """From DETENTE_LOG: debug, info, warning or error; info when it says nothing known."""
    return LEVELS.get(os.environ.get(LEVEL_VARIABLE, "").lower(), logging.INFO)


def configure(file: TextIO | None = None) -> None:
    """Log to standard error (or a file); never to standard output, which is for answers."""
    to = file or sys.stderr
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if to.isatty()
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            mask,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level()),
        logger_factory=structlog.WriteLoggerFactory(file=to),
        cache_logger_on_first_use=True,
    )
