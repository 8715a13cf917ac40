"""`qualcode.toml` <-> Settings: what a person decides once for a whole study.

The file is written by hand; `init` writes the first version with every setting explained.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .core.errors import Problem, ProblemsFound, UsageError, did_you_mean, left_by_git
from .core.languages import LANGUAGES, composed, written
from .core.model import EMPTY, UNIT_KINDS

FILE = "qualcode.toml"


class Settings(NamedTuple):
    """The settings of one project, with their defaults."""

    name: str = ""
    id: str = ""
    """Never changes, so that two copies of a study recognise each other."""
    language: str = "en"
    """Of reports and of interviews that do not say otherwise: da, nb, sv or en."""
    unit: str = "answer"
    backchannels: bool = True
    """Whether an answer without a guide goes on through the interviewer's "mm", "okay" and laughter."""
    codebooks: tuple[str, ...] = ()
    """The codebooks that tables are made for when none is named; empty means all deductive ones in use."""
    coder: str = ""
    """Who codes at this computer."""
    store: str = ""
    """The address of the server that the study is on; empty for the file in the folder."""
    analyse: str = ""
    """Whose codings count in tables when several coders coded and none is named."""
    by: str = ""
    """The attribute that tables compare when none is named."""
    interviewer: tuple[str, ...] = ()
    """Speaker labels that are always the interviewer."""
    pseudonymised: bool = False
    """Whether new documents are already free of names and places that identify people."""
    match: bool = False
    """Whether `add` matches new interviews to the guide by itself."""
    pdf_engine: str = ""
    encoding: str = ""
    dialect: str = "excel"
    """Of CSV files: `excel`, or `nordic` (semicolon, decimal comma)."""
    labels: Mapping[str, str] = EMPTY
    """What attributes and their values are called in reports: `director = "Direktører"`."""

    def to_toml(self) -> str:
        """The file as `init` writes it."""
        return f"""\
# The settings of this study. qualcode reads this file and never changes it.

name = {_quoted(self.name)}
id = {_quoted(self.id)}  # keep: it tells copies of this study apart from other studies
language = {_quoted(self.language)}  # of reports: da, nb, sv or en
unit = {_quoted(self.unit)}  # what is counted: {", ".join(UNIT_KINDS)}
backchannels = {"true" if self.backchannels else "false"}  # true: "mm" and "okay" of the interviewer end no answer
codebooks = {_listed(self.codebooks)}  # which codebooks tables are made for; [] means every frame in use
coder = {_quoted(self.coder)}  # who codes at this computer
{f"store = {_quoted(self.store)}  # the server that the study is on" + chr(10) if self.store else ""}\
analyse = {_quoted(self.analyse)}  # whose codings count in tables when several people have coded
by = {_quoted(self.by)}  # the column of cases.csv that tables compare
dialect = {_quoted(self.dialect)}  # of CSV files: "excel", or "nordic" (semicolons and decimal commas)

[reading]
interviewer = {_listed(self.interviewer)}  # labels that are always the interviewer
pseudonymised = {"true" if self.pseudonymised else "false"}  # true when no transcript can identify a person
match = {"true" if self.match else "false"}  # true: `add` does what `question match` does
pdf_engine = {_quoted(self.pdf_engine)}  # "", "pdfium" or "pdfminer"
encoding = {_quoted(self.encoding)}  # "" guesses; else for instance "cp1252"

[labels]  # what attributes and their values are called in reports, such as: director = "Direktører"
{"".join(f"{_quoted(key)} = {_quoted(label)}" + chr(10) for key, label in self.labels.items())}"""


_TYPES: dict[str, type] = {
    "name": str, "id": str, "language": str, "unit": str, "backchannels": bool, "codebooks": list, "coder": str,
    "store": str,
    "analyse": str, "by": str, "dialect": str,
}  # fmt: skip
_READING: dict[str, type] = {
    "interviewer": list,
    "pseudonymised": bool,
    "match": bool,
    "pdf_engine": str,
    "encoding": str,
}


def load(path: Path) -> Settings:
    """Read the settings; ProblemsFound with every mistake in the file at once."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if left := left_by_git(path.read_text("utf-8", "replace"), str(path)):
            raise ProblemsFound(left) from error
        raise ProblemsFound(
            [Problem(str(path), None, None, "error", f"not valid TOML: {error}", "settings_syntax")]
        ) from error
    problems: list[Problem] = []
    reading = data.pop("reading", {})
    labels = data.pop("labels", {})
    values = _checked(data, _TYPES, "", path, problems)
    if isinstance(reading, dict):
        values |= _checked(reading, _READING, "reading.", path, problems)
    else:
        problems.append(_problem(path, "[reading] must be a table", "settings_type"))
    if isinstance(labels, dict) and all(isinstance(label, str) for label in labels.values()):
        values["labels"] = labels
    else:
        problems.append(_problem(path, "[labels] must be a table of texts in quotes", "settings_type"))
    if isinstance(values.get("language"), str):
        values["language"] = written(values["language"]) or values["language"]
    choices: dict[str, tuple[str, ...]] = {"language": LANGUAGES, "unit": UNIT_KINDS, "dialect": ("excel", "nordic")}
    for key, allowed in choices.items():
        if key in values and values[key] not in allowed:
            problems.append(
                _problem(path, f"{key} = {values[key]!r}: expected one of {', '.join(allowed)}", "settings_value")
            )
    if problems:
        raise ProblemsFound(problems)
    return Settings(**values)


def _checked(
    table: dict[str, Any], types: dict[str, type], prefix: str, path: Path, problems: list[Problem]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in types:
            meant = did_you_mean(prefix + key, [prefix + known for known in types])
            problems.append(_problem(path, f"unknown setting {prefix}{key}{meant}", "settings_unknown"))
        elif not _fits(value, types[key]):
            expected = {str: "a text in quotes", list: "a list of texts", bool: "true or false"}[types[key]]
            problems.append(_problem(path, f"{prefix}{key}: expected {expected}, found {value!r}", "settings_type"))
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    return values


def _fits(value: Any, wanted: type) -> bool:
    if wanted is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, wanted)


def _problem(path: Path, message: str, slug: str) -> Problem:
    return Problem(str(path), None, None, "error", message, slug)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in escaped) + '"'


def _listed(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(_quoted(text) for text in texts) + "]"


OWN = ("coder", "store")
"""What each person's copy of the file says for itself, where a study is shared."""


def without_own(text: str) -> str:
    """The file as it is shared: what is each person's own is empty, and an address of a server is not in it."""
    return _set(_set(text, "coder", ""), "store", None)


def with_own(text: str, own: Mapping[str, str]) -> str:
    """A shared file with what a person's own copy says for itself."""
    for key in OWN:
        if own.get(key):
            text = _set(text, key, own[key])
    return text


def with_store(text: str, address: str) -> str:
    """The file with another place of the database; empty for the file in the folder."""
    return _set(text, "store", address or None)


def own(text: str) -> dict[str, str]:
    """What a copy of the file says for itself."""
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return {}
    return {key: data[key] for key in OWN if isinstance(data.get(key), str)}


def _set(text: str, key: str, value: str | None) -> str:
    """A line `key = "value"` set, added before the first table, or with None taken away; other lines stay."""
    lines = text.splitlines(keepends=True)
    top = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    for at, line in enumerate(lines[:top]):
        found = re.match(rf"(\s*{key}\s*=\s*)(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*')", line)
        if found is None:
            continue
        if value is None:
            del lines[at]
        else:
            lines[at] = f"{found[1]}{_quoted(value)}{line[found.end() :]}"
        return "".join(lines)
    if value:
        while top and not lines[top - 1].strip():
            top -= 1
        lines.insert(top, f"{key} = {_quoted(value)}\n")
    return "".join(lines)


def checked_name(name: str) -> str:
    """A coder's name; UsageError `bad_option` for one that could not stand on a line."""
    name = composed(name.strip())
    if not name or not name.isprintable() or len(name) > 200:
        raise UsageError(f"coder {name[:40]!r}: expected a name on one line", slug="bad_option")
    return name


def new_name(name: str, known: Iterable[str] = ()) -> str:
    """A coder's name without a comma, at which lists of coders are split, unless it is `known`: it was stored before
    this was asked, or came from another program."""
    name = checked_name(name)
    if "," in name and name not in known:
        raise UsageError(
            f"coder {name!r}: expected one name without a comma", slug="bad_option",
            hint="commas stand between coders (--coders ana,bo); who codes is said by --coder, or in qualcode.toml",
        )  # fmt: skip
    return name
