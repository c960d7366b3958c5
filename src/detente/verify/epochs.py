"""Journals that begin anew: what a later epoch says of the one before, held against the file.

After a restore what stands beyond the named head is a lost tail: its author's word all the same.
After a theft it is disowned: signed with the author's key, and not its word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from detente.core.events import Previous
from detente.journal.forms import (
    INTEGER_MAX,
    JournalId,
    Malformed,
    from_base64,
    parse_journal,
)

if TYPE_CHECKING:
    from detente.verify.chain import Chain
    from detente.verify.findings import Findings
    from detente.verify.ledger import Ledger

REASONS: Final = ("restored", "stolen")


def previous_problem(chain: Chain, previous: Previous | None) -> str | None:
    """What is wrong with what a journal says that it goes on from; None when it can stand."""
    if chain.id.epoch == 1:
        return None if previous is None else "the first epoch cannot go on from another"
    if previous is None or previous.reason not in REASONS:
        return "a new epoch does not say what it goes on from, and why"
    try:
        before = parse_journal(previous.journal)
        from_base64(previous.root, "root", 32)
    except Malformed as error:
        return f"goes on from no head: {error}"
    if not 0 <= previous.size <= INTEGER_MAX:
        return "goes on from no head: no journal has its size"
    same = (before.line, before.party) == (chain.id.line, chain.id.party)
    if not same or before.epoch >= chain.id.epoch:
        return f"goes on from {previous.journal}, which is no older epoch of it"
    return None


def closed_by(chains: Mapping[str, Chain], journal: str) -> Previous | None:
    """What a later epoch says of the end of this one; of several, the lowest point counts."""
    this = parse_journal(journal)
    found = [point for chain in chains.values() if (point := _point(chain, this)) is not None]
    return min(found, key=lambda one: one.size, default=None)


def _point(chain: Chain, this: JournalId) -> Previous | None:
    previous, later = chain.previous, chain.id
    if previous is None or (later.line, later.party) != (this.line, this.party):
        return None
    before = parse_journal(previous.journal)
    if before.epoch == this.epoch:
        return previous
    if before.epoch < this.epoch < later.epoch and previous.reason == "stolen":
        return Previous(str(this), 0, "", previous.reason)
    return None


def explains(chains: Mapping[str, Chain], journal: str, size: int) -> str | None:
    """Why the file may lack a journal's end up to `size`: a later epoch says so; None if not."""
    end = closed_by(chains, journal)
    if end is None or end.size > size:
        return None
    if end.reason == "stolen":
        return f"its author disowns all from entry {end.size} on: its key was stolen"
    return f"its author was restored from a backup and knows of {end.size} entries"


def check_ends(chains: Mapping[str, Chain], findings: Findings, ledger: Ledger) -> None:
    """Each head that an epoch goes on from is that of the older one; what is disowned, is said."""
    for name, chain in sorted(chains.items()):
        end = closed_by(chains, name)
        if end is None:
            continue
        root = chain.root_at(end.size) if end.size <= chain.size and chain.whole else None
        if end.root and root is not None and root != from_base64(end.root, "root"):
            detail = f"a later epoch goes on from another tree of {end.size} entries"
            findings.problem(0, name, None, "epoch", detail)
        beyond = max(0, chain.size - end.size)
        chain.beyond, chain.end = beyond, end
        if end.reason == "stolen" and beyond:
            detail = f"{beyond} entries from {end.size} on are not {chain.id.party}'s: key stolen"
            findings.remark(0, name, end.size, "disowned", detail)
            ledger.disown(name, end.size)
        elif end.reason == "restored":
            detail = f"goes on in a later epoch after a restore that knew {end.size} entries"
            tail = f"; {beyond} beyond that were lost to it for a time" if beyond else ""
            findings.remark(0, name, None, "restored", detail + tail)
