"""Third parties as a node shows them: whose words a message carries, who beyond it was told.

Call from the writer's thread, between steps. Nothing here changes anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.airspace.words import moment_words
from detente.core.line.passing import NOT_TOLD, Told, dependents, told, untold
from detente.core.line.relay import key_warnings, pinned, twins
from detente.core.line.tables.choices import HEARD_BACK, PASS_STEPS, PATHS
from detente.wire.third_views import DependentView, PassedView, RelayView, ToldView

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.passing import Dependent
    from detente.core.line.state import OpenConflict, Passed, Tracked
    from detente.node.node import Node

OPEN_MAX = 100  # numbers listed of what a dependent should be told; more is said by the count

_STEPS, _PATHS, _HEARD = dict(PASS_STEPS), dict(PATHS), dict(HEARD_BACK)


def relay_view(node: Node, line: Line, tracked: Tracked) -> RelayView | None:
    """Whose words a message carries and how that is proved; None when nothing is signed apart."""
    relay = tracked.message.relay
    if relay is None:
        return None
    proof, words = _proof(node, line, tracked)
    return RelayView(
        label=relay.label,
        by=tracked.author if relay.label else "",
        said_ms=relay.said_ms,
        digest=relay.digest,
        proof=proof,
        words=words,
        copies=tuple((on.channel, twin.number) for on, twin in twins(node.state, line, tracked)),
    )


def _proof(node: Node, line: Line, tracked: Tracked) -> tuple[str, str]:
    voice, author = tracked.voice, tracked.author
    if voice is None:
        return "own", f"{author} signed these words apart, so that they can be carried on"
    if voice.problems:
        why = "; ".join(one.reason for one in voice.problems)
        return "altered", f"NOT PROVED to be what {voice.label} said: {why}"
    said_ms = tracked.message.relay.said_ms if tracked.message.relay is not None else 0
    said = f"{voice.label} said this at {moment_words(said_ms)}; {author} carries it"
    if author == node.party:
        return "introduced", said
    if pinned(node.state, line, author, voice.label, voice.key):
        return "proved", f"{said}; signed by the key that was compared here"
    other = key_warnings(node.state, line, author, voice.label, voice.key)
    doubt = other[0].reason if other else f"that the key is {voice.label}'s, {author} alone says"
    return "introduced", f"{said}; signed, but {doubt}"


def passed_views(tracked: Tracked) -> tuple[PassedView, ...]:
    """To whom beyond the line the message was passed on, oldest first."""
    return tuple(
        PassedView(
            party=one.party,
            to=one.to,
            step=one.step,
            passed_ms=one.passed_ms,
            number=one.number,
            at_ms=one.at_ms,
            here_ms=one.held_at_ms,
            words=_passed_words(one),
            by=one.by,
            means=one.means,
            heard_back=one.heard_back,
            overridden=one.overridden,
        )
        for one in tracked.passed
    )


def _passed_words(one: Passed) -> str:
    """As in: passed on to shore-guard at 08:12Z, by watch-2, means: telephone; heard back."""
    parts = [f"{_STEPS.get(one.step, one.step)}: {one.to}, {moment_words(one.passed_ms)}"]
    parts += [f"by {one.by}"] if one.by else []
    parts += [_PATHS.get(one.means, one.means)] if one.means else []
    parts += [_HEARD.get(one.heard_back, one.heard_back)] if one.heard_back else []
    parts += ["WITHOUT its sender's permission"] if "not-releasable" in one.overridden else []
    return f"{one.party}: {', '.join(parts)}"


def told_views(node: Node, line: Line, tracked: Tracked) -> tuple[ToldView, ...]:
    """What each dependent party knows of the message."""
    return tuple(_told_view(one) for one in told(node.state, line, tracked, node.now_ms()))


def conflict_told(node: Node, conflict: OpenConflict) -> dict[str, tuple[ToldView, ...]]:
    """What each dependent party knows of the two messages of a conflict, by their numbers."""
    found = {}
    for number, (line, bare) in zip(conflict.found.numbers, conflict.sides, strict=False):
        tracked = node.state.message(line, bare)
        views = told_views(node, line, tracked) if tracked is not None else ()
        if views:
            found[number] = views
    return found


def _told_view(one: Told) -> ToldView:
    party, through = one.dependent.party, one.dependent.through
    last = one.passed[-1] if one.passed else None
    knows = [done for done in one.passed if done.step not in NOT_TOLD]
    withheld = one.withheld.reason if one.withheld is not None else ""
    if knows:
        what = f"told at {moment_words(knows[0].passed_ms)}"
    elif last is not None:
        what = f"NOT TOLD: {_STEPS.get(last.step, last.step)} at {moment_words(last.passed_ms)}"
    else:
        what = f"NOT TOLD: {withheld}" if withheld else "NOT TOLD yet"
    return ToldView(
        party=party,
        through=through,
        told=last.step if last is not None else "no",
        words=f"{party} (reached through {through}): {what}",
        passed_ms=knows[0].passed_ms if knows else None,
        withheld=withheld,
        open=one.is_open,
    )


def dependent_views(node: Node, line: Line) -> list[DependentView]:
    """The dependent parties of one line, each with what it should be told yet."""
    open_items: dict[tuple[str, str], list[str]] = {}
    for tracked, one in untold(node.state, line, node.now_ms()):
        key = (one.dependent.through, one.dependent.party)
        open_items.setdefault(key, []).append(tracked.number)
    return [
        _dependent_view(line, one, open_items.get((one.through, one.party), []))
        for one in dependents(node.state, line)
    ]


def _dependent_view(line: Line, one: Dependent, open_items: list[str]) -> DependentView:
    return DependentView(
        channel=line.channel,
        status=line.status,
        party=one.party,
        through=one.through,
        number=one.number,
        kind=one.kind,
        kinds=one.kinds,
        means=one.means,
        minutes=one.minutes,
        from_ms=one.from_ms,
        to_ms=one.to_ms,
        open=tuple(open_items[:OPEN_MAX]),
    )
