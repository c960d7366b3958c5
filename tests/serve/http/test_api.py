"""The native API over a real socket: roles, bad requests, the stream, every page."""

from __future__ import annotations

import asyncio
import http.client
import json
import ssl
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from detente.serve.app import bind
from detente.serve.home import Settings
from detente.serve.http import server
from detente.serve.http.limits import BODY_BYTES_MAX, DEPTH_MAX
from detente.serve.http.routes import ROUTES
from tests.support.nodes import Pair, RunningNode, start_node, stopping

LINE_CHECK = {"format": "LCK", "fields": {}}


@pytest.fixture(scope="module")
def amber(pair: Pair) -> RunningNode:
    """Amber's node; Cobalt's is there so that messages have a receiver."""
    return pair.amber


@pytest.fixture(scope="module")
def line(pair: Pair) -> str:
    """The path of their line."""
    return pair.line


@pytest.fixture(scope="module")
def tokens(amber: RunningNode) -> dict[str, str]:
    """A token for each role."""
    roles = {"observer": "eyes", "duty officer": "watch-1", "releaser": "chief"}
    made = {
        role: amber.post("/v1/officers", {"officer": name, "role": role})["token"]
        for role, name in roles.items()
    }
    return {**made, "administrator": amber.token}


def raw(node: RunningNode, method: str, path: str, body: bytes = b"", **headers: str) -> Any:
    """One request exactly as given; its status and JSON."""
    host, port = node.url.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    full = {"authorization": f"Bearer {node.token}", "content-type": "application/json"}
    full |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {k: v for k, v in full.items() if v})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text) if "json" in answer.headers["content-type"] else text


def test_every_route_asks_for_its_role(
    amber: RunningNode, line: str, tokens: dict[str, str]
) -> None:
    """Each route is tried without a token, with a wrong one, and by every role below its own."""
    ranks = list(tokens)
    names = dict(zip(("channel", "status"), line.split("/")[3:], strict=True))
    for route in ROUTES:
        if route.role is None:
            continue
        path = route.path.format_map(defaultdict(lambda: "nobody", names))
        for token in ("", "wrong"):
            with amber.speak_as(token) as client:
                answer = client.request(route.method, path)
            assert answer.status_code == 401, route
            assert answer.headers["www-authenticate"] == "Bearer"
        for role in ranks[: ranks.index(route.role)]:
            with amber.speak_as(tokens[role]) as client:
                answer = client.request(route.method, path)
            assert answer.status_code == 403, (route, role)
            assert role in answer.json()["detail"]


def test_an_officer_taken_off_can_do_nothing(amber: RunningNode, line: str) -> None:
    """A token is used, taken away, and opens nothing; the last administrator cannot be removed."""
    token = amber.post("/v1/officers", {"officer": "relief", "role": "duty officer"})["token"]
    with amber.speak_as(token) as relief:
        assert relief.post(line + "/messages", json=LINE_CHECK).status_code == 201
        assert amber.client.delete("/v1/officers/relief").status_code == 200
        assert relief.post(line + "/messages", json=LINE_CHECK).status_code == 401
    last = amber.client.delete("/v1/officers/admin")
    assert last.status_code == 422
    assert last.json()["refusals"][0]["rule"] == "last-administrator"


DEEP = b'{"format":"LCK","fields":' + b'{"a":' * DEPTH_MAX + b"1" + b"}" * DEPTH_MAX + b"}"


@pytest.mark.parametrize(
    ("body", "headers", "status", "rule"),
    [
        (b"{", {}, 400, "json"),
        (b"", {}, 400, "json"),
        (b'{"format":"LCK"} x', {}, 400, "json"),
        (b'{"format":"\xff"}', {}, 400, "body-encoding"),
        (DEEP, {}, 400, "body-depth"),
        (b"[" * 100_000, {}, 400, "body-depth"),
        (b"x" * (BODY_BYTES_MAX + 1), {}, 413, "body-size"),
        (b"{}", {"content_type": "text/plain"}, 415, "content-type"),
        (b"{}", {"content_type": "application/json; charset=latin-1"}, 415, "content-type"),
        (b"{}", {}, 422, "type"),
        (b'{"format":"LCK","feilds":{}}', {}, 422, "type"),
        (b'{"format":"LCK","created_ms":1.5}', {}, 422, "type"),
        (b'{"format":"LCK","fields":{"clock_ms":1.5}}', {}, 422, "float"),
        (b'{"format":"LCK","fields":{"clock_ms":1e400}}', {}, 422, "type"),
        (b'{"format":"LCK","fields":{"clock_ms":99999999999999999999}}', {}, 422, "integer-range"),
        (b'{"format":"XXX"}', {}, 422, "unknown-format"),
        (b"{}", {"host": "evil.example"}, 421, "host"),
        (b"{}", {"authorization": "Basic YTpi"}, 401, "token"),
    ],
)
def test_a_bad_request_changes_nothing_and_says_why(
    amber: RunningNode, line: str, body: bytes, headers: dict[str, str], status: int, rule: str
) -> None:
    """Malformed, deep, oversized, mistyped: the problem names the rule, nothing is journalled."""
    before = amber.get("/v1/status")["position"]
    got, problem = raw(amber, "POST", line + "/messages", body, **headers)
    assert (got, problem["type"]) == (status, f"urn:detente:problem:{rule}"), problem
    assert problem["detail"]
    assert amber.get("/v1/status")["position"] == before


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/", 405),
        ("GET", "/v1", 404),
        ("GET", "//v1/status", 404),
        ("GET", "/v1/status/", 404),
        ("GET", "/v1/%73tatus", 404),
        ("GET", "/v1/lines/coast/MAYBE/messages", 404),
        ("GET", "/v1/lines/nowhere/ACTUAL/messages", 404),
        ("GET", "/v1/lines/house/ACTUAL/messages", 404),
        ("GET", "/v1/" + "a" * 600, 414),
        ("PUT", "/v1/status", 405),
        ("TRACE", "/v1/status", 405),
        ("GET", "/v1/events?limit=0", 400),
        ("GET", "/v1/events?limit=1&limit=2", 400),
        ("GET", "/v1/events?lmit=1", 400),
        ("GET", "/v1/events?after=-1", 400),
    ],
)
def test_a_wrong_address_is_refused(
    amber: RunningNode, method: str, path: str, status: int
) -> None:
    """One spelling for each path; unknown and doubled parameters are errors."""
    assert raw(amber, method, path)[0] == status


def test_a_head_without_end_is_cut_off(amber: RunningNode) -> None:
    """Headers that go on for ever are refused at 16 kB."""
    got, problem = raw(amber, "GET", "/v1/health", x_long="a" * 40_000)
    assert (got, problem["detail"]) == (431, "the head is over 16 kB")


def test_a_request_that_trickles_in_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that never comes holds a connection for a bounded time, then gets a 408."""
    monkeypatch.setattr(server, "REQUEST_S_MAX", 0.1)

    async def never(_scope: Any, receive: Any, _send: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    async def body() -> bytes:
        made = server.make(never)
        sock = bind("127.0.0.1:0")
        serving = asyncio.create_task(server.run(made, sock))
        await made.begun.wait()
        reader, stream = await asyncio.open_connection(*sock.getsockname())
        stream.write(b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nhalf")
        answer = await asyncio.wait_for(reader.read(), 5)
        stream.close()
        made.should_exit = True
        await serving
        return answer

    assert asyncio.run(body()).startswith(b"HTTP/1.1 408 ")


def test_the_stream_resumes_where_it_was_cut(amber: RunningNode, line: str) -> None:
    """A reader is cut off, two messages are sent, and it gets exactly these two on return."""
    position = amber.get("/v1/status")["position"]
    sent = [amber.post(line + "/messages", LINE_CHECK)["position"] for _ in range(2)]
    resume = {"last-event-id": str(position)}
    with amber.client.stream("GET", "/v1/stream", headers=resume) as stream:
        lines = stream.iter_lines()
        ids = [int(next(_starting(lines, "id: "))) for _ in range(2)]
        sent.append(amber.post(line + "/messages", LINE_CHECK)["position"])
        ids.append(int(next(_starting(lines, "id: "))))
        item = json.loads(next(_starting(lines, "data: ")))
    assert ids == sent
    assert item["event"]["author"] in ("amber", "cobalt")
    for bad in ("x", "-1"):
        answer = amber.client.get("/v1/stream", headers={"last-event-id": bad})
        assert answer.status_code == 400


def _starting(lines: Iterator[str], start: str) -> Iterator[str]:
    return (one.removeprefix(start) for one in lines if one.startswith(start))


def test_a_dry_run_journals_nothing(amber: RunningNode, line: str) -> None:
    """An officer checks a notice first: refusals are shown, and no entry is written."""
    before = amber.get("/v1/status")["position"]
    checked = amber.post(line + "/checks", {"format": "NAA", "fields": {}}, status=200)
    assert not checked["accepted"]
    assert checked["refusals"]
    checked = amber.post(line + "/checks", LINE_CHECK, status=200)
    assert checked["accepted"]
    assert amber.get("/v1/status")["position"] == before


def test_a_plan_releases_what_is_sound_and_names_what_is_not(amber: RunningNode, line: str) -> None:
    """Three messages at once: the second lacks its fields; the others are numbered in order."""
    plan = {"messages": [LINE_CHECK, {"format": "NAA", "fields": {}}, LINE_CHECK]}
    view = amber.post(line + "/plans", plan, status=200)
    assert (view["released"], view["refused"]) == (2, 1)
    first, bad, last = view["items"]
    assert bad["accepted"] is None
    assert {one["rule"] for one in bad["refusals"]} == {"required"}
    serials = [int(one["accepted"]["number"].rpartition("-")[2]) for one in (first, last)]
    assert serials[1] == serials[0] + 1


def test_a_plan_without_messages_is_refused(amber: RunningNode, line: str) -> None:
    """An empty plan, and one with more messages than a body takes, are refused as a whole."""
    before = amber.get("/v1/status")["position"]
    for messages in ([], [LINE_CHECK] * 201):
        answer = amber.client.post(line + "/plans", json={"messages": messages})
        assert answer.status_code == 422, answer.text
    assert amber.get("/v1/status")["position"] == before


def test_every_page_answers(amber: RunningNode, line: str) -> None:
    """Each route that only looks answers, and the export is an evidence file that ends properly."""
    for route in ROUTES:
        ends = route.path != "/v1/stream" and route.status == 200
        if route.method == "GET" and "{" not in route.path and ends:
            assert amber.client.get(route.path).status_code == 200, route.path
    assert amber.get(line + "/messages", box="out", open="true")
    exported = amber.client.get("/v1/export").text.splitlines()
    assert json.loads(exported[0])["made_by"] == "amber"
    assert json.loads(exported[-1])["is"] == "end"
    assert not list(amber.home.glob(".export-*"))


def test_a_home_serves_once(amber: RunningNode) -> None:
    """A second process on the same home ends with a reason and does not touch the record."""
    second = start_node(amber.home, "amber", wait=False)
    assert second.process.wait(15) == 78
    assert "cannot start" in amber.log.read_text()
    assert amber.get("/v1/health")["party"] == "amber"


def test_off_loopback_the_api_speaks_tls(tmp_path: Path) -> None:
    """Told to listen on all addresses, the API is https with the node's own certificate."""
    settings = Settings(listen="0.0.0.0:0", peer_listen="127.0.0.1:0")
    node = start_node(tmp_path / "cobalt", "cobalt", settings=settings)
    with stopping(node):
        assert node.url.startswith("https://")
        url = node.url.replace("0.0.0.0", "localhost")  # noqa: S104 - the point
        context = ssl.create_default_context(cafile=str(node.home / "tls.crt"))
        with httpx.Client(verify=context, trust_env=False) as client:
            assert client.get(url + "/v1/health").json()["party"] == "cobalt"
        with httpx.Client(trust_env=False) as client, pytest.raises(httpx.TransportError):
            client.get(url.replace("https", "http") + "/v1/health")
