"""Every event survives its bytes, and only the bytes that we would write are understood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.volume import Circle, Corridor, Point, Polygon
from detente.core.events import (
    AlarmAcknowledged,
    AlarmCleared,
    AlarmRaised,
    BodiesDeleted,
    Buffer,
    BundleCame,
    BundleMade,
    CardRenewed,
    Charter,
    ConflictEnded,
    ConflictFound,
    DeadlineMissed,
    Disclosed,
    DraftDropped,
    DraftKept,
    Event,
    EvidenceKept,
    ExerciseBegun,
    ExerciseEnded,
    FeedPulled,
    HandoverGiven,
    HandoverTaken,
    Introduced,
    Invited,
    ItemConfirmed,
    ItemRejected,
    Joined,
    KeyPinned,
    KeyRotated,
    OfficerAdded,
    OfficerRemoved,
    Opened,
    OpenItem,
    PartyCard,
    Previous,
    ReaderAdded,
    ReaderRemoved,
    Released,
    Repeated,
    Restored,
    RoleChanged,
    Settled,
    SourceKept,
    Warned,
)
from detente.core.line.commands import Correct, Send
from detente.core.line.message import Message, Precedence, Role, Signature, Status
from detente.core.refusal import Refusal
from detente.core.sources.link import Link
from detente.core.values import Json
from detente.core.watch.session_events import (
    PasskeyAdded,
    PasskeyRemoved,
    SessionBegun,
    SessionEnded,
    SignInLinkMade,
)
from detente.wire.events import (
    BODY_BYTES_MAX,
    KINDS,
    BadBody,
    Unknown,
    body_json,
    charter_from_bytes,
    charter_to_bytes,
    decode,
    encode,
)

CARD = PartyCard("amber", "Amber", "member", "key", "recovery", "pem", "host:1", -210)
AREA = Polygon((Point(1, 2), Point(-3, 4), Point(5, -6)))
CHARTER = Charter(
    "coast-1f3a9c02", "Coast", "safety", AREA, (Buffer("combat", 1, 2, 3),), (("NAA", 60),)
)
MESSAGE = Message(
    number="AMBER-2026-0001",
    format="NAA",
    version=1,
    precedence=Precedence.ROUTINE,
    to=("cobalt",),
    created_ms=1,
    released_ms=2,
    by=Signature("desk", Role.DUTY_OFFICER),
    fields={"volume": {"outline": {"polygon": [[1, 2], [3, 4], [5, 6]]}, "floor": None}},
    remarks="שלום · привет · مرحبا",
)
ITEM = OpenItem("owed", "coast", Status.ACTUAL, "COBALT-2026-0001", "amber", "ANSWER", None)
EVERY: tuple[Event, ...] = (
    Opened(CARD, None),
    Opened(CARD, CHARTER),
    Opened(CARD, Charter("c", "n", "p", Circle(Point(1, 2), 3))),
    Joined(CARD),
    Released(MESSAGE),
    OfficerAdded("desk", Role.RELEASER, "ab" * 32),
    OfficerRemoved("desk"),
    OfficerAdded("desk", Role.RELEASER, "ab" * 32, Signature("head", Role.ADMINISTRATOR)),
    OfficerRemoved("desk", Signature("head", Role.ADMINISTRATOR)),
    Invited("coast", "cd" * 32, 5),
    ConflictFound(
        "A~B", "c", ("A", "B"), ("amber", "cobalt"), 1, Point(1, 2), None, 5, 0, 0, 1, 2, "why"
    ),
    ConflictFound(
        *("A~B", "c", ("A", "B"), ("amber", "cobalt"), 2, Point(1, 2), None, 5, 0, 0, 1, 2, "why"),
        parts=((2, 1), (1, 3)),
    ),
    Opened(CARD, replace(CHARTER, area=Corridor((Point(1, 2), Point(3, 4)), 5), terrain_max_cm=6)),
    ConflictEnded("A~B", "c", "cancelled"),
    Warned("c", "A", True, (Refusal("f", "rule", "reason", "remedy", True),)),
    DeadlineMissed("c", "A", "amber", "READ", 5, 1, "all duty officers"),
    Repeated("c", "A", 3),
    EvidenceKept(1, "cobalt", "j", "FORK", "detail", "ef" * 32),
    AlarmRaised(1, "unread-flash", "urgent", "coast", "COBALT-2026-0001", "cobalt", 5),
    AlarmAcknowledged(1, Signature("desk", Role.DUTY_OFFICER)),
    AlarmCleared(1),
    HandoverGiven(
        1, Signature("desk", Role.RELEASER), Role.DUTY_OFFICER, "watch-2", (ITEM,), 0, None
    ),
    HandoverTaken(1, Signature("watch-2", Role.DUTY_OFFICER), True, (ITEM,), 3),
    Opened(CARD, CHARTER, Previous("coast/ACTUAL/amber", 7, "root", "restored")),
    KeyRotated("amber", "old", "new", "lost", 5, "recovery", "signature", "proof"),
    Restored((("coast/ACTUAL/amber", 7),)),
    Settled("coast/ACTUAL/amber", "recovered"),
    BodiesDeleted("coast/ACTUAL/amber", 3, 5),
    CardRenewed("amber", "pem", "127.0.0.1:8701", 5),
    Introduced("south", "key", "member"),
    KeyPinned("coast", "meridian", "south", "key"),
    ExerciseBegun("Quiet Coast", Signature("desk", Role.RELEASER)),
    ExerciseEnded("Quiet Coast", Signature("watch-2", Role.RELEASER)),
    DraftKept(
        *(1, "coast", Signature("desk", Role.DUTY_OFFICER)),
        Send("NHS", {"people": 40, "point": {"lat_e7": 1, "lon_e7": 2}}, ("cobalt",)),
        *("import", "sites.xlsx row 7", "sites.xlsx"),
    ),
    DraftKept(
        *(2, "coast", Signature("desk", Role.RELEASER)),
        *(Correct("AMBER-2026-0001", {"radio": None}, ("check-area",)), "two-person"),
    ),
    SourceKept(
        "ab" * 32,
        "cd" * 32,
        "html",
        2_000,
        1_200,
        "post.html",
        "Ministers meet",
        "Coast Post",
        "2016-02",
        6,
        "",
        Signature("desk", Role.RELEASER),
    ),
    ItemConfirmed(
        "a1b2c3d4e5f6",
        "ab" * 32,
        "claim",
        "An official says so",
        "quoted",
        10,
        20,
        "words",
        (Link("speaker", "", "official", "anonymous"),),
        Signature("desk", Role.RELEASER),
        types=("NMS",),
    ),
    ItemRejected(
        "a1b2c3d4e5f6",
        "ab" * 32,
        "claim",
        10,
        20,
        Signature("desk", Role.RELEASER),
        "it says the opposite",
    ),
    Disclosed(
        channel="aid-1f3a9c02",
        number="MERIDIAN-2026-0001",
        party="amber",
        reader="",
        what="exact",
        why="audience",
        by=Signature("watch-2", Role.RELEASER),
        because="MERIDIAN-2026-0001",
    ),
    DraftDropped(1, Signature("watch-2", Role.RELEASER), "released", "AMBER-2026-0002"),
    BundleMade("cobalt", "desk", "hash", 12, 3),
    BundleCame("cobalt", 5, "desk", "hash", 9, 2, 1, 3, 0),
    ReaderAdded("tower-2", "own-forces", "post", "00ff", Signature("head", Role.ADMINISTRATOR)),
    ReaderRemoved("tower-2", Signature("head", Role.ADMINISTRATOR)),
    FeedPulled("tower-2", "own-forces", "post", "kml", (("coast", "AMBER-2026-0001"),), 0, 2),
    RoleChanged("desk", Role.RELEASER, Role.DUTY_OFFICER, Signature("head", Role.ADMINISTRATOR)),
    SignInLinkMade("desk", "00ff", 5, None),
    SessionBegun(1, "desk", Role.DUTY_OFFICER, "00ff", "link", "ff00", 0, 9),
    SessionEnded(1, "signed out", Signature("desk", Role.DUTY_OFFICER)),
    PasskeyAdded(
        "id", "desk", "cose", 0, "localhost", "blue key", Signature("desk", Role.DUTY_OFFICER)
    ),
    PasskeyRemoved("id", "desk", Signature("head", Role.ADMINISTRATOR)),
)
BODY = encode(Released(MESSAGE))[2]

_JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("event", EVERY, ids=lambda event: type(event).__name__)
def test_every_event_comes_back_from_its_bytes(event: Event) -> None:
    """Encoding then decoding gives the equal event, under a kind that is listed."""
    kind, version, body = encode(event)
    assert kind in KINDS
    assert decode(kind, version, body) == event
    assert body_json(body) is not None


def test_every_kind_is_tested() -> None:
    """No kind of event is missing from the list above."""
    assert {encode(event)[0] for event in EVERY} == set(KINDS)


@settings(deadline=None)  # the machine may be busy
@given(fields=st.dictionaries(st.text(max_size=12), _JSON, max_size=5))
def test_any_fields_of_integers_survive(fields: dict[str, Json]) -> None:
    """Whatever JSON of integers a message carries comes back as it went."""
    message = Message(
        "N", "X", 9, Precedence.FLASH, ("a",), 0, 0, Signature("d", Role.OBSERVER), fields
    )
    kind, version, body = encode(Released(message))
    assert decode(kind, version, body) == Released(message)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"message":' * 100_000,
        BODY + b" ",
        b" " + BODY,
        BODY.replace(b'"version":1', b'"version":1.0'),
        BODY.replace(b'"version":1', b'"version":true'),
        BODY.replace(b'"version":1', b'"version":1,"version":1'),
        BODY.replace(b'"version":1', b'"version":' + b"9" * 5_000),
        BODY.replace(b'"floor":null', b'"floor":1.5'),
        BODY.replace(b'"floor":null', b'"floor":' + b"9" * 30),
        BODY.replace(b'"floor":null', b'"floor":{"a":' * 20 + b"1" + b"}" * 20),
        BODY.replace(b'"floor":null', b'"floor":"\\ud800"'),
        BODY.replace(b'"floor":null', b'"floor":NaN'),
        BODY.replace(b'"floor":null', b'"floor":1,"floor":null'),
        BODY.replace(b"ROUTINE", b"URGENT"),
        BODY.replace(b'"ref":null,', b""),
        BODY.replace(b'"ref":null', b'"ref":null,"zeal":1'),
    ],
)
def test_bytes_that_we_would_not_write_are_not_understood(body: bytes) -> None:
    """Floats, doubled keys, depth, giants, spare or missing keys give Unknown, never a crash."""
    found = decode("message", 1, body)
    assert isinstance(found, Unknown)
    assert found.reason


def test_an_unknown_kind_or_version_is_kept_apart() -> None:
    """An event of a later version is Unknown with its kind, not an error."""
    assert decode("message", 2, BODY) == Unknown(
        "message", 2, "this version of detente does not know the kind"
    )
    assert isinstance(decode("telepathy", 1, b"{}"), Unknown)


def test_an_oversized_body_is_not_even_read() -> None:
    """Beyond the limit nothing is decoded, whatever it is."""
    found = decode("message", 1, b"[" * (BODY_BYTES_MAX + 1))
    assert isinstance(found, Unknown)
    assert "limit" in found.reason


def test_we_never_write_what_we_would_not_read() -> None:
    """A float, a giant integer or a giant body of our own stops the program."""
    for value in (1.5, 2**63, ["x" * BODY_BYTES_MAX]):
        bad = Message(
            "N",
            "X",
            1,
            Precedence.FLASH,
            ("a",),
            0,
            0,
            Signature("d", Role.OBSERVER),
            {"field": value},  # type: ignore[dict-item]  # the point of the test
        )
        with pytest.raises(BadBody):
            encode(Released(bad))


@settings(deadline=None)  # the machine may be busy
@given(data=st.binary(max_size=200), kind=st.sampled_from(KINDS))
def test_any_bytes_are_answered(data: bytes, kind: str) -> None:
    """No bytes at all make decoding raise."""
    decode(kind, 1, data)


@settings(deadline=None)  # the machine may be busy
@given(at=st.integers(0, len(BODY) - 1), byte=st.integers(0, 255))
def test_a_changed_byte_never_crashes(at: int, byte: int) -> None:
    """One byte changed anywhere gives an event or Unknown, and an event means the same bytes."""
    body = BODY[:at] + bytes([byte]) + BODY[at + 1 :]
    found = decode("message", 1, body)
    if not isinstance(found, Unknown):
        assert encode(found)[2] == body


def test_equal_charters_have_equal_bytes() -> None:
    """A charter comes back from its bytes; spare spaces or both outlines are refused."""
    data = charter_to_bytes(CHARTER)
    assert charter_from_bytes(data) == CHARTER
    both = data.replace(b'{"polygon"', b'{"circle":{"lat_e7":1,"lon_e7":2,"radius_cm":3},"polygon"')
    for bad in (data + b" ", b"[" * 50_000, both, b"{}"):
        with pytest.raises(ValueError, match=r".+"):
            charter_from_bytes(bad)


def test_what_older_versions_wrote_has_the_same_bytes() -> None:
    """A charter without its highest ground, a conflict without parts: no key that they lacked."""
    assert b"terrain" not in charter_to_bytes(CHARTER)
    assert b"terrain_max_cm" in charter_to_bytes(replace(CHARTER, terrain_max_cm=6))
    assert b"effective" not in charter_to_bytes(CHARTER)
    agreed = replace(CHARTER, effective=(("NAA", "READBACK"), ("NWA", "READ")))
    assert charter_from_bytes(charter_to_bytes(agreed)) == agreed
    bodies = [encode(event)[2] for event in EVERY if isinstance(event, ConflictFound)]
    assert [b'"parts"' in body for body in bodies] == [False, True]
