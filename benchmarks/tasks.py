"""What is measured: on which study, by which command, against what, and what it is held to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import inside, studies
from .studies import Study, Typed


@dataclass(frozen=True)
class Task:
    """One line of the table."""

    name: str
    study: Study
    """Makes the project; whoever has the same maker finds it made."""
    command: Sequence[str] = ()
    bare: str = ""
    """A tool of `bare`, or the name of a task above that this one is held against."""
    hold: str = ""
    before: str = ""
    """What it took before the work on speed, and what the bare tool took beside it, measured in November 2026."""
    inside: Callable[[Path, Path], str] | None = None
    """Measures what no command line shows, and says it; given the folder of the study and one for what it makes."""
    first: bool = False
    """Whether only the first line is read, as `| head -1` reads it."""
    refused: bool = False
    """Whether the command says no: what counts is how soon."""


@cache
def word_study(files: int) -> Study:
    return lambda folder, typed: studies.interviews(folder, typed, files)


@cache
def coded_study(files: int, codings: int, codes: int = 50, *, tagged: bool = True) -> Study:
    def make(folder: Path, typed: Typed) -> None:
        studies.interviews(folder, typed, files)
        typed(folder, "add", "transcripts", "--interviewer", "I")
        (folder / "one_more.txt").write_text("I: Hvad er data?\n\nCia: Data er godt for alle.\n", "utf-8")
        studies.frame(folder, codes)
        studies.draft(folder, codes, min(codes, 30))
        if codings:
            studies.table_of_tags(folder, codings, codes)
        inside.note_size(folder)
        if tagged and codings:
            typed(folder, "tag", "--from", "tags.csv", "--finish")
        typed(folder, "tag", "P0000:4", "frame:c0")

    return make


@cache
def long_study(turns: int, codings: int) -> Study:
    """One long interview, and a table of tags in it."""

    def make(folder: Path, typed: Typed) -> None:
        studies.turns(folder, typed, turns, each=turns)
        studies.frame(folder, 50)
        studies.table_of_tags(folder, codings, 50)

    return make


@cache
def many_codes_study(codes: int) -> Study:
    def make(folder: Path, typed: Typed) -> None:
        studies.interviews(folder, typed, 4)
        typed(folder, "add", "transcripts", "--interviewer", "I")
        typed(folder, "codebook", "use", "moore")
        studies.frame(folder, codes)
        places = "P0000:2"
        typed(folder, "tag", places, "moore:value", "moore:support", "moore:capacity")
        typed(folder, "tag", places, *(f"frame:c{number}" for number in range(codes)))

    return make


@cache
def survey_study(respondents: int) -> Study:
    def make(folder: Path, typed: Typed) -> None:
        studies.survey(folder, typed, respondents)
        typed(folder, "add", "survey.csv", "--language", "da")
        studies.frame(folder, 10)
        studies.whole_answers(folder, 10, 2)
        typed(folder, "tag", "--from", "tags.csv", "--finish")

    return make


@cache
def book_study(codes: int) -> Study:
    def make(folder: Path, typed: Typed) -> None:
        studies.interviews(folder, typed, 2)
        typed(folder, "add", "transcripts", "--interviewer", "I")
        studies.frame(folder, codes)

    return make


@cache
def turns_study(turns: int) -> Study:
    def make(folder: Path, typed: Typed) -> None:
        studies.turns(folder, typed, turns)
        studies.dictionary(folder, 27)

    return make


@cache
def exchanged_study(codings: int) -> Study:
    return lambda folder, typed: studies.exchanged(folder, typed, codings)


SHARES, CROSSTAB, COOCCUR = (
    ("shares", "frame", "--by", "role"),
    ("crosstab", "frame", "--by", "role"),
    ("cooccur", "frame"),
)
CSV, XLSX = ("export", "codings.csv", "--allow-identifiable"), ("export", "codings.xlsx", "--allow-identifiable")
TAG = ("tag", "P0000:2", "frame:c1")
ADD = ("add", "transcripts", "--interviewer", "I")


def table(scale: int) -> list[Task]:
    """The table of commands; `scale` 1 is the full one, 10 a tenth of it."""
    codings, files, people, rows = 100_000 // scale, 1000 // scale, 20_000 // scale, 16_000 // scale
    small, sheet = coded_study(60 // min(scale, 4), 6000 // scale), coded_study(60 // min(scale, 4), rows)
    large, untagged = coded_study(100, codings), coded_study(100, codings, tagged=False)
    turns, million, most = turns_study(100_000 // scale), coded_study(100, 1_000_000 // scale), 1_000_000 // scale
    many, respondents = many_codes_study(16 if scale > 1 else 40), survey_study(people)
    cases = coded_study(500 // scale, 20_000 // scale)
    few = "≤ 3 ×, 50 MB"
    small_before = "0.5–0.7 s, 80 MB, of 0.10 s"
    million_before = "7–11 s, 0.7–1.3 GB, of 2.1–3.0 s"
    return [
        Task("--version", small, ("--version",), "Typer with as many commands", "≤ 0.75 ×", "0.6 ×"),
        Task("tag, one coding", small, TAG, "Typer with as many commands", "≤ 1.2 ×", "1.1 ×"),
        Task("undo", small, ("undo",), "Typer with as many commands", "≤ 1.2 ×", "0.9 ×"),
        Task("shares, 60 interviews", small, SHARES, "Typer", few, small_before),
        Task("crosstab, 60 interviews", small, CROSSTAB, "Typer", few, small_before),
        Task("cooccur, 60 interviews", small, COOCCUR, "Typer", few, small_before),
        Task("rank, 60 interviews", small, ("rank", "frame"), "Typer", few, small_before),
        Task("codebook list", small, ("codebook", "list"), "", "", "0.6 s"),
        Task("check", small, ("check",), "shares, 60 interviews", "one count a table", "all units cut"),
        Task("fill, 30 fields", small, ("fill", "draft.md", "-o", "filled.md", "--force"), "shares, 60 interviews",
             "one count a table", "30 counts"),
        Task("shares --ci bootstrap", small, (*SHARES, "--ci", "bootstrap"), "shares, 60 interviews", "≤ 3 ×", "31 s"),
        Task("keyness", small, ("keyness", "director", "manager", "--by", "role")),
        Task("keyness --test permutation", small,
             ("keyness", "director", "manager", "--by", "role", "--test", "permutation"), "keyness", "≤ 3 ×",
             "19–55 s"),
        Task("plot shares, 43 codes on a unit", many, ("plot", "shares", "moore", "-o", "shares.svg"),
             "", "2 s, 150 MB", "20 codes 4 s, 935 MB; 28 not enough memory"),
        Task("appendix, 43 codes on a unit", many, ("appendix", "reports/a.docx", "--allow-identifiable"), "",
             "2 s, 150 MB", "the same"),
        Task("page, 43 codes on a unit", many, ("export", "study.html", "--allow-identifiable"), "", "2 s, 150 MB",
             "the same"),
        Task(f"plot heatmap, {500 // scale} cases × 50 codes", cases, ("plot", "heatmap", "frame", "-o", "heat.svg"),
             "", "one count", "43 s"),
        Task(f"find a word, {37 // scale} million letters", turns, ("find", "hverdagen", "--count"),
             "lower + count", "≤ 2 ×", "18–20 s, of 0.24 s"),
        Task(f"find a word, {37 // scale} million letters, by who says it", turns,
             ("find", "hverdagen", "--count"), "lower + turns"),
        Task(f"find --regex, {37 // scale} million letters", turns, ("find", "--regex", "hverdag[a-z]+ i", "--count"),
             "lower + count", "≤ 2 ×", "the same"),
        Task(f"status, {people} respondents", respondents, ("status",), "", "linear", "82 s"),
        Task(f"shares --by, {people} respondents", respondents, SHARES, "", "linear", "171 s"),
        Task(f"add, {files} Word files", word_study(files), ADD, "zip + lxml", "≤ 3 ×, 5.8 s",
             "20–25 s, of 0.9–1.5 s"),
        Task(f"tag --from, {codings} rows", untagged, ("tag", "--from", "tags.csv"), "csv + insert", "≤ 6 ×, 150 MB",
             "8.7 s, 566 MB, of 0.3 s"),
        Task(f"tag --from, {codings} rows, one interview", long_study(10_000 // scale, codings),
             ("tag", "--from", "tags.csv"), f"tag --from, {codings} rows", "the same", "59 s"),
        Task("a key, as many codings in one interview", small, hold="< 50 ms", before="75 ms",
             inside=lambda _, made: inside.key(made, codings)),
        Task("database, bytes a coding", large, hold="≤ 250", before="496",
             inside=lambda folder, _: inside.bytes_a_coding(folder, codings)),
        Task("history, bytes of 100 → 400 open codes", coded_study(2, 0), hold="in step",
             before="580 kB → 9.2 MB",
             inside=lambda folder, _: inside.history_of_new_codes(folder)),
        Task("export, refused", large, ("export", "codings.csv"), "", "before any work", "after all work",
             refused=True),
        Task(f"export, {codings} codings", large, CSV, "csv module", "≤ 5 ×, 100 MB", "6.4 s, 612 MB, of 0.38 s"),
        Task(f"export, {rows} codings as XLSX", sheet, XLSX, "xlsxwriter", "≤ 2 ×", "7 s, of 1.2 s"),
        Task(f"shares, {most} codings", million, SHARES, "SQL GROUP BY", "≤ 2 ×, 500 MB", million_before),
        Task(f"crosstab, {most} codings", million, CROSSTAB, "SQL GROUP BY", "≤ 2 ×, 500 MB", million_before),
        Task(f"cooccur, {most} codings", million, COOCCUR, "SQL GROUP BY", "≤ 2 ×, 500 MB", million_before),
        Task(f"export, {most} codings", million, CSV, "csv module", "≤ 5 ×, 100 MB", "67 s, 4.2 GB, of 2 s"),
    ]  # fmt: skip


def retrieval_and_exchange(scale: int) -> list[Task]:
    """More commands: what finds, proposes, and takes other programs' work in."""
    million, turns = coded_study(100, 1_000_000 // scale), turns_study(100_000 // scale)
    large = coded_study(100, 100_000 // scale)
    return [
        Task(f"find --code, {100_000 // scale} of {1_000_000 // scale} codings", million,
             ("find", "--code", " or ".join(f"frame:c{number}" for number in range(5)), "-o", "found.csv",
              "--allow-identifiable"), "SQL + csv", "≤ 3 ×"),
        Task(f"find a phrase in {100_000 // scale} turns, first place", turns, ("find", '"data om hverdagen"'), "FTS5",
             "≤ 3 ×", first=True),
        Task(f"find a phrase in {100_000 // scale} turns, all places", turns,
             ("find", '"data om hverdagen"', "--count"), "FTS5"),
        Task("propose by a dictionary of 27 terms", turns, ("propose", "--rules", "seeds", "--dry-run"),
             "27 × str.count", "≤ 3 ×"),
        Task("propose by a dictionary of 27 terms, as lines", turns, ("propose", "--rules", "seeds", "--dry-run"),
             "27 × re, sentences as lines"),
        Task(f"propose by likeness, {5000 // scale} coded units, 20 codes",
             coded_study(500 // scale, 20_000 // scale, 20), ("propose", "--like", "frame", "--dry-run"),
             "tokenising"),
        Task(f"of that, learning from {5000 // scale} units", coded_study(500 // scale, 20_000 // scale, 20),
             hold="≤ 5 ×", inside=lambda folder, _: inside.learning(folder)),
        Task(f"import of {10_000 // scale} codings from .qdpx", exchanged_study(10_000 // scale),
             ("import", "large.qdpx"), "iterparse", "≤ 3 ×"),
        Task(f"snapshot, {100_000 // scale} codings", large, ("snapshot", "--allow-identifiable"),
             "JSON lines", "≤ 2 ×"),
    ]  # fmt: skip


def growth(scale: int) -> dict[str, list[tuple[int, Task]]]:
    """For each kind of size the same command at 1, 4 and 16 times of it."""
    times = (1, 4) if scale > 1 else (1, 4, 16)
    kinds: dict[str, tuple[int, Callable[[int], Study], Sequence[str]]] = {
        "documents (add)": (50, word_study, ADD),
        "respondents (shares --by role)": (1250, survey_study, SHARES),
        "codings (shares --by role)": (6250, lambda size: coded_study(100, size), SHARES),
        "codes on a unit (plot shares)": (4, many_codes_study, ("plot", "shares", "moore", "-o", "s.svg")),
        "codes in a book (codebook list)": (100, book_study, ("codebook", "list")),
        "documents (one more coding)": (50, lambda size: coded_study(size, 0), TAG),
        "documents (one more document)": (50, lambda size: coded_study(size, 0), ("add", "one_more.txt")),
        "codings (one more coding)": (6250, lambda size: coded_study(100, size), TAG),
    }  # fmt: skip
    return {
        kind: [(size * time, Task(f"{kind} {size * time}", make(size * time), command)) for time in times]
        for kind, (size, make, command) in kinds.items()
    }
