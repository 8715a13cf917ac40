"""Which command grows faster than its material: every command that reads, on studies at 1, 4 and 16 times a size.

    python -m benchmarks.growth [--kind documents] [--only shares] [--least 0.3] [--program PROGRAM]

One thing grows at a time: documents, respondents of a survey, turns of one interview, codings, codes, coders, cases,
memos, changes in the history. Commands are typed, in a study that stays as it is; what they write is written over.
The exponent k is that of `a + b·n^k` through the three times (CPU seconds of all processes), so that what starting
takes does not hide it: 1 is linear, 2 quadratic. It is given where the largest took `--least` seconds more than the
smallest, since below that it says nothing.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import shlex
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from .inside import apart
from .process import adopt_orphans, run
from .studies import frame, survey, words, write_rows

COMMANDS = """
status
check
show {document}
speakers
find hverdagen --count
find hverdagen -o x.csv
find --all "hverdagen kommunen" --count
find --code frame:c0 -o x.csv
find --code "frame:c0 and frame:c1" --count
find --code "frame:c0 near/20 frame:c1" --count
find --code "frame:c0 not frame:c1" --same case --count
list words
list words --by role
list codes
list codes --by role
list uncoded
list gaps
list single
log --all
log
memo
memo {document}
quote
propose --rules seeds --dry-run
review --list --coders ana,bo
review --decided
codebook list
codebook show frame
codebook check
codebook tidy frame
codebook export frame x.qdc
case list
case show {case}
coder list
coder progress
coder rounds
coder plan --coders ana,bo --dry-run
question list
shares frame --by role
shares frame --by case
shares frame --by document --unit paragraph
shares frame --score extent
shares frame --count fractional --equalize informant
shares frame --by role --ci jackknife --test permutation
shares frame --by role --explain director frame:c0
crosstab frame --by role
crosstab frame --by case
crosstab frame --by role --count cases
matrix frame
matrix frame --excerpts 1
matrix frame --by role
cooccur frame
cooccur frame --events
cooccur frame --chars
cooccur frame --within 50
rank frame
saturation frame
keyness director manager --by role
agree frame --coders ana,bo
agree frame --coders ana,bo --by-document
agree frame --coders ana,bo --view sets
agree frame --coders ana,bo --view continuum --ci 0
agree frame --coders ana,bo --list
agree frame
report sample
report guide
report answers -o x.docx
report interviews -o x.docx
report transcripts -o x.docx
report excerpts -o x.docx
report excerpts --by case -o x.md
report shares
report matrix -o x.xlsx
report memos
report codebook -o x.docx
report codings -o x.csv
report agreement
report method
report audit
report checklist
appendix x.docx
appendix x.html
export x.qdpx
export x.qda
export x.sqlite3
export x.csv
export x.xlsx
export x.jsonl
export x.html
export x.csv --matrix
export x.txt --format iramuteq
plot shares frame -o x.svg
plot bars frame -o x.svg
plot heatmap frame -o x.svg
plot cooccurrence frame -o x.svg
plot saturation frame -o x.svg
plot timeline frame -o x.svg
plot map frame -o x.svg
plot sequence frame -o x.svg
snapshot
fill draft.md -o filled.md --force
verify filled.md
backups list
tag {document}:2 frame:c1
undo
""".strip().splitlines()
"""In this order: `verify` reads what `fill` wrote, `undo` takes back what `tag` stored."""
IDENTIFIABLE = ("find", "list", "shares", "crosstab", "matrix", "cooccur", "agree", "report", "appendix", "export",
                "snapshot")  # fmt: skip
COUNTING = ("shares", "crosstab", "matrix", "cooccur", "rank", "saturation", "plot", "appendix")
"""Where several have coded the same, these ask whose codings count."""
CODERS = ("ana", "bo")


class Size:
    """A study's size; one of these is multiplied."""

    def __init__(self, **changed: int) -> None:
        self.documents, self.turns, self.codings, self.codes = 40, 20, 2000, 20
        self.coders, self.cases, self.memos, self.changes, self.respondents = 2, 40, 20, 5, 0
        vars(self).update(changed)


KINDS: dict[str, Callable[[int], Size]] = {
    "documents": lambda n: Size(documents=50 * n, cases=50 * n, codings=1000 * n),
    "respondents": lambda n: Size(respondents=500 * n, codings=1000 * n),
    "turns": lambda n: Size(documents=2, cases=2, turns=500 * n, codings=1000 * n),
    "codings": lambda n: Size(codings=4000 * n),
    "codes": lambda n: Size(codes=50 * n, codings=4000),
    "coders": lambda n: Size(coders=2 * n, codings=1000 * n),
    "cases": lambda n: Size(documents=400, cases=25 * n, turns=4),
    "memos": lambda n: Size(memos=200 * n),
    "changes": lambda n: Size(changes=100 * n),
}


def study(folder: Path, typed: Callable[..., None], size: Size) -> None:
    """Makes the study in a folder."""
    draw = random.Random(1)
    if size.respondents:
        survey(folder, typed, size.respondents)
        typed(folder, "add", "survey.csv", "--language", "da")
    else:
        typed(folder.parent, "init", str(folder))
        for number in range(size.documents):
            said = []
            for turn in range(size.turns // 2):
                said += [f"I: Spørgsmål {turn}: hvad mener du om det?", f"P{number}: {words(draw, 40)}"]
            (folder / "transcripts" / f"P{number:05}.txt").write_text("\n\n".join(said) + "\n", encoding="utf-8")
        rows = [("case", "members", "role")]
        for number in range(size.cases):
            members = ";".join(f"P{at:05}" for at in range(number, size.documents, size.cases))
            rows.append((f"C{number:05}", members, ("director", "manager")[number % 2]))
        write_rows(folder / "cases.csv", rows)
        typed(folder, "add", "transcripts", "--interviewer", "I", "--language", "da")
    frame(folder, size.codes)
    (folder / "codebooks" / "seeds.yaml").write_text(
        'id: seeds\ntitle: {en: "Seeds"}\nkind: deductive\nsource: ["A source (2000)."]\ncodes:\n'
        '  - id: s0\n    name: {en: "Seed"}\n    brief: {en: "What it is."}\n'
        "    seeds:\n      da: [hverdagen, kommunen]\n",
        encoding="utf-8",
    )
    draft = '{{ share("frame:c0", by="role", group="director") }} {{ share("frame:c1") }}\n'
    (folder / "draft.md").write_text(draft, encoding="utf-8")
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        places = store.execute(
            "SELECT d.id, t.start, t.stop FROM turn t JOIN document d ON d.key = t.document WHERE t.role = 'informant'"
        ).fetchall()
    coders = [*CODERS, *(f"coder{number}" for number in range(2, size.coders))]
    tags: set[tuple[str, ...]] = set()
    while len(tags) < size.codings:
        id, start, stop = draw.choice(places)
        at, code = draw.randrange(start, stop - 10), f"frame:c{draw.randrange(size.codes)}"
        for coder in draw.sample(coders, 2) if draw.random() < 0.5 else [draw.choice(coders)]:
            tags.add((f"{id}@{at}-{min(stop, at + 60)}", code, coder))
    write_rows(folder / "tags.csv", [("address", "code", "coder"), *sorted(tags)])
    typed(folder, "tag", "--from", "tags.csv", "--finish")
    apart(lambda: written_one_by_one(folder, size, places))


def written_one_by_one(folder: Path, size: Size, places: list[tuple[str, int, int]]) -> str:
    """Memos and changes, each as a command would make it."""
    import qualcode
    from qualcode.project import memos

    draw = random.Random(2)
    with qualcode.open(folder, coder="ana") as opened:
        for number in range(size.memos):
            id, start, stop = draw.choice(places)
            about = (id, f"{id}@{start}-{stop}", f"frame:c{number % size.codes}", "-")[number % 4]
            memos.write(opened, about, f"Memo {number}: {words(draw, 12)}")
        for number in range(size.changes):
            id, start, stop = draw.choice(places)
            opened.tag(f"{id}@{start}-{stop}", f"frame:c{number % size.codes}")
    return ""


def exponent(times: list[float], least: float) -> float | None:
    """k of `a + b·n^k` through the times at n = 1, 4 and 16; infinite where the middle one does not differ."""
    if times[2] - times[0] < least:
        return None
    return math.log((times[2] - times[1]) / max(times[1] - times[0], 0.001), 4)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--kind", default="", choices=["", *KINDS], help="only what grows so; all without it")
    parser.add_argument("--only", default="", help="the commands that contain these words")
    parser.add_argument("--least", type=float, default=0.3, help="seconds of growth below which no exponent is given")
    parser.add_argument("--base", type=int, default=1, help="every size so many times")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds after which a command is stopped")
    parser.add_argument("--program", default=str(Path(sys.executable).with_name("qualcode")))
    parser.add_argument("--csv", type=Path, help="every time and size of memory, as a table")
    chosen = parser.parse_args()
    adopt_orphans()
    rows: list[tuple[str, ...]] = [("kind", "command", "k", *(f"s{n}" for n in (1, 4, 16)), "mb1", "mb4", "mb16")]

    def typed(folder: Path, *line: str) -> None:
        cost = run([chosen.program, *line], folder, seconds=600)
        if cost.code not in (0, 1):
            raise RuntimeError(f"{' '.join(line[:4])}: exit code {cost.code}")

    with tempfile.TemporaryDirectory() as made:
        for kind in [chosen.kind] if chosen.kind else KINDS:
            folders = []
            for times in (1, 4, 16):
                folder = Path(made) / f"{kind}-{times}"
                size = KINDS[kind](times * chosen.base)
                apart(lambda folder=folder, size=size: study(folder, typed, size) or "")  # type: ignore[misc]
                folders.append(folder)
            print(f"\n| {kind} | k | seconds | MB |\n|---|---|---|---|", flush=True)
            for command in COMMANDS:
                if chosen.only in command:
                    rows.append((kind, command, *measured(command, folders, chosen)))
                    k, *rest = rows[-1][2:]
                    print(f"| {command} | {k} | {' '.join(rest[:3])} | {' '.join(rest[3:])} |", flush=True)
    if chosen.csv:
        with chosen.csv.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    return 0


def measured(command: str, folders: list[Path], chosen: argparse.Namespace) -> list[str]:
    """The exponent, three times, and three sizes of memory of a command."""
    costs = []
    for folder in folders:
        survey = (folder / "survey.csv").exists()
        line = shlex.split(
            command.format(
                document="survey-R000001" if survey else "P00001", case="survey-R000001" if survey else "C00001"
            )
        )
        line += ["--allow-identifiable"] * (line[0] in IDENTIFIABLE) + ["--coder", "ana"] * (line[0] in COUNTING)
        costs.append(run([chosen.program, *line], folder, seconds=chosen.patience))
        if costs[-1].code == -1:
            break
    if costs[-1].code not in (0, 1):
        return [f"exit {costs[-1].code}", *(f"{cost.cpu:.2f}" for cost in costs)]
    k = exponent([cost.cpu for cost in costs], chosen.least)
    said = "" if k is None else f"{k:.1f}"
    return [said, *(f"{cost.cpu:.2f}" for cost in costs), *(f"{cost.megabytes:.0f}" for cost in costs)]


if __name__ == "__main__":
    sys.exit(main())
