"""The shared layer of a node's state, as a value that two members can compare.

It is a function of how far each author's journal is held, whatever the order of arrival. What only
says when this node learned something, or what its own house did about it, is left out.
"""

from __future__ import annotations

from detente.core.line.message import Line
from detente.core.line.state import Act, LineState, Tracked
from detente.journal.forms import parse_journal
from detente.node.node import Node

Position = tuple[tuple[str, int], ...]
Shared = tuple[object, ...]


def position(node: Node, line: Line) -> Position:
    """How far the node holds each journal of the line."""
    ids = (name for name in node.journals.all_ids() if parse_journal(name).line == line)
    return tuple((journal, size) for journal in ids if (size := node.kept(journal)))


def shared(node: Node, line: Line) -> Shared:
    """What every member must show alike once it holds as much."""
    known = node.state.line(line)
    messages = tuple(_message(known.messages[number]) for number in sorted(known.messages))
    declared = tuple(
        (party, one.number, one.state) for party, one in sorted(known.declared.items())
    )
    return (messages, declared, tuple(sorted(one.number for one in known.doubles)), _waits(known))


def _waits(known: LineState) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((number, tuple(sorted(who))) for number, who in sorted(known.waiting.items()))


def _message(tracked: Tracked) -> tuple[object, ...]:
    return (
        tracked.number,
        tracked.author,
        tracked.root,
        tracked.sequence,
        tracked.at_ms,
        tracked.standing.value,
        tracked.closed_by,
        tracked.activity,
        tracked.volume,
        tuple(one.rule for one in tracked.problems),
        tuple(
            (
                party,
                _act(steps.read),
                _act(steps.readback),
                _act(steps.confirmed),
                tuple(_act(act) for act in steps.answers),
            )
            for party, steps in sorted(tracked.steps.items())
        ),
    )


def _act(act: Act | None) -> tuple[object, ...] | None:
    return None if act is None else (act.number, act.at_ms, act.code, act.reason)


def differing(one: Shared, other: Shared) -> str:
    """The first thing in which two shared states differ, for people."""
    for mine, theirs in zip(one, other, strict=True):
        if mine != theirs and isinstance(mine, tuple) and isinstance(theirs, tuple):
            odd = [item for item in (*mine, *theirs) if item not in mine or item not in theirs]
            return f"{odd[0]} against {odd[-1]}" if odd else "the order"
    return "nothing"
