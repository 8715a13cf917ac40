"""Every error that qualcode raises on purpose.

    QualcodeError
    ├── UsageError (ValueError)      exit 2   asked for something that cannot be
    │   └── UnknownName (LookupError)         a name that is not there; offers the nearest
    ├── DataError                    exit 3   a file cannot be read, or the data cannot answer
    │   ├── ReadError                         one file that no reader could read
    │   └── ProblemsFound                     a hand-written file with one or more mistakes
    └── StoreError                   exit 4   the database
        ├── StoreLocked                       another program is writing
        ├── StoreNewer                        made by a newer qualcode
        ├── StoreUnreachable                  a server that does not answer
        └── StoreDamaged                      not a qualcode database, or broken

An error carries a `slug` that leads to `docs/messages.md`, a message that says what was
expected and what was found, and, where one exists, a `hint`: the command that mends it.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, NoReturn


class ExitCode(enum.IntEnum):
    """What the command line hands back to the shell."""

    DONE = 0
    NO = 1
    """Done, and the answer is no: a check found problems, a threshold was not met."""
    USAGE = 2
    DATA = 3
    STORE = 4
    BUG = 70
    INTERRUPTED = 130


class QualcodeError(Exception):
    """Any mistake or failure that is not a bug in qualcode."""

    exit_code = ExitCode.BUG
    default_slug = "error"

    def __init__(self, message: str, *, slug: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.slug = slug or self.default_slug
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class UsageError(QualcodeError, ValueError):
    """Options that cannot go together, a value out of range, an address that is none."""

    exit_code = ExitCode.USAGE
    default_slug = "bad_option"


class UnknownName(UsageError, LookupError):
    """A document, code, coder, case, question or attribute that does not exist."""

    default_slug = "unknown_name"

    def __init__(
        self,
        kind: str,
        name: str,
        known: Iterable[str] = (),
        *,
        slug: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.kind, self.name = kind, name
        self.nearest = nearest(name, known)
        message = f"there is no {kind} {name!r}"
        if self.nearest:
            message += f"; {offered(self.nearest)}"
        super().__init__(message, slug=slug or f"unknown_{kind.replace(' ', '_')}", hint=hint)


class DataError(QualcodeError):
    """The material at hand cannot give what was asked for."""

    exit_code = ExitCode.DATA
    default_slug = "data"


class ReadError(DataError):
    """A file that could not be read; the message names the file and the reason."""

    default_slug = "unreadable"

    def __init__(self, path: object, reason: str, *, slug: str | None = None, hint: str | None = None) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(f"{printable(self.path)}: {reason}", slug=slug, hint=hint)


class Problem(NamedTuple):
    """One mistake in a file that a person wrote."""

    path: str
    line: int | None
    column: int | None
    severity: str
    """`error` stops what was asked for; `warning` does not."""
    message: str
    slug: str
    hint: str = ""

    def __str__(self) -> str:
        place = ":".join(str(p) for p in (printable(self.path), self.line, self.column) if p is not None)
        text = f"{place}: {self.severity}: {self.message} [{self.slug}]"
        return f"{text}\n    {self.hint}" if self.hint else text


def left_by_git(text: str, path: str) -> list[Problem]:
    """What to say of a hand-written file that git could not merge, and left both versions of some lines in."""
    said = (
        "git could not merge this file: from here to ======= stand the lines of this copy, and up to >>>>>>> "
        "those of the other"
    )
    mends = "keep the lines that hold, those of both where both do, and take the three marks away"
    begins = [number for number, line in enumerate(text.split("\n"), start=1) if line.startswith("<<<<<<< ")]
    return [Problem(path, line, None, "error", said, "git_marks", mends) for line in begins]


class ProblemsFound(DataError):
    """All mistakes of a file at once."""

    default_slug = "problems"

    def __init__(self, problems: Sequence[Problem], *, hint: str | None = None) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems), hint=hint)


class StoreError(QualcodeError):
    """The database could not be opened, read or written."""

    exit_code = ExitCode.STORE
    default_slug = "store"


class StoreLocked(StoreError):
    """Another program is writing to the database."""

    default_slug = "store_locked"


class StoreNewer(StoreError):
    """The project was made by a newer version of qualcode."""

    default_slug = "store_newer"


class StoreUnreachable(StoreError):
    """The server with the database does not answer, or the connection to it was lost."""

    default_slug = "server_unreachable"


class StoreDamaged(StoreError):
    """The file is not a qualcode database, or is broken."""

    default_slug = "store_damaged"


def nearest(name: str, known: Iterable[str], count: int = 2) -> tuple[str, ...]:
    """The known names most like `name`, best first; empty when none is near.

    Those that begin with it come first, then those that are like it, then those that hold it, and last those that
    begin with something like it: of a long question a person types the first words.

    >>> nearest("satis", ["How glad?", "Satisfied (1-5)"]), nearest("glad", ["How glad?", "Satisfied (1-5)"])
    (('Satisfied (1-5)',), ('How glad?',))
    """
    import difflib

    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    wanted = name.casefold()
    found = sorted((each for each in folded if len(wanted) > 1 and each.startswith(wanted)), key=len)
    if len(found) < count:
        found += difflib.get_close_matches(wanted, folded, n=count, cutoff=0.6 if len(name) > 3 else 0.5)
    if len(found) < count and len(wanted) > 1:
        found += (each for each in folded if wanted in each)
        begun = {each[: len(wanted)]: each for each in reversed(folded)}
        found += (begun[each] for each in difflib.get_close_matches(wanted, begun, n=count, cutoff=0.8))
    return tuple(folded[each] for each in list(dict.fromkeys(found))[:count])


def offered(names: Iterable[str]) -> str:
    """The question about names that may have been meant: `did you mean 'x' or 'y'?`; `""` when there are none.

    >>> offered(["moore:value"]), offered([])
    ("did you mean 'moore:value'?", '')
    """
    listed = " or ".join(repr(name) for name in names)
    return f"did you mean {listed}?" if listed else ""


def did_you_mean(name: str, known: Iterable[str], count: int = 1) -> str:
    """What follows a message about a wrong name: `; did you mean 'x'?`, or nothing when none is near."""
    question = offered(nearest(name, known, count))
    return f"; {question}" if question else ""


def one_of(option: str, value: str, known: Collection[str]) -> str:
    """`value` when the option takes it; UsageError `bad_option` with the nearest right one otherwise."""
    if value in known:
        return value
    listed = ", ".join(name for name in known if name)
    meant = did_you_mean(str(value), known)
    raise UsageError(f"{option} {value!r}: expected one of {listed}{meant}", slug="bad_option")


def conflict(message: str) -> NoReturn:
    """Raise UsageError `option_conflict`: two options that cannot go together."""
    raise UsageError(message, slug="option_conflict")


def argument(text: object) -> str:
    """`text` as one word of a command line: in quotation marks where it has more than letters, as all shells take it.

    >>> argument("a.csv"), argument("my answers.csv")
    ('a.csv', '"my answers.csv"')
    """
    written = printable(str(text))
    plain = written and all(char.isalnum() or char in "._-/\\:~@#+," for char in written)
    return written if plain else '"' + written.replace('"', '\\"') + '"'


def printable(text: str) -> str:
    """`text` on one line, with control and bidirectional marks shown as escapes.

    File names and transcripts come from anywhere; an escape code in one must never reach
    the terminal.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "backslashreplace").decode() for char in text
    )


def several(number: int, what: str) -> str:
    """A number of things in a message: `what` is the word for one.

    >>> several(1, "alias"), several(3, "colour"), several(0, "coding")
    ('1 alias', '3 colours', '0 codings')
    """
    if number == 1:
        return f"1 {what}"
    return f"{number} {what}es" if what.endswith(("s", "x")) else f"{number} {what}s"


def the_first(names: Sequence[str], most: int) -> str:
    """Names in a message, of many only so many and how many more there are.

    >>> the_first(["D1", "D2", "M1"], 2)
    'D1, D2 and 1 more'
    """
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def numbered(what: str, numbers: Sequence[str], most: int = 8) -> str:
    """Lines, rows or pages in a message, of many only so many: `what` is the word for one.

    >>> numbered("row", ["3"]), numbered("line", ["3", "4", "7"], most=2)
    ('row 3', 'lines 3, 4 and 1 more')
    """
    return f"{what}{'s' if len(numbers) > 1 else ''} {the_first(numbers, most)}"
