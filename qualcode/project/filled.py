"""Which files `fill` wrote, and as what: so that what an author wrote in one since is never written over."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from ..core.errors import UsageError, printable
from ..core.files import write
from .handle import Handle

FILE = ".cache/filled.json"


def refuse_to_erase(project: Handle, draft: Path, output: Path) -> None:
    """UsageError `written_since` when the file to write holds more than `fill` put there."""
    if not output.exists() or output.resolve() == draft.resolve():
        return
    if _known(project).get(str(output.resolve())) != _digest(output):
        raise UsageError(
            f"{printable(str(output))} is there already, and is not what `fill` last wrote there",
            slug="written_since",
            hint=f"`qualcode fill {output} --update` renews its numbers and keeps your words; --force writes over it",
        )


def remember(project: Handle, output: Path) -> None:
    """Note what was written. Where it cannot be noted, the next `fill` asks."""
    known = {path: digest for path, digest in _known(project).items() if Path(path).exists()}
    known[str(output.resolve())] = _digest(output)
    with contextlib.suppress(OSError):
        write(project.root / FILE, json.dumps(known, indent=1), durable=False)


def _known(project: Handle) -> dict[str, str]:
    try:
        found = json.loads((project.root / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
