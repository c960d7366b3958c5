"""A certificate is renewed while the line is up: peers learn it, nobody is locked out."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import ssl
from pathlib import Path

import pytest

from detente.core.events import CardRenewed, PartyCard
from detente.core.line.message import Line
from detente.core.renewal import FORMER_MAX, renew, renewal_problems
from detente.core.state import State
from detente.node import renewal as renewed
from detente.node.inputs import Done, Refused, RenewCertificate
from detente.serve import home as homes
from detente.serve import renewal, tls
from detente.serve.peers import Peers
from tests.support.nodes import Pair, all_up, settled
from tests.support.pair import ADMIN, START_MS
from tests.support.pair import Pair as InMemory

DAY_MS = 86_400_000


def shown_at(address: str) -> str:
    """SHA-256 of the certificate that a listener shows."""
    host, port = address.rsplit(":", 1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection((host, int(port)), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname="x") as secure,
    ):
        return hashlib.sha256(secure.getpeercert(binary_form=True) or b"").hexdigest()


@pytest.mark.slow
def test_a_renewal_across_two_processes(pair: Pair) -> None:
    """Amber renews: Cobalt learns it, then it is shown; both restart, and the line is up."""
    amber, cobalt = pair.amber, pair.cobalt
    before = amber.get("/v1/certificate")
    assert before["next_sha256"] is None
    assert shown_at(amber.peer_address) == before["sha256"]
    announced = amber.post("/v1/certificate", {"overlap_days": 3})
    coming = announced["next_sha256"]
    assert coming not in (None, before["sha256"])
    settled(lambda: amber.get("/v1/certificate")["sha256"] == coming)
    assert shown_at(amber.peer_address) == coming
    assert amber.get("/v1/certificate")["waiting_for"] == []
    assert (amber.home / "keys" / "tls-old.pem").stat().st_mode & 0o777 == 0o600
    for node in (cobalt, amber):
        assert node.stop() == 0
        node.start()
    settled(lambda: all_up(amber) and all_up(cobalt))
    amber.post(f"{pair.line}/messages", {"format": "LCK"})
    settled(lambda: len(cobalt.get(f"{pair.line}/messages")) == 1)


@pytest.mark.slow
def test_a_peer_that_is_away_learns_it_when_it_is_back(pair: Pair) -> None:
    """While Cobalt is down the old certificate stays in place, over a restart of Amber too."""
    amber, cobalt = pair.amber, pair.cobalt
    before = amber.get("/v1/certificate")["sha256"]
    cobalt.kill()
    coming = amber.post("/v1/certificate")["next_sha256"]
    assert amber.get("/v1/certificate")["waiting_for"] == ["cobalt"]
    assert amber.client.post("/v1/certificate").status_code == 409
    assert amber.stop() == 0
    amber.start()
    assert shown_at(amber.peer_address) == before
    cobalt.start()
    settled(lambda: shown_at(amber.peer_address) == coming, seconds=20)
    settled(lambda: all_up(amber) and all_up(cobalt))
    kinds = [one["kind"] for one in cobalt.get("/v1/events", limit=1000)]
    assert kinds.count("card-renewed") >= 1


def test_peers_take_the_new_one_and_the_old_until_its_time() -> None:
    """At the peer the card has the new certificate, and the old one a last day."""
    two = InMemory()
    item = RenewCertificate(ADMIN, "new", "127.0.0.1:9", START_MS + DAY_MS)
    assert isinstance(two.amber.step([item])[0], Done)
    assert two.amber.identity.card.certificate == "new"
    assert renewed.waiting_for(two.amber) == ("cobalt",)
    two.settle()
    assert renewed.waiting_for(two.amber) == ()
    card = two.cobalt.state.cards["amber"]
    assert (card.certificate, card.address) == ("new", "127.0.0.1:9")
    assert renewed.former(two.cobalt, "amber") == (("", START_MS + DAY_MS),)
    assert renewed.announced(two.amber) == "new"


def test_too_long_an_overlap_is_refused() -> None:
    """An old certificate that is taken for a year would be no renewal."""
    two = InMemory()
    item = RenewCertificate(ADMIN, "new", "127.0.0.1:9", START_MS + 365 * DAY_MS)
    (refused,) = two.amber.step([item])
    assert isinstance(refused, Refused)
    assert refused.refusals[0].rule == "renewal-overlap"


def folded(*events: tuple[int, CardRenewed]) -> State:
    """A state that knows Cobalt and has folded renewals with their times."""
    state = State("amber", None)  # type: ignore[arg-type]  # no gazetteer is asked
    state.cards["cobalt"] = PartyCard("cobalt", "Cobalt", "member", "k", "r", "first", "a:1")
    for at_ms, event in events:
        renew(state, "cobalt", Line("coast"), event, at_ms=at_ms, sequence=0, epoch=1)
    return state


def test_an_older_renewal_that_comes_later_changes_nothing() -> None:
    """Two channels deliver in any order; the newest by its author's clock stands."""
    newer, older = CardRenewed("cobalt", "b", "a:2", 9), CardRenewed("cobalt", "a", "a:1", 9)
    for order in (((1, older), (2, newer)), ((2, newer), (1, older))):
        assert folded(*order).cards["cobalt"].certificate == "b"


def test_only_a_few_former_certificates_are_taken() -> None:
    """A peer that renews without end does not grow our memory."""
    many = [(n, CardRenewed("cobalt", f"c{n}", "a:1", n + 5)) for n in range(50)]
    assert len(folded(*many).former["cobalt"]) == FORMER_MAX


def test_nobody_renews_for_another() -> None:
    """A renewal in one's own journal that names another party is refused, and has no effect."""
    event = CardRenewed("meridian", "m", "a:1", 5)
    assert renewal_problems("cobalt", event, 1)[0].rule == "renewal-party"
    assert folded((1, event)).cards["cobalt"].certificate == "first"
    giant = CardRenewed("cobalt", "x" * 9_000, "", 5)
    assert {one.rule for one in renewal_problems("cobalt", giant, 1)} == {"certificate", "address"}


def test_nobody_takes_anothers_certificate(tmp_path: Path) -> None:
    """A card with a certificate that is another's already is not pinned; its time is kept too."""
    home = homes.init(tmp_path / "amber", "amber", "Amber")
    now = [1_000]
    peers = Peers(home, None, lambda: now[0])  # type: ignore[arg-type]  # the writer is not asked
    old, new = (tls.make_pair("cobalt")[1] for _ in range(2))
    cobalt = PartyCard("cobalt", "Cobalt", "member", "k", "r", new, "a:1")
    peers._pin(cobalt, ((old, 2_000),))
    thief = PartyCard("meridian", "Meridian", "member", "k", "r", new, "a:1")
    with pytest.raises(tls.BadCertificate, match="of cobalt"):
        peers._pin(thief, ())
    assert peers._holder(tls.der(new)) == "cobalt"
    assert peers._holder(tls.der(old)) == "cobalt"
    now[0] = 2_001
    assert peers._holder(tls.der(old)) == ""
    assert peers._holder(tls.der(new)) == "cobalt"


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_a_crash_while_changing_over_is_settled(tmp_path: Path, steps: int) -> None:
    """Whatever was written before the crash, at the next start key and certificate fit."""
    home = homes.init(tmp_path / "amber", "amber", "Amber")
    coming = renewal.prepare(home)
    calls = 0
    real = Path.replace

    def crashing(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls >= steps:
            raise KeyboardInterrupt
        return real(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", crashing)
        with contextlib.suppress(KeyboardInterrupt):
            renewal.swap(home.path)
    renewal.finish(home.path)
    renewal.drop_unannounced(home.path, coming)
    again = homes.load(home.path)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(again.tls_certificate, again.tls_key)
    certificates = {again.certificate, renewal.certificate_in(renewal.next_path(home.path))}
    assert coming in certificates


def test_a_next_that_was_never_announced_is_dropped(tmp_path: Path) -> None:
    """A crash between the files and the record leaves nothing that peers do not know of."""
    home = homes.init(tmp_path / "amber", "amber", "Amber")
    renewal.prepare(home)
    renewal.drop_unannounced(home.path, None)
    assert not renewal.next_path(home.path).exists()
