"""An OpenID provider in this process that can lie: about itself, its keys, and who signed in."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

CLIENT: Final = "detente"
SECRET: Final = "a secret: with 100% odd characters"


@dataclass
class Provider:
    """What it says, each part of which a test may spoil.

    spoil: changes the claims before they are signed. sign: makes the token of the claims.
    """

    issuer: str = ""
    handle: str = "watch-1"
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    description: dict[str, Any] = field(default_factory=dict)
    spoil: Callable[[dict[str, Any]], None] = lambda _claims: None
    sign: Callable[[dict[str, Any]], str] | None = None
    userinfo: dict[str, Any] | None = None
    nonce: str = ""
    exchanges: list[dict[str, str]] = field(default_factory=list)
    answer_bytes: int = 0

    def describe(self) -> dict[str, Any]:
        """Its description."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/me",
        } | self.description

    def token(self) -> str:
        """An identity token for the newest sign-in."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "person-7",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
        }
        if self.userinfo is None:
            claims["preferred_username"] = self.handle
        self.spoil(claims)
        if self.sign is not None:
            return self.sign(claims)
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key)

    def say(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, object]:
        """The answer to one request."""
        if path == "/.well-known/openid-configuration":
            return 200, self.describe()
        if path == "/jwks":
            return 200, KeySet([self.key]).as_dict(private=False)
        if path == "/me":
            return 200, self.userinfo
        if path == "/token":
            self.exchanges.append(form | {"authorization": authorization})
            return 200, {"id_token": self.token(), "access_token": "opaque", "token_type": "Bearer"}
        return 404, {"error": path}

    def went(self, location: str) -> dict[str, str]:
        """What a browser that was sent here brought along; remembers the nonce."""
        parts = urlsplit(location)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/auth"
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.nonce = said["nonce"]
        return said


def basic(name: str, password: str) -> str:
    """The header of a client that says who it is (RFC 6749, 2.3.1)."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that listens on loopback."""
    told = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer({})

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"])).decode()
            self.answer({name: values[0] for name, values in parse_qs(raw).items()})

        def answer(self, form: dict[str, str]) -> None:
            status, said = told.say(self.path, form, self.headers.get("authorization", ""))
            body = json.dumps(said).encode() + b" " * told.answer_bytes
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
