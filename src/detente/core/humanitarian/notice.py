"""What stands on every humanitarian notice, whatever it is shown on."""

from __future__ import annotations

from typing import Final

NOT_A_REQUEST: Final = (
    "This is a notice, not a request for permission. "
    "A missing notice takes away nobody's protection."
)
"""Domain, section 0, finding 10: in the interface and in every export."""

SAYING_SO: Final = frozenset({"NHS", "NHM", "NHC"})
"""The formats of which every text says it: a site, a movement, and that one is still true."""
