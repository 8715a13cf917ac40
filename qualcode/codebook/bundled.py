"""Where the frames that travel with qualcode lie, and their names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..core.errors import UnknownName
from ..core.model import Codebook
from .cache import load_cached

ORDER = (
    "moore", "leavitt", "froehle-roth", "barriers",
    "mckinsey-7s", "pestel", "swot", "kotter", "rogers", "tam", "utaut", "toe", "schein",
    "cfir2", "scott", "bolman-deal", "npt", "nasss", "lewin", "salience", "individual-change",
    "idea-sources", "braun-clarke",
    "moore-data-informed", "leavitt-documents", "froehle-roth-norwegian", "role-model", "key-areas", "benefits",
)  # fmt: skip
"""The frames in the order in which they are offered; the studies' variants come last."""


@lru_cache(maxsize=1)
def folder() -> Path:
    """The folder of the bundled frames: inside the installed package, or in the repository."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_study" / "codebooks"
    return installed if installed.is_dir() else package.parent / "codebooks"


def names() -> tuple[str, ...]:
    """The ids of the frames that are there, in the order in which they are offered."""
    there = {path.stem for path in folder().glob("*.yaml")}
    listed = [name for name in ORDER if name in there]
    return tuple(listed)


def path(name: str) -> Path:
    """The file of a bundled frame; UnknownName with the nearest when there is none."""
    if name not in ORDER or not (folder() / f"{name}.yaml").is_file():
        raise UnknownName("codebook", name, names(), hint="qualcode codebook list")
    return folder() / f"{name}.yaml"


def load_bundled(name: str, cache_dir: str | Path | None = None) -> Codebook:
    """A bundled frame by its id."""
    return load_cached(path(name), cache_dir)
