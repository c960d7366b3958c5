"""The fifteen formats of this version: what each says, how fast it must be answered, by whom.

Written for the duty officer at 3 a.m.: as few required fields as the matter allows, codes instead
of prose, times filled in. A FLASH needs one or two fields. Any duty officer may release a warning
or an alert, because a warning that waits for a signature is the failure of 2016 and 2018; only
the declared state of the line asks for a releaser. `FORMATS` holds the newest version of each.
Serves domain.md section 9; precedents are named there.
"""

from __future__ import annotations

from detente.core.line.field import FieldSpec, Fill, Kind
from detente.core.line.formats import (
    ANSWER_WORDS,
    Answers,
    Deadline,
    DueStep,
    Family,
    Format,
    Marker,
    Placing,
)
from detente.core.line.lead import Effective
from detente.core.line.message import Precedence, Role

MINUTE_MS = 60_000

ACTIVITIES = (
    ("combat", "combat aircraft"),
    ("transport", "unarmed transport"),
    ("isr", "surveillance and reconnaissance"),
    ("uas", "uncrewed aircraft"),
    ("tanker", "tanker"),
    ("helo", "helicopter"),
)
NUMBER_BANDS = (
    ("1", "one aircraft"),
    ("2-4", "two to four aircraft"),
    ("5-10", "five to ten aircraft"),
    ("11+", "more than ten aircraft"),
)
PRECISIONS = (
    ("exact", "the volume is exact"),
    ("nearest-km", "good to about a kilometre"),
    ("coarse", "coarse on purpose: the activity is somewhere inside the volume"),
)
HAZARDS = (
    ("air-surface", "weapons from the air to the surface"),
    ("surface-air", "weapons from the surface into the air"),
    ("surface-surface", "weapons from surface to surface through the air"),
    ("air-air", "weapons from air to air"),
    ("missile-transit", "missiles passing through"),
    ("other", "another hazard, see the remarks"),
)
OWN_TRAFFIC = (
    ("none", "none of our aircraft is in the area"),
    ("leaving", "our aircraft are leaving the area"),
    ("inside", "our aircraft are in the area"),
    ("unknown", "not known whether our aircraft are in the area"),
)
DIRECTIONS = (
    ("N", "north"),
    ("NE", "north-east"),
    ("E", "east"),
    ("SE", "south-east"),
    ("S", "south"),
    ("SW", "south-west"),
    ("W", "west"),
    ("NW", "north-west"),
)
SITUATIONS = (
    ("nearing", "your aircraft is nearing our airspace"),
    ("inside", "your aircraft is inside our airspace"),
)
TURNS = (*DIRECTIONS, ("left", "to the left"), ("right", "to the right"), ("back", "turn back"))
STRUCK = (
    ("our-people", "our people"),
    ("our-aircraft", "our aircraft"),
    ("hospital", "a hospital"),
    ("aid-convoy", "an aid convoy"),
    ("civilians", "civilians"),
    ("un-personnel", "United Nations personnel"),
    ("protected-site", "a protected site"),
)
MEANS = (
    ("air-strike", "air strike"),
    ("artillery", "artillery or rockets"),
    ("uncrewed", "uncrewed aircraft"),
    ("ground-fire", "fire from the ground"),
    ("unknown", "not known by what"),
)
BEHAVIOURS = (
    ("crossing", "crossing"),
    ("orbiting", "orbiting"),
    ("approaching", "approaching us"),
    ("leaving", "leaving"),
    ("descending", "descending"),
    ("fast-low", "fast and low"),
    ("shadowing", "following one of our aircraft"),
    ("other", "other, see the remarks"),
)
LINE_STATES = (
    ("OPEN", "open"),
    ("DEGRADED", "degraded"),
    ("SUSPENDED", "suspended; safety-of-life messages are still taken"),
    ("ENDED", "ended; safety-of-life messages are still taken"),
)
SCOPES = (
    ("all", "the whole line"),
    ("routine", "routine messages only"),
    ("data", "the data link only"),
    ("voice", "voice only"),
)
REASON_KINDS = (
    ("technical", "technical"),
    ("political", "political"),
    ("maintenance", "maintenance"),
    ("other", "other, see the remarks"),
)
LANGUAGES = (("en", "English"), ("ru", "Russian"), ("he", "Hebrew"), ("ar", "Arabic"))
ANSWER_REASONS = (
    ("own-activity", "own activity under way"),
    ("no-contact", "no contact with the crew or unit"),
    ("too-late", "too late to change"),
    ("not-ours", "not under our control"),
    ("weather", "weather or terrain"),
    ("fuel", "fuel"),
    ("emergency", "emergency on board"),
    ("not-authorised", "not authorised to"),
    ("secrecy", "cannot be disclosed"),
    ("other", "other, see the remarks"),
)
CANCEL_REASONS = (
    ("not-happening", "the activity will not take place"),
    ("replaced", "another notice takes its place"),
    ("wrong", "it was sent in error"),
    ("other", "other, see the remarks"),
)
RECEIPT_STEPS = (("READ", "read by an officer"),)

_NOTICE_ANSWERS = (
    Answers.NOTED,
    Answers.WILCO,
    Answers.UNABLE,
    Answers.STANDBY,
    Answers.DISAGREE,
    Answers.NOT_UNDERSTOOD,
)
_ALERT_ANSWERS = (
    Answers.WILCO,
    Answers.UNABLE,
    Answers.STANDBY,
    Answers.NO_RECORD,
    Answers.DISAGREE,
    Answers.NOT_UNDERSTOOD,
)
_FLASH_DEADLINES = (
    Deadline(DueStep.READ, 1 * MINUTE_MS),
    Deadline(DueStep.ANSWER, 2 * MINUTE_MS),
)
_HEADING = FieldSpec(
    "heading_deg", Kind.INTEGER, "its heading", minimum=0, maximum=359, unit="degrees true"
)
_SPEED = FieldSpec("speed_kt", Kind.INTEGER, "its ground speed", maximum=5_000, unit="knots")
_HEIGHT = FieldSpec("height", Kind.ALTITUDE, "its height")
_RADIO = FieldSpec(
    "radio", Kind.TEXT, "radio frequency", maximum=64, help="Where a crew can be called."
)
_PLACE = FieldSpec(
    "place_name",
    Kind.TEXT,
    "name of a place",
    maximum=80,
    help="A town in or near the area; the nodes compare it with the coordinates.",
)

LCK = Format(
    code="LCK",
    version=1,
    name="line check",
    family=Family.LINE,
    marker=Marker.QUESTION,
    precedence=Precedence.ROUTINE,
    use="To see that an officer is there; also the echo of one, when it refers to it.",
    fields=(
        FieldSpec("nonce", Kind.TEXT, "check word", maximum=64, fill=Fill.NUMBER, required=True),
        FieldSpec("duty_role", Kind.TEXT, "role on duty", maximum=64, fill=Fill.ROLE),
        FieldSpec("languages", Kind.CHOICES, "languages on duty", choices=LANGUAGES),
        FieldSpec("clock_ms", Kind.TIME, "clock of the sender", fill=Fill.NOW, required=True),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 5 * MINUTE_MS),),
    answers=(Answers.ECHO,),
)
LST = Format(
    code="LST",
    version=1,
    name="line status",
    family=Family.LINE,
    marker=Marker.INFORMATION,
    precedence=Precedence.PRIORITY,
    use="To declare how this side sees the line; each side declares for itself.",
    fields=(
        FieldSpec("state", Kind.CHOICE, "state of the line", True, LINE_STATES),
        FieldSpec("scope", Kind.CHOICE, "what of the line", True, SCOPES),
        FieldSpec("reason_kind", Kind.CHOICE, "kind of reason", False, REASON_KINDS),
        FieldSpec("from_ms", Kind.TIME, "from when", fill=Fill.NOW),
        FieldSpec("expected_return_ms", Kind.TIME, "expected to be open again"),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 30 * MINUTE_MS),),
    answers=(Answers.NOTED, Answers.DISAGREE, Answers.NOT_UNDERSTOOD),
    releaser=Role.RELEASER,
)
NAA = Format(
    code="NAA",
    version=1,
    name="air activity",
    family=Family.NOTICE,
    marker=Marker.INTENTION,
    precedence=Precedence.ROUTINE,
    use="To say where and when own aircraft will fly, so that others can keep out of their way.",
    fields=(
        FieldSpec("activity", Kind.CHOICE, "class of aircraft", True, ACTIVITIES),
        FieldSpec("number_band", Kind.CHOICE, "how many", True, NUMBER_BANDS),
        FieldSpec("volume", Kind.VOLUME, "area, heights and window", True),
        FieldSpec("precision", Kind.CHOICE, "precision of the volume", False, PRECISIONS),
        FieldSpec("call_sign", Kind.TEXT, "call sign", maximum=32),
        _RADIO,
        FieldSpec(
            "contact", Kind.TEXT, "who to contact", maximum=80, help="A desk or role, no person."
        ),
        _PLACE,
    ),
    lead_ms=60 * MINUTE_MS,
    deadlines=(
        Deadline(DueStep.READBACK, 10 * MINUTE_MS),
        Deadline(DueStep.ANSWER, 20 * MINUTE_MS),
        Deadline(DueStep.CONFIRMED, 5 * MINUTE_MS),
        Deadline(DueStep.END, 15 * MINUTE_MS),
    ),
    answers=_NOTICE_ANSWERS,
    placing=Placing("volume", activity_field="activity"),
    place_name="place_name",
)
NWA = Format(
    code="NWA",
    version=1,
    name="weapon activity warning",
    family=Family.NOTICE,
    marker=Marker.WARNING,
    precedence=Precedence.IMMEDIATE,
    use="To warn others off an area that weapons make dangerous. The hazard area, never a target.",
    fields=(
        FieldSpec(
            "volume",
            Kind.VOLUME,
            "hazard area, heights and window",
            True,
            help="The whole area to stay out of, large enough to say nothing about a target.",
        ),
        FieldSpec("hazard", Kind.CHOICE, "kind of hazard", True, HAZARDS),
        FieldSpec("own_traffic", Kind.CHOICE, "own aircraft in the area", True, OWN_TRAFFIC),
        FieldSpec(
            "advice_direction",
            Kind.CHOICE,
            "stay clear to the",
            False,
            DIRECTIONS,
            help="Which way leads out of it; never leave it to guesswork when you know.",
        ),
        _RADIO,
        _PLACE,
    ),
    lead_ms=15 * MINUTE_MS,
    effective=Effective.READBACK,
    deadlines=(
        Deadline(DueStep.READBACK, 2 * MINUTE_MS),
        Deadline(DueStep.ANSWER, 4 * MINUTE_MS),
        Deadline(DueStep.CONFIRMED, 2 * MINUTE_MS),
        Deadline(DueStep.END, 15 * MINUTE_MS),
    ),
    answers=_NOTICE_ANSWERS,
    placing=Placing("volume", activity="weapon"),
    place_name="place_name",
)
AEN = Format(
    code="AEN",
    version=1,
    name="nearing or inside our airspace",
    family=Family.ALERT,
    marker=Marker.WARNING,
    precedence=Precedence.FLASH,
    use="One of your aircraft is nearing or inside our airspace: turn it away or tell us why.",
    fields=(
        FieldSpec("situation", Kind.CHOICE, "what is happening", True, SITUATIONS),
        FieldSpec("point", Kind.POINT, "where it is", True),
        FieldSpec("seen_ms", Kind.TIME, "seen at", fill=Fill.NOW, required=True),
        FieldSpec("track", Kind.TEXT, "track or code", maximum=32),
        _HEADING,
        _SPEED,
        _HEIGHT,
        FieldSpec("wanted_turn", Kind.CHOICE, "wanted turn", False, TURNS),
        _RADIO,
        _PLACE,
    ),
    deadlines=_FLASH_DEADLINES,
    answers=_ALERT_ANSWERS,
    point="point",
    place_name="place_name",
)
AMI = Format(
    code="AMI",
    version=1,
    name="missile in flight",
    family=Family.ALERT,
    marker=Marker.WARNING,
    precedence=Precedence.FLASH,
    use="A missile is in flight: clear the area now. Open heights and an open end are allowed.",
    fields=(
        FieldSpec("volume", Kind.VOLUME, "area to clear, heights, until", True),
        FieldSpec("clear_to", Kind.CHOICE, "clear to the", False, DIRECTIONS),
        _PLACE,
    ),
    deadlines=(*_FLASH_DEADLINES, Deadline(DueStep.END, 15 * MINUTE_MS)),
    answers=(Answers.NOTED, *_ALERT_ANSWERS),
    placing=Placing("volume", activity="weapon"),
    place_name="place_name",
)
AST = Format(
    code="AST",
    version=1,
    name="stop, you are hitting our people or a protected site",
    family=Family.ALERT,
    marker=Marker.REQUEST,
    precedence=Precedence.FLASH,
    use="Stop: fire of your side is hitting our people or a protected site. END when it stopped.",
    fields=(
        FieldSpec("what", Kind.CHOICE, "what is being hit", True, STRUCK),
        FieldSpec("point", Kind.POINT, "where", True),
        FieldSpec("since_ms", Kind.TIME, "since", fill=Fill.NOW, required=True),
        FieldSpec("means", Kind.CHOICE, "by what", False, MEANS),
        _PLACE,
    ),
    deadlines=_FLASH_DEADLINES,
    answers=_ALERT_ANSWERS,
    point="point",
    place_name="place_name",
)
QID = Format(
    code="QID",
    version=1,
    name="is this yours",
    family=Family.QUESTION,
    marker=Marker.QUESTION,
    precedence=Precedence.IMMEDIATE,
    use="To ask whether a track is one of theirs, before anybody acts on a guess.",
    fields=(
        FieldSpec("point", Kind.POINT, "where it is", True),
        FieldSpec("seen_ms", Kind.TIME, "seen at", fill=Fill.NOW, required=True),
        FieldSpec("behaviour", Kind.CHOICE, "what it does", False, BEHAVIOURS),
        FieldSpec("track", Kind.TRACK, "its last positions"),
        FieldSpec("code", Kind.TEXT, "transponder code or our name for it", maximum=32),
        _HEADING,
        _SPEED,
        _HEIGHT,
        _PLACE,
    ),
    deadlines=(Deadline(DueStep.ANSWER, 3 * MINUTE_MS),),
    answers=(
        Answers.YES,
        Answers.NO,
        Answers.UNKNOWN,
        Answers.DECLINED,
        Answers.STANDBY,
        Answers.NOT_UNDERSTOOD,
    ),
    point="point",
    place_name="place_name",
)
ACK = Format(
    code="ACK",
    version=1,
    name="receipt",
    family=Family.RECEIPT,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="An officer has read the message.",
    fields=(FieldSpec("step", Kind.CHOICE, "step of the ladder", True, RECEIPT_STEPS),),
)
RBK = Format(
    code="RBK",
    version=1,
    name="read-back",
    family=Family.RECEIPT,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="Place, time and height said back as this side's node computed them.",
    fields=(FieldSpec("computed", Kind.READBACK, "as computed here", True),),
)
CNF = Format(
    code="CNF",
    version=1,
    name="read-back confirmed",
    family=Family.RECEIPT,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="The read-back says what was meant.",
)
RSP = Format(
    code="RSP",
    version=1,
    name="answer",
    family=Family.RECEIPT,
    marker=Marker.ANSWER,
    precedence=Precedence.ROUTINE,
    use="The answer to a message.",
    fields=(
        FieldSpec(
            "code",
            Kind.CHOICE,
            "answer",
            True,
            tuple((code.value, f"{code.value} ({words})") for code, words in ANSWER_WORDS.items()),
        ),
        FieldSpec("reason", Kind.CHOICE, "reason", False, ANSWER_REASONS),
        FieldSpec(
            "minutes", Kind.INTEGER, "answer follows within", minimum=1, maximum=60, unit="minutes"
        ),
        FieldSpec("field", Kind.TEXT, "about the field", maximum=64),
        FieldSpec(
            "proposal",
            Kind.VOLUME,
            "proposed instead",
            help="A way out: area, heights and window that would be clear, as this side sees it.",
        ),
    ),
)
COR = Format(
    code="COR",
    version=1,
    name="correction",
    family=Family.CHANGE,
    marker=Marker.INFORMATION,
    precedence=Precedence.IMMEDIATE,
    use="Replaces the named fields of one's own message; the corrected whole is read back again.",
    fields=(FieldSpec("changes", Kind.CHANGES, "changed fields", True),),
)
CAN = Format(
    code="CAN",
    version=1,
    name="cancellation",
    family=Family.CHANGE,
    marker=Marker.INFORMATION,
    precedence=Precedence.IMMEDIATE,
    use="Takes back one's own message: what it announced does not happen.",
    fields=(FieldSpec("reason", Kind.CHOICE, "reason", False, CANCEL_REASONS),),
    deadlines=(Deadline(DueStep.ANSWER, 30 * MINUTE_MS),),
    answers=(Answers.NOTED, Answers.DISAGREE, Answers.NOT_UNDERSTOOD),
)
END = Format(
    code="END",
    version=1,
    name="activity ended",
    family=Family.CHANGE,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="The announced activity has ended, or what an alert asked for has been done.",
    fields=(FieldSpec("ended_ms", Kind.TIME, "ended at", fill=Fill.NOW, required=True),),
    deadlines=(Deadline(DueStep.ANSWER, 30 * MINUTE_MS),),
    answers=(Answers.NOTED, Answers.DISAGREE, Answers.NOT_UNDERSTOOD),
)

ALL = (LCK, LST, NAA, NWA, AEN, AMI, AST, QID, ACK, RBK, CNF, RSP, COR, CAN, END)
FORMATS: dict[str, Format] = {fmt.code: fmt for fmt in ALL}
_VERSIONS = {(fmt.code, fmt.version): fmt for fmt in ALL}


def find(code: str, version: int | None = None) -> Format | None:
    """The table of a format, the newest when no version is named; None when it is not known."""
    return FORMATS.get(code) if version is None else _VERSIONS.get((code, version))
