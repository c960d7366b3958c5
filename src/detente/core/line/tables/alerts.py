"""Alerts: FLASH, one or two fields each, sounding until READ.

A FLASH needs one or two fields. Any duty officer may release one, because a warning that waits for
a signature is the failure of 2016 and 2018. Fewer than twelve on purpose: what is sent at 3 a.m.
must be found at 3 a.m. Serves domain.md section 9 and section 8, row 14.
"""

from __future__ import annotations

from detente.core.line.field import (
    FieldSpec,
    Kind,
)
from detente.core.line.formats import (
    Answers,
    Deadline,
    DueStep,
    Family,
    Format,
    Marker,
    Placing,
)
from detente.core.line.message import (
    Precedence,
)
from detente.core.line.tables.choices import (
    ACTIVITIES,
    DIRECTIONS,
    LOST_LINK,
    MEANS,
    MINUTE_MS,
    NEEDS,
    PEOPLE_BANDS,
    RESCUE_PLANS,
    SITUATIONS,
    STRAY_REASONS,
    STRUCK,
    TURNS,
    WHOSE,
)
from detente.core.line.tables.recurring import (
    ALERT_ANSWERS,
    CALL_SIGN,
    FLASH_DEADLINES,
    HEADING,
    HEIGHT,
    PLACE,
    RADIO,
    SEEN_MS,
    SINCE_MS,
    SPEED,
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
        SEEN_MS,
        FieldSpec("track", Kind.TEXT, "track or code", maximum=32),
        HEADING,
        SPEED,
        HEIGHT,
        FieldSpec("wanted_turn", Kind.CHOICE, "wanted turn", False, TURNS),
        RADIO,
        PLACE,
    ),
    deadlines=FLASH_DEADLINES,
    answers=ALERT_ANSWERS,
    point="point",
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
        SINCE_MS,
        FieldSpec("means", Kind.CHOICE, "by what", False, MEANS),
        PLACE,
    ),
    deadlines=FLASH_DEADLINES,
    answers=ALERT_ANSWERS,
    point="point",
    place_name="place_name",
)
ACL = Format(
    code="ACL",
    version=1,
    name="danger of collision",
    family=Family.ALERT,
    marker=Marker.WARNING,
    precedence=Precedence.FLASH,
    use="Two aircraft, one of them yours, are about to come too close.",
    fields=(
        FieldSpec("point", Kind.POINT, "where they come closest", True),
        FieldSpec("closest_ms", Kind.TIME, "closest at", True, ahead=True),
        FieldSpec("first", Kind.TEXT, "first aircraft", maximum=32),
        FieldSpec("second", Kind.TEXT, "second aircraft", maximum=32),
        FieldSpec("first_track", Kind.TRACK, "last positions of the first"),
        FieldSpec("second_track", Kind.TRACK, "last positions of the second"),
        HEIGHT,
        FieldSpec("wanted_turn", Kind.CHOICE, "wanted turn of yours", False, TURNS),
        RADIO,
        PLACE,
    ),
    deadlines=FLASH_DEADLINES,
    answers=ALERT_ANSWERS,
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
        PLACE,
    ),
    deadlines=(*FLASH_DEADLINES, Deadline(DueStep.END, 15 * MINUTE_MS)),
    answers=(Answers.NOTED, *ALERT_ANSWERS),
    placing=Placing("volume", activity="weapon"),
    place_name="place_name",
)
AOW = Format(
    code="AOW",
    version=1,
    name="our aircraft has strayed or is in distress",
    family=Family.ALERT,
    marker=Marker.REQUEST,
    precedence=Precedence.FLASH,
    use="One of our aircraft has strayed or is in distress: it is no attack.",
    fields=(
        FieldSpec("reason", Kind.CHOICE, "why", True, STRAY_REASONS),
        FieldSpec("point", Kind.POINT, "where it is", True),
        SEEN_MS,
        FieldSpec("activity", Kind.CHOICE, "class of aircraft", False, ACTIVITIES),
        FieldSpec("need", Kind.CHOICES, "asked of you", False, NEEDS),
        CALL_SIGN,
        HEADING,
        SPEED,
        HEIGHT,
        FieldSpec("people", Kind.CHOICE, "how many people", False, PEOPLE_BANDS),
        RADIO,
        PLACE,
    ),
    deadlines=FLASH_DEADLINES,
    answers=ALERT_ANSWERS,
    point="point",
    place_name="place_name",
)
ALL_LOST_LINK = Format(
    code="ALL",
    version=1,
    name="our uncrewed aircraft has lost its link",
    family=Family.ALERT,
    marker=Marker.WARNING,
    precedence=Precedence.FLASH,
    use="One of our uncrewed aircraft no longer obeys: where it was, and what it will do.",
    fields=(
        FieldSpec("point", Kind.POINT, "last known position", True),
        FieldSpec("lost_link", Kind.CHOICE, "what it does now", True, LOST_LINK),
        SINCE_MS,
        HEADING,
        SPEED,
        HEIGHT,
        FieldSpec(
            "endurance_min", Kind.INTEGER, "can fly for another", maximum=4_320, unit="minutes"
        ),
        FieldSpec("predicted", Kind.VOLUME, "where it may be, heights, until"),
        PLACE,
    ),
    deadlines=(
        Deadline(DueStep.READ, 2 * MINUTE_MS),
        Deadline(DueStep.ANSWER, 4 * MINUTE_MS),
        Deadline(DueStep.END, 15 * MINUTE_MS),
    ),
    answers=(Answers.NOTED, *ALERT_ANSWERS),
    placing=Placing("predicted", activity="uas"),
    point="point",
    place_name="place_name",
)
ADN = Format(
    code="ADN",
    version=1,
    name="aircraft down",
    family=Family.ALERT,
    marker=Marker.INFORMATION,
    precedence=Precedence.FLASH,
    use="An aircraft is down: where, whose, and who goes to help.",
    fields=(
        FieldSpec("point", Kind.POINT, "where it is down", True),
        FieldSpec("whose", Kind.CHOICE, "whose it is", True, WHOSE),
        SEEN_MS,
        FieldSpec("people", Kind.CHOICE, "how many people", False, PEOPLE_BANDS),
        FieldSpec("plan", Kind.CHOICE, "rescue", False, RESCUE_PLANS),
        CALL_SIGN,
        RADIO,
        PLACE,
    ),
    deadlines=(Deadline(DueStep.READ, 1 * MINUTE_MS), Deadline(DueStep.ANSWER, 5 * MINUTE_MS)),
    answers=(Answers.NOTED, *ALERT_ANSWERS),
    point="point",
    place_name="place_name",
)
