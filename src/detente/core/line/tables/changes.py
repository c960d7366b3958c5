"""Changes of one's own messages: corrected, cancelled, ended, re-confirmed; all stay on record."""

from __future__ import annotations

from detente.core.line.field import (
    FieldSpec,
    Fill,
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
    CANCEL_REASONS,
    HOUR_MS,
    MINUTE_MS,
    VERIFIED,
)
from detente.core.line.tables.recurring import (
    NOTED_ANSWERS,
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

NHC = Format(
    code="NHC",
    version=1,
    name="humanitarian notice re-confirmed",
    family=Family.CHANGE,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="The humanitarian notice is still true, and valid until a later time.",
    fields=(
        FieldSpec("valid_to_ms", Kind.TIME, "valid until", True, ahead=True),
        FieldSpec("verified", Kind.CHOICE, "verified by", False, VERIFIED),
        FieldSpec("verified_ms", Kind.TIME, "verified at", fill=Fill.NOW),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 24 * HOUR_MS),),
    answers=NOTED_ANSWERS,
)
