"""Makes the pictures of docs/coding-screen.md: the first sample interview, coded by keyboard only.

python -m tests.tui.pictures
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from qualcode.core.model import Span
from qualcode.project import Project
from qualcode.project.demo import copy
from qualcode.project.tag import Tag, tag
from qualcode.tui.app import CodingScreen
from qualcode.tui.session import Session

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZE = (104, 30)
FONTS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


def without_foreign_fonts(svg: str) -> str:
    """The picture with fonts of the reader's own computer; nothing is fetched from anywhere."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"font-family: [^;]+;", f"font-family: {FONTS};", svg)
    return re.sub(r"\n\s*\n+", "\n", svg)


async def shown(pilot: Pilot[int], name: str) -> None:
    """Write what the screen shows now."""
    await pilot.pause(0.3)
    svg = without_foreign_fonts(pilot.app.export_screenshot(title="qualcode tag"))
    (FOLDER / f"screen-{name}.svg").write_text(svg, "utf-8")


async def record(root: Path) -> None:
    """One sitting with the first interview."""
    with Project.open(root, coder="ana") as project:
        app = CodingScreen(Session(project))
        async with app.run_test(size=SIZE) as pilot:
            await shown(pilot, "1-open")
            await pilot.press("1", "j", "1")
            await shown(pilot, "2-digit")
            await pilot.press("v", "s", "v", "s", "w", "w")
            await shown(pilot, "3-select")
            await pilot.press("3", "w", "delete", *"0.5", "enter", "?", "j", "j")
            await pilot.press("c", *"retf")
            await shown(pilot, "4-palette")
            await pilot.press("enter", "m", *"Fordeling efter behov.")
            await shown(pilot, "5-memo")
            await pilot.press("escape", "2", "tab", "tab")
            await shown(pilot, "6-overlap")
            await pilot.press("/", *"tallene", "enter", "n")
            await shown(pilot, "7-search")
            await pilot.press("L")
            await shown(pilot, "11-found")
            await pilot.press("escape", "C", *"teknologi", "enter")
            await shown(pilot, "12-code-found")
            await pilot.press("escape")
            await pilot.press("escape", "t")
            for _ in range(60):
                await pilot.pause(0.1)
                if app.table.ready:
                    break
            await pilot.press("J", "3", "J", "3")
            await pilot.pause(2)
            await shown(pilot, "8-shares")
            await pilot.press("t", "f1")
            await shown(pilot, "9-help")
            await pilot.press("escape")
        words = "Jamen altså, for mig er det ikke at styre efter tal."
        text = project.document("D1").text
        at = text.index(words)
        for code in ("moore:support", "moore:capacity"):
            tag(project, [Tag("D1", _span(at, words), words, code, "bo")])
    with Project.open(root, coder="ana") as project:
        app = CodingScreen(Session(project))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("g", *"D1#1", "enter", "r")
            await shown(pilot, "10-review")


def _span(at: int, words: str) -> Span:
    return Span(at, at + len(words))


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = copy(Path(folder) / "study")
        with Project.open(root, coder="ana") as project:
            project.add([root / "transcripts"], workers=1)
        asyncio.run(record(root))


if __name__ == "__main__":
    main()
