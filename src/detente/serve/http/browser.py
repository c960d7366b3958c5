"""What a browser sends by itself, and what it must prove: the session's cookie, the same origin.

A cookie goes with every request to this host, whoever's page asked for it. So whatever a cookie
opens is refused unless the browser says that our own page asked; and what changes something must
also carry a header that no foreign page can set without asking first (which nobody here answers).
Cookies know no ports: on one machine under one name, nodes of two parties see each other's. So the
cookie is named by the party, and a foreign one is a secret that nobody here knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.serve.http.problems import Problem

if TYPE_CHECKING:
    from detente.serve.http.limits import Head

PREFIX: Final = "detente-session-"
HOST_PREFIX: Final = "__Host-"  # over TLS: set by this host alone, for all of it, never without TLS
SECRET_CHARS_MAX: Final = 200  # ours have 43
CONSOLE: Final = b"console"
_SAFE: Final = ("GET", "HEAD")


def cookie_name(party: str, *, secure: bool, kind: str = PREFIX) -> str:
    """The cookie's name at a party's node."""
    return f"{HOST_PREFIX if secure else ''}{kind}{party}"


def read_cookie(head: Head, name: str) -> bytes | None:
    """The one value of a cookie; None when it is absent. Raises Problem when there are two."""
    wanted = name.encode("ascii")
    found = [
        value.strip()
        for one in (head.cookie or b"").split(b";")
        for key, equals, value in [one.strip().partition(b"=")]
        if equals and key == wanted
    ]
    if len(found) > 1:
        detail = f"the cookie {name} is given twice; delete this host's cookies and sign in again"
        raise Problem(400, "cookie-duplicate", detail)
    if not found or not 0 < len(found[0]) <= SECRET_CHARS_MAX:
        return None
    return found[0]


def set_cookie(
    name: str, value: str, *, secure: bool, seconds: int, same_site: str = "Strict"
) -> str:
    """A Set-Cookie line; 0 seconds takes the cookie away."""
    parts = [f"{name}={value}", "Path=/", f"Max-Age={seconds}", "HttpOnly"]
    return "; ".join([*parts, f"SameSite={same_site}", *(["Secure"] if secure else [])])


def check_same_origin(head: Head, method: str, *, secure: bool) -> None:
    """Raise Problem 403 unless our own page asked, as far as the method needs that proved."""
    site, origin = head.sec_fetch_site, head.origin
    if method in _SAFE:
        if site not in (None, b"same-origin", b"none"):
            raise _foreign("another site's page asked for it")
        return
    if head.x_detente != CONSOLE:
        raise _foreign("send the header `x-detente: console`, as the console does")
    own = (b"https://" if secure else b"http://") + (head.host or b"")
    if origin is not None and origin.lower() != own.lower():
        raise _foreign("another site's page asked for it (Origin)")
    if site is not None and site != b"same-origin":
        raise _foreign("another site's page asked for it (Sec-Fetch-Site)")
    if site is None and origin is None:
        raise _foreign("nothing proves that our own page asked (Origin, Sec-Fetch-Site)")


def _foreign(why: str) -> Problem:
    return Problem(403, "same-origin", why)
