"""One link of the chain that says who speaks through whom.

Apart from chain.py, which reads it out of a text, so that an event can hold it without the rules.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One who speaks. part: a code of `SPEAKERS`. named: of `NAMED`.

    name or office may be empty: an office speaks without a name, a source without both.
    """

    part: str
    name: str
    office: str
    named: str
