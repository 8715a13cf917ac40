"""Each `try:` can be copied: the command in it works, or says something else than what it was to mend."""

from __future__ import annotations

import ast
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.cli import context, main
from tests.study import ANNA, BO, study

from .test_hints import COMMAND, PLACEHOLDER, wrong
from .tries import ELSEWHERE, TRIES

CODE = Path(__file__).parents[2] / "qualcode"
FILES = {
    "cases.csv": "case,name,kind,members,weight,role\nAnna,,,D1,,a\n",
    "people.csv": "case,role\nAnna,a\n",
    "codes.csv": "Code,Description\nTrust,What holds\n",
    "list.csv": "Trust\nDoubt\n",
    "facts.csv": "id,age\n1,31\n2,47\n",
    "guide.md": "1. Hvad er data godt for?\n2. Og hvem laver arbejdet?\n",
    "draft.md": "{{ shaer('x') }}\n",
    "ok.md": "{{ share('frame:value', coder='ana') }}\n",
    "odd.qqq": "x",
    "transcripts/P1.txt": "I: Hvad?\nMia: Ja.\n",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import docx

    root = tmp_path_factory.mktemp("tries") / "study"
    study(root, ANNA, BO).close()
    for name, content in FILES.items():
        (root / name).write_text(content, "utf-8")
    docx.Document().save(str(root / "plain.docx"))
    return root


def said(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What one command says, in words and results."""
    context.folder = ""
    main(words)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err, captured.err
    return captured.err + captured.out


def by_hand(what: str, name: str, content: str = "") -> None:
    """What a person does to a file."""
    path = Path(name)
    before = path.read_text("utf-8") if what == "append" and path.exists() else ""
    if what == "rm":
        path.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(before + content.replace("\\n", "\n") + "\n", "utf-8")


def meant(hint: str, provoking: list[str]) -> Iterator[list[str]]:
    """The command lines that a hint names: whole ones, or options to be added to what was typed."""
    commands = COMMAND.findall(hint)
    if hint.startswith("qualcode "):
        commands = [re.split(r"   or   |, or | where | \| ", hint)[0].removeprefix("qualcode ")]
    for command in commands:
        yield shlex.split(command)
    option = re.match(r"(--[a-z-]+)( \S+)?(?=$|, or | plans| puts| says)", hint)
    if option and not commands:
        yield [*_without(provoking, option[1]), *shlex.split(option[0])]


def _without(words: list[str], option: str) -> list[str]:
    """A command line without an option and its value."""
    if option not in words:
        return words
    at = words.index(option)
    return words[:at] + words[at + 2 :]


@pytest.mark.parametrize(("line", "hint"), TRIES, ids=[line for line, _ in TRIES])
def test_what_a_hint_names_works(
    sound: Path,
    tmp_path: Path,
    line: str,
    hint: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(shutil.copytree(sound, tmp_path / "study"))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    *before, provoking = [shlex.split(command) for command in line.split(" ; ")]
    for command in before:
        by_hand(*command) if command[0] in ("rm", "write", "append") else said(command, capsys)
    told = said(provoking, capsys)
    assert hint in told
    problem = next((each for each in told.splitlines() if each.startswith("error: ")), told)
    for words in meant(hint, provoking):
        if PLACEHOLDER.search(shlex.join(words)):
            assert not wrong(words), f"{words} cannot be typed"
        else:
            ran = said(words, capsys)
            assert "Usage:" not in ran, ran
            assert problem not in ran, f"{words} says the same again"


def _written(node: ast.expr) -> Iterator[str]:
    """A hint as it stands in the code, NAME in place of each value; nothing of one that is handed on."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "NAME" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*_written(node.body), *_written(node.orelse))
    elif isinstance(node, ast.BinOp):
        left, right = list(_written(node.left)) or ["NAME"], list(_written(node.right)) or ["NAME"]
        yield from (one + other for one in left for other in right)


def hints() -> Iterator[tuple[str, str]]:
    """Every hint in the code that names a command or an option, and where it stands."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            for value in (keyword.value for keyword in node.keywords if keyword.arg == "hint"):
                for hint in _written(value):
                    if "qualcode " in hint or hint.startswith("--"):
                        yield hint, f"{path.relative_to(CODE)}:{node.lineno}"


def test_every_hint_that_names_a_command_is_tried_or_says_why_not() -> None:
    named = [hint for why in ELSEWHERE.values() for hint in why]
    everywhere = list(hints())
    left = [
        f"{place}: {hint}"
        for hint, place in everywhere
        if hint not in named
        and not any(re.fullmatch(re.escape(hint).replace("NAME", ".*"), told, re.S) for _, told in TRIES)
    ]
    assert not left, "\n".join(left)
    assert not {*named} - {hint for hint, _ in everywhere}, "no longer in the code"
