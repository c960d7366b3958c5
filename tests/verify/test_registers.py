"""What capitals put on record is proved like the rest; a signature names the text it is under."""

from __future__ import annotations

from pathlib import Path

from detente.core.agreements.text import DOMAIN, digest_of
from detente.core.line.message import Message, Precedence, Role, Signature
from detente.core.values import Fields
from detente.verify import MessageRow, Report, Verdict, verify_file
from detente.verify.report import row_words
from tests.support.record import T0, Record, two_open

TEXT: Fields = {
    "agreement": "Notice of weapons",
    "edition": 1,
    "kind": "memorandum",
    "parties": [
        {"name": "amber", "standing": "party"},
        {"name": "cobalt", "standing": "party"},
    ],
    "articles": [{"article": "1", "rule": "lead-time", "formats": ["NWA"], "minutes": 30}],
}
DIGEST = "0c2e" + "0" * 60  # of some other text


def digest(number: str) -> str:
    """What a signature under TEXT names."""
    by = Signature("desk", Role.DUTY_OFFICER)
    text = Message(number, "AGR", 1, Precedence.ROUTINE, ("cobalt",), T0, T0, by, TEXT)
    return digest_of(text)


def proposed() -> tuple[Record, str]:
    """Amber has proposed the text to Cobalt."""
    record = two_open()
    number = record.say("amber", "AGR", TEXT, to="cobalt")
    record.cosign("amber", "cobalt")
    return record, number


def verified(record: Record, path: Path) -> tuple[Report, list[MessageRow]]:
    """The report and the timeline."""
    rows: list[MessageRow] = []
    record.export(path)
    return verify_file(path, on_row=rows.append), rows


def test_a_signature_names_the_text_in_the_file(tmp_path: Path) -> None:
    """The verifier computes the digest of the text anew and says that it is the one signed."""
    record, number = proposed()
    record.say("cobalt", "AGS", {"text": number, "digest": digest(number)}, to="amber")
    report, rows = verified(record, tmp_path / "e.jsonl")
    assert report.verdict is Verdict.GOOD
    assert [one.rule for one in report.remarks if one.rule == "other-text"] == []
    assert rows[0].says.startswith("agreement, proposed text. ")
    assert "articles: 1" in rows[0].says
    assert rows[1].says == f"signs {number}: the digest is that of the text in this file"
    assert rows[1].says in row_words(rows[1])


def test_a_signature_under_another_text_is_remarked(tmp_path: Path) -> None:
    """The record holds all the same: that the texts differ is shown, and is no forgery."""
    record, number = proposed()
    record.say("cobalt", "AGS", {"text": number, "digest": DIGEST}, to="amber")
    report, rows = verified(record, tmp_path / "e.jsonl")
    assert report.verdict is Verdict.GOOD
    (remark,) = [one for one in report.remarks if one.rule == "other-text"]
    assert "the digest is NOT that of the text" in remark.detail
    assert "NOT that of the text" in rows[1].says


def test_a_signature_under_a_text_that_is_missing_is_remarked(tmp_path: Path) -> None:
    """A number that is no text, or not there, is said to be that; nothing is taken for signed."""
    record, number = proposed()
    told = record.say("amber", "INR", {"types": ["NMS"], "claim": "confirmed"}, to="cobalt")
    for text in ("AMBER-2027-0099", told):
        record.say("cobalt", "AGS", {"text": text, "digest": digest(number)}, to="amber")
    report, rows = verified(record, tmp_path / "e.jsonl")
    remarks = [one for one in report.remarks if one.rule == "other-text"]
    assert ["not in the file before it" in one.detail for one in remarks] == [True, True]
    assert rows[1].says == (
        "incident, first report. types: near miss; this side says it is: confirmed by this side"
    )


def test_two_accounts_stand_in_the_timeline_as_they_were_given(tmp_path: Path) -> None:
    """Each side's word on one case is a row of its own; others say nothing."""
    record = two_open()
    case = record.say("amber", "INR", {"types": ["INCUR"], "claim": "confirmed"}, to="cobalt")
    record.say("cobalt", "INS", {"case": case, "claim": "denied"}, to="amber")
    record.say("amber", "QID", {"seen_ms": T0}, to="cobalt")
    _, rows = verified(record, tmp_path / "e.jsonl")
    assert [row.author for row in rows] == ["amber", "cobalt", "amber"]
    assert f"case: {case}; this side says it is: denied by this side" in rows[1].says
    assert rows[2].says == ""


def test_what_is_signed_is_separated_from_all_else() -> None:
    """The digest is over a domain of its own and the number, so that no other text can share it."""
    assert DOMAIN == "detente/agreement/v1"
    assert digest("AMBER-2027-0001") != digest("AMBER-2027-0002")
