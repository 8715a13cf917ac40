"""What is measured: on which study, by which command, against what, and what it is held to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import studies
from .studies import Typed


@dataclass(frozen=True)
class Task:
    """One line of the table."""

    name: str
    study: Callable[[Path, Typed], None]
    """Makes the project; the next task with the same maker finds it made."""
    command: Sequence[str]
    bare: str = ""
    """A tool of `bare`, or the name of the task before that this one is held against."""
    hold: str = ""
    after: Sequence[str] = ()
    """A command that puts the study back as it was."""


def word_study(files: int) -> Callable[[Path, Typed], None]:
    return lambda folder, typed: studies.interviews(folder, typed, files)


def coded_study(files: int, codings: int, codes: int = 50) -> Callable[[Path, Typed], None]:
    def make(folder: Path, typed: Typed) -> None:
        studies.interviews(folder, typed, files)
        typed(folder, "add", "transcripts", "--interviewer", "I")
        studies.frame(folder, codes)
        studies.table_of_tags(folder, codings, codes)
        typed(folder, "tag", "--from", "tags.csv", "--finish")

    return make


def untagged_study(files: int, codings: int, codes: int = 50) -> Callable[[Path, Typed], None]:
    def make(folder: Path, typed: Typed) -> None:
        studies.interviews(folder, typed, files)
        typed(folder, "add", "transcripts", "--interviewer", "I")
        studies.frame(folder, codes)
        studies.table_of_tags(folder, codings, codes)

    return make


def many_codes_study(codes: int) -> Callable[[Path, Typed], None]:
    def make(folder: Path, typed: Typed) -> None:
        studies.interviews(folder, typed, 4)
        typed(folder, "add", "transcripts", "--interviewer", "I")
        typed(folder, "codebook", "use", "moore")
        studies.frame(folder, codes)
        places = "P0000:2"
        typed(folder, "tag", places, "moore:value", "moore:support", "moore:capacity")
        typed(folder, "tag", places, *(f"frame:c{number}" for number in range(codes)))

    return make


def survey_study(respondents: int) -> Callable[[Path, Typed], None]:
    def make(folder: Path, typed: Typed) -> None:
        studies.survey(folder, typed, respondents)
        typed(folder, "add", "survey.csv", "--language", "da")
        studies.frame(folder, 10)
        studies.whole_answers(folder, 10, 2)
        typed(folder, "tag", "--from", "tags.csv", "--finish")

    return make


def book_study(codes: int) -> Callable[[Path, Typed], None]:
    def make(folder: Path, typed: Typed) -> None:
        studies.interviews(folder, typed, 2)
        typed(folder, "add", "transcripts", "--interviewer", "I")
        studies.frame(folder, codes)

    return make


def turns_study(turns: int) -> Callable[[Path, Typed], None]:
    def make(folder: Path, typed: Typed) -> None:
        studies.turns(folder, typed, turns)
        studies.dictionary(folder, 27)

    return make


def exchanged_study(codings: int) -> Callable[[Path, Typed], None]:
    return lambda folder, typed: studies.exchanged(folder, typed, codings)


def table(scale: int) -> list[Task]:
    """The table of commands; `scale` 1 is the full one, 10 a tenth of it."""
    codings, files, people = 100_000 // scale, 1000 // scale, 20_000 // scale
    small, large = coded_study(60 // min(scale, 4), 6000 // scale), coded_study(100, codings)
    turns, million = turns_study(100_000 // scale), coded_study(100, 1_000_000 // scale)
    many, respondents = many_codes_study(16 if scale > 1 else 40), survey_study(people)
    return [
        Task("--version", small, ("--version",), "Typer", "1.5 ×"),
        Task("shares, 60 interviews", small, ("shares", "frame", "--by", "role"), "Typer", "≤ 3 ×, 50 MB"),
        Task("crosstab, 60 interviews", small, ("crosstab", "frame", "--by", "role"), "Typer", "≤ 3 ×, 50 MB"),
        Task("cooccur, 60 interviews", small, ("cooccur", "frame"), "Typer", "≤ 3 ×, 50 MB"),
        Task("shares --ci bootstrap", small, ("shares", "frame", "--by", "role", "--ci", "bootstrap"),
             "shares, 60 interviews", "≤ 3 ×"),
        Task("keyness", small, ("keyness", "director", "manager", "--by", "role")),
        Task("keyness --test permutation", small,
             ("keyness", "director", "manager", "--by", "role", "--test", "permutation"), "keyness", "≤ 3 ×"),
        Task("plot heatmap", small, ("plot", "heatmap", "frame", "-o", "heat.svg")),
        Task("codebook list", small, ("codebook", "list")),
        Task("plot shares, 43 codes on a unit", many, ("plot", "shares", "moore", "-o", "shares.svg"),
             "", "2 s, 150 MB"),
        Task(f"add, {files} Word files", word_study(files), ("add", "transcripts", "--interviewer", "I"),
             "zip + lxml", "≤ 3 ×", ("undo",)),
        Task(f"status, {people} respondents", respondents, ("status",)),
        Task(f"shares, {people} respondents", respondents, ("shares", "frame", "--by", "role")),
        Task(f"tag --from, {codings} rows", untagged_study(100, codings), ("tag", "--from", "tags.csv"),
             "csv + insert", "≤ 6 ×, 150 MB", ("undo",)),
        Task(f"shares, {codings} codings", large, ("shares", "frame", "--by", "role"), "SQL GROUP BY", "≤ 2 × at 1 M"),
        Task(f"cooccur, {codings} codings", large, ("cooccur", "frame"), "SQL GROUP BY", "≤ 2 × at 1 M"),
        Task("export, refused", large, ("export", "codings.csv"), "", "before any work"),
        Task(f"export, {codings} codings", large, ("export", "codings.csv", "--allow-identifiable"),
             "csv module", "≤ 5 ×, 100 MB"),
        Task(f"export, {codings} codings as XLSX", large, ("export", "codings.xlsx", "--allow-identifiable"),
             "xlsxwriter", "≤ 2 ×"),
        Task(f"snapshot, {codings} codings", large, ("snapshot",), "JSON lines", "≤ 2 ×"),
        Task("find", large, ("find", "hverdagen"), "lower + count", "≤ 2 ×"),
        Task("find in the index, before a change makes it anew", turns, ("find", "data", "--count")),
        Task(f"find a phrase in {100_000 // scale} turns", turns, ("find", '"data om hverdagen"', "--count"), "FTS5"),
        Task("propose by a dictionary of 27 terms", turns, ("propose", "--rules", "seeds", "--dry-run"),
             "27 × str.count", "≤ 10 ×"),
        Task(f"propose by likeness, {5000 // scale} coded units, 20 codes",
             coded_study(500 // scale, 20_000 // scale, 20), ("propose", "--like", "frame", "--dry-run"),
             "tokenising", "≤ 5 ×"),
        Task(f"import of {10_000 // scale} codings from .qdpx", exchanged_study(10_000 // scale),
             ("import", "large.qdpx"), "iterparse", "≤ 3 ×", ("undo",)),
        Task(f"shares, {1_000_000 // scale} codings", million, ("shares", "frame", "--by", "role"),
             "SQL GROUP BY", "≤ 2 ×, 500 MB"),
        Task(f"crosstab, {1_000_000 // scale} codings", million, ("crosstab", "frame", "--by", "role"),
             "SQL GROUP BY", "≤ 2 ×, 500 MB"),
        Task(f"cooccur, {1_000_000 // scale} codings", million, ("cooccur", "frame"), "SQL GROUP BY", "≤ 2 ×, 500 MB"),
        Task(f"find --code, {100_000 // scale} of {1_000_000 // scale} codings", million,
             ("find", "--code", " or ".join(f"frame:c{number}" for number in range(5)), "-o", "found.csv",
              "--allow-identifiable"), "SQL + csv", "≤ 3 ×"),
    ]  # fmt: skip


def growth(scale: int) -> dict[str, list[tuple[int, Task]]]:
    """For each kind of size the same command at 1, 4 and 16 times of it."""
    times = (1, 4) if scale > 1 else (1, 4, 16)
    kinds: dict[str, tuple[int, Callable[[int], Callable[[Path, Typed], None]], Sequence[str], Sequence[str]]] = {
        "documents (add)": (50, word_study, ("add", "transcripts", "--interviewer", "I"), ("undo",)),
        "respondents (shares --by role)": (1000, survey_study, ("shares", "frame", "--by", "role"), ()),
        "codings (shares --by role)": (
            5000, lambda size: coded_study(40, size), ("shares", "frame", "--by", "role"), ()
        ),
        "codes on a unit (plot shares)": (5, many_codes_study, ("plot", "shares", "moore", "-o", "s.svg"), ()),
        "codes in a book (codebook list)": (100, book_study, ("codebook", "list"), ()),
    }  # fmt: skip
    return {
        kind: [(size * time, Task(f"{kind} {size * time}", make(size * time), command, after=after)) for time in times]
        for kind, (size, make, command, after) in kinds.items()
    }
