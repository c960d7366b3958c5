"""Consultations: contacts, agendas, readouts, commitments, fields of cooperation, ties, actors.

Each side puts on record its own view: who took the initiative, what was raised, what was promised.
Nothing is merged; views are laid side by side. Also what is only reported: who says so, through
whom, in which source. Serves domain.md sections 1, 8 (rows 26 to 28) and 11.
"""

from __future__ import annotations

from dataclasses import replace

from detente.core.line.field import RECORDS_MAX, REMARKS_MAX, FieldSpec, Kind
from detente.core.line.formats import Deadline, DueStep, Family, Format, Marker
from detente.core.line.header import NUMBER_CHARS_MAX
from detente.core.line.message import Precedence
from detente.core.line.tables.choices import LANGUAGES
from detente.core.line.tables.incidents import AGREE_ANSWERS, CASE, DAY_MS, EVIDENCE
from detente.core.line.tables.recurring import NOTED_ANSWERS
from detente.core.line.tables.register_choices import (
    ACCOUNTS_HELD,
    ACTOR_KINDS,
    COMMITMENT_STATES,
    CONTACT_KINDS,
    CONTACT_LEVELS,
    CONTACT_STATES,
    FIELD_STATES,
    HEDGES,
    INCIDENT_TYPES,
    NAMED,
    REGISTER_TOPICS,
    REPORTED_KINDS,
    SPEAKERS,
    STANCES,
    STANDINGS,
    TIE_ACTS,
    TIES,
    TOPIC_SAID,
)

CONTACT = FieldSpec(
    "contact",
    Kind.TEXT,
    "contact",
    True,
    maximum=NUMBER_CHARS_MAX,
    help="Number of the record of the contact.",
)
PEOPLE_PARTS = (
    FieldSpec("name", Kind.TEXT, "name", maximum=80),
    FieldSpec("office", Kind.TEXT, "office", True, maximum=120),
    FieldSpec("side", Kind.TEXT, "side", True, maximum=64),
)
CON = Format(
    code="CON",
    version=1,
    name="contact",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To put a visit, meeting, call or letter on record: planned, invited or held.",
    fields=(
        FieldSpec("kind", Kind.CHOICE, "kind of contact", True, CONTACT_KINDS),
        FieldSpec("state", Kind.CHOICE, "state of the contact", True, CONTACT_STATES),
        FieldSpec("level", Kind.CHOICE, "level", False, CONTACT_LEVELS),
        FieldSpec("day", Kind.DAY, "date", help="Day, month or year: as much as is known."),
        FieldSpec("latest", Kind.DAY, "at the latest"),
        FieldSpec("when_words", Kind.TEXT, "date in words", maximum=80),
        FieldSpec("from_ms", Kind.TIME, "begins", ahead=True),
        FieldSpec("until_ms", Kind.TIME, "ends", ahead=True),
        FieldSpec("place", Kind.TEXT, "place", maximum=120),
        FieldSpec("initiator", Kind.TEXT, "on the initiative of", maximum=64),
        FieldSpec("series", Kind.TEXT, "series", maximum=80),
        FieldSpec("serial", Kind.INTEGER, "number in the series", minimum=1, maximum=9_999),
        FieldSpec("part_of", Kind.TEXT, "part of contact", maximum=NUMBER_CHARS_MAX),
        FieldSpec("follows", Kind.TEXT, "follows contact", maximum=NUMBER_CHARS_MAX),
        FieldSpec("same_as", Kind.TEXT, "same contact as", maximum=NUMBER_CHARS_MAX),
        FieldSpec("format", Kind.TEXT, "format of several parties", maximum=80),
        FieldSpec("languages", Kind.CHOICES, "languages", False, LANGUAGES),
        FieldSpec("purpose", Kind.TEXT, "purpose"),
        FieldSpec(
            "participants", Kind.RECORDS, "participants", maximum=RECORDS_MAX, parts=PEOPLE_PARTS
        ),
    ),
    deadlines=(Deadline(DueStep.READ, 2 * DAY_MS),),
    answers=NOTED_ANSWERS,
    changeable=True,
)
CAG = Format(
    code="CAG",
    version=1,
    name="agenda of a contact",
    family=Family.REGISTER,
    marker=Marker.INTENTION,
    precedence=Precedence.ROUTINE,
    use="To put items on the agenda of a contact, with this side's position on each.",
    fields=(
        CONTACT,
        FieldSpec(
            "items",
            Kind.RECORDS,
            "items",
            True,
            maximum=RECORDS_MAX,
            parts=(
                FieldSpec("item", Kind.TEXT, "item", True, maximum=120),
                FieldSpec("topic", Kind.CHOICE, "topic", True, REGISTER_TOPICS),
                FieldSpec("proposer", Kind.TEXT, "proposed by", maximum=64),
                FieldSpec("stance", Kind.CHOICE, "position of this side", True, STANCES),
                FieldSpec("words", Kind.TEXT, "in words", maximum=600, lines=True),
                FieldSpec(
                    "moved_to",
                    Kind.TEXT,
                    "taken to channel",
                    maximum=64,
                    needed=("stance", ("moved",)),
                ),
            ),
        ),
    ),
    deadlines=(Deadline(DueStep.READ, 2 * DAY_MS),),
    answers=NOTED_ANSWERS,
)
CRO = Format(
    code="CRO",
    version=1,
    name="readout of a contact",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To put on record what this side says of a contact, topic by topic.",
    fields=(
        CONTACT,
        FieldSpec("issued_ms", Kind.TIME, "issued at"),
        FieldSpec("language", Kind.CHOICE, "language", False, LANGUAGES),
        FieldSpec("initiator", Kind.TEXT, "on the initiative of", maximum=64),
        FieldSpec(
            "topics",
            Kind.RECORDS,
            "topics",
            maximum=RECORDS_MAX,
            parts=(
                FieldSpec("item", Kind.TEXT, "item", True, maximum=120),
                FieldSpec("topic", Kind.CHOICE, "topic", True, REGISTER_TOPICS),
                FieldSpec("said", Kind.CHOICE, "said of it", True, TOPIC_SAID),
                FieldSpec("words", Kind.TEXT, "in words", maximum=600, lines=True),
            ),
        ),
        FieldSpec("text", Kind.TEXT, "text as issued", maximum=REMARKS_MAX, lines=True),
        FieldSpec("text_sha256", Kind.DIGEST, "digest of the whole text"),
    ),
    deadlines=(Deadline(DueStep.READ, 2 * DAY_MS),),
    answers=NOTED_ANSWERS,
)
CCM = Format(
    code="CCM",
    version=1,
    name="commitment",
    family=Family.REGISTER,
    marker=Marker.INTENTION,
    precedence=Precedence.ROUTINE,
    use="To put a promise on record: who does what by when. The other side confirms it.",
    fields=(
        FieldSpec("what", Kind.TEXT, "what", True, maximum=600, lines=True),
        FieldSpec("owner", Kind.TEXT, "owner", True, maximum=64),
        FieldSpec("due", Kind.DAY, "due on"),
        FieldSpec("due_words", Kind.TEXT, "due in words", maximum=80),
        replace(CONTACT, required=False),
        FieldSpec("text", Kind.TEXT, "under agreement", maximum=NUMBER_CHARS_MAX),
        FieldSpec("article", Kind.TEXT, "article", maximum=20),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 3 * DAY_MS),),
    answers=AGREE_ANSWERS,
)
CST = Format(
    code="CST",
    version=1,
    name="status of a commitment",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To say how a commitment stands, such as at the next contact.",
    fields=(
        FieldSpec("commitment", Kind.TEXT, "commitment", True, maximum=NUMBER_CHARS_MAX),
        FieldSpec("state", Kind.CHOICE, "state of the commitment", True, COMMITMENT_STATES),
        replace(CONTACT, required=False, label="reviewed at contact"),
        FieldSpec("words", Kind.TEXT, "in words", maximum=600, lines=True),
        EVIDENCE,
    ),
    deadlines=(Deadline(DueStep.READ, 2 * DAY_MS),),
    answers=NOTED_ANSWERS,
)
CFC = Format(
    code="CFC",
    version=1,
    name="fields of cooperation",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To list the fields in which the sides work together, with lead and state of each.",
    fields=(
        FieldSpec("text", Kind.TEXT, "under agreement", maximum=NUMBER_CHARS_MAX),
        replace(CONTACT, required=False),
        FieldSpec("count", Kind.INTEGER, "how many in all", minimum=1, maximum=RECORDS_MAX),
        FieldSpec(
            "fields",
            Kind.RECORDS,
            "fields",
            True,
            maximum=RECORDS_MAX,
            parts=(
                FieldSpec("field", Kind.TEXT, "field", True, maximum=120),
                FieldSpec("topic", Kind.CHOICE, "topic", False, REGISTER_TOPICS),
                FieldSpec("lead", Kind.TEXT, "lead", maximum=64),
                FieldSpec("state", Kind.CHOICE, "state", True, FIELD_STATES),
                FieldSpec("words", Kind.TEXT, "in words", maximum=600, lines=True),
            ),
        ),
    ),
    deadlines=(Deadline(DueStep.READ, 2 * DAY_MS),),
    answers=NOTED_ANSWERS,
)
CSU = Format(
    code="CSU",
    version=1,
    name="ties established, suspended or restored",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.PRIORITY,
    use="To put on record that relations, a mechanism or talks begin, stop or go on again.",
    fields=(
        FieldSpec("tie", Kind.CHOICE, "what", True, TIES),
        FieldSpec("name", Kind.TEXT, "name", maximum=80),
        FieldSpec("act", Kind.CHOICE, "act", True, TIE_ACTS),
        FieldSpec("with", Kind.TEXT, "between", True, help="Names, with commas."),
        FieldSpec("day", Kind.DAY, "since", True),
        FieldSpec("expected", Kind.DAY, "expected again"),
        FieldSpec("because", Kind.TEXT, "because", maximum=600, lines=True),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 2 * DAY_MS),),
    answers=(*NOTED_ANSWERS, *AGREE_ANSWERS[:1]),
)
REP = Format(
    code="REP",
    version=1,
    name="reported by a source",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To put on record what a public source reports. Never an account of a party.",
    fields=(
        FieldSpec("kind", Kind.CHOICE, "kind of report", True, REPORTED_KINDS),
        FieldSpec("words", Kind.TEXT, "in our words", True, maximum=600, lines=True),
        FieldSpec("hedge", Kind.CHOICE, "how it is said", True, HEDGES),
        FieldSpec("source_sha256", Kind.DIGEST, "digest of the source", True),
        FieldSpec("title", Kind.TEXT, "title of the source"),
        FieldSpec("publisher", Kind.TEXT, "publisher", True, maximum=120),
        FieldSpec("dated", Kind.DAY, "dateline"),
        FieldSpec("retrieved_ms", Kind.TIME, "retrieved at"),
        FieldSpec("from_char", Kind.INTEGER, "passage from character", maximum=100_000_000),
        FieldSpec("until_char", Kind.INTEGER, "passage until character", maximum=100_000_000),
        FieldSpec("quote", Kind.TEXT, "passage", maximum=600, lines=True),
        FieldSpec(
            "chain",
            Kind.RECORDS,
            "who speaks through whom",
            maximum=12,
            parts=(
                FieldSpec("part", Kind.CHOICE, "part", True, SPEAKERS),
                FieldSpec("name", Kind.TEXT, "name", maximum=120),
                FieldSpec("office", Kind.TEXT, "office", maximum=120),
                FieldSpec("named", Kind.CHOICE, "named or not", True, NAMED),
            ),
        ),
        FieldSpec("actors", Kind.TEXT, "about whom", help="Names, with commas."),
        FieldSpec("day", Kind.DAY, "when"),
        FieldSpec("latest", Kind.DAY, "at the latest"),
        FieldSpec("when_words", Kind.TEXT, "date in words", maximum=80),
        FieldSpec("place", Kind.TEXT, "place", maximum=120),
        FieldSpec("types", Kind.CHOICES, "types of incident", False, INCIDENT_TYPES),
        replace(CASE, required=False),
        replace(CONTACT, required=False),
        FieldSpec("contradicts", Kind.TEXT, "contradicts", maximum=NUMBER_CHARS_MAX),
    ),
    deadlines=(Deadline(DueStep.READ, 7 * DAY_MS),),
    answers=NOTED_ANSWERS,
)
ACT = Format(
    code="ACT",
    version=1,
    name="actor",
    family=Family.REGISTER,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To put a state, organisation, group or format on record, as this side names it.",
    fields=(
        FieldSpec("actor", Kind.TEXT, "actor", True, maximum=64),
        FieldSpec("kind", Kind.CHOICE, "kind of actor", True, ACTOR_KINDS),
        FieldSpec("part_of", Kind.TEXT, "part of", maximum=64),
        FieldSpec("account", Kind.CHOICE, "account", False, ACCOUNTS_HELD),
        FieldSpec(
            "names",
            Kind.RECORDS,
            "names that others use",
            maximum=20,
            parts=(
                FieldSpec("by", Kind.TEXT, "used by", True, maximum=64),
                FieldSpec("name", Kind.TEXT, "name", True, maximum=80),
                FieldSpec("recognised", Kind.BOOLEAN, "recognised by them"),
            ),
        ),
        FieldSpec(
            "members",
            Kind.RECORDS,
            "members",
            maximum=RECORDS_MAX,
            parts=(
                FieldSpec("name", Kind.TEXT, "name", True, maximum=64),
                FieldSpec("standing", Kind.CHOICE, "standing", True, STANDINGS),
            ),
        ),
        FieldSpec(
            "people",
            Kind.RECORDS,
            "people in office",
            maximum=RECORDS_MAX,
            parts=(
                FieldSpec("name", Kind.TEXT, "name", True, maximum=80),
                FieldSpec("office", Kind.TEXT, "office", True, maximum=120),
                FieldSpec("from_day", Kind.DAY, "from"),
                FieldSpec("until_day", Kind.DAY, "until"),
            ),
        ),
    ),
    deadlines=(Deadline(DueStep.READ, 7 * DAY_MS),),
    answers=NOTED_ANSWERS,
    changeable=True,
)
