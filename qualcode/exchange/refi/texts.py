"""The files of a project archive, and the texts that selections point into."""

from __future__ import annotations

import codecs
from typing import Any
from urllib.parse import unquote

from ...core.errors import ReadError, printable
from ..archive import Archive
from ..interface import Account
from ..markup import child
from ..offsets import Counted


class Files:
    """The files that a project refers to, found as programs write their paths."""

    def __init__(self, archive: Archive | None, account: Account, project: str = "") -> None:
        self._archive, self._account = archive, account
        self._folder = project[: project.rfind("/") + 1]
        """Where the project's XML lies: in a folder of its own, where somebody packed the archive again."""
        self.used: set[str] = set()

    def entry(self, written: str) -> str:
        """The archive's entry that a path means; empty where there is none, which the account then says.

        Only `internal://` and bare names are looked for: a path on somebody's disk is never opened.
        """
        path = written.replace("\\", "/").strip()
        if path.lower().startswith(("relative:", "absolute:", "file:", "http:", "https:")):
            self._account.lose("files", "lie outside the archive, and are not opened", path)
            return ""
        bare = not path.lower().startswith("internal:")
        name = path.partition(":")[2].lstrip("/") if not bare else path.lstrip("/")
        if self._archive is None:
            self._account.lose("files", "did not come with the bare .qde file", name)
            return ""
        for candidate in (f"sources/{name}", name, f"sources/{unquote(name)}", unquote(name)):
            candidate = f"{self._folder}{candidate}"
            if candidate in self._archive and ".." not in candidate.split("/"):
                if bare:
                    self._account.change("files", "are named without internal:// and were found all the same", name)
                found = self._archive.name(candidate)
                self.used.add(found)
                return found
        self._account.lose("files", "are missing from the archive", name)
        return ""

    def read(self, entry: str) -> bytes:
        assert self._archive is not None
        return self._archive.read(entry)

    def text(self, element: Any) -> Counted | None:
        """The plain text of a source, transcript or note; None where it has none."""
        content = child(element, "PlainTextContent")
        written = element.get("plainTextPath") or ""
        if content is not None and not written:
            return Counted("".join(content.itertext()), False)
        if not written:
            return None
        entry = self.entry(written)
        return self._decoded(self.read(entry), entry) if entry else None

    def _decoded(self, content: bytes, name: str) -> Counted:
        for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
                               (codecs.BOM_UTF16_BE, "utf-16-be")):  # fmt: skip
            if content.startswith(mark):
                return Counted(content[len(mark) :].decode(encoding, "replace"), True)
        try:
            return Counted(content.decode("utf-8"), False)
        except UnicodeDecodeError:
            self._account.change("texts", "are not UTF-8 and were read as Windows-1252", printable(name))
            return Counted(content.decode("cp1252", "replace"), False)


def project_entry(archive: Archive) -> str:
    """The one `.qde` of an archive; ReadError when there is none, or more than one."""
    found = [name for name in archive if name.lower().endswith(".qde") and not name.startswith("__MACOSX/")]
    if not found:
        raise ReadError(archive.path, "there is no .qde in this archive, so it is no REFI-QDA project", slug="not_qdpx")
    if len(found) > 1:
        named = ", ".join(printable(name) for name in found[:4])
        raise ReadError(archive.path, f"there are {len(found)} projects in this archive: {named}", slug="not_qdpx")
    return found[0]
