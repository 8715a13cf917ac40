"""Parsed codebooks kept as JSON, by content, so that opening a project needs no YAML parser.

A project with every bundled frame opens in milliseconds this way, because neither the modules that
read YAML nor those that write it are imported where the cache has the file. An entry holds the whole
text it was made from beside the shape of the value types, and both are compared, so that a stale
one is never used. A cache that cannot be read or written is silently done without.
"""

from __future__ import annotations

import contextlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..core.model import Code, Codebook, Link

FORMAT = 2
"""Raised when the same file would be read differently than before."""


def load_cached(path: str | Path, cache_dir: str | Path | None) -> Codebook:
    """As `load`, from the cache where the same content was read before."""
    try:
        content = Path(path).read_bytes()
    except OSError:
        from .loader import load

        return load(path)
    kept = Path(cache_dir) / f"codebook-{key(content)}.json" if cache_dir is not None else None
    found = _read(kept, content) if kept else None
    if found is not None:
        return found
    from .loader import decode, loads

    text = decode(content, path)
    codebook = loads(text, str(path))
    if kept:
        from ..core.files import write

        entry = {"shape": _shape(), "text": text, "codebook": to_plain(codebook)}
        with contextlib.suppress(OSError):
            write(kept, json.dumps(entry, ensure_ascii=False, separators=(",", ":")), durable=False)
    return codebook


def key(content: bytes) -> str:
    """What a file's content is kept under; a name only, the content itself is compared."""
    return f"{zlib.crc32(content):08x}"


@lru_cache(maxsize=1)
def _shape() -> str:
    names = [field.name for type_ in (Code, Codebook, Link) for field in fields(type_)]
    return f"{FORMAT} {' '.join(names)}"


def _read(path: Path, content: bytes) -> Codebook | None:
    try:
        entry = json.loads(path.read_bytes())
        if entry["shape"] != _shape() or entry["text"].encode() != content:
            return None
        return from_plain(entry["codebook"])
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def to_plain(codebook: Codebook) -> dict[str, Any]:
    """A codebook as JSON has it; fields with their default value are left out."""
    plain = _plain(codebook, _DEFAULT_BOOK)
    if codebook.links:
        plain["links"] = [asdict(link) for link in codebook.links]
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
        elif name == "links":
            made[name] = tuple(Link(**link) for link in value)
        elif isinstance(value, list):
            made[name] = tuple(value)
    return made
