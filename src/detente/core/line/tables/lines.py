"""The formats about the line itself: checks, its state, who is on duty, who is reached through it.

Whoever declares something declares it for its own side only; the other side's view stands beside.
Serves domain.md section 9 (LCK, LST, DRO) and section 8, rows 5, 6, 21, 23 and 29.
"""

from __future__ import annotations

from dataclasses import replace

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
    Role,
)
from detente.core.line.tables.choices import (
    DEPENDENT_KINDS,
    DUTY_ROLES,
    ECHELONS,
    FORWARDS,
    HOUR_MS,
    LANGUAGES,
    LINE_STATES,
    MINUTE_MS,
    PATHS,
    REASON_KINDS,
    RESIDUAL,
    RESUME_STEPS,
    SCOPES,
)
from detente.core.line.tables.recurring import (
    NOTED_ANSWERS,
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
LST_1 = Format(
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
        FieldSpec("from_ms", Kind.TIME, "from when", fill=Fill.NOW, ahead=True),
        FieldSpec("expected_return_ms", Kind.TIME, "expected to be open again", ahead=True),
    ),
    lead_by=("reason_kind", (("maintenance", 24 * HOUR_MS),)),
    starts="from_ms",
    deadlines=(Deadline(DueStep.ANSWER, 30 * MINUTE_MS),),
    answers=(Answers.NOTED, Answers.DISAGREE, Answers.NOT_UNDERSTOOD),
    releaser=Role.RELEASER,
)
LST = replace(
    LST_1,
    version=2,
    fields=(
        *LST_1.fields,
        FieldSpec(
            "residual",
            Kind.CHOICES,
            "what this side still does",
            choices=RESIDUAL,
            help="Duties that go on while the line is suspended or after it has ended.",
        ),
        FieldSpec(
            "resume_steps",
            Kind.CHOICES,
            "to be done before it is open again",
            choices=RESUME_STEPS,
        ),
    ),
)
DRO = Format(
    code="DRO",
    version=1,
    name="duty roster change",
    family=Family.LINE,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To say which role is on duty when, in which languages, and how else it is reached.",
    fields=(
        FieldSpec("duty_role", Kind.CHOICE, "role on duty", True, DUTY_ROLES),
        FieldSpec("languages", Kind.CHOICES, "languages on duty", True, LANGUAGES),
        FieldSpec("from_ms", Kind.TIME, "on duty from", True, ahead=True),
        FieldSpec("to_ms", Kind.TIME, "on duty until", True, ahead=True),
        FieldSpec(
            "daily_until_ms",
            Kind.TIME,
            "the same hours every day until",
            ahead=True,
            help="Left out: only once.",
        ),
        FieldSpec("desk", Kind.TEXT, "desk", maximum=64, help="A desk or handle, no person."),
        FieldSpec("fallback", Kind.CHOICE, "reached otherwise by", False, PATHS),
        FieldSpec("fallback_address", Kind.TEXT, "number or address of that", maximum=120),
    ),
    lead_ms=12 * HOUR_MS,
    starts="from_ms",
    deadlines=(Deadline(DueStep.ANSWER, 12 * HOUR_MS, 30 * MINUTE_MS),),
    answers=NOTED_ANSWERS,
    changeable=True,
)
DEP = Format(
    code="DEP",
    version=1,
    name="dependent party declared",
    family=Family.LINE,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To name a party that is reached through this side, and what may be passed on to it.",
    fields=(
        FieldSpec("party", Kind.TEXT, "dependent party", True, maximum=64),
        FieldSpec("kind", Kind.CHOICE, "kind of party", True, DEPENDENT_KINDS),
        FieldSpec("may_forward", Kind.CHOICES, "may be passed on to it", True, FORWARDS),
        FieldSpec("means", Kind.CHOICE, "reached by", False, PATHS),
        FieldSpec(
            "minutes",
            Kind.INTEGER,
            "passing on takes about",
            minimum=1,
            maximum=1_440,
            unit="minutes",
        ),
        FieldSpec("hours", Kind.TEXT, "reached at", maximum=80, help="Such as 24 h, 04-18Z."),
        FieldSpec("from_ms", Kind.TIME, "from when", fill=Fill.NOW, ahead=True),
        FieldSpec("to_ms", Kind.TIME, "until when", ahead=True),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 12 * HOUR_MS),),
    answers=NOTED_ANSWERS,
    releaser=Role.RELEASER,
    changeable=True,
)
ECH = Format(
    code="ECH",
    version=1,
    name="echelons declared",
    family=Family.LINE,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To declare this side's levels from the desk to the crew; receipts are given for each.",
    fields=(
        FieldSpec("echelons", Kind.CHOICES, "levels that a warning must reach", True, ECHELONS),
        FieldSpec(
            "minutes",
            Kind.INTEGER,
            "from the desk to the last of them takes about",
            minimum=1,
            maximum=1_440,
            unit="minutes",
        ),
        FieldSpec("means", Kind.CHOICE, "passed on by", False, PATHS),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 12 * HOUR_MS),),
    answers=NOTED_ANSWERS,
    releaser=Role.RELEASER,
    changeable=True,
)
