"""Languages at the desk, typed: a warning in Hebrew and Arabic, reviewed, signed, read back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli.app import detente
from detente.serve import home as homes
from detente.tongues.template import FSI, PDI, bare
from tests.support.nodes import Pair, RunningNode, settled, two_nodes

WARNING = ("NWA", "hazard=air-surface", "own_traffic=leaving", "advice_direction=NW")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Amber and Cobalt, joined on one channel."""
    with two_nodes(tmp_path_factory.mktemp("nodes")) as pair:
        yield pair


def run(home: Path, *words: str) -> Result:
    """The command at the desk of a home."""
    return CliRunner().invoke(detente, [*words, "--home", str(home)])


def typed(home: Path, *words: str, code: int = 0) -> str:
    """What the command says; fails on another exit code."""
    result = run(home, *words)
    assert result.exit_code == code, f"{words}\n{result.output}"
    return result.output


def arrived(node: RunningNode, number: str) -> None:
    """Wait until the node holds the message."""
    settled(lambda: run(node.home, "show", number).exit_code == 0)


@pytest.mark.slow
def test_a_warning_is_read_in_the_reader_s_language(nodes: Pair, tmp_path: Path) -> None:
    """Amber warns; Cobalt sees it in Hebrew with English beside, and after sign-off without."""
    amber, cobalt = nodes.amber, nodes.cobalt
    volume = "volume=circle 22.9S 14.4E 10NM SFC-FL200 +1h-+2h"
    remarks = ("--remarks", "Bitte melden", "--remarks-language", "de")
    sent = typed(amber.home, "--json", "send", *WARNING, volume, *remarks)
    number = json.loads(sent)["number"]
    arrived(cobalt, number)
    said = typed(cobalt.home, "show", number, "--lang", "he")
    for words in (
        "אזהרה על הפעלת נשק",
        "hazard=air-surface | ",
        "weapons from the air to the surface",
        "nobody has reviewed",
        "Bitte melden",
    ):
        assert words in bare(said)
    assert said.count(FSI) == said.count(PDI) > 20
    assert "אזהרה על הפעלת נשק" in bare(typed(cobalt.home, "inbox", "--lang", "he"))
    typed(cobalt.home, "language", "review", "he", "--by", "A. Noor, interpreter", "--all")
    assert "nobody has reviewed" in bare(typed(cobalt.home, "show", number, "--lang", "he"))
    typed(cobalt.home, "language", "sign", "he")
    signed = bare(typed(cobalt.home, "show", number, "--lang", "he"))
    assert "reviewed and signed" in signed
    assert "hazard=air-surface | " not in signed
    assert "nobody has reviewed" in bare(typed(amber.home, "show", number, "--lang", "he"))
    read_first = bare(typed(cobalt.home, "read", number, "--lang", "ar"))
    assert "تحذير من استخدام السلاح" in read_first
    assert f"READ {number}" in read_first
    view = json.loads(typed(cobalt.home, "show", number, "--lang", "ar", "--json"))
    assert view["rendered"]["direction"] == "rtl"
    (tmp_path / "message.txt").write_text(view["rendered"]["text"], encoding="utf-8")
    from_words = ("language", "read", str(tmp_path / "message.txt"), "--lang")
    heard = json.loads(typed(cobalt.home, *from_words, "ar"))
    assert heard["fields"] == view["message"]["fields"]
    assert heard["remarks"] == "Bitte melden"
    assert "line 1" in typed(cobalt.home, *from_words, "ru", code=1)


@pytest.mark.slow
def test_the_desk_speaks_the_reader_s_language(nodes: Pair) -> None:
    """First screen, receipts, news and tables in Russian; code and English stand beside it all."""
    amber, cobalt = nodes.amber, nodes.cobalt
    volume = "volume=circle 22.9S 14.4E 10NM SFC-FL200 +4h-+5h"
    number = json.loads(typed(amber.home, "--json", "send", *WARNING, volume))["number"]
    arrived(cobalt, number)
    screen = bare(typed(cobalt.home, "status", "--lang", "ru"))
    for words in (
        "НЕ ПРОЧИТАНО сообщений: ",
        "unread=",
        "link=amber up",
        "UNREAD -> detente inbox",
    ):
        assert words in screen
    typed(cobalt.home, "read", number)
    typed(cobalt.home, "readback", number)
    known = bare(typed(cobalt.home, "show", number, "--lang", "ru"))
    for words in ("прочитано обратно: cobalt", "step=READBACK cobalt", "owed=ANSWER cobalt"):
        assert words in known
    before = json.loads(typed(cobalt.home, "show", number, "--json"))["position"] - 1
    follow = ("watch", "--after", str(before), "--count", "1")
    news = bare(typed(cobalt.home, *follow, "--lang", "ru"))
    assert f"{number} · IMMEDIATE (НЕМЕДЛЕННО) · предупреждение" in news
    assert "    = NWA-1 | " in news
    table = bare(typed(cobalt.home, "formats", "NWA", "--lang", "ru"))
    assert "hazard=air-surface | " in table
    assert "Example: detente send NWA" in table
    assert "QID: " in bare(typed(cobalt.home, "formats", "--lang", "ru"))
    assert "use one of" in typed(cobalt.home, "formats", "--lang", "tlh", code=2)
    assert "unknown-language" in typed(cobalt.home, "status", "--lang", "tlh", code=1)
    tables = {one["code"]: one for one in cobalt.get("/v1/formats", lang="he")}
    assert tables["NWA"]["rendered"]["direction"] == "rtl"
    assert cobalt.get("/v1/status")["rendered"] is None


@pytest.mark.slow
def test_the_api_says_which_languages_there_are(nodes: Pair) -> None:
    """`?lang=` on one message and on a list; an unknown language is refused with those known."""
    cobalt = nodes.cobalt
    found = {one["code"]: one for one in cobalt.get("/v1/languages")}
    assert list(found) == ["en", "ru", "he", "ar"]
    assert found["ar"]["direction"] == "rtl"
    assert found["ru"]["counts"]["missing"] == 0
    templates = cobalt.get("/v1/languages/ru")
    assert {
        "id": "value-N",
        "state": "unreviewed",
        "text": "север",
        "english": "north",
    }.items() <= (next(one for one in templates if one["id"] == "value-N").items())
    line = f"/v1/lines/{nodes.channel}/ACTUAL/messages"
    assert all(one["rendered"]["language"] == "ru" for one in cobalt.get(line, lang="ru"))
    assert all(one.get("rendered") is None for one in cobalt.get(line))
    refused = cobalt.client.get(line, params={"lang": "tlh"})
    assert refused.status_code == 400
    assert "Use one of: en, ru, he, ar" in refused.text
    assert cobalt.client.get("/v1/languages/tlh").status_code == 404


def test_a_party_adds_a_language(tmp_path: Path) -> None:
    """A file with one word: checked, added, listed; one that cannot be used is refused whole."""
    home = tmp_path / "amber"
    homes.init(home, "amber", "Amber")
    file = tmp_path / "fr.ftl"
    file.write_text("language-name = français\nvalue-N = nord\n", encoding="utf-8")
    assert "0 cannot be used" in typed(home, "language", "check", str(file))
    assert "fr français is there" in typed(home, "language", "add", str(file))
    listed = typed(home, "language", "list")
    assert "français" in listed
    shown = typed(home, "language", "show", "fr", "value-N", "value-S")
    assert "value-N  UNREVIEWED" in shown
    assert "value-S  MISSING" in shown
    file.write_text("circle = cercle { $radius }\n", encoding="utf-8")
    said = typed(home, "language", "add", str(file), code=2)
    assert "circle: it lacks the value { $centre }" in said
    assert "nord" in (home / "languages" / "fr.ftl").read_text(encoding="utf-8")
    file.write_text("language-name = français\n", encoding="utf-8")
    assert "No longer said, as they were in the file before: value-N" in typed(
        home, "language", "add", str(file)
    )
    assert "more -> detente language show fr --open" in typed(home, "language", "list")
    blank = CliRunner().invoke(detente, ["language", "template", "de"]).output
    assert "# value-N =" in blank


def test_what_nobody_reviewed_is_not_signed(tmp_path: Path) -> None:
    """Signing before a review, reviewing nothing or everything at once, no such language: said."""
    home = tmp_path / "amber"
    homes.init(home, "amber", "Amber")
    assert "no review waits" in typed(home, "language", "sign", "ru", code=2)
    assert "--all" in typed(home, "language", "review", "ru", "--by", "A", code=2)
    assert "use one of" in typed(home, "language", "show", "tlh", code=2)
    typed(home, "language", "review", "ru", "value-N", "--by", "A. Noor, interpreter")
    assert "value-N  REVIEWED by A. Noor" in typed(home, "language", "show", "ru", "value-N")
    assert "signed off 1 template of ru" in typed(home, "language", "sign", "ru")
    assert "signed off by amber" in typed(home, "language", "show", "ru", "value-N")
    left = typed(home, "language", "show", "ru", "--open")
    assert "value-N  " not in left
    assert "value-S  UNREVIEWED" in left
