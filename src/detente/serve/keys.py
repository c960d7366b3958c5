"""Change a party's signing key, on a node that is stopped; peers learn it at the next greeting.

The new key is made and kept beside the old one, then the record says so in one commit, then the
files follow. Whatever breaks off in between is finished at the next start, because the record says
which key is the party's. The recovery key is read from where it is kept and never copied here.
Not here: what a change means (journal.rotation, node.epochs), certificates (serve.renewal).
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.refusal import Fault
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.forms import parse_journal
from detente.journal.keys import KeyFileFault, Signer
from detente.journal.sealing import key_name
from detente.journal.signatures import fingerprint, public_from_text, public_to_text
from detente.node.identity import Identity
from detente.node.inputs import ChangeKey, Refused
from detente.node.node import Node
from detente.serve import home as homes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEXT: Final = "sign.next.key"
SIGN: Final = "sign.key"


class KeyFault(Fault):
    """A key cannot be changed, or the key in the home is not the party's any more."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A finished change. Fingerprints; channels: that were told; epochs: journals begun anew."""

    party: str
    reason: str
    old: str
    new: str
    channels: tuple[str, ...]
    epochs: tuple[str, ...]


def change(
    path: Path,
    *,
    reason: str,
    clock: Callable[[], int],
    recovery_key: Path | None = None,
    since_ms: int | None = None,
) -> Changed:
    """Give the node of this home, which is stopped, a new signing key. Raises Fault.

    reason: rotated (signed by the old key), lost or stolen (signed by the recovery key).
    since_ms: from when on a stolen key's entries are not ours; None: from now.
    """
    finish(path)
    home = _home(path, lost=reason == "lost")
    recovery = None if recovery_key is None else Signer.load(recovery_key)
    new = Signer.make()
    beside = path / "keys" / NEXT
    beside.unlink(missing_ok=True)  # of a change that was refused
    with SqliteStore(home.journal_path, cipher=home.cipher) as store:
        node = _node(home, store, clock)
        if node.position == 0:
            raise KeyFault("this node has never run, so its key signs nothing; make a new home")
        new.save(beside)
        before = set(node.journals.own)
        (outcome,) = node.step([ChangeKey(new, recovery, reason, since_ms)])
        if isinstance(outcome, Refused):
            beside.unlink()
            raise KeyFault("; ".join(str(one) for one in outcome.refusals))
        own = [parse_journal(name) for name in node.journals.own]
        begun = sorted(set(node.journals.own) - before)
    old = fingerprint(public_from_text(home.party.key))
    finish(path)
    channels = tuple(sorted({one.line.channel for one in own} - {"house"}))
    return Changed(home.party.party, reason, old, fingerprint(new.public), channels, tuple(begun))


def _home(path: Path, *, lost: bool) -> homes.Home:
    """The home; when its key is lost, with a stand-in that signs nothing."""
    return homes.load(path, signer=Signer.make()) if lost else homes.load(path)


def _node(home: homes.Home, store: SqliteStore, clock: Callable[[], int]) -> Node:
    """The node over its record, without a gazetteer: nothing is decided about places here."""
    info = homes.read_run(home.path)
    address = home.settings.address or (info.peer_address if info else home.settings.peer_listen)
    return Node(
        identity=Identity(home.card(address), home.signer),
        store=store,
        clock=clock,
        entropy=os.urandom,
        gazetteer=Gazetteer(()),
        version="keys",
    )


def finish(path: Path) -> None:
    """Let the files follow what the record says of the party's key, after a change broke off."""
    beside = path / "keys" / NEXT
    if not beside.exists():
        return
    new = public_to_text(Signer.load(beside).public)
    if homes.read_party(path).key != new:
        if _recorded(path) != new:
            beside.unlink()
            return
        homes.write_key(path, new)
    keep_for_opening(path)
    beside.replace(path / "keys" / SIGN)


def keep_for_opening(path: Path) -> None:
    """Keep the signing key that is about to be replaced: it opens what was sealed to it.

    One that is lost is not there to be kept. It signs nothing from here on.
    """
    with contextlib.suppress(KeyFileFault):
        key = Signer.load(path / "keys" / SIGN)
        kept = path / "keys" / f"{homes.FORMER}{key_name(key.public)}.key"
        with contextlib.suppress(FileExistsError):
            key.save(kept)


def _recorded(path: Path) -> str:
    """The party's key as its own record has it last (base64)."""
    home = homes.load(path, signer=Signer.make())
    with SqliteStore(home.journal_path, cipher=home.cipher) as store:
        node = _node(home, store, lambda: 0)
        current = node.journals.keyring.current(node.party)
    return "" if current is None else public_to_text(current)


def check(node: Node) -> None:
    """Raises KeyFault when the record says that another key signs for this party by now."""
    current = node.journals.keyring.current(node.party)
    if current is not None and current != node.identity.signer.public:
        raise KeyFault(
            f"keys/sign.key ({fingerprint(node.identity.signer.public)}) was replaced by "
            f"{fingerprint(current)}; put that key in, or name a new one with detente keys recover"
        )
