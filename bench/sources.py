"""How much of what articles say the visible rules propose, and how much of it is right.

Precision and recall for each kind, against a hand annotation (support/articles.json: digests,
places and kinds, no text). The articles are not in the repository: `--seeds FOLDER` says where they
are, and without it every figure is counted as skipped. A proposal is right when it overlaps a
passage that was annotated with its kind, one to one. The annotation was made by reading, before a
rule was written, by one person, of five articles; a second reading, when the rules were there,
added seven passages. The rules were developed on the same five: so the figures say what the rules
do there, and less about other texts. Also the speed, in characters a
second, of one core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from bench.support import figures
from detente.core.line.tables.register_choices import REPORTED_KINDS
from detente.core.sources.propose import Proposal, Source, propose
from detente.wire.source_text import extract

ANNOTATION = Path(__file__).parent / "support" / "articles.json"
REPEATS = 40  # of all articles, for the speed: about a second

report = partial(figures.show, "sources")


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One article by the digest of its bytes; labels: from, until (characters) and kind."""

    sha256: str
    chars: int
    labels: tuple[tuple[int, int, str], ...]


class Annotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. annotated: on which day."""

    annotated: str
    articles: tuple[Article, ...]


@dataclass(slots=True)
class Score:
    """Counts by kind: right proposals, wrong ones, annotated passages that were not proposed."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(
        self, proposals: tuple[Proposal, ...], labels: tuple[tuple[int, int, str], ...]
    ) -> None:
        """Match proposals with labels of one text, one to one, in order."""
        left = list(labels)
        for one in proposals:
            hit = next((label for label in left if _same(one, label)), None)
            if hit is None:
                self.wrong[one.kind] += 1
            else:
                left.remove(hit)
                self.right[one.kind] += 1
        self.missed.update(kind for _, _, kind in left)

    def precision(self, *kinds: str) -> float | None:
        """The share of proposals that are right; None when there is none."""
        return _share(self._sum(self.right, kinds), self._sum(self.wrong, kinds))

    def recall(self, *kinds: str) -> float | None:
        """The share of annotated passages that are proposed; None when there is none."""
        return _share(self._sum(self.right, kinds), self._sum(self.missed, kinds))

    @staticmethod
    def _sum(counts: Counter[str], kinds: tuple[str, ...]) -> int:
        return sum(counts[kind] for kind in kinds)


def main() -> None:
    """Print one JSON object a figure; of what is skipped, one that says so."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=Path, help="Folder with the articles.")
    given = options.parse_args()
    annotation = msgspec.json.decode(ANNOTATION.read_bytes(), type=Annotation)
    texts = found_in(given.seeds, annotation) if given.seeds else {}
    missing = len(annotation.articles) - len(texts)
    if missing:
        why = "give --seeds FOLDER" if given.seeds is None else f"not in {given.seeds}"
        print(json.dumps({"bench": "sources", "skipped": missing, "why": why}), flush=True)
    if texts:
        measure(annotation, texts)


def found_in(folder: Path, annotation: Annotation) -> dict[str, str]:
    """The texts of the annotated articles that lie in a folder, by digest."""
    wanted = {one.sha256: one for one in annotation.articles}
    texts: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        data = path.read_bytes() if path.is_file() else b""
        digest = hashlib.sha256(data).hexdigest()
        if digest in wanted:
            texts[digest] = extract(data).text
            if len(texts[digest]) != wanted[digest].chars:
                raise SystemExit(f"{path.name}: the text is not the one that was annotated")
    return texts


def measure(annotation: Annotation, texts: dict[str, str]) -> None:
    """Precision and recall for each kind, then the speed."""
    score = Score()
    for article in annotation.articles:
        if article.sha256 in texts:
            proposals = propose(texts[article.sha256], Source(article.sha256))
            score.add(proposals, article.labels)
    kinds = [code for code, _ in REPORTED_KINDS if score.right[code] + score.missed[code]]
    for name, chosen in [("all", tuple(kinds)), *((kind, (kind,)) for kind in kinds)]:
        counts = f"annotated: {sum(score.right[k] + score.missed[k] for k in chosen)}"
        for what, value in (
            ("precision", score.precision(*chosen)),
            ("recall", score.recall(*chosen)),
        ):
            if value is not None:
                report(f"{what}_{name}", value, "share", counts)
    begun = time.process_time()
    for _ in range(REPEATS):
        for digest, text in texts.items():
            propose(text, Source(digest))
    spent = time.process_time() - begun
    report("chars_s", REPEATS * sum(map(len, texts.values())) / spent, "characters/s")


def _same(one: Proposal, label: tuple[int, int, str]) -> bool:
    start, end, kind = label
    return one.kind == kind and one.from_char < end and start < one.until_char


def _share(part: int, rest: int) -> float | None:
    return part / (part + rest) if part + rest else None


if __name__ == "__main__":
    main()
