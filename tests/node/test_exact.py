"""Exact details: sealed, opened, given to each reader a little differently."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from detente.core.airspace.volume import Point
from detente.core.airspace.volume_json import point_from_json
from detente.core.humanitarian.sealed import Sealed, sealed_from_json, sealed_to_json
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.core.values import Fields
from detente.journal.keys import Signer
from detente.journal.signatures import public_to_text
from detente.node import exact as exacts
from detente.node.exact import Opened, Reader, Sealing, open_sealed, seal
from detente.wire.exact import PRECISION_M, exact_problems

CHANNEL = "aid-1f3a9c02"
SIGNERS = {
    name: Signer.from_seed(name.encode().ljust(32)) for name in ("meridian", "amber", "cobalt")
}
AUTHOR, AMBER, COBALT = (
    Reader(name, public_to_text(signer.public)) for name, signer in SIGNERS.items()
)
NHS = FORMATS["NHS"]
CLINIC: Fields = {
    "site_name": "Clinic of the river road",
    "point": {"lat_e7": -229_000_000, "lon_e7": 144_000_000},
    "footprint": {
        "polygon": [
            [-229_001_000, 144_001_000],
            [-229_001_000, 143_999_000],
            [-228_999_000, 144_000_000],
        ]
    },
    "grade": "building",
    "on_site": "night guard, satellite phone +881 1 2",
}


def drawn() -> Callable[[int], bytes]:
    """Bytes that look random and are the same at every run."""
    count = 0

    def draw(size: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.shake_256(count.to_bytes(4, "big")).digest(size)

    return draw


def sealing() -> Sealing:
    """Meridian seals on the aid channel."""
    return Sealing(AUTHOR, CHANNEL, drawn())


def sealed(readers: tuple[Reader, ...] = (AMBER, COBALT), grade: str = "building") -> Sealed:
    """The clinic, sealed."""
    exact = {**CLINIC, "grade": grade}
    assert exact_problems(NHS, exact) == ()
    found = seal(NHS, exact, sealing(), readers)
    assert isinstance(found, Sealed)
    return found


def place(one: Opened) -> Point:
    """Where the reader's copy says it is."""
    point = point_from_json(one.exact["point"], "")
    assert isinstance(point, Point)
    return point


def opened(party: str, what: Sealed, channel: str = CHANNEL) -> Opened | str:
    """What a party opens."""
    return open_sealed(
        (SIGNERS[party],),
        party,
        NHS,
        content=what.content,
        boxes=what.boxes,
        author="meridian",
        channel=channel,
    )


def test_each_reader_opens_its_own_and_a_stranger_nothing() -> None:
    """Amber opens the clinic, Cobalt was not named and learns only that something is sealed."""
    what = sealed((AMBER,))
    found = opened("amber", what)
    assert isinstance(found, Opened)
    assert found.exact["site_name"] == "Clinic of the river road"
    assert "night guard" in str(found.exact["on_site"])
    assert opened("cobalt", what) == "nothing was sealed for cobalt"
    text = str(sealed_to_json(what))
    assert "Clinic" not in text
    assert "229000" not in text


def test_a_box_taken_under_another_name_opens_nothing() -> None:
    """Cobalt writes its own name on Amber's box, and still has not Amber's key."""
    what = sealed((AMBER,))
    box = what.box_of("amber")
    assert box is not None
    stolen = replace(what, boxes=(replace(box, party="cobalt"),))
    assert opened("cobalt", stolen) == "it was sealed to a key that cobalt does not have any more"


def test_the_content_is_bound_to_author_and_line() -> None:
    """A sealed part that was carried to another channel is not shown as that channel's."""
    assert "another line" in str(opened("amber", sealed(), "other-00000000"))


def test_a_content_other_than_what_was_signed_is_found_out() -> None:
    """A digest of something else: the author cannot tell two readers two stories."""
    what = sealed()
    one, other = what.box_of("amber"), what.box_of("cobalt")
    assert one is not None
    assert other is not None
    swapped = replace(what, boxes=(replace(one, digest=other.digest),))
    assert opened("amber", swapped) == "what it holds is not what its author signed for"


@pytest.mark.parametrize(("grade", "precision"), list(PRECISION_M.items()))
def test_each_copy_differs_by_less_than_the_precision(grade: str, precision: int) -> None:
    """Two readers' copies are a few metres apart, and a copy that got about shows whose it was."""
    what = sealed(grade=grade)
    amber, cobalt, own = (opened(name, what) for name in ("amber", "cobalt", "meridian"))
    assert isinstance(amber, Opened)
    assert isinstance(cobalt, Opened)
    assert isinstance(own, Opened)
    assert own.exact == {**CLINIC, "grade": grade}
    assert exacts.apart(place(amber), place(cobalt)) >= 30
    for one in (amber, cobalt):
        moved = exacts.apart(place(one), place(own))
        assert 100 <= moved <= min(precision * 100 / 4, exacts.CANARY_CM_MAX) * 1.01
        assert one.exact["footprint"] != CLINIC["footprint"]
    given = exacts.given_to((SIGNERS["meridian"],), "meridian", what.boxes)
    assert exacts.nearest_copy(given, place(cobalt))[0] == ("cobalt", 0)


def test_a_site_at_the_antimeridian_is_moved_across_it() -> None:
    """A copy of a site on 180 degrees may say 179.9999 W: it is the same place, metres away."""
    exact: Fields = {"grade": "100m", "point": {"lat_e7": 0, "lon_e7": 1_800_000_000}}
    found = seal(NHS, exact, sealing(), (AMBER, COBALT))
    assert isinstance(found, Sealed)
    for party in ("amber", "cobalt"):
        one = opened(party, found)
        assert isinstance(one, Opened)
        assert abs(abs(place(one).lon_e7) - 1_800_000_000) < 3_000


def test_the_proof_of_having_opened_cannot_be_made_without() -> None:
    """The author knows which proof each read-back must carry; it is not the clear digest."""
    what = sealed()
    amber, own = opened("amber", what), opened("meridian", what)
    assert isinstance(amber, Opened)
    assert isinstance(own, Opened)
    given = exacts.given_to((SIGNERS["meridian"],), "meridian", what.boxes)
    assert exacts.expected_proof(own, given["amber"]) == amber.proof
    assert exacts.expected_proof(own, given["cobalt"]) != amber.proof
    box = what.box_of("amber")
    assert box is not None
    assert amber.proof != box.digest


def test_a_later_reader_is_given_the_same_content() -> None:
    """Cobalt is told a week later: the content stays as it stood, only a box is added."""
    what = sealed((AMBER,))
    own = opened("meridian", what)
    assert isinstance(own, Opened)
    given = exacts.given_to((SIGNERS["meridian"],), "meridian", what.boxes)
    more = exacts.seal_more(own, NHS, sealing(), (COBALT,), given.values())
    assert isinstance(more, Sealed)
    assert more.content == ""
    whole = Sealed(what.content, (*what.boxes, *more.boxes))
    assert isinstance(opened("cobalt", whole), Opened)
    assert isinstance(opened("meridian", whole), Opened)
    known = exacts.given_to((SIGNERS["meridian"],), "meridian", whole.boxes)
    assert set(known) == {"amber", "cobalt"}


def test_the_length_tells_little() -> None:
    """A clinic with a contact and one without are sealed in contents of one length."""
    bare = {name: value for name, value in CLINIC.items() if name != "on_site"}
    other = seal(NHS, bare, sealing(), (AMBER,))
    assert isinstance(other, Sealed)
    assert len(other.content) == len(sealed((AMBER,)).content)


def test_a_key_that_cannot_be_sealed_to_is_refused_by_name() -> None:
    """A party's card holds a key that is none: the notifier is told whose."""
    bad = Reader("cobalt", base64.b64encode(bytes(32)).decode())
    found = seal(NHS, CLINIC, sealing(), (bad,))
    assert isinstance(found, Refusal)
    assert "cobalt" in found.reason


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        (7, "sealed-shape"),
        ({"content": "", "boxes": []}, "sealed-boxes"),
        ({"content": "%%", "boxes": [{}]}, "sealed-content"),
        ({"content": "", "boxes": [{"party": "amber"}]}, "sealed-box"),
        (
            {"content": "", "boxes": [{"party": "AMBER", "key": "", "box": "", "digest": ""}]},
            "sealed-box",
        ),
    ],
)
def test_a_sealed_part_of_another_shape_is_refused(bad: object, rule: str) -> None:
    """What a peer puts into the field is looked through before anything is done with it."""
    found = sealed_from_json(bad, "fields.sealed")  # type: ignore[arg-type]  # as it came
    assert isinstance(found, tuple)
    assert rule in {one.rule for one in found}


def test_a_party_with_two_boxes_is_refused() -> None:
    """Two boxes for one party could hold two stories."""
    value = sealed_to_json(sealed((AMBER,)))
    boxes = value["boxes"]
    assert isinstance(boxes, list)
    found = sealed_from_json({**value, "boxes": [*boxes, boxes[0]]}, "fields.sealed")
    assert isinstance(found, tuple)
    assert found[0].rule == "sealed-twice"
