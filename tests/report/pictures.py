"""Draws the figures of the docs from the worked examples, and an appendix as pages where LibreOffice is there.

python -m tests.report.pictures

The pictures of the coding screen are made by `python -m tests.tui.pictures`.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from qualcode.cli import context, main

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"

FIGURES = {
    "data-informed-leadership": {
        "figure-triangle": "plot shares moore --by role",
        "figure-bars": "plot bars moore --by role",
        "figure-diamond": "plot shares leavitt --document Strategi --by - --width 8",
        "figure-heatmap": "plot heatmap moore",
        "figure-cooccurrence": "plot cooccurrence moore",
        "figure-saturation": "plot saturation moore --level 2",
        "figure-timeline": "plot timeline moore --document D2",
    },
    "service-innovation": {
        "figure-two-sided": "plot shares froehle-roth-norwegian --by - --unit document --lang en",
        "figure-sequence": "plot sequence forankring --lang en",
    },
    "role-model": {"figure-map": "plot map role-model"},
}
"""What is drawn from which study, as a person would type it; `-o` is added."""
PAGES = (1, 3, 17, 18)
"""Of the Danish appendix: its contents, the guide, shares and drawing."""


def run(root: Path, *argv: str) -> None:
    """One command in a study; what it says is not for the reader of this."""
    context.folder = ""
    with contextlib.chdir(root), contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        assert main(list(argv)) == 0, argv


def draw(scratch: Path, folder: Path = FOLDER) -> None:
    """Every figure into `folder`; the studies are carried through in `scratch`."""
    folder.mkdir(parents=True, exist_ok=True)
    for study, figures in FIGURES.items():
        run(scratch, "demo", "--study", study, str(scratch / study))
        for name, typed in figures.items():
            run(scratch / study, *typed.split(), "-o", str(folder / f"{name}.png"))


def appendix_pages(scratch: Path, folder: Path = FOLDER) -> None:
    """Some pages of the Danish appendix, side by side, as Word shows them."""
    made = scratch / "data-informed-leadership" / "reports" / "bilag.docx"
    office = ["soffice", "--headless", f"-env:UserInstallation={(scratch / 'office').as_uri()}"]
    subprocess.run([*office, "--convert-to", "pdf", "--outdir", scratch, made], check=True, capture_output=True)
    pages = []
    for number in PAGES:
        at = ["-f", str(number), "-l", str(number), "-singlefile"]
        out = scratch / f"page-{number}"
        subprocess.run(["pdftoppm", "-png", "-r", "60", *at, scratch / "bilag.pdf", out], check=True)
        pages.append(Image.open(f"{out}.png"))
    sheet = Image.new("RGB", (sum(page.width + 8 for page in pages) - 8, max(page.height for page in pages)), "#999")
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + 8
    sheet.save(folder / "appendix-pages.png", optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        draw(Path(scratch))
        if shutil.which("soffice") and shutil.which("pdftoppm"):
            appendix_pages(Path(scratch))
        else:
            print("without LibreOffice and pdftoppm appendix-pages.png stays as it is")
