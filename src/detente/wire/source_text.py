"""The text of a public source, from the bytes it came in: HTML, text, PDF, feed, web archive.

Nothing of a source is executed or fetched: scripts are dropped, addresses are only written down.
Everything is bounded, since whoever publishes a page decides what is in it; the caller runs this in
a process of its own with limits (serve/extract.py). The same bytes always give the same text, so
that the place of a passage means something. Not here: sentences and what they say (core/sources).
"""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from detente.core.line.field import JOINERS
from detente.core.refusal import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup
    from bs4.element import PageElement, Tag

BYTES_MAX: Final = 16_777_216  # the largest newspaper page with its pictures inside has half of it
CHARS_MAX: Final = 4_000_000  # two thousand pages; what is longer is a library, not a source
PARTS_MAX: Final = 1_000  # entries of a feed, documents of an archive
PAGES_MAX: Final = 2_000  # of a PDF
RECORD_BYTES_MAX: Final = 4 << 20  # of one document of an archive, unpacked
TITLE_CHARS_MAX: Final = 200
FORMS: Final = ("html", "text", "pdf", "feed", "warc")
Form = Literal["html", "text", "pdf", "feed", "warc"]

_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"),
        *("main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    }
)
_SILENT: Final = frozenset(
    {
        *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas"),
        *("select", "button", "textarea", "head", "title", "math"),
    }
)
_DAY: Final = re.compile(r"(?:19|20)\d{2}-\d{2}(?:-\d{2})?")
_UNSEEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|(?:opacity|font-size)\s*:\s*0(?:\.0*)?(?:px|em|rem|pt|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")
CONTROLS_SHARE_MAX: Final = 0.02  # a text has next to none; of a picture or archive it is a tenth
CONTROLS_FREE: Final = 3  # a few strays in a short note are no picture
_BLANKS: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r" ?\n ?(?:\n ?)*")


class Unreadable(Fault):
    """The bytes hold no text that can be read; `reason` says why, in words for an officer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Part(msgspec.Struct, frozen=True):
    """One document inside a source: an entry of a feed, a record of an archive, or all of it."""

    title: str
    address: str
    dated: str
    from_char: int
    until_char: int


class Extracted(msgspec.Struct, frozen=True):
    """A source's text. title, publisher, dated: as the source says itself; empty where not."""

    form: str
    text: str
    title: str
    publisher: str
    dated: str
    parts: tuple[Part, ...]


class _Page(msgspec.Struct, frozen=True):
    text: str
    title: str = ""
    publisher: str = ""
    dated: str = ""
    address: str = ""


def form_of(data: bytes) -> Form:
    """What form some bytes have, by how they begin."""
    head = data[:2_048].lstrip(b"\xef\xbb\xbf \t\r\n")
    low = head.lower()
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith((b"WARC/", b"\x1f\x8b")):
        return "warc"
    if re.search(rb"<(?:rss|feed|rdf:rdf)[\s>]", low):
        return "feed"
    if low.startswith((b"<!doctype html", b"<html")) or re.search(
        rb"<(?:html|body|p|div)[\s>]", low
    ):
        return "html"
    return "text"


def extract(data: bytes, form: str = "") -> Extracted:
    """The text in some bytes; form: empty finds it by how they begin. Raises Unreadable."""
    if len(data) > BYTES_MAX:
        raise Unreadable(f"{len(data)} bytes, the limit is {BYTES_MAX}")
    form = form or form_of(data)
    if form not in FORMS:
        raise Unreadable(f"{form[:20]!r} is no form of a source; these are: {', '.join(FORMS)}")
    try:
        pages = list(_pages(data, form))
    except Unreadable:
        raise
    except MemoryError as error:
        raise Unreadable(f"unpacked, this {form} takes more memory than is given to it") from error
    except ImportError as error:
        why = f"reading {form} needs {error.name}: pip install 'detente[documents]'"
        raise Unreadable(why) from error
    except Exception as error:
        # The readers of others' formats raise whatever the bytes lead them to; all of it means
        # the same to an officer.
        raise Unreadable(f"this is no {form} that can be read ({type(error).__name__})") from error
    return _joined(form, pages)


def clean(text: str) -> str:
    """Text without what would hide or reorder it: controls, marks of direction, odd blanks."""
    kept = []
    for char in text.replace("\r\n", "\n").replace("\r", "\n"):
        category = unicodedata.category(char)
        if char == "\n" or category in ("Zl", "Zp"):
            kept.append("\n")
        elif char == "\t" or category == "Zs":
            kept.append(" ")
        elif category not in ("Cc", "Cf", "Cs", "Co", "Cn") or char in JOINERS:
            kept.append(char)
    return "".join(kept)


def _pages(data: bytes, form: str) -> Iterator[_Page]:
    match form:
        case "html":
            yield _html(data)
        case "pdf":
            yield _pdf(data)
        case "feed":
            yield from _feed(data)
        case "warc":
            yield from _warc(data)
        case _:
            yield _Page(clean(_only_text(_decoded(data))))


def _only_text(text: str) -> str:
    """The same text, unless it is no text: a picture, an archive, a program, read as letters."""
    head = text[:CHARS_MAX]
    if len(_CONTROLS.findall(head)) > CONTROLS_FREE + CONTROLS_SHARE_MAX * len(head):
        raise Unreadable(
            "this is no text, HTML, PDF, feed or web archive (a picture, an archive or a program?);"
            " give the page itself, or its text"
        )
    return text


def _joined(form: str, pages: list[_Page]) -> Extracted:
    """All pages as one text, a blank line between, each with its place."""
    texts, parts, at = [], [], 0
    for page in pages[:PARTS_MAX]:
        if not page.text.strip():
            continue
        if at:
            texts.append("\n\n")
            at += 2
        texts.append(page.text)
        parts.append(Part(page.title, page.address, page.dated, at, at + len(page.text)))
        at += len(page.text)
        if at > CHARS_MAX:
            raise Unreadable(f"more than {CHARS_MAX} characters of text; give a smaller part of it")
    if not parts:
        raise Unreadable("there is no text in it; of a scanned page, type the text and add that")
    first = pages[0]
    return Extracted(form, "".join(texts), first.title, first.publisher, first.dated, tuple(parts))


def _decoded(data: bytes) -> str:
    """Bytes as text: UTF-16 by its mark, else UTF-8, else the Western alphabet of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _html(data: bytes | str) -> _Page:
    from bs4 import BeautifulSoup  # noqa: PLC0415 - an extra, needed for this form only

    soup = BeautifulSoup(data, "html.parser")
    title = _meta(soup, "og:title") or (soup.title.get_text(" ") if soup.title else "")
    dated = _DAY.search(_meta(soup, "article:published_time") or _meta(soup, "date") or _time(soup))
    return _Page(
        _lines("".join(_walk(soup))),
        _short(title),
        _short(_meta(soup, "og:site_name")),
        dated[0] if dated else "",
    )


def _walk(soup: BeautifulSoup) -> Iterator[str]:
    """The words of a page in order, a line end wherever a block begins or ends. No recursion."""
    from bs4.element import Comment, Declaration, Doctype, NavigableString, Tag  # noqa: PLC0415 - as above

    element: PageElement | None = soup.contents[0] if soup.contents else None
    while element is not None:
        if isinstance(element, Tag):
            if element.name in _SILENT or _is_hidden(element):
                element = element.next_sibling or _behind(element)
                continue
            if element.name in _BLOCKS:
                yield "\n"
        elif isinstance(element, NavigableString) and not isinstance(
            element, (Comment, Declaration, Doctype)
        ):
            yield _BLANKS.sub(" ", str(element).replace("\n", " "))
            if element.next_sibling is None and _closes_block(element):
                yield "\n"
        element = element.next_element


def _is_hidden(tag: Tag) -> bool:
    """Whether a page says of a part that no reader sees it, in the part itself."""
    style = tag.get("style")
    return tag.get("hidden") is not None or (
        isinstance(style, str) and _UNSEEN.search(style) is not None
    )


def _behind(element: PageElement) -> PageElement | None:
    """What follows an element and all that is in it."""
    above = element.parent
    while above is not None:
        if above.next_sibling is not None:
            return above.next_sibling
        above = above.parent
    return None


def _closes_block(element: PageElement) -> bool:
    above = element.parent
    while above is not None and above.name not in _BLOCKS:
        if above.next_sibling is not None:
            return False
        above = above.parent
    return above is not None


def _meta(soup: BeautifulSoup, name: str) -> str:
    tag = soup.find("meta", attrs={"property": name}) or soup.find("meta", attrs={"name": name})
    value = tag.get("content") if tag is not None else None
    return value if isinstance(value, str) else ""


def _time(soup: BeautifulSoup) -> str:
    tag = soup.find("time", attrs={"datetime": True})
    value = tag.get("datetime") if tag is not None else None
    return value if isinstance(value, str) else ""


def _lines(text: str) -> str:
    """Paragraphs on lines of their own, without blank ones, without blanks around."""
    return _LINES.sub("\n", _BLANKS.sub(" ", clean(text))).strip()


def _short(text: str) -> str:
    return " ".join(clean(text).split())[:TITLE_CHARS_MAX]


def _pdf(data: bytes) -> _Page:
    from pypdf import PdfReader  # noqa: PLC0415 - an extra, needed for this form only

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("the PDF is locked with a password")
    if len(reader.pages) > PAGES_MAX:
        raise Unreadable(f"{len(reader.pages)} pages, the limit is {PAGES_MAX}")
    texts, size = [], 0
    for page in reader.pages:
        texts.append(page.extract_text())
        size += len(texts[-1])
        if size > CHARS_MAX:
            raise Unreadable(f"more than {CHARS_MAX} characters of text")
    said = reader.metadata
    title = said.title if said is not None and isinstance(said.title, str) else ""
    return _Page(_lines("\n".join(texts)), _short(title))


def _feed(data: bytes) -> Iterator[_Page]:
    import feedparser  # noqa: PLC0415 - an extra, needed for this form only

    # A stream, never a string: feedparser would fetch a string that looks like an address.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("entries"):
        raise Unreadable("there is no entry in this feed")
    publisher = _short(str(feed.get("feed", {}).get("title", "")))
    for entry in feed["entries"][:PARTS_MAX]:
        bodies = [str(one.get("value", "")) for one in entry.get("content", [])]
        body = bodies[0] if bodies else str(entry.get("summary", ""))
        title = _short(_html(f"<p>{entry.get('title', '')}</p>").text)
        when = entry.get("published_parsed") or entry.get("updated_parsed")
        dated = f"{when[0]:04}-{when[1]:02}-{when[2]:02}" if when else ""
        text = f"{title}\n{_html(f'<div>{body}</div>').text}".strip()
        yield _Page(text, title, publisher, dated, _short(str(entry.get("link", ""))))


def _warc(data: bytes) -> Iterator[_Page]:
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - as above

    found = 0
    for record in ArchiveIterator(io.BytesIO(data), arc2warc=False):
        if record.rec_type not in ("response", "resource", "conversion"):
            continue
        media = ""
        if record.http_headers is not None:
            media = record.http_headers.get_header("Content-Type") or ""
        media = (media or record.rec_headers.get_header("Content-Type") or "").lower()
        body = record.content_stream().read(RECORD_BYTES_MAX + 1)
        if len(body) > RECORD_BYTES_MAX:
            raise Unreadable(f"a document of the archive has over {RECORD_BYTES_MAX} bytes")
        if "html" in media:
            page = _html(body)
        elif media.startswith("text/plain"):
            page = _Page(clean(_decoded(body)))
        else:
            continue
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        yield msgspec.structs.replace(page, address=_short(address))
        found += 1
        if found == PARTS_MAX:
            return
