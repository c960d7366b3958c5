"""The reading of sources, in a process of its own that can do nothing else.

`python -m detente.serve.extract text FORM` reads bytes on stdin and writes the text as JSON;
`… propose` reads a text with its metadata and writes what the rules propose. Whoever publishes a
page decides what is in it, so this process has little memory and little time, may not open a
connection, start a program or write a file, and the node that asked waits on no thread of its own.
Exit 0 with JSON, 1 with one line of reason, anything else when it was stopped by its limits.
"""

from __future__ import annotations

import contextlib
import resource
import sys
from typing import Final, NoReturn

import msgspec

from detente.core.sources.propose import Proposal, Source, propose
from detente.wire.source_text import BYTES_MAX, CHARS_MAX, Extracted, Unreadable, extract

MEMORY_BYTES_MAX: Final = 2 << 30  # of addresses, most of it never touched: a PDF of 16 MB unpacked
CPU_S_MAX: Final = 30  # a book of four million characters takes a few seconds
_FORBIDDEN: Final = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")
_WRITING: Final = frozenset("wax+")


class Ask(msgspec.Struct, frozen=True):
    """A text, and what the rules need to know of it."""

    sha256: str
    publisher: str
    dated: str
    text: str


class Forbidden(Exception):
    """A reader of others' formats tried what nothing here may do."""


def limit() -> None:
    """Give this process little memory, little time and no way out."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES_MAX),
        (resource.RLIMIT_CPU, CPU_S_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit stands already
            resource.setrlimit(what, (most, most))
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise Forbidden(f"{event} is forbidden here")
    mode = args[1] if event == "open" and len(args) > 1 else ""
    if isinstance(mode, str) and _WRITING.intersection(mode):
        raise Forbidden("writing is forbidden here")


def main() -> None:
    """Do what the first argument says with stdin."""
    limit()
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    found: Extracted | tuple[Proposal, ...]
    if verb == "text":
        try:
            data = sys.stdin.buffer.read(BYTES_MAX + 1)
            found = extract(data, sys.argv[2] if len(sys.argv) > 2 else "")
        except Unreadable as error:
            _end(error.reason)
        except (MemoryError, RecursionError, Forbidden) as error:
            _end(f"reading it takes more than is given to it ({type(error).__name__})")
    elif verb == "propose":
        asked = msgspec.json.decode(sys.stdin.buffer.read(8 * CHARS_MAX), type=Ask)
        found = propose(asked.text, Source(asked.sha256, asked.publisher, asked.dated))
    else:
        _end("say text or propose")
    sys.stdout.buffer.write(msgspec.json.encode(found))


def _end(reason: str) -> NoReturn:
    sys.stderr.write(f"{reason}\n")
    raise SystemExit(1)


if __name__ == "__main__":
    main()
