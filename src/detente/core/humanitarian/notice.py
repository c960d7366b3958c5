"""What stands on every humanitarian notice, whatever it is shown on."""

from __future__ import annotations

NOT_A_REQUEST = (
    "This is a notice, not a request for permission. "
    "A missing notice takes away nobody's protection."
)
"""Domain, section 0, finding 10: in the interface and in every export."""
