"""What public sources report, as a register of the line: said to be reported, and by whom.

Computed from the REP messages of a line, the same at every member. A report names its publisher,
its chain and its passage, and whoever put it on record is its *finder*, not its author: a REP is no
account of a party in a case, no readout, no commitment, no finding and no volume. Other registers
show reports about a case or a contact beside what the parties say, by `about`.
Serves domain.md section 11 (Claim) and section 1 (claim status: alleged until a party speaks).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.line.reading import number_in, records_in, text
from detente.core.refusal import Refusal
from detente.core.sources.link import Link

if TYPE_CHECKING:
    from detente.core.line.message import Line, Message
    from detente.core.line.state import LineState, State, Tracked
    from detente.core.values import Fields

CODE: Final = "REP"
_OPENERS: Final = {"case": ("INR",), "contact": ("CON",), "contradicts": (CODE,)}


@dataclass(frozen=True, slots=True)
class Reported:
    """One report of a source.

    number: of the message. found_by: the party that put it on record, at_ms its clock.
    kind, hedge: codes of the table. words: in the finder's words. quote: the passage, with its
    place in the text of the source (characters; None where not given). day, latest: dates as far
    as known. remarks: what is odd about it. contradicted_by: numbers of reports that say otherwise.
    """

    number: str
    found_by: str
    at_ms: int
    kind: str
    hedge: str
    words: str
    publisher: str
    title: str
    dated: str
    source_sha256: str
    quote: str
    from_char: int | None
    until_char: int | None
    chain: tuple[Link, ...]
    actors: str
    day: str
    latest: str
    when_words: str
    place: str
    types: tuple[str, ...]
    case: str
    contact: str
    contradicts: str
    contradicted_by: tuple[str, ...]
    remarks: tuple[Refusal, ...]

    @property
    def by(self) -> str:
        """Who reports it, in words: ``reported by Coast Post, citing a source (not named)``."""
        cited = [say_link(link) for link in self.chain if link.name != self.publisher]
        citing = f", citing {'; '.join(cited)}" if cited else ""
        return f"reported by {self.publisher}{citing}"


def reports(state: State, line: Line) -> tuple[Reported, ...]:
    """Every report on a line, by number of its message."""
    here = state.line(line)
    tracked = here.registered(CODE)
    against: dict[str, list[str]] = {}
    for one in tracked:
        other = text(one.fields, "contradicts")
        if other:
            against.setdefault(other, []).append(one.number)
    return tuple(_reported(here, one, tuple(against.get(one.number, ()))) for one in tracked)


def about(state: State, line: Line, number: str) -> tuple[Reported, ...]:
    """The reports that name a case or a contact, to be shown beside it and never in it."""
    return tuple(one for one in reports(state, line) if number in (one.case, one.contact))


def report_findings(
    state: State, line: Line, author: str, message: Message, fields: Fields, at_ms: int
) -> tuple[Refusal, ...]:
    """What is odd about a report before it is put on record; each can be passed by its rule."""
    del author, at_ms
    if message.format != CODE:
        return ()
    odd = _odd(state.line(line), fields, message.number)
    return tuple(one for one in odd if one.rule != "report-case")  # that one the cases' finder says


def _reported(here: LineState, tracked: Tracked, contradicted_by: tuple[str, ...]) -> Reported:
    fields = tracked.fields
    types = fields.get("types")
    return Reported(
        number=tracked.number,
        found_by=tracked.author,
        at_ms=tracked.at_ms,
        kind=text(fields, "kind"),
        hedge=text(fields, "hedge"),
        words=text(fields, "words"),
        publisher=text(fields, "publisher"),
        title=text(fields, "title"),
        dated=text(fields, "dated"),
        source_sha256=text(fields, "source_sha256"),
        quote=text(fields, "quote"),
        from_char=number_in(fields, "from_char"),
        until_char=number_in(fields, "until_char"),
        chain=_chain(fields),
        actors=text(fields, "actors"),
        day=text(fields, "day"),
        latest=text(fields, "latest"),
        when_words=text(fields, "when_words"),
        place=text(fields, "place"),
        types=tuple(str(one) for one in types) if isinstance(types, list) else (),
        case=text(fields, "case"),
        contact=text(fields, "contact"),
        contradicts=text(fields, "contradicts"),
        contradicted_by=contradicted_by,
        remarks=_odd(here, fields, tracked.number),
    )


def _odd(here: LineState, fields: Fields, number: str) -> tuple[Refusal, ...]:
    found = []
    for name, codes in _OPENERS.items():
        ref = text(fields, name)
        named = here.messages.get(ref) if ref else None
        if ref and (named is None or named.message.format not in codes or ref == number):
            reason = f"{ref} is no {'report' if name == 'contradicts' else name} on this line"
            remedy = "Give the number of the message that opened it, or leave it out"
            found.append(_remark(name, f"report-{name}", reason, remedy))
    low, high = number_in(fields, "from_char"), number_in(fields, "until_char")
    if (low is None) != (high is None) or (low is not None and high is not None and high <= low):
        reason = f"the passage from {low} until {high} is no place in a text"
        remedy = "Give both characters, the first before the second"
        found.append(_remark("from_char", "report-passage", reason, remedy))
    for at, link in enumerate(_chain(fields)):
        if link.named == "named" and not link.name:
            reason = f"the {link.part} is said to be named, and no name is given"
            remedy = "Give the name, or say office or anonymous"
            found.append(_remark(f"chain.{at}", "report-chain", reason, remedy))
    return tuple(found)


def _remark(field: str, rule: str, reason: str, remedy: str) -> Refusal:
    return Refusal(f"fields.{field}", rule, reason, remedy, override=True)


def say_link(link: Link) -> str:
    """A link of a chain in words: name, office, or that it is not named."""
    if link.named == "anonymous":
        return f"{link.office or link.name or 'a source'} (not named)"
    return f"{link.name}, {link.office}" if link.name and link.office else link.name or link.office


def _chain(fields: Fields) -> tuple[Link, ...]:
    return tuple(
        Link(*(text(one, name) for name in ("part", "name", "office", "named")))
        for one in records_in(fields, "chain")
    )
