"""The formats of the line: what each says, how fast it must be answered, by whom.

Written for the duty officer at 3 a.m.: as few required fields as the matter allows, codes instead
of prose, times filled in. `FORMATS` holds the newest version of each; older versions stay and are
still read. A newer version only adds fields and codes, so that a message in the oldest version
that holds all it says is understood by everybody (`version_for`). One module a family.
Serves domain.md section 9; precedents are named there.
"""

from __future__ import annotations

from detente.core.line.formats import Format, examine
from detente.core.line.tables.agreements import AGR, AGS, AGX, BRC, FAN, GDC, GDO, POL
from detente.core.line.tables.alerts import ACL, ADN, AEN, ALL_LOST_LINK, AMI, AOW, AST
from detente.core.line.tables.changes import CAN, COR, END, NHC
from detente.core.line.tables.choices import ANSWER_REASONS, CANCEL_REASONS
from detente.core.line.tables.consultations import ACT, CAG, CCM, CFC, CON, CRO, CST, CSU, REP
from detente.core.line.tables.disclosure import CTC, NHD, RHN
from detente.core.line.tables.humanitarian import NCV, NHM, NHS, PPR
from detente.core.line.tables.incidents import INA, INC, INF, INQ, INR, INS, PRO
from detente.core.line.tables.lines import DEP, DRO, ECH, LCK, LST, LST_1
from detente.core.line.tables.notices import NAA, NAD, NEM, NEX, NSR, NTR, NUA, NWA, NZO
from detente.core.line.tables.questions import QEX, QID, RHD, RMT
from detente.core.line.tables.receipts import ACK, ACK_1, CNF, DSM, PSD, RBK, RSP, RSP_1
from detente.core.values import Fields

__all__ = [
    "ALL",
    "ANSWER_REASONS",
    "CANCEL_REASONS",
    "EVERY",
    "FORMATS",
    "LST_1",
    "NAA",
    "NWA",
    "find",
]

ALL = (
    *(LCK, LST, DRO, DEP, ECH),
    *(NAA, NWA, NUA, NTR, NEX, NAD, NEM, NSR, NZO, NHS, NHM, NCV, PPR),
    *(QID, QEX, RHD, RMT, RHN),
    *(AEN, AST, ACL, AMI, AOW, ALL_LOST_LINK, ADN),
    *(ACK, RBK, CNF, RSP, DSM, PSD, CTC),
    *(COR, CAN, END, NHC, NHD),
    *(AGR, AGS, AGX, POL, FAN, BRC, GDC, GDO),
    *(INR, INS, INQ, INA, INF, INC, PRO),
    *(CON, CAG, CRO, CCM, CST, CFC, CSU, ACT, REP),
)
EVERY = (*ALL, LST_1, ACK_1, RSP_1)
FORMATS: dict[str, Format] = {fmt.code: fmt for fmt in ALL}
_VERSIONS = {(fmt.code, fmt.version): fmt for fmt in EVERY}


#: What a node knows that does not say what it knows: the formats of the first release.
FIRST_KNOWN = {
    **dict.fromkeys(("LCK", "LST", "NAA", "NWA", "AEN", "AMI", "AST", "QID"), 1),
    **dict.fromkeys(("ACK", "RBK", "CNF", "RSP", "COR", "CAN", "END"), 1),
}


def find(code: str, version: int | None = None) -> Format | None:
    """The table of a format, the newest when no version is named; None when it is not known."""
    return FORMATS.get(code) if version is None else _VERSIONS.get((code, version))


def known_here() -> dict[str, int]:
    """The newest version known here of each format; what a node says of itself to its peers."""
    return {code: fmt.version for code, fmt in FORMATS.items()}


def read_as(code: str, version: int) -> Format | None:
    """The table to read a message by: its own, or the newest known when the message is newer."""
    exact, newest = find(code, version), FORMATS.get(code)
    return newest if exact is None and newest and newest.version < version else exact


def versions(code: str) -> tuple[Format, ...]:
    """The tables of a format, oldest first; empty when it is not known."""
    return tuple(sorted((fmt for fmt in EVERY if fmt.code == code), key=lambda one: one.version))


def version_for(code: str, fields: Fields) -> Format | None:
    """The oldest version of a format whose table takes all that is said; else the newest.

    A newer version only adds, so who knows any version of the format understands the message.
    """
    tables = versions(code)
    return next((one for one in tables if not examine(one, fields).problems), FORMATS.get(code))
