"""The built console: the files of ``detente/ui``, read once at the start, answered as they are.

Only what stands in the table can be asked for, so no path leads out of the folder. Files under
``assets/`` carry a hash of their content in their name and may be kept for ever; ``index.html``
names them and is never kept. The policy lets the page load from this node and from nowhere else.
Without a build, `/` says what to do; all else of the node works.
Not here: the console's sources (`console/`), who may see what (the API behind it).
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import structlog
from starlette.responses import Response

from detente.serve.http.problems import Problem

FOLDER: Final = Path(__file__).parents[2] / "ui"
UI_VARIABLE: Final = "DETENTE_UI"  # another build of the console, for those who develop it
FILES_MAX: Final = 2_000  # a build has about a hundred; more is not a build of ours
BYTES_MAX: Final = 64 * 1024 * 1024  # of all files: they stay in memory, a build has some 6 MB
PACKED_MIN: Final = 1_024  # below this, gzip saves less than its own head costs

#: What the page may do: run and load what this node serves, nothing inline, nothing from elsewhere.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; media-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
#: What an answer of the API may do when a browser shows it as a page, such as a report: be read.
READ_ONLY_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)
_DENIED: Final = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
#: autoplay: the FLASH sounds before anything is clicked; wake lock: a screen on watch stays lit.
_GRANTED: Final = (
    "autoplay",
    "clipboard-write",
    "fullscreen",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
)
PERMISSIONS: Final = ", ".join(
    [f"{name}=()" for name in _DENIED] + [f"{name}=(self)" for name in _GRANTED]
)
#: On every answer, of the console and of the API; the API adds them.
COMMON: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
_HEADERS: Final = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": PERMISSIONS,
}
_TEXT: Final = {
    ".css": "text/css; charset=utf-8",
    ".ftl": "text/plain; charset=utf-8",
    ".geojson": "application/geo+json",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
_BINARY: Final = {
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_NOT_BUILT: Final = b"""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>detente: the console is not built</title>
<h1>The console is not built</h1>
<p>This node runs, and its API and its command line work. Only the pages of the console are not
here: this installation was made from the sources, and the console is built apart from them.</p>
<p>To build it: install Node.js 20 or newer, run <code>scripts/setup console</code> in the folder of
the sources, and start this node again. A released package has the console in it.</p>
<p>Until then: <code>detente --help</code>, and the API at
<a href="/openapi.json">/openapi.json</a>.</p>
</html>
"""

log = structlog.get_logger("detente.console")


@dataclass(slots=True)
class File:
    """One file of the console, as it is sent; packed with gzip when it is first asked for so."""

    data: bytes
    media: str
    cache: str
    is_text: bool
    tag: str
    status: int = 200
    _packed: bytes | None = field(default=None, repr=False)

    async def packed(self) -> bytes:
        """The file in gzip, made once; beside the loop, because a megabyte takes 30 ms."""
        if self._packed is None:
            self._packed = await asyncio.to_thread(gzip.compress, self.data, 6, mtime=0)
        return self._packed


class ConsoleFiles:
    """The table of files by path, such as ``/`` and ``/assets/index-1f3a9c02.js``."""

    def __init__(self, folder: Path | None = None) -> None:
        self._files = _read(folder or Path(os.environ.get(UI_VARIABLE) or FOLDER))
        self.built = "/" in self._files
        if not self.built:
            self._files["/"] = _file("index.html", _NOT_BUILT, status=503)

    def __contains__(self, path: str) -> bool:
        return path in self._files

    async def answer(
        self, method: str, path: str, *, accepts: bytes | None, known: bytes | None
    ) -> Response:
        """The file at a path of the table; accepts, known: Accept-Encoding and If-None-Match."""
        if method not in ("GET", "HEAD"):
            detail = f"{method[:20]} is not possible here; GET and HEAD are"
            raise Problem(405, "method", detail, headers={"allow": "GET, HEAD"})
        file = self._files[path]
        headers = _HEADERS | {"cache-control": file.cache}
        if file.is_text:
            headers["vary"] = "accept-encoding"
        if file.cache != _NEVER:
            headers["etag"] = file.tag
            if known is not None and _names(known, file.tag):
                return Response(status_code=304, headers=headers)
        data = file.data
        if file.is_text and len(data) >= PACKED_MIN and _takes_gzip(accepts):
            data = await file.packed()
            headers["content-encoding"] = "gzip"
        return Response(data, file.status, headers, file.media)


_NEVER: Final = "no-store"
_CHECKED: Final = "no-cache"
_FOR_EVER: Final = "public, max-age=31536000, immutable"


def _read(folder: Path) -> dict[str, File]:
    """Every file of a build by its path; empty when there is none, or it is no build of ours."""
    if not (folder / "index.html").is_file():
        return {}
    found: dict[str, File] = {}
    size = 0
    try:
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.is_symlink() or path.name.startswith("."):
                continue
            data = path.read_bytes()
            size += len(data)
            if len(found) >= FILES_MAX or size > BYTES_MAX:
                why = f"over {FILES_MAX} files or {BYTES_MAX} bytes"
                log.error("console not served", folder=str(folder), why=why)
                return {}
            name = path.relative_to(folder).as_posix()
            found["/" if name == "index.html" else f"/{name}"] = _file(name, data)
    except OSError as error:
        log.exception("console not served", folder=str(folder), why=error.strerror)
        return {}
    return found


def _file(name: str, data: bytes, status: int = 200) -> File:
    suffix = Path(name).suffix.lower()
    media = _TEXT.get(suffix) or _BINARY.get(suffix, "application/octet-stream")
    cache = _FOR_EVER if name.startswith("assets/") else _CHECKED
    if name == "index.html":
        cache = _NEVER
    tag = f'W/"{hashlib.sha256(data).hexdigest()[:32]}"'
    return File(data, media, cache, suffix in _TEXT, tag, status)


def _names(known: bytes, tag: str) -> bool:
    """Whether If-None-Match names the tag, compared weakly (RFC 9110, 13.1.2)."""
    wanted = tag.removeprefix("W/").encode()
    return any(one.strip().removeprefix(b"W/") in (wanted, b"*") for one in known.split(b","))


def _takes_gzip(accepts: bytes | None) -> bool:
    """Whether Accept-Encoding names gzip and does not refuse it with q=0."""
    for one in (accepts or b"").split(b","):
        name, _, quality = one.partition(b";")
        if name.strip().lower() in (b"gzip", b"*"):
            value = quality.strip().lower().removeprefix(b"q=").strip()
            return not value or value.strip(b"0.") != b""
    return False
