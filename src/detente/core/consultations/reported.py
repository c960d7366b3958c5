"""What public sources report, beside what the sides say: by contact, never as a side's own word.

A report (REP) names its source and how it is said. It is listed under the contact that it names and
has no effect on what the sides' records say. Serves domain.md section 11 (claim).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.core.consultations.words import in_effect, names, same, text

if TYPE_CHECKING:
    from detente.core.consultations.contacts import Contact, Contacts
    from detente.core.line.message import Line
    from detente.core.line.state import State

CODE = "REP"


@dataclass(frozen=True, slots=True)
class Reported:
    """One report: what the source says in our words, how it says it, and who put it on record."""

    number: str
    kind: str
    words: str
    hedge: str
    publisher: str
    dated: str
    about: tuple[str, ...]
    put_by: str
    contact: str
    case: str
    contradicts: str


def reported(
    state: State, line: Line, known: Contacts, contact: Contact | None = None
) -> list[Reported]:
    """The reports of a line by number; only those about `contact`, if one is given."""
    found: list[Reported] = []
    for one in in_effect(state.line(line), CODE):
        about = known.find(text(one.fields, "contact"))
        if contact is None or about is contact:
            found.append(
                Reported(
                    number=one.number,
                    kind=text(one.fields, "kind"),
                    words=text(one.fields, "words"),
                    hedge=text(one.fields, "hedge"),
                    publisher=text(one.fields, "publisher"),
                    dated=text(one.fields, "dated"),
                    about=names(text(one.fields, "actors")),
                    put_by=one.speaker,
                    contact=about.number if about is not None else "",
                    case=text(one.fields, "case"),
                    contradicts=text(one.fields, "contradicts"),
                )
            )
    return found


def reported_about(listed: list[Reported], name: str) -> list[Reported]:
    """The reports that name an actor."""
    return [one for one in listed if same(name) in {same(each) for each in one.about}]
