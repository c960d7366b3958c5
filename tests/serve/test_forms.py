"""Formats as forms: every field of every table, in the reader's language, nothing left to guess."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.core.line.channels import ChannelKind
from detente.core.line.field import FieldSpec
from detente.core.line.tables import FORMATS
from detente.journal.keys import Signer
from detente.journal.signatures import public_to_text
from detente.serve import forms, languages
from detente.serve.http.form_routes import _tables
from detente.serve.languages import Language, Languages
from detente.wire.form_views import FieldView


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory: pytest.TempPathFactory) -> Language:
    """Hebrew as it ships: said, and reviewed by nobody."""
    found = Languages(tmp_path_factory.mktemp("home"), "none").get("he")
    assert found is not None
    return found


def _pairs(
    specs: tuple[FieldSpec, ...], fields: tuple[FieldView, ...]
) -> Iterator[tuple[FieldSpec, FieldView]]:
    for spec, field in zip(specs, fields, strict=True):
        yield spec, field
        yield from _pairs(spec.parts, field.parts)


def test_a_form_has_every_field_of_its_table_and_of_its_records(hebrew: Language) -> None:
    """Each field, each part of a record and each code of the table is in the form, by name."""
    for fmt in FORMATS.values():
        for spec, field in _pairs(fmt.fields, forms.form_of(fmt, hebrew)):
            assert (field.name, field.kind, field.label.english) == (
                spec.name,
                spec.kind,
                spec.label,
            )
            assert [one.code for one in field.choices] == [code for code, _ in spec.choices]
            assert [one.words.english for one in field.choices] == [
                said for _, said in spec.choices
            ]


def test_labels_and_codes_are_said_in_the_language_with_their_english(hebrew: Language) -> None:
    """A Hebrew reader sees the hazard's codes in Hebrew, the English beside, not yet reviewed."""
    hazard = next(one for one in forms.form_of(FORMATS["NWA"], hebrew) if one.name == "hazard")
    words = hazard.choices[0].words
    assert words.english == "weapons from the air to the surface"
    assert any("\u0590" <= char <= "\u05ff" for char in words.text)
    assert not words.reviewed


def test_a_format_says_when_to_use_it_in_the_language(hebrew: Language) -> None:
    """Whoever looks for a format reads in Hebrew what each is for, and what a field wants."""
    for fmt in FORMATS.values():
        said = forms.purpose_of(fmt, hebrew)
        assert (said.english, said.text != fmt.use) == (fmt.use, True)
        for spec, field in _pairs(fmt.fields, forms.form_of(fmt, hebrew)):
            assert (field.hint is None) == (not spec.help)
            if field.hint is not None:
                assert (field.hint.english, field.hint.text != spec.help) == (spec.help, True)


def test_a_part_of_a_record_is_said_in_the_language(hebrew: Language) -> None:
    """The parts of an agreement's articles have Hebrew labels, as its fields have."""
    articles = next(one for one in forms.form_of(FORMATS["AGR"], hebrew) if one.name == "articles")
    assert articles.parts
    assert all(part.label.text != part.label.english for part in articles.parts)


def test_without_a_language_a_form_is_in_english() -> None:
    """Who asks for no language reads the table's own words."""
    for field in forms.form_of(FORMATS["NAA"], None):
        assert field.label.text == field.label.english


def test_what_the_node_fills_in_is_not_asked_for() -> None:
    """A field that the node fills is never marked as required, and says with what it is filled."""
    filled = [
        (spec, field)
        for fmt in FORMATS.values()
        for spec, field in _pairs(fmt.fields, forms.form_of(fmt, None))
        if spec.fill is not None
    ]
    assert filled
    assert all(field.fill is spec.fill and not field.required for spec, field in filled)


def test_an_answer_says_what_must_go_with_it(hebrew: Language) -> None:
    """UNABLE wants a reason and may propose a volume; WILCO wants nothing."""
    found = {one.code: one for one in forms.answers_of(FORMATS["NAA"], hebrew)}
    assert (found["UNABLE"].needs, found["WILCO"].needs) == (("reason",), ())
    assert "proposal" in found["UNABLE"].may


def test_a_format_says_on_which_kinds_of_channel_it_goes() -> None:
    """A contact between capitals is not offered on a safety channel; a danger area is on all."""
    found = {one.code: one for one in _tables(None)}
    assert ChannelKind.SAFETY not in found["CON"].kinds
    assert set(found["NWA"].kinds) == set(ChannelKind)
    assert (found["NWA"].volume_field, found["NWA"].point_field) == ("volume", None)


def test_the_forms_alone_are_a_part_of_the_whole(hebrew: Language) -> None:
    """What a console loads first has the same forms, without schema and lines of text."""
    whole, alone = _tables(hebrew), _tables(hebrew, table=False)
    assert [one.form for one in whole] == [one.form for one in alone]
    assert all(one.fields == {} and one.rendered is None for one in alone)
    assert all(one.fields and one.rendered for one in whole)


def test_a_signed_off_language_is_marked_so(tmp_path: Path) -> None:
    """Only what this party signed off counts as reviewed, word by word."""
    signer = Signer.make()
    own = Languages(tmp_path, public_to_text(signer.public))
    russian = own.get("ru")
    assert russian is not None
    languages.review(tmp_path, russian, ("format-NAA",), "a linguist", 1)
    again = own.get("ru")
    assert again is not None
    languages.sign(tmp_path, again, "amber", signer, 2)
    signed = own.get("ru")
    assert forms.name_of(FORMATS["NAA"], signed).reviewed
    assert not forms.name_of(FORMATS["NWA"], signed).reviewed
