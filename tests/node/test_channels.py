"""Channels at a node: items of other channels by hash, checks it sends by itself, the checklist."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from detente.core.line.commands import Send
from detente.core.line.message import Elsewhere, Line, Status
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR
from detente.core.values import Fields
from detente.journal.merkle import Tree, leaf_hash
from detente.node import channels, restart
from detente.node.inputs import (
    Admit,
    BeginExercise,
    Do,
    Done,
    EndExercise,
    Invite,
    OpenChannel,
    Outcome,
    Refused,
    TakePlace,
)
from detente.node.line_checks import due_inputs
from detente.node.message_view import message_view
from detente.node.node import Node
from detente.node.views import line_view
from detente.serve.line_checks import LineChecks, LineCheckSettings
from detente.sim.memory_store import MemoryStore
from tests.support.pair import (
    ADMIN,
    CHARTER,
    LINE,
    SECRET,
    START_MS,
    Clock,
    Pair,
    identity,
    make_node,
)

SUMMIT = Line("summit-5a5a5a5a")
HOUR = MS_PER_HOUR
SUSPENDED: Fields = {"state": "SUSPENDED", "scope": "all", "reason_kind": "political"}


@pytest.fixture
def pair() -> Pair:
    """Amber and Cobalt on one safety channel."""
    return Pair()


def done(outcome: Outcome) -> Done:
    """The outcome of something that must not be refused."""
    assert isinstance(outcome, Done), outcome
    return outcome


def also(pair: Pair, *, with_cobalt: bool, every_ms: int | None = None) -> None:
    """Amber opens a strategic channel with Cobalt, or with Umber, whom Cobalt does not know."""
    charter = replace(CHARTER, channel=SUMMIT.channel, kind="strategic", check_every_ms=every_ms)
    done(pair.amber.step([OpenChannel(ADMIN, charter)])[0])
    other = pair.cobalt.identity if with_cobalt else identity("umber")
    for item in (
        Invite(ADMIN, SUMMIT.channel, SECRET[::-1], START_MS + 60_000),
        Admit(SUMMIT.channel, SECRET[::-1], other.card),
    ):
        done(pair.amber.step([item])[0])
    if with_cobalt:
        done(pair.cobalt.step([TakePlace(ADMIN, charter, (pair.amber.identity.card,))])[0])
    pair.settle()


def checked(node: Node, line: Line, **more: Any) -> str:
    """A line check of this node on a line; its number."""
    number = done(node.step([Do(ADMIN, line, Send("LCK", **more))])[0]).number
    assert number is not None
    return number


# ------------------------------------------------------------------ items of other channels


def test_who_holds_the_item_sees_it_and_who_does_not_sees_that_there_is_one(pair: Pair) -> None:
    """Amber names an item of a channel that Cobalt is not on: its kind is shown, no more."""
    also(pair, with_cobalt=False)
    secret = checked(pair.amber, SUMMIT)
    (item,) = channels.named_elsewhere(pair.amber, LINE, [f"{secret}@summit"])
    assert isinstance(item, Elsewhere)
    number = checked(pair.amber, LINE, elsewhere=(item,))
    pair.settle()
    views = {}
    for node in (pair.amber, pair.cobalt):
        tracked = node.state.message(LINE, number)
        assert tracked is not None
        (views[node.party],) = message_view(node, LINE, tracked).elsewhere
    assert (views["amber"].channel, views["amber"].number) == (SUMMIT.channel, secret)
    assert views["cobalt"].words == "an item of a strategic channel, not shown"
    assert (views["cobalt"].channel, views["cobalt"].number) == (None, None)
    held = [held.entry for held in pair.cobalt.entries(f"{LINE.channel}/ACTUAL/amber", 0, 99)]
    assert not any(SUMMIT.channel.encode() in entry.body for entry in held), "not even its name"


def test_a_member_of_both_channels_finds_the_item(pair: Pair) -> None:
    """Cobalt is on both: the same hash leads it to its own copy of the item."""
    also(pair, with_cobalt=True)
    asked = checked(pair.amber, SUMMIT)
    (item,) = channels.named_elsewhere(pair.amber, LINE, [f"{asked}@{SUMMIT.channel}"])
    assert isinstance(item, Elsewhere)
    pair.settle()
    found = channels.elsewhere_view(pair.cobalt, item)
    assert (found.channel, found.number, found.kind) == (SUMMIT.channel, asked, "strategic")


def test_an_exercise_never_names_what_is_real(pair: Pair) -> None:
    """From EXERCISE only items of EXERCISE can be named, whatever stands on the other channel."""
    also(pair, with_cobalt=True)
    real = checked(pair.amber, SUMMIT)
    drill = Line(LINE.channel, Status.EXERCISE)
    (refusal,) = channels.named_elsewhere(pair.amber, drill, [f"{real}@summit"])
    assert isinstance(refusal, Refusal)
    assert "EXERCISE" in refusal.reason


@pytest.mark.parametrize("entry", ["", "=", "AAAA", "é", base64.b64encode(bytes(32)).decode()])
def test_a_hash_that_is_none_shows_nothing(pair: Pair, entry: str) -> None:
    """A peer may write anything there: no fault, no item."""
    shown = channels.elsewhere_view(pair.amber, Elsewhere("strategic", entry))
    assert shown.number is None


def test_a_leaf_is_found_by_its_hash_and_not_by_a_piece_of_two() -> None:
    """The search over all hashes as one row of bytes never hits across two neighbours."""
    tree = Tree()
    leaves = [bytes([at]) for at in range(50)]
    for leaf in leaves:
        tree.append(leaf)
    assert [tree.find(leaf_hash(leaf)) for leaf in leaves] == list(range(50))
    across = leaf_hash(leaves[3])[16:] + leaf_hash(leaves[4])[:16]
    assert tree.find(across) is None
    assert tree.find(leaf_hash(leaves[0])[:31]) is None
    assert tree.find(b"") is None


# ------------------------------------------------------------------ checks that a node sends


def test_a_node_sends_its_checks_and_echoes_the_others_by_itself(pair: Pair) -> None:
    """After an hour Amber's node checks, Cobalt's echoes, and both stand there as no person's."""
    also(pair, with_cobalt=True, every_ms=HOUR)
    clock = pair.clock
    assert due_inputs(pair.amber, send=True, echo=True) == []
    clock.now_ms += HOUR
    (check,) = due_inputs(pair.amber, send=True, echo=False)
    assert check.line == SUMMIT, "the safety channel has agreed on none"
    number = done(pair.amber.step([check])[0]).number
    assert due_inputs(pair.amber, send=True, echo=False) == []
    pair.settle()
    assert due_inputs(pair.cobalt, send=False, echo=False) == []
    (echo,) = due_inputs(pair.cobalt, send=False, echo=True)
    done(pair.cobalt.step([echo])[0])
    pair.settle()
    tracked = pair.amber.state.message(SUMMIT, number or "")
    assert tracked is not None
    assert tracked.message.by.officer == "node"
    answer = tracked.of("cobalt").answer
    assert answer is not None
    assert answer.code == "ECHO"
    (state,) = channels.channel(pair.amber, SUMMIT.channel).states
    assert {one.party: one.missed for one in state.checks} == {"amber": 0, "cobalt": 0}


def test_a_check_says_which_languages_the_roster_has_on_duty(pair: Pair) -> None:
    """Nobody types them: the node takes them from its own party's roster."""
    also(pair, with_cobalt=True, every_ms=HOUR)
    fields: Fields = {
        "duty_role": "duty-officer",
        "languages": ["en", "ru"],
        "from_ms": START_MS + 13 * HOUR,
        "to_ms": START_MS + 20 * HOUR,
    }
    done(pair.amber.step([Do(ADMIN, SUMMIT, Send("DRO", fields))])[0])
    pair.clock.now_ms += 14 * HOUR
    (check,) = due_inputs(pair.amber, send=True, echo=False)
    assert isinstance(check.command, Send)
    assert check.command.fields == {"languages": ["en", "ru"]}


class _Writer:
    """A writer that works at once, on one node."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.submitted: list[Do] = []

    async def query(self, ask: Callable[[Node], Any]) -> Any:
        return ask(self.node)

    async def submit(self, item: Do) -> Outcome:
        self.submitted.append(item)
        return self.node.step([item])[0]


@pytest.mark.parametrize(("send", "count"), [(True, 1), (False, 0)])
def test_the_node_sends_only_what_its_settings_switch_on(
    pair: Pair, *, send: bool, count: int
) -> None:
    """Off by default; on, one check an hour however often the loop looks."""
    also(pair, with_cobalt=True, every_ms=HOUR)
    pair.clock.now_ms += HOUR
    writer = _Writer(pair.amber)
    home = SimpleNamespace(settings=SimpleNamespace(line_checks=LineCheckSettings(send=send)))
    loop = LineChecks(home, writer, pair.clock)  # type: ignore[arg-type]  # as much of them as is used
    for _ in range(20):
        asyncio.run(loop.advance())
        pair.clock.now_ms += 1_000
    assert len(writer.submitted) == count
    assert LineCheckSettings() == LineCheckSettings(send=False, echo=False)


# ------------------------------------------------------------------ states, checklist, exercise


def test_both_declarations_are_shown_and_their_difference_in_one_sentence(pair: Pair) -> None:
    """Open, says one; closed, says the other; who has declared nothing contradicts nobody."""
    done(pair.do("amber", Send("LST", {"state": "OPEN", "scope": "all"})))
    pair.settle()
    assert channels.channel_state(pair.cobalt, LINE).disputed == ""
    pair.clock.now_ms += 60_000
    done(pair.do("cobalt", Send("LST", SUSPENDED)))
    pair.settle()
    for node in (pair.amber, pair.cobalt):
        state = channels.channel_state(node, LINE)
        assert state.disputed == "OPEN, says amber; SUSPENDED, says cobalt"
        assert state.disputed_since_ms == START_MS + 60_000


def test_what_is_announced_for_later_disputes_nothing_yet(pair: Pair) -> None:
    """Planned maintenance: until it begins the line is open on both sides, and shown so."""
    for party in ("amber", "cobalt"):
        done(pair.do(party, Send("LST", {"state": "OPEN", "scope": "all"})))
    later = START_MS + 3_600_000
    done(pair.do("cobalt", Send("LST", {**SUSPENDED, "from_ms": later})))
    pair.settle()
    state = channels.channel_state(pair.amber, LINE)
    assert state.disputed == ""
    assert (state.declared[1].state, state.declared[1].until_then) == ("SUSPENDED", "OPEN")
    assert line_view(pair.amber, LINE).declared == {"amber": "OPEN", "cobalt": "OPEN"}
    assert channels.last_period(pair.amber, LINE) is None
    pair.clock.now_ms = later
    state = channels.channel_state(pair.amber, LINE)
    assert state.disputed == "OPEN, says amber; SUSPENDED, says cobalt"
    assert (state.disputed_since_ms, state.declared[1].until_then) == (later, "")


def test_the_checklist_says_what_is_so_and_where_nobody_can_tell(pair: Pair) -> None:
    """An unread FLASH, an undelivered entry and an old check are open; rosters are not known."""
    done(pair.do("cobalt", Send("LST", SUSPENDED)))
    point = {"lat_e7": 355_000_000, "lon_e7": 357_000_000}
    done(pair.do("cobalt", Send("AEN", {"situation": "inside", "point": point})))
    pair.settle()
    checked(pair.amber, LINE)
    period = channels.last_period(pair.amber, LINE)
    assert period is not None
    points = {one.key: one for one in restart.checklist(pair.amber, LINE, period)}
    wrong = {key for key, one in points.items() if one.ok is False}
    assert {"flash", "delivered", "line-check", "declared"} <= wrong
    assert points["rosters"].ok is None
    assert "COBALT" in points["flash"].words
    assert all(one.remedy for one in points.values() if not one.ok)
    assert points["conflicts"].ok


def test_an_exercise_outlives_a_start_and_ends_only_by_its_own_house() -> None:
    """The node is built again from its journal in the middle of a drill."""
    store, clock = MemoryStore(), Clock()
    node = make_node("amber", clock, store)
    done(node.step([BeginExercise(ADMIN, "Quiet Coast")])[0])
    assert isinstance(node.step([BeginExercise(ADMIN, "Again")])[0], Refused)
    again = make_node("amber", clock, store)
    assert channels.exercise(again).name == channels.running_exercise(again) == "Quiet Coast"
    done(again.step([EndExercise(ADMIN)])[0])
    assert channels.running_exercise(again) == ""
    assert channels.exercise(make_node("amber", clock, store)).name == ""


def test_a_charter_that_this_node_could_not_keep_is_refused_with_every_reason() -> None:
    """An unknown kind, a check every second and a format that is none, all at once."""
    node = make_node("amber", Clock())
    charter = replace(CHARTER, kind="economic", check_every_ms=1_000, two_person=("NWA", "XYZ"))
    (outcome,) = node.step([OpenChannel(ADMIN, charter)])
    assert isinstance(outcome, Refused)
    fields = [one.field for one in outcome.refusals]
    assert fields == ["charter.kind", "charter.check_every_ms", "charter.two_person[1]"]


@pytest.mark.parametrize(
    ("effective", "wrong"),
    [
        ((("NAA", "READBACK"), ("NWA", "READ"), ("NZO", "READBACK"), ("NSR", "READBACK")), {}),
        ((("XYZ", "READ"),), {0: ("unknown-format", "no such format")}),
        ((("NAA", "CONFIRMED"),), {0: ("effective", "READ or READBACK")}),
        ((("NAA", "READ"), ("NAA", "READBACK")), {1: ("effective", "twice")}),
        ((("LST", "READ"), ("LST", "READBACK")), {1: ("effective", "place")}),
        ((("NCV", "READBACK"), ("COR", "READ")), {0: ("effective", "place"), 1: ("effective", "")}),
    ],
)
def test_a_step_from_which_no_lead_time_can_count_is_refused(
    effective: tuple[tuple[str, str], ...], wrong: dict[int, tuple[str, str]]
) -> None:
    """An unknown format or step, one named twice, a read-back of what says no place."""
    node = make_node("amber", Clock())
    (outcome,) = node.step([OpenChannel(ADMIN, replace(CHARTER, effective=effective))])
    if not wrong:
        assert isinstance(outcome, Done)
        assert channels.channel(node, CHARTER.channel).effective == dict(effective)
        return
    assert isinstance(outcome, Refused)
    found = {one.field: one for one in outcome.refusals}
    assert set(found) == {f"charter.effective[{place}]" for place in wrong}
    for place, (rule, words) in wrong.items():
        one = found[f"charter.effective[{place}]"]
        assert one.rule == rule
        assert words in one.reason
