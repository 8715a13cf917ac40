"""Archives that are made to do harm, or are not what they say: refused, and nothing is changed."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.core.errors import ExitCode
from qualcode.project import Project, init
from qualcode.project.exchange import whole

from ..shared import SHARED, needs_shared
from .refi_files import archive, project, text_source

XML = project(f"<Sources>{text_source('')}</Sources>")


def _entry(name: str) -> Callable[[Path], None]:
    def made(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as target:
            target.writestr("project.qde", XML)
            target.writestr(name, "evil")

    return made


def _link(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("project.qde", XML)
        entry = zipfile.ZipInfo("sources/P1.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        target.writestr(entry, "/etc/passwd")


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("project.qde", XML)
        target.writestr("sources/P1.txt", b"0" * 30_000_000)


def _xml(text: str, qde: str = "project.qde") -> Callable[[Path], object]:
    return lambda path: archive(path, text, qde=qde, P1_txt="Ord.")


def _two(path: Path) -> None:
    _xml(XML)(path)
    with zipfile.ZipFile(path, "a") as target:
        target.writestr("other.qde", XML)


def _twice(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("project.qde", XML)
        target.writestr("sources/P1.txt", "one")
        target.writestr("Sources/p1.TXT", "two")


def _cut(path: Path) -> None:
    _xml(XML)(path)
    path.write_bytes(path.read_bytes()[:-40])


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + XML.split("?>", 1)[1]
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + XML.split("?>", 1)[1]

HOSTILE: dict[str, Callable[[Path], object]] = {
    "up": _entry("../../evil.txt"),
    "absolute": _entry("/tmp/evil.txt"),
    "windows": _entry("sources\\..\\..\\evil.txt"),
    "drive": _entry("C:/evil.txt"),
    "link": _link,
    "bomb": _bomb,
    "entities": _xml(ENTITIES),
    "external entity": _xml(EXTERNAL),
    "truncated xml": _xml(XML[:-30]),
    "no project": _xml("<x/>", "readme.xml"),
    "another root": _xml("<x/>"),
    "two projects": _two,
    "one name twice": _twice,
    "truncated archive": _cut,
    "a web page": lambda path: path.write_text("<!DOCTYPE html><html><body>Log in</body></html>"),
    "empty": lambda path: path.write_bytes(b""),
    "noise": lambda path: path.write_bytes(b"\x00\x01\x02 no archive"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_in_one_line_and_nothing_is_changed(tmp_path: Path, capsys, what: str) -> None:
    HOSTILE[what](tmp_path / "x.qdpx")
    root = init(tmp_path / "study", coder="ana")
    before = sorted(root.rglob("*"))
    assert main(["-C", str(root), "import", str(tmp_path / "x.qdpx")]) == ExitCode.DATA
    err = capsys.readouterr().err
    assert err.startswith("error: ") and "x.qdpx" in err and "Traceback" not in err
    assert sorted(root.rglob("*")) == before
    assert not list(tmp_path.glob("**/evil*"))
    with Project.open(root) as opened:
        assert whole(opened).documents == ()


def test_a_path_on_the_disk_is_never_opened(tmp_path: Path, capsys) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    for path in (f"absolute://{secret}", f"internal://../../{secret.name}", f"relative:///{secret.name}", f"{secret}"):
        archive(tmp_path / "x.qdpx", project(f"<Sources>{text_source('', path=path)}</Sources>"))
        root = init(tmp_path / f"study{len(path)}{path[:3]}", coder="ana")
        assert main(["-C", str(root), "import", str(tmp_path / "x.qdpx")]) == ExitCode.DONE
        assert "lost" in capsys.readouterr().err
        with Project.open(root) as opened:
            assert whole(opened).documents == ()


@needs_shared
@pytest.mark.shared
def test_the_shared_hostile_archive_is_refused(tmp_path: Path, capsys) -> None:
    root = init(tmp_path / "study", coder="ana")
    path = SHARED / "samples" / "hostile" / "path_traversal.qdpx"
    assert main(["-C", str(root), "import", str(path)]) == ExitCode.DATA
    assert "points out of the archive" in capsys.readouterr().err
