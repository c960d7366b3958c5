"""Messages in a reader's language, and the languages' own rows of the route table.

A message is said in a language when ``?lang=`` asks for it, beside the writer and never on its
thread; the record and its codes are the same whatever is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.line.tables import FORMATS
from detente.serve import spoken
from detente.serve.http.problems import Problem, field_problem
from detente.serve.http.table import Parameter, Route
from detente.serve.languages import Language
from detente.tongues.catalogue import SHIPPED
from detente.tongues.render import Circumstances, render
from detente.tongues.review import Standing
from detente.wire.native import MessageView

if TYPE_CHECKING:
    from detente.serve.http.table import Call
    from detente.tongues.rendered import Rendered

LANG: Final = Parameter(
    "lang", "also said in this language, such as ru; see /v1/languages", pattern="[a-z-]{2,12}"
)
LANGS: Final = Parameter(
    "langs",
    "in these languages, with commas between them; left out: in the four of the package",
    pattern="[a-z-]{2,12}(,[a-z-]{2,12}){0,7}",
    form="one to eight languages with commas between them, such as en,he",
)


class LanguageView(msgspec.Struct, frozen=True, kw_only=True):
    """A language that messages can be said in.

    direction: ltr or rtl. counts: templates by state (unreviewed, changed, reviewed, signed,
    missing). shipped: of the package. problems: what of its files is left out, and why.
    """

    code: str
    name: str
    direction: str
    shipped: bool
    counts: dict[str, int]
    problems: tuple[str, ...] = ()


async def said(
    call: Call, views: Sequence[MessageView], *, receipts: bool = False
) -> list[MessageView]:
    """The messages with their words in the language that the call asks for, if it asks.

    receipts: what is known of each as well.
    """
    language = await asked_language(call)
    if language is None:
        return list(views)
    offset_min, now_ms = call.api.services.home.party.utc_offset_min, call.api.services.clock()
    return await asyncio.to_thread(
        lambda: [
            msgspec.structs.replace(
                view,
                rendered=rendered(view, language, offset_min),
                receipts=spoken.receipts(view, language, offset_min, now_ms) if receipts else None,
            )
            for view in views
        ]
    )


async def asked_language(call: Call) -> Language | None:
    """The language that the call asks for; None when it asks for none."""
    code = call.query["lang"]
    return None if code is None else await _language(call, code, "lang", 400)


async def asked_languages(call: Call) -> list[Language]:
    """The languages that the call asks for; those of the package when it names none."""
    codes = call.query["langs"]
    named = SHIPPED if codes is None else tuple(dict.fromkeys(codes.split(",")))
    return [await _language(call, code, "langs", 400) for code in named]


def rendered(view: MessageView, language: Language, offset_min: int) -> Rendered:
    """One message in a language."""
    around = circumstances(view, offset_min)
    return render(view.message, language.tongue, around, language.reviews.is_signed)


def circumstances(view: MessageView, offset_min: int) -> Circumstances:
    """What belongs to how a message is read, beside its own words."""
    return Circumstances(
        author=view.author,
        status=view.status,
        state=view.state,
        subject=FORMATS.get(view.subject),
        before=view.before,
        corrected=view.corrected,
        understood=view.understood,
        offset_min=offset_min,
    )


def view_of(language: Language) -> LanguageView:
    """A language as the API and the command line show it."""
    return LanguageView(
        code=language.tongue.code,
        name=language.tongue.name,
        direction=language.tongue.direction,
        shipped=language.shipped,
        counts=language.counts(),
        problems=tuple(str(one) for one in language.problems),
    )


async def languages(call: Call) -> list[LanguageView]:
    """Every language, and how much of it was reviewed."""

    def look() -> list[LanguageView]:
        return [view_of(one) for one in call.api.languages.all().values()]

    return await asyncio.to_thread(look)


async def templates(call: Call) -> list[Standing]:
    """Every template of a language with its English and its review state."""
    language = await _language(call, call.path["language"], "language", 404)
    return await asyncio.to_thread(lambda: list(language.standings))


async def _language(call: Call, code: str, field: str, status: int) -> Language:
    """The language, read beside the loop: the first time takes half a second."""
    found = await asyncio.to_thread(call.api.languages.get, code)
    if found is not None:
        return found
    known = ", ".join(call.api.languages.all())
    reason = f"{code[:20]!r} is no language of this node"
    if status == 404:
        raise Problem(404, "unknown-language", reason)
    raise field_problem(status, "unknown-language", field, reason, f"Use one of: {known}")


LANGUAGE_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/languages",
        languages,
        "The languages that messages can be said in, and how much of each was reviewed",
        result=list[LanguageView],
    ),
    Route(
        "GET",
        "/v1/languages/{language}",
        templates,
        "Every template of a language with its English and its review state",
        result=list[Standing],
        errors=(404,),
    ),
)
