"""Text comes out of pages, papers, feeds and archives the same way each time, and nothing else."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.wire import source_text
from detente.wire.source_text import Extracted, Unreadable, extract, form_of

PAGE = b"""<!doctype html><html><head><title>Ministers meet | Coast Post</title>
<meta property="og:site_name" content="Coast Post">
<meta property="article:published_time" content="2016-02-18T10:00:00Z">
<script>document.write("Never")</script><style>p { color: red }</style></head>
<body><nav>Home</nav><h1>Ministers  meet</h1>
<p>Ada Holm met <b>Ivo
Brandt</b>.<br>It was quiet.</p><p hidden>Hidden words</p>
<img src="http://127.0.0.1:9/x.png" onerror="alert(1)">
<ul><li>one</li><li>two</li></ul><!-- a comment --></body></html>"""
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Coast Post</title>
<item><title>First</title><description>&lt;p&gt;Holm spoke by phone.&lt;/p&gt;</description>
<link>http://127.0.0.1:9/1</link><pubDate>Thu, 18 Feb 2016 10:00:00 GMT</pubDate></item>
<item><title>Second</title><description>Nothing new.</description></item></channel></rss>"""


def archive(*pages: bytes) -> list[bytes]:
    """The records of a web archive with these pages."""
    records = []
    for page in pages:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
        records.append(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://coast.invalid/a\r\n"
            b"WARC-Date: 2016-03-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            b"Content-Type: application/http; msgtype=response\r\n"
            b"Content-Length: " + str(len(http)).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"
        )
    return records


def paper(*lines: str) -> bytes:
    """A PDF with these lines."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    out = io.BytesIO()
    page = canvas.Canvas(out)
    for at, line in enumerate(lines):
        page.drawString(72, 720 - 20 * at, line)
    page.showPage()
    page.save()
    return out.getvalue()


def test_a_page_gives_its_words_and_where_it_is_from() -> None:
    """Headings, paragraphs and list items are lines; scripts, styles and hidden words are not."""
    found = extract(PAGE)
    assert found.text.split("\n") == [
        "Home",
        "Ministers meet",
        "Ada Holm met Ivo Brandt.",
        "It was quiet.",
        "one",
        "two",
    ]
    assert (found.form, found.publisher, found.dated) == ("html", "Coast Post", "2016-02-18")
    assert found.title == "Ministers meet | Coast Post"


def test_a_feed_is_its_entries() -> None:
    """Each entry is a part with its title, address and date; places count in the whole text."""
    found = extract(FEED)
    assert [(part.title, part.dated) for part in found.parts] == [
        ("First", "2016-02-18"),
        ("Second", ""),
    ]
    first = found.parts[0]
    assert found.text[first.from_char : first.until_char] == "First\nHolm spoke by phone."
    assert found.publisher == "Coast Post"


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_is_its_documents(*, packed: bool) -> None:
    """Plain or packed, each document has its own part and address, and the date it names itself."""
    records = archive(PAGE, b"<html><p>Second page</p></html>")
    found = extract(b"".join(map(gzip.compress, records) if packed else records))
    assert found.form == "warc"
    assert [part.address for part in found.parts] == ["http://coast.invalid/a"] * 2
    assert [part.dated for part in found.parts] == ["2016-02-18", ""]
    assert found.text.endswith("\n\nSecond page")


def test_a_paper_is_read_by_lines() -> None:
    """The words of a PDF come out in order."""
    assert extract(paper("Ada Holm met Ivo Brandt.", "It was quiet.")).text == (
        "Ada Holm met Ivo Brandt.\nIt was quiet."
    )


def test_plain_text_keeps_every_character_that_is_seen() -> None:
    """What would hide or reorder words is dropped; all else keeps its place."""
    data = "One\u202e two\u200b\u00a0three\r\nfour\x07".encode()
    assert extract(data).text == "One two three\nfour"
    assert extract("Ünterschrift".encode("cp1252")).text == "Ünterschrift"
    assert extract("Zwei".encode("utf-16")).text == "Zwei"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text in it"),
        (b"<html><script>x</script></html>", "no text in it"),
        (b"%PDF-1.7 nonsense", "no pdf that can be read"),
        (b"<rss><channel></channel></rss>", "no entry"),
        (b"WARC/1.0\r\nnonsense", "no text in it"),
        (b"\x1f\x8bnonsense", "no warc that can be read"),
        (b"x" * (source_text.BYTES_MAX + 1), "the limit is"),
    ],
)
def test_what_holds_no_text_is_refused_in_words(data: bytes, words: str) -> None:
    """Empty, broken and oversized files: one reason, never a fault of a reader."""
    with pytest.raises(Unreadable) as refused:
        extract(data)
    assert words in refused.value.reason


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(255, -1, -1)) * 40,
        b"\x7fELF\x02\x01\x01" + bytes(64) + b"no text",
        b"minutes" + bytes(1) * 5,
    ],
)
def test_a_picture_or_an_archive_is_no_text(data: bytes) -> None:
    """Bytes of another type are refused, not kept as a page of odd letters."""
    with pytest.raises(Unreadable, match="no text, HTML, PDF, feed or web archive"):
        extract(data)


def test_what_unpacks_without_end_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bomb meets the memory that its reader is given; an officer reads what that means."""

    def bomb(_data: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(source_text, "_warc", bomb)
    with pytest.raises(Unreadable, match="takes more memory than is given to it"):
        extract(b"\x1f\x8b bomb")


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "color:red; VISIBILITY : hidden",
        "font-size:0px;",
        "opacity: 0.0",
        "opacity:0",
    ],
)
def test_words_that_a_page_hides_by_style_are_not_its_words(style: str) -> None:
    """What no reader of the page sees is not proposed to anybody; what is only small stays."""
    page = f"<html><p>Seen.</p><div style='{style}'><p>Hidden.</p></div><p>Also seen.</p></html>"
    assert extract(page.encode()).text == "Seen.\nAlso seen."
    small = "<html><p style='font-size:0.8em; opacity:0.5'>Small.</p></html>"
    assert extract(small.encode()).text == "Small."


def test_a_form_that_is_none_is_refused() -> None:
    """A form that nobody reads is named with those that are."""
    with pytest.raises(Unreadable, match="no form of a source"):
        extract(b"x", "docx")


def test_pages_that_nest_without_end_are_read() -> None:
    """Ten thousand blocks inside each other neither recurse nor lose the words."""
    data = b"<html>" + b"<div>" * 10_000 + b"deep" + b"</div>" * 10_000
    assert extract(data).text == "deep"


def test_an_address_in_a_feed_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that look like an address are read as bytes."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a source reached for the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    with pytest.raises(Unreadable):
        extract(b"http://127.0.0.1:9/feed.xml", "feed")


@settings(deadline=None, max_examples=60)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<html>", b"%PDF-", b"WARC/1.0\r\n", b"<rss>", b"\x1f\x8b"]),
)
def test_any_bytes_give_text_or_a_reason(data: bytes, head: bytes) -> None:
    """Whatever comes, the answer is a text or one reason."""
    try:
        found = extract(head + data)
    except Unreadable:
        return  # any other exception fails the test
    assert isinstance(found, Extracted)
    assert found.form == form_of(head + data)
