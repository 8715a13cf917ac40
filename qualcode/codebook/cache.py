"""Parsed codebooks kept as JSON, by content, so that opening a project needs no YAML parser.

A project with every bundled frame opens in milliseconds this way. The key is the SHA-256 of the
file's bytes together with the shape of the value types; a stale entry therefore cannot be found.
A cache that cannot be read or written is silently done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..core.model import Code, Codebook
from . import reading
from .writing import write_text

FORMAT = 1
"""Raised when the same file would be read differently than before."""


def load_cached(path: str | Path, cache_dir: str | Path | None) -> Codebook:
    """As `load`, from the cache where the same content was read before."""
    try:
        content = Path(path).read_bytes()
    except OSError:
        return reading.load(path)
    if cache_dir is None:
        return reading.loads(reading.decode(content, path), str(path))
    kept = Path(cache_dir) / f"codebook-{key(content)}.json"
    found = _read(kept)
    if found is not None:
        return found
    codebook = reading.loads(reading.decode(content, path), str(path))
    with contextlib.suppress(OSError):
        write_text(kept, json.dumps(to_plain(codebook), ensure_ascii=False, separators=(",", ":")))
    return codebook


def key(content: bytes) -> str:
    """What a file's content is kept under."""
    return hashlib.sha256(_shape() + content).hexdigest()


@lru_cache(maxsize=1)
def _shape() -> bytes:
    names = [field.name for type_ in (Code, Codebook) for field in fields(type_)]
    return f"{FORMAT} {' '.join(names)}\n".encode()


def _read(path: Path) -> Codebook | None:
    try:
        return from_plain(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def to_plain(codebook: Codebook) -> dict[str, Any]:
    """A codebook as JSON has it; fields with their default value are left out."""
    plain = _plain(codebook, _DEFAULT_BOOK)
    plain["codes"] = [_plain(code, _DEFAULT_CODE) for code in codebook.codes]
    return plain


def from_plain(plain: Mapping[str, Any]) -> Codebook:
    """The codebook that `to_plain` made this from. Raises TypeError for anything else."""
    codes = tuple(Code(**_tuples(code)) for code in plain["codes"])
    return Codebook(**_tuples({**plain, "codes": codes}))


_DEFAULT_BOOK = Codebook("", {})
_DEFAULT_CODE = Code("", {})
_NESTED = ("aliases", "seeds", "variants")
"""Mappings to tuples; a JSON list under any other name is a tuple itself."""


def _plain(value: Code | Codebook, default: Code | Codebook) -> dict[str, Any]:
    plain = {}
    for field in fields(value):
        content = getattr(value, field.name)
        if field.name in ("id", "name", "title") or content != getattr(default, field.name):
            plain[field.name] = content
    return plain


def _tuples(plain: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(plain)
    for name, value in plain.items():
        if name in _NESTED:
            made[name] = {key: tuple(items) for key, items in value.items()}
        elif name == "at_most_one_of":
            made[name] = tuple(tuple(group) for group in value)
        elif name == "qualifiers":
            made[name] = tuple((id, names) for id, names in value)
        elif isinstance(value, list):
            made[name] = tuple(value)
    return made
