"""Receipts: the steps of the ladder, the answer, and how far a message has gone on.

Receipts get no receipts. A step says only what was done by whom when; acknowledged is not
understood, understood is not passed on (domain.md section 0, finding 9).
"""

from __future__ import annotations

from dataclasses import replace

from detente.core.line.field import (
    FieldSpec,
    Fill,
    Kind,
)
from detente.core.line.formats import (
    VERSION_MAX,
    Family,
    Format,
    Marker,
)
from detente.core.line.message import (
    Precedence,
)
from detente.core.line.tables.choices import (
    ANSWER_REASONS,
    ANSWERS_1,
    ANSWERS_2,
    BASES,
    CONDITIONS,
    ECHELONS,
    EXPLANATIONS,
    HEARD_BACK,
    PASS_STEPS,
    PATHS,
    RECEIPT_STEPS,
)

ACK_1 = Format(
    code="ACK",
    version=1,
    name="receipt",
    family=Family.RECEIPT,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="An officer has read the message.",
    fields=(FieldSpec("step", Kind.CHOICE, "step of the ladder", True, RECEIPT_STEPS),),
)
ACK = replace(
    ACK_1,
    version=2,
    fields=(
        *ACK_1.fields,
        FieldSpec(
            "known_version",
            Kind.INTEGER,
            "newest version of its format that is known here",
            maximum=VERSION_MAX,
            help="0 when the format is not known at all.",
        ),
        FieldSpec("not_known", Kind.TEXT, "fields not known here", help="Names, with commas."),
    ),
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
RSP_1 = Format(
    code="RSP",
    version=1,
    name="answer",
    family=Family.RECEIPT,
    marker=Marker.ANSWER,
    precedence=Precedence.ROUTINE,
    use="The answer to a message.",
    fields=(
        FieldSpec("code", Kind.CHOICE, "answer", True, ANSWERS_1),
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
RSP = replace(
    RSP_1,
    version=2,
    fields=(
        FieldSpec("code", Kind.CHOICE, "answer", True, ANSWERS_2),
        *RSP_1.fields[1:],
        FieldSpec("conditions", Kind.CHOICES, "on condition", choices=CONDITIONS),
        FieldSpec(
            "explanation",
            Kind.CHOICE,
            "explanation",
            choices=EXPLANATIONS,
            needed=("code", ("EXPLAINED",)),
        ),
        FieldSpec("at_ms", Kind.TIME, "at the time", ahead=True, help="Of those proposed."),
    ),
)
DSM = Format(
    code="DSM",
    version=1,
    name="disseminated",
    family=Family.RECEIPT,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="The message has reached a level of this side; from the desk down to the crew.",
    fields=(
        FieldSpec("echelon", Kind.CHOICE, "level that has it", True, ECHELONS),
        FieldSpec("at_ms", Kind.TIME, "reached at", fill=Fill.NOW, required=True),
        FieldSpec("basis", Kind.CHOICE, "known by", True, BASES),
        FieldSpec("unit", Kind.TEXT, "unit", maximum=64, help="Left out: all of that level."),
        FieldSpec("means", Kind.CHOICE, "passed on by", False, PATHS),
    ),
)
PSD = Format(
    code="PSD",
    version=1,
    name="passed on to a third party",
    family=Family.RECEIPT,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="The message was passed on to a party that is not on this line, and what came back.",
    fields=(
        FieldSpec("party", Kind.TEXT, "passed on to", True, maximum=64),
        FieldSpec("step", Kind.CHOICE, "step there", True, PASS_STEPS),
        FieldSpec("at_ms", Kind.TIME, "at the time", fill=Fill.NOW, required=True),
        FieldSpec("passed_by", Kind.TEXT, "passed on by", maximum=64, help="A desk or role."),
        FieldSpec("means", Kind.CHOICE, "passed on by means of", False, PATHS),
        FieldSpec("heard_back", Kind.CHOICE, "heard back", False, HEARD_BACK),
        FieldSpec("code", Kind.CHOICE, "answer there", False, ANSWERS_2),
        FieldSpec("reason", Kind.CHOICE, "reason", False, ANSWER_REASONS),
        FieldSpec("computed", Kind.READBACK, "as computed there"),
        FieldSpec("digest", Kind.TEXT, "digest of what came back", maximum=128),
        FieldSpec("signature", Kind.TEXT, "its signature", maximum=128),
    ),
)
