"""How well turns are matched to an interview guide: precision and recall against a truth made by hand.

    python -m tests.ingest.guide_truth.measure [SAMPLES]

The truth of the sample study, of two worked examples and of four short interviews made for this purpose (whose
interviewers say things in their own words) lies beside this file. With the folder of public
samples the two interviews there that have a guide are measured too. An item that is matched at a turn where it
was not asked is wrong, one that is missed or only proposed is missed; the two say what `question match` does
unhelped. `proposed` is what a person still finds when the unsure ones are looked through.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from qualcode.core.model import Document, Question
from qualcode.ingest.guide.guide_file import read_guide
from qualcode.ingest.guide.match import match_questions
from qualcode.ingest.read import ReadRequest, read_file

TRUTH = Path(__file__).resolve().parent
ROOT = TRUTH.parents[2]


class Interview(NamedTuple):
    """One interview, its guide, and what was asked where."""

    name: str
    document: Document
    guide: Sequence[Question]
    truth: Mapping[int, str]
    """Turn to item."""


class Score(NamedTuple):
    """How many items were asked, matched, rightly matched, and rightly matched or proposed."""

    asked: int = 0
    matched: int = 0
    right: int = 0
    found: int = 0

    def plus(self, other: Score) -> Score:
        return Score(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        return self.right / self.matched if self.matched else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.asked if self.asked else 1.0

    @property
    def proposed(self) -> float:
        return self.found / self.asked if self.asked else 1.0


def score(interview: Interview) -> Score:
    """What was matched in an interview, held against the truth."""
    _, matches = match_questions(interview.document, interview.guide)
    sure = {match.turn: match.question for match in matches if match.kind != "unsure"}
    proposed = {match.turn: match.question for match in matches}
    truth = interview.truth
    return Score(
        len(truth),
        len(sure),
        sum(truth.get(turn) == item for turn, item in sure.items()),
        sum(proposed.get(turn) == item for turn, item in truth.items()),
    )


def of_the_studies() -> Iterator[Interview]:
    """The interviews of the sample study and of two worked examples: asked nearly as they are written."""
    yield from _of_a_table(TRUTH / "studies.csv", ROOT)


def in_own_words(folder: Path) -> Iterator[Interview]:
    """Four short interviews, one a language, in which little is read out; their transcripts go to `folder`."""
    for path in sorted(TRUTH.glob("*.txt")):
        lines = [line.partition(" ") for line in path.read_text("utf-8").splitlines()]
        target = folder / path.name
        target.write_text("".join(f"I: {words}\nP: Ja.\n" for _, _, words in lines), "utf-8")
        truth = {2 * at + 1: item for at, (item, _, _) in enumerate(lines) if item != "-"}
        yield Interview(path.stem, _read(target, "I"), read_guide(path.with_suffix(".md")), truth)


def of_the_samples(folder: Path) -> Iterator[Interview]:
    """Two interviews of the public samples: one in English as it was spoken, one in Portuguese, much shortened."""
    yield from _of_a_table(TRUTH / "samples.csv", folder)


def _of_a_table(path: Path, folder: Path) -> Iterator[Interview]:
    truth: dict[tuple[str, str], dict[int, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            truth.setdefault((row["guide"], row["document"]), {})[int(row["turn"])] = row["item"]
    for (guide, document), items in truth.items():
        read = _read(folder / document)
        yield Interview(read.id, read, read_guide(folder / guide), items)


def _read(path: Path, *interviewer: str) -> Document:
    return read_file(path, ReadRequest(interviewer=interviewer))[0].document


def total(interviews: Iterable[Interview]) -> Score:
    """The scores of several interviews together."""
    found = Score()
    for interview in interviews:
        found = found.plus(score(interview))
    return found


def line(name: str, interviews: Sequence[Interview]) -> str:
    """A row of the table in docs/formats.md."""
    found = total(interviews)
    shares = " | ".join(f"{share:.0%}" for share in (found.precision, found.recall, found.proposed))
    return f"| {name} | {len(interviews)} | {found.asked} | {shares} |"


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    print("| material | interviews | asked | precision | recall | with those proposed |\n|---|---|---|---|---|---|")
    print(line("sample study and two worked examples", list(of_the_studies())))
    with tempfile.TemporaryDirectory() as scratch:
        print(line("four made up, in the interviewer's own words", list(in_own_words(Path(scratch)))))
    for interview in of_the_samples(Path(arguments[0])) if arguments else ():
        print(line(interview.name, [interview]))


if __name__ == "__main__":
    main(sys.argv[1:])
