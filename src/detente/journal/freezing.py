"""Give a journal's memory to a snapshot, and take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class Freezable:
    """What has its memory in slots. NOT_FROZEN: slots that are given anew at each start."""

    __slots__: ClassVar[tuple[str, ...]] = ()
    NOT_FROZEN: ClassVar[tuple[str, ...]] = ()

    def frozen(self) -> dict[str, object]:
        """Every slot but those of `NOT_FROZEN`, for a snapshot."""
        kept = (name for name in self.__slots__ if name not in self.NOT_FROZEN)
        return {name: getattr(self, name) for name in kept}

    def thaw(self, frozen: Mapping[str, object]) -> None:
        """Take back what `frozen` gave."""
        for name, value in frozen.items():
            setattr(self, name, value)
