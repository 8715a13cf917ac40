"""No file that is written says who made it, on which computer, in which folder, with which login."""

# ruff: noqa: E501 -- a table of commands, one a line

from __future__ import annotations

import getpass
import io
import os
import platform
import re
import zipfile
from pathlib import Path

import pytest

from qualcode.cli import context, main
from qualcode.core.model import Case, Member
from qualcode.project import cases
from tests.study import ANNA, BO, study

FILES = (
    *[("shares", "frame", "--by", "role", "--coder", "coder-one", "-o", f"t.{suffix}")
      for suffix in ("csv", "tsv", "xlsx", "docx", "md", "tex", "html", "json", "txt")],
    *[("plot", "shares", "frame", "--by", "role", "--coder", "coder-one", "-o", f"f.{suffix}") for suffix in ("svg", "png", "docx")],
    ("plot", "map", "frame", "-o", "m.graphml"), ("appendix", "a.docx", "--allow-identifiable"),
    *[("report", name, "--allow-identifiable", "-o", f"{name}.docx") for name in ("interviews", "excerpts", "method", "audit", "sample")],
    *[("export", f"e.{suffix}", "--allow-identifiable") for suffix in ("csv", "xlsx", "jsonl", "qdpx", "qda", "sqlite3", "html")],
    ("codebook", "export", "frame", "frame.qdc"), ("codebook", "export", "frame", "frame.xlsx"), ("codebook", "export", "frame", "frame.csv"),
    ("codebook", "show", "frame", "-o", "c.docx"), ("fill", "draft.md", "-o", "filled.md"), ("fill", "draft.docx", "-o", "filled.docx"),
    ("find", "data", "--allow-identifiable", "-o", "found.xlsx"), ("question", "match", "-o", "q.csv"), ("speakers", "-o", "s.csv"),
    ("snapshot", "-o", "snap", "--allow-identifiable"), ("list", "codes", "-o", "l.xlsx"),
)  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import docx

    root = tmp_path_factory.mktemp("a-folder-of-mine") / "study"
    with study(root, ANNA, BO, coder="coder-one") as made:
        rows = [Case(id, members=(Member(id),), attributes={"role": id}) for id in ("D1", "M1")]
        (root / "cases.csv").write_text(cases.dump(rows), "utf-8")
        (root / "questions.yaml").write_text("questions:\n  - {id: '1', text: Hvad er data godt for?}\n", "utf-8")
        made.forget_files()
        for place in ("D1#1", "M1#1"):
            made.tag(place, "frame:value", memo="why")
    (root / "draft.md").write_text("{{ share('frame:value', coder='coder-one') }}\n", "utf-8")
    draft = docx.Document()
    draft.core_properties.author = ""
    draft.add_paragraph("{{ share('frame:value', coder='coder-one') }}")
    draft.save(str(root / "draft.docx"))
    return root


def everything(path: Path) -> dict[str, bytes]:
    """All bytes of a file or folder, what is packed unpacked."""
    found: dict[str, bytes] = {}
    for file in [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]:
        content = found[file.name] = file.read_bytes()
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                found |= {f"{file.name}/{name}": package.read(name) for name in package.namelist()}
    return found


@pytest.mark.parametrize("command", FILES, ids=" ".join)
def test_it_names_nobody_and_belongs_to_its_owner(
    root: Path, command: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("QUALCODE_CODER", "coder-one")
    context.folder = ""
    assert main(list(command)) == 0, capsys.readouterr().err
    name = next((word for at, word in enumerate(command) if command[at - 1] == "-o"), "") or next(
        word for word in command if re.search(r"\.\w+$", word)
    )
    machine, login = platform.node(), getpass.getuser()
    words = [str(root), root.parent.name, str(Path.home()), *([machine] if len(machine) > 3 else [])]
    for part, content in everything(root / name).items():
        for word in words:
            assert word.encode() not in content, f"{part} says {word}"
        text = content.decode("utf-8", "ignore")
        for found in re.findall(
            r"<(?:dc:creator|cp:lastModifiedBy|Company|Manager|Author|creator)[^>]*>([^<]+)<", text
        ):
            assert found.strip() in ("", "qualcode", "coder-one"), f"{part} says who made it: {found}"
        if len(login) > 5:
            assert login not in text, f"{part} says the login"
    if os.name == "posix":
        files = (
            [root / name] if (root / name).is_file() else [each for each in (root / name).rglob("*") if each.is_file()]
        )
        assert all(file.stat().st_mode & 0o077 == 0 for file in files), "others may read it"
