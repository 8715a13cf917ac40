"""Numbers in the text that stay true: fields in Word, Markdown and LaTeX files.

An author writes `{{ share("moore:value", group="director") }}`; `fill` puts the value in and leaves a
mark that cannot be seen; `verify` computes all of them anew and names each that no longer holds.
"""

from __future__ import annotations

from pathlib import Path

from ...core.errors import UsageError, printable
from ...core.files import write_output
from .expression import FUNCTIONS, Expression, fields, parse
from .values import Check, Evaluate, FieldPlace, Filled, Value, holds

__all__ = [
    "FUNCTIONS",
    "SUFFIXES",
    "Check",
    "Evaluate",
    "Expression",
    "FieldPlace",
    "Filled",
    "Value",
    "fields",
    "fill",
    "holds",
    "parse",
    "verify",
]

WORD = (".docx", ".docm")
SUFFIXES = (*WORD, ".md", ".markdown", ".qmd", ".rmd", ".tex", ".latex")
"""The files that can have fields."""


def fill(
    source: str | Path, target: str | Path, evaluate: Evaluate, *, update: bool = False, language: str = "en"
) -> Filled:
    """Put values in the place of the fields of `source`, and write the result to `target`.

    `target` may be `source`. With `update` values put in before are renewed where they no longer
    hold. Raises ProblemsFound, and writes nothing, when a field has no value; ReadError when
    `source` cannot be read; DataError when `target` cannot be written.
    """
    source, target = Path(source), Path(target)
    suffix = _known(source)
    if _known(target) not in (WORD if suffix in WORD else (suffix,)) and not _alike(suffix, _known(target)):
        raise UsageError(f"{source.name} is filled into a file of its own kind, not {target.suffix}", slug="bad_option")
    if suffix in WORD:
        from .word import filled

        data, checks, kept = filled(source, evaluate, update=update, language=language)
        if data is None:
            data = source.read_bytes()
        if target != source or checks:
            write_output(target, data)
        return Filled(target, tuple(checks), kept)
    from .marked import MarkedText

    text = MarkedText(source, evaluate, language=language)
    folder = f"{target.stem}-figures"
    written, kept = text.fill(folder, update=update)
    files = []
    for name, data in text.pictures.items():
        path = target.parent / folder / name
        path.parent.mkdir(exist_ok=True)
        write_output(path, data)
        files.append(path)
    if target != source or text.checks:
        write_output(target, written.encode("utf-8"))
    return Filled(target, tuple(text.checks), kept, tuple(files))


def verify(path: str | Path, evaluate: Evaluate, *, language: str = "en") -> list[Check]:
    """One check for each field of a file, in the order of the text; nothing is written.

    A quote holds when its words stand in the transcript, whatever the author left out with `…` or put
    in square brackets. Raises ReadError when the file cannot be read.
    """
    path = Path(path)
    if _known(path) in WORD:
        from .word import WordFields

        return WordFields(path, evaluate, language=language).verify()
    from .marked import MarkedText

    return MarkedText(path, evaluate, language=language).verify()


def _known(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(
            f"{printable(path.name)}: fields stand in {', '.join(SUFFIXES)} files",
            slug="unknown_format",
            hint="save it as a Word document (.docx)" if suffix in (".doc", ".odt", ".rtf", ".pages") else None,
        )
    return suffix


def _alike(one: str, other: str) -> bool:
    from .marked import SUFFIXES as TEXTS

    return one in TEXTS and TEXTS.get(one) == TEXTS.get(other)
