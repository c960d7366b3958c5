"""A real process killed with SIGKILL at random, again and again, loses nothing acknowledged."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.journal.engines.sqlite import SqliteStore
from detente.journal.entry import verify_body, verify_signature
from detente.journal.keys import Signer
from detente.journal.merkle import Tree

KILLS = 250
JOURNAL = "coast-1/ACTUAL/amber"
SEED = bytes(range(32))

# Appends batches as fast as it can; prints the position after each durable append. A parent that
# forks is used, so that hundreds of kills do not pay as many interpreter starts.
CHILD = f"""
import os, sys
from pathlib import Path
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.keys import Signer
from detente.journal.own import OwnJournal
from detente.journal.store import Held

def write_until_killed(path, out):
    store = SqliteStore(path)
    own = OwnJournal({JOURNAL!r}, Signer.from_seed({SEED!r}))
    for held in store.replay():
        own.restore(held.entry)
    while True:
        batch = [
            Held(own.size + 1, own.journal, own.next(kind="message", kind_version=1,
                 body=b"x" * 500, salt=os.urandom(32), at_ms=own.size, heads=()), 0)
            for _ in range(1 + own.size % 4)
        ]
        store.append(batch)
        os.write(out, b"%d\\n" % own.size)

for _ in sys.stdin:
    pid = os.fork()
    if pid == 0:
        write_until_killed(Path(sys.argv[1]), 1)
    print("pid", pid, flush=True)
    os.waitpid(pid, 0)
    print("gone", flush=True)
"""


@pytest.mark.slow
def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """250 kills at random moments: every position that was printed is there, whole and signed."""
    path, chance = tmp_path / "n.db", random.Random(7)
    acknowledged = 0
    parent = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    out = parent.stdout.fileno()
    try:
        for _ in range(KILLS):
            os.write(parent.stdin.fileno(), b"go\n")
            life = _one_life(out, chance.uniform(0.0, 0.02), writing=chance.random() < 0.7)
            acknowledged = max(acknowledged, life)
    finally:
        parent.stdin.close()
        parent.wait(10)
        parent.stdout.close()
    assert acknowledged > KILLS
    _check(path, acknowledged)


def _one_life(out: int, seconds: float, *, writing: bool) -> int:
    """Let the child live `seconds` from its start, or from its first write; the last it printed."""
    text, deadline, killed = b"", float("inf"), False
    while b"gone" not in text:
        wait = 30.0 if killed else min(30.0, max(0.0, deadline - time.monotonic()))
        if select.select([out], [], [], wait)[0]:
            text += os.read(out, 65_536)
        words = text.split(b"\n")[:-1]
        pids = [int(word[4:]) for word in words if word.startswith(b"pid ")]
        if pids and deadline == float("inf") and (not writing or len(words) > 1):
            deadline = time.monotonic() + seconds
        if pids and not killed and time.monotonic() >= deadline:
            os.kill(pids[0], signal.SIGKILL)
            killed = True
    return max((int(word) for word in text.split(b"\n")[:-1] if word.isdigit()), default=0)


def _check(path: Path, acknowledged: int) -> None:
    tree, public = Tree(), Signer.from_seed(SEED).public
    with SqliteStore(path) as store:
        assert store.position >= acknowledged
        for sequence, held in enumerate(store.replay()):
            entry = held.entry
            assert (held.position, entry.header.sequence) == (sequence + 1, sequence)
            assert verify_body(entry.header, entry.salt, entry.body)
            if sequence % 50 == 0:
                assert verify_signature(entry.header_bytes, entry.signature, public)
            tree.append(entry.header_bytes)
    assert tree.size >= acknowledged
