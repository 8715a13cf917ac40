"""How long an import of a REFI-QDA project takes, against reading the same XML element by element and doing nothing.

    python benchmarks/exchange_in.py [CODINGS]

Both are whole processes, as a person waits for them. The file is in NVivo's manner: one selection a coding.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from .studies import words

BARE = """
import sys, zipfile
from lxml import etree
with zipfile.ZipFile(sys.argv[1]) as archive, archive.open("project.qde") as stream:
    print(sum(1 for _ in etree.iterparse(stream)))
"""


def guid(number: int) -> str:
    return f"{number:08X}-0000-4000-8000-000000000000"


def project(codings: int, documents: int = 20, codes: int = 40) -> tuple[str, dict[str, str]]:
    """A project's XML and its texts."""
    draw = random.Random(5)
    said = "".join(f"I: Spørgsmål {turn + 1}: hvad mener du?\nAnna: {words(draw, 120)}\n" for turn in range(30))
    starts = [at for at in range(45, len(said)) if said[at - 1] == " "]
    sources, texts, number = [], {}, 10_000
    for document in range(documents):
        inside = []
        for at in range(codings // documents):
            number += 2
            start = starts[(at * 7) % (len(starts) - 9)]
            stop = said.index(" ", start + 12)
            inside.append(
                f'<PlainTextSelection guid="{guid(number)}" name="" startPosition="{start}" endPosition="{stop}" '
                f'creatingUser="{guid(1)}" creationDateTime="2026-03-01T10:00:00Z" modifyingUser="{guid(1)}" '
                f'modifiedDateTime="2026-03-01T10:00:00Z"><Description/><Coding guid="{guid(number + 1)}" '
                f'creatingUser="{guid(1 + at % 2)}" creationDateTime="2026-03-01T10:00:00Z">'
                f'<CodeRef targetGUID="{guid(100 + at % codes)}"/></Coding></PlainTextSelection>'
            )
        texts[f"{guid(500 + document)}.txt"] = said + f"Dokument {document}.\n"
        sources.append(
            f'<TextSource guid="{guid(500 + document)}" name="P{document}" '
            f'plainTextPath="internal://{guid(500 + document)}.txt">{"".join(inside)}</TextSource>'
        )
    listed = "".join(f'<Code guid="{guid(100 + at)}" name="Code {at}" isCodable="true"/>' for at in range(codes))
    xml = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="Large" '
        f'origin="NVivo"><Users><User guid="{guid(1)}" name="ana"/><User guid="{guid(2)}" name="bo"/></Users>'
        f"<CodeBook><Codes>{listed}</Codes></CodeBook><Sources>{''.join(sources)}</Sources></Project>"
    )
    return xml, texts


def written(path: Path, codings: int) -> int:
    """Write such a project; returns how many bytes of XML it has."""
    xml, texts = project(codings)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", xml)
        for name, text in texts.items():
            archive.writestr(f"sources/{name}", text)
    return len(xml)


def timed(*command: str) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.qdpx"
        size = written(path, count)
        qualcode = [sys.executable, "-m", "qualcode"]
        bare, imports = [], []
        for turn in range(3):
            root = f"{folder}/study{turn}"
            timed(*qualcode, "init", root)
            bare.append(timed(sys.executable, "-c", BARE, str(path)))
            imports.append(timed(*qualcode, "-C", root, "import", str(path)))
    print(f"{count:,} codings, {size / 1e6:.1f} MB of XML, best of 3 whole processes")
    print(f"bare iterparse {min(bare):.2f} s, import {min(imports):.2f} s: {min(imports) / min(bare):.1f} times")


if __name__ == "__main__":
    main()
