"""Every command that a message or a page of the documentation names can be typed as it stands there."""

# ruff: noqa: E501 -- a list of command lines

from __future__ import annotations

import ast
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from qualcode.cli import context, main
from qualcode.cli.run import app
from tests.study import ANNA, BO, study

ROOT = Path(__file__).resolve().parents[2]
COMMAND = re.compile(r"`qualcode ([^`\n]+)`")
SHELL = re.compile(r"\[[^\]]*\]|\.\.\.|…")
"""What a page says may be left out or repeated."""


def _literals(path: Path) -> Iterator[str]:
    """Every text in a module that names a command, the parts of an f-string put together with a word for each value."""
    source = path.read_text("utf-8")
    if "`qualcode " not in source:
        return  # taking a module apart is slow, and every process of the tests does it before its first test
    tree = ast.parse(source)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "NAME" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def named() -> dict[str, str]:
    """Each command that is named somewhere, and where."""
    found: dict[str, str] = {}
    sources = [(path, _literals(path)) for path in sorted((ROOT / "qualcode").rglob("*.py"))]
    pages = [
        (path, iter([path.read_text("utf-8")]))
        for path in sorted(ROOT.glob("docs/*.md"))
        if path.name != "command-line.md"
    ]
    for path, texts in (*sources, *pages, (ROOT / "README.md", iter([(ROOT / "README.md").read_text("utf-8")]))):
        for text in texts:
            for written in COMMAND.findall(text):
                command = written.rpartition("| qualcode ")[2]
                if command.startswith("NAME"):
                    continue  # a command that a function is given
                found.setdefault(" ".join(SHELL.sub("", command).split()), path.relative_to(ROOT).as_posix())
    return found


NAMED = named()


def wrong(words: list[str]) -> str:
    """Why the command line would be refused before anything is done; nothing where it would not."""
    command = typer.main.get_command(app)
    made = None
    try:
        while True:
            made = command.make_context(
                words[0] if made else "qualcode", words if made is None else words[1:], parent=made
            )
            rest = [*made._protected_args, *made.args]
            if not hasattr(command, "resolve_command") or not rest:
                return ""
            name, command, words = command.resolve_command(made, rest)
            words = [name, *words]
    except SystemExit as error:
        return "" if not error.code else "refused"
    except Exception as error:
        if type(error).__name__ in ("Exit", "NoArgsIsHelpError"):
            return ""
        return str(getattr(error, "message", error)) or type(error).__name__


@pytest.mark.parametrize("command", NAMED)
def test_a_command_that_is_named_can_be_typed(command: str) -> None:
    said = wrong(shlex.split(command))
    number = re.sub(r"\b(N|NUMBER|NAME)\b", "1", command)
    assert not said or not wrong(shlex.split(number)), f"{NAMED[command]}: `qualcode {command}`: {said}"


PROVOKED = (
    ("status", "-C", "nowhere"), ("init", "."), ("show", "X1"), ("show", "D1:99"), ("show", "D1#9"), ("show", "D1@9000-9001"), ("show", "D1:x"),
    ("tag", "D1#1", "frame:valeu"), ("tag", "D1#1", "nothing"), ("tag", "D1#1"), ("tag", "D1#1", "value", "--quote", "not said"),
    ("tag", "D1", "value", "--quote", "Og hvem"), ("tag", "--from", "nowhere.csv"), ("tag", "--from", "cases.csv"), ("untag", "D1#1"),
    ("undo",), ("redo",), ("memo", "X1", "words"), ("add", "nowhere.docx"), ("add", "empty.txt"), ("add", "picture.docx"), ("add", "odd.qqq"),
    ("add", "theirs.qdpx"), ("import", "nowhere.qdpx"), ("import", "people.csv"), ("import", "odd.qqq"), ("import", "transcripts"),
    ("import", "plain.docx"), ("codebook", "show", "moor"), ("codebook", "show"), ("codebook", "use", "moor"), ("codebook", "new", "frame"),
    ("codebook", "add", "frame:nothing.new"), ("codebook", "rename", "frame:valeu", "x"), ("codebook", "merge", "frame:value", "--into", "frame:valeu"),
    ("codebook", "promote", "open:nothing", "--into", "frame"), ("codebook", "diff", "2020-01-01"), ("codebook", "import", "nowhere.qdc"),
    ("case", "show", "X"), ("case", "set", "X", "--member", "X9"), ("case", "import", "nowhere.csv"), ("coder", "rename", "nobody", "x"),
    ("coder", "finish", "X1"), ("coder", "begin"), ("question", "match"), ("question", "import", "nowhere.md"), ("question", "mark", "D1#9", "missing"),
    ("shares", "frame"), ("shares", "moor"), ("shares", "frame", "--by", "role"), ("shares", "frame", "--unit", "wrod"), ("shares", "frame", "--coder", "nobody"),
    ("crosstab", "frame", "--by", "nothing"), ("matrix", "frame", "--case", "X"), ("agree", "frame"), ("saturation", "frame"), ("keyness", "role=a", "role=b"),
    ("report", "nothing"), ("report", "guide"), ("appendix", "a.docx"), ("appendix", "a.docx", "--coder", "nobody"), ("plot", "nothing"),
    ("plot", "map", "frame"), ("export", "a.qqq"), ("export", "cases.csv"), ("export", "a.csv"), ("export", "a.html"), ("fill", "nowhere.md"),
    ("fill", "draft.md"), ("fill", "draft.md", "-o", "cases.csv"), ("verify", "draft.md"), ("merge", "nowhere"), ("merge", "."), ("restore",),
    ("snapshot", "--check"), ("backups", "restore", "9"), ("reread", "D1"), ("reread", "X1"), ("remove", "X1"), ("remove",), ("pseudonymised", "X1"),
    ("sql", "nonsense"), ("find",), ("find", "--code", "moor:x"), ("find", "(a", "--regex"), ("list", "nothing"), ("propose", "--rules", "frame"),
    ("review", "frame"), ("speakers", "X1"), ("quote",), ("log", "--nothing"), ("remove", "D1", "--erase"), ("demo", "."), ("tag",), ("formts",),
)  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import docx

    root = tmp_path_factory.mktemp("hints") / "study"
    study(root, ANNA, BO).close()
    (root / "cases.csv").write_text("case,name,kind,members,weight,role\nAnna,,,D1,,a\n", "utf-8")
    (root / "people.csv").write_text("case,role\nAnna,a\n", "utf-8")
    (root / "draft.md").write_text("{{ shaer('x') }}\n", "utf-8")
    (root / "transcripts" / "P1.txt").write_text("I: Hvad?\nMia: Ja.\n", "utf-8")
    for name, content in (
        ("empty.txt", b""),
        ("picture.docx", b"\x89PNG\r\n\x1a\n0000"),
        ("odd.qqq", b"x"),
        ("theirs.qdpx", b"PK"),
    ):
        (root / name).write_bytes(content)
    docx.Document().save(str(root / "plain.docx"))
    return root


PLACEHOLDER = re.compile(r"\b[A-Z][A-Z-]+\b|guide\.docx|\bA,B\b")
"""What the person puts in: a word in capitals, a file of her own."""


@pytest.mark.parametrize("provoking", PROVOKED, ids=" ".join)
def test_the_command_that_mends_can_be_copied_from_the_message(
    small: Path,
    tmp_path: Path,
    provoking: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = shutil.copytree(small, tmp_path / "study")
    monkeypatch.chdir(root)
    context.folder = ""
    main(list(provoking))
    said = capsys.readouterr().err
    assert "Traceback" not in said
    for command in COMMAND.findall(said):
        if PLACEHOLDER.search(command) or (command.startswith("tag") and len(command.split()) < 3):
            assert not wrong(shlex.split(command)) or "NAME" in command, f"`qualcode {command}` cannot be typed: {said}"
            continue
        context.folder = ""
        code = main(shlex.split(command))
        ran = capsys.readouterr().err
        assert code != 2 or ("error: " in ran and "Usage:" not in ran), f"`qualcode {command}`: {ran}\nnamed in: {said}"
        assert not ran or said.splitlines()[0] not in ran, f"`qualcode {command}` says the same again: {said}"
