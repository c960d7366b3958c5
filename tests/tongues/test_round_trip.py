"""Whatever a language says comes back as the same codes and values: every format, every value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.events import Released
from detente.core.line.field import Kind, check
from detente.core.line.formats import Format
from detente.core.line.message import (
    Confidence,
    Elsewhere,
    Precedence,
    Relay,
    Releasability,
    Role,
    Signature,
    Status,
)
from detente.core.line.tables import EVERY, FORMATS
from detente.core.refusal import Refusal
from detente.tongues import lexicon
from detente.tongues.catalogue import (
    SHIPPED,
    Tongue,
    english,
    required_ids,
    shipped,
    shipped_text,
    tongue,
)
from detente.tongues.examples import Example, example, messages, value_of
from detente.tongues.parse import Parsed, parse
from detente.tongues.render import text_of
from detente.tongues.template import FSI, PDI
from detente.wire.events import encode

LANGUAGES = pytest.mark.parametrize("code", SHIPPED)


def heard(shown: Example, tongue: Tongue) -> Parsed:
    """The message as it comes back from its words."""
    text = text_of(shown.message, tongue, shown.around)
    found = parse(text, tongue, shown.around.subject, shown.message.version)
    assert isinstance(found, Parsed), (tongue.code, shown.message.format, found)
    return found


@LANGUAGES
def test_every_format_and_every_value_comes_back(code: str) -> None:
    """Each format in each version, each enumerated value, volumes of every shape: said, heard."""
    tongue = shipped()[code]
    count = 0
    for shown in messages():
        found = heard(shown, tongue)
        message = shown.message
        assert (found.number, found.format, found.version, found.precedence) == (
            message.number,
            message.format,
            message.version,
            message.precedence,
        )
        wanted = {k: v for k, v in message.fields.items() if k not in found.not_carried}
        assert found.fields == wanted
        assert found.before == (shown.around.before or {})
        assert found.corrected == (shown.around.corrected or {})
        assert found.header["from"] == ["amber", message.by.role.value, message.by.officer]
        assert found.header["released"] == message.released_ms
        count += 1
    assert count > 600


def test_the_examples_hold_every_value_of_every_table() -> None:
    """What the round trip goes through is all that the tables enumerate, in all versions."""
    said = {
        (shown.message.format, shown.message.version, name, str(code))
        for shown in messages()
        for name, value in shown.message.fields.items()
        for code in (value if isinstance(value, list) else [value])
    }
    for fmt in EVERY:
        for spec in fmt.fields:
            for code, _ in spec.choices:
                assert (fmt.code, fmt.version, spec.name, code) in said


def headers() -> Iterator[Example]:
    """A message for each code that a header can hold."""
    base = example(FORMATS["NWA"])
    message, around = base.message, base.around
    for role in Role:
        yield replace(base, message=replace(message, by=Signature("desk-1", role)))
        yield replace(base, message=replace(message, second=Signature("desk-2", role)))
    for precedence in Precedence:
        yield replace(base, message=replace(message, precedence=precedence))
    for releasability in Releasability:
        yield replace(base, message=replace(message, releasability=releasability))
    for confidence in Confidence:
        yield replace(base, message=replace(message, confidence=confidence))
    for kind in ("safety", "strategic", "diplomatic", "humanitarian"):
        elsewhere = (Elsewhere(kind, "A" * 43 + "="),)
        yield replace(base, message=replace(message, elsewhere=elsewhere))
    for status in Status:
        yield replace(base, around=replace(around, status=status))
    for state in ("superseded", "cancelled", "ended", "expired"):
        yield replace(base, around=replace(around, state=state))


@LANGUAGES
def test_every_code_of_the_header_comes_back(code: str) -> None:
    """Roles, urgencies, states, releasability, confidence, kinds of channel: said, heard."""
    for shown in headers():
        found, message = heard(shown, shipped()[code]), shown.message
        assert found.precedence is message.precedence
        header = found.header
        assert header.get("releasability") == message.releasability
        assert header.get("confidence") == message.confidence
        if message.second is not None:
            assert header["second"] == ["amber", message.second.role.value, "desk-2"]
        if message.elsewhere:
            assert header["elsewhere"] == [message.elsewhere[0].kind, message.elsewhere[0].entry]
        status = shown.around.status
        assert header.get("status", Status.ACTUAL) == status
        assert header.get("state", "open") == shown.around.state


@LANGUAGES
def test_the_rest_of_the_header_comes_back(code: str) -> None:
    """Lists of parties and numbers, an agreement, on whose behalf, whose words, what was passed."""
    base = example(FORMATS["NAA"])
    message = replace(
        base.message,
        to=("cobalt", "meridian"),
        info=("sable",),
        refs=("AMBER-2026-0001", "COBALT-2026-0002"),
        on_behalf_of="sable",
        agreement="memorandum of 2026, article 3",
        releasable_to=("sable",),
        overridden=("check-place",),
        relay=Relay("north", "d" * 44, "s" * 88, message_time()),
    )
    found = heard(replace(base, message=message), shipped()[code])
    assert found.header["to"] == ["cobalt", "meridian"]
    assert found.header["info"] == ["sable"]
    assert found.header["refs"] == ["AMBER-2026-0001", "COBALT-2026-0002"]
    assert found.header["on-behalf-of"] == "sable"
    assert found.header["agreement"] == "memorandum of 2026, article 3"
    assert found.header["releasable-to"] == ["sable"]
    assert found.header["overridden"] == ["check-place"]
    assert found.header["relay"] == "north"


def message_time() -> int:
    """When the carried words were said."""
    return example(FORMATS["NAA"]).message.released_ms


@LANGUAGES
def test_what_is_signed_holds_no_mark_of_any_language(code: str) -> None:
    """Marks and no-break spaces are made at the edge: the bytes of an entry have none."""
    for fmt in FORMATS.values():
        shown = example(fmt)
        text = text_of(shown.message, shipped()[code], shown.around)
        assert text.count(FSI) == text.count(PDI) > 0
        _, _, body = encode(Released(shown.message))
        assert not any(mark in body.decode() for mark in (FSI, PDI, "\u00a0"))


@LANGUAGES
def test_digits_are_latin_and_numbers_keep_their_units(code: str) -> None:
    """No Arabic-Indic digit anywhere, and no line may break between a number and its unit."""
    for shown in messages():
        text = text_of(shown.message, shipped()[code], shown.around)
        assert all(char in "0123456789" for char in text if char.isdecimal())
        assert "\u2069 km" not in text
        assert "\u2069 км" not in text


@LANGUAGES
def test_every_language_says_everything(code: str) -> None:
    """Nothing is missing in any language of the package, nothing is left over, nothing is wrong."""
    assert shipped()[code].problems == ()


CACHES = (lexicon.table_words, lexicon.exact_ids, lexicon._first, english, required_ids)


@contextmanager
def with_table(planted: Format, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more table, as long as it is needed."""
    with monkeypatch.context() as patched:
        patched.setattr(lexicon, "EVERY", (*EVERY, planted))
        for cache in CACHES:
            cache.cache_clear()
        yield
    for cache in CACHES:
        cache.cache_clear()


def test_a_format_without_words_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted format that no language knows: each of the three is said to lack its words."""
    planted = replace(FORMATS["NWA"], code="XXX", name="a planted format")
    with with_table(planted, monkeypatch):
        for code in SHIPPED[1:]:
            problems = [str(one) for one in tongue(code, shipped_text(code)).problems]
            assert [one.split(":")[0] for one in problems] == [
                "format-XXX",
                "use-XXX",
                "field-XXX-volume",
            ]
        assert english().own["format-XXX"].text == "a planted format"


def test_words_are_shared_only_where_their_english_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`none` and `own_traffic` that mean something else in a new format get ids of their own."""
    spec = next(one for one in FORMATS["NWA"].fields if one.name == "own_traffic")
    choices = (("none", "no escort at all"), *spec.choices[1:])
    spec = replace(spec, choices=choices, label="escort")
    planted = replace(FORMATS["NWA"], code="YYY", fields=(spec,))
    with with_table(planted, monkeypatch):
        assert lexicon.field_word(planted, spec).id == "field-YYY-own_traffic"
        assert lexicon.value_word(planted, spec, "none").id == "value-YYY-own_traffic-none"
        assert lexicon.value_word(planted, spec, "inside").id == "value-inside"


@LANGUAGES
def test_a_changed_character_is_not_understood(code: str) -> None:
    """A letter more in any word of a line: the line is named, and nothing is taken in part."""
    tongue, shown = shipped()[code], example(FORMATS["NWA"])
    lines = text_of(shown.message, tongue, shown.around).split("\n")
    for place, line in enumerate(lines):
        spoilt = line.replace(": ", "x: ", 1)
        found = parse("\n".join((*lines[:place], spoilt, *lines[place + 1 :])), tongue)
        assert not isinstance(found, Parsed)
        assert isinstance(found[0], Refusal)
        assert found[0].field == f"line {place + 1}"


@pytest.mark.parametrize(
    ("code", "said", "wrong"),
    [
        ("ru", "21\u2069\u00a0минута", "21\u2069\u00a0минут"),
        ("he", "21\u2069\u00a0דקות", "21\u2069\u00a0דקה"),
        ("ar", "21\u2069\u00a0دقيقةً", "21\u2069\u00a0دقائق"),
    ],
)
def test_a_number_in_another_number_s_form_is_not_understood(
    code: str, said: str, wrong: str
) -> None:
    """21 in the form of 5, of 1 or of 3 is a number that somebody changed."""
    tongue, shown = shipped()[code], example(FORMATS["RSP"])
    text = text_of(shown.message, tongue, shown.around)
    assert said in text
    assert isinstance(parse(text, tongue), Parsed)
    assert not isinstance(parse(text.replace(said, wrong), tongue), Parsed)


@pytest.mark.parametrize(
    "text", ["", "nothing", FSI, f"{PDI}{FSI}", f"{FSI}a{PDI}", "\n\n", "x" * 9]
)
def test_text_that_is_no_message_is_refused(text: str) -> None:
    """Nothing, noise, and marks that do not pair end in a refusal, never in a message."""
    found = parse(text, shipped()["en"])
    assert not isinstance(found, Parsed)
    assert found[0].rule in ("not-understood", "text-length")


def test_bytes_are_named_and_not_carried() -> None:
    """A photo and a sealed part are named by size and hash; the text says that it lacks them."""
    found = heard(example(FORMATS["NHS"]), shipped()["en"])
    assert set(found.not_carried) == {"photo", "sealed"}


def test_an_example_is_sound_by_its_table() -> None:
    """What the pages show would be taken: each value passes its field's check."""
    for fmt in FORMATS.values():
        for spec in fmt.fields:
            if spec.kind not in (Kind.VOLUME, Kind.DATA):
                assert check(spec, value_of(spec), spec.name) == ()


POINTS = st.builds(
    lambda lat, lon: {"lat_e7": lat, "lon_e7": lon},
    st.integers(-900_000_000, 900_000_000),
    st.integers(-1_800_000_000, 1_800_000_000),
)
HEIGHTS = st.none() | st.builds(
    lambda cm, reference: {"cm": cm, "reference": reference},
    st.integers(-40_000, 3_000_000),
    st.sampled_from(["AMSL", "WGS84", "FL"]),
)
TIMES = st.none() | st.integers(1_700_000_000_000, 4_000_000_000_000)


@settings(max_examples=60, deadline=None)
@given(
    centre=POINTS,
    radius_cm=st.integers(1, 100_000_000),
    floor=HEIGHTS,
    start_ms=TIMES,
    lasts_ms=st.integers(1, 10**10),
    code=st.sampled_from(SHIPPED),
)
def test_any_place_height_and_time_comes_back_to_the_last_integer(
    centre: dict[str, int],
    radius_cm: int,
    floor: dict[str, int | str] | None,
    start_ms: int | None,
    lasts_ms: int,
    code: str,
) -> None:
    """Centimetres, 1e-7 degrees and milliseconds survive the words, poles included."""
    volume = {
        "outline": {"circle": {**centre, "radius_cm": radius_cm}},
        "floor": floor,
        "ceiling": None,
        "start_ms": start_ms,
        "end_ms": None if start_ms is None else start_ms + lasts_ms,
    }
    base = example(FORMATS["NWA"])
    message = replace(base.message, fields={**base.message.fields, "volume": volume})
    shown = replace(base, message=message)
    assert heard(shown, shipped()[code]).fields["volume"] == volume
