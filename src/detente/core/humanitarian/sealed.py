"""What a message carries for some of its readers only: one sealed content, and a key for each.

Everybody sees that something is sealed, how large it is and for whom; nobody else sees what. A box
holds what its party needs to open the content. The shape is checked here; opening needs a party's
private key and is the node's (node/exact.py). Format: docs/record-format.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from detente.core.refusal import Refusal
from detente.core.values import Json

CONTENT_CHARS_MAX = 160_000  # a photo of 64 KiB, twice in base64, and the words beside it
BOXES_MAX = 17  # sixteen members of a channel and the author, who reads its own
BOX_CHARS_MAX = 4_096  # a key and a place; the author's has also what each other was given
DIGEST = re.compile(r"[A-Za-z0-9+/]{43}=")  # SHA-256 in base64
KEY = re.compile(r"[0-9a-f]{16}")  # the first half of a public key's SHA-256, in hex
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Box:
    """What one party needs to open the content, sealed to one of its keys.

    key:    which of the party's keys: the first 16 hex digits of the public key's SHA-256.
    box:    base64. digest: of what the party reads once it has opened it (base64), so that the
            author can be held to it before anybody.
    """

    party: str
    key: str
    box: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed content (base64), and boxes. The content is empty when a message adds boxes only."""

    content: str
    boxes: tuple[Box, ...]

    def box_of(self, party: str) -> Box | None:
        """The box of a party; None when it is not among those who may open it."""
        return next((one for one in self.boxes if one.party == party), None)

    @property
    def parties(self) -> tuple[str, ...]:
        """Who may open it."""
        return tuple(one.party for one in self.boxes)


def sealed_from_json(value: Json, path: str) -> Sealed | tuple[Refusal, ...]:
    """The sealed part that a field holds, or every reason why it is none."""
    if not isinstance(value, Mapping) or set(value) != {"content", "boxes"}:
        remedy = "Let the node seal it: detente humanitarian send"
        return (Refusal(path, "sealed-shape", "a content and boxes wanted", remedy),)
    content, listed = value["content"], value["boxes"]
    found: list[Refusal] = []
    if not isinstance(content, str) or not _is_base64(content, CONTENT_CHARS_MAX):
        reason = f"the content is no base64 of at most {CONTENT_CHARS_MAX} characters"
        found.append(Refusal(f"{path}.content", "sealed-content", reason, "Leave the photo out"))
    if not isinstance(listed, list | tuple) or not 1 <= len(listed) <= BOXES_MAX:
        reason = f"1 to {BOXES_MAX} boxes wanted"
        return (*found, Refusal(f"{path}.boxes", "sealed-boxes", reason, "Name who may open it"))
    boxes: list[Box] = []
    for place, item in enumerate(listed):
        box = _box(item, f"{path}.boxes.{place}")
        if isinstance(box, Box):
            boxes.append(box)
        else:
            found.append(box)
    if len({one.party for one in boxes}) < len(boxes):
        reason = "a party has two boxes"
        found.append(Refusal(f"{path}.boxes", "sealed-twice", reason, "Give each party one"))
    return tuple(found) or Sealed(str(content), tuple(boxes))


def sealed_to_json(sealed: Sealed) -> dict[str, Json]:
    """The field's value."""
    boxes: list[Json] = [
        {"party": one.party, "key": one.key, "box": one.box, "digest": one.digest}
        for one in sealed.boxes
    ]
    return {"content": sealed.content, "boxes": boxes}


def _box(item: Json, path: str) -> Box | Refusal:
    wrong = Refusal(path, "sealed-box", "this is no box for a party", "Seal it again")
    if not isinstance(item, Mapping) or set(item) != {"party", "key", "box", "digest"}:
        return wrong
    party, key, box, digest = (item[name] for name in ("party", "key", "box", "digest"))
    texts = all(isinstance(one, str) for one in (party, key, box, digest))
    if not texts or not _NAME.fullmatch(str(party)) or not KEY.fullmatch(str(key)):
        return wrong
    if not _is_base64(str(box), BOX_CHARS_MAX) or not box or not DIGEST.fullmatch(str(digest)):
        return wrong
    return Box(str(party), str(key), str(box), str(digest))


def _is_base64(text: str, maximum: int) -> bool:
    return len(text) <= maximum and _BASE64.fullmatch(text) is not None
