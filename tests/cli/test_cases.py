"""`detente cases` and `detente case` say what stands, and send what an officer meant."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import httpx
import msgspec
import pytest

from detente.core.line.message import Status
from detente.core.refusal import Refusal
from detente.wire.case_views import (
    CaseDraft,
    CaseEvidenceView,
    CaseLine,
    CasesView,
    CaseView,
    ClaimView,
    EntryProof,
    OpeningView,
    PlaceTold,
    ProposedCase,
    ReportedView,
    RowView,
    ToldView,
    UnplacedView,
)
from detente.wire.native import Accepted
from tests.cli.test_commands import run
from tests.support.outside import NOW_MS

NUMBER = "AMBER-2026-0007"
SHA = sha256(b"08:12 seen\n").hexdigest()
HEAD = CaseLine(
    channel="coast-1",
    status=Status.ACTUAL,
    number=NUMBER,
    numbers=(NUMBER,),
    state="open",
    claim_status="disputed",
    claims=(ClaimView(party="amber", claim="alleged", words="alleged"),),
    types=("NMS",),
    types_words="near miss",
    happened_ms=NOW_MS,
    when="2026-11-22 07:30:00Z",
    where=(PlaceTold(party="amber", words="22°54.0'S 014°24.0'E"),),
    openings=(
        OpeningView(party="amber", number=NUMBER, at_ms=NOW_MS, opened_from="hand", finding=""),
    ),
    accounts=("amber",),
    silent=("cobalt",),
    no_record=(),
    differ=2,
    agreed=1,
    owed=2,
    late=1,
    closure=None,
    remarks=1,
)
CASE = CaseView(
    head=HEAD,
    made_ms=NOW_MS,
    reader="",
    withheld=0,
    rows=(
        RowView(
            field="closest_m",
            label="least distance",
            axis="fact",
            match="only",
            words="",
            told=(
                ToldView(
                    party="amber", value=90, lines=("90 metres",), number=NUMBER, at_ms=NOW_MS
                ),
            ),
            before=(),
            silent=(),
        ),
    ),
    facts=(),
    questions=(),
    evidence=(
        CaseEvidenceView(
            party="amber",
            number=NUMBER,
            what="log or message",
            sha256=SHA,
            holder="amber",
            release="public",
            named=(),
            about="",
        ),
    ),
    closings=(),
    after=(),
    protests=(),
    figures=(),
    reports=(),
    answers=(),
    links=(),
    links_left_out=0,
    remarks=(Refusal("fields.types", "types-and-figures", "odd", "Ask"),),
    entries=(
        EntryProof(
            number=NUMBER,
            author="amber",
            format="INR",
            what="incident, first report",
            at_ms=NOW_MS,
            held_at_ms=NOW_MS,
            journal="j",
            sequence=3,
            entry="aGFzaA==",
            proof="final",
            disowned=False,
        ),
    ),
)


class Desk:
    """A node that shows one case, and keeps what was sent to it."""

    def __init__(self) -> None:
        self.sent: list[dict[str, object]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request as the node would."""
        path = request.url.path
        if request.method == "POST":
            self.sent.append(json.loads(request.content))
            return _json(Accepted(position=9, number="AMBER-2026-0008"), 201)
        if path.endswith("/cases"):
            proposed = ProposedCase(
                finding="A-1/3/C-2",
                agreement="Coast",
                article="3",
                kind="lead-time",
                party="cobalt",
                at_ms=NOW_MS,
                words="Five minutes short.",
                answer="",
            )
            stray = UnplacedView(number="C-4", party="cobalt", format="INS", case="A-404")
            told = ReportedView(
                number="R-1",
                said_by="amber",
                words="Fired at twice.",
                hedge="reportedly",
                publisher="A newspaper",
                when="2016",
                source_sha256=SHA,
            )
            asked = "proposed" in request.url.params
            view = CasesView(
                cases=(HEAD,),
                reported=(told,),
                unplaced=(stray,),
                proposed=(proposed,) if asked else (),
            )
            return _json(view)
        if path.endswith("/case-drafts"):
            fields = {"opened_from": "message", "types": ["INCUR"], "closest_m": 5}
            return _json(CaseDraft(format="INR", fields=fields, refs=("COBALT-2026-0031",)))
        if path.endswith("/report"):
            return httpx.Response(200, content=b"<!doctype html>")
        return _json(CASE) if "/cases/" in path else httpx.Response(404, content=b"{}")


def _json(value: object, status: int = 200) -> httpx.Response:
    return httpx.Response(status, content=msgspec.json.encode(value))


def test_the_register_says_who_tells_what_and_what_is_late() -> None:
    """A line a case; answers that are late, sources' reports and misplaced messages stand out."""
    shown = run("cases", answer=Desk()).output
    for part in (
        "amber, none of cobalt",
        "2, LATE 1",
        "1 answer is LATE",
        "REPORTED BY A SOURCE ONLY (A newspaper, reportedly; R-1): Fired at twice.",
        "!! C-4 of cobalt (INS) is about A-404, which is no case here",
    ):
        assert part in shown


def test_a_case_in_full_gives_a_silent_side_its_place() -> None:
    """Each field has a line for each side, also for the one that has said nothing."""
    shown = run("case", "show", NUMBER.lower(), answer=Desk()).output
    assert f"Case {NUMBER}: near miss" in shown
    place = shown.index("least distance")
    assert shown.index("90 metres", place) < shown.index("no account given", place)
    assert "aGFzaA==" in shown


def test_a_case_is_opened_from_a_message_with_what_is_typed_over_it() -> None:
    """What the message gives is begun with; what is typed counts; the message is named."""
    desk = Desk()
    words = ("case", "open", "--from", "cobalt-2026-0031", "claim=alleged", "closest=90")
    assert run(*words, answer=desk).exit_code == 0
    (sent,) = desk.sent
    assert sent["format"] == "INR"
    assert sent["refs"] == ["COBALT-2026-0031"]
    assert sent["fields"] == {
        "opened_from": "message",
        "types": ["INCUR"],
        "closest_m": 90,
        "claim": "alleged",
    }


def test_what_the_rules_found_is_proposed_with_the_command_that_opens_it() -> None:
    """Without a finding it lists them; nothing is sent."""
    desk = Desk()
    shown = run("case", "propose", answer=desk).output
    assert "Five minutes short." in shown
    assert "detente case propose 'A-1/3/C-2'" in shown
    assert desk.sent == []


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (
            ("ask", NUMBER, "Who?", "--about", "point", "--urgent"),
            {"case": NUMBER, "question": "Who?", "field": "point"},
        ),
        (
            ("answer", "COBALT-2026-0002", "We did.", "--told-in", "amber-2026-0007"),
            {
                "case": NUMBER,
                "question": "COBALT-2026-0002",
                "answer": "We did.",
                "told_in": NUMBER,
            },
        ),
        (
            ("fact", NUMBER, "point", "--words", "Over the sea."),
            {"case": NUMBER, "field": "point", "words": "Over the sea."},
        ),
        (
            ("close", NUMBER, "superseded", "--taken-up-in", "cobalt-2026-0009"),
            {"case": NUMBER, "closure": "superseded", "taken_up_in": "COBALT-2026-0009"},
        ),
        (
            ("protest", "a flight", "--case", NUMBER, "--rule", "agreement=Coast; article=3"),
            {
                "about": "a flight",
                "case": NUMBER,
                "rules": [{"agreement": "Coast", "article": "3"}],
            },
        ),
        (
            ("join", "cobalt-2026-0009", NUMBER),
            {"case": "COBALT-2026-0009", "same_as": NUMBER},
        ),
    ],
)
def test_each_act_sends_the_message_that_it_says(
    words: tuple[str, ...], fields: dict[str, object]
) -> None:
    """What is typed becomes the fields of one message; numbers are written as they are kept."""
    desk = Desk()
    done = run("case", *words, answer=desk)
    assert done.exit_code == 0, done.output
    assert [one["fields"] for one in desk.sent] == [fields]
    assert desk.sent[0].get("precedence") == ("IMMEDIATE" if "--urgent" in words else None)


def test_a_file_is_named_by_its_hash_and_found_on_record(tmp_path: Path) -> None:
    """A known file says by whom; with --add its record goes out, and named asks for names."""
    file = tmp_path / "radar.log"
    file.write_bytes(b"08:12 seen\n")
    shown = run("case", "evidence", NUMBER, str(file), answer=Desk()).output
    assert f"{SHA}  {file}" in shown
    assert f"on record: amber in {NUMBER}" in shown
    desk = Desk()
    words = ("case", "evidence", NUMBER, str(file), "--add", "--what", "log", "--release", "named")
    refused = run(*words, answer=desk)
    assert (refused.exit_code, desk.sent) == (1, [])
    assert run(*words, "--named", "meridian", answer=desk).exit_code == 0
    assert desk.sent[0]["fields"] == {
        "case": NUMBER,
        "evidence": [
            {
                "sha256": SHA,
                "what": "log",
                "holder": "amber",
                "release": "named",
                "named": "meridian",
            }
        ],
    }


def test_an_empty_file_is_no_evidence(tmp_path: Path) -> None:
    """A file without a byte has a hash that proves nothing, so it is not taken."""
    (tmp_path / "empty").write_bytes(b"")
    done = run("case", "evidence", NUMBER, str(tmp_path / "empty"), answer=Desk())
    assert done.exit_code == 2
    assert "an empty file is no evidence" in done.output


def test_the_report_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    """The page comes from the node and is written as it is; its size is said."""
    file = tmp_path / "case.html"
    done = run("case", "report", NUMBER, "--html", str(file), answer=Desk())
    assert file.read_bytes() == b"<!doctype html>"
    assert f"Written: {file} (15 bytes)." in done.output
