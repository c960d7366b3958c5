"""What a node knew at an earlier time, found by a child beside the serving node.

``python -m detente.serve.past HOME CHANNEL STATUS NUMBER AT_MS`` replays the record up to then and
says in JSON what it would have shown. A child, so that a long record keeps no officer waiting.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.line.message import Line, Status
from detente.core.refusal import Fault
from detente.journal.engines.sqlite import SqliteStore
from detente.node.identity import Identity
from detente.node.past import past_node
from detente.node.views import message as message_of
from detente.serve import home as homes
from detente.serve.version import version
from detente.wire.native import MessageView
from detente.wire.places import load_gazetteer

if TYPE_CHECKING:
    from detente.serve.home import Home

SECONDS_MAX: Final = 120.0  # a million entries take about a minute; longer and nobody waits
HELD: Final = 0
NOT_HELD: Final = 3
_decoder = msgspec.json.Decoder(MessageView)


class PastFault(Fault):
    """The past could not be looked at."""


async def ask(home: Home, line: Line, number: str, at_ms: int) -> MessageView | None:
    """The message as this node knew it at `at_ms`; None when it did not hold it then."""
    words = (str(home.path), line.channel, line.status.value, number, str(at_ms))
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "detente.serve.past",
        *words,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(SECONDS_MAX):
            said, error = await child.communicate()
    except BaseException as fault:
        child.kill()
        await child.wait()
        if isinstance(fault, TimeoutError):
            raise PastFault(f"it took longer than {SECONDS_MAX:.0f} s") from fault
        raise
    if child.returncode == NOT_HELD:
        return None
    if child.returncode != HELD:
        raise PastFault(error.decode("utf-8", "replace")[-500:])
    return _decoder.decode(said)


def look(path: Path, line: Line, number: str, at_ms: int) -> MessageView | None:
    """The message as the node of the home at `path` knew it then. Raises Fault."""
    home = homes.load(path)
    gc.disable()
    with SqliteStore.open_read_only(home.journal_path, home.cipher) as store:
        identity = Identity(home.card(""), home.signer)
        node = past_node(store, at_ms, identity, load_gazetteer(), version())
        return message_of(node, line, number)


def main() -> int:
    """The child: JSON of the message, or exit code 3 when it was not held."""
    home, channel, status, number, at_ms = sys.argv[1:]
    view = look(Path(home), Line(channel, Status(status)), number, int(at_ms))
    if view is None:
        return NOT_HELD
    sys.stdout.write(msgspec.json.encode(view).decode())
    return HELD


if __name__ == "__main__":
    sys.exit(main())
