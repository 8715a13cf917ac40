"""Draws the figures of the docs from the worked examples; an appendix and a filled draft as pages where LibreOffice is
there, and the page of a study as a reader sees it where Chromium is.

python -m tests.report.pictures

The pictures of the coding screen are made by `python -m tests.tui.pictures`.
"""

from __future__ import annotations

import base64
import contextlib
import io
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import docx
from PIL import Image

from qualcode.cli import context, main
from tests.report.browser import CHROMIUM, Browser

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


DRAFT = (
    "# 5 Analyse",
    'Af direktørernes {{ number("answers", group="director") }} svar vedrører '
    '{{ share("moore:value", group="director") }} offentlig værdi mod '
    '{{ share("moore:value", group="manager") }} af centerchefernes (tabel 2). En direktør siger: '
    '“{{ quote("D1:44") }}”',
    "Tabel 2. Andel af svarene, fordelt på rolle",
    '{{ table("shares", by="role") }}',
    "Figur 3 viser andelene på Moores trekant.",
    '{{ figure("shares", by="role") }}',
)
"""What a student writes; `qualcode fill` puts the numbers in."""


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


def pages_of(made: Path, scratch: Path, numbers: Sequence[int], dots: int = 60) -> list[Image.Image]:
    """Some pages of a Word file, as LibreOffice shows them."""
    office = ["soffice", "--headless", f"-env:UserInstallation={(scratch / 'office').as_uri()}"]
    subprocess.run([*office, "--convert-to", "pdf", "--outdir", scratch, made], check=True, capture_output=True)
    pages: list[Image.Image] = []
    for number in numbers:
        at = ["-f", str(number), "-l", str(number), "-singlefile"]
        out = scratch / f"page-{number}"
        subprocess.run(["pdftoppm", "-png", "-r", str(dots), *at, scratch / f"{made.stem}.pdf", out], check=True)
        pages.append(Image.open(f"{out}.png"))
    return pages


def appendix_pages(scratch: Path, folder: Path = FOLDER) -> None:
    """Some pages of the Danish appendix, side by side, as Word shows them."""
    pages = pages_of(scratch / "data-informed-leadership" / "reports" / "bilag.docx", scratch, PAGES)
    sheet = Image.new("RGB", (sum(page.width + 8 for page in pages) - 8, max(page.height for page in pages)), "#999")
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + 8
    sheet.save(folder / "appendix-pages.png", optimize=True)


def filled_page(scratch: Path, folder: Path = FOLDER) -> None:
    """The first page of a draft with its numbers put in."""
    draft = docx.Document()
    draft.sections[0].top_margin = draft.sections[0].bottom_margin = docx.shared.Cm(1.2)
    for line in DRAFT:
        title = line.startswith("# ")
        draft.add_heading(line[2:], 1) if title else draft.add_paragraph(line)
    study = scratch / "data-informed-leadership"
    draft.save(str(study / "kladde.docx"))
    run(study, "fill", "kladde.docx", "-o", "speciale.docx", "--allow-identifiable")
    (page,) = pages_of(study / "speciale.docx", scratch, (1,), 100)
    page.save(folder / "fill-page.png", optimize=True)


def study_page(scratch: Path, folder: Path = FOLDER) -> None:
    """The page of a study: light, dark with a search, on a telephone, and printed."""
    study = scratch / "data-informed-leadership"
    run(study, "export", "study.html", "--allow-identifiable")
    browser = Browser(str(scratch / "profile"))

    def shot(name: str, width: int, height: int, at: str, scheme: str = "light") -> None:
        browser.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        browser.open(study / "study.html", at)
        browser.until("document.querySelectorAll('.m').length > 0")
        if scheme == "dark":
            browser.key("/")
            browser.call("Input.insertText", text="tal")
            browser.until("document.querySelectorAll('mark').length > 0 || CSS.highlights && CSS.highlights.size > 0")
        taken = browser.call("Page.captureScreenshot", format="png")["data"]
        Image.open(io.BytesIO(base64.b64decode(taken))).convert("RGB").save(folder / f"{name}.png", optimize=True)

    try:
        shot("study-light", 1300, 1100, "")
        shot("study-dark", 1300, 850, "D1:14", "dark")
        shot("study-narrow", 420, 850, "D1:14")
        browser.call("Emulation.clearDeviceMetricsOverride")
        browser.open(study / "study.html")
        browser.ask(f"({ONLY_D1})(document.querySelector('select'))")
        browser.until("document.getElementById('D2:1').offsetParent === null")
        printed = browser.call("Page.printToPDF", pageRanges="1", paperWidth=8.27, paperHeight=11.69)["data"]
    finally:
        browser.close()
    (scratch / "study.pdf").write_bytes(base64.b64decode(printed))
    out = scratch / "study-print"
    subprocess.run(["pdftoppm", "-png", "-r", "94", "-singlefile", scratch / "study.pdf", out], check=True)
    Image.open(f"{out}.png").save(folder / "study-print.png", optimize=True)


ONLY_D1 = (
    "s => { s.value = [...s.options].find(o => o.textContent.startsWith('D1')).value;"
    "s.dispatchEvent(new Event('input', {bubbles: true})); s.dispatchEvent(new Event('change', {bubbles: true})); }"
)
"""Chooses one document, so that its transcript begins the first page in print."""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        draw(Path(scratch))
        if shutil.which("soffice") and shutil.which("pdftoppm"):
            appendix_pages(Path(scratch))
            filled_page(Path(scratch))
        else:
            print("without LibreOffice and pdftoppm appendix-pages.png and fill-page.png stay as they are")
        if CHROMIUM and shutil.which("pdftoppm"):
            study_page(Path(scratch))
        else:
            print("without Chromium and pdftoppm study-*.png stay as they are")
