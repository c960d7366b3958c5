"""What the API says when it refuses: RFC 9457 problems that name the field and the reason.

A `Problem` is raised anywhere below a handler and becomes the answer; nothing else does. Problem
types are ``urn:detente:problem:<rule>``; the rules are stable.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import msgspec
from starlette.responses import Response

from detente.core.refusal import Fault, Refusal

MEDIA: Final = "application/problem+json"
_encoder = msgspec.json.Encoder()

#: Rules of the core that say more than "unprocessable" in HTTP's own words.
STATUS_OF_RULE: Final[dict[str, int]] = {
    "unknown-channel": 404,
    "unknown-line": 404,
    "unknown-number": 404,
    "unknown-officer": 404,
    "unknown-message": 404,
    "reader-unknown": 404,
    "role": 403,
    "session-unknown": 404,
    "passkey-unknown": 404,
    "passkey-exists": 409,
    "passkey-count": 401,
    "link-unknown": 401,
    "link-used": 410,
    "link-expired": 410,
}


class ProblemBody(msgspec.Struct, frozen=True, kw_only=True):
    """The body of every refusal (RFC 9457). refusals: one per field and rule, all at once."""

    type: str
    title: str
    status: int
    detail: str
    refusals: tuple[Refusal, ...] = ()


class Problem(Fault):
    """The request is refused with an HTTP status, and why."""

    def __init__(
        self,
        status: int,
        rule: str,
        detail: str,
        *,
        refusals: tuple[Refusal, ...] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.rule = rule
        self.detail = detail
        self.refusals = refusals
        self.headers = headers

    def response(self) -> Response:
        """The answer on the wire."""
        body = ProblemBody(
            type=f"urn:detente:problem:{self.rule}",
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            detail=self.detail,
            refusals=self.refusals,
        )
        return Response(_encoder.encode(body), self.status, self.headers, MEDIA)


def refused(refusals: tuple[Refusal, ...]) -> Problem:
    """The core refused: its refusals as they are, under the status that fits the first rule."""
    first = refusals[0]
    status = STATUS_OF_RULE.get(first.rule, 422)
    return Problem(status, first.rule, "; ".join(str(one) for one in refusals), refusals=refusals)


def field_problem(status: int, rule: str, field: str, reason: str, remedy: str) -> Problem:
    """One field, one rule."""
    one = Refusal(field, rule, reason, remedy)
    return Problem(status, rule, str(one), refusals=(one,))
