"""Read XML of strangers into a small tree, refusing all that XML can be abused for.

No document type, so no entity of any kind and nothing to expand or to fetch; no network and no
file, ever. Bytes, elements, depth and text are limited. Namespaces are dropped: `kml:Placemark` and
`Placemark` are one name here. Comments and processing instructions are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat  # the parser itself: what it may do is set below, all else is off

ELEMENTS_MAX: Final = 200_000
"""A thousand placemarks with everything that programs write around them take a tenth of it."""
DEPTH_MAX: Final = 64
"""Folders in folders; a deeper nest is no plan, and every walk here stays far from any limit."""
ENCODINGS: Final = frozenset({"utf-8", "us-ascii", "ascii"})
"""What is read; anything else is asked for again in UTF-8, as KML says."""


@dataclass(slots=True)
class Element:
    """An element without its namespace: its own text in one piece, its children in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def child(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((one for one in self.children if one.name == name), None)

    def all(self, name: str) -> Iterator[Element]:
        """All children of that name."""
        return (one for one in self.children if one.name == name)

    def text_of(self, name: str) -> str:
        """The text of the first child of that name, without blanks around it; empty if none."""
        found = self.child(name)
        return found.text.strip() if found is not None else ""


class XmlRefused(Exception):
    """The text is no XML that is read here; the message says why, for a person."""


def parse(data: bytes) -> Element:
    """The root element of an XML text; XmlRefused says why there is none."""
    building = _Building()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.XmlDeclHandler = _declaration
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _doctype
    parser.ExternalEntityRefHandler = _doctype
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise XmlRefused(f"it is no XML: {error}") from error
    if building.root is None:
        raise XmlRefused("it has no element")
    return building.root


def _declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ENCODINGS:
        raise XmlRefused(f"its encoding is {encoding[:20]!r}; only UTF-8 is read")


def _doctype(*_: object) -> int:
    raise XmlRefused("it declares a document type or an entity, which is never read")


class _Building:
    """The tree while it grows. Owned by one call of `parse`."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > ELEMENTS_MAX:
            raise XmlRefused(f"it has more than {ELEMENTS_MAX} elements")
        if len(self._open) >= DEPTH_MAX:
            raise XmlRefused(f"it is nested deeper than {DEPTH_MAX} elements")
        element = Element(name.rpartition(" ")[2], attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def end(self, _name: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def characters(self, text: str) -> None:
        self._texts[-1].append(text)
