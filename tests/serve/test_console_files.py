"""The node serves the built console, and nothing else that lies near it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from detente.serve.home import Settings
from detente.serve.http.api import Api
from detente.serve.http.console_files import FILES_MAX, ConsoleFiles
from detente.serve.http.routes import ROUTES

SCRIPT = "export const sky = 'empty is not the same as unknown';\n" * 100
PAGE = '<!doctype html><script type="module" src="/assets/index-1f3a9c02.js"></script>'
Ask = Callable[..., httpx.Response]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A build as Vite leaves it, beside a file that is nobody's business."""
    ui = tmp_path / "ui"
    (ui / "assets").mkdir(parents=True)
    (ui / "index.html").write_text(PAGE)
    (ui / "favicon.svg").write_text("<svg/>")
    (ui / "assets" / "index-1f3a9c02.js").write_text(SCRIPT)
    (ui / "assets" / "noto-0a1b2c3d.woff2").write_bytes(b"wOF2" + bytes(2_000))
    (tmp_path / "admin.token").write_text("secret")
    (ui / "assets" / "link.js").symlink_to(tmp_path / "admin.token")
    return ui


def asking(folder: Path) -> Ask:
    """A client of an API that serves this folder; only what the files need stands behind it."""
    services = SimpleNamespace(
        home=SimpleNamespace(path=folder, party=SimpleNamespace(key=""), settings=Settings()),
        clock=int,
        entropy=bytes,
        exercise=str,
        metrics=SimpleNamespace(answered=lambda _method, _status: None),
    )
    api = Api(cast("Any", services), ROUTES, console=ConsoleFiles(folder))

    def ask(path: str, method: str = "GET", **headers: str) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(app=cast("Any", api))
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            async with httpx.AsyncClient(transport=transport) as client:
                # httpx makes `..` out of a path; the raw path keeps it as an attacker sends it
                url = httpx.URL("http://localhost:8700").copy_with(raw_path=path.encode())
                return await client.request(method, url, headers=named)

        return asyncio.run(once())

    return ask


@pytest.fixture
def ask(folder: Path) -> Ask:
    """A client of the API over the build."""
    return asking(folder)


def test_the_page_may_load_from_this_node_and_from_nowhere_else(ask: Ask) -> None:
    """The console's page comes with a policy that allows no inline script and no other host."""
    answer = ask("/")
    assert (answer.status_code, answer.text) == (200, PAGE)
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "http" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "publickey-credentials-get=(self)" in answer.headers["permissions-policy"]


def test_a_new_build_is_seen_at_once_and_old_parts_are_kept(ask: Ask) -> None:
    """The page is never kept by a browser; what it names carries a hash and is kept for ever."""
    page, part = ask("/"), ask("/assets/index-1f3a9c02.js")
    assert page.headers["cache-control"] == "no-store"
    assert "etag" not in page.headers
    assert "immutable" in part.headers["cache-control"]
    assert part.headers["content-type"].startswith("text/javascript")


def test_what_the_browser_has_is_not_sent_again(ask: Ask) -> None:
    """A file that the browser names by its tag is answered with 304 and no body."""
    first = ask("/favicon.svg")
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    again = ask("/favicon.svg", if_none_match=f'"other", {first.headers["etag"]}')
    assert (again.status_code, again.content) == (304, b"")
    assert ask("/favicon.svg", if_none_match='"other"').status_code == 200


@pytest.mark.parametrize(
    ("accepts", "packed"),
    [("gzip, br", True), ("br, GZIP;q=0.5", True), ("br", False), ("gzip;q=0", False)],
)
def test_text_is_packed_for_who_takes_it(ask: Ask, accepts: str, packed: bool) -> None:
    """Scripts travel in gzip where the browser says that it takes it, and plain otherwise."""
    answer = ask("/assets/index-1f3a9c02.js", accept_encoding=accepts)
    assert ("content-encoding" in answer.headers) is packed
    assert answer.text == SCRIPT
    assert answer.headers["vary"] == "accept-encoding"
    length = int(answer.headers["content-length"])
    assert (length < len(SCRIPT) / 4) is packed


def test_fonts_are_sent_as_they_are(ask: Ask) -> None:
    """A font is packed in itself; gzip would only cost time."""
    answer = ask("/assets/noto-0a1b2c3d.woff2", accept_encoding="gzip")
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-type"] == "font/woff2"


@pytest.mark.parametrize(
    "path",
    [
        "/../admin.token",
        "/assets/../../admin.token",
        "/assets/..%2f..%2fadmin.token",
        "/%2e%2e/admin.token",
        "/assets/link.js",
        "/assets\\..\\..\\admin.token",
        "//admin.token",
        "/assets/",
        "/assets",
        "/index.html",
        "/favicon.svg/",
    ],
)
def test_no_path_leads_out_of_the_folder(ask: Ask, path: str) -> None:
    """What is not in the table of files is not there, however its path is written."""
    answer = ask(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_the_console_is_only_read(ask: Ask) -> None:
    """Nothing can be sent to a file, and a foreign host name is refused before it is looked up."""
    assert ask("/", "POST").status_code == 405
    assert ask("/", "POST").headers["allow"] == "GET, HEAD"
    assert ask("/", host="evil.example").status_code == 421
    assert ask("/?lang=" + "h" * 2_000).status_code == 414
    assert ask("/?lang=he").text == PAGE


def test_a_node_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    """From the sources alone the node still runs, and its first page says how to build the rest."""
    answer = asking(tmp_path / "none")("/")
    assert answer.status_code == 503
    assert "scripts/setup console" in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_a_folder_that_is_no_build_is_not_served(folder: Path) -> None:
    """A folder with thousands of files is not what a build makes: nothing of it is given away."""
    for number in range(FILES_MAX):
        (folder / "assets" / f"{number}.txt").touch()
    files = ConsoleFiles(folder)
    assert not files.built
    assert "/assets/0.txt" not in files


def test_a_refusal_of_the_api_is_never_taken_for_a_page(ask: Ask) -> None:
    """Answers of the API are not sniffed into something that runs."""
    answer = ask("/v1/nothing")
    assert answer.status_code == 404
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_gzip_of_a_file_is_the_same_each_time(folder: Path) -> None:
    """Packed once and without a date, so that every node of one release sends the same bytes."""
    both = [
        asyncio.run(ConsoleFiles(folder)._files["/assets/index-1f3a9c02.js"].packed())
        for _ in range(2)
    ]
    assert both[0] == both[1]
    assert gzip.decompress(both[0]).decode() == SCRIPT
