"""What two capitals put on record of their contacts: for tests of the consultations' registers."""

from __future__ import annotations

from dataclasses import replace

from detente.core.line.commands import Send
from detente.core.values import Fields, Json
from tests.support.line import CHARTER, Parties

ODD = (  # what a test says on purpose, although it is odd
    *("contact-unknown", "contact-not-held", "owner-unknown", "serial-twice", "dates-order"),
    *("count-less", "fields-of-nothing", "tie-alone", "commitment-unknown", "readout-empty"),
    *("actor-itself", "agreement-unknown"),
)


def capitals(*names: str) -> Parties:
    """Parties on a diplomatic channel; Amber and Cobalt when none are named."""
    return Parties(names or ("amber", "cobalt"), charter=replace(CHARTER, kind="diplomatic"))


def put(line: Parties, party: str, code: str, **fields: Json) -> str:
    """Put something on record that must not be refused, however odd; its number."""
    said: Fields = {name.rstrip("_"): value for name, value in fields.items()}
    return line.do(party, Send(code, said, acknowledged=ODD))


def contact(line: Parties, party: str = "amber", **more: Json) -> str:
    """A visit of ministers that was held in February."""
    fields: dict[str, Json] = {"kind": "visit", "state": "held", "level": "ministers"}
    if "from_ms" not in more:
        fields["day"] = "2026-02-18"
    return put(line, party, "CON", **{**fields, **more})


def readout(
    line: Parties, party: str, number: str, *topics: tuple[str, str, str], **more: Json
) -> str:
    """What a side tells of a contact; each topic: item, topic code, what is said of it."""
    told: Json = [{"item": item, "topic": topic, "said": said} for item, topic, said in topics]
    listed: dict[str, Json] = {"topics": told} if topics else {}
    return put(line, party, "CRO", contact=number, **{**listed, **more})
