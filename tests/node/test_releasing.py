"""A file for a third party shows what is released to it, and proves the rest unsaid."""

from __future__ import annotations

from pathlib import Path

from detente.core.line.commands import Answer, Command, Confirm, Correct, Read, ReadBack, Send
from detente.core.line.message import Releasability
from detente.journal import bundle
from detente.node.inputs import Done, Refuse
from detente.node.releasing import Filter, audience_of
from detente.verify.check import verify_file
from tests.support.line import HOUR, circle, naa
from tests.support.pair import START_MS, Pair

PLACE = circle(-22.9, 14.4, start_ms=START_MS + 2 * HOUR, end_ms=START_MS + 3 * HOUR)


def sent(pair: Pair, party: str, command: Command) -> str:
    """The number of the message that a command released, once both hold it."""
    done = pair.do(party, command)
    assert isinstance(done, Done), done
    pair.settle()
    return done.number or ""


def told(pair: Pair, path: Path, reader: str) -> tuple[str, bundle.EndLine]:
    """The text of the file that Cobalt exports for a reader."""
    store = pair.cobalt.stored()
    end = bundle.export(
        store,
        path,
        made_by="cobalt",
        made_at_ms=START_MS,
        signer=pair.cobalt.identity.signer,
        may_read=Filter(store, audience_of(reader)).may_read if reader else None,
    )
    return path.read_text(), end


def test_each_reader_is_told_what_is_released_to_it(tmp_path: Path) -> None:
    """Public, named, own forces and silent notices: four readers, and every file verifies."""
    pair = Pair()
    words = {"public": "for-all", "named": "for-ochre", "own-forces": "for-forces", "": "silent"}
    for wish, word in words.items():
        fields = naa(PLACE, contact=word)
        named = ("ochre",) if wish == "named" else ()
        said = Releasability(wish) if wish else None
        command = Send("NAA", fields, releasability=said, releasable_to=named)
        sent(pair, "amber", command)
    expected = {
        "public": {"for-all"},
        "ochre": {"for-all", "for-ochre"},
        "umber": {"for-all"},
        "amber": set(words.values()),
        "": set(words.values()),
    }
    for reader, open_words in expected.items():
        path = tmp_path / f"{reader or 'all'}.jsonl"
        text, _ = told(pair, path, reader)
        assert {word for word in words.values() if word in text} == open_words, reader
        report = verify_file(path)
        assert report.problem_count == 0, report
        assert report.withheld == len(words) - len(open_words)


def test_receipts_go_with_their_message_and_answers_with_their_own_wish(tmp_path: Path) -> None:
    """A public notice's READ, read-back and confirmation are public; its answer's reason is not."""
    pair = Pair()
    public = Send("NAA", naa(PLACE, contact="for-all"), releasability=Releasability.PUBLIC)
    number = sent(pair, "amber", public)
    sent(pair, "cobalt", Read(number))
    readback = sent(pair, "cobalt", ReadBack(number, "said-back"))
    sent(pair, "amber", Confirm(readback))
    sent(pair, "cobalt", Answer(number, "UNABLE", reason="secrecy", remarks="crew-of-ours"))
    correction = sent(pair, "amber", Correct(number, {"contact": "changed-for-all"}))
    silent = sent(pair, "amber", Send("NAA", naa(PLACE, contact="silent")))
    sent(pair, "cobalt", ReadBack(silent, "about-silent"))
    text, _ = told(pair, tmp_path / "public.jsonl", "public")
    for word in ("for-all", "said-back", readback, "changed-for-all", correction):
        assert word in text, word
    for word in ("crew-of-ours", '"contact":"silent"', "about-silent"):
        assert word.strip('"') not in text.replace("\\\\", "").replace('\\"', '"'), word


def test_what_was_refused_and_kept_stays_out(tmp_path: Path) -> None:
    """A third party's file carries nothing of what a peer sent by error or malice."""
    pair = Pair()
    pair.cobalt.step([Refuse("amber", "malformed", "not a frame", b"hostile-bytes")])
    everything, end = told(pair, tmp_path / "all.jsonl", "")
    assert end.evidence == 1
    outside, end = told(pair, tmp_path / "public.jsonl", "public")
    assert end.evidence == 0
    assert "not a frame" in everything
    assert "not a frame" not in outside
