"""What whoever operates a node relies on: readiness, metrics, logs, TLS, and an orderly end."""

from __future__ import annotations

import asyncio
import io
import json
import os
import socket
import ssl
import threading
from pathlib import Path

import httpx
import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families

from detente.core.airspace.gazetteer import Gazetteer
from detente.serve import home as homes
from detente.serve import logs
from detente.serve.app import Hooks, build
from detente.serve.http import admin_routes
from tests.support.nodes import Pair, RunningNode, settled, start_node, stopping, two_nodes


def measured(node: RunningNode) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample of /metrics by name and labels."""
    answer = node.client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=1.0.0")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_metrics_say_how_the_line_stands(pair: Pair) -> None:
    """Entries, commits, the peer's link, the line's dues and the disk, for who has a token."""
    amber = pair.amber
    with amber.speak_as("") as stranger:
        assert stranger.get("/metrics").status_code == 401
    amber.post(f"{pair.line}/messages", {"format": "LCK"})
    found = measured(amber)
    line = (("channel", pair.channel), ("status", "ACTUAL"))
    assert found["detente_commit_seconds_count", ()] >= 1
    assert found["detente_entries", ()] == amber.get("/v1/status")["position"]
    assert found["detente_peer_up", (("peer", "cobalt"),)] == 1
    assert found["detente_line_due", line] >= 1
    assert found["detente_disk_free_bytes", ()] > 0
    assert found["detente_disk_refusing", ()] == 0
    assert found["detente_backup_age_seconds", ()] == -1
    assert found["detente_certificate_ends_timestamp_seconds", ()] > 0
    assert found["detente_requests_total", (("method", "POST"), ("status", "201"))] >= 1
    assert any(name == "process_resident_memory_bytes" for name, _ in found)


def test_health_and_readiness_are_open(pair: Pair) -> None:
    """A load balancer or a watchdog asks without a token, and learns nothing of the line."""
    with pair.amber.speak_as("") as anyone:
        health, ready = anyone.get("/v1/health"), anyone.get("/v1/ready")
    assert (health.status_code, ready.status_code) == (200, 200)
    assert health.json()["disk"] == "good"
    assert ready.json()["ready"] is True
    assert pair.channel not in health.text + ready.text


def test_a_stuck_writer_is_alive_and_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the record hangs, health still answers, readiness says 503, and it passes."""
    monkeypatch.setattr(admin_routes, "READY_S_MAX", 0.05)
    stuck = threading.Event()

    async def body() -> None:
        settings = homes.Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")
        home = homes.init(tmp_path / "amber", "amber", "Amber", settings=settings)
        running = build(home, Hooks(gazetteer=lambda: Gazetteer(()), ticking=False))
        await running.start()
        async with httpx.AsyncClient(base_url=running.info.api, trust_env=False) as client:
            hanging = running.writer.query(lambda _node: stuck.wait(20))
            assert (await client.get("/v1/health")).status_code == 200
            refused = await client.get("/v1/ready")
            assert refused.status_code == 503
            assert refused.json()["type"] == "urn:detente:problem:not-ready"
            stuck.set()
            await hanging
            assert (await client.get("/v1/ready")).status_code == 200
        await running.stop()

    asyncio.run(body())


def test_every_answer_has_its_requests_id(pair: Pair) -> None:
    """A fit id of the caller's comes back; anything else is replaced by one of ours."""
    client = pair.amber.client
    given = client.get("/v1/status", headers={"x-request-id": "desk-7.a"})
    assert given.headers["x-request-id"] == "desk-7.a"
    odd = client.get("/v1/status", headers={"x-request-id": "a b\t<script>"})
    ours = client.get("/v1/nothing")
    numbers = {odd.headers["x-request-id"], ours.headers["x-request-id"]}
    assert len(numbers) == 2
    assert "script" not in str(numbers)


def test_a_refusal_is_found_in_the_log_by_its_id(pair: Pair) -> None:
    """The id in the answer is the id in the log, with path and status, and no token."""
    client = pair.amber.client
    client.get("/v1/nothing", headers={"x-request-id": "find-me-1", "authorization": "Bearer hush"})
    log = pair.amber.log.read_text()
    (line,) = [json.loads(one) for one in log.splitlines() if "find-me-1" in one]
    assert (line["path"], line["status"], line["method"]) == ("/v1/nothing", 404, "GET")
    assert "hush" not in log
    assert pair.amber.token not in log


def test_secrets_are_not_logged_even_by_mistake() -> None:
    """Fields named like a secret are masked, and a traceback shows no local variables."""
    out = io.StringIO()
    logs.configure(out)
    log = structlog.get_logger("test")
    try:
        hidden = "hush-hush"
        log.info("made", token=hidden, invitation=hidden, keys_secret=hidden, body=hidden, peer="x")
        try:
            raise ValueError("fault")
        except ValueError:
            log.exception("failed", officer="watch-1")
    finally:
        structlog.reset_defaults()
    said = out.getvalue()
    assert "hush" not in said
    assert [json.loads(line)["event"] for line in said.splitlines()] == ["made", "failed"]
    assert json.loads(said.splitlines()[0])["peer"] == "x"
    assert "ValueError: fault" in said


@pytest.mark.slow
def test_off_loopback_the_api_speaks_tls_only(tmp_path: Path) -> None:
    """Listening for other machines: https with the node's own certificate, nothing in clear."""
    settings = homes.Settings(listen="0.0.0.0:0", peer_listen="127.0.0.1:0")
    node = start_node(tmp_path / "amber", "amber", settings=settings, wait=False)
    with stopping(node):
        settled(lambda: homes.read_run(node.home) is not None, seconds=20)
        run = homes.read_run(node.home)
        assert run is not None
        port = run.api_port
        assert run.api == f"https://0.0.0.0:{port}"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_verify_locations(node.home / "tls.crt")
        secure = httpx.Client(verify=context, trust_env=False)
        assert secure.get(f"https://127.0.0.1:{port}/v1/health").status_code == 200
        with httpx.Client(trust_env=False) as others, pytest.raises(httpx.ConnectError):
            others.get(f"https://127.0.0.1:{port}/v1/health")
        with httpx.Client(trust_env=False) as clear, pytest.raises(httpx.TransportError):
            clear.get(f"http://127.0.0.1:{port}/v1/health")
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with httpx.Client(verify=old, trust_env=False) as aged, pytest.raises(httpx.ConnectError):
            aged.get(f"https://127.0.0.1:{port}/v1/health")
        secure.close()


@pytest.mark.slow
def test_told_to_stop_while_busy_it_loses_nothing_that_it_answered(tmp_path: Path) -> None:
    """SIGTERM among many requests: exit 0, and every message that was answered is kept."""
    answered: list[str] = []
    with two_nodes(tmp_path) as two:
        node, line = two.amber, f"/v1/lines/{two.channel}/EXERCISE/messages"

        def send() -> None:
            with node.speak_as(node.token) as client:
                try:
                    while (answer := client.post(line, json={"format": "LCK"})).status_code == 201:
                        answered.append(answer.json()["number"])
                except httpx.TransportError:
                    return

        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        settled(lambda: len(answered) > 20)
        assert node.stop() == 0
        for thread in threads:
            thread.join(10)
        assert "amber stopped" in node.log.read_text()
        node.start()
        kept = {one["message"]["number"] for one in node.get(line, limit=1000)}
        assert set(answered) <= kept


@pytest.mark.slow
def test_systemd_is_told_when_it_is_ready_alive_and_stopping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Type=notify and WatchdogSec need it."""
    where = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind(str(where))
        sock.settimeout(20)
        monkeypatch.setitem(os.environ, "NOTIFY_SOCKET", str(where))
        node = start_node(tmp_path / "amber", "amber")
        with stopping(node):
            assert [sock.recv(100), sock.recv(100)] == [b"READY=1", b"WATCHDOG=1"]
            assert node.stop() == 0
            said = b""
            while said != b"STOPPING=1":
                said = sock.recv(100)
                assert said in (b"WATCHDOG=1", b"STOPPING=1")


def test_retention_says_what_stays_of_what_is_old(pair: Pair) -> None:
    """On the first day nothing is old: nothing goes, and nothing is said to stay."""
    done = pair.amber.post("/v1/retention", {"days": 7}, status=200)
    assert (done["now"], done["old"], done["stays"]) == (0, 0, {})
    shown = pair.amber.get("/v1/retention")
    assert (shown["days"], shown["now"], shown["old"]) == (0, None, 0)
