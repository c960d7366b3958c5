"""What becomes of an agreement, as every member computes it: signed, suspended, renewed, left."""

from __future__ import annotations

import random
from dataclasses import replace

from detente.core.agreements.life import AgreementState
from detente.core.agreements.register import agreements, astray, in_force
from detente.core.line.commands import Answer, Send
from detente.core.line.message import Line, Status
from detente.core.line.state import State
from detente.core.values import Json
from tests.support.agreements import (
    DAY,
    act,
    both,
    lead,
    one,
    propose,
    sign,
    signed,
    text,
)
from tests.support.line import HOUR, LINE, MINUTE, T0, Parties, circle


def test_a_text_is_proposed_agreed_signed_and_in_force() -> None:
    """It holds only when the last party named has signed, and the time that it says has come."""
    line = Parties()
    number = propose(line, from_ms=T0 + HOUR)
    assert both(line, number).state is AgreementState.PROPOSED
    line.do("cobalt", Answer(number, "AGREE"))
    assert both(line, number).state is AgreementState.AGREED
    line.now_ms += MINUTE
    sign(line, "cobalt", number)
    assert both(line, number).state is AgreementState.SIGNED_BY_SOME
    assert both(line, number).unsigned == ("amber",)
    line.now_ms += MINUTE
    sign(line, "amber", number)
    assert both(line, number).state is AgreementState.SIGNED
    assert in_force(line.states["amber"], LINE, line.now_ms) == []
    line.now_ms = T0 + HOUR
    assert both(line, number).state is AgreementState.IN_FORCE
    assert [found.number for found in in_force(line.states["cobalt"], LINE, line.now_ms)] == [
        number
    ]


def test_its_life_can_be_asked_for_any_moment() -> None:
    """Asked later, the register still says what held when a message was sent."""
    line = Parties()
    number = signed(line)
    line.now_ms += DAY
    states = [
        both(line, number, at_ms).state for at_ms in (T0, T0 + MINUTE, T0 + 2 * MINUTE, T0 + DAY)
    ]
    assert states == ["proposed", "signed-by-some", "in-force", "in-force"]


def test_a_signature_under_another_text_does_not_count() -> None:
    """It is refused before release; passed by its rule, it stands in the register as a remark."""
    line = Parties()
    first = propose(line)
    other = propose(line, lead(minutes=20), edition=2)
    wrong = one(line, other).digest
    assert wrong != one(line, first).digest
    fields = {"text": first, "digest": wrong}
    assert line.rules("cobalt", Send("AGS", fields)) == ["other-text"]
    number = sign(line, "cobalt", first, wrong, "other-text")
    found = both(line, first)
    assert found.state is AgreementState.PROPOSED
    assert [(each.rule, number in each.reason) for each in found.remarks] == [("other-text", True)]
    assert [(each.number, each.problem is None) for each in found.signatures] == [(number, False)]


def test_the_digest_is_of_the_words_and_the_number() -> None:
    """One letter, or the same words proposed twice, and a signature fits no more."""
    line = Parties()
    digests = {
        one(line, propose(line, lead(words=words), edition=index)).digest
        for index, words in enumerate(("ahead", "ahead", "aheaD"), 1)
    }
    assert len(digests) == 3


def test_a_stranger_signs_and_acts_in_vain() -> None:
    """A facilitator, who is named as one, changes nothing by signing or by suspending."""
    line = Parties(names=("amber", "cobalt", "meridian"))
    parties = [*text()["parties"], {"name": "Meridian", "standing": "facilitator"}]  # type: ignore[misc]  # a list
    number = propose(line, parties=parties)
    assert line.rules("meridian", Send("AGX", {"text": number, "act": "suspend"})) == ["no-party"]
    sign(line, "meridian", number, None, "no-party")
    act(line, "meridian", number, "suspend", passed=["no-party"])
    for party in ("amber", "cobalt"):
        sign(line, party, number)
    found = both(line, number)
    assert found.state is AgreementState.IN_FORCE
    assert [each.rule for each in found.remarks] == ["no-party", "no-party"]


def test_one_side_suspends_and_the_other_disputes_it() -> None:
    """Both views stand; while it is disputed its articles still hold, and are contested."""
    line = Parties()
    number = signed(line)
    stopped = act(line, "amber", number, "suspend", because="exercises")
    found = both(line, number)
    assert (found.state, found.phase.suspended_by) == (AgreementState.SUSPENDED, ("amber",))
    assert not found.holds("1", line.now_ms)
    line.now_ms += MINUTE
    fields = {"text": number, "act": "dispute-suspension"}
    line.do("cobalt", Send("AGX", fields, ref=stopped))
    found = both(line, number)
    assert found.phase.disputed_by == ("cobalt",)
    assert found.holds("1", line.now_ms)
    assert found.is_contested("1", line.now_ms)
    assert in_force(line.states["amber"], LINE, line.now_ms) == [found]
    act(line, "amber", number, "resume")
    found = both(line, number)
    assert (found.state, found.phase.disputed_by) == (AgreementState.IN_FORCE, ())


def test_one_article_is_suspended_and_the_rest_goes_on() -> None:
    """Only the article that was named holds no more; named or not, only its own side resumes it."""
    line = Parties()
    number = signed(line, lead("1"), lead("2", formats=["NAA"]))
    act(line, "amber", number, "suspend", articles="2")
    found = both(line, number)
    assert found.state is AgreementState.IN_FORCE
    assert [found.holds(article, line.now_ms) for article in ("1", "2")] == [True, False]
    act(line, "cobalt", number, "resume", passed=["not-suspended"])
    assert both(line, number).phase.suspended == ("2",)
    act(line, "amber", number, "resume", articles="2")
    assert both(line, number).phase.suspended == ()


def test_a_suspension_has_no_effect_that_the_text_does_not_give_it() -> None:
    """Never, or only together, or after notice: each text says which, and the officer is told."""
    line = Parties()
    never = signed(line, suspension="none")
    assert line.rules("amber", Send("AGX", {"text": never, "act": "suspend"})) == ["no-suspension"]
    act(line, "amber", never, "suspend", passed=["no-suspension"])
    assert both(line, never).state is AgreementState.IN_FORCE
    together = signed(line, suspension="both", agreement="Second")
    act(line, "amber", together, "suspend", passed=["suspend-together"])
    assert both(line, together).state is AgreementState.IN_FORCE
    act(line, "cobalt", together, "suspend", passed=["suspend-together"])
    assert both(line, together).state is AgreementState.SUSPENDED
    notice = signed(line, suspension="notice", notice_days=3, agreement="Third")
    act(line, "amber", notice, "suspend")
    assert both(line, notice).state is AgreementState.IN_FORCE
    assert both(line, notice, line.now_ms + 3 * DAY).state is AgreementState.SUSPENDED


def test_nobody_suspends_the_past() -> None:
    """A suspension dated back counts from when it was said: what was owed then is still owed."""
    line = Parties()
    number = signed(line)
    line.now_ms += DAY
    early: dict[str, Json] = {"text": number, "act": "suspend", "from_ms": T0 + HOUR}
    assert line.rules("amber", Send("AGX", early)) == ["from-past"]  # it is named before release
    act(line, "amber", number, "suspend", from_ms=T0 + HOUR, passed=["from-past"])
    assert both(line, number, T0 + 2 * HOUR).state is AgreementState.IN_FORCE
    assert both(line, number).state is AgreementState.SUSPENDED


def test_it_expires_and_both_renew_it() -> None:
    """One side's word does not renew it; both sides' words carry it on for as long again."""
    line = Parties()
    number = signed(line, from_ms=T0, until_ms=T0 + 10 * DAY)
    act(line, "amber", number, "renew")
    assert both(line, number, T0 + 11 * DAY).state is AgreementState.EXPIRED
    act(line, "cobalt", number, "renew")
    assert both(line, number, T0 + 11 * DAY).state is AgreementState.IN_FORCE
    assert both(line, number, T0 + 20 * DAY).state is AgreementState.EXPIRED


def test_renewed_after_its_end_there_was_a_gap() -> None:
    """Between its end and the second side's word nothing held, and the register says so."""
    line = Parties()
    number = signed(line, from_ms=T0, until_ms=T0 + DAY)
    line.now_ms = T0 + 2 * DAY
    for party in ("amber", "cobalt"):
        act(line, party, number, "renew", passed=["text-ended"])
    states = [phase.state.value for phase in both(line, number).life.phases]
    assert states == [
        "proposed",
        "signed-by-some",
        "in-force",
        "expired",
        "in-force",
        "expired",
    ]


def test_it_renews_itself_until_somebody_says_no() -> None:
    """A word against it ends it at the next end for which the notice is long enough."""
    line = Parties()
    number = signed(line, until_ms=T0 + 10 * DAY, renews_days=10, notice_days=3)
    assert both(line, number, T0 + 400 * DAY).state is AgreementState.IN_FORCE
    line.now_ms = T0 + 8 * DAY  # too late for the first end, in time for the second
    act(line, "cobalt", number, "not-renew")
    found = both(line, number)
    assert found.life.ends_ms == T0 + 20 * DAY
    assert found.state is AgreementState.IN_FORCE
    act(line, "cobalt", number, "renew")
    assert both(line, number).life.ends_ms is None


def test_a_new_edition_replaces_the_old_one_when_it_is_in_force() -> None:
    """Proposed, it changes nothing; the old text holds until both have signed the new one."""
    line = Parties()
    old = signed(line)
    new = propose(line, lead(minutes=30), edition=2, replaces=old)
    assert both(line, old).state is AgreementState.IN_FORCE
    for party in ("cobalt", "amber"):
        line.now_ms += MINUTE
        sign(line, party, new)
    assert (both(line, old).state, both(line, new).state) == ("replaced", "in-force")
    assert both(line, old).replaced_by == new
    assert both(line, old, line.now_ms - 1).state is AgreementState.IN_FORCE


def test_two_texts_that_replace_each_other_replace_nothing() -> None:
    """Numbers can be foreseen; a circle is named, and both texts stand."""
    line = Parties()
    one_number = line.do(
        "amber",
        Send("AGR", text(replaces="COBALT-2026-0001"), acknowledged=("text-unknown",)),
    )
    other = propose(line, lead(minutes=30), by="cobalt", edition=2, replaces=one_number)
    assert other == "COBALT-2026-0001"
    for number in (one_number, other):
        for party in ("amber", "cobalt"):
            line.now_ms += MINUTE
            sign(line, party, number)
    assert {both(line, number).state for number in (one_number, other)} == {"in-force"}
    assert {both(line, number).remarks[0].rule for number in (one_number, other)} == {
        "replaces-in-circle"
    }


def test_a_party_leaves_after_its_notice() -> None:
    """With two parties it is over then; with three it goes on between the other two."""
    line = Parties(names=("amber", "cobalt", "meridian"))
    parties = [{"name": name, "standing": "party"} for name in line.names]
    number = propose(line, parties=parties, notice_days=2)
    for party in line.names:
        line.now_ms += MINUTE
        sign(line, party, number)
    act(line, "cobalt", number, "exit")
    assert both(line, number).phase.left == ()
    later = both(line, number, line.now_ms + 2 * DAY)
    assert (later.state, later.phase.left) == (AgreementState.IN_FORCE, ("cobalt",))
    act(line, "amber", number, "exit")
    assert both(line, number, line.now_ms + 3 * DAY).state is AgreementState.LEFT


def test_a_signature_is_taken_back_before_the_last_one_is_given() -> None:
    """What one side signed and withdrew does not bind when the other side signs later."""
    line = Parties()
    number = propose(line)
    sign(line, "cobalt", number)
    act(line, "cobalt", number, "withdraw")
    line.now_ms += MINUTE
    sign(line, "amber", number)
    assert both(line, number).state is AgreementState.SIGNED_BY_SOME
    act(line, "amber", number, "withdraw")
    assert both(line, number).state is AgreementState.WITHDRAWN


def test_an_act_about_nothing_is_kept_and_named() -> None:
    """An act under a number that nobody proposed is refused at first, then kept as astray."""
    line = Parties()
    fields = {"text": "AMBER-2026-0009", "act": "suspend"}
    assert line.rules("amber", Send("AGX", fields)) == ["text-unknown"]
    number = line.do("amber", Send("AGX", fields, acknowledged=("text-unknown",)))
    for state in line.states.values():
        assert [(each.number, why.rule) for each, why in astray(state, LINE)] == [
            (number, "text-unknown")
        ]


def test_acts_that_mean_nothing_are_questioned() -> None:
    """Resuming, disputing, renewing or leaving what there is no reason to: each has its rule."""
    line = Parties()
    waits = propose(line)
    number = signed(line, agreement="Signed")
    for about, what, rule in (
        (waits, "exit", "not-signed"),
        (number, "withdraw", "signed-by-all"),
        (number, "resume", "not-suspended"),
        (number, "dispute-suspension", "not-suspended"),
        (number, "renew", "no-end"),
    ):
        assert line.rules("amber", Send("AGX", {"text": about, "act": what})) == [rule]
    fields = {"text": number, "act": "suspend", "articles": "7"}
    assert line.rules("amber", Send("AGX", fields)) == ["article-unknown"]


def test_an_agreement_judges_the_channels_that_it_names() -> None:
    """Named channels are judged, not its own; another status is never judged by it."""
    line = Parties()
    number = signed(line, channels="coast-2, Night Line", passed=("channel-unknown",))
    state = line.states["amber"]
    assert in_force(state, LINE, line.now_ms) == []
    for channel in ("coast-2", "night-line-0a1b2c3d"):
        found = in_force(state, Line(channel), line.now_ms)
        assert [each.number for each in found] == [number]
        assert in_force(state, Line(channel, Status.EXERCISE), line.now_ms) == []
    assert in_force(state, Line("night-0a1b2c3d"), line.now_ms) == []


def test_any_order_of_arrival_gives_the_same_register() -> None:
    """A third member that hears both journals interleaved at will computes the same texts."""
    line = Parties(names=("amber", "cobalt", "watcher"))
    old = signed(line, until_ms=T0 + 30 * DAY, renews_days=30)
    new = propose(line, lead(minutes=30), by="cobalt", edition=2, replaces=old)
    stopped = act(line, "amber", old, "suspend")
    line.do("cobalt", Send("AGX", {"text": old, "act": "dispute-suspension"}, ref=stopped))
    sign(line, "amber", new)
    act(line, "cobalt", old, "not-renew")
    expected = agreements(line.states["amber"], LINE, line.now_ms)
    assert len(expected) == 2
    for seed in range(6):
        rng, watcher = random.Random(seed), line.member("watcher")
        line.states["watcher"] = watcher
        queues = [list(line.journals[name]) for name in ("amber", "cobalt")]
        while any(queues):
            line.deliver("watcher", rng.choice([queue for queue in queues if queue]).pop(0))
        assert agreements(line.states["watcher"], LINE, line.now_ms) == expected


def test_an_act_that_comes_before_its_text_counts_when_the_text_comes() -> None:
    """A signature whose text is still on its way is astray, and then it is a signature."""
    line = Parties(connected=False)
    number = propose(line)
    line.deliver("cobalt", line.journals["amber"][0])
    sign(line, "cobalt", number)
    late: State = line.member("amber")
    line.states["amber"] = late
    line.deliver("amber", line.journals["cobalt"][0])
    assert len(astray(line.states["amber"], LINE)) == 1
    line.deliver("amber", replace(line.journals["amber"][0]))
    assert astray(line.states["amber"], LINE) == []
    assert one(line, number).state is AgreementState.SIGNED_BY_SOME


def test_a_party_that_is_not_on_the_line_is_named() -> None:
    """Its signature can never be seen here: the officer is told before the text goes out."""
    line = Parties()
    parties = [*text()["parties"], {"name": "Meridian", "standing": "party"}]  # type: ignore[misc]  # a list
    assert line.rules("amber", Send("AGR", text(parties=parties))) == ["party-not-here"]
    alone = [{"name": "Amber", "standing": "party"}]
    assert line.rules("amber", Send("AGR", text(parties=alone))) == ["too-few-parties"]


def test_a_text_with_the_deepest_area_is_carried() -> None:
    """Polygons in parts that come again, in an article: none of it is too deep."""
    line = Parties()
    east, west, south, north = 145_000_000, 144_000_000, -229_000_000, -228_000_000
    corners = [[south, west], [south, east], [north, east]]
    part: dict[str, Json] = {
        **circle(),
        "outline": {"polygon": corners},
        "repeats": {"every_ms": DAY, "days": ["MO", "WE"], "until_ms": T0 + 30 * DAY},
    }
    number = propose(line, {"article": "1", "rule": "keep-out", "volume": [part, part]})
    volume = both(line, number).articles[0].volume
    assert volume is not None
    assert len(volume.parts) == 2


def test_a_text_that_no_entry_holds_is_refused_in_words() -> None:
    """Long articles in a script of three bytes a letter: told to the officer, never a fault."""
    line = Parties()
    long = [lead(str(place), words="\u4e2d" * 600) for place in range(1, 200)]
    assert "fields-size" in line.rules("amber", Send("AGR", text(*long)))
