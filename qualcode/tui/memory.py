"""Where a coder left: the document, the place in each, and the codes used last.

A convenience beside the database: a file that cannot be read or written is done without.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from ..core.files import write

RECENT = 9
PLACES = 2000


class Memory:
    """One coder's part of `.cache/screen.json`, written when it changes."""

    def __init__(self, path: Path, coder: str) -> None:
        self.path, self.coder = path, coder
        own = self._all().get(coder)
        own = own if isinstance(own, dict) else {}
        self.document: str = _text(own.get("document"))
        self.unit: str = _text(own.get("unit"))
        recent = own.get("recent")
        self.recent: list[str] = [code for code in recent if isinstance(code, str)] if isinstance(recent, list) else []
        places = own.get("places")
        self.places: dict[str, int] = {
            id: offset for id, offset in (places if isinstance(places, dict) else {}).items() if isinstance(offset, int)
        }
        drafts = own.get("drafts")
        self.drafts: dict[str, str] = {
            about: text for about, text in (drafts if isinstance(drafts, dict) else {}).items() if isinstance(text, str)
        }
        """Memos that were being written and are not stored: what each is about, and its words; the latest last."""
        self._dirty = False

    def offset(self, document: str) -> int:
        """The code point at which one left a document."""
        return max(0, self.places.get(document, 0))

    def keep(self, document: str, offset: int, unit: str, recent: list[str]) -> None:
        """Take note of a place; `save` writes it."""
        self.places.pop(document, None)
        self.places[document] = offset
        while len(self.places) > PLACES:
            del self.places[next(iter(self.places))]
        self.document, self.unit, self.recent = document, unit, recent[:RECENT]
        self._dirty = True

    def keep_draft(self, about: str, text: str = "") -> None:
        """Keep what is typed into a memo until it is stored; nothing forgets it."""
        self.drafts.pop(about, None)
        if text:
            self.drafts[about] = text
        self._dirty = True
        self.save()

    def save(self) -> None:
        """Write what changed, whole or not at all."""
        if not self._dirty:
            return
        self._dirty = False
        found = self._all()
        found[self.coder] = {
            "document": self.document,
            "unit": self.unit,
            "recent": self.recent,
            "places": self.places,
            "drafts": self.drafts,
        }
        with contextlib.suppress(OSError):
            write(self.path, json.dumps(found, ensure_ascii=False), durable=False)

    def _all(self) -> dict[str, Any]:
        try:
            found = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
