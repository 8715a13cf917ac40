"""The study, or a part of it, for other programs: written whole or not at all, with an account of what went."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from ..core.ticks import Tick
from ..exchange.interface import Account, Choices, named
from .exchange import whole

if TYPE_CHECKING:
    from ..core.choices import Where
    from ..core.model import Bundle
    from .handle import Handle


def format_of(path: Path, format: str = "") -> str:
    """The format of another program that a file's name, or a person, asks for; empty for reports and tables."""
    from ..exchange import studies

    if format:
        known = {each.name for each in studies}
        return format if format in known else ""
    found = studies.by_suffix(path)
    return found.name if found is not None else ""


def _originals(bundle: Bundle) -> str:
    """`13 originals (8 docx, 5 txt) are`: the files that documents were read from; empty where there are none."""
    kept = {part.subject for part in bundle.foreign if part.kind == "file"}
    paths = {
        document.source.path
        for document in bundle.documents
        if document.source is not None and document.source.path and f"document {document.id}" not in kept
    }
    if not paths:
        return ""
    kinds = Counter(PurePath(path).suffix.lstrip(".").lower() or "without a suffix" for path in sorted(paths))
    listed = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    return f"{named('originals', len(paths))} ({listed}) {'is' if len(paths) == 1 else 'are'}"


def export_study(
    project: Handle,
    path: Path,
    where: Where | None = None,
    *,
    format: str = "",
    choices: Choices | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Tick | None = None,
) -> tuple[Account, bool]:
    """Write the study for another program; returns the account, and whether a file was written.

    None is with `dry_run`, nor with `strict` when anything was changed or lost. Raises UsageError for a
    format that cannot be written.
    """
    from ..exchange import placed, studies

    choices = replace(choices or Choices(language=""), progress=progress)
    name = format_of(path, format)
    if not name:
        raise UsageError(f"{path.name}: no format is known for this name", slug="unknown_format",
                         hint="`qualcode formats` lists them")  # fmt: skip
    codec = studies.named(name).load()
    if not hasattr(codec, "write"):
        raise UsageError(f"{name} is read, but not written", slug="unknown_format", hint="write study.qdpx")
    with placed(path) as writing:
        bundle = whole(project, where, hidden=False)
        account = codec.write(bundle, writing.neighbour, choices)
        if originals := _originals(bundle):
            account.notes.append(
                f"{originals} not in it: a project file carries the words as they were read, never the files themselves"
            )
        writing.stands = not dry_run and not (strict and bool(account.changed or account.lost))
    return account, writing.stands
