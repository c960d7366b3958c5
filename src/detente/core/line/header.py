"""What surrounds a message's fields beyond sender and receivers: its limits, each with a reason.

The header's optional parts are names and references, so they are short and bounded: what a peer
signs is shown on a screen and kept for ever. A problem here takes the message's effect, as one of
its fields would. Serves domain.md section 9, common header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.core.line.field import TEXT_MAX, check_text
from detente.core.line.formats import VERSION_MAX
from detente.core.line.message import Message, Releasability
from detente.core.refusal import Refusal

PARTIES_MAX = 64  # members of one channel; more is a broadcast, not a line
NAME_CHARS_MAX = 64  # a party's id or label, a unit, a desk
NAMES_CHARS_MAX = 2 * PARTIES_MAX * NAME_CHARS_MAX  # all of them in one text, quotes and all
NUMBER_CHARS_MAX = 96  # PARTY-YEAR-SERIAL with the longest party's name
REFS_MAX = 16  # a message that rests on more than that rests on a file
ELSEWHERE_MAX = 16  # as many items of other channels
KIND_CHARS_MAX = 32  # of a channel, such as humanitarian
LEAF_HASH = re.compile(r"[A-Za-z0-9+/]{43}=")  # SHA-256 in base64


def header_problems(message: Message) -> tuple[Refusal, ...]:
    """Every problem of the header's optional parts, with the path to it; empty when sound."""
    found = [
        *_names(message.info, "info", PARTIES_MAX, NAME_CHARS_MAX),
        *_names(message.refs, "refs", REFS_MAX, NUMBER_CHARS_MAX),
        *_names(message.releasable_to, "releasable_to", PARTIES_MAX, NAME_CHARS_MAX),
        *_release(message),
        *_elsewhere(message),
    ]
    both = sorted(set(message.info) & set(message.to)) if message.info else []
    if both:
        reason = f"{', '.join(one[:NAME_CHARS_MAX] for one in both)} is addressed already"
        found.append(Refusal("info", "info-receiver", reason, "Name each party once"))
    for value, path, limit in (
        (message.on_behalf_of, "on_behalf_of", NAME_CHARS_MAX),
        (message.agreement, "agreement", TEXT_MAX),
        (message.second.officer if message.second else None, "second.officer", NAME_CHARS_MAX),
    ):
        if value is not None:
            found += check_text(value, path, limit)
    if not 1 <= message.version <= VERSION_MAX:
        reason = f"{message.version} is no version"
        found.append(Refusal("version", "version-range", reason, f"Give 1 to {VERSION_MAX}"))
    return tuple(found)


def _names(values: Sequence[str], path: str, most: int, chars: int) -> list[Refusal]:
    """Problems of a list of names or numbers: how many, each once, each short and printable."""
    if not values:
        return []
    if len(values) > most:
        reason = f"{len(values)} given, at most {most} are taken"
        return [Refusal(path, f"{path.replace('_', '-')}-many", reason, "Name the ones that count")]
    found = [
        problem
        for index, value in enumerate(values)
        for problem in check_text(value, f"{path}.{index}", chars)
    ]
    if len(set(values)) < len(values):
        reason = "one is given twice"
        found.append(Refusal(path, f"{path.replace('_', '-')}-twice", reason, "Give each once"))
    return found


def _release(message: Message) -> list[Refusal]:
    """Names go with NAMED, and NAMED with names."""
    if (message.releasability is Releasability.NAMED) == bool(message.releasable_to):
        return []
    if message.releasable_to:
        reason = "parties are named, but it is not released to named ones"
        remedy = "Give releasability named, or name nobody"
    else:
        reason, remedy = "it is released to named parties, and names none", "Name them"
    return [Refusal("releasable_to", "releasable-to", reason, remedy)]


def _elsewhere(message: Message) -> list[Refusal]:
    """Items of other channels are hashes of entries, and few."""
    if len(message.elsewhere) > ELSEWHERE_MAX:
        reason = f"{len(message.elsewhere)} items of other channels, at most {ELSEWHERE_MAX}"
        return [Refusal("elsewhere", "elsewhere-many", reason, "Name the ones that count")]
    found: list[Refusal] = []
    for index, item in enumerate(message.elsewhere):
        path = f"elsewhere.{index}"
        found += check_text(item.kind, f"{path}.kind", KIND_CHARS_MAX)
        if LEAF_HASH.fullmatch(item.entry) is None:
            reason = "the entry is named by something that is no hash"
            remedy = "Name the item by number@channel; the node looks its hash up"
            found.append(Refusal(f"{path}.entry", "elsewhere-entry", reason, remedy))
    return found
