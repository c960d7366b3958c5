"""Incidents: first report, accounts, questions and answers, agreed facts, closing, protest.

What a side tells stays told: nothing here can be corrected, only supplemented. The axes of a case
(type, measured severity, perceived severity, intent, claim, coordination) are fields of their own
and never one number. Serves domain.md sections 8 (rows 16, 17), 9 and 10.
"""

from __future__ import annotations

from detente.core.line.field import REMARKS_MAX, FieldSpec, Kind
from detente.core.line.formats import Answers, Deadline, DueStep, Family, Format, Marker
from detente.core.line.header import NUMBER_CHARS_MAX
from detente.core.line.message import Precedence
from detente.core.line.tables.choices import HOUR_MS, RELEASES
from detente.core.line.tables.recurring import NOTED_ANSWERS
from detente.core.line.tables.register_choices import (
    CLAIM_STATES,
    CLOSURES,
    COORDINATION,
    CRAFT,
    DOERS,
    EVIDENCE_KINDS,
    HARM,
    INCIDENT_TYPES,
    INTENTS,
    MEASURED,
    OPENED_FROM,
    TIERS,
    WEAPONS,
    YES_NO,
)

FINDING_CHARS_MAX = 320  # three numbers, an article and a party, at their longest
DAY_MS = 24 * HOUR_MS
AGREE_ANSWERS = (Answers.AGREE, Answers.DISAGREE, Answers.NOT_UNDERSTOOD)
CASE = FieldSpec(
    "case",
    Kind.TEXT,
    "case",
    True,
    maximum=NUMBER_CHARS_MAX,
    help="Number of the first report that opened it.",
)
EVIDENCE = FieldSpec(
    "evidence",
    Kind.RECORDS,
    "evidence",
    maximum=40,
    parts=(
        FieldSpec("what", Kind.CHOICE, "kind of evidence", True, EVIDENCE_KINDS),
        FieldSpec("sha256", Kind.DIGEST, "digest of the file", True),
        FieldSpec("holder", Kind.TEXT, "who holds it", True, maximum=64),
        FieldSpec("release", Kind.CHOICE, "who may be told of it", True, RELEASES),
        FieldSpec(
            "named",
            Kind.TEXT,
            "those named",
            maximum=120,
            help="Parties, with commas.",
            needed=("release", ("named",)),
        ),
        FieldSpec("about", Kind.TEXT, "what it shows"),
    ),
)
RULES_CITED = FieldSpec(
    "rules",
    Kind.RECORDS,
    "rules cited",
    maximum=20,
    parts=(
        FieldSpec("agreement", Kind.TEXT, "agreement", True, maximum=96),
        FieldSpec("article", Kind.TEXT, "article", maximum=20),
    ),
)
ACCOUNT = (
    FieldSpec("claim", Kind.CHOICE, "this side says it is", False, CLAIM_STATES),
    FieldSpec("until_ms", Kind.TIME, "ended at"),
    FieldSpec("time_margin_s", Kind.INTEGER, "times good to", maximum=86_400, unit="seconds"),
    FieldSpec("point", Kind.POINT, "where it happened"),
    FieldSpec("margin_m", Kind.INTEGER, "place good to", maximum=500_000, unit="metres"),
    FieldSpec("area", Kind.OUTLINE, "area in which it happened"),
    FieldSpec("height", Kind.ALTITUDE, "height at which it happened"),
    FieldSpec("boundary", Kind.TEXT, "version of the boundary", maximum=120),
    FieldSpec("claimed_by", Kind.TEXT, "that airspace is claimed by", maximum=120),
    FieldSpec("recognised_by", Kind.TEXT, "that boundary is recognised by", maximum=120),
    FieldSpec("depth_m", Kind.INTEGER, "depth behind it", maximum=2_000_000, unit="metres"),
    FieldSpec("inside_s", Kind.INTEGER, "time behind it", maximum=864_000, unit="seconds"),
    FieldSpec(
        "aircraft",
        Kind.RECORDS,
        "aircraft and others",
        maximum=20,
        parts=(
            FieldSpec("side", Kind.TEXT, "whose", True, maximum=64),
            FieldSpec("craft", Kind.CHOICE, "class", True, CRAFT),
            FieldSpec("count", Kind.INTEGER, "how many", minimum=1, maximum=1_000),
            FieldSpec("ident", Kind.TEXT, "identification", maximum=64),
            FieldSpec("arms", Kind.CHOICE, "its weapon or sensor", False, WEAPONS),
        ),
    ),
    FieldSpec("closest_m", Kind.INTEGER, "least distance", maximum=500_000, unit="metres"),
    FieldSpec(
        "closest_height_m", Kind.INTEGER, "least height between", maximum=30_000, unit="metres"
    ),
    FieldSpec("closing_kt", Kind.INTEGER, "closing speed", maximum=20_000, unit="knots"),
    FieldSpec("measured", Kind.CHOICE, "measured risk", False, MEASURED),
    FieldSpec("perceived", Kind.CHOICE, "political tier", False, TIERS),
    FieldSpec("felt_unsafe", Kind.CHOICE, "crew felt unsafe", False, YES_NO),
    FieldSpec("intent", Kind.CHOICE, "intent as this side sees it", False, INTENTS),
    FieldSpec("coordination", Kind.CHOICE, "coordination", False, COORDINATION),
    FieldSpec("weapon", Kind.CHOICE, "weapons and sensors", False, WEAPONS),
    FieldSpec("evasive", Kind.CHOICE, "evasive manoeuvre forced", False, YES_NO),
    FieldSpec(
        "done_by",
        Kind.TEXT,
        "done by",
        maximum=64,
        help="The party or force by name, so that both accounts say it the same way.",
    ),
    FieldSpec("done_as", Kind.CHOICE, "who that is", False, DOERS),
    FieldSpec(
        "radio",
        Kind.RECORDS,
        "radio log",
        maximum=60,
        parts=(
            FieldSpec("at_ms", Kind.TIME, "time", True),
            FieldSpec("caller", Kind.TEXT, "caller", True, maximum=64),
            FieldSpec("frequency", Kind.TEXT, "frequency", maximum=32),
            FieldSpec("words", Kind.TEXT, "words"),
            FieldSpec("heard", Kind.CHOICE, "heard", False, YES_NO),
        ),
    ),
    FieldSpec(
        "orders",
        Kind.RECORDS,
        "orders given",
        maximum=40,
        parts=(
            FieldSpec("at_ms", Kind.TIME, "time", True),
            FieldSpec("by", Kind.TEXT, "given by", True, maximum=64),
            FieldSpec("order", Kind.TEXT, "order", True),
        ),
    ),
    FieldSpec(
        "harm",
        Kind.RECORDS,
        "harm",
        maximum=20,
        parts=(
            FieldSpec("kind", Kind.CHOICE, "harm", True, HARM),
            FieldSpec("count", Kind.INTEGER, "how many", maximum=100_000),
            FieldSpec("whose", Kind.TEXT, "whose", maximum=64),
            FieldSpec("what", Kind.TEXT, "what or who", maximum=120),
        ),
    ),
    RULES_CITED,
    EVIDENCE,
    FieldSpec(
        "account",
        Kind.TEXT,
        "account in words",
        maximum=REMARKS_MAX,
        lines=True,
        help="Carried as written; it is not part of what is agreed.",
    ),
)
TYPES = FieldSpec("types", Kind.CHOICES, "types", True, INCIDENT_TYPES)
HAPPENED_MS = FieldSpec("happened_ms", Kind.TIME, "happened at")
DAY = FieldSpec(
    "day",
    Kind.DAY,
    "happened on",
    help="When no more than a day, a month or a year is known.",
)
SAME_AS = FieldSpec(
    "same_as",
    Kind.TEXT,
    "same incident as case",
    maximum=NUMBER_CHARS_MAX,
    help="When both sides opened one: the other's case.",
)
#: What two accounts can differ in, and what facts can be agreed about.
TOLD = (TYPES, HAPPENED_MS, DAY, *ACCOUNT)
TOLD_FIELDS = tuple((spec.name, spec.label) for spec in TOLD)

INR = Format(
    code="INR",
    version=1,
    name="incident, first report",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.IMMEDIATE,
    use="To open a case: what happened, as this side knows it within two hours.",
    fields=(
        TYPES,
        HAPPENED_MS,
        DAY,
        FieldSpec("opened_from", Kind.CHOICE, "opened from", False, OPENED_FROM),
        FieldSpec("finding", Kind.TEXT, "finding that proposed it", maximum=FINDING_CHARS_MAX),
        SAME_AS,
        *ACCOUNT,
    ),
    deadlines=(Deadline(DueStep.ANSWER, 2 * HOUR_MS),),
    answers=(*NOTED_ANSWERS, Answers.NO_RECORD),
)
INS = Format(
    code="INS",
    version=1,
    name="incident, account or supplement",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.PRIORITY,
    use="To give this side's account of a case, or to add to it. What was told before stays.",
    fields=(
        CASE,
        SAME_AS,
        FieldSpec("types", Kind.CHOICES, "types", False, INCIDENT_TYPES),
        HAPPENED_MS,
        DAY,
        *ACCOUNT,
    ),
    deadlines=(Deadline(DueStep.ANSWER, 72 * HOUR_MS),),
    answers=NOTED_ANSWERS,
)
INQ = Format(
    code="INQ",
    version=1,
    name="question in a case",
    family=Family.REGISTER,
    marker=Marker.QUESTION,
    precedence=Precedence.ROUTINE,
    use="To ask about a case. Answered by INA in seven days; sent as IMMEDIATE, in two.",
    fields=(
        CASE,
        FieldSpec("field", Kind.CHOICE, "about what", False, TOLD_FIELDS),
        FieldSpec("question", Kind.TEXT, "question", True, maximum=600, lines=True),
    ),
    deadlines=(Deadline(DueStep.READ, DAY_MS, 2 * HOUR_MS),),
    answers=(Answers.NOTED, Answers.DECLINED, Answers.NO_RECORD, Answers.NOT_UNDERSTOOD),
)
INA = Format(
    code="INA",
    version=1,
    name="answer in a case",
    family=Family.REGISTER,
    marker=Marker.ANSWER,
    precedence=Precedence.ROUTINE,
    use="To answer a question in a case.",
    fields=(
        CASE,
        FieldSpec("question", Kind.TEXT, "answers question", True, maximum=NUMBER_CHARS_MAX),
        FieldSpec("answer", Kind.TEXT, "answer", True, maximum=REMARKS_MAX, lines=True),
        FieldSpec("told_in", Kind.TEXT, "told in account", maximum=NUMBER_CHARS_MAX),
        EVIDENCE,
    ),
    deadlines=(Deadline(DueStep.READ, DAY_MS),),
    answers=NOTED_ANSWERS,
)
INF = Format(
    code="INF",
    version=1,
    name="fact proposed as agreed in a case",
    family=Family.REGISTER,
    marker=Marker.ADVICE,
    precedence=Precedence.ROUTINE,
    use="To propose that a fact of a case is agreed, as one side told it or in new words.",
    fields=(
        CASE,
        FieldSpec("field", Kind.CHOICE, "about what", True, TOLD_FIELDS),
        FieldSpec("told_in", Kind.TEXT, "as told in account", maximum=NUMBER_CHARS_MAX),
        FieldSpec("words", Kind.TEXT, "in these words", maximum=600, lines=True),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 7 * DAY_MS),),
    answers=AGREE_ANSWERS,
)
INC = Format(
    code="INC",
    version=1,
    name="closing of a case",
    family=Family.REGISTER,
    marker=Marker.ADVICE,
    precedence=Precedence.ROUTINE,
    use="To propose how a case is closed; the other side agrees, or says where it does not.",
    fields=(
        CASE,
        FieldSpec("closure", Kind.CHOICE, "closed by", True, CLOSURES),
        FieldSpec("finding", Kind.TEXT, "finding", maximum=REMARKS_MAX, lines=True),
        FieldSpec("open_points", Kind.TEXT, "points that stay open", maximum=600, lines=True),
        FieldSpec(
            "measures",
            Kind.RECORDS,
            "measures",
            maximum=20,
            parts=(
                FieldSpec("measure", Kind.TEXT, "measure", True),
                FieldSpec("owner", Kind.TEXT, "owner", True, maximum=64),
                FieldSpec("due", Kind.DAY, "due on"),
            ),
        ),
        FieldSpec(
            "taken_up_in",
            Kind.TEXT,
            "taken up in case",
            maximum=NUMBER_CHARS_MAX,
            needed=("closure", ("superseded",)),
        ),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 30 * DAY_MS),),
    answers=AGREE_ANSWERS,
)
PRO = Format(
    code="PRO",
    version=1,
    name="protest",
    family=Family.REGISTER,
    marker=Marker.WARNING,
    precedence=Precedence.PRIORITY,
    use="To protest, with the rule that this side holds broken.",
    fields=(
        FieldSpec("case", Kind.TEXT, "case", maximum=NUMBER_CHARS_MAX),
        FieldSpec("about", Kind.TEXT, "against what", True),
        RULES_CITED,
        FieldSpec("demand", Kind.TEXT, "what this side demands", maximum=600, lines=True),
        FieldSpec("happened_ms", Kind.TIME, "happened at"),
    ),
    deadlines=(Deadline(DueStep.ANSWER, DAY_MS),),
    answers=NOTED_ANSWERS,
)
