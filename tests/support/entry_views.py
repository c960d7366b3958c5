"""Print entries of a real pair of nodes as the API hands them out, for a test of the console.

``python -m tests.support.entry_views``: one JSON object: `plain` (a message, before any key
changed), `later` (one after Amber's key was lost and replaced), `change` (the key's own entry),
`openings` (the first entries of both journals, as they stand at the end).
"""

from __future__ import annotations

import sys

import msgspec

from detente.core.line.commands import Read, Send
from detente.journal.keys import Signer
from detente.node.entry_view import entry
from detente.node.inputs import ChangeKey, Done
from detente.wire.entry_views import EntryView
from tests.support.pair import LINE, Pair, recovery

AMBER = f"{LINE.channel}/ACTUAL/amber"
COBALT = f"{LINE.channel}/ACTUAL/cobalt"


def _said(pair: Pair) -> int:
    """Amber releases a line check, Cobalt reads it; the sequence of its entry."""
    done = pair.do("amber", Send("LCK"))
    assert isinstance(done, Done)
    assert done.number is not None
    sequence = pair.amber.kept(AMBER) - 1
    pair.settle()
    pair.do("cobalt", Read(done.number))
    pair.settle()
    return sequence


def main() -> None:
    """Print them."""
    pair = Pair()
    pair.settle()
    first = _said(pair)

    def seen(sequence: int, journal: str = AMBER) -> EntryView:
        view = entry(pair.amber, journal, sequence, drafts=True)
        assert view is not None
        return view

    plain = seen(first)
    item = ChangeKey(Signer.from_seed(b"n" * 32), recovery("amber"), "lost")
    assert isinstance(pair.amber.step([item])[0], Done)
    change = pair.amber.kept(AMBER) - 1
    pair.connect()
    pair.settle()
    later = _said(pair)
    shown = {
        "plain": plain,
        "later": seen(later),
        "change": seen(change),
        "openings": (seen(0), seen(0, COBALT)),
    }
    sys.stdout.buffer.write(msgspec.json.encode(shown) + b"\n")


if __name__ == "__main__":
    main()
