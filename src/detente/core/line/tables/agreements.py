"""Agreements as data: text in articles, signatures under it, acts about it, findings answered.

An article becomes a rule when it says what can be computed; the rest stays words. What a side
declares as its policy, and what it is seen to do, are statements with a source and never rules.
A commitment can be sealed now and opened later: the coarse area stands in the picture at once.
Serves domain.md sections 4, 8 (rows 8, 9, 12, 13, 19) and 11.
"""

from __future__ import annotations

from detente.core.line.field import RECORDS_MAX, FieldSpec, Fill, Kind
from detente.core.line.formats import (
    Answers,
    Deadline,
    DueStep,
    Family,
    Format,
    Marker,
    Placing,
)
from detente.core.line.header import NUMBER_CHARS_MAX
from detente.core.line.message import Precedence, Role
from detente.core.line.tables.choices import ACTIVITIES, HOUR_MS, LANGUAGES, MINUTE_MS
from detente.core.line.tables.incidents import (
    AGREE_ANSWERS,
    DAY_MS,
    EVIDENCE,
    FINDING_CHARS_MAX,
)
from detente.core.line.tables.recurring import NOTED_ANSWERS, PLACE
from detente.core.line.tables.register_choices import (
    AGREEMENT_ACTS,
    AGREEMENT_KINDS,
    ANNEX_KINDS,
    COUNTED,
    FINDING_ANSWERS,
    INCIDENT_TYPES,
    RULE_KINDS,
    RULE_STEPS,
    SECRECY,
    STANDINGS,
    STATEMENT_KINDS,
    SUSPENSIONS,
)

REFS_CHARS_MAX = 2_000  # some sixty findings of one count, each by its id
MINUTES_MAX = 60 * 24 * 366  # a year; longer notice is a plan of the year
ANNOUNCED = tuple(
    (code, code) for code in ("NAA", "NWA", "NUA", "NTR", "NEX", "NAD", "NEM", "NSR", "NHS", "NHM")
)
#: Formats that an article can be about; a sealed announcement (GDC) only where it is named.
RULED = (*ANNOUNCED, ("GDC", "GDC"))
ARTICLE_PARTS = (
    FieldSpec("article", Kind.TEXT, "article", True, maximum=20),
    FieldSpec("rule", Kind.CHOICE, "rule", True, RULE_KINDS),
    FieldSpec("words", Kind.TEXT, "words of the article", maximum=600, lines=True),
    FieldSpec("formats", Kind.CHOICES, "formats", False, RULED),
    FieldSpec("activity", Kind.CHOICE, "class of activity", False, ACTIVITIES),
    FieldSpec("party", Kind.TEXT, "binds only", maximum=64),
    FieldSpec("except_party", Kind.TEXT, "does not bind", maximum=64),
    FieldSpec("zone", Kind.TEXT, "zone", maximum=80),
    FieldSpec("volume", Kind.VOLUME, "area, heights and window"),
    FieldSpec("minutes", Kind.INTEGER, "time", maximum=MINUTES_MAX, unit="minutes"),
    FieldSpec("distance_m", Kind.INTEGER, "distance", maximum=500_000, unit="metres"),
    FieldSpec("height_m", Kind.INTEGER, "height between", maximum=30_000, unit="metres"),
    FieldSpec("step", Kind.CHOICE, "step", False, RULE_STEPS),
    FieldSpec("frequency", Kind.TEXT, "frequency", maximum=32),
)
AGR = Format(
    code="AGR",
    version=1,
    name="agreement, proposed text",
    family=Family.REGISTER,
    marker=Marker.INTENTION,
    precedence=Precedence.ROUTINE,
    use="To propose an agreement, or a new version of one, article by article.",
    fields=(
        FieldSpec("agreement", Kind.TEXT, "name of the agreement", True, maximum=80),
        FieldSpec("edition", Kind.INTEGER, "edition", True, minimum=1, maximum=999),
        FieldSpec("kind", Kind.CHOICE, "kind of agreement", True, AGREEMENT_KINDS),
        FieldSpec("replaces", Kind.TEXT, "replaces", maximum=NUMBER_CHARS_MAX),
        FieldSpec("contact", Kind.TEXT, "came out of contact", maximum=NUMBER_CHARS_MAX),
        FieldSpec("secrecy", Kind.CHOICE, "public or not", False, SECRECY),
        FieldSpec("languages", Kind.CHOICES, "languages of the text", False, LANGUAGES),
        FieldSpec("equally_authentic", Kind.BOOLEAN, "all languages equally authentic"),
        FieldSpec("text_sha256", Kind.DIGEST, "digest of the document"),
        FieldSpec("from_ms", Kind.TIME, "in force from", ahead=True),
        FieldSpec("until_ms", Kind.TIME, "in force until", ahead=True),
        FieldSpec("renews_days", Kind.INTEGER, "renews itself for", maximum=3_660, unit="days"),
        FieldSpec("review_ms", Kind.TIME, "to be reviewed at", ahead=True),
        FieldSpec("suspension", Kind.CHOICE, "who may suspend it", False, SUSPENSIONS),
        FieldSpec("notice_days", Kind.INTEGER, "notice of its end", maximum=3_660, unit="days"),
        FieldSpec("channels", Kind.TEXT, "channels it judges", help="Names, with commas."),
        FieldSpec("area", Kind.OUTLINE, "area"),
        FieldSpec("exceptions", Kind.TEXT, "exceptions", maximum=600, lines=True),
        FieldSpec(
            "parties",
            Kind.RECORDS,
            "parties and others",
            True,
            maximum=64,
            parts=(
                FieldSpec("name", Kind.TEXT, "name", True, maximum=64),
                FieldSpec("standing", Kind.CHOICE, "standing", True, STANDINGS),
            ),
        ),
        FieldSpec(
            "articles", Kind.RECORDS, "articles", True, maximum=RECORDS_MAX, parts=ARTICLE_PARTS
        ),
        FieldSpec(
            "annexes",
            Kind.RECORDS,
            "annexes",
            maximum=40,
            parts=(
                FieldSpec("annex", Kind.TEXT, "annex", True, maximum=80),
                FieldSpec("of", Kind.CHOICE, "what it holds", True, ANNEX_KINDS),
                FieldSpec("sha256", Kind.DIGEST, "digest of the file"),
                FieldSpec("words", Kind.TEXT, "words of the annex", maximum=600, lines=True),
            ),
        ),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 7 * DAY_MS),),
    answers=(*AGREE_ANSWERS, Answers.STANDBY, Answers.DECLINED),
)
AGS = Format(
    code="AGS",
    version=1,
    name="signature under an agreement",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.PRIORITY,
    use="To sign an agreement for this side. Two officers release it.",
    fields=(
        FieldSpec("text", Kind.TEXT, "proposed text", True, maximum=NUMBER_CHARS_MAX),
        FieldSpec("digest", Kind.DIGEST, "digest of what is signed", True),
        FieldSpec("signed_by", Kind.TEXT, "signed by", maximum=120),
        FieldSpec("reservation", Kind.TEXT, "reservation", maximum=600, lines=True),
    ),
    deadlines=(Deadline(DueStep.READ, DAY_MS),),
    answers=NOTED_ANSWERS,
    releaser=Role.RELEASER,
    two_person=True,
)
AGX = Format(
    code="AGX",
    version=1,
    name="act about an agreement",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.IMMEDIATE,
    use="To suspend, resume, renew or leave an agreement, or to dispute its suspension.",
    fields=(
        FieldSpec("text", Kind.TEXT, "proposed text", True, maximum=NUMBER_CHARS_MAX),
        FieldSpec("act", Kind.CHOICE, "act", True, AGREEMENT_ACTS),
        FieldSpec("from_ms", Kind.TIME, "takes effect", fill=Fill.NOW, required=True, ahead=True),
        FieldSpec("articles", Kind.TEXT, "only articles", help="With commas; all when empty."),
        FieldSpec("because", Kind.TEXT, "because", maximum=600, lines=True),
    ),
    deadlines=(Deadline(DueStep.ANSWER, HOUR_MS),),
    answers=NOTED_ANSWERS,
    releaser=Role.RELEASER,
)
POL = Format(
    code="POL",
    version=1,
    name="policy, practice, red line or position",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To put on record what a side declares, or is seen to do. It never becomes a rule.",
    fields=(
        FieldSpec("kind", Kind.CHOICE, "kind of statement", True, STATEMENT_KINDS),
        FieldSpec("holder", Kind.TEXT, "whose", True, maximum=64),
        FieldSpec("words", Kind.TEXT, "words", True, maximum=600, lines=True),
        FieldSpec("exception", Kind.TEXT, "not applied to"),
        FieldSpec("since", Kind.DAY, "since"),
        FieldSpec("until", Kind.DAY, "until"),
        FieldSpec("area", Kind.OUTLINE, "area"),
        FieldSpec("source", Kind.TEXT, "source", True),
        FieldSpec("source_sha256", Kind.DIGEST, "digest of the source"),
        FieldSpec("instead_of", Kind.TEXT, "in place of", maximum=NUMBER_CHARS_MAX),
        FieldSpec(
            "policy",
            Kind.TEXT,
            "goes with statement",
            maximum=NUMBER_CHARS_MAX,
            help="Such as the declared policy whose practice this is.",
        ),
        FieldSpec("contact", Kind.TEXT, "said at contact", maximum=NUMBER_CHARS_MAX),
    ),
    deadlines=(Deadline(DueStep.READ, 2 * DAY_MS),),
    answers=NOTED_ANSWERS,
)
FAN = Format(
    code="FAN",
    version=1,
    name="answer to a finding",
    family=Family.REGISTER,
    marker=Marker.ANSWER,
    precedence=Precedence.ROUTINE,
    use="To accept or dispute what a rule found, or to say that there is no record of it.",
    fields=(
        FieldSpec("finding", Kind.TEXT, "finding", True, maximum=FINDING_CHARS_MAX),
        FieldSpec("answer", Kind.CHOICE, "answer", True, FINDING_ANSWERS),
        FieldSpec("because", Kind.TEXT, "because", maximum=600, lines=True),
        EVIDENCE,
    ),
    deadlines=(Deadline(DueStep.READ, 2 * DAY_MS),),
    answers=NOTED_ANSWERS,
)
BRC = Format(
    code="BRC",
    version=1,
    name="count of breaches",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To put a side's or a monitor's count of breaches in a period on record.",
    fields=(
        FieldSpec("from_ms", Kind.TIME, "period from", True),
        FieldSpec("until_ms", Kind.TIME, "period until", True),
        FieldSpec("text", Kind.TEXT, "under agreement", maximum=NUMBER_CHARS_MAX),
        FieldSpec("source", Kind.TEXT, "counted by", True, maximum=120),
        FieldSpec("source_sha256", Kind.DIGEST, "digest of the source"),
        FieldSpec(
            "counts",
            Kind.RECORDS,
            "counts",
            True,
            maximum=60,
            parts=(
                FieldSpec("article", Kind.TEXT, "article", maximum=20),
                FieldSpec("counted", Kind.CHOICE, "kind of count", False, COUNTED),
                FieldSpec("type", Kind.CHOICE, "type of breach", False, INCIDENT_TYPES),
                FieldSpec("what", Kind.TEXT, "what was counted", True),
                FieldSpec("whose", Kind.TEXT, "by whom it was done", maximum=64),
                FieldSpec("count", Kind.INTEGER, "how many", True, maximum=1_000_000),
                FieldSpec("refs", Kind.TEXT, "messages or cases", maximum=REFS_CHARS_MAX),
            ),
        ),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 7 * DAY_MS),),
    answers=(*NOTED_ANSWERS, Answers.AGREE),
)
GDC = Format(
    code="GDC",
    version=1,
    name="sealed announcement, coarse",
    family=Family.NOTICE,
    marker=Marker.INTENTION,
    precedence=Precedence.PRIORITY,
    use="To announce a coarse area now with a seal over the exact notice, which is opened later.",
    fields=(
        FieldSpec("seal", Kind.DIGEST, "seal over the exact notice", True),
        FieldSpec("sealed_format", Kind.CHOICE, "format of the exact notice", True, ANNOUNCED),
        FieldSpec("volume", Kind.VOLUME, "coarse area, heights and window", True),
        FieldSpec("open_by_ms", Kind.TIME, "to be opened by", True, ahead=True),
        FieldSpec("class", Kind.CHOICE, "class of activity", False, ACTIVITIES),
        PLACE,
    ),
    lead_ms=60 * MINUTE_MS,
    deadlines=(
        Deadline(DueStep.READBACK, 10 * MINUTE_MS),
        Deadline(DueStep.ANSWER, 20 * MINUTE_MS),
    ),
    answers=(*NOTED_ANSWERS, Answers.STANDBY),
    placing=Placing("volume", "class"),
    place_name="place_name",
)
GDO = Format(
    code="GDO",
    version=1,
    name="opening of a sealed announcement",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.PRIORITY,
    use="To open a sealed announcement: which notice it was over, and the salt to check it.",
    fields=(
        FieldSpec("sealed", Kind.TEXT, "sealed announcement", True, maximum=NUMBER_CHARS_MAX),
        FieldSpec("notice", Kind.TEXT, "exact notice", True, maximum=NUMBER_CHARS_MAX),
        FieldSpec("salt", Kind.DATA, "salt", True, maximum=32),
    ),
    deadlines=(Deadline(DueStep.READ, HOUR_MS),),
    answers=NOTED_ANSWERS,
)
