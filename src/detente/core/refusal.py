"""A refusal is data: which field, which rule, what was wrong, and what to do about it.

Faults of our own are exceptions (see `Fault`); what the world got wrong is a `Refusal`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why something was not accepted.

    field:    path into what was sent, such as ``fields.volume.floor.cm``; empty for the whole.
    rule:     stable kebab-case code of the rule, such as ``latitude-range``.
    reason:   what was wrong, with the value found and the limit.
    remedy:   what the sender can do.
    override: True for a check that an officer may pass by naming `rule` as acknowledged.
    """

    field: str
    rule: str
    reason: str
    remedy: str
    override: bool = False

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        return f"{where}{self.reason}. {self.remedy}"


class Fault(Exception):
    """Base of all faults: our own broken expectation, never an answer to somebody's input."""
