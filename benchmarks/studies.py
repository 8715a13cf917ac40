"""Studies made to look real, by typing the commands a person would type.

Interviews are Word files as python-docx writes them (styles, bold labels, headings), surveys a spreadsheet
of answers, documents long texts; several frames are in use, cases have attributes. All of it is drawn from
a seed, so that two programs get the same study.
"""

from __future__ import annotations

import csv
import random
import shutil
import sqlite3
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from pathlib import Path

Typed = Callable[..., None]
"""Types a qualcode command in a study's folder: `typed(folder, "add", "transcripts")`."""
Study = Callable[[Path, Typed], None]
"""Makes a project in a folder."""

COMMON = [
    "vi",
    "har",
    "brug",
    "for",
    "data",
    "om",
    "hverdagen",
    "i",
    "kommunen",
    "og",
    "det",
    "kræver",
    "tid",
    "ledelse",
    "penge",
    "mod",
    "samarbejde",
    "tillid",
    "åbenhed",
    "systemer",
    "borgerne",
    "politikerne",
    "budget",
    "mål",
    "kvalitet",
    "skole",
    "plejehjem",
    "medarbejdere",
    "opgaver",
    "ansvar",
]


@cache
def _rarer() -> tuple[list[str], list[float]]:
    """Rarer words, and how often they come, summed up: the second half as often as the first, as people speak
    (Zipf's law), so that 600,000 words hold some 18,000 different ones. Many are compounds, as in Danish."""
    draw = random.Random(0)
    simple = ["".join(draw.choices("abdefgiklmnoprstuvæøå", k=draw.randint(3, 8))) for _ in range(10_000)]
    compounds = ["".join(draw.sample(simple, 2)) for _ in range(20_000)]
    every = [word for pair in zip(simple, compounds, compounds[10_000:], strict=False) for word in pair]
    return every, list(accumulate(1 / (rank + 20) for rank in range(len(every))))


def words(draw: random.Random, count: int) -> str:
    """A sentence of common and rarer words."""
    rarer, often = _rarer()
    said = [*draw.choices(COMMON, k=count - count // 6), *draw.choices(rarer, cum_weights=often, k=count // 6)]
    draw.shuffle(said)
    return " ".join(said).capitalize() + "."


def interviews(folder: Path, typed: Typed, count: int) -> None:
    """A project of interviews in Word, half of them with directors, half with managers."""
    typed(folder.parent, "init", str(folder))
    made = folder.parent / "interviews"  # the same in every study, made for the first
    made.mkdir(exist_ok=True)
    for number in range(count):
        path = made / f"P{number:04}.docx"
        if not path.exists():
            _interview(path, number)
        shutil.copy(path, folder / "transcripts")
    rows = [("case", "members", "role")]
    rows += [(f"P{number:04}", f"P{number:04}", ("director", "manager")[number % 2]) for number in range(count)]
    write_rows(folder / "cases.csv", rows)


def _interview(path: Path, number: int, *, answers: int = 10, length: int = 120) -> None:
    from docx import Document

    draw = random.Random(f"interview {number}")
    document = Document()
    document.add_heading(f"Interview {number + 1}", 1)
    for answer in range(answers):
        for who, said in (("I", f"Spørgsmål {answer + 1}: hvad mener du?"), (f"P{number}", words(draw, length))):
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{who}: ").bold = True
            paragraph.add_run(said)
    document.save(str(path))


def survey(folder: Path, typed: Typed, respondents: int) -> None:
    """A project with one table of answers: a row a respondent, two open questions and a role."""
    draw = random.Random(2)
    typed(folder.parent, "init", str(folder))
    rows: list[tuple[str, ...]] = [("respondent", "role", "What works well?", "What is missing?")]
    for number in range(respondents):
        role = ("director", "manager", "staff")[number % 3]
        rows.append((f"R{number:06}", role, words(draw, draw.randint(5, 25)), words(draw, draw.randint(5, 25))))
    write_rows(folder / "survey.csv", rows)


def frame(folder: Path, codes: int) -> None:
    """A deductive frame of one's own, beside Moore's."""
    lines = ["id: frame", 'title: {en: "A frame"}', "kind: deductive", 'source: ["A source (2000)."]', "codes:"]
    for number in range(codes):
        lines += [f"  - id: c{number}", f'    name: {{en: "Code {number}"}}', '    brief: {en: "What it is about."}']
    (folder / "codebooks" / "frame.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def draft(folder: Path, codes: int, fields: int) -> None:
    """A draft with so many shares in it."""
    lines = [
        f'Code {code}: {{{{ share("frame:c{code}", by="role", group="{("director", "manager")[code % 2]}") }}}}.'
        for code in range(min(codes, fields))
    ]
    (folder / "draft.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def table_of_tags(folder: Path, codings: int, codes: int, name: str = "tags.csv", *, document: str = "") -> None:
    """A table for `tag --from`: stretches of a hundred characters, in one document or in all."""
    draw = random.Random(3)
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        places = store.execute(
            "SELECT d.id, t.start, t.stop FROM turn t JOIN document d ON d.key = t.document "
            "WHERE t.role = 'informant' AND t.stop - t.start > 101 AND (? = '' OR d.id = ?)", (document, document)
        ).fetchall()  # fmt: skip
    rows = set()
    while len(rows) < codings:
        id, start, stop = draw.choice(places)
        at = draw.randrange(start, stop - 100)
        rows.add((f"{id}@{at}-{at + 100}", f"frame:c{draw.randrange(codes)}"))
    write_rows(folder / name, [("address", "code"), *sorted(rows)])


def whole_answers(folder: Path, codes: int, each: int) -> None:
    """A table for `tag --from` that gives every answer some codes."""
    draw = random.Random(4)
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        places = store.execute(
            "SELECT d.id, t.number FROM turn t JOIN document d ON d.key = t.document WHERE t.role = 'informant'"
        ).fetchall()
    rows = [
        (f"{id}:{number}", f"frame:c{code}")
        for id, number in places
        for code in draw.sample(range(codes), min(each, codes))
    ]
    write_rows(folder / "tags.csv", [("address", "code"), *rows])


def write_rows(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def turns(folder: Path, typed: Typed, count: int, *, each: int = 1000) -> None:
    """A project of interviews as text files with `count` turns together, and an index of them for a bare tool."""
    draw = random.Random(5)
    typed(folder.parent, "init", str(folder))
    for number in range(max(1, count // each)):
        said = []
        for turn in range(each // 2):
            said += [f"I: Spørgsmål {turn}?", f"P{number}: {words(draw, 105)}"]
        (folder / "transcripts" / f"P{number:04}.txt").write_text("\n\n".join(said) + "\n", encoding="utf-8")
    typed(folder, "add", "transcripts", "--interviewer", "I")
    typed(folder, "find", "nothing", "--count")  # the first search makes the index of words
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        rows = store.execute(
            "SELECT substr(d.text, t.start + 1, t.stop - t.start) FROM turn t JOIN document d ON d.key = t.document"
        ).fetchall()
    with sqlite3.connect(folder / "bare.sqlite") as bare:
        bare.execute("CREATE VIRTUAL TABLE turns USING fts5(text)")
        bare.executemany("INSERT INTO turns VALUES (?)", rows)


def dictionary(folder: Path, terms: int) -> None:
    """A frame whose codes list their seed words, as rare as words are that a person would search by; the bare tool's
    list of them lies beside."""
    seeds = _rarer()[0][:terms]
    (folder / "terms.txt").write_text("\n".join(seeds), encoding="utf-8")
    lines = ["id: seeds", 'title: {en: "Seeds"}', "kind: deductive", 'source: ["A source (2000)."]', "codes:"]
    for number in range(9):
        chosen = seeds[number::9]
        lines += [f"  - id: s{number}", f'    name: {{en: "Seed {number}"}}', '    brief: {en: "What it is."}']
        lines += ["    seeds:", f"      da: [{', '.join(chosen)}]"]
    (folder / "codebooks" / "seeds.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def exchanged(folder: Path, typed: Typed, codings: int) -> None:
    """An empty project, and another program's file to bring in."""
    from .exchange_in import written

    typed(folder.parent, "init", str(folder))
    written(folder / "large.qdpx", codings)
