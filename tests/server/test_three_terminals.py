"""Three people code the sample study at the coding screen, in terminals of their own: by copies, by git, on a server.

Whichever way they take, agreement, consensus and shares are the same to the digit; on the server one of them is killed
in the middle. The terminals are tmux's, and the commands those that a person types.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.demo import study_folder
from tests.postgres import Server
from tests.server.conftest import agreement

pytestmark = pytest.mark.skipif(
    shutil.which("tmux") is None or shutil.which("git") is None, reason="needs tmux and git"
)

CODED: Mapping[str, Sequence[tuple[str, str]]] = {
    "ana": [("D1#1", "1"), ("D1#3", "3"), ("D2#1", "1"), ("D2#2", "2"), ("M1#1", "3"), ("M1#2", "1")],
    "bo": [("D1#1", "1"), ("D1#3", "2"), ("D2#1", "1"), ("M1#1", "3"), ("M1#2", "2")],
    "cat": [("D1#1", "1"), ("D1#3", "3"), ("D2#1", "3"), ("D2#2", "2"), ("M1#1", "3")],
}
"""What each presses where: the digit of a code in Moore's triangle."""
DOCUMENTS = ("D1", "D2", "M1")

QUALCODE = [sys.executable, "-m", "qualcode"]


def typed(folder: Path, *words: str, answers: str = "", no: bool = False) -> str:
    """Run a command in a folder; what it says."""
    command = [*QUALCODE, *words[1:]] if words[0] == "qualcode" else list(words)
    environment = {
        **os.environ, "QUALCODE_CODER": "", "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.org",
        "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@example.org", "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }  # fmt: skip
    ran = subprocess.run(command, cwd=folder, env=environment, input=answers, capture_output=True, text=True)
    assert ran.returncode in ((0, 1) if no else (0,)), f"{folder.name}$ {' '.join(words)}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


class Terminals:
    """Windows of one tmux server of its own."""

    def __init__(self, socket: Path) -> None:
        self._tmux = ["tmux", "-S", str(socket), "-f", os.devnull]
        self._written = socket.parent

    def run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], check=True, capture_output=True, text=True).stdout

    def open(self, name: str, folder: Path) -> None:
        """The coding screen in a window, ready for keys."""
        self.run("new-session", "-d", "-s", name, "-x", "120", "-y", "36", "-c", str(folder),
                 "-e", "QUALCODE_CODER=", *QUALCODE, "tag")  # fmt: skip
        self.run("pipe-pane", "-t", name, f"cat >> '{self._written / name}'")
        self.until(lambda: "j next" in self.seen(name), name)

    def seen(self, name: str) -> str:
        return self.run("capture-pane", "-p", "-t", name)

    def press(self, name: str, *keys: str) -> None:
        for key in keys:
            self.run("send-keys", "-t", name, key)

    def process(self, name: str) -> int:
        return int(self.run("display-message", "-p", "-t", name, "#{pane_pid}"))

    def closed(self, name: str) -> bool:
        words = [*self._tmux, "list-sessions", "-F", "#{session_name}"]
        return name not in subprocess.run(words, capture_output=True, text=True).stdout.split()

    def until(self, so: object, name: str) -> None:
        for _ in range(600):
            if so():  # type: ignore[operator]
                return
            time.sleep(0.05)
        shown = f"has ended, and wrote:\n{(self._written / name).read_text('utf-8', 'replace')[-6000:]}"
        raise AssertionError(f"{name} {shown if self.closed(name) else f'shows:{chr(10)}{self.seen(name)}'}")

    def end(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)


@pytest.fixture
def terminals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminals]:
    made = Terminals(tmp_path_factory.mktemp("tmux") / "s")
    yield made
    made.end()


def stored(folder: Path, coder: str) -> int:
    with Project.open(folder, readonly=True) as project:
        return sum(coding.coder == coder for coding in project.store.codings())


def coded(terminals: Terminals, coder: str, folder: Path, work: Sequence[tuple[str, str]]) -> None:
    """Press what somebody presses; each coding is looked for in the database before the next one."""
    for address, digit in work:
        before, there = stored(folder, coder), f"{address.partition('#')[0]} │ answer"
        terminals.press(coder, "g")
        terminals.until(lambda: "Go to" in terminals.seen(coder), coder)
        terminals.press(coder, address, "Enter")
        terminals.until(lambda there=there: "Go to" not in (now := terminals.seen(coder)) and there in now, coder)
        terminals.press(coder, digit)
        terminals.until(lambda before=before: stored(folder, coder) == before + 1, coder)


def at_the_screen(terminals: Terminals, coder: str, folder: Path) -> None:
    """All that one person codes, from opening the screen to leaving it and saying that it is done."""
    terminals.open(coder, folder)
    coded(terminals, coder, folder, CODED[coder])
    leave(terminals, coder, folder)


def leave(terminals: Terminals, coder: str, folder: Path) -> None:
    terminals.press(coder, "C-q")
    terminals.until(lambda: terminals.closed(coder), coder)
    typed(folder, "qualcode", "coder", "finish", *DOCUMENTS, "--coder", coder)


def named(folder: Path, coder: str) -> None:
    """Say in a copy who works there."""
    settings = folder / "qualcode.toml"
    lines = [line for line in settings.read_text("utf-8").splitlines(True) if not line.startswith("coder ")]
    settings.write_text(f'coder = "{coder}"\n' + "".join(lines), "utf-8")


def begun(tmp_path: Path) -> Path:
    """Three interviews of the sample study and Moore's frame, coded by nobody."""
    typed(tmp_path, "qualcode", "init", "study", "--lang", "da", "--coder", "ana")
    root = tmp_path / "study"
    for name in ("cases.csv", "questions.yaml"):
        shutil.copy(study_folder() / name, root / name)
    for path in (study_folder() / "transcripts").iterdir():
        if path.stem in DOCUMENTS:
            shutil.copy(path, root / "transcripts" / path.name)
    typed(root, "qualcode", "add", "transcripts", "--match")
    typed(root, "qualcode", "codebook", "use", "moore")
    return root


def numbers(root: Path) -> dict[str, object]:
    """Agreement, consensus and shares, as the commands print them."""
    agreed = typed(root, "qualcode", "agree", "moore", "--coders", "ana,bo,cat", "--json", no=True)
    typed(root, "qualcode", "review", "moore", "--coder", "dora", answers="y\n\n" * 30, no=True)
    shares = json.loads(typed(root, "qualcode", "shares", "moore", "--by", "role", "--layer", "consensus", "--json"))
    with Project.open(root, readonly=True) as project:
        consensus = sorted(
            (c.document, c.span.start, c.span.stop, c.code) for c in project.codings() if c.coder == "consensus"
        )
    assert len(consensus) >= 3, "all agree on three answers at least"
    return {"agreement": agreement(agreed), "with its notes": agreed, "consensus": consensus, "shares": shares}


def by_copies(terminals: Terminals, tmp_path: Path, root: Path) -> list[Path]:
    """Each codes in a copy, and every copy takes in the two others, in another order."""
    copies = [shutil.copytree(root, tmp_path / f"copy-{coder}") for coder in CODED]
    for coder, copy in zip(CODED, copies, strict=True):
        named(copy, coder)
        at_the_screen(terminals, coder, copy)
    before = [shutil.copytree(copy, tmp_path / f"{copy.name}-as-it-was") for copy in copies]
    for at, copy in enumerate(copies):
        for other in (before[(at + 1) % 3], before[(at + 2) % 3]):
            typed(copy, "qualcode", "merge", str(other))
    return copies


def by_git(terminals: Terminals, tmp_path: Path, root: Path) -> list[Path]:
    """Each clones, codes, and hands a snapshot on; in the end all have everything."""
    first = shutil.copytree(root, tmp_path / "git-ana")
    ignored = first / ".gitignore"
    kept = [line for line in ignored.read_text().splitlines(True) if line != "/snapshot/\n"]
    ignored.write_text("".join(kept) + "!/cases.csv\n")
    typed(first, "qualcode", "snapshot")
    for words in ("init -q -b main", "add -A", "commit -q -m study", "clone -q --bare . ../study.git",
                  "remote add origin ../study.git", "fetch -q", "branch -q -u origin/main"):  # fmt: skip
        typed(first, "git", *words.split())
    clones = [first]
    for coder in ("bo", "cat"):
        typed(tmp_path, "git", "clone", "-q", "study.git", f"git-{coder}")
        clones.append(tmp_path / f"git-{coder}")
        typed(clones[-1], "qualcode", "restore")
    for coder, clone in zip(CODED, clones, strict=True):
        named(clone, coder)
        typed(clone, "git", "update-index", "--skip-worktree", "qualcode.toml")  # who works here is each one's own
        at_the_screen(terminals, coder, clone)
        typed(clone, "qualcode", "snapshot")
        typed(clone, "git", "add", "-A")
        typed(clone, "git", "commit", "-q", "-m", f"coded by {coder}")
    for clone in clones * 2:
        typed(clone, "git", "pull", "-q", "--no-rebase", "--no-edit")
        typed(clone, "qualcode", "restore")
        typed(clone, "git", "push", "-q")
    return clones


def on_a_server(terminals: Terminals, tmp_path: Path, root: Path, address: str) -> list[Path]:
    """All three at once; bo's program is killed in the middle, and begins again where the study is."""
    typed(root, "qualcode", "move-store", address)
    folders = {}
    for coder in CODED:
        typed(tmp_path, "qualcode", "init", "--store", address, f"server-{coder}", "--coder", coder)
        folders[coder] = tmp_path / f"server-{coder}"
        terminals.open(coder, folders[coder])
    for at in range(max(map(len, CODED.values()))):
        for coder, folder in folders.items():
            coded(terminals, coder, folder, CODED[coder][at : at + 1])
        if at == 1:
            terminals.press("bo", "g", "D2#1", "Enter")
            os.kill(terminals.process("bo"), signal.SIGKILL)
            terminals.until(lambda: terminals.closed("bo"), "bo")
            assert stored(folders["ana"], "bo") == 2, "what was shown as stored is there"
            terminals.open("bo", folders["bo"])
    for coder, folder in folders.items():
        leave(terminals, coder, folder)
    return list(folders.values())


def test_three_coders_at_the_screen_come_to_the_same_numbers_by_copies_by_git_and_on_a_server(
    terminals: Terminals, tmp_path: Path, server: Server
) -> None:
    root = begun(tmp_path)
    ways = [
        by_copies(terminals, tmp_path, root),
        by_git(terminals, tmp_path, root),
        on_a_server(terminals, tmp_path, root, server.address()),
    ]
    for folders in ways:
        for folder in folders:
            assert {coder: stored(folder, coder) for coder in CODED} == {
                coder: len(work) for coder, work in CODED.items()
            }
    found = [[numbers(folder) for folder in folders] for folders in (*ways[:2], ways[2][:1])]
    for of_one_way in found:
        assert all(each == of_one_way[0] for each in of_one_way), "the same work, the moments of it too"
    for each, *_ in found:
        assert {**each, "with its notes": ""} == {**found[0][0], "with its notes": ""}
