"""The languages of a node: those of the package, those in its home, and what its party reviewed.

    languages/xx.ftl           a language that the party added, or templates that it says otherwise
    languages/xx.reviews.json  who reviewed which text, and what the party signed off

Read again when a file changes, so that a sign-off counts at once. A file that cannot be used is
named and left out: a wrong language file must never keep a node from saying a warning in English.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from detente.core.refusal import Fault
from detente.journal.forms import from_base64, to_base64
from detente.journal.keys import Signer
from detente.journal.signatures import SIGNATURE_BYTES, public_from_text, public_to_text, verify
from detente.tongues.catalogue import (
    LANGUAGES_MAX,
    Problem,
    Tongue,
    is_code,
    shipped,
    tongue,
)
from detente.tongues.review import (
    REVIEWER_CHARS_MAX,
    Review,
    Reviews,
    SignOff,
    Standing,
    State,
    signed_bytes,
)
from detente.tongues.template import FILE_CHARS_MAX

FOLDER: Final = "languages"
FILE_BYTES_MAX: Final = 4 * FILE_CHARS_MAX  # what so many characters can take in UTF-8
REVIEWS_BYTES_MAX: Final = 8_000_000  # a thousand templates, reviewed again some thirty times


class LanguageFault(Fault):
    """A language file or review cannot be used; says what is wrong and what to do."""


class ReviewFile(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """xx.reviews.json."""

    language: str
    pending: tuple[Review, ...] = ()
    signed: tuple[SignOff, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """One language as this node has it. problems: what of its files is left out, and why."""

    tongue: Tongue
    reviews: Reviews
    shipped: bool
    problems: tuple[Problem, ...] = ()

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Where every template stands."""
        return tuple(self.reviews.standings(self.tongue))

    def counts(self) -> dict[str, int]:
        """How many templates stand where."""
        found = dict.fromkeys((state.value for state in State), 0)
        for one in self.standings:
            found[one.state.value] += 1
        return found


class Languages:
    """Every language of a home; looked at again when a file of it changes.

    key: the party's public key (base64): only what it signed counts as signed off.
    """

    def __init__(self, home: Path, key: str) -> None:
        self._folder = home / FOLDER
        self._key = key
        self._seen: tuple[tuple[str, int, int], ...] | None = None
        self._found: dict[str, Language] = {}

    def all(self) -> dict[str, Language]:
        """By code, those of the package first."""
        seen = self._files()
        if seen != self._seen:
            self._found = self._load({name for name, _, _ in seen})
            self._seen = seen
        return self._found

    def get(self, code: str) -> Language | None:
        """The language of that code; None when there is none."""
        return self.all().get(code)

    def _files(self) -> tuple[tuple[str, int, int], ...]:
        try:
            with os.scandir(self._folder) as entries:
                found = [(one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in entries]
        except OSError:
            return ()
        return tuple(sorted(found))

    def _load(self, names: set[str]) -> dict[str, Language]:
        added = sorted(name.removesuffix(".ftl") for name in names if name.endswith(".ftl"))[
            :LANGUAGES_MAX
        ]
        codes = [*shipped(), *(code for code in added if code not in shipped())]
        return {code: self._language(code, own=code in added) for code in codes}

    def _language(self, code: str, *, own: bool) -> Language:
        base, problems = shipped().get(code), []
        made = base
        if own:
            try:
                made = tongue(code, read_text(self._folder / f"{code}.ftl"), base)
                problems = list(made.problems)
            except LanguageFault as fault:
                problems.append(Problem("", str(fault)))
        if made is None:
            made = tongue(code, "")
        try:
            file = read_reviews(self._folder, code)
            signed = tuple(one for one in file.signed if is_ours(one, code, self._key))
            if len(signed) < len(file.signed):
                reason = "sign-offs with another key than this party's do not count; sign again"
                problems.append(Problem("", reason))
            stale = (r for one in file.signed if one not in signed for r in one.reviews)
            reviews = Reviews((*stale, *file.pending), signed)
        except LanguageFault as fault:
            problems.append(Problem("", str(fault)))
            reviews = Reviews((), ())
        return Language(made, reviews, base is not None, tuple(problems))


def read_text(path: Path) -> str:
    """A language file's text. Raises LanguageFault."""
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX + 1)
        if len(data) > FILE_BYTES_MAX:
            raise LanguageFault(f"{path}: over {FILE_BYTES_MAX} bytes; no language needs that")
        return data.decode("utf-8")
    except OSError as error:
        raise LanguageFault(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise LanguageFault(f"{path}: is not UTF-8 (byte {error.start})") from error


def read_reviews(folder: Path, code: str) -> ReviewFile:
    """The reviews of a language; empty when there are none. Raises LanguageFault."""
    path = folder / f"{code}.reviews.json"
    try:
        with path.open("rb") as file:
            data = file.read(REVIEWS_BYTES_MAX + 1)
        found = msgspec.json.decode(data, type=ReviewFile)
    except FileNotFoundError:
        return ReviewFile(language=code)
    except OSError as error:
        raise LanguageFault(f"{path}: cannot be read ({error.strerror})") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise LanguageFault(f"{path}: is not as `detente language review` writes it") from error
    if found.language != code:
        raise LanguageFault(f"{path}: its reviews are of {found.language!r}")
    return found


def is_ours(sign_off: SignOff, code: str, key: str) -> bool:
    """Whether this party's key signed the sign-off."""
    try:
        signature = from_base64(sign_off.signature, "signature", SIGNATURE_BYTES)
        public = public_from_text(key)
    except Fault:
        return False
    data = signed_bytes(code, sign_off.party, sign_off.at_ms, sign_off.reviews)
    return sign_off.key == key and verify(public, signature, data)


def add(home: Path, source: Path) -> Tongue:
    """Take a language file into the home, checked. Raises LanguageFault with every problem."""
    code = source.stem
    if not is_code(code):
        raise LanguageFault(f"{source.name}: name it by its language, such as fr.ftl or pt-br.ftl")
    text = read_text(source)
    made = tongue(code, text, shipped().get(code))
    wrong = [one for one in made.problems if not one.lacks]
    if wrong:
        raise LanguageFault("\n".join(str(one) for one in wrong))
    _write(home / FOLDER / f"{code}.ftl", text.encode())
    return made


def taken_away(before: Tongue, after: Tongue) -> tuple[str, ...]:
    """The templates that a file said and the one that took its place does not."""
    base = shipped().get(before.code)
    came = {one: made.digest for one, made in base.own.items()} if base else {}
    left = {one: made.digest for one, made in after.own.items()}
    own = {one: made.digest for one, made in before.own.items()}
    return tuple(one for one, digest in own.items() if digest != came.get(one) == left.get(one))


def review(
    home: Path, language: Language, ids: tuple[str, ...], reviewer: str, at_ms: int
) -> tuple[Review, ...]:
    """Keep that somebody reviewed these templates as they stand now. Raises LanguageFault."""
    if not reviewer.strip() or len(reviewer) > REVIEWER_CHARS_MAX or not reviewer.isprintable():
        raise LanguageFault(f"a reviewer is named in 1 to {REVIEWER_CHARS_MAX} characters")
    code, own = language.tongue.code, language.tongue.own
    unknown = [one for one in ids if one not in own]
    if unknown:
        raise LanguageFault(f"{code} has no template {', '.join(unknown[:5])}")
    made = tuple(Review(one, own[one].digest, reviewer, at_ms) for one in ids)
    file = read_reviews(home / FOLDER, code)
    kept = tuple(one for one in file.pending if one.template not in ids)
    file.pending = (*kept, *made)
    _write(home / FOLDER / f"{code}.reviews.json", _encoded(file))
    return made


def sign(home: Path, language: Language, party: str, signer: Signer, at_ms: int) -> SignOff:
    """Sign off every review whose text still stands. Raises LanguageFault."""
    code = language.tongue.code
    file = read_reviews(home / FOLDER, code)
    key = public_to_text(signer.public)
    by_hand = {
        (one.template, one.digest): one
        for one in (
            *(r for off in file.signed if not is_ours(off, code, key) for r in off.reviews),
            *file.pending,
        )
    }
    waiting = [one for one in language.standings if one.state is State.REVIEWED]
    reviews = tuple(by_hand[(one.id, language.tongue.own[one.id].digest)] for one in waiting)
    if not reviews:
        raise LanguageFault("no review waits to be signed; first: detente language review")
    signature = to_base64(signer.sign(signed_bytes(code, party, at_ms, reviews)))
    made = SignOff(party, key, at_ms, reviews, signature)
    ours = tuple(one for one in file.signed if is_ours(one, code, key))
    _write(
        home / FOLDER / f"{code}.reviews.json",
        _encoded(ReviewFile(language=code, signed=(*ours, made))),
    )
    return made


def _encoded(file: ReviewFile) -> bytes:
    return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, so that a running node never reads half."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
