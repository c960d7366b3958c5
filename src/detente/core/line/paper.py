"""Paper entries (PPR): what came by voice, radio, fax or paper, as the receiver wrote it down.

It is the receiver's own message and proves what was written down, not what was said. Until the
signed original is held, the activity that it speaks of stands in the picture as the speaker's, for
unknown is not clear; from then on the original counts and the two are compared, whichever came
first, so that every order of arrival ends in the same state. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.core.line.formats import examine
from detente.core.line.relay import placed_as
from detente.core.line.tables import find, read_as
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.airspace.volume import Airspace
    from detente.core.line.judge import Judged
    from detente.core.line.message import Message
    from detente.core.line.relay import Voice
    from detente.core.line.state import LineState, State, Tracked
    from detente.core.values import Fields, Json

PAPER = "PPR"
RELEASED_MS = "their_released_ms"
HEADING = (
    *("their_to", "their_info", RELEASED_MS, "their_behalf", "their_second", "their_refs"),
    *("their_agreement", "their_releasability", "their_named", "their_confidence"),
    *("their_elsewhere", "their_relay", "their_overridden"),
)
"""The fields of a paper entry that hold the header of what was written down."""
DIFFERENCES_MAX = 20  # named of one paper entry; more is another message altogether


def is_paper(message: Message) -> bool:
    """Whether a message is a paper entry."""
    return message.format == PAPER


def speaker(fields: Fields) -> str:
    """Who said it, as a party's id; empty when nobody is named."""
    party = fields.get("party")
    return party.strip().lower() if isinstance(party, str) else ""


def their_number(fields: Fields) -> str:
    """The number of the message that was written down; empty when it was not heard."""
    number = fields.get("their_number")
    return number.strip().upper() if isinstance(number, str) else ""


def said(fields: Fields) -> Fields:
    """The fields that were heard."""
    found = fields.get("said")
    return found if isinstance(found, Mapping) else {}


def heading(message: Message) -> Fields:
    """The header of a signed message as a paper entry of it holds it; what it lacks is left out."""
    second, relay = message.second, message.relay
    found: dict[str, Json] = {
        "their_to": listed(message.to),
        "their_info": listed(message.info),
        RELEASED_MS: message.released_ms,
        "their_behalf": message.on_behalf_of,
        "their_second": None if second is None else f"{second.officer} ({second.role.value})",
        "their_refs": listed(message.refs),
        "their_agreement": message.agreement,
        "their_releasability": message.releasability and message.releasability.value,
        "their_named": listed(message.releasable_to),
        "their_confidence": message.confidence and message.confidence.value,
        "their_elsewhere": listed(f"{one.entry} {one.kind}" for one in message.elsewhere),
        "their_relay": None if relay is None else relay.label or None,
        "their_overridden": listed(message.overridden),
    }
    return {name: value for name, value in found.items() if value is not None}


def listed(names: Iterable[str]) -> str | None:
    """Names in one text, commas between; as JSON where that would not say which are which."""
    given = list(names)
    if not given:
        return None
    plain = all(one.split(",") == [one] and one == one.strip() and one[:1] != "[" for one in given)
    return ", ".join(given) if plain else json.dumps(given, ensure_ascii=False)


def original_of(known: LineState, fields: Fields) -> Tracked | None:
    """The signed message that a paper entry is of; None while it is not held."""
    tracked = known.messages.get(their_number(fields))
    return tracked if tracked is not None and tracked.author == speaker(fields) else None


def papers_about(known: LineState, author: str, number: str) -> list[Tracked]:
    """The paper entries of one message, in the order in which they came."""
    found = [known.messages[one] for one in known.papers.get(number, ()) if one in known.messages]
    return [one for one in found if speaker(one.fields) == author]


def on_paper(known: LineState, author: str, verdict: Judged) -> Judged:
    """A paper entry announces what it was told of, as long as no signed original says it."""
    fields = verdict.fields
    problems = verdict.problems
    if speaker(fields) == author:
        reason = f"{author} writes down what others said, not itself"
        problems += (Refusal("fields.party", "paper-own", reason, "Name who said it"),)
    if problems or original_of(known, fields) is not None:
        return replace(verdict, problems=problems, volume=None, activity="")
    volume, activity = _announced(fields)
    return replace(verdict, problems=problems, volume=volume, activity=activity)


def _announced(fields: Fields) -> tuple[Airspace | None, str]:
    """The volume and class of activity that was heard; half a message counts with what it says."""
    code, version = fields.get("format"), fields.get("version")
    if not isinstance(code, str):
        return None, ""
    fmt = read_as(code.upper(), version) if isinstance(version, int) else find(code.upper())
    if fmt is None or fmt.placing is None:
        return None, ""
    heard = said(fields)
    if not fmt.placing.may_announce(fmt, heard):
        return None, ""
    name = fmt.placing.activity_field
    value = heard.get(name) if name else fmt.placing.activity
    return examine(fmt, heard).volume, value if isinstance(value, str) else ""


def announcer(state: State, author: str, voice: Voice | None, message: Message) -> str:
    """Whose activity a message announces: of a paper entry, who was heard."""
    if is_paper(message):
        return speaker(message.fields) or author
    return placed_as(state, author, voice)


def note_paper(known: LineState, tracked: Tracked) -> None:
    """Remember which message a paper entry is of, so that the original finds it."""
    number = their_number(tracked.fields)
    if is_paper(tracked.message) and number:
        known.papers.setdefault(number, []).append(tracked.number)


def joined(known: LineState, author: str, message: Message) -> list[Tracked]:
    """The paper entries whose original a message is, that still stand for it in the picture."""
    found = papers_about(known, author, message.number)
    return [one for one in found if one.volume is not None]


def differences(paper: Fields, original: Message) -> tuple[str, ...]:
    """What a paper entry says otherwise than the signed original, or leaves out."""
    found: list[str] = []
    code, version = paper.get("format"), paper.get("version")
    if isinstance(code, str) and code.upper() != original.format:
        found.append(f"format: written {code}, signed {original.format}")
    if isinstance(version, int) and version != original.version:
        found.append(f"version: written {version}, signed {original.version}")
    ref = paper.get("their_ref")
    if isinstance(ref, str) and ref.upper() != (original.ref or ""):
        found.append(f"about: written {ref}, signed {original.ref or 'nothing'}")
    signed = heading(original)
    found += [
        f"{name}: written otherwise than signed"
        for name in HEADING
        if name in paper and not _alike(paper[name], signed.get(name))
    ]
    heard = said(paper)
    for name in sorted({*heard, *original.fields}):
        if name not in heard:
            found.append(f"{name}: not written down")
        elif name not in original.fields:
            found.append(f"{name}: written down, and not in the signed message")
        elif heard[name] != original.fields[name]:
            found.append(f"{name}: written otherwise than signed")
    return tuple(found[:DIFFERENCES_MAX])


def _alike(written: Json, signed: Json) -> bool:
    """Whether a line of a header is the same: capitals do not count, nobody says them aloud."""
    if isinstance(written, str) and isinstance(signed, str):
        return written.strip().casefold() == signed.casefold()
    return written == signed


def paper_warnings(known: LineState, author: str, message: Message) -> tuple[Refusal, ...]:
    """What differs between a paper entry and its original, when the second of the two comes."""
    pairs: list[tuple[str, tuple[str, ...]]] = []
    if is_paper(message):
        original = original_of(known, message.fields)
        if original is not None:
            pairs.append((original.number, differences(message.fields, original.message)))
    else:
        papers = papers_about(known, author, message.number)
        pairs = [(paper.number, differences(paper.fields, message)) for paper in papers]
    remedy = "Go by the signed message; tell the other side by voice what was written"
    return tuple(
        Refusal("fields.said", "paper-differs", f"{number}: {difference}", remedy, override=True)
        for number, found in pairs
        for difference in found
        if not difference.endswith("not written down")
    )
