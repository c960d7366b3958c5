"""A case as two nodes show it, to their officers and to other readers, and its report."""

from __future__ import annotations

import io
import sys

import pypdf
import pytest

from detente.core.airspace.words import moment_words
from detente.core.line.commands import Answer, Send
from detente.core.line.message import Releasability
from detente.core.line.releasability import PUBLIC, party
from detente.core.values import Fields, Json
from detente.drawing import case_page, case_pdf
from detente.drawing.case_report import NO_ACCOUNT, report
from detente.node.cases import case_view, cases_view, draft_from_message
from detente.node.inputs import Done
from detente.node.node import Node
from detente.wire.case_views import NOT_TOLD, CaseView
from tests.support.pair import LINE, Pair

HOUR_MS = 3_600_000
PIECES: list[Json] = [
    {"what": "video", "sha256": digit * 64, "holder": "amber", "release": release, **more}
    for digit, release, more in (
        ("a", "public", {}),
        ("b", "named", {"named": "meridian, umber"}),
        ("c", "none", {"about": "<script>secret</script>"}),
    )
]


def say(pair: Pair, who: str, command: Send | Answer) -> str:
    """Release something that must not be refused, and let the other side hear it."""
    done = pair.do(who, command)
    assert isinstance(done, Done), done
    pair.settle()
    assert done.number is not None
    return done.number


def inr(pair: Pair, **more: Json) -> Fields:
    """A near miss an hour ago at the coast."""
    point: Json = {"lat_e7": -229_000_000, "lon_e7": 144_000_000}
    hour_ago_ms = pair.clock.now_ms - HOUR_MS
    fields: dict[str, Json] = {"types": ["NMS"], "happened_ms": hour_ago_ms, "point": point}
    return {**fields, **more}


def shown(node: Node, number: str) -> CaseView:
    """The case as a node shows it to its own officers."""
    found = case_view(node, LINE, number)
    assert found is not None
    return found


@pytest.fixture
def pair() -> Pair:
    """Two nodes on one channel."""
    return Pair()


def test_both_nodes_show_the_same_case(pair: Pair) -> None:
    """Opened by one side and told by the other: rows, sides and proofs are the same at both."""
    craft: list[Json] = [{"side": side, "craft": "combat"} for side in ("cobalt", "amber")]
    fields = inr(pair, claim="alleged", time_margin_s=30, aircraft=craft)
    number = say(pair, "cobalt", Send("INR", fields))
    before = shown(pair.amber, number)
    assert (before.head.silent, before.head.claim_status) == (("amber",), "alleged")
    say(pair, "amber", Send("INS", {"case": number, "claim": "denied", "types": ["INF"]}))
    mine, theirs = shown(pair.amber, number), shown(pair.cobalt, number)
    assert (mine.rows, mine.head) == (theirs.rows, theirs.head)
    assert mine.head.claim_status == "disputed"
    (types,) = (row for row in mine.rows if row.field == "types")
    assert [(one.party, one.lines) for one in types.told] == [
        ("amber", ("airspace infringement",)),
        ("cobalt", ("near miss",)),
    ]
    (flown,) = (row for row in mine.rows if row.field == "aircraft")
    assert [line[:12] for line in flown.told[0].lines] == ["(1) whose co", "(2) whose am"]
    (when,) = (row for row in mine.rows if row.field == "happened_ms")
    assert when.told[0].lines[0].endswith("good to 30 s")
    assert [one.margin for one in when.told] == [30]
    hashes = [(one.number, one.entry) for one in mine.entries]
    assert hashes == [(one.number, one.entry) for one in theirs.entries]
    assert [one.proof for one in mine.entries] == ["final", "final"]


def test_a_case_begins_with_what_a_message_says(pair: Pair) -> None:
    """From an alert: its kind of incident, place and time; the officer gives the rest."""
    seen_ms = pair.clock.now_ms - 60_000
    fields: Fields = {
        "situation": "inside",
        "point": {"lat_e7": -229_000_000, "lon_e7": 144_000_000},
        "seen_ms": seen_ms,
    }
    alert = say(pair, "amber", Send("AEN", fields))
    draft = draft_from_message(pair.cobalt, LINE, alert)
    assert draft is not None
    assert draft.refs == (alert,)
    assert draft.fields == {
        "opened_from": "message",
        "types": ["INCUR"],
        "happened_ms": seen_ms,
        "point": fields["point"],
    }
    number = say(pair, "cobalt", Send("INR", draft.fields, refs=draft.refs))
    (link,) = shown(pair.amber, number).links
    assert (link.number, link.why) == (alert, "named in a first report")
    other = say(
        pair, "amber", Send("INR", inr(pair, happened_ms=seen_ms), acknowledged=("case-like",))
    )
    (link,) = shown(pair.amber, other).links
    assert (link.number, link.why, link.apart_cm) == (alert, "time and place", 0)


def test_what_was_announced_elsewhere_for_that_time_is_listed(pair: Pair) -> None:
    """A warning for the right time and another place is listed with how far off it was."""
    volume: Json = {
        "outline": {
            "circle": {"lat_e7": -219_000_000, "lon_e7": 144_000_000, "radius_cm": 1_000_000}
        },
        "floor": None,
        "ceiling": {"cm": 609_600, "reference": "FL"},
        "start_ms": pair.clock.now_ms + HOUR_MS,
        "end_ms": pair.clock.now_ms + 3 * HOUR_MS,
    }
    warning: Fields = {"hazard": "surface-air", "own_traffic": "none", "volume": volume}
    told = say(pair, "amber", Send("NWA", warning))
    pair.clock.now_ms += 2 * HOUR_MS
    number = say(pair, "cobalt", Send("INR", inr(pair)))
    (link,) = shown(pair.cobalt, number).links
    assert (link.number, link.why, link.before_ms) == (told, "time", HOUR_MS)
    assert link.apart_cm is not None
    assert 10_000_000 < link.apart_cm < 10_500_000
    pair.clock.now_ms += 30 * 24 * HOUR_MS
    later = say(pair, "cobalt", Send("INR", inr(pair)))
    assert shown(pair.cobalt, later).links == ()


def test_another_reader_is_told_only_what_may_be_told(pair: Pair) -> None:
    """Messages by their senders' wish, evidence by its own word; what is left out is counted."""
    open_to_all = Send("INR", inr(pair, evidence=PIECES), releasability=Releasability.PUBLIC)
    number = say(pair, "amber", open_to_all)
    say(pair, "cobalt", Send("INS", {"case": number, "claim": "denied"}))
    outside = case_view(pair.amber, LINE, number, PUBLIC)
    named = case_view(pair.amber, LINE, number, party("meridian"))
    member = case_view(pair.amber, LINE, number, party("cobalt"))
    assert outside is not None
    assert named is not None
    assert member is not None
    assert [piece.sha256[0] for piece in outside.evidence] == ["a"]
    assert [piece.sha256[0] for piece in named.evidence] == ["a", "b"]
    assert [piece.sha256[0] for piece in member.evidence] == ["a", "b", "c"]
    assert (outside.withheld, named.withheld, member.withheld) == (3, 2, 0)
    assert outside.head.accounts == ("amber",)
    assert "c" * 32 not in case_page.write(outside)
    fact = Send(
        "INF",
        {"case": number, "field": "types", "told_in": number},
        releasability=Releasability.PUBLIC,
    )
    say(pair, "cobalt", Answer(say(pair, "amber", fact), "AGREE"))
    seen = case_view(pair.amber, LINE, number, PUBLIC)
    assert seen is not None
    assert [(one.state, one.answers) for one in seen.facts] == [("proposed", ())]
    assert [one.state for one in shown(pair.amber, number).facts] == ["agreed"]
    told: Fields = {"case": number, "claim": "denied"}
    hidden = say(pair, "cobalt", Send("INR", inr(pair, day="2026"), acknowledged=("case-like",)))
    aloud = Send("INS", {**told, "case": hidden}, releasability=Releasability.PUBLIC)
    say(pair, "amber", aloud)
    half = case_view(pair.amber, LINE, hidden, PUBLIC)
    assert half is not None
    assert (half.head.accounts, half.head.openings) == (("amber",), ())
    closed = say(pair, "cobalt", Send("INR", {"types": ["COM"], "day": "2026"}))
    assert case_view(pair.amber, LINE, closed, PUBLIC) is None


def test_a_report_for_others_does_not_say_that_a_side_was_silent(pair: Pair) -> None:
    """Cobalt's denial may not be told to the public: nothing there says that it gave no account."""
    released = Send("INR", inr(pair, claim="alleged"), releasability=Releasability.PUBLIC)
    number = say(pair, "amber", released)
    before = case_view(pair.amber, LINE, number, PUBLIC)
    assert before is not None
    assert NO_ACCOUNT in case_page.write(before)  # true as yet: nothing is left out
    say(pair, "cobalt", Send("INS", {"case": number, "claim": "denied"}))
    seen = case_view(pair.amber, LINE, number, PUBLIC)
    assert seen is not None
    assert (seen.head.claim_status, seen.withheld) == (NOT_TOLD, 1)
    assert {row.match for row in seen.rows} == {"not compared"}
    made = case_page.write(seen)
    assert NO_ACCOUNT not in made
    assert "No account told here of" in made
    assert "denied" not in made
    assert shown(pair.amber, number).head.claim_status == "disputed"


def test_an_agreed_fact_whose_agreement_is_left_out_is_counted(pair: Pair) -> None:
    """The public sees the fact proposed, and that something was left out."""
    number = say(pair, "amber", Send("INR", inr(pair), releasability=Releasability.PUBLIC))
    told: Fields = {"case": number, "field": "types", "told_in": number}
    fact = say(pair, "amber", Send("INF", told, releasability=Releasability.PUBLIC))
    say(pair, "cobalt", Answer(fact, "AGREE"))
    seen = case_view(pair.amber, LINE, number, PUBLIC)
    assert seen is not None
    assert ([one.state for one in seen.facts], seen.withheld) == (["proposed"], 1)
    assert "may look open" in case_page.write(seen)


def test_the_register_lists_cases_and_what_belongs_to_none(pair: Pair) -> None:
    """A closed case is left out of the open ones; an account of nothing is shown as misplaced."""
    number = say(pair, "amber", Send("INR", inr(pair)))
    stray: Fields = {"case": "AMBER-2026-0404", "claim": "denied"}
    say(pair, "cobalt", Send("INS", stray, acknowledged=("case-unknown",)))
    ending = say(pair, "amber", Send("INC", {"case": number, "closure": "withdrawn"}))
    assert [one.state for one in cases_view(pair.cobalt, LINE).cases] == ["closing proposed"]
    say(pair, "cobalt", Answer(ending, "AGREE"))
    view = cases_view(pair.amber, LINE, open_only=True)
    assert view.cases == ()
    assert [(one.party, one.case) for one in view.unplaced] == [("cobalt", "AMBER-2026-0404")]
    (whole,) = cases_view(pair.amber, LINE).cases
    assert (whole.state, whole.closure) == ("closed", "withdrawn")


def test_the_report_shows_both_sides_alike(pair: Pair) -> None:
    """Columns of one width in the order of names, whoever opened; a silent side has its column."""
    number = say(pair, "cobalt", Send("INR", inr(pair, evidence=PIECES, account="Fünf Ω Ж א")))
    made = report(shown(pair.amber, number))
    (accounts,) = (one for one in made.sections if one.title == "The accounts")
    assert accounts.table is not None
    assert accounts.table.heads == ("", "amber", "cobalt", "Together")
    assert accounts.table.widths[1] == accounts.table.widths[2]
    assert all(row[1] == (NO_ACCOUNT,) for row in accounts.table.rows)
    page = case_page.write(shown(pair.amber, number))
    assert "<script>" not in page
    assert "&lt;script&gt;secret" in page
    assert all(one.entry in page for one in shown(pair.amber, number).entries)


def test_where_and_when_are_nobodys_alone(pair: Pair) -> None:
    """Two times and two places: the head shows the span of both, and each place with its side."""
    number = say(pair, "cobalt", Send("INR", inr(pair)))
    told = inr(pair, point={"lat_e7": -230_000_000, "lon_e7": 144_000_000})
    at_ms = told["happened_ms"]
    assert isinstance(at_ms, int)
    say(pair, "amber", Send("INS", {**told, "case": number, "happened_ms": at_ms - 60_000}))
    head = shown(pair.amber, number).head
    assert head.when == f"{moment_words(at_ms - 60_000)} to {moment_words(at_ms)}"
    assert [(one.party, one.words[:10]) for one in head.where] == [
        ("amber", "23°00.0'S "),
        ("cobalt", "22°54.0'S "),
    ]
    page = case_page.page(report(shown(pair.amber, number)))
    assert all(f"{one.party}: {one.words[:5]}" in page for one in head.where)


def test_the_report_as_a_pdf_says_the_same_every_time(pair: Pair) -> None:
    """The same bytes twice; its text has the proof, and codes for what the font cannot show."""
    number = say(pair, "cobalt", Send("INR", inr(pair, evidence=PIECES, account="Ω א end")))
    view = shown(pair.amber, number)
    written = case_pdf.write(view)
    assert written == case_pdf.write(view)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(written)).pages)
    flat = "".join(text.split())
    assert view.entries[0].entry in flat
    assert "[U+05D0]end" in flat
    assert "noaccountgiven" in flat


def test_a_report_longer_than_pages_is_written_whole(pair: Pair) -> None:
    """A radio log of sixty long calls and a page of prose fill several pages."""
    calls: list[Json] = [
        {
            "at_ms": pair.clock.now_ms - HOUR_MS + at,
            "caller": "A" * 64,
            "words": f"{at} " + "w" * 190,
        }
        for at in range(60)
    ]
    story = "\n".join(["A long line of the account, told at length. " * 3] * 14)
    number = say(pair, "cobalt", Send("INR", inr(pair, radio=calls, account=story[:2_000])))
    say(pair, "amber", Send("INS", {"case": number, "radio": calls, "account": story[:2_000]}))
    written = case_pdf.write(shown(pair.amber, number))
    pages = pypdf.PdfReader(io.BytesIO(written)).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert len(pages) > 3
    assert text.count("59" + "w" * 20) == 2
    assert shown(pair.amber, number).entries[-1].entry in text


def test_without_reportlab_there_is_a_reason_and_no_pdf(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is not installed: the one who asks is told, and the page needs nothing."""
    number = say(pair, "cobalt", Send("INR", inr(pair)))
    monkeypatch.setitem(sys.modules, "reportlab", None)
    with pytest.raises(case_pdf.NoReportLab):
        case_pdf.write(shown(pair.amber, number))
    assert case_page.write(shown(pair.amber, number)).startswith("<!doctype html>")
