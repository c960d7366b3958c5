"""Humanitarian notices, what civil traffic is told, and what came by voice or paper.

A humanitarian notice is a notice, not a request for permission, and a missing one takes away
nobody's protection. Exact details are `sealed`: they go only inside the part that is encrypted to
each receiver; in the clear stands a coarse cell. Serves domain.md sections 6, 8 (rows 22, 25, 32,
36) and 9.
"""

from __future__ import annotations

from dataclasses import replace

from detente.core.humanitarian.cell import ACTIVITY
from detente.core.line.field import (
    REMARKS_MAX,
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
    Placing,
)
from detente.core.line.lead import (
    Effective,
)
from detente.core.line.message import (
    Precedence,
)
from detente.core.line.tables.choices import (
    CIVIL_KINDS,
    GRADES,
    HOUR_MS,
    LANGUAGES,
    MARKINGS,
    MINUTE_MS,
    MOVEMENT_ACTS,
    NEWNESS,
    OTHERS_TOLD,
    PAPER_MEANS,
    PEOPLE_BANDS,
    SITE_USES,
    VEHICLE_BANDS,
    VEHICLE_KINDS,
    VERIFIED,
)
from detente.core.line.tables.recurring import (
    NOTED_ANSWERS,
    PLACE,
    RADIO,
)

PHOTO_BYTES_MAX = 64 * 1024  # a small picture of a roof; the sealed part has room for one

NHS = Format(
    code="NHS",
    version=1,
    name="humanitarian site",
    family=Family.NOTICE,
    marker=Marker.INFORMATION,
    precedence=Precedence.PRIORITY,
    use="To notify a humanitarian site. A notice, not a request for permission.",
    fields=(
        FieldSpec("site", Kind.TEXT, "reference of the site", True, maximum=40),
        FieldSpec("use", Kind.CHOICE, "use", True, SITE_USES),
        FieldSpec("cell", Kind.OUTLINE, "area in which it lies", True, help="Coarse on purpose."),
        FieldSpec("from_ms", Kind.TIME, "valid from", fill=Fill.NOW, required=True, ahead=True),
        FieldSpec("valid_to_ms", Kind.TIME, "valid until", True, ahead=True),
        FieldSpec("verified", Kind.CHOICE, "verified by", True, VERIFIED),
        FieldSpec("verified_ms", Kind.TIME, "verified at"),
        FieldSpec("newness", Kind.CHOICE, "new or instead of another", False, NEWNESS),
        FieldSpec("audience", Kind.TEXT, "who may see it", help="Parties, with commas."),
        FieldSpec("others", Kind.CHOICE, "others are told", choices=OTHERS_TOLD),
        FieldSpec("sealed", Kind.SEALED, "details for each receiver"),
        FieldSpec("point", Kind.POINT, "where it is", True, sealed=True),
        FieldSpec("footprint", Kind.OUTLINE, "ground that it covers", sealed=True),
        FieldSpec("grade", Kind.CHOICE, "precision", True, GRADES, sealed=True),
        FieldSpec("site_name", Kind.TEXT, "name of the site", sealed=True, maximum=120),
        FieldSpec("operator", Kind.TEXT, "operator", sealed=True, maximum=120),
        FieldSpec("people", Kind.CHOICE, "how many people", choices=PEOPLE_BANDS, sealed=True),
        FieldSpec("markings", Kind.CHOICES, "markings", choices=MARKINGS, sealed=True),
        FieldSpec("photo", Kind.DATA, "photo", sealed=True, maximum=PHOTO_BYTES_MAX),
        FieldSpec("on_site", Kind.TEXT, "contact on the spot", sealed=True, maximum=120),
        replace(PLACE, sealed=True),
    ),
    lead_ms=48 * HOUR_MS,
    urgent_lead_ms=24 * HOUR_MS,
    starts="from_ms",
    effective=Effective.READBACK,
    deadlines=(
        Deadline(DueStep.READBACK, 24 * HOUR_MS, 6 * HOUR_MS),
        Deadline(DueStep.ANSWER, 48 * HOUR_MS, 12 * HOUR_MS),
    ),
    answers=(Answers.NOTED, Answers.STANDBY, Answers.DISAGREE, Answers.NOT_UNDERSTOOD),
    placing=Placing("cell", activity=ACTIVITY),
    point="point",
    place_name="place_name",
    disseminated=True,
)
NHM = Format(
    code="NHM",
    version=1,
    name="humanitarian movement",
    family=Family.NOTICE,
    marker=Marker.INFORMATION,
    precedence=Precedence.PRIORITY,
    use="To notify a humanitarian movement. A notice, not a request for permission.",
    fields=(
        FieldSpec("movement", Kind.TEXT, "reference of the movement", True, maximum=40),
        FieldSpec("act", Kind.CHOICE, "planned or changed", True, MOVEMENT_ACTS),
        FieldSpec("cell", Kind.OUTLINE, "area in which it moves", True, help="Coarse on purpose."),
        FieldSpec("from_ms", Kind.TIME, "begins", True, ahead=True),
        FieldSpec("valid_to_ms", Kind.TIME, "ends", True, ahead=True),
        FieldSpec("verified", Kind.CHOICE, "verified by", False, VERIFIED),
        FieldSpec("audience", Kind.TEXT, "who may see it", help="Parties, with commas."),
        FieldSpec("others", Kind.CHOICE, "others are told", choices=OTHERS_TOLD),
        FieldSpec("sealed", Kind.SEALED, "details for each receiver"),
        FieldSpec("route", Kind.ROUTE, "route with its times", True, sealed=True),
        FieldSpec("vehicles", Kind.CHOICE, "how many vehicles", True, VEHICLE_BANDS, sealed=True),
        FieldSpec("kinds", Kind.CHOICES, "kinds of vehicle", choices=VEHICLE_KINDS, sealed=True),
        FieldSpec("plates", Kind.TEXT, "number plates", sealed=True, maximum=400),
        FieldSpec("people", Kind.CHOICE, "how many people", choices=PEOPLE_BANDS, sealed=True),
        FieldSpec("markings", Kind.CHOICES, "markings", choices=MARKINGS, sealed=True),
        FieldSpec("photo", Kind.DATA, "photo", sealed=True, maximum=PHOTO_BYTES_MAX),
        FieldSpec("operator", Kind.TEXT, "operator", sealed=True, maximum=120),
        FieldSpec("on_move", Kind.TEXT, "contact on the move", sealed=True, maximum=120),
        replace(RADIO, sealed=True),
        replace(PLACE, sealed=True),
    ),
    lead_ms=48 * HOUR_MS,
    urgent_lead_ms=24 * HOUR_MS,
    starts="from_ms",
    effective=Effective.READBACK,
    deadlines=(
        Deadline(DueStep.READBACK, 6 * HOUR_MS, 30 * MINUTE_MS),
        Deadline(DueStep.ANSWER, 12 * HOUR_MS, 60 * MINUTE_MS),
    ),
    answers=(Answers.NOTED, Answers.STANDBY, Answers.DISAGREE, Answers.NOT_UNDERSTOOD),
    placing=Placing("cell", activity=ACTIVITY),
    disseminated=True,
)
NCV = Format(
    code="NCV",
    version=1,
    name="civil traffic or notice relayed",
    family=Family.NOTICE,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="To pass on a notice to airmen, a public alert or a summary of civil traffic.",
    fields=(
        FieldSpec("kind", Kind.CHOICE, "kind of notice", True, CIVIL_KINDS),
        FieldSpec("reference", Kind.TEXT, "its own number", True, maximum=64),
        FieldSpec("newness", Kind.CHOICE, "new or instead of another", False, NEWNESS),
        FieldSpec("replaced", Kind.TEXT, "number of the other", maximum=64),
        FieldSpec("fir", Kind.TEXT, "flight information region", maximum=40),
        FieldSpec("issued_by", Kind.TEXT, "issued by", maximum=80),
        FieldSpec("volume", Kind.VOLUME, "area, heights and window"),
        FieldSpec("from_ms", Kind.TIME, "valid from", ahead=True),
        FieldSpec("valid_to_ms", Kind.TIME, "valid until", ahead=True),
        FieldSpec(
            "original",
            Kind.TEXT,
            "text as issued",
            maximum=REMARKS_MAX,
            lines=True,
            help="Carried as written; it is not part of what is agreed.",
        ),
        PLACE,
    ),
    deadlines=(Deadline(DueStep.ANSWER, 60 * MINUTE_MS),),
    answers=NOTED_ANSWERS,
    area="volume",
    place_name="place_name",
)
PPR = Format(
    code="PPR",
    version=1,
    name="paper entry",
    family=Family.NOTICE,
    marker=Marker.INFORMATION,
    precedence=Precedence.ROUTINE,
    use="What came by voice, radio, fax or paper, as this side wrote it down.",
    fields=(
        FieldSpec("party", Kind.TEXT, "who said it", True, maximum=64),
        FieldSpec("means", Kind.CHOICE, "how it came", True, PAPER_MEANS),
        FieldSpec("heard_ms", Kind.TIME, "came at", fill=Fill.NOW, required=True),
        FieldSpec("their_number", Kind.TEXT, "its number", maximum=96),
        FieldSpec("format", Kind.TEXT, "its format", maximum=16),
        FieldSpec("version", Kind.INTEGER, "version of that format", minimum=1, maximum=999),
        FieldSpec("said", Kind.SAID, "what it said"),
        FieldSpec("their_ref", Kind.TEXT, "number that it was about", maximum=96),
        FieldSpec("written", Kind.TEXT, "words as heard", maximum=REMARKS_MAX, lines=True),
        FieldSpec("check_code", Kind.TEXT, "check code", maximum=64),
        FieldSpec("short_hash", Kind.TEXT, "short hash", maximum=64),
        FieldSpec("speaker", Kind.TEXT, "desk that said it", maximum=64),
        FieldSpec("language", Kind.CHOICE, "language it was said in", False, LANGUAGES),
    ),
    deadlines=(Deadline(DueStep.ANSWER, 60 * MINUTE_MS),),
    answers=NOTED_ANSWERS,
)
