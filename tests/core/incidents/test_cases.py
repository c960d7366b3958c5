"""Cases as every member computes them: accounts, differences, facts, questions, closings."""

from __future__ import annotations

import random
from dataclasses import replace

from detente.core.incidents.cases import Case, CaseState, ClaimStatus, case, cases, files
from detente.core.incidents.comparing import Difference, Match
from detente.core.incidents.dealing import DAY_MS, FactState, ReplyState
from detente.core.incidents.due import due_items
from detente.core.line.commands import Answer, Correct, Send
from detente.core.line.message import Precedence
from detente.core.values import Json
from tests.support.line import CHARTER, HOUR, LINE, MINUTE, T0, Parties, card

SHA = "a" * 64


def point(lat: float, lon: float) -> dict[str, Json]:
    """A place."""
    return {"lat_e7": round(lat * 10**7), "lon_e7": round(lon * 10**7)}


def inr(**more: Json) -> Send:
    """A first report of a near miss an hour ago."""
    return Send("INR", {"types": ["NMS"], "happened_ms": T0 - HOUR, **more})


def ins(number: str, *passed: str, **more: Json) -> Send:
    """An account of a case; passed: rules that the officer has seen."""
    return Send("INS", {"case": number, **more}, acknowledged=passed)


def both(line: Parties) -> Case:
    """The only case, which must be the same at both members."""
    (mine,) = cases(line.states["amber"], LINE, line.now_ms)
    (theirs,) = cases(line.states["cobalt"], LINE, line.now_ms)
    assert mine == theirs
    return mine


def of(found: Case, name: str) -> Difference:
    """One field of all accounts."""
    (one,) = (each for each in found.differences if each.field == name)
    return one


def test_a_case_shows_who_gave_no_account() -> None:
    """A first report opens the case; the other side is silent, and its account is due in 72 h."""
    line = Parties()
    number = line.do("amber", inr(claim="alleged"))
    found = both(line)
    assert (found.number, found.state, found.status) == (
        number,
        CaseState.OPEN,
        ClaimStatus.ALLEGED,
    )
    assert found.silent == ("cobalt",)
    (due,) = due_items(line.states["cobalt"], LINE, line.now_ms)
    assert (due.party, due.kind, due.due_ms) == ("cobalt", "account", T0 + 3 * DAY_MS)
    line.do("cobalt", Answer(number, "NO_RECORD"))
    assert both(line).no_record == ("cobalt",)
    assert due_items(line.states["amber"], LINE, line.now_ms) == ()


def test_two_accounts_are_compared_field_by_field_within_their_margins() -> None:
    """Times within both margins are compatible, places beyond them differ, with the distance."""
    line = Parties()
    number = line.do(
        "amber",
        inr(
            time_margin_s=60,
            point=point(-22.9, 14.4),
            margin_m=500,
            measured="A",
            intent="deliberate",
        ),
    )
    line.do(
        "cobalt",
        ins(
            number,
            happened_ms=T0 - HOUR + 90_000,
            time_margin_s=30,
            point=point(-22.9, 14.5),
            margin_m=500,
            measured="C",
            inside_s=40,
        ),
    )
    found = both(line)
    time, place = of(found, "happened_ms"), of(found, "point")
    assert (time.match, time.words) == (Match.COMPATIBLE, "1 min 30 s apart, within the margins")
    assert place.match is Match.DIFFER
    assert place.words == "10 km apart, margins 1.00 km"
    assert of(found, "measured").match is Match.DIFFER
    only = of(found, "inside_s")
    assert (only.match, only.told, only.silent) == (Match.ONLY, (("cobalt", 40),), ("amber",))
    assert [one.axis for one in found.differences if one.field in ("measured", "intent")] == [
        "measured severity",
        "intent",
    ]


def test_who_does_not_know_contradicts_nobody() -> None:
    """A side that answers not known differs from nobody, and a set of types says what is common."""
    line = Parties()
    number = line.do("amber", inr(weapon="fire-control", types=["NMS", "RLK"]))
    line.do("cobalt", ins(number, weapon="not-known", types=["NMS"]))
    found = both(line)
    assert of(found, "weapon").match is Match.COMPATIBLE
    assert of(found, "types").words == "both say: near miss"


def test_heights_of_two_references_may_be_the_same() -> None:
    """FL100 and 3,100 m above the sea may be one height; FL100 and FL200 may not."""
    line = Parties()
    number = line.do("amber", inr(height={"cm": 304_800, "reference": "FL"}))
    line.do("cobalt", ins(number, height={"cm": 310_000, "reference": "AMSL"}))
    assert of(both(line), "height").match is Match.COMPATIBLE
    later: dict[str, Json] = {"cm": 609_600, "reference": "FL"}
    line.do("cobalt", ins(number, "account-changed", height=later))
    assert of(both(line), "height").match is Match.DIFFER


def test_an_account_cannot_be_changed_only_added_to() -> None:
    """A correction is refused; told otherwise later, both stand, and the case says so."""
    line = Parties()
    number = line.do("amber", inr(closest_m=100))
    assert line.rules("amber", Correct(number, {"closest_m": 900})) == ["not-changeable"]
    assert line.rules("amber", ins(number, closest_m=140)) == ["account-changed"]
    later = line.do("amber", ins(number, "account-changed", closest_m=140))
    found = both(line)
    (account,) = found.accounts
    assert [(one.value, one.number) for one in account.told["closest_m"]] == [
        (100, number),
        (140, later),
    ]
    assert account.value("closest_m") == 140
    assert [one.rule for one in found.remarks] == ["account-changed"]


def test_evidence_grows_and_keeps_who_holds_it() -> None:
    """Evidence of a supplement stands beside that of the report; each side names its own."""
    line = Parties()
    piece: dict[str, Json] = {
        "what": "video",
        "sha256": SHA,
        "holder": "amber",
        "release": "public",
    }
    number = line.do("amber", inr(evidence=[piece]))
    line.do("amber", ins(number, evidence=[{**piece, "sha256": "b" * 64, "release": "none"}]))
    line.do("cobalt", ins(number, evidence=[{**piece, "holder": "cobalt"}]))
    found = both(line)
    assert [(one.sha256[0], one.party, one.release) for one in found.evidence] == [
        ("a", "amber", "public"),
        ("a", "cobalt", "public"),
        ("b", "amber", "none"),
    ]


def test_two_first_reports_of_one_incident_are_joined() -> None:
    """Both sides open a case; same_as makes them one, found by either number, at either member."""
    line = Parties(connected=False)
    first = line.do("amber", inr(point=point(-22.9, 14.4)))
    line.now_ms += MINUTE
    second = line.do("cobalt", inr(point=point(-22.8, 14.4)))
    for author, other in (("amber", "cobalt"), ("cobalt", "amber")):
        for sent in line.journals[author]:
            line.deliver(other, sent)
    line.connected = True
    assert len(cases(line.states["amber"], LINE, line.now_ms)) == 2
    line.do("cobalt", ins(second, same_as=first))
    found = both(line)
    assert (found.number, found.numbers) == (first, (first, second))
    assert [one.party for one in found.accounts] == ["amber", "cobalt"]
    assert case(line.states["amber"], LINE, second, line.now_ms) == found


def test_a_report_that_may_be_of_the_same_incident_is_asked_about() -> None:
    """A first report near in time and place to the other side's is not released unnoticed."""
    line = Parties()
    line.do("amber", inr(point=point(-22.9, 14.4)))
    assert line.rules("cobalt", inr(point=point(-22.8, 14.4))) == ["case-like"]
    assert line.rules("cobalt", inr(point=point(-12.8, 14.4))) == []


def test_a_third_side_joins_nothing_that_it_did_not_open() -> None:
    """A member that opened neither case says they are the same: shown, and joins nothing."""
    line = Parties(("amber", "cobalt", "meridian"))
    first = line.do("amber", inr())
    second = line.do("cobalt", inr(point=point(1, 1), happened_ms=T0 - 5 * HOUR))
    line.do("meridian", ins(first, same_as=second))
    found = cases(line.states["cobalt"], LINE, line.now_ms)
    assert len(found) == 2
    assert [one.rule for each in found for one in each.remarks] == ["same-as-not-own"]


def test_nobody_makes_one_case_of_two_that_another_side_opened() -> None:
    """Cobalt joins its report to both of Amber's: the second has no effect until Amber says so."""
    line = Parties()
    first = line.do("amber", inr())
    later = line.do("amber", inr(happened_ms=line.now_ms - 86_400_000))
    ours = line.do("cobalt", inr(same_as=first))
    line.do("cobalt", ins(ours, same_as=later))
    found = {one.number: one for one in cases(line.states["amber"], LINE, line.now_ms)}
    assert {number: one.numbers for number, one in found.items()} == {
        first: (first, ours),
        later: (later,),
    }
    assert [one.rule for one in found[first].remarks] == ["same-as-two"]
    line.do("amber", ins(later, same_as=first))
    (one,) = cases(line.states["cobalt"], LINE, line.now_ms)
    assert one.numbers == (first, later, ours)
    assert [each.rule for each in one.remarks] == ["account-changed"]  # its two times


def test_a_facilitator_owes_no_account() -> None:
    """Meridian is told of the case and carries words: only Cobalt is silent, and owes one."""
    line = Parties(("amber", "cobalt", "meridian"))
    for state in line.states.values():
        state.cards["meridian"] = card("meridian", "facilitator")
    number = line.do("amber", inr())
    found = case(line.states["cobalt"], LINE, number, line.now_ms)
    assert found is not None
    assert found.silent == ("cobalt",)
    (due,) = due_items(line.states["amber"], LINE, line.now_ms)
    assert due.party == "cobalt"


def test_a_fact_is_agreed_when_the_other_side_agrees_and_stays_on_record() -> None:
    """Proposed from an account, agreed, contradicted by a later account, then taken back."""
    line = Parties()
    number = line.do("amber", inr(closest_m=100))
    fact = line.do("amber", Send("INF", {"case": number, "field": "closest_m", "told_in": number}))
    assert both(line).facts[0].state is FactState.PROPOSED
    line.do("cobalt", Answer(fact, "AGREE"))
    agreed = both(line).facts[0]
    assert (agreed.state, agreed.value) == (FactState.AGREED, 100)
    assert line.rules("cobalt", ins(number, closest_m=150)) == ["fact-contradicted"]
    later = line.do("cobalt", ins(number, "fact-contradicted", closest_m=150))
    found = both(line)
    assert found.facts[0].contradicted == (later,)
    assert [one.rule for one in found.remarks] == ["fact-contradicted"]
    line.do("cobalt", Answer(fact, "DISAGREE", field_name="field"))
    assert both(line).facts[0].state is FactState.WITHDRAWN


def test_a_fact_that_no_account_tells_is_asked_about() -> None:
    """A fact that rests on an account which says nothing of it, or on nothing, is noticed."""
    line = Parties()
    number = line.do("amber", inr())
    empty = Send("INF", {"case": number, "field": "point"})
    wrong = Send("INF", {"case": number, "field": "point", "told_in": number})
    assert line.rules("cobalt", empty) == ["fact-empty"]
    assert line.rules("cobalt", wrong) == ["told-in-unknown"]


def test_questions_are_due_in_seven_days_and_urgent_ones_in_two() -> None:
    """A question waits, is late after its time, and an answer after that is late for ever."""
    line = Parties()
    number = line.do("amber", inr())
    line.do("cobalt", ins(number, claim="not-known"))
    usual = line.do("amber", Send("INQ", {"case": number, "question": "Who fired?"}))
    urgent = line.do(
        "amber",
        Send(
            "INQ",
            {"case": number, "question": "Which height?"},
            precedence=Precedence.IMMEDIATE,
        ),
    )
    due = due_items(line.states["cobalt"], LINE, line.now_ms)
    assert [(one.number, one.due_ms - T0) for one in due] == [
        (urgent, 2 * DAY_MS),
        (usual, 7 * DAY_MS),
    ]
    line.now_ms += 3 * DAY_MS
    states = [one.replies[0].state for one in both(line).questions]
    assert states == [ReplyState.WAITING, ReplyState.LATE]
    for asked in (usual, urgent):
        fields: dict[str, Json] = {"case": number, "question": asked, "answer": "Nobody did."}
        line.do("cobalt", Send("INA", fields))
    states = [one.replies[0].state for one in both(line).questions]
    assert states == [ReplyState.ANSWERED, ReplyState.ANSWERED_LATE]
    assert due_items(line.states["amber"], LINE, line.now_ms) == ()


def test_a_declined_question_is_not_owed_any_more() -> None:
    """A side may decline, with its reason; a question that is not understood stays owed."""
    line = Parties()
    number = line.do("amber", inr())
    asked = line.do("amber", Send("INQ", {"case": number, "question": "Who fired?"}))
    line.do("cobalt", Answer(asked, "NOT_UNDERSTOOD", field_name="question"))
    assert both(line).questions[0].replies[0].state is ReplyState.NOT_UNDERSTOOD
    assert {one.kind for one in due_items(line.states["amber"], LINE, T0)} == {
        "account",
        "question",
    }
    line.do("cobalt", Answer(asked, "DECLINED", reason="secrecy"))
    assert both(line).questions[0].replies[0].state is ReplyState.DECLINED


def test_an_answer_to_nothing_is_asked_about() -> None:
    """An answer names a question of the case that was put to its sender."""
    line = Parties()
    number = line.do("amber", inr())
    fields: dict[str, Json] = {"case": number, "question": number, "answer": "Yes."}
    assert line.rules("cobalt", Send("INA", fields)) == ["question-unknown"]
    asked = line.do("amber", Send("INQ", {"case": number, "question": "Who?"}))
    assert line.rules("amber", Send("INA", {**fields, "question": asked})) == ["question-not-asked"]


def test_a_closing_that_one_side_wants_closes_nothing() -> None:
    """A joint finding is one when both agree; until then the case is open."""
    line = Parties()
    number = line.do("amber", inr(claim="confirmed"))
    ends: dict[str, Json] = {"case": number, "closure": "joint", "finding": "Both were off course."}
    assert line.rules("amber", Send("INC", ends)) == ["account-missing"]
    line.do("cobalt", ins(number, claim="denied"))
    assert both(line).status is ClaimStatus.DISPUTED
    measure: dict[str, Json] = {"measure": "Brief the crews.", "owner": "cobalt", "due": "2027-02"}
    ending = line.do("amber", Send("INC", {**ends, "measures": [measure]}))
    found = both(line)
    assert (found.state, found.closings[0].waiting) == (CaseState.CLOSING, ("cobalt",))
    line.do("cobalt", Answer(ending, "DISAGREE", field_name="finding"))
    assert both(line).state is CaseState.CLOSING
    line.do("cobalt", Answer(ending, "AGREE"))
    found = both(line)
    assert (found.state, found.status) == (CaseState.CLOSED, ClaimStatus.JOINT)
    assert not due_items(line.states["amber"], LINE, line.now_ms)  # its measure is a commitment


def test_what_is_told_after_closing_is_kept_and_said() -> None:
    """An account of a closed case is asked about, kept, and the case stays closed."""
    line = Parties()
    number = line.do("amber", inr())
    ending = line.do("amber", Send("INC", {"case": number, "closure": "withdrawn"}))
    line.do("cobalt", Answer(ending, "AGREE"))
    assert line.rules("cobalt", ins(number, claim="denied")) == ["case-closed"]
    later = line.do("cobalt", ins(number, "case-closed", claim="denied"))
    found = both(line)
    assert (found.state, found.after) == (CaseState.CLOSED, (later,))
    assert "told-after-closing" in [one.rule for one in found.remarks]


def test_a_question_that_is_still_owed_is_named_before_closing() -> None:
    """A closing lets open questions lapse, so its sender is told which ones there are."""
    line = Parties()
    number = line.do("amber", inr())
    asked = line.do("amber", Send("INQ", {"case": number, "question": "Who?"}))
    ends: dict[str, Json] = {"case": number, "closure": "no-agreement"}
    assert line.rules("amber", Send("INC", ends)) == ["questions-open"]
    ending = line.do("amber", Send("INC", ends, acknowledged=("questions-open",)))
    line.do("cobalt", Answer(ending, "AGREE"))
    question = both(line).questions[0]
    assert (question.number, question.replies[0].state) == (asked, ReplyState.LAPSED)


def test_figures_are_said_beside_types_and_change_none() -> None:
    """By its figures one is a critical near miss, the other none; a hazard felt is another axis."""
    line = Parties()
    number = line.do("amber", inr(closest_m=24, closest_height_m=7))
    line.do("cobalt", ins(number, types=["NMS", "USI"], closest_m=900, evasive="no"))
    found = both(line)
    assert [(one.party, one.is_critical) for one in found.figures] == [
        ("amber", True),
        ("cobalt", False),
    ]
    odd = [one.reason for one in found.remarks if one.rule == "types-and-figures"]
    assert [reason[:33] for reason in odd] == [
        "cobalt tells a near miss 900 m ap",
        "cobalt tells an unsafe intercept ",
    ]
    line.do("cobalt", ins(number, "account-changed", felt_unsafe="yes", evasive="yes"))
    assert "types-and-figures" not in [one.rule for one in both(line).remarks]
    assert both(line).types == ("NMS", "USI")


def test_a_case_that_is_not_held_is_named() -> None:
    """A message about a case that nobody opened, or about a supplement, says what it should be."""
    line = Parties()
    assert line.rules("amber", ins("AMBER-2026-0404")) == ["case-unknown"]
    number = line.do("amber", inr())
    later = line.do("amber", ins(number, claim="alleged"))
    refused = line.try_("cobalt", ins(later))
    assert isinstance(refused, tuple)
    assert refused[0].remedy == f"It belongs to case {number}"
    line.do("cobalt", ins("AMBER-2026-0404", "case-unknown"))
    assert [one.author for one in files(line.states["amber"].line(LINE)).unplaced] == ["cobalt"]


def test_an_incident_of_which_only_a_year_is_known() -> None:
    """Nothing of when is asked about; a year and a day of it are compatible."""
    line = Parties()
    assert line.rules("amber", Send("INR", {"types": ["FUP"]})) == ["when-missing"]
    number = line.do("amber", Send("INR", {"types": ["FUP"], "day": "2016", "claim": "reported"}))
    assert both(line).status is ClaimStatus.REPORTED
    line.do("cobalt", ins(number, day="2016-04"))
    assert of(both(line), "day").match is Match.COMPATIBLE


def test_a_reported_incident_is_no_account() -> None:
    """What a source reports stands beside the accounts, or alone, and is nobody's account."""
    line = Parties(charter=replace(CHARTER, kind="diplomatic"))
    report: dict[str, Json] = {
        "kind": "incident",
        "words": "Aircraft are said to have been fired at twice.",
        "hedge": "reportedly",
        "source_sha256": SHA,
        "publisher": "A newspaper",
    }
    alone = line.do("amber", Send("REP", report))
    known = files(line.states["cobalt"].line(LINE))
    assert ([one.number for one in known.reported], known.folders) == ([alone], {})
    number = line.do("amber", Send("INR", {"types": ["FUP"], "day": "2016"}))
    linked = line.do("cobalt", Send("REP", {**report, "case": number}))
    found = both(line)
    assert (found.reports, found.status) == ((linked,), ClaimStatus.REPORTED)
    assert [one.party for one in found.accounts] == ["amber"]


def test_any_order_of_arrival_gives_the_same_cases() -> None:
    """A whole quarrel comes to a watcher in many interleavings; always the same."""
    line = Parties()
    number = line.do("amber", inr(closest_m=100, claim="alleged"))
    line.do("cobalt", ins(number, closest_m=400, claim="denied"))
    fact = line.do("amber", Send("INF", {"case": number, "field": "closest_m", "told_in": number}))
    asked = line.do("amber", Send("INQ", {"case": number, "question": "Who?"}))
    line.do("cobalt", Answer(fact, "AGREE"))
    fields: dict[str, Json] = {"case": number, "question": asked, "answer": "We do not know."}
    line.do("cobalt", Send("INA", fields))
    ending = line.do("cobalt", Send("INC", {"case": number, "closure": "parallel"}))
    line.do("amber", Answer(ending, "AGREE"))
    line.do(
        "amber", ins(number, "case-closed", "account-changed", "fact-contradicted", closest_m=900)
    )
    seen: list[list[Case]] = []
    for seed in range(12):
        rng = random.Random(seed)
        line.folded["watcher"], line.heard["watcher"] = [], []
        line.states["watcher"] = line.member("watcher")
        queues = [list(line.journals[name]) for name in ("amber", "cobalt")]
        while any(queues):
            line.deliver("watcher", rng.choice([one for one in queues if one]).pop(0))
        seen.append(cases(line.states["watcher"], LINE, line.now_ms))
    assert all(one == seen[0] for one in seen)
    assert seen[0][0].state is CaseState.CLOSED
