"""Questions and requests: whose is this, explain that, please hold, let us talk.

Serves domain.md section 9; a refusal to answer is an answer with its reason (section 4, US-China).
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
)
from detente.core.line.message import (
    Precedence,
)
from detente.core.line.tables.choices import (
    BEHAVIOURS,
    CONCERNS,
    FORMS,
    HOLD_REASONS,
    HOLDS,
    HOUR_MS,
    LANGUAGES,
    LEVELS,
    MINUTE_MS,
    SEEN,
    TOPICS,
)
from detente.core.line.tables.recurring import (
    CONTACT,
    HEADING,
    HEIGHT,
    PLACE,
    REQUEST_ANSWERS,
    SEEN_MS,
    SPEED,
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
        SEEN_MS,
        FieldSpec("behaviour", Kind.CHOICE, "what it does", False, BEHAVIOURS),
        FieldSpec("track", Kind.TRACK, "its last positions"),
        FieldSpec("code", Kind.TEXT, "transponder code or our name for it", maximum=32),
        HEADING,
        SPEED,
        HEIGHT,
        PLACE,
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
QEX = Format(
    code="QEX",
    version=1,
    name="explain unusual activity",
    family=Family.QUESTION,
    marker=Marker.QUESTION,
    precedence=Precedence.PRIORITY,
    use="To ask what unusual activity means. Answer in two days; sent as IMMEDIATE, in two hours.",
    fields=(
        FieldSpec("seen", Kind.CHOICE, "what was seen", True, SEEN),
        SEEN_MS,
        FieldSpec("point", Kind.POINT, "where it was seen"),
        FieldSpec("area", Kind.OUTLINE, "area in which it was seen"),
        FieldSpec("concern", Kind.CHOICE, "concern", True, CONCERNS),
        FieldSpec("track", Kind.TRACK, "its last positions"),
        PLACE,
    ),
    deadlines=(Deadline(DueStep.ANSWER, 48 * HOUR_MS, 2 * HOUR_MS),),
    answers=(
        Answers.EXPLAINED,
        Answers.UNKNOWN,
        Answers.NO_RECORD,
        Answers.DECLINED,
        Answers.STANDBY,
        Answers.NOT_UNDERSTOOD,
    ),
    point="point",
    place_name="place_name",
)
RHD = Format(
    code="RHD",
    version=1,
    name="request to hold or keep out",
    family=Family.QUESTION,
    marker=Marker.REQUEST,
    precedence=Precedence.IMMEDIATE,
    use="To ask the other side to hold, stop, delay or keep out of an area.",
    fields=(
        FieldSpec("request", Kind.CHOICE, "asked", True, HOLDS),
        FieldSpec("volume", Kind.VOLUME, "area, heights and until when"),
        FieldSpec("until_ms", Kind.TIME, "until when", ahead=True),
        FieldSpec("because", Kind.CHOICE, "because", False, HOLD_REASONS),
        CONTACT,
        PLACE,
    ),
    deadlines=(Deadline(DueStep.ANSWER, 3 * MINUTE_MS),),
    answers=REQUEST_ANSWERS,
    area="volume",
    place_name="place_name",
)
RMT = Format(
    code="RMT",
    version=1,
    name="request for a call or meeting",
    family=Family.QUESTION,
    marker=Marker.REQUEST,
    precedence=Precedence.ROUTINE,
    use="To ask for a call or a meeting: level, topics and times.",
    fields=(
        FieldSpec("form", Kind.CHOICE, "call or meeting", True, FORMS),
        FieldSpec("level", Kind.CHOICE, "level", True, LEVELS),
        FieldSpec("topics", Kind.CHOICES, "topics", True, TOPICS),
        FieldSpec("first_ms", Kind.TIME, "first time proposed", ahead=True),
        FieldSpec("second_ms", Kind.TIME, "second time proposed", ahead=True),
        FieldSpec("third_ms", Kind.TIME, "third time proposed", ahead=True),
        FieldSpec("minutes", Kind.INTEGER, "length", minimum=1, maximum=1_440, unit="minutes"),
        FieldSpec("languages", Kind.CHOICES, "languages", False, LANGUAGES),
        FieldSpec("venue", Kind.TEXT, "where or by which means", maximum=120),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 48 * HOUR_MS, 2 * HOUR_MS),),
    answers=(
        Answers.AGREE,
        Answers.DECLINED,
        Answers.UNABLE,
        Answers.STANDBY,
        Answers.NOT_UNDERSTOOD,
    ),
)
