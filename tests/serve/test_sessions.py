"""Signing in by a link, what a session opens, when it ends, and who cannot use it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from detente.core.watch.sessions import IDLE_MS, LINK_MS, SESSION_MS, SESSIONS_OF_ONE_MAX
from detente.serve.http import browser as rules
from detente.serve.http.limits import Head
from detente.serve.http.problems import Problem
from detente.serve.sessions import SWEEP_MS, SignIns, first_link
from tests.support.signing import Desk, HeldClock, at_a_desk, make_home, run, serving


def rule(answer: object) -> str:
    """The rule that an answer's problem names."""
    kind: str = json.loads(answer.content)["type"]  # type: ignore[attr-defined]  # an httpx.Response
    return kind.removeprefix("urn:detente:problem:")


def test_a_link_signs_its_officer_in_once(tmp_path: Path) -> None:
    """An administrator hands a link over; the officer is signed in by it, and nobody after."""

    async def story(desk: Desk) -> None:
        await desk.officer("watch-1")
        token = await desk.link("watch-1")
        first, second = desk.browser(), desk.browser()
        answer = await first.sign_in(token)
        assert answer.status_code == 201
        me = (await first.ask("GET", "/v1/session")).json()
        assert (me["officer"], me["role"], me["means"]) == ("watch-1", "duty officer", "link")
        assert me["until_ms"] == desk.clock.now_ms + SESSION_MS
        again = await second.sign_in(token)
        assert (again.status_code, rule(again)) == (410, "link-used")
        assert (await second.ask("GET", "/v1/session")).status_code == 401
        assert (await desk.kinds())[-2:] == ["sign-in-link-made", "session-begun"]

    at_a_desk(tmp_path, story)


def test_a_link_is_good_for_a_short_time(tmp_path: Path) -> None:
    """A link that lay about for longer than it was made for signs nobody in."""

    async def story(desk: Desk) -> None:
        token = await desk.link()
        desk.clock.pass_ms(LINK_MS)
        answer = await desk.browser().sign_in(token)
        assert (answer.status_code, rule(answer)) == (410, "link-expired")
        longer = await desk.link(minutes=60)
        desk.clock.pass_ms(LINK_MS)
        assert (await desk.browser().sign_in(longer)).status_code == 201

    at_a_desk(tmp_path, story)


def test_a_guess_costs_the_node_nothing_and_writes_nothing(tmp_path: Path) -> None:
    """Guessed links are refused alike, whatever they are, and leave nothing in the record.

    There is no rate limit: a guess is one hash and one look-up, and has one chance in 2^256.
    """

    async def story(desk: Desk) -> None:
        await desk.link()
        before = await desk.kinds()
        for guess in ("A" * 43, "x", "\u0000", "é" * 40, "\ud800"):
            answer = await desk.browser().ask(
                "POST",
                "/v1/session",
                headers={"content-type": "application/json"},
                content=json.dumps({"link": guess}),
            )
            assert answer.status_code in (400, 401), answer.text
            assert "set-cookie" not in answer.headers
        too_long = await desk.browser().ask("POST", "/v1/session", {"link": "A" * 5_000})
        assert too_long.status_code == 422
        assert await desk.kinds() == before

    at_a_desk(tmp_path, story)


def test_the_cookie_is_read_by_no_script_and_sent_by_no_other_site(tmp_path: Path) -> None:
    """The session's cookie is HttpOnly and SameSite=Strict, and its value stands nowhere else."""

    async def story(desk: Desk) -> None:
        one = desk.browser()
        answer = await one.sign_in(await desk.link())
        line = answer.headers["set-cookie"]
        name, _, rest = line.partition("=")
        assert name == "detente-session-amber"
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(rest.split("; "))
        secret = rest.partition(";")[0]
        assert secret not in answer.text
        events = await desk.admin.get("/v1/events", params={"limit": 1000})
        assert secret not in events.text
        assert answer.headers["cache-control"] == "no-store"

    at_a_desk(tmp_path, story)


def test_over_tls_the_cookie_is_bound_to_this_host() -> None:
    """Over TLS the cookie is Secure and carries the prefix that no other host can set."""
    name = rules.cookie_name("amber", secure=True)
    assert name == "__Host-detente-session-amber"
    line = rules.set_cookie(name, "value", secure=True, seconds=60)
    assert {"Secure", "Path=/"} <= set(line.split("; "))
    assert "Domain" not in line


def test_a_session_opens_what_its_role_opens_and_acts_in_its_own_name(tmp_path: Path) -> None:
    """What is done in a session is the officer's own in the record, and no more than its role."""

    async def story(desk: Desk) -> None:
        await desk.officer("chief", "releaser")
        chief = await desk.signed_in("chief")
        done = await chief.ask("POST", "/v1/exercise", {"name": "Quiet Coast"})
        assert done.status_code == 201, done.text
        events = (await desk.admin.get("/v1/events", params={"limit": 1000})).json()
        assert events[-1]["kind"] == "exercise-begun"
        assert events[-1]["body"]["by"] == {"officer": "chief", "role": "releaser"}
        refused = await chief.ask("POST", "/v1/officers", {"officer": "x", "role": "observer"})
        assert (refused.status_code, rule(refused)) == (403, "role")

    at_a_desk(tmp_path, story)


def test_a_session_outlives_a_restart_of_the_node(tmp_path: Path) -> None:
    """The process is started again at 3 a.m.: the officer's screen goes on without signing in."""

    async def story() -> None:
        home, clock = make_home(tmp_path / "amber"), HeldClock()
        async with serving(home, clock) as desk:
            one = await desk.signed_in()
            cookies = dict(one.client.cookies)
        clock.pass_ms(IDLE_MS // 2)
        async with serving(home, clock) as desk:
            again = desk.browser()
            again.client.cookies.update(cookies)
            me = await again.ask("GET", "/v1/session")
            assert (me.status_code, me.json()["session"]) == (200, 1)

    run(story())


def test_a_session_ends_with_the_watch(tmp_path: Path) -> None:
    """However busy its screen is, a session ends after its hours, also after a restart."""

    async def story() -> None:
        home, clock = make_home(tmp_path / "amber"), HeldClock()
        async with serving(home, clock) as desk:
            one = await desk.signed_in()
            cookies = dict(one.client.cookies)
            for _ in range(SESSION_MS // (IDLE_MS // 2) - 1):
                clock.pass_ms(IDLE_MS // 2)
                assert (await one.ask("GET", "/v1/session")).status_code == 200
            clock.pass_ms(IDLE_MS // 2)
            assert (await one.ask("GET", "/v1/session")).status_code == 401
        async with serving(home, clock) as desk:
            again = desk.browser()
            again.client.cookies.update(cookies)
            assert (await again.ask("GET", "/v1/session")).status_code == 401

    run(story())


def test_a_screen_that_is_silent_for_long_is_signed_out(tmp_path: Path) -> None:
    """A machine is carried away: after the idle time its session ends, and the record says why."""

    async def story(desk: Desk) -> None:
        one = await desk.signed_in()
        desk.clock.pass_ms(IDLE_MS - 1)
        assert (await one.ask("GET", "/v1/session")).status_code == 200
        desk.clock.pass_ms(IDLE_MS)
        assert (await one.ask("GET", "/v1/session")).status_code == 401
        events = (await desk.admin.get("/v1/events", params={"limit": 1000})).json()
        assert events[-1]["kind"] == "session-ended"
        assert events[-1]["body"] == {"session": 1, "why": "idle", "by": None}

    at_a_desk(tmp_path, story)


def test_idle_sessions_end_though_nobody_asks(tmp_path: Path) -> None:
    """A cookie that is never sent again does not wait for a thief: the node ends it by itself."""

    async def story(desk: Desk) -> None:
        sign_ins = SignIns(desk.running.writer, desk.clock)
        await desk.signed_in()
        desk.clock.pass_ms(SWEEP_MS)
        await sign_ins.advance()
        assert "session-ended" not in await desk.kinds()
        desk.clock.pass_ms(IDLE_MS)
        await sign_ins.advance()
        assert (await desk.kinds())[-1] == "session-ended"

    at_a_desk(tmp_path, story)


@pytest.mark.parametrize("how", ["removed", "role"])
def test_who_may_no_longer_act_is_signed_out_at_once(tmp_path: Path, how: str) -> None:
    """An officer is removed, or given another role: its screens end, their streams too."""

    async def story(desk: Desk) -> None:
        await desk.officer("watch-1")
        unused = await desk.link("watch-1")
        one = await desk.signed_in("watch-1")
        told = asyncio.create_task(until_signed_out(one))
        await asyncio.sleep(0)
        while not desk.running.hub._readers:  # noqa: ASYNC110 - asked, never announced
            await asyncio.sleep(0.01)
        if how == "removed":
            await desk.admin.delete("/v1/officers/watch-1")
        else:
            await desk.admin.patch("/v1/officers/watch-1", json={"role": "observer"})
        async with asyncio.timeout(10):
            assert await told
        assert (await one.ask("GET", "/v1/status")).status_code == 401
        late = await desk.browser().sign_in(unused)
        assert late.status_code == (401 if how == "removed" else 201)

    at_a_desk(tmp_path, story)


async def until_signed_out(one: object) -> bool:
    """Whether the stream says that the session has ended, and ends."""
    async with one.client.stream("GET", "/v1/stream") as answer:  # type: ignore[attr-defined]  # a Browser
        assert answer.status_code == 200
        text = "".join([part async for part in answer.aiter_text()])
    return "event: signed-out" in text


def test_a_changed_role_counts_for_the_token_at_once(tmp_path: Path) -> None:
    """A releaser is made an observer: the token that just acted as releaser does so no more."""

    async def story(desk: Desk) -> None:
        token = await desk.officer("chief", "releaser")
        chief = desk.browser()
        headers = {"authorization": f"Bearer {token}"}
        begun = await chief.ask("POST", "/v1/exercise", {"name": "One"}, headers=headers)
        assert begun.status_code == 201
        await desk.admin.patch("/v1/officers/chief", json={"role": "observer"})
        ended = await chief.ask("DELETE", "/v1/exercise", headers=headers)
        assert (ended.status_code, rule(ended)) == (403, "role")

    at_a_desk(tmp_path, story)


def test_who_signs_out_is_out(tmp_path: Path) -> None:
    """Signing out ends the session at the node, not only in the browser."""

    async def story(desk: Desk) -> None:
        one = await desk.signed_in()
        kept = dict(one.client.cookies)
        answer = await one.ask("DELETE", "/v1/session")
        assert "Max-Age=0" in answer.headers["set-cookie"]
        copied = desk.browser()
        copied.client.cookies.update(kept)
        assert (await copied.ask("GET", "/v1/session")).status_code == 401
        assert (await desk.admin.delete("/v1/session")).status_code == 409

    at_a_desk(tmp_path, story)


def test_a_cookie_of_another_node_opens_nothing_here(tmp_path: Path) -> None:
    """Two parties' nodes on one machine: a browser sends each the other's cookie, to no effect."""

    async def story() -> None:
        clock = HeldClock()
        async with (
            serving(make_home(tmp_path / "amber"), clock) as amber,
            serving(make_home(tmp_path / "cobalt", "cobalt"), clock) as cobalt,
        ):
            one = await amber.signed_in()
            secret = one.client.cookies["detente-session-amber"]
            for name in ("detente-session-amber", "detente-session-cobalt"):
                other = cobalt.browser()
                other.client.cookies.set(name, secret)
                assert (await other.ask("GET", "/v1/session")).status_code == 401

    run(story())


FORGED = {
    "no header": {"x-detente": ""},
    "another site": {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
    "another port of this machine": {"sec-fetch-site": "same-site", "origin": ""},
    "another origin": {"origin": "http://localhost:1", "sec-fetch-site": ""},
    "no proof": {"origin": "", "sec-fetch-site": ""},
    "an opaque origin": {"origin": "null", "sec-fetch-site": ""},
}


@pytest.mark.parametrize("said", FORGED.values(), ids=list(FORGED))
def test_another_sites_page_cannot_act_for_the_officer(
    tmp_path: Path, said: dict[str, str]
) -> None:
    """A foreign page makes the browser send a change with the officer's cookie: it is refused."""

    async def story(desk: Desk) -> None:
        one = await desk.signed_in()
        forged = await one.ask("POST", "/v1/exercise", {"name": "Forged"}, headers=said)
        assert (forged.status_code, rule(forged)) == (403, "same-origin")
        link = await desk.link()
        lured = await desk.browser().ask("POST", "/v1/session", {"link": link}, headers=said)
        assert (lured.status_code, rule(lured)) == (403, "same-origin")
        assert "exercise-begun" not in await desk.kinds()

    at_a_desk(tmp_path, story)


def test_another_sites_page_cannot_even_read(tmp_path: Path) -> None:
    """Some reading is written down (the feed), so no foreign page asks in the officer's name."""

    async def story(desk: Desk) -> None:
        one = await desk.signed_in()
        for site, status in (("same-site", 403), ("cross-site", 403), ("none", 200)):
            answer = await one.ask("GET", "/v1/status", headers={"sec-fetch-site": site})
            assert answer.status_code == status

    at_a_desk(tmp_path, story)


def test_a_cookie_given_twice_is_refused() -> None:
    """Another program of this machine plants a second cookie of our name: neither is believed."""
    head = Head([(b"cookie", b"detente-session-amber=one; detente-session-amber=two")])
    with pytest.raises(Problem, match="twice"):
        rules.read_cookie(head, "detente-session-amber")
    head = Head([(b"cookie", b"a; =b; xdetente-session-amber=one; detente-session-amber=")])
    assert rules.read_cookie(head, "detente-session-amber") is None


def test_the_oldest_screen_ends_when_there_are_too_many(tmp_path: Path) -> None:
    """A desk signs in once more than it may: its oldest session ends, the newest works."""

    async def story(desk: Desk) -> None:
        await desk.officer("watch-1")
        screens = [await desk.signed_in("watch-1") for _ in range(SESSIONS_OF_ONE_MAX + 1)]
        asked = [(await one.ask("GET", "/v1/session")).status_code for one in screens]
        assert asked == [401] + [200] * SESSIONS_OF_ONE_MAX

    at_a_desk(tmp_path, story)


def test_signing_in_again_replaces_the_session_of_this_browser(tmp_path: Path) -> None:
    """An officer takes the desk over in the same browser: the session before is over."""

    async def story(desk: Desk) -> None:
        await desk.officer("watch-1")
        one = await desk.signed_in()
        await one.sign_in(await desk.link("watch-1"))
        assert (await one.ask("GET", "/v1/session")).json()["officer"] == "watch-1"
        held = (await desk.admin.get("/v1/sessions")).json()
        assert [view["officer"] for view in held] == ["watch-1"]

    at_a_desk(tmp_path, story)


def test_an_officer_sees_and_ends_its_own_sessions_and_an_administrator_all(
    tmp_path: Path,
) -> None:
    """A screen was left on somewhere: its officer ends it from here, or an administrator does."""

    async def story(desk: Desk) -> None:
        await desk.officer("watch-1")
        left, here = await desk.signed_in("watch-1"), await desk.signed_in("watch-1")
        boss = await desk.signed_in()
        seen = (await here.ask("GET", "/v1/sessions")).json()
        assert [(one["session"], one["mine"]) for one in seen] == [(1, False), (2, True)]
        assert (await here.ask("DELETE", "/v1/sessions/3")).status_code == 404
        assert (await here.ask("DELETE", "/v1/sessions/1")).status_code == 200
        assert (await left.ask("GET", "/v1/session")).status_code == 401
        assert (await boss.ask("DELETE", "/v1/sessions/2")).status_code == 200
        assert (await here.ask("GET", "/v1/session")).status_code == 401
        events = (await desk.admin.get("/v1/events", params={"limit": 1000})).json()
        assert events[-1]["body"]["why"] == "ended by an administrator"

    at_a_desk(tmp_path, story)


def test_only_an_administrator_makes_links_for_others_or_out_of_a_session(tmp_path: Path) -> None:
    """A session cannot prolong itself by a link, and nobody becomes somebody else by one."""

    async def story(desk: Desk) -> None:
        token = await desk.officer("watch-1")
        one = await desk.signed_in("watch-1")
        assert (await one.ask("POST", "/v1/sign-in-links", {})).status_code == 403
        headers = {"authorization": f"Bearer {token}"}
        other = await one.ask("POST", "/v1/sign-in-links", {"officer": "admin"}, headers=headers)
        assert (other.status_code, rule(other)) == (403, "role")
        own = await one.ask("POST", "/v1/sign-in-links", {}, headers=headers)
        assert (own.status_code, own.json()["officer"]) == (201, "watch-1")
        assert own.json()["url"] == f"{desk.base}/#/sign-in/{own.json()['token']}"
        nobody = await desk.admin.post("/v1/sign-in-links", json={"officer": "nobody"})
        assert rule(nobody) == "officer-unknown"

    at_a_desk(tmp_path, story)


def test_the_first_start_gives_one_link(tmp_path: Path) -> None:
    """A fresh node says how to sign in; it does not say so again once a link was made."""

    async def story(desk: Desk) -> None:
        made = await first_link(desk.running.writer, desk.clock)
        assert made is not None
        officer, token = made
        assert officer == "admin"
        assert await first_link(desk.running.writer, desk.clock) is None
        assert (await desk.browser().sign_in(token)).status_code == 201

    at_a_desk(tmp_path, story)


def test_a_node_says_which_ways_in_there_are(tmp_path: Path) -> None:
    """Before signing in one learns what is offered; at an address, why passkeys are not."""

    async def story(desk: Desk) -> None:
        offered = (await desk.browser().ask("GET", "/v1/sign-in")).json()
        assert (offered["link"], offered["passkey"], offered["oidc"]) == (True, False, None)
        assert (offered["passkeys_here"], offered["local"]) == (True, None)
        numbered = desk.browser(desk.running.info.api)
        offered = (await numbered.ask("GET", "/v1/sign-in")).json()
        assert (offered["passkeys_here"], offered["local"]) == (False, desk.base)

    at_a_desk(tmp_path, story)
