"""Passkeys: added while signed in, used without a name, worth nothing when forged or copied."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from detente.core.watch.sessions import PASSKEYS_OF_ONE_MAX
from detente.serve.passkeys import CHALLENGE_MS
from tests.support.authenticator import PRESENT, Authenticator, text
from tests.support.signing import Browser, Desk, HeldClock, at_a_desk, make_home, run, serving


def rule(answer: httpx.Response) -> str:
    """The rule that an answer's problem names."""
    kind: str = answer.json()["type"]
    return kind.removeprefix("urn:detente:problem:")


async def wanted(browser: Browser) -> Any:
    """What the node asks of an authenticator for a new passkey."""
    answer = await browser.ask("POST", "/v1/passkeys/options", {})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def asking(browser: Browser) -> Any:
    """What the node asks of an authenticator to sign in."""
    answer = await browser.ask("POST", "/v1/session/passkey/options", {})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def add(browser: Browser, key: Authenticator, name: str = "blue key") -> httpx.Response:
    """Have a passkey made and kept."""
    body = {"name": name, "credential": key.make(await wanted(browser))}
    return await browser.ask("POST", "/v1/passkeys", body)


async def use(browser: Browser, key: Authenticator) -> httpx.Response:
    """Sign in with it."""
    credential = key.answer(await asking(browser))
    return await browser.ask("POST", "/v1/session/passkey", {"credential": credential})


def test_a_passkey_signs_its_officer_in_without_a_name(tmp_path: Path) -> None:
    """An officer adds a passkey, and on the next watch signs in with it and nothing else."""

    async def story(desk: Desk) -> None:
        await desk.officer("watch-1")
        key = Authenticator(desk.base)
        made = await add(await desk.signed_in("watch-1"), key)
        assert made.status_code == 201, made.text
        assert (made.json()["officer"], made.json()["host"]) == ("watch-1", "localhost")
        fresh = desk.browser()
        assert (await fresh.ask("GET", "/v1/sign-in")).json()["passkey"] is True
        answer = await use(fresh, key)
        assert answer.status_code == 201, answer.text
        me = (await fresh.ask("GET", "/v1/session")).json()
        assert (me["officer"], me["means"]) == ("watch-1", "passkey")
        events = (await desk.admin.get("/v1/events", params={"limit": 1000})).json()
        assert [one["kind"] for one in events][-2:] == ["passkey-added", "session-begun"]
        assert events[-1]["body"]["proof"] == text(key.passkey)

    at_a_desk(tmp_path, story)


def test_a_passkey_outlives_a_restart(tmp_path: Path) -> None:
    """Passkeys stand in the record: the node is started again, and the key still signs in."""

    async def story() -> None:
        home, clock = make_home(tmp_path / "amber"), HeldClock()
        async with serving(home, clock) as desk:
            key = Authenticator(desk.base)
            assert (await add(await desk.signed_in(), key)).status_code == 201
        async with serving(home, clock) as desk:
            key.origin = desk.base
            assert (await use(desk.browser(), key)).status_code == 201

    run(story())


def test_nobody_adds_a_passkey_who_is_not_signed_in(tmp_path: Path) -> None:
    """Whoever merely reaches the node is asked to sign in first, another way."""

    async def story(desk: Desk) -> None:
        answer = await desk.browser().ask("POST", "/v1/passkeys/options", {})
        assert answer.status_code == 401

    at_a_desk(tmp_path, story)


async def _phished(key: Authenticator, _desk: Desk) -> None:
    key.origin = "http://1ocalhost.example"


async def _unverified(key: Authenticator, _desk: Desk) -> None:
    key.flags = PRESENT


async def _absent(key: Authenticator, _desk: Desk) -> None:
    key.flags = 0


@pytest.mark.parametrize("spoil", [_phished, _unverified, _absent], ids=lambda one: one.__name__)
def test_an_answer_from_elsewhere_or_without_its_user_is_refused(
    tmp_path: Path, spoil: Any
) -> None:
    """A page of another name, a key without a finger or PIN: neither adds nor signs in."""

    async def story(desk: Desk) -> None:
        one, good, bad = await desk.signed_in(), Authenticator(desk.base), Authenticator(desk.base)
        assert (await add(one, good)).status_code == 201
        for key in (good, bad):
            await spoil(key, desk)
        refused = await use(desk.browser(), good)
        assert (refused.status_code, rule(refused)) == (401, "passkey-invalid")
        refused = await add(one, bad)
        assert (refused.status_code, rule(refused)) == (401, "passkey-invalid")
        assert (await desk.kinds()).count("passkey-added") == 1

    at_a_desk(tmp_path, story)


def test_a_challenge_is_used_once(tmp_path: Path) -> None:
    """Somebody who overheard an answer sends it again: it signs nobody in."""

    async def story(desk: Desk) -> None:
        key = Authenticator(desk.base)
        await add(await desk.signed_in(), key)
        body = {"credential": key.answer(await asking(desk.browser()))}
        first = await desk.browser().ask("POST", "/v1/session/passkey", body)
        again = await desk.browser().ask("POST", "/v1/session/passkey", body)
        assert first.status_code == 201
        assert (again.status_code, rule(again)) == (401, "passkey-invalid")
        assert "used" in again.json()["detail"]

    at_a_desk(tmp_path, story)


def test_a_challenge_grows_old(tmp_path: Path) -> None:
    """An answer that comes after the time that was given is refused."""

    async def story(desk: Desk) -> None:
        key = Authenticator(desk.base)
        await add(await desk.signed_in(), key)
        question = await asking(desk.browser())
        desk.clock.pass_ms(CHALLENGE_MS)
        body = {"credential": key.answer(question)}
        late = await desk.browser().ask("POST", "/v1/session/passkey", body)
        assert (late.status_code, rule(late)) == (401, "passkey-invalid")
        assert "too old" in late.json()["detail"]

    at_a_desk(tmp_path, story)


def test_a_challenge_serves_one_purpose_and_one_officer(tmp_path: Path) -> None:
    """A question for signing in adds no passkey; one officer's question no other answers."""

    async def story(desk: Desk) -> None:
        await desk.officer("watch-1")
        boss, other = await desk.signed_in(), await desk.signed_in("watch-1")
        key, question = Authenticator(desk.base), await wanted(boss)
        body = {"name": "stolen question", "credential": key.make(question)}
        refused = await other.ask("POST", "/v1/passkeys", body)
        assert (refused.status_code, rule(refused)) == (401, "passkey-invalid")
        question["challenge"] = (await asking(desk.browser()))["challenge"]
        body["credential"] = key.make(question)
        refused = await boss.ask("POST", "/v1/passkeys", body)
        assert (refused.status_code, rule(refused)) == (401, "passkey-invalid")
        question["challenge"] = text(bytes(40))
        body["credential"] = key.make(question)
        refused = await boss.ask("POST", "/v1/passkeys", body)
        assert (refused.status_code, rule(refused)) == (401, "passkey-invalid")

    at_a_desk(tmp_path, story)


def test_a_copied_key_is_found_out_by_its_count(tmp_path: Path) -> None:
    """Two keys with one secret: the one that counts behind is refused, and it says why."""

    async def story(desk: Desk) -> None:
        key = Authenticator(desk.base)
        await add(await desk.signed_in(), key)
        copy = dataclasses.replace(key)
        for _ in range(2):
            assert (await use(desk.browser(), key)).status_code == 201
        refused = await use(desk.browser(), copy)
        assert (refused.status_code, rule(refused)) == (401, "passkey-count")
        assert "copied" in refused.json()["detail"]

    at_a_desk(tmp_path, story)


def test_a_key_that_does_not_count_is_taken_as_it_is(tmp_path: Path) -> None:
    """Passkeys that live on several devices always say nought; they still sign in."""

    async def story(desk: Desk) -> None:
        key = Authenticator(desk.base)
        await add(await desk.signed_in(), key)
        for _ in range(2):
            key.count = -1
            assert (await use(desk.browser(), key)).status_code == 201

    at_a_desk(tmp_path, story)


def test_a_forged_signature_signs_nobody_in(tmp_path: Path) -> None:
    """Another key under a known passkey's id, or an unknown id, is refused."""

    async def story(desk: Desk) -> None:
        key = Authenticator(desk.base)
        await add(await desk.signed_in(), key)
        forged = Authenticator(desk.base, passkey=key.passkey)
        refused = await use(desk.browser(), forged)
        assert (refused.status_code, rule(refused)) == (401, "passkey-invalid")
        unknown = await use(desk.browser(), Authenticator(desk.base))
        assert (unknown.status_code, rule(unknown)) == (401, "passkey-unknown")

    at_a_desk(tmp_path, story)


def test_a_passkey_of_a_removed_officer_signs_nobody_in(tmp_path: Path) -> None:
    """An officer leaves: its passkeys go with it, also for who gets its handle later."""

    async def story(desk: Desk) -> None:
        await desk.officer("watch-1")
        key = Authenticator(desk.base)
        await add(await desk.signed_in("watch-1"), key)
        await desk.admin.delete("/v1/officers/watch-1")
        assert rule(await use(desk.browser(), key)) == "passkey-unknown"
        await desk.officer("watch-1")
        assert rule(await use(desk.browser(), key)) == "passkey-unknown"

    at_a_desk(tmp_path, story)


def test_officers_see_and_remove_their_own_and_administrators_all(tmp_path: Path) -> None:
    """A key is lost: its officer takes it away, or an administrator does; no one else can."""

    async def story(desk: Desk) -> None:
        await desk.officer("watch-1")
        await desk.officer("watch-2")
        one, two = await desk.signed_in("watch-1"), await desk.signed_in("watch-2")
        keys = [Authenticator(desk.base), Authenticator(desk.base)]
        for key in keys:
            assert (await add(one, key)).status_code == 201
        assert len((await one.ask("GET", "/v1/passkeys")).json()) == 2
        assert (await two.ask("GET", "/v1/passkeys")).json() == []
        first, second = (f"/v1/passkeys/{text(key.passkey)}" for key in keys)
        assert (await two.ask("DELETE", first)).status_code == 404
        assert (await one.ask("DELETE", first)).status_code == 200
        assert (await desk.admin.delete(second)).status_code == 200
        assert rule(await use(desk.browser(), keys[0])) == "passkey-unknown"

    at_a_desk(tmp_path, story)


def test_a_passkey_is_added_once_and_not_without_end(tmp_path: Path) -> None:
    """The same passkey twice is refused; so is one more than a desk needs."""

    async def story(desk: Desk) -> None:
        one, key = await desk.signed_in(), Authenticator(desk.base)
        assert (await add(one, key)).status_code == 201
        assert text(key.passkey) in json.dumps((await wanted(one))["excludeCredentials"])
        assert rule(await add(one, key)) == "passkey-exists"
        for _ in range(PASSKEYS_OF_ONE_MAX - 1):
            assert (await add(one, Authenticator(desk.base))).status_code == 201
        assert rule(await add(one, Authenticator(desk.base))) == "passkeys-max"

    at_a_desk(tmp_path, story)


def test_an_address_cannot_have_passkeys_and_says_where_they_work(tmp_path: Path) -> None:
    """The console is open at 127.0.0.1: it says to open it by name, and offers the address."""

    async def story(desk: Desk) -> None:
        numbered = desk.browser(desk.running.info.api)
        refused = await numbered.ask("POST", "/v1/session/passkey/options", {})
        assert (refused.status_code, rule(refused)) == (409, "passkey-host")
        assert desk.base in refused.json()["detail"]

    at_a_desk(tmp_path, story)


GARBAGE = ["AA", text(b"{}"), text(b"\xff" * 40), text(b'{"challenge":5}'), text(b"\xa1\xa1\xa1")]


@pytest.mark.parametrize("part", ["clientDataJSON", "attestationObject", "authenticatorData"])
def test_garbage_is_refused_and_harms_nothing(tmp_path: Path, part: str) -> None:
    """Truncated, nested, or no CBOR at all: each is refused with a reason, never a fault."""

    async def story(desk: Desk) -> None:
        one, key = await desk.signed_in(), Authenticator(desk.base)
        await add(one, key)
        for bad in GARBAGE:
            if part == "authenticatorData":
                credential = key.answer(await asking(one))
                credential["response"][part] = bad
                body: Any = {"credential": credential}
                answer = await desk.browser().ask("POST", "/v1/session/passkey", body)
            else:
                credential = Authenticator(desk.base).make(await wanted(one))
                credential["response"][part] = bad
                body = {"name": "x", "credential": credential}
                answer = await one.ask("POST", "/v1/passkeys", body)
            assert (answer.status_code, rule(answer)) == (401, "passkey-invalid"), bad

    at_a_desk(tmp_path, story)
