"""The native API's types of a format as a form: all that is needed to draw one and to help fill it.

Nothing here is checked again by whoever draws: what a value must be stands in the format's JSON
Schema beside it, and the node refuses what is wrong with the path of the field.
"""

from __future__ import annotations

import msgspec

from detente.core.line.channels import ChannelKind
from detente.core.line.field import Fill, Kind
from detente.core.line.message import Role
from detente.core.values import Json
from detente.tongues.rendered import Rendered


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a table in the language that was asked for, with their English beside them.

    reviewed: this node's party signed off every template that they were made of; until then the
    English is shown beside them. Without a language, `text` is the English.
    """

    text: str
    english: str
    reviewed: bool


class ChoiceView(msgspec.Struct, frozen=True, kw_only=True):
    """One code that a field may hold, with its words."""

    code: str
    words: Words


class NeededView(msgspec.Struct, frozen=True, kw_only=True):
    """The field that makes another one required, while it holds one of these codes."""

    field: str
    codes: tuple[str, ...]


class FieldView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One field of a form. What is as by default is left out: it halves the whole.

    kind: what it holds (core.line.field). hint: one sentence that helps, if it has one; help: the
    same in English, else empty.
    minimum, maximum: of an integer's value, of a text's characters, of data's bytes, of how many
    records; None where the kind has neither. unit: of an integer, as a code. fill: what the node
    writes when it is left empty. ahead: a time that may lie ahead; other times tell what happened.
    lines: a text of several lines. sealed: goes only inside the part encrypted to each reader.
    needed: what makes it required besides. parts: the fields of each record of a list. example:
    what an officer may type.
    """

    name: str
    kind: Kind
    label: Words
    required: bool
    hint: Words | None = None
    help: str = ""
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[ChoiceView, ...] = ()
    fill: Fill | None = None
    ahead: bool = False
    lines: bool = False
    sealed: bool = False
    needed: NeededView | None = None
    parts: tuple[FieldView, ...] = ()
    example: str = ""


class AnswerChoiceView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer that a format may be given, with its words and what goes with it.

    needs: members of the answer (POST .../answer) that it must have; may: those that it may have.
    """

    code: str
    words: Words
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


class FormatView(msgspec.Struct, frozen=True, kw_only=True):
    """One format: enough to draw its form and to check it. fields: JSON Schema of `fields`.

    urgent_lead_ms, urgent_deadlines: when it is sent as IMMEDIATE or FLASH, where they differ.
    lead_by: the field and its codes that ask for another lead time, with that time.
    versions: every version known here. two_person: two officers release it. disseminated: it must
    reach the crew. sealed: fields that go only inside the part encrypted to each reader.
    form: its fields as a form; title: its name; purpose: when an officer uses it (`use` is the
    English); answer_choices: what it may be answered; each in the language that was asked for.
    kinds: the kinds of channel that take it; whatever is FLASH goes on all. volume_field,
    point_field: which of its fields stands on the map. changeable: its author may correct,
    cancel or end it. rendered: the table in lines, in the language that was asked for. With the
    forms alone, fields is empty and rendered null.
    """

    code: str
    version: int
    name: str
    family: str
    marker: str
    precedence: str
    use: str
    releaser: Role
    lead_ms: int | None
    effective: str
    deadlines: dict[str, int]
    answers: tuple[str, ...]
    fields: Json
    title: Words
    purpose: Words
    form: tuple[FieldView, ...] = ()
    answer_choices: tuple[AnswerChoiceView, ...] = ()
    kinds: tuple[ChannelKind, ...] = ()
    volume_field: str | None = None
    point_field: str | None = None
    changeable: bool = False
    urgent_lead_ms: int | None = None
    lead_by: dict[str, dict[str, int]] | None = None
    urgent_deadlines: dict[str, int] = {}
    versions: tuple[int, ...] = ()
    two_person: bool = False
    disseminated: bool = False
    sealed: tuple[str, ...] = ()
    rendered: Rendered | None = None
