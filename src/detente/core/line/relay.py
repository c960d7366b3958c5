"""Words carried between parties that do not recognise one another, so that none can be altered.

Who permits that its words are carried signs them once more, apart from its journal: what was said
(format, fields, remarks), in which status, when, and about what, but neither its own name nor a
number nor a channel. A facilitator copies words and signature into another channel, under the
label by which that channel knows the speaker. Whoever reads there checks them against the key that
was introduced for the label: a word that was changed, added or left out does not fit. Receipts go
back the same way, bound to what they are about by its digest, which is the same on both channels.
Pure: the check of a signature comes in as `State.verify`. Not here: who may carry what
(relaying.py), who signs (node/voice.py).
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from detente.core.line.field import TIME_MAX_MS, TIME_MIN_MS
from detente.core.line.formats import Family
from detente.core.line.message import Relay
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.events import Introduced
    from detente.core.line.formats import Format
    from detente.core.line.judge import Judged
    from detente.core.line.message import Line, Message, Status
    from detente.core.line.state import LineState, State, Tracked
    from detente.core.values import Fields

DOMAIN: Final = "detente/relay/v1"
RELAY_RULES: Final = "relay"  # how the rules begin by which carried words are found wrong
INTRODUCED_MAX: Final = 4_096  # labels on one line that are remembered; a flood has no end
LABEL_CHARS_MAX: Final = 64  # as long as a party's id
_CARRIED: Final = (Family.NOTICE, Family.ALERT, Family.QUESTION)  # receipts and changes follow them
_OPENING: Final[Mapping[str, tuple[str, ...]]] = {
    "INR": ("finding", "same_as"),
    "PRO": ("case",),
    "CON": ("part_of", "follows", "same_as"),
    "CCM": ("contact", "text"),
    "CSU": ("text",),
    "POL": ("instead_of", "policy", "contact"),
    "ACT": (),
    "REP": ("case", "contact", "contradicts"),
}
"""What opens something in a register, and the fields that name messages of its own channel. On
another channel these have other numbers, and the speaker's signature lets nobody write the right
ones in: so it is carried without them only, and what always rests on another message never is."""

_RETELL = "Ask its speaker by another way; do not act on it"


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a message carries. key: what was introduced for the label; empty when nothing.

    problems: why they are not proved to be that party's; empty when they are.
    """

    label: str
    key: str
    problems: tuple[Refusal, ...] = ()


def carried_problem(fmt: Format, fields: Fields) -> tuple[str, str] | None:
    """Why a message of this format is not carried, whoever permits it: reason and remedy."""
    if fmt.family in _CARRIED:
        return None
    if fmt.code not in _OPENING:
        remedy = "Notices, alerts, questions and what opens a register are; receipts follow"
        return f"{fmt.code} is nothing that is carried", remedy
    named = [name for name in _OPENING[fmt.code] if fields.get(name) is not None]
    if named:
        reason = f"{', '.join(named)} names a message that has another number there"
        return reason, f"Ask its sender for one without {', '.join(named)}"
    pieces = fields.get("evidence")
    listed = pieces if isinstance(pieces, list | tuple) else ()
    if any(isinstance(one, Mapping) and one.get("release") != "public" for one in listed):
        reason = "it names evidence that not everybody may be told of"
        return reason, "Ask its sender for one without that evidence"
    return None


def digest_of(message: Message, status: Status, said_ms: int, about: str | None) -> str:
    """SHA-256 (base64) of what a message says, without who says it, its number and its channel."""
    said = {
        "about": about,
        "agreement": message.agreement,
        "confidence": message.confidence,
        "fields": message.fields,
        "format": message.format,
        "on_behalf_of": message.on_behalf_of,
        "precedence": message.precedence,
        "remarks": message.remarks,
        "remarks_language": message.remarks_language,
        "said_ms": said_ms,
        "status": status,
        "version": message.version,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    data = f"{DOMAIN}\n{text}".encode("utf-8", "surrogatepass")
    return b64encode(hashlib.sha256(data).digest()).decode("ascii")


def signed_bytes(digest: str) -> bytes:
    """What the speaker's signature is over: two lines."""
    return f"{DOMAIN}\n{digest}\n".encode()


def own_words(message: Message, status: Status, about: str | None) -> Relay:
    """The words of a message before they are signed: the signature is empty."""
    said_ms = message.released_ms
    return Relay("", digest_of(message, status, said_ms, about), "", said_ms, about)


def label_of(message: Message) -> str:
    """The label of the party whose words a message carries; empty when they are its author's."""
    return message.relay.label if message.relay is not None else ""


def spoken_digest(tracked: Tracked | None) -> str | None:
    """The digest of what a message says, if it can be carried or was."""
    relay = tracked.message.relay if tracked is not None else None
    return relay.digest if relay is not None else None


def form_problems(message: Message, status: Status) -> tuple[Refusal, ...]:
    """Why the words of a message are not what their digest says, wherever they come from."""
    relay = message.relay
    if relay is None:
        return ()
    found = []
    if len(relay.label) > LABEL_CHARS_MAX or not relay.label.isprintable():
        reason = f"a label has at most {LABEL_CHARS_MAX} printable characters"
        found.append(Refusal("relay.label", "relay-label", reason, "Ask who carried it"))
    if not TIME_MIN_MS <= relay.said_ms <= TIME_MAX_MS:
        reason = f"{relay.said_ms} ms is no plausible time"
        found.append(Refusal("relay.said_ms", "relay-time", reason, _RETELL))
    if digest_of(message, status, relay.said_ms, relay.about) != relay.digest:
        reason = "the words are not those that were signed: something was altered on the way"
        found.append(Refusal("relay.digest", "relay-altered", reason, _RETELL))
    return tuple(found)


def signature_fits(state: State, relay: Relay, key: str) -> bool:
    """Whether the words were signed by `key`."""
    return state.verify(key, relay.signature, signed_bytes(relay.digest))


def voice_of(state: State, line: Line, author: str, message: Message) -> Voice | None:
    """Whose words a message carries, and whether that is proved; None when they are its author's.

    Depends only on the message and on what its author had said on the line before it, so it is
    the same at every member.
    """
    relay = message.relay
    if relay is None or not relay.label:
        return None
    label = relay.label[:LABEL_CHARS_MAX]
    introduced: Introduced | None = state.line(line).introduced.get((author, label))
    if introduced is None and author == state.party:  # its first words here open with it
        introduced = introduced_by(state, line.channel, author).get(label)
    found = list(form_problems(message, line.status))
    if introduced is None:
        reason = f"{author} has introduced nobody as {label} on this channel"
        found.append(Refusal("relay.label", "relay-stranger", reason, f"Ask {author} who that is"))
        return Voice(label, "", tuple(found))
    if not found and not signature_fits(state, relay, introduced.key):
        reason = f"the signature is not {label}'s, by the key that {author} introduced"
        found.append(Refusal("relay.signature", "relay-signature", reason, _RETELL))
    earlier = [
        number
        for on, number in state.spoken.get(relay.digest, ())
        if on == line and _carried_by(state, on, number, author) and number != message.number
    ]
    if earlier:
        reason = f"{earlier[0]} carried the same words before"
        found.append(Refusal("relay", "relay-twice", reason, f"Go by {earlier[0]}"))
    return Voice(label, introduced.key, tuple(found))


def _confirm_problems(known: LineState, verdict: Judged, message: Message) -> tuple[Refusal, ...]:
    """Why who carries words cannot confirm them: only their speaker knows what was meant."""
    target, fmt = verdict.target, verdict.format
    if fmt is None or fmt.code != "CNF" or target is None or target.message.ref is None:
        return ()
    notice = known.messages.get(target.message.ref)
    label = label_of(notice.message) if notice is not None else ""
    if not label or label == label_of(message):
        return ()
    reason = f"{target.number} reads back what {label} said; only {label} can confirm it"
    return (Refusal("relay", "relay-change", reason, f"It comes from {label} by itself"),)


def introduced_by(state: State, channel: str, author: str) -> dict[str, Introduced]:
    """Whom an author has introduced on a channel, by label, whatever the status of the line."""
    return {
        label: one
        for line, here in sorted(state.lines.items())
        if line.channel == channel
        for (by, label), one in here.introduced.items()
        if by == author
    }


def key_warnings(
    state: State, line: Line, author: str, label: str, key: str
) -> tuple[Refusal, ...]:
    """That a label's key is not the one that an officer here compared; nothing when none was."""
    compared = state.pins.get((line.channel, author, label))
    if compared is None or compared == key:
        return ()
    reason = f"{author} gives another key for {label} than the one that was compared here"
    return (Refusal("relay.label", "relay-key-changed", reason, _RETELL),)


def _carried_by(state: State, line: Line, number: str, author: str) -> bool:
    tracked = state.message(line, number)
    return tracked is not None and tracked.author == author and bool(label_of(tracked.message))


def beyond(state: State, line: Line, tracked: Tracked) -> tuple[str, ...]:
    """Who holds a message through a facilitator, as ``label@facilitator``, by its receipts."""
    introduced = state.line(line).introduced
    found = {
        speaker_of(one.party, one.to) for one in tracked.passed if (one.party, one.to) in introduced
    }
    return tuple(sorted(found))


def target_problems(
    fmt: Format | None, message: Message, target: Tracked | None
) -> tuple[Refusal, ...]:
    """Why carried words may not act on the target, or bare words on carried ones.

    What a party said through a facilitator is changed by that party's own words only: the one who
    carries it can neither correct nor cancel nor end it.
    """
    if target is None or fmt is None:
        return ()
    label, of = label_of(message), label_of(target.message)
    if fmt.family is Family.CHANGE and of and label != of:
        reason = f"{target.number} is what {of} said; only {of}'s own words change it"
        return (Refusal("relay", "relay-change", reason, f"Carry what {of} says of it"),)
    relay = message.relay
    if label and relay is not None and relay.about != spoken_digest(target):
        reason = f"these words were not said about {target.number}"
        return (Refusal("relay.about", "relay-about", reason, _RETELL),)
    return ()


def twins(state: State, line: Line, tracked: Tracked) -> list[tuple[Line, Tracked]]:
    """The same words on this node's other lines: the original, or the copies that were carried."""
    digest = spoken_digest(tracked)
    if digest is None:
        return []
    found = []
    for on, number in state.spoken.get(digest, ()):
        twin = state.message(on, number)
        if on != line and twin is not None and twin.author != tracked.author:
            found.append((on, twin))
    return found


def pinned(state: State, line: Line, author: str, label: str, key: str) -> bool:
    """Whether an officer here compared this very key for the label by another way."""
    return bool(key) and state.pins.get((line.channel, author, label)) == key


def speaker_of(author: str, label: str) -> str:
    """How a party is named that speaks through another: no party's id can be mistaken for it."""
    return f"{label}@{author}" if label else author


def placed_as(state: State, author: str, voice: Voice | None) -> str:
    """Whose activity a message announces, for finding conflicts between different parties.

    Who carries the words knows whose they are, and must not find them in conflict with themselves.
    """
    if voice is None:
        return author
    known = [card.party for card in state.cards.values() if card.key == voice.key]
    if author == state.party and voice.key and known:
        return known[0]
    return speaker_of(author, voice.label)


def heard(known: LineState, verdict: Judged, message: Message, voice: Voice | None) -> Judged:
    """The verdict with what speaks against carried words: such a message has no effect."""
    fmt = verdict.format
    found = [*(voice.problems if voice else ()), *target_problems(fmt, message, verdict.target)]
    found += _confirm_problems(known, verdict, message)
    if voice is not None and fmt is not None and fmt.family is Family.LINE:
        reason = f"{fmt.code} is about this line, where {voice.label} is not"
        found.append(Refusal("relay", "relay-family", reason, "Go by what members say of the line"))
    if voice is None and not found:
        return verdict
    return replace(verdict, problems=(*verdict.problems, *found), voice=voice)
