"""Sources at a running node: kept by digest, read apart, judged by a person, reported on a line."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.core.events import SourceKept
from detente.core.line.message import Role, Signature
from detente.journal.atrest import BodyCipher
from detente.serve import home as homes
from detente.serve.sources import SourceFiles, read_text
from detente.wire.source_text import Extracted, Unreadable, extract
from tests.support.invented import ARTICLE
from tests.support.nodes import Pair, RunningNode, open_channel, settled

DIGEST = hashlib.sha256(ARTICLE.encode()).hexdigest()
ABOUT = {"publisher": "Coast Post", "dated": "2016-02-18", "name": "post.txt"}


def add(node: RunningNode, data: bytes, *, about: dict[str, str] = ABOUT, status: int = 201) -> Any:
    """Upload a source, of the Coast Post unless it is said to be about another."""
    headers = {"content-type": "application/octet-stream"}
    answer = node.client.post("/v1/sources", content=data, params=about, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def line(pair: Pair) -> str:
    """A diplomatic line that both are on: reports are not said on a safety channel."""
    channel = open_channel(pair.amber, pair.cobalt, slug="capitals", kind="diplomatic")
    return f"/v1/lines/{channel}/ACTUAL"


def test_a_source_becomes_a_report_that_both_hold(pair: Pair, line: str) -> None:
    """Kept, proposed, confirmed in a person's words, shared: at the other node it is *reported*."""
    amber, source = pair.amber, f"/v1/sources/{DIGEST}"
    view = add(amber, ARTICLE.encode())
    assert (view["sha256"], view["here"], view["form"]) == (DIGEST, True, "text")
    items = amber.get(f"{source}/items")
    call = next(one for one in items if one["kind"] == "call")
    assert ARTICLE[call["from_char"] : call["until_char"]] == call["quote"]
    body = {"item": call["item"], "words": "Holm and Brandt spoke by telephone"}
    confirmed = amber.post(f"{source}/items", body)
    assert (confirmed["state"], confirmed["by"], confirmed["rule"]) == (
        "confirmed",
        "admin",
        "call-by-phone",
    )
    number = amber.post(f"{line}/reports", {"item": call["item"]})["number"]
    settled(lambda: bool(pair.cobalt.get(f"{line}/reports")))
    (report,) = pair.cobalt.get(f"{line}/reports")
    assert (report["number"], report["found_by"]) == (number, "amber")
    assert report["by"].startswith("reported by Coast Post")
    assert report["source_sha256"] == DIGEST
    shown = next(one for one in amber.get(f"{source}/items") if one["item"] == call["item"])
    assert shown["shared"] == [f"{number}@{line.split('/')[3]}"]
    assert pair.cobalt.get("/v1/picture") == []


def test_a_person_finds_and_rejects(pair: Pair) -> None:
    """A passage by hand, a proposal rejected; a quotation that is not there is refused in words."""
    amber, source = pair.amber, f"/v1/sources/{DIGEST[:12]}"
    add(amber, ARTICLE.encode())
    (place,) = amber.post(f"{source}/passages", {"quote": "The weather was fine."}, 200)
    assert ARTICLE[place["from_char"] : place["until_char"]] == "The weather was fine."
    body = {"quote": "The weather was fine.", "kind": "claim", "words": "Fine weather"}
    assert amber.post(f"{source}/items", body)["chain"][-1]["name"] == "Coast Post"
    refusal = amber.post(f"{source}/items", {**body, "quote": "The weather was foul."}, 422)
    assert [one["rule"] for one in refusal["refusals"]] == ["passage-absent"]
    one = next(one for one in amber.get(f"{source}/items") if one["state"] == "proposed")
    amber.post(f"{source}/rejections", {"item": one["item"], "why": "not so"})
    states = {each["item"]: each["state"] for each in amber.get(f"{source}/items")}
    assert states[one["item"]] == "rejected"
    amber.post(f"{source}/items", {"item": "ffffffffffff"}, 404)


def test_a_file_added_again_keeps_what_was_said_of_it(pair: Pair) -> None:
    """Publisher and date stay when they are left out the second time; what is said anew counts."""
    before = add(pair.amber, b"Holm met Brandt on 4 March.")
    again = add(pair.amber, b"Holm met Brandt on 4 March.", about={})
    assert (again["publisher"], again["dated"]) == ("Coast Post", "2016-02-18")
    assert again["title"] == before["title"]
    anew = add(pair.amber, b"Holm met Brandt on 4 March.", about={"publisher": "North Post"})
    assert (anew["publisher"], anew["dated"]) == ("North Post", "2016-02-18")


def test_a_date_that_is_none_is_answered_in_words(pair: Pair) -> None:
    """No pattern for machines comes back to a person."""
    refusal = add(pair.amber, b"Holm.", about={"dated": "lastweek"}, status=400)
    assert "such as 2016-02-18, 2016-02 or 2016" in str(refusal)
    assert "[0-9]" not in str(refusal)


def test_a_file_that_was_changed_is_not_there(pair: Pair) -> None:
    """The home's copy is checked against its digest; adding the same file again mends it."""
    amber = pair.amber
    add(amber, b"Holm met Brandt on 3 March.")
    digest = hashlib.sha256(b"Holm met Brandt on 3 March.").hexdigest()
    path = amber.home / "sources" / f"{digest}.text"
    path.write_bytes(path.read_bytes().replace(b"Brandt", b"Bronze"))
    answer = amber.client.get(f"/v1/sources/{digest}/items")
    assert answer.status_code == 409
    assert amber.get(f"/v1/sources/{digest}")["here"] is False
    add(amber, b"Holm met Brandt on 3 March.")
    assert amber.get(f"/v1/sources/{digest}")["here"] is True


def test_what_cannot_be_read_is_not_kept(pair: Pair) -> None:
    """A broken paper and an empty file are refused with the reason, and nothing is written."""
    before = pair.amber.get("/v1/sources")
    assert "no pdf" in add(pair.amber, b"%PDF-1.7 nonsense", status=422)["detail"]
    add(pair.amber, b"", status=422)
    assert pair.amber.get("/v1/sources") == before


def test_the_reader_can_do_nothing_else() -> None:
    """In the process that reads sources no connection, program or file can be opened."""
    code = (
        "from detente.serve.extract import Forbidden, limit\n"
        "import socket, subprocess\n"
        "limit()\n"
        "for act in (lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "            lambda: subprocess.run(['true']), lambda: open('out', 'w')):\n"
        "    try:\n"
        "        act()\n"
        "    except Forbidden:\n"
        "        print('forbidden')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["forbidden"] * 3


def test_a_reader_that_fails_says_why() -> None:
    """The reason comes back from the other process in the same words."""
    found = asyncio.run(read_text(b"Plain words.", ""))
    assert found == extract(b"Plain words.")
    with pytest.raises(Unreadable, match="no text in it"):
        asyncio.run(read_text(b" ", ""))


def test_sources_are_encrypted_where_bodies_are(tmp_path: Path) -> None:
    """In a home with bodies encrypted at rest neither file shows the words, and both open."""
    home = homes.init(tmp_path / "amber", "amber", "Amber", encrypt_bodies=True)
    assert isinstance(home.cipher, BodyCipher)
    text: Extracted = extract(ARTICLE.encode())
    files = SourceFiles(home)
    sha256, text_sha256 = files.keep(ARTICLE.encode(), text)
    kept = SourceKept(
        sha256, text_sha256, "text", 1, 1, "", "", "Post", "", 0, "", Signature("a", Role.RELEASER)
    )
    assert files.text(kept) == text
    assert files.data(kept) == ARTICLE.encode()
    for path in (home.path / "sources").iterdir():
        assert b"Holm" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
