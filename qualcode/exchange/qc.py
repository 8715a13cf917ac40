"""A project of qc (qualitative-coding): a folder with texts, a YAML codebook and a database of coded lines -> a study.

A coding there is a line of a text, counted from 0; neighbouring lines with one code by one coder stay apart.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..core.errors import ReadError
from ..core.model import Document
from .databases import Database, Gathering, opened, text
from .drafts import Draft
from .interface import Arrived, Choices

SETTINGS = {"database": "qualitative_coding.sqlite3", "codebook": "codebook.yaml", "corpus_dir": "corpus",
            "memos_dir": "memos"}  # fmt: skip
_SIGNED = re.compile(r"^(?P<coder>\S.*) \d{4}-\d\d-\d\d \d\d:\d\d$", re.MULTILINE)


class QcCodec:
    """Project folders of qc; read only, because it codes whole lines."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        """The study in a project folder, or beside its database."""
        folder = path if path.is_dir() else path.parent
        settings = {**SETTINGS, **_yaml_mapping(folder / "settings.yaml")}
        database = path if path.is_file() else _inside(folder, settings["database"])
        gathering = Gathering(choices, "qc")
        with opened(database) as found:
            if "coded_line" not in found.tables:
                raise ReadError(database, "this is no database of qc", slug="unknown_format")
            _study(found, folder, settings, gathering)
        _memos(_inside(folder, settings["memos_dir"]), gathering)
        return gathering.arrived(folder.name, f"qc {settings.get('qc_version', '')}".strip())


codec = QcCodec()


def _study(found: Database, folder: Path, settings: dict[str, Any], gathering: Gathering) -> None:
    drafts = dict(enumerate(_codes(_yaml(_inside(folder, settings["codebook"])), None)))
    known = {draft.name.casefold(): number for number, draft in drafts.items()}
    for row in found.rows("code"):
        if text(row["name"]).casefold() not in known:
            known[text(row["name"]).casefold()] = len(drafts)
            drafts[len(drafts)] = Draft(text(row["name"]))
    codes = gathering.codes(drafts, folder.name)
    for row in found.rows("coder"):
        gathering.coder(text(row["name"]))
    documents: dict[str, tuple[Document, list[tuple[int, int]]]] = {}
    for row in found.rows("document"):
        name = text(row["file_path"])
        corpus = _inside(folder, settings["corpus_dir"])
        try:
            words = _inside(corpus, name).read_bytes().decode("utf-8-sig", "replace")
        except OSError:
            gathering.account.lose("documents", "are missing from the corpus folder", name)
            continue
        document = gathering.document(name, words)
        documents[name] = (document, _lines(document.text))
    places = {row["id"]: row["document_index_id"] for row in found.rows("location")}
    indexes = {row["id"]: text(row["document_id"]) for row in found.rows("document_index")}
    of_line = {row["coded_line_id"]: indexes.get(places.get(row["location_id"], 0), "")
               for row in found.rows("coded_line_location_association")}  # fmt: skip
    for row in found.rows("coded_line"):
        there = documents.get(of_line.get(row["id"], ""))
        if there is None or not codes or not 0 <= row["line"] < len(there[1]):
            shown = f"{of_line.get(row['id'])}:{row['line']}"
            gathering.account.lose("codings", "are on a line that is not there", shown)
            continue
        code = codes[known[text(row["code_id"]).casefold()]]
        gathering.coding(there[0], *there[1][row["line"]], "", code, gathering.coder(text(row["coder_id"])))


def _inside(folder: Path, name: str) -> Path:
    """A path of the settings, which may not lead out of the project."""
    path = folder / str(name)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ReadError(path, "lies outside the project; nothing was read", slug="unsafe_archive")
    return path


def _yaml(path: Path) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise ReadError(path, f"cannot be read: {str(error).splitlines()[0]}") from None


def _yaml_mapping(path: Path) -> dict[str, Any]:
    found = _yaml(path)
    return found if isinstance(found, dict) else {}


def _codes(tree: Any, parent: Draft | None) -> list[Draft]:
    """Codes from nested lists: a name, or a name with a list of those below it."""
    drafts: list[Draft] = []
    for each in tree if isinstance(tree, list) else ():
        for name, below in each.items() if isinstance(each, dict) else [(each, None)]:
            draft = Draft(" ".join(str(name).split()) or "unnamed", parent)
            drafts.append(draft)
            drafts += _codes(below, draft)
    return drafts


def _lines(words: str) -> list[tuple[int, int]]:
    """Where each line stands, without its line end and without blanks around."""
    found = []
    at = 0
    for line in words.split("\n"):
        start = at + len(line) - len(line.lstrip())
        found.append((start, max(start, at + len(line.rstrip()))))
        at += len(line) + 1
    return found


def _memos(folder: Path, gathering: Gathering) -> None:
    """The memos, by those who stand under their headings (`ana 2026-11-30 14:43`, in whose time is not said)."""
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        said = path.read_bytes().decode("utf-8-sig", "replace")
        signed = _SIGNED.search(said)
        gathering.memo("", said, signed["coder"] if signed else next(iter(gathering.coders), ""))
