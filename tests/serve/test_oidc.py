"""Signing in with an OpenID provider: who it is, it says; what they may do, it does not.

One situation runs against a real provider (npm oidc-provider); the hostile ones against one that
lies. The real one is skipped, aloud, where Node.js or the console's packages are not there.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import shutil
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from detente.serve.oidc import ANSWER_BYTES_MAX, AWAY_MS
from detente.serve.passkeys import text
from detente.serve.sign_in import OidcSettings, SignInSettings, sign_in_problems
from tests.support.provider import CLIENT, SECRET, Provider, basic, provider
from tests.support.signing import Browser, Desk, HeldClock, make_home, run, serving
from tests.support.terminal import free_ports

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "console" / "node_modules"


def settings(issuer: str, **more: Any) -> SignInSettings:
    """A node that trusts this provider."""
    named: dict[str, Any] = {"client_id": CLIENT, "secret_file": "keys/oidc.secret", **more}
    return SignInSettings(oidc=OidcSettings(issuer=issuer, name="Ops identity", **named))


def at_a_node(
    tmp_path: Path, sign_in: SignInSettings, story: Callable[[Desk], Awaitable[None]]
) -> None:
    """Play a story at a fresh node with an officer watch-1, by the real clock."""

    async def whole() -> None:
        home = make_home(tmp_path / "amber", sign_in=sign_in)
        (home / "keys" / "oidc.secret").write_text(SECRET + "\n")
        clock = HeldClock(time.time_ns() // 1_000_000)
        async with serving(home, clock) as desk:
            await desk.officer("watch-1")
            await story(desk)

    run(whole())


async def sent(browser: Browser) -> str:
    """Where the node sends the browser."""
    answer = await browser.ask("GET", "/v1/session/oidc")
    assert answer.status_code == 303, answer.text
    where: str = answer.headers["location"]
    return where


async def back(browser: Browser, **query: str) -> httpx.Response:
    """The browser comes back, from the provider's site."""
    path = "/v1/session/oidc/callback"
    headers = {"sec-fetch-site": "cross-site", "origin": ""}
    answer = await browser.ask("GET", path, params=query, headers=headers)
    assert answer.status_code == 303, answer.text
    return answer


def problem(answer: httpx.Response) -> str:
    """Why the way back ended without a session; empty when it did not."""
    where = answer.headers["location"]
    query = parse_qs(where.partition("?")[2])
    return query.get("problem", [""])[0]


async def tries(desk: Desk, told: Provider, **changed: str) -> httpx.Response:
    """A whole sign-in, with some of what comes back changed."""
    browser = desk.browser()
    said = told.went(await sent(browser))
    return await back(
        browser, **{"code": "c", "state": said["state"], "iss": told.issuer, **changed}
    )


def test_the_officer_whom_the_provider_names_is_signed_in(tmp_path: Path) -> None:
    """An officer signs in at the provider: the session is that officer's, in the role held here."""
    with provider() as told:

        async def story(desk: Desk) -> None:
            browser = desk.browser()
            assert (await browser.ask("GET", "/v1/sign-in")).json()["oidc"] == "Ops identity"
            asked = told.went(await sent(browser))
            answer = await back(browser, code="c-1", state=asked["state"], session_state="x")
            assert answer.headers["location"] == "/#/"
            me = (await browser.ask("GET", "/v1/session")).json()
            assert (me["officer"], me["role"], me["means"]) == ("watch-1", "duty officer", "oidc")
            (exchange,) = told.exchanges
            proof = text(hashlib.sha256(exchange["code_verifier"].encode()).digest())
            assert (asked["code_challenge"], asked["code_challenge_method"]) == (proof, "S256")
            odd = "a+secret%3A+with+100%25+odd+characters"
            assert exchange["authorization"] == basic(CLIENT, odd)
            events = (await desk.admin.get("/v1/events", params={"limit": 1000})).json()
            assert events[-1]["body"]["proof"] == f"{told.issuer}#person-7"

        at_a_node(tmp_path, settings(told.issuer), story)


def test_who_is_no_officer_here_is_told_so(tmp_path: Path) -> None:
    """The provider knows somebody whom this node does not: no session, and the name is said."""
    with provider() as told:

        async def story(desk: Desk) -> None:
            told.handle = "stranger"
            answer = await tries(desk, told)
            assert problem(answer) == "oidc-officer"
            assert "who=stranger" in answer.headers["location"]
            assert "session-begun" not in await desk.kinds()

        at_a_node(tmp_path, settings(told.issuer), story)


def test_the_claim_may_come_from_userinfo(tmp_path: Path) -> None:
    """Some providers put only a number into the token: the handle is asked for, of the same."""
    with provider() as told:

        async def story(desk: Desk) -> None:
            told.userinfo = {"sub": "person-7", "preferred_username": "watch-1"}
            assert problem(await tries(desk, told)) == ""
            told.userinfo = {"sub": "person-8", "preferred_username": "watch-1"}
            assert problem(await tries(desk, told)) == "oidc-provider"
            told.userinfo = {"sub": "person-7"}
            assert problem(await tries(desk, told)) == "oidc-claim"

        at_a_node(tmp_path, settings(told.issuer), story)


def _set(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.update(changed)


LIES: dict[str, Callable[[dict[str, Any]], None]] = {
    "another nonce": _set(nonce="x" * 43),
    "no nonce": lambda claims: claims.pop("nonce"),
    "another issuer": _set(iss="http://127.0.0.1:1"),
    "for another client": _set(aud="another"),
    "for several, by another": _set(aud=[CLIENT, "another"], azp="another"),
    "for several, by nobody": _set(aud=[CLIENT, "another"]),
    "run out": _set(exp=int(time.time()) - 3_600),
    "never runs out": lambda claims: claims.pop("exp"),
    "from the future": _set(iat=int(time.time()) + 3_600),
    "about nobody": lambda claims: claims.pop("sub"),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=list(LIES))
def test_a_token_that_is_not_for_this_sign_in_signs_nobody_in(
    tmp_path: Path, lie: Callable[[dict[str, Any]], None]
) -> None:
    """A token of another time, place or client is worth nothing, though its key is right."""
    with provider() as told:

        async def story(desk: Desk) -> None:
            told.spoil = lie
            assert problem(await tries(desk, told)) == "oidc-provider"
            assert "session-begun" not in await desk.kinds()

        at_a_node(tmp_path, settings(told.issuer), story)


def _foreign(_told: Provider) -> Callable[[dict[str, Any]], str]:
    key = ECKey.generate_key("P-256", {"kid": "one"})
    return lambda claims: jwt.encode({"alg": "ES256", "kid": "one"}, claims, key)


def _unsigned(_told: Provider) -> Callable[[dict[str, Any]], str]:
    key = ECKey.generate_key("P-256")

    def sign(claims: dict[str, Any]) -> str:
        body = jwt.encode({"alg": "ES256"}, claims, key).split(".")[1]
        return ".".join((text(b'{"alg":"none"}'), body, ""))

    return sign


def _shared(told: Provider) -> Callable[[dict[str, Any]], str]:
    secret = told.key.as_pem(private=False)

    def sign(claims: dict[str, Any]) -> str:
        head = text(b'{"alg":"HS256","kid":"one"}')
        signed = f"{head}.{text(json.dumps(claims).encode())}"
        return f"{signed}.{text(hmac.digest(secret, signed.encode(), 'sha256'))}"

    return sign


@pytest.mark.parametrize("forge", [_foreign, _unsigned, _shared], ids=lambda one: one.__name__)
def test_a_forged_signature_signs_nobody_in(
    tmp_path: Path, forge: Callable[[Provider], Callable[[dict[str, Any]], str]]
) -> None:
    """Another key, no signature, or the public key used as a shared secret: refused."""
    with provider() as told:

        async def story(desk: Desk) -> None:
            told.sign = forge(told)
            assert problem(await tries(desk, told)) == "oidc-provider"

        at_a_node(tmp_path, settings(told.issuer), story)


def test_the_way_back_belongs_to_one_browser_and_one_sign_in(tmp_path: Path) -> None:
    """Another's state, a state without its browser, an old one, a used one: none signs in."""
    with provider() as told:

        async def story(desk: Desk) -> None:
            assert problem(await tries(desk, told, state="x" * 43)) == "oidc-state"
            assert problem(await tries(desk, told, iss="http://127.0.0.1:1")) == "oidc-provider"
            assert problem(await tries(desk, told, code="")) == "oidc-provider"
            assert problem(await tries(desk, told, error="access_denied")) == "oidc-denied"
            one, thief = desk.browser(), desk.browser()
            said = told.went(await sent(one))
            assert problem(await back(thief, code="c", state=said["state"])) == "oidc-state"
            kept = dict(one.client.cookies)
            assert problem(await back(one, code="c", state=said["state"])) == ""
            one.client.cookies.update(kept)
            assert problem(await back(one, code="c", state=said["state"])) == "oidc-state"
            late = desk.browser()
            said = told.went(await sent(late))
            desk.clock.pass_ms(AWAY_MS)
            assert problem(await back(late, code="c", state=said["state"])) == "oidc-state"

        at_a_node(tmp_path, settings(told.issuer), story)


def test_only_the_issuers_own_host_is_asked(tmp_path: Path) -> None:
    """A description that names another host, or another issuer, is not followed."""
    with provider() as told, provider() as other:

        async def story(desk: Desk) -> None:
            for changed in (
                {"jwks_uri": f"{other.issuer}/jwks"},
                {"jwks_uri": "file:///etc/passwd"},
                {"issuer": other.issuer},
            ):
                told.description = changed
                answer = await desk.browser().ask("GET", "/v1/session/oidc")
                assert problem(answer) == "oidc-provider", changed
            told.description = {"token_endpoint": f"{other.issuer}/token"}
            assert problem(await tries(desk, told)) == "oidc-provider"
            assert other.exchanges == []

        at_a_node(tmp_path, settings(told.issuer), story)


def test_a_provider_that_floods_or_is_gone_harms_nobody(tmp_path: Path) -> None:
    """Too long an answer and no answer at all both end in words, and other ways in still work."""
    with provider() as told:

        async def story(desk: Desk) -> None:
            told.answer_bytes = ANSWER_BYTES_MAX
            answer = await desk.browser().ask("GET", "/v1/session/oidc")
            assert problem(answer) == "oidc-provider"
            assert (await desk.browser().sign_in(await desk.link())).status_code == 201

        at_a_node(tmp_path, settings(told.issuer), story)
    gone = settings(told.issuer)

    async def again(desk: Desk) -> None:
        answer = await desk.browser().ask("GET", "/v1/session/oidc")
        assert problem(answer) == "oidc-provider"

    at_a_node(tmp_path / "gone", gone, again)


def test_new_keys_of_the_provider_are_learned(tmp_path: Path, monkeypatch: Any) -> None:
    """The provider changes its keys between two sign-ins: the second works without a restart."""
    monkeypatch.setattr("detente.serve.oidc.KEYS_AGAIN_S", 0.0)

    with provider() as told:

        async def story(desk: Desk) -> None:
            assert problem(await tries(desk, told)) == ""
            told.key = ECKey.generate_key("P-256", {"kid": "two"})
            assert problem(await tries(desk, told)) == ""

        at_a_node(tmp_path, settings(told.issuer), story)


def test_without_a_provider_there_is_no_way_there(tmp_path: Path) -> None:
    """A node without the setting says so instead of sending anybody anywhere."""

    async def story(desk: Desk) -> None:
        answer = await desk.browser().ask("GET", "/v1/session/oidc")
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:detente:problem:oidc-off")

    at_a_node(tmp_path, SignInSettings(), story)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"issuer": "http://id.example"}, "sign_in.oidc.issuer"),
        ({"issuer": "https://id.example?x=1"}, "sign_in.oidc.issuer"),
        ({"issuer": "ftp://id.example"}, "sign_in.oidc.issuer"),
        ({"client_id": ""}, "sign_in.oidc.client_id"),
        ({"claim": "a\nb"}, "sign_in.oidc.claim"),
        ({"scopes": ("profile",)}, "sign_in.oidc.scopes"),
        ({"name": "x" * 61}, "sign_in.oidc.name"),
    ],
)
def test_settings_that_cannot_be_meant_are_named(changed: dict[str, Any], field: str) -> None:
    """In clear over a network, an empty client, no `openid`: each is refused with its path."""
    given: dict[str, Any] = {"issuer": "https://id.example", "client_id": CLIENT, **changed}
    found = list(sign_in_problems(SignInSettings(oidc=OidcSettings(**given))))
    assert [one.field for one in found] == [field]
    assert list(sign_in_problems(SignInSettings(address="https://a.example/x"))) != []


@contextmanager
def real_provider(redirect: str) -> Iterator[str]:
    """The npm package oidc-provider on loopback; its issuer."""
    (port,) = free_ports(1)
    program = ROOT / "tests" / "support" / "oidc_provider.mjs"
    command = ["node", str(program), port, CLIENT, SECRET, redirect, str(PACKAGES.parent)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("listening"):
                break
        else:
            raise AssertionError("the provider did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


async def walk(client: httpx.AsyncClient, where: str, until: str) -> str:
    """Follow redirects, as a browser does, until one leads back to the node."""
    for _ in range(12):
        if where.startswith(until):
            return where
        answer = await client.get(where)
        assert answer.is_redirect, (answer.status_code, answer.text[:500])
        where = str(answer.url.join(answer.headers["location"]))
    raise AssertionError("the provider never sends the browser back")


@pytest.mark.skipif(
    shutil.which("node") is None or not (PACKAGES / "oidc-provider").is_dir(),
    reason="the real provider needs Node.js and console/node_modules (scripts/setup console)",
)
def test_a_real_provider_signs_officers_in_and_strangers_not(tmp_path: Path) -> None:
    """The whole exchange with npm's oidc-provider: an officer, then somebody unknown here."""

    async def whole() -> None:
        (port,) = free_ports(1)
        base, address = f"http://localhost:{port}", f"127.0.0.1:{port}"
        with real_provider(f"{base}/v1/session/oidc/callback") as issuer:
            home = make_home(tmp_path / "amber", sign_in=settings(issuer), listen=address)
            (home / "keys" / "oidc.secret").write_text(SECRET)
            async with serving(home, HeldClock(time.time_ns() // 1_000_000)) as desk:
                await desk.officer("watch-1")
                for who, wrong in (("watch-1", ""), ("stranger", "oidc-officer")):
                    browser = desk.browser()
                    async with httpx.AsyncClient(trust_env=False) as away:
                        await away.post(f"{issuer}/control", content=who)
                        there = await walk(away, await sent(browser), desk.base)
                    query = {key: one[0] for key, one in parse_qs(urlsplit(there).query).items()}
                    assert problem(await back(browser, **query)) == wrong
                    me = await browser.ask("GET", "/v1/session")
                    assert me.status_code == (401 if wrong else 200)

    asyncio.run(whole())
