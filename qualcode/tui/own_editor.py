"""A memo in the editor that a person is used to."""

from __future__ import annotations

import os
import shlex
import subprocess

from ..core.scratch import scratch


def own_editor(chosen: str = "") -> str:
    """The one chosen in keys.toml, else that of `VISUAL` or `EDITOR`, else what the system has."""
    return chosen or os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")


def edited(text: str, editor: str) -> str:
    """The text as it is when the editor is closed; OSError or UnicodeDecodeError where that could not be."""
    with scratch() as folder:
        path = folder / "memo.md"
        path.write_text(text, "utf-8")
        subprocess.run([*shlex.split(editor, posix=os.name != "nt"), str(path)], check=False)
        return path.read_text("utf-8").rstrip("\n")
