"""One message as the API shows it: its ladder, what is owed, its lead time, its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.agreements.citing import Cited, cited
from detente.core.airspace.parts import end_of
from detente.core.airspace.parts_json import airspace_to_json
from detente.core.line.deadlines import ESCALATION
from detente.core.line.formats import DueStep
from detente.core.line.lead import Timing
from detente.core.line.paper import announcer
from detente.core.line.readbacks import readback_problems
from detente.core.line.relay import beyond
from detente.core.line.state import Standing
from detente.core.line.words import changed_before, line_words, text_words
from detente.journal.forms import JournalId
from detente.node.channels import elsewhere_view, entry_of
from detente.node.epochs import closed_at
from detente.node.paper_view import paper_views
from detente.node.third import passed_views, relay_view, told_views
from detente.wire.native import DueView, LeadView, MessageView, PictureItem, StepView

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import Act, Tracked
    from detente.core.values import Fields
    from detente.node.node import Node


def message_view(node: Node, line: Line, tracked: Tracked) -> MessageView:
    """The message with all that this node knows of it."""
    journal = str(JournalId(line, tracked.author, tracked.epoch))
    sequence, own = tracked.sequence, tracked.author == node.party
    was = _before(node, line, tracked)
    missing = node.journals.proofs.missing(journal, sequence, node.joined_at(journal))
    return MessageView(
        channel=line.channel,
        status=line.status,
        author=tracked.author,
        sequence=sequence,
        position=node.journals.position(journal, sequence),
        message=tracked.message,
        at_ms=tracked.at_ms,
        held_at_ms=tracked.held_at_ms,
        direction="out" if own else "in",
        state=_standing(node, line, tracked),
        proof=proof_of(node, journal, sequence, missing),
        final=not missing,
        missing_for_final=missing,
        line=line_words(tracked),
        text=text_words(tracked, node.state.utc_offset_min(), node.state.gazetteer, was),
        steps=(*_delivered(node, journal, tracked), *_acts(node, line, tracked)),
        due=_due(node, line, tracked),
        lead=_lead(node, line, tracked),
        warnings=tuple(one for warned in tracked.warned for one in warned.warnings),
        conflicts=tuple(
            conflict.found.conflict
            for conflict in node.state.open_conflicts_of(line, tracked.number)
        ),
        superseded_by=tracked.superseded_by,
        readback_differences=_differences(node, line, tracked),
        entry=entry_of(node, line, tracked),
        elsewhere=tuple(elsewhere_view(node, one) for one in tracked.message.elsewhere),
        relay=relay_view(node, line, tracked),
        passed=passed_views(tracked),
        dependents=told_views(node, line, tracked),
        papers=paper_views(node, line, tracked),
        subject=tracked.subject.code if tracked.subject else "",
        before=None if was is None else changed_before(tracked.message, was),
        corrected=None if was is None else tracked.fields,
        understood=not tracked.problems,
        disowned=disowned_by_author(node, line, tracked),
        cited=_cited(node, line, tracked),
    )


def _cited(node: Node, line: Line, tracked: Tracked) -> str | None:
    """The agreement that it is sent under, as it stood when it was said."""
    found = cited(node.state, line, tracked.message.agreement, tracked.at_ms)
    return found.words(tracked.at_ms) if isinstance(found, Cited) else None


def disowned_by_author(node: Node, line: Line, tracked: Tracked) -> bool:
    """Whether a message stands behind the point at which its author's key was stolen."""
    journal = JournalId(line, tracked.author, tracked.epoch)
    closed = closed_at(node.book.previous, journal)
    return closed is not None and tracked.sequence >= closed.size


def _before(node: Node, line: Line, tracked: Tracked) -> Fields | None:
    """What a correction changes, as it was said before; None when that is not held here."""
    message = tracked.message
    if message.format != "COR" or message.ref is None or tracked.problems:
        return None
    target = node.state.message(line, message.ref)
    return target.fields if target is not None else None


def _standing(node: Node, line: Line, tracked: Tracked) -> str:
    if tracked.standing is not Standing.CURRENT:
        return tracked.standing.value
    if node.state.owed(line, tracked.number):
        return "open"
    ends_ms = end_of(tracked.volume) if tracked.volume else None
    if ends_ms is not None and ends_ms < node.now_ms():
        return "expired"
    if tracked.format is not None and tracked.format.is_receipt:
        return "closed"
    answered = any(steps.answer for steps in tracked.steps.values())
    return "answered" if answered else "open"


def proof_of(node: Node, journal: str, sequence: int, missing: tuple[str, ...]) -> str:
    """How far an entry is proved: kept, delivered, final. missing: who has not cosigned it."""
    if not missing:
        return "final"
    others = node.joined_at(journal)
    return "delivered" if any(node.cosigned(journal, one) > sequence for one in others) else "kept"


def _delivered(node: Node, journal: str, tracked: Tracked) -> tuple[StepView, ...]:
    """DELIVERED comes from the nodes: the first cosignature of each member that covers it."""
    found = []
    for party in sorted(node.joined_at(journal)):
        stamp = node.journals.proofs.first_covering(journal, party, tracked.sequence)
        if stamp is not None:
            found.append(
                StepView(
                    step="DELIVERED",
                    party=party,
                    by_clock_ms=stamp.time_s * 1000,
                    here_ms=stamp.held_at_ms,
                )
            )
    return tuple(found)


def _acts(node: Node, line: Line, tracked: Tracked) -> tuple[StepView, ...]:
    return tuple(_act(node, line, act) for act in tracked.acts)


def _act(node: Node, line: Line, act: Act) -> StepView:
    """One step; of a READ, what the reader's node did not know; of an answer, what it proposes."""
    receipt = node.state.message(line, act.number)
    said = receipt.fields if receipt else {}
    known = said.get("known_version") if act.step is DueStep.READ else None
    names = said.get("not_known") if act.step is DueStep.READ else None
    return StepView(
        step=act.step.value,
        party=act.party,
        by_clock_ms=act.at_ms,
        here_ms=act.held_at_ms,
        number=act.number,
        code=act.code,
        reason=act.reason,
        known_version=known if isinstance(known, int) else None,
        not_known=names if isinstance(names, str) else None,
        proposal=said.get("proposal") if act.step is DueStep.ANSWER else None,
        disowned=receipt is not None and disowned_by_author(node, line, receipt),
        position=None if receipt is None else position_of(node, line, receipt),
    )


def position_of(node: Node, line: Line, tracked: Tracked) -> int:
    """The local position of the entry that carries a message."""
    journal = str(JournalId(line, tracked.author, tracked.epoch))
    return node.journals.position(journal, tracked.sequence)


def _due(node: Node, line: Line, tracked: Tracked) -> tuple[DueView, ...]:
    return tuple(
        DueView(
            step=key.step,
            party=key.party,
            due_ms=owed.first_ms,
            missed=owed.count > 0,
            level=owed.count,
            to_role=ESCALATION[min(owed.count, len(ESCALATION) - 1)],
        )
        for key, owed in node.state.owed(line, tracked.number)
    )


def _lead(node: Node, line: Line, tracked: Tracked) -> tuple[LeadView, ...]:
    found = []
    for party in (*tracked.message.to, *beyond(node.state, line, tracked)):
        finding = node.state.lead(line, tracked, party)
        if finding is not None:
            found.append(
                LeadView(
                    party=party,
                    finding=Timing(finding.timing).value,
                    required_ms=finding.required_ms,
                    lead_ms=finding.lead_ms,
                    effective_ms=finding.effective_ms,
                )
            )
    return tuple(found)


def _differences(node: Node, line: Line, tracked: Tracked) -> tuple[str, ...]:
    """Where read-backs of this message differ from what was announced, party by party."""
    found: list[str] = []
    for party, steps in sorted(tracked.steps.items()):
        readback = node.state.message(line, steps.readback.number) if steps.readback else None
        if readback is not None:
            problems = readback_problems(node.state, tracked, readback.message)
            found += [f"{party}: {problem.reason}" for problem in problems]
    return tuple(found)


def picture_item(node: Node, line: Line, tracked: Tracked) -> PictureItem:
    """One volume of the picture with the conflicts that it is part of."""
    assert tracked.volume is not None
    return PictureItem(
        number=tracked.number,
        channel=line.channel,
        status=line.status,
        party=announcer(node.state, tracked.author, tracked.voice, tracked.message),
        format=tracked.message.format,
        activity=tracked.activity,
        volume=airspace_to_json(tracked.volume),
        held_at_ms=tracked.held_at_ms,
        conflicts=tuple(
            conflict.found.conflict
            for conflict in node.state.open_conflicts_of(line, tracked.number)
        ),
        disowned=disowned_by_author(node, line, tracked),
    )
