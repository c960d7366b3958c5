"""Every order of arrival gives the same channel, and every replay the same state."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.core.line.commands import (
    Answer,
    Cancel,
    Command,
    Confirm,
    Correct,
    End,
    Read,
    ReadBack,
    Send,
)
from detente.core.line.state import State, Tracked
from detente.core.state import Decision
from tests.support.line import LINE, PLACES, Parties, Sent, circle, naa, nwa

NAMES = ("amber", "cobalt", "meridian")
WATCHER = "watcher"
KINDS = (
    *("notice", "warning", "check", "state", "read", "back"),
    *("confirm", "answer", "correct", "cancel", "end"),
)

_ACTS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(KINDS),
        st.integers(0, 30),
    ),
    min_size=8,
    max_size=25,
)


def command(kind: str, number: str, pick: int) -> Command:
    """The command that a drawn act stands for."""
    volume = circle(35.0 + pick / 20, 35.5)
    commands: dict[str, Command] = {
        "notice": Send("NAA", naa(volume)),
        "warning": Send("NWA", nwa(volume)),
        "check": Send("LCK"),
        "state": Send("LST", {"state": "DEGRADED" if pick % 2 else "OPEN", "scope": "all"}),
        "read": Read(number),
        "back": ReadBack(number),
        "confirm": Confirm(number),
        "answer": Answer(number, "WILCO" if pick % 2 else "NOTED"),
        "correct": Correct(number, {"volume": volume}),
        "cancel": Cancel(number),
        "end": End(number),
    }
    return commands[kind]


def played(acts: list[tuple[str, str, int]]) -> Parties:
    """A channel with two notices in which the drawn acts happened, by whoever may do them."""
    line = Parties((*NAMES, WATCHER))
    for party, kind, pick in (("amber", "notice", 1), ("cobalt", "warning", 2), *acts):
        line.now_ms += 1_000
        first = NAMES.index(party)
        numbers = list(line.states[party].line(LINE).messages) or ["NONE"]
        numbers = numbers[pick % len(numbers) :] + numbers[: pick % len(numbers)]
        tried = (
            line.try_(NAMES[(first + turn) % len(NAMES)], command(kind, number, pick))
            for number in numbers
            for turn in range(len(NAMES))
        )
        next((one for one in tried if isinstance(one, Decision)), None)
    return line


def shared(state: State) -> dict[str, object]:
    """What must be the same at every member: all but when this node held something."""
    known = state.line(LINE)
    found: dict[str, object] = {
        number: (
            one.author,
            one.message,
            one.at_ms,
            one.fields,
            one.root,
            one.standing,
            one.closed_by,
            one.problems,
            sorted(acts(one)),
        )
        for number, one in known.messages.items()
    }
    found["declared"] = {p: (d.state, d.number) for p, d in known.declared.items()}
    found["picture"] = [one.number for one in state.pictures[LINE]] if state.pictures else []
    return found


def acts(tracked: Tracked) -> Iterator[tuple[str, ...]]:
    """The steps taken about a message, without when they were held here."""
    for act in tracked.acts:
        yield (act.step, act.party, act.number, str(act.at_ms), str(act.code))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(acts=_ACTS, order=st.randoms(use_true_random=False))
def test_every_order_of_arrival_gives_the_same_channel(
    acts: list[tuple[str, str, int]], order: object
) -> None:
    """However the three journals interleave on their way, a fourth member ends up the same."""
    line = played(acts)
    straight = shared(line.states[WATCHER])
    line.states[WATCHER] = line.member(WATCHER)
    queues = [list(line.journals[name]) for name in NAMES]
    while any(queues):
        waiting = [queue for queue in queues if queue]
        queue: list[Sent] = order.choice(waiting)  # type: ignore[attr-defined]  # a Random
        line.deliver(WATCHER, queue.pop(0))
    assert shared(line.states[WATCHER]) == straight
    assert not line.states[WATCHER].line(LINE).waiting


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(acts=_ACTS)
def test_every_member_sees_the_same_channel(acts: list[tuple[str, str, int]]) -> None:
    """Authors and receivers alike hold the same messages with the same steps."""
    line = played(acts)
    views = [shared(state) for state in line.states.values()]
    assert all(view == views[0] for view in views)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(acts=_ACTS)
def test_a_state_is_rebuilt_from_what_it_was_folded_from(acts: list[tuple[str, str, int]]) -> None:
    """Thrown away and folded again, the state owes, shows and knows exactly the same."""
    line = played(acts)
    for name in line.names:
        for _ in range(5):
            if line.states[name].agenda.next_ms() is not None:
                line.tick(name)
        state, rebuilt = line.states[name], State(name, PLACES)
        for folded in line.folded[name]:
            folded.into(rebuilt)
        assert shared(rebuilt) == shared(state)
        assert rebuilt.agenda.owed == state.agenda.owed
        assert rebuilt.agenda.next_ms() == state.agenda.next_ms()
        assert rebuilt.conflicts == state.conflicts
        assert rebuilt.members == state.members
