"""Plurals and gender, missing values, remarks, unknown formats, and a fifth language as a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detente.core.line.tables import FORMATS
from detente.journal.keys import Signer
from detente.journal.signatures import public_to_text
from detente.serve import languages
from detente.serve.languages import LanguageFault, Languages
from detente.tongues.catalogue import (
    SHIPPED,
    Pen,
    Tongue,
    english,
    required_ids,
    shipped,
    tongue,
)
from detente.tongues.examples import example, messages, value_of
from detente.tongues.pages import blank
from detente.tongues.parse import Parsed, parse
from detente.tongues.render import render, render_details, text_of
from detente.tongues.review import State
from detente.tongues.template import FSI, PDI, TemplateFault, bare

CODES = pytest.mark.parametrize("code", ["en", "ru", "he", "ar"])


def counted(code: str, id_: str, number: int) -> str:
    """A number with its noun, without marks."""
    return bare(Pen(shipped()[code]).fill(id_, n=number))


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("en", 1, "1 vertex"),
        ("en", 5, "5 vertices"),
        ("ru", 1, "1 вершина"),
        ("ru", 3, "3 вершины"),
        ("ru", 5, "5 вершин"),
        ("ru", 11, "11 вершин"),
        ("ru", 21, "21 вершина"),
        ("ru", 112, "112 вершин"),
        ("he", 1, "קודקוד אחד (1)"),
        ("he", 2, "שני קודקודים (2)"),
        ("he", 7, "7 קודקודים"),
        ("ar", 0, "0 رأس"),
        ("ar", 1, "رأس واحد (1)"),
        ("ar", 2, "رأسان (2)"),
        ("ar", 3, "3 رؤوس"),
        ("ar", 11, "11 رأسًا"),
        ("ar", 100, "100 رأس"),
    ],
)
def test_nouns_take_the_form_of_their_number(code: str, number: int, said: str) -> None:
    """Three forms in Russian, three in Hebrew, six in Arabic; the digits always stand there."""
    assert counted(code, "vertices", number) == said


def test_numerals_take_the_gender_of_their_noun() -> None:
    """Hebrew: two points and one minute are feminine, two vertices masculine; Arabic likewise."""
    assert counted("he", "positions", 2).startswith("שתי ")
    assert counted("he", "vertices", 2).startswith("שני ")
    assert "אחת" in counted("he", "unit-minutes", 1)
    assert "אחד" in counted("he", "unit-knots", 1)
    assert "واحدة" in counted("ar", "unit-minutes", 1)
    assert counted("ar", "unit-metres", 1).startswith("متر واحد ")
    assert counted("ru", "every-weeks", 1) == "каждую 1 неделю"
    assert counted("ru", "every-days", 1) == "каждый 1 день"


@CODES
def test_what_is_joined_here_is_what_fluent_says(code: str) -> None:
    """For each template, the quick way and Fluent's own resolver give the same text."""
    for template in shipped()[code].own.values():
        for number in (0, 1, 2, 3, 11, 100, 2_000):
            values = {name: number if name == "n" else f"<{name}>" for name in template.variables}
            assert template.fill(values) == template.resolve(values), template.id


@CODES
def test_a_template_with_a_missing_value_is_a_fault_and_no_text(code: str) -> None:
    """Whatever needs a value and does not get it is never shown half."""
    for template in shipped()[code].own.values():
        if template.variables:
            with pytest.raises(TemplateFault):
                template.fill({})


@pytest.mark.parametrize("code", ["he", "ar"])
def test_every_number_stands_between_marks(code: str) -> None:
    """Outside all marks of a right-to-left text stands no digit and no Latin letter."""
    for shown in messages():
        text = text_of(shown.message, shipped()[code], shown.around)
        depth = 0
        for char in text:
            depth += (char == FSI) - (char == PDI)
            assert depth or not (char.isascii() and char.isalnum()), text


@CODES
def test_free_text_stands_as_it_was_written_with_a_note(code: str) -> None:
    """Remarks keep every word and their language, and lose what would reorder the line."""
    shown = example(FORMATS["NAA"])
    remarks = "Пролёт \u202eотменён"
    message = replace(shown.message, remarks=remarks, remarks_language="ru")
    made = render(message, shipped()[code], shown.around)
    assert "Пролёт \ufffdотменён" in made.lines[-1].text
    assert "not part of what is agreed" in bare(made.lines[-1].english)
    found = parse(made.text, shipped()[code])
    assert isinstance(found, Parsed)
    assert (found.remarks, found.remarks_language) == ("Пролёт \ufffdотменён", "ru")


@CODES
def test_what_is_not_known_here_is_shown_as_it_came(code: str) -> None:
    """An unknown format, a newer version, an unknown field and code, a message without effect."""
    shown = example(FORMATS["NWA"])
    unknown = render(replace(shown.message, format="ZZZ"), shipped()[code], shown.around)
    assert "ZZZ" in unknown.lines[0].text
    assert '"air-surface"' in unknown.text
    newer = replace(shown.message, version=99, fields={**shown.message.fields, "wind": 12})
    made = render(newer, shipped()[code], shown.around)
    assert "99" in made.lines[1].text
    assert any("wind" in line.text and "12" in line.text for line in made.lines)
    odd = replace(shown.message, fields={"hazard": "gamma-rays", "volume": {"outline": 3}})
    made = render(odd, shipped()[code], replace(shown.around, understood=False))
    assert "gamma-rays" in made.text
    assert Pen(shipped()[code]).fill("not-understood") in made.text


@CODES
def test_a_read_back_of_several_parts_comes_back(code: str) -> None:
    """Two parts with an open height, each again on its days: said number by number, heard."""
    shown = example(FORMATS["RBK"])
    computed = shown.message.fields["computed"]
    assert isinstance(computed, dict)
    one = dict(computed)
    words, offset = one.pop("words"), one.pop("utc_offset_min")
    again = {"every_ms": 86_400_000, "days": ["MO", "FR"], "until_ms": one["end_ms"]}
    parts = [one, {**one, **again, "ceiling": None, "length_cm": 12_345, "half_width_cm": 100}]
    computed = {"parts": parts, "words": words, "utc_offset_min": offset}
    message = replace(shown.message, fields={"computed": computed})
    found = parse(text_of(message, shipped()[code], shown.around), shipped()[code])
    assert isinstance(found, Parsed)
    assert found.fields == {"computed": computed}


@CODES
def test_local_time_is_said_beside_and_not_taken(code: str) -> None:
    """A reader at +2 h sees both times; what is heard is UTC."""
    shown = example(FORMATS["NAA"])
    text = text_of(shown.message, shipped()[code], replace(shown.around, offset_min=120))
    assert "2026-11-22\u00a010:00" in text
    found = parse(text, shipped()[code])
    assert isinstance(found, Parsed)
    assert found.fields == shown.message.fields


def toy() -> str:
    """A fifth language: English, each word of it with a tail; two forms of number, as Dutch has."""
    lines = []
    for id_ in required_ids():
        text = english().own[id_].text
        if id_ == "language-direction" or "->" in text:
            lines.append(f"{id_} = {text}")
        else:
            lines.append(f"{id_} = {text} ij")
    return "\n".join(lines) + "\n"


def home_with(tmp_path: Path, name: str, text: str) -> tuple[Path, Signer]:
    """A home folder with one language file, and the key of its party."""
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / name).write_text(text, encoding="utf-8")
    return tmp_path, Signer.make()


def test_adding_a_language_is_adding_a_file(tmp_path: Path) -> None:
    """A fifth language in the home's folder says every format, and every one comes back."""
    home, signer = home_with(tmp_path, "nl.ftl", toy())
    known = Languages(home, public_to_text(signer.public))
    assert list(known.all()) == ["en", "ru", "he", "ar", "nl"]
    language = known.get("nl")
    assert language is not None
    assert language.problems == ()
    for shown in messages():
        text = text_of(shown.message, language.tongue, shown.around)
        found = parse(text, language.tongue, shown.around.subject, shown.message.version)
        assert isinstance(found, Parsed)


def test_what_a_language_lacks_is_said_in_english(tmp_path: Path) -> None:
    """A file of one line: the rest is English, each line of it unreviewed and named as missing."""
    home, signer = home_with(tmp_path, "fr.ftl", "format-NWA = avertissement d'armes\n")
    language = Languages(home, public_to_text(signer.public)).get("fr")
    assert language is not None
    shown = example(FORMATS["NWA"])
    made = render(shown.message, language.tongue, shown.around)
    assert "avertissement d'armes" in made.text
    assert "kind of hazard" in made.text
    assert len(language.tongue.missing) > 600


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("circle = cercle { $radius }", "lacks the value { $centre }"),
        ("circle = cercle { $radius } { $centre } { $colour }", "asks for { $colour }"),
        ("format-NOPE = rien", "nothing of this name"),
        ("format-NWA = { NUMBER(1) }", "only variables"),
        ("format-NWA = { format-NAA }", "only variables"),
        ("format-NWA = \u2068x\u2069", "set around values by the program"),
        ("language-direction = sideways", "ltr or rtl"),
        ("format-NWA = { $", "line 1"),
        ("format-NWA = a\nformat-NWA = b", "twice"),
        ("vertices = { $n ->\n   *[other] { $n } x\n }", "no form for [one]"),
        ("vertices = { $n ->\n    [one] x\n   *[other] { $n } x\n }", "does not say the number"),
    ],
)
def test_a_template_that_cannot_be_used_is_named_and_left_out(line: str, reason: str) -> None:
    """What is wrong is said with its id; the word is English's, and nothing is said half."""
    made = tongue("fr", f"{line}\n")
    assert any(reason in str(problem) for problem in made.problems), made.problems[:3]
    id_ = line.split(" ", maxsplit=1)[0]
    if id_ in english().own and "twice" not in reason:
        assert made.template(id_) is english().own[id_]


def test_a_blank_file_lists_everything_and_a_filled_one_is_taken() -> None:
    """The blank has each id with its English; the package's own languages come filled in."""
    empty = tongue("fr", blank("fr"))
    assert set(empty.missing) == set(required_ids())
    assert all(problem.lacks for problem in empty.problems)
    assert tongue("ru", blank("ru")).problems == ()


def test_languages_come_unreviewed_and_say_so() -> None:
    """As shipped no template is signed off: code and English stand beside every line."""
    shown = example(FORMATS["NWA"])
    for code in ("ru", "he", "ar"):
        made = render(shown.message, shipped()[code], shown.around)
        assert not made.reviewed
        assert "nobody has reviewed" in made.note
        assert all(line.english and line.code and not line.reviewed for line in made.lines)
        hazard = next(line for line in made.lines if line.code == "hazard=air-surface")
        assert "weapons from the air to the surface" in hazard.english


def signed_home(tmp_path: Path) -> tuple[Languages, Path, Signer, Tongue]:
    """A home whose party reviewed and signed off all of Russian."""
    signer = Signer.make()
    known = Languages(tmp_path, public_to_text(signer.public))
    language = known.all()["ru"]
    languages.review(tmp_path, language, tuple(language.tongue.own), "A. Noor, interpreter", 5)
    languages.sign(tmp_path, known.all()["ru"], "amber", signer, 6)
    return known, tmp_path, signer, language.tongue


def test_a_party_reviews_and_signs_off_a_language(tmp_path: Path) -> None:
    """Reviewed by a person is not yet enough; signed off by the party, English is not needed."""
    known, _home, _signer, russian = signed_home(tmp_path)
    language = known.all()["ru"]
    assert language.counts()["signed"] == len(russian.own)
    one = language.reviews.standing(russian, "value-N")
    assert (one.state, one.by, one.at_ms, one.party) == (
        State.SIGNED,
        "A. Noor, interpreter",
        5,
        "amber",
    )
    shown = example(FORMATS["NWA"])
    made = render(shown.message, russian, shown.around, language.reviews.is_signed)
    assert made.reviewed
    assert "reviewed and signed" in made.note


def test_a_changed_template_is_unreviewed_again(tmp_path: Path) -> None:
    """One word said otherwise in the home's file: that template alone falls back, at once."""
    known, home, _signer, _russian = signed_home(tmp_path)
    text = "value-N = к северу\n"
    (home / "languages" / "ru.ftl").write_text(text, encoding="utf-8")
    language = known.all()["ru"]
    assert language.reviews.standing(language.tongue, "value-N").state is State.CHANGED
    assert language.reviews.standing(language.tongue, "value-S").state is State.SIGNED
    shown = example(FORMATS["NWA"])
    made = render(shown.message, language.tongue, shown.around, language.reviews.is_signed)
    unsure = [line.code for line in made.lines if not line.reviewed]
    assert unsure == ["advice_direction=N"]
    assert not made.reviewed


def test_reviews_without_the_party_s_signature_do_not_count(tmp_path: Path) -> None:
    """Reviewed only, signed by another key, or altered after signing: English stays beside."""
    known, home, signer, russian = signed_home(tmp_path)
    path = home / "languages" / "ru.reviews.json"
    whole = path.read_text(encoding="utf-8")
    other = Languages(home, public_to_text(Signer.make().public)).all()["ru"]
    assert other.counts()["signed"] == 0
    assert other.counts()["reviewed"] == len(russian.own)
    assert "another key" in str(other.problems[0])
    path.write_text(whole.replace("A. Noor", "B. Noor", 1), encoding="utf-8")
    assert known.all()["ru"].counts()["signed"] == 0
    made = languages.sign(home, known.all()["ru"], "amber", signer, 7)
    assert len(made.reviews) == len(russian.own)
    assert known.all()["ru"].counts()["signed"] == len(russian.own)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"{", b'{"language":"he"}'])
def test_files_that_cannot_be_used_are_named_and_left_out(tmp_path: Path, data: bytes) -> None:
    """A broken language file or review never keeps the node from speaking."""
    home, signer = home_with(tmp_path, "fr.ftl", "format-NWA = avertissement\n")
    (home / "languages" / "fr.ftl").write_bytes(b"\xff\xfe")
    (home / "languages" / "ru.reviews.json").write_bytes(data)
    known = Languages(home, public_to_text(signer.public)).all()
    assert "UTF-8" in str(known["fr"].problems[0])
    assert known["ru"].problems
    assert known["ru"].counts()["unreviewed"] == len(known["ru"].tongue.own)
    with pytest.raises(LanguageFault):
        languages.review(home, known["ru"], ("value-N",), "A. Noor", 5)


def test_what_cannot_be_reviewed_is_refused(tmp_path: Path) -> None:
    """No name, a template that is not there, and nothing to sign: said, and nothing is written."""
    signer = Signer.make()
    language = Languages(tmp_path, public_to_text(signer.public)).all()["he"]
    for ids, name in ((("value-N",), " "), (("value-NOPE",), "A. Noor")):
        with pytest.raises(LanguageFault):
            languages.review(tmp_path, language, ids, name, 5)
    with pytest.raises(LanguageFault, match="no review waits"):
        languages.sign(tmp_path, language, "amber", signer, 6)
    assert not (tmp_path / "languages").exists()


@pytest.mark.parametrize("language", SHIPPED)
@pytest.mark.parametrize("code", ["NHS", "NHM"])
def test_opened_details_are_said_like_a_message(code: str, language: str) -> None:
    """Each sealed field has its words, code and English; it stays a notice, not a request."""
    fmt = FORMATS[code]
    fields = {spec.name: value_of(spec) for spec in fmt.fields if spec.sealed}
    said = render_details(fmt, fields, shipped()[language])
    assert not said.reviewed
    assert [one.code.partition("=")[0] for one in said.lines] == [*fields, "notice"]
    pen = Pen(shipped()[language])
    for name, line in zip(fields, said.lines, strict=False):
        spec = fmt.field(name)
        assert spec is not None
        assert bare(line.text).startswith(pen.label(fmt, spec))
        assert bare(line.english).startswith(spec.label)
    assert said.lines[-1].english == "A notice, not a request for permission."
    assert render_details(fmt, fields, shipped()[language], reviewed=lambda _: True).reviewed
