"""Plain JSON-shaped values: what a message field may hold before its format table has looked at it.

Integers only: no floats travel in detente, so that equal values have equal bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"
Fields: TypeAlias = "Mapping[str, Json]"
