"""A stand-in for an officer whom nobody plays: reads, reads back, confirms, answers after a while.

For one person who tries the demo alone: ``python -m detente.sim.standin`` with one JSON line on its
standard input (api, token, channel, party). It is a real officer of a real node, under the handle
`stand-in`, so the record says who acted; it says each act on its standard output, one JSON line
each, and ends when its input closes. It agrees to nothing and promises nothing: it notes, and to a
FLASH alone it says WILCO.
"""

from __future__ import annotations

import json
import select
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import httpx
import msgspec

from detente.core.line.tables import find
from detente.wire.native import MessageView

HANDLE: Final = "stand-in"
WAIT_S: Final = 4.0  # somebody reads it, and the person opposite sees the step appear
POLL_S: Final = 1.0
TIMEOUT_S: Final = 20.0
PAGE: Final = 1_000
FLASH: Final = "FLASH"
_QUIET: Final = ("NOTED", "ECHO", "UNKNOWN", "STANDBY")  # none of these binds


@dataclass(frozen=True, slots=True)
class Act:
    """What it is about to do: the step that is owed, the message, the request's path and body."""

    step: str
    number: str
    path: str
    body: Mapping[str, str]


def answer_of(view: MessageView) -> str | None:
    """The answer that commits to nothing; None where only a person can answer."""
    table = find(view.subject or view.message.format)
    allowed = () if table is None else tuple(one.value for one in table.answers)
    if view.message.precedence == FLASH and "WILCO" in allowed:
        return "WILCO"
    return next((code for code in _QUIET if code in allowed), None)


def owed(views: list[MessageView], party: str) -> Iterator[Act]:
    """What the party owes on the line and a stand-in can do, in the order of the messages."""
    readbacks = {
        view.message.ref: view.message.number for view in views if view.message.format == "RBK"
    }
    for view in views:
        number = view.message.number
        for due in view.due:
            if due.party != party:
                continue
            if due.step in ("READ", "READBACK"):
                yield Act(due.step, number, f"{number}/{due.step.lower()}", {})
            elif due.step == "CONFIRMED" and number in readbacks:
                yield Act(due.step, number, f"{readbacks[number]}/confirm", {})
            elif due.step == "CONFIRMED" and view.message.format == "RBK":
                yield Act(due.step, number, f"{number}/confirm", {})  # it is owed on the read-back
            elif due.step == "ANSWER" and (code := answer_of(view)) is not None:
                yield Act(code, number, f"{number}/answer", {"code": code})


@dataclass(slots=True)
class StandIn:
    """One officer at one node. Owned by one thread."""

    api: httpx.Client
    line: str
    party: str
    _seen_s: dict[tuple[str, str], float] = field(default_factory=dict)

    def look(self, now_s: float) -> Act | None:
        """Do the oldest thing that is owed since WAIT_S or longer; what was done."""
        for act in owed(self._messages(), self.party):
            since_s = self._seen_s.setdefault((act.step, act.number), now_s)
            if now_s - since_s >= WAIT_S:
                answer = self.api.post(f"{self.line}/messages/{act.path}", json=dict(act.body))
                self._seen_s[act.step, act.number] = now_s  # refused: not again at once
                return act if answer.is_success else None
        return None

    def _messages(self) -> list[MessageView]:
        answer = self.api.get(f"{self.line}/messages", params={"limit": PAGE})
        answer.raise_for_status()
        return msgspec.json.decode(answer.content, type=list[MessageView])


def main() -> int:
    """Stand in until standard input closes."""
    told = json.loads(sys.stdin.readline())
    headers = {"authorization": f"Bearer {told['token']}"}
    api = httpx.Client(base_url=told["api"], headers=headers, timeout=TIMEOUT_S, trust_env=False)
    stand_in = StandIn(api, f"/v1/lines/{told['channel']}/ACTUAL", told["party"])
    while not select.select([sys.stdin], [], [], POLL_S)[0]:
        try:
            act = stand_in.look(time.monotonic())
        except httpx.HTTPError:
            continue  # its node is down for a while
        if act is not None:
            said = {"step": act.step, "number": act.number}
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
