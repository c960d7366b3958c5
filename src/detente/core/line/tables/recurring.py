"""Fields, answers and deadlines that many formats share: one meaning, one place."""

from __future__ import annotations

from detente.core.line.field import FieldSpec, Fill, Kind
from detente.core.line.formats import Answers, Deadline, DueStep
from detente.core.line.tables.choices import MINUTE_MS

NOTICE_ANSWERS = (
    Answers.NOTED,
    Answers.WILCO,
    Answers.UNABLE,
    Answers.STANDBY,
    Answers.DISAGREE,
    Answers.NOT_UNDERSTOOD,
)
ALERT_ANSWERS = (
    Answers.WILCO,
    Answers.UNABLE,
    Answers.STANDBY,
    Answers.NO_RECORD,
    Answers.DISAGREE,
    Answers.NOT_UNDERSTOOD,
)
FLASH_DEADLINES = (
    Deadline(DueStep.READ, 1 * MINUTE_MS),
    Deadline(DueStep.ANSWER, 2 * MINUTE_MS),
)
HEADING = FieldSpec(
    "heading_deg", Kind.INTEGER, "its heading", minimum=0, maximum=359, unit="degrees true"
)
SPEED = FieldSpec("speed_kt", Kind.INTEGER, "its ground speed", maximum=5_000, unit="knots")
HEIGHT = FieldSpec("height", Kind.ALTITUDE, "its height")
RADIO = FieldSpec(
    "radio", Kind.TEXT, "radio frequency", maximum=64, help="Where a crew can be called."
)
PLACE = FieldSpec(
    "place_name",
    Kind.TEXT,
    "name of a place",
    maximum=80,
    help="A town in or near the area; the nodes compare it with the coordinates.",
)
NOTED_ANSWERS = (Answers.NOTED, Answers.DISAGREE, Answers.NOT_UNDERSTOOD)
REQUEST_ANSWERS = (
    Answers.WILCO,
    Answers.UNABLE,
    Answers.STANDBY,
    Answers.DECLINED,
    Answers.NOT_UNDERSTOOD,
)
SEEN_MS = FieldSpec("seen_ms", Kind.TIME, "seen at", fill=Fill.NOW, required=True)
SINCE_MS = FieldSpec("since_ms", Kind.TIME, "since", fill=Fill.NOW, required=True)
CALL_SIGN = FieldSpec("call_sign", Kind.TEXT, "call sign", maximum=32)
CONTACT = FieldSpec(
    "contact", Kind.TEXT, "who to contact", maximum=80, help="A desk or role, no person."
)
