"""Files of other programs into the project: each recognised, read, and taken in as one change."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import DataError
from ..exchange.account import Account
from ..exchange.interface import Arrived, Choices
from .exchange import Wanted, bring_in, kept

if TYPE_CHECKING:
    from ..core.model import Bundle
    from .handle import Handle

ARCHIVES = "imported"
"""Where other programs' archives are kept whose recordings and pictures are handed back on export."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    path: str
    format: str
    origin: str
    """The program that wrote it, where it says so."""
    account: Account
    kept: bool
    """Whether anything was stored: not in a trial, and not where `strict` found a loss."""


def import_file(
    project: Handle,
    path: Path,
    *,
    format: str = "",
    choices: Choices | None = None,
    dry_run: bool = False,
    strict: bool = False,
) -> Imported:
    """Take one file in, whatever program wrote it; ReadError for what cannot be read or is not safe to.

    Nothing is stored with `dry_run`, nor with `strict` when anything was changed or lost.
    """
    from ..exchange import studies
    from ..exchange.recognise import recognise

    choices = choices or Choices(language=project.settings.language)
    name = format or recognise(path)
    wanted = Wanted(source=path.name, dry_run=dry_run, strict=strict)
    if name == "codebook":
        return _codebook(project, path, choices, wanted)
    codec = studies.named(name).load()
    arrived: Arrived = codec.read(path, choices)
    account = arrived.account
    account.carried.clear()  # counted again as things are stored: what is here already is not
    archive = _archived(project, path, arrived.bundle)
    wanted = replace(wanted, exact=arrived.exact, kept_in=archive)
    bring_in(project, arrived.bundle, account, wanted)
    stands = kept(account, wanted)
    if archive and stands:
        _keep(project.root / archive, path)
    return Imported(str(path), name, arrived.origin, account, stands)


def _codebook(project: Handle, path: Path, choices: Choices, wanted: Wanted) -> Imported:
    from ..core.model import Bundle
    from ..exchange import read_codebook

    if path.suffix.lower() in (".yaml", ".yml"):
        from ..codebook import load

        book, account = load(path), Account()
        bring_in(project, Bundle(codebooks=(book,)), account, wanted)
        return Imported(str(path), "codebook", "", account, kept(account, wanted))
    read = read_codebook(path, id=choices.codebook, language=choices.language)
    read.account.carried.clear()
    bring_in(project, read.bundle, read.account, wanted)
    return Imported(str(path), "codebook", read.origin, read.account, kept(read.account, wanted))


def _archived(project: Handle, path: Path, bundle: Bundle) -> str:
    """Where an archive will be kept, relative to the project; empty when nothing in it is handed back."""
    if not any(part.kind == "file" for part in bundle.foreign):
        return ""
    target = f"{ARCHIVES}/{path.name}"
    number = 2
    while (project.root / target).exists() and not _same(project.root / target, path):
        target = f"{ARCHIVES}/{path.stem}-{number}{path.suffix}"
        number += 1
    return target


def _same(one: Path, other: Path) -> bool:
    import filecmp

    return filecmp.cmp(one, other, shallow=False)


def _keep(target: Path, path: Path) -> None:
    from ..exchange import placed

    if target.exists():
        return
    try:
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise DataError(f"{target.parent} cannot be made: {error.strerror}", slug="unwritable") from error
    with placed(target) as writing:
        shutil.copyfile(path, writing.neighbour)
