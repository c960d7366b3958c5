"""Seal exact details for those who may read them, and open what was sealed for us.

Each reader's box holds the content's key and an origin of its own (wire/exact.py). We are always
among the readers of what we send: our own box also lists what each other was given, so that a copy
that got about can be traced, and a later reader is given what was meant. A box names the key that
it is sealed to; a key that was rotated is kept for opening (never for signing), so that what was
sealed to it stays readable. Pure: the random bytes come in.
"""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.airspace.geodesy import direct
from detente.core.airspace.volume import Point
from detente.core.humanitarian.sealed import Box, Sealed
from detente.core.refusal import Refusal
from detente.journal.forms import Malformed
from detente.journal.sealing import (
    CONTENT_KEY_BYTES,
    SEED_BYTES,
    box_to,
    digest_of,
    key_name,
    lock,
    unlock,
)
from detente.journal.signatures import public_from_text
from detente.wire.exact import (
    BoxContent,
    Given,
    box_bytes,
    box_from,
    from_content,
    origin_of,
    precision_m,
    to_content,
)

if TYPE_CHECKING:
    from detente.core.line.formats import Format
    from detente.core.values import Fields
    from detente.journal.keys import Signer

CANARY_SHARE: Final = 4  # an origin is moved by at most a quarter of the precision that is said
CANARY_CM_MAX: Final = 2_500  # 25 m: more would be another building, however coarse the precision
CANARY_APART_SHARE: Final = 8  # two readers' origins lie at least an eighth of that apart
DRAWS_MAX: Final = 64  # of a direction that is nobody else's; sixteen readers need a few
_PROOF: Final = b"detente/opened/v1\n"
CANARY_CM_MIN: Final = 100  # below a metre of movement a copy could not be told apart


@dataclass(frozen=True, slots=True)
class Reader:
    """Who may open it: a party, with the public key (base64) that it signs with now."""

    party: str
    key: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What a party opened: the details, and the proof that its read-back carries (base64)."""

    exact: Fields
    proof: str
    box: BoxContent
    content: bytes


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a sealing needs beside the details: whose it is, on which channel, random bytes."""

    author: Reader
    channel: str
    entropy: Callable[[int], bytes]


def seal(
    fmt: Format, exact: Fields, sealing: Sealing, readers: Sequence[Reader]
) -> Sealed | Refusal:
    """Sound details sealed for the author and the readers; refused when a key takes nothing."""
    content = to_content(fmt, exact, sealing.author.party, sealing.channel)
    key, point = sealing.entropy(CONTENT_KEY_BYTES), origin_of(fmt, exact)
    given = origins(point, (one.party for one in readers), precision_m(fmt, exact), sealing.entropy)
    written = base64.b64encode(key).decode()
    boxes = _boxes(written, point, given, readers, content, sealing)
    if isinstance(boxes, Refusal):
        return boxes
    return Sealed(base64.b64encode(lock(key, content)).decode(), boxes)


def seal_more(
    opened: Opened, fmt: Format, sealing: Sealing, readers: Sequence[Reader], known: Iterable[Given]
) -> Sealed | Refusal:
    """Boxes for further readers of what the author has opened; the content stays where it is.

    known: what others were given already, so that no two are given the same.
    """
    point, parties = opened.box.point, (one.party for one in readers)
    precision = precision_m(fmt, opened.exact)
    given = origins(point, parties, precision, sealing.entropy, tuple(known))
    boxes = _boxes(opened.box.key, point, given, readers, opened.content, sealing)
    return boxes if isinstance(boxes, Refusal) else Sealed("", boxes)


def _boxes(
    key: str,
    point: Point,
    given: Mapping[str, Given],
    readers: Sequence[Reader],
    content: bytes,
    sealing: Sealing,
) -> tuple[Box, ...] | Refusal:
    """The author's own box, which lists what each was given, and one for each reader."""
    own = BoxContent(key=key, lat_e7=point.lat_e7, lon_e7=point.lon_e7, given=tuple(given.values()))
    held = [(sealing.author, own)]
    for reader in readers:
        at = given[reader.party].point
        held.append((reader, BoxContent(key=key, lat_e7=at.lat_e7, lon_e7=at.lon_e7)))
    boxes: list[Box] = []
    for reader, what in held:
        box = _box(reader, what, content, sealing.entropy)
        if isinstance(box, Refusal):
            return box
        boxes.append(box)
    return tuple(boxes)


def _box(
    reader: Reader, held: BoxContent, content: bytes, entropy: Callable[[int], bytes]
) -> Box | Refusal:
    data = box_bytes(held)
    try:
        public = public_from_text(reader.key)
        sealed = box_to(public, data, entropy(SEED_BYTES))
    except (Malformed, ValueError):
        reason = f"nothing can be sealed to {reader.party}'s key"
        return Refusal("audience", "key-unusable", reason, "Leave this party out, and call it")
    digest = base64.b64encode(digest_of(data, content)).decode()
    return Box(reader.party, key_name(public), base64.b64encode(sealed).decode(), digest)


def origins(
    point: Point,
    parties: Iterable[str],
    precision: int,
    entropy: Callable[[int], bytes],
    known: tuple[Given, ...] = (),
) -> dict[str, Given]:
    """An origin for each party: moved by less than the precision, each in another direction."""
    radius_cm = min(precision * 100 // CANARY_SHARE, CANARY_CM_MAX)
    taken = [one.point for one in known]
    found: dict[str, Given] = {}
    for party in parties:
        origin = point if radius_cm < CANARY_CM_MIN else _moved(point, radius_cm, taken, entropy)
        taken.append(origin)
        found[party] = Given(party=party, lat_e7=origin.lat_e7, lon_e7=origin.lon_e7)
    return found


def _moved(
    point: Point, radius_cm: int, taken: Sequence[Point], entropy: Callable[[int], bytes]
) -> Point:
    """A place near the point and not as near to any that is taken; the farthest of those drawn."""
    best, best_cm = point, -1.0
    for _ in range(DRAWS_MAX):
        drawn = entropy(4)
        azimuth = int.from_bytes(drawn[:2], "big") / 65_536 * 360
        far = radius_cm * (0.5 + int.from_bytes(drawn[2:], "big") / 131_072)
        place = direct(point, azimuth, round(far))
        apart_cm = min((apart(place, one) for one in taken), default=math.inf)
        if apart_cm > best_cm:
            best, best_cm = place, apart_cm
        if best_cm >= radius_cm / CANARY_APART_SHARE:
            return best
    return best


def apart(a: Point, b: Point) -> float:
    """Centimetres between two near places, on the plane that touches the earth there."""
    lat = (a.lat_e7 - b.lat_e7) * _CM_PER_E7
    lon = (a.lon_e7 - b.lon_e7) * _CM_PER_E7 * math.cos(math.radians(a.lat_e7 / 1e7))
    return math.hypot(lat, lon)


_CM_PER_E7: Final = 1.1132  # of latitude, everywhere within half a percent


def open_sealed(
    signers: Sequence[Signer],
    party: str,
    fmt: Format,
    *,
    content: str,
    boxes: Iterable[Box],
    author: str,
    channel: str,
) -> Opened | str:
    """What was sealed for `party`; or, in words, why it cannot be opened.

    boxes: all that carry a key for it: the notice's, then those of later disclosures.
    """
    ours = [one for one in boxes if one.party == party]
    if not ours:
        return f"nothing was sealed for {party}"
    names = {key_name(signer.public): signer for signer in signers}
    why = f"it was sealed to a key that {party} does not have any more"
    for box in reversed(ours):
        signer = names.get(box.key)
        if signer is None:
            continue
        found = _open(signer, box, fmt, content, (author, channel))
        if isinstance(found, Opened):
            return found
        why = found
    return why


def _open(
    signer: Signer, box: Box, fmt: Format, content: str, whose: tuple[str, str]
) -> Opened | str:
    data = signer.unseal(base64.b64decode(box.box))
    held = None if data is None else box_from(data)
    if data is None or held is None:
        return "its box does not open: it was altered, or sealed wrongly"
    plain = unlock(base64.b64decode(held.key), base64.b64decode(content))
    if plain is None:
        return "its content does not open with the key in the box"
    if base64.b64encode(digest_of(data, plain)).decode() != box.digest:
        return "what it holds is not what its author signed for"
    exact = from_content(fmt, plain, held.point, *whose)
    if exact is None:
        return "what it holds was sealed for another line, or is no detail of a site or movement"
    return Opened(exact, proof_of(data, plain), held, plain)


def proof_of(box: bytes, content: bytes) -> str:
    """What only who has opened it can say: for the read-back."""
    return base64.b64encode(hashlib.sha256(_PROOF + box + content).digest()).decode()


def expected_proof(opened: Opened, given: Given) -> str:
    """The proof that a reader would give who opened what it was given."""
    data = box_bytes(BoxContent(key=opened.box.key, lat_e7=given.lat_e7, lon_e7=given.lon_e7))
    return proof_of(data, opened.content)


def given_to(signers: Sequence[Signer], party: str, boxes: Iterable[Box]) -> dict[str, Given]:
    """What each reader was given, as our own boxes list it."""
    names = {key_name(signer.public): signer for signer in signers}
    found: dict[str, Given] = {}
    for box in boxes:
        signer = names.get(box.key) if box.party == party else None
        data = None if signer is None else signer.unseal(base64.b64decode(box.box))
        held = None if data is None else box_from(data)
        for one in held.given if held is not None else ():
            found[one.party] = one
    return found


def nearest_copy(given: Mapping[str, Given], seen: Point) -> list[tuple[str, int]]:
    """Whose copy a place is: each reader with how far its own is from it, in cm, nearest first."""
    found = [(party, round(apart(one.point, seen))) for party, one in given.items()]
    return sorted(found, key=lambda one: (one[1], one[0]))
