"""A party that runs two nodes with one key and shows each member the one that suits it.

The brazen kind makes no claims in its greeting and pushes everything from the start, whatever the
listener says that it holds: so a member is shown both branches. The careful kind speaks as the
real node does, and is found out by its claims, or by what honest members name to one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from detente.node.link import Outbound
from detente.wire.peer import Frame, Hello, Welcome

if TYPE_CHECKING:
    from detente.node.inputs import Input


class Brazen(Outbound):
    """The dialling side of a link that hides what it signed before."""

    def hello(self) -> Hello:
        """A greeting without a word about its journals."""
        return msgspec.structs.replace(super().hello(), claims={})

    def on_frame(self, frame: Frame) -> list[Input]:
        """As if the listener held nothing."""
        if isinstance(frame, Welcome):
            frame = msgspec.structs.replace(frame, holds={})
        return super().on_frame(frame)
