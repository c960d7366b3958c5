"""The line checks that a node sends and echoes by itself, when its settings say so.

Signed as desk `core.line.checks.NODE_DESK`, so that everybody sees that no person did it: such a
check shows that link and node work, and who the roster says is on duty. A check that a person sent
is never echoed by the node, because it asks whether a person is there. Nothing here changes
anything: the inputs are for the writer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.line.checks import NODE_DESK, own_due, to_echo
from detente.core.line.commands import Answer, Send
from detente.core.line.message import Role
from detente.node.channels import languages_on_duty
from detente.node.inputs import Actor, Do

if TYPE_CHECKING:
    from detente.core.values import Json
    from detente.node.node import Node

NODE_ACTOR = Actor(NODE_DESK, Role.DUTY_OFFICER)


def due_inputs(node: Node, *, send: bool, echo: bool) -> list[Do]:
    """What the node is to send now: its own checks that are due, echoes of other nodes' checks."""
    found: list[Do] = []
    for line in own_due(node.state, node.now_ms()) if send else ():
        spoken = languages_on_duty(node, line)
        fields: dict[str, Json] = {"languages": list(spoken)} if spoken else {}
        found.append(Do(NODE_ACTOR, line, Send("LCK", fields)))
    if echo:
        found += [
            Do(NODE_ACTOR, line, Answer(number, "ECHO")) for line, number in to_echo(node.state)
        ]
    return found
