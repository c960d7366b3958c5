"""Plain JSON-shaped values: what a message field may hold before its format table has looked at it.

Integers only: no floats travel in detente, so that equal values have equal bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"
    Fields: TypeAlias = "Mapping[str, Json]"
else:  # msgspec resolves annotations at run time and cannot follow a type that contains itself
    Json: TypeAlias = Any
    Fields: TypeAlias = Mapping[str, Any]
