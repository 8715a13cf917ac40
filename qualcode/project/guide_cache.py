"""The interview guide kept as JSON, by content, so that opening a project needs no YAML parser.

As the codebooks are: a stale entry cannot be found, and a cache that cannot be read or written is
done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from ..core.files import write
from ..core.model import Question

FORMAT = 1
"""Raised when the same file would be read differently than before."""
_FIELDS = ("id", "text", "order", "parent", "dimension", "elicits", "kind")


def load(path: Path, folder: Path) -> tuple[Question, ...]:
    """The items of a guide file, from the cache where the same content was read before."""
    key = hashlib.sha256(f"{FORMAT} {' '.join(_FIELDS)}\n".encode() + path.read_bytes()).hexdigest()
    kept = folder / f"guide-{key}.json"
    try:
        rows = json.loads(kept.read_text("utf-8"))
        return tuple(Question(**{**row, "elicits": tuple(row["elicits"])}) for row in rows)
    except (OSError, ValueError, TypeError, KeyError):
        pass
    from ..ingest import read_guide

    questions = tuple(read_guide(path))
    with contextlib.suppress(OSError):
        rows = [{field: getattr(question, field) for field in _FIELDS} for question in questions]
        write(kept, json.dumps(rows, ensure_ascii=False), durable=False)
    return questions
