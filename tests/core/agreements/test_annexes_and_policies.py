"""Annexes are a part of what is signed; a practice stands beside the policy it belongs to."""

from __future__ import annotations

from detente.core.agreements.register import agreements
from detente.core.agreements.statements import statements
from detente.core.line.commands import Send
from detente.core.values import Fields, Json
from tests.support.agreements import propose
from tests.support.capitals import capitals
from tests.support.line import LINE, T0

MAP: dict[str, Json] = {"annex": "A", "of": "map"}
PHRASES: dict[str, Json] = {"annex": "B", "of": "phrases", "words": "Signals by day"}


def statement(kind: str, words: str, **more: Json) -> Fields:
    """The fields of a statement about Amber, from a newspaper."""
    return {"kind": kind, "holder": "Amber", "words": words, "source": "a newspaper", **more}


def test_another_map_is_another_text_to_sign() -> None:
    """The same first message but for the digest of its map: another digest to sign."""
    digests = []
    for sha256 in ("a" * 64, "b" * 64, "a" * 64):
        line = capitals()
        propose(line, annexes=[{**MAP, "sha256": sha256}, PHRASES])
        (found,) = agreements(line.states["cobalt"], LINE, T0)
        digests.append(found.digest)
    assert digests[0] == digests[2] != digests[1]


def test_a_practice_stands_beside_the_policy_of_the_other_side() -> None:
    """Amber declares that intruders are shot at; Cobalt saw that its own were not: both stand."""
    line = capitals()
    policy = line.do("amber", Send("POL", statement("policy", "Intruders are shot at")))
    seen = statement("practice", "Aircraft of Cobalt never were", policy=policy)
    practice = line.do("cobalt", Send("POL", seen))
    for state in line.states.values():
        found = {one.number: one for one in statements(state, LINE, T0)}
        assert found[policy].beside == (practice,)
        assert found[policy].followed_by is None  # nobody takes back what another said
        assert (found[practice].goes_with, found[practice].own) == (policy, False)
        assert not found[practice].remarks


def test_a_practice_of_a_policy_that_nobody_declared_is_odd() -> None:
    """The number is no statement's: said before release, and a remark when it was sent anyway."""
    line = capitals()
    fields = statement("practice", "It lets them pass", policy="AMBER-26-0099")
    assert line.rules("cobalt", Send("POL", fields)) == ["statement-unknown"]
    line.do("cobalt", Send("POL", fields, acknowledged=("statement-unknown",)))
    (one,) = statements(line.states["amber"], LINE, T0)
    assert [remark.field for remark in one.remarks] == ["fields.policy"]
