"""What follows a humanitarian notice: asked for, disclosed, and its contact tried for real.

Serves domain.md section 9 (NHM: live contact test) and section 8, rows 9, 22 and 36.
"""

from __future__ import annotations

from detente.core.line.field import FieldSpec, Fill, Kind
from detente.core.line.formats import Answers, Deadline, DueStep, Family, Format, Marker
from detente.core.line.message import Precedence
from detente.core.line.tables.choices import (
    CONTACT_MEANS,
    CONTACT_RESULTS,
    DETAIL_REASONS,
    DISCLOSURE_RULES,
    HOUR_MS,
    MINUTE_MS,
)
from detente.core.line.tables.recurring import NOTED_ANSWERS

NHD = Format(
    code="NHD",
    version=1,
    name="humanitarian details disclosed",
    family=Family.CHANGE,
    marker=Marker.INFORMATION,
    precedence=Precedence.PRIORITY,
    use="Gives the exact details of one's own humanitarian notice to further receivers.",
    fields=(
        FieldSpec("rule", Kind.CHOICE, "why now", True, DISCLOSURE_RULES),
        FieldSpec("sealed", Kind.SEALED, "keys for further receivers", True),
        FieldSpec("because", Kind.TEXT, "number of the message that is the reason", maximum=96),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 24 * HOUR_MS),),
    answers=NOTED_ANSWERS,
)
RHN = Format(
    code="RHN",
    version=1,
    name="request for humanitarian details",
    family=Family.QUESTION,
    marker=Marker.REQUEST,
    precedence=Precedence.PRIORITY,
    use="To ask for the exact details of a humanitarian notice of which only the area is known.",
    fields=(
        FieldSpec("notice", Kind.TEXT, "number of the notice", True, maximum=96),
        FieldSpec("because", Kind.CHOICE, "because", True, DETAIL_REASONS),
        FieldSpec("needed_ms", Kind.TIME, "needed by", ahead=True),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 60 * MINUTE_MS, 10 * MINUTE_MS),),
    answers=(
        Answers.WILCO,
        Answers.UNABLE,
        Answers.STANDBY,
        Answers.DECLINED,
        Answers.NOT_UNDERSTOOD,
    ),
)
CTC = Format(
    code="CTC",
    version=1,
    name="contact tried",
    family=Family.RECEIPT,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="The contact of a humanitarian notice was called for real: who answered, or nobody.",
    fields=(
        FieldSpec("result", Kind.CHOICE, "what came of it", True, CONTACT_RESULTS),
        FieldSpec("means", Kind.CHOICE, "called by", True, CONTACT_MEANS),
        FieldSpec("at_ms", Kind.TIME, "called at", fill=Fill.NOW, required=True),
    ),
)
