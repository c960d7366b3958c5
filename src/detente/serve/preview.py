"""A message before it is released, as its readers would see it: words, map, and read-back.

The node says what it understood (core/line/preview.py); what is made of it here, words in every
language and shapes for a map, is made beside the writer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from detente.core.airspace.parts_json import airspace_from_json, airspace_to_json
from detente.core.airspace.volume import PARTS_MAX, Airspace, Altitude
from detente.core.airspace.volume_json import (
    altitude_from_json,
    altitude_to_json,
    outline_from_json,
    outline_to_json,
)
from detente.core.line.field import TIME_MAX_MS, TIME_MIN_MS, Kind
from detente.tongues import computed
from detente.tongues.render import Circumstances, Line, done, render, rendered
from detente.wire.geojson import outline_geometry
from detente.wire.preview_views import DrawnPart, PreviewView

if TYPE_CHECKING:
    from detente.core.line.formats import Format
    from detente.core.line.message import Message, Status
    from detente.core.values import Fields, Json
    from detente.serve.languages import Language
    from detente.tongues.catalogue import Pen
    from detente.tongues.rendered import Rendered

READBACK_NAME: Final = "RBK"  # the format in which a read-back travels


def preview(
    message: Message,
    raw: Fields,
    fmt: Format,
    readback: Mapping[str, Json],
    languages: Sequence[Language],
    *,
    author: str,
    status: Status,
) -> PreviewView:
    """The message in every language, its volumes drawn, and what would be said back.

    message: with its sound fields; raw: all that was given.
    """
    around = Circumstances(author, status)
    return PreviewView(
        fields=message.fields,
        said=tuple(render(message, one.tongue, around, one.reviews.is_signed) for one in languages),
        volumes=tuple(drawn(fmt, raw)),
        readback=dict(readback),
        readback_said=tuple(_readback(readback, one) for one in languages) if readback else (),
    )


def _readback(readback: Mapping[str, Json], language: Language) -> Rendered:
    """The numbers of a read-back in a language; the English sentence stands beside them anyway."""
    numbers = {name: one for name, one in readback.items() if name not in computed.OF_ALL_PARTS}

    def lines(pen: Pen) -> Iterator[Line]:
        for code, text in computed.lines(pen, numbers):
            yield done(pen, text, code)

    return rendered(lines, language.tongue, 0, language.reviews.is_signed, "")


def drawn(fmt: Format, raw: Fields) -> Iterator[DrawnPart]:
    """What a map can draw of each volume field of a format, part by part."""
    for spec in fmt.fields:
        value = raw.get(spec.name)
        if spec.kind is not Kind.VOLUME or value is None:
            continue
        parsed = airspace_from_json(value, "")
        if isinstance(parsed, Airspace):
            whole = airspace_to_json(parsed)
            items = whole if isinstance(whole, list) else [whole]
        else:
            items = list(value) if isinstance(value, list | tuple) else [value]
        for place, item in enumerate(items[:PARTS_MAX]):
            if isinstance(item, Mapping):
                yield _part(spec.name, place, item, sound=isinstance(parsed, Airspace))


def _part(name: str, place: int, item: Mapping[str, Json], *, sound: bool) -> DrawnPart:
    """One part: each member by itself, so that a circle is seen before its heights are given."""
    read = outline_from_json(item.get("outline"), "")
    outline = None if isinstance(read, tuple) else read
    return DrawnPart(
        field=name,
        part=place,
        sound=sound,
        outline=None if outline is None else outline_to_json(outline),
        floor=_altitude(item.get("floor")),
        ceiling=_altitude(item.get("ceiling")),
        start_ms=_time(item.get("start_ms")),
        end_ms=_time(item.get("end_ms")),
        repeats=item.get("repeats") if sound else None,
        geometry=None if outline is None else outline_geometry(outline),
    )


def _altitude(value: Json) -> Json:
    found = altitude_from_json(value, "")
    return altitude_to_json(found) if isinstance(found, Altitude) else None


def _time(value: Json) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if TIME_MIN_MS <= value <= TIME_MAX_MS else None
