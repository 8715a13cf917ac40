"""Until all who code a document blind have finished it, nobody sees there what somebody else did: in no command.

The test is that of secrecy in general: what ana is shown must be the same, to the letter, whether bo has coded the
document or not. It is held against every command there is.
"""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from qualcode.cli.commands import COMMANDS
from qualcode.project import Project, round_plan
from qualcode.project.coders import set_state
from qualcode.project.decisions import Verdict, decide
from qualcode.project.memos import write
from tests.cli.conftest import Run, qualcode

from ..study import ANNA, BO, conversation, study

__all__ = ["qualcode"]

CLARA = conversation("D2", ("I", "Hvad er data godt for?", "1"), ("Clara", "Til at vise borgerne noget."),
                     ("I", "Og hvem laver arbejdet?", "2"), ("Clara", "Det gør et firma."))  # fmt: skip
CASES = "case,members,role\nD1,D1,director\nM1,M1,manager\nD2,D2,director\n"
SECRET = "HEMMELIGT"


def made(root: Path) -> Path:
    """ana and bo code D1 blind, and ana has finished it; D2 both have finished, M1 nobody."""
    with study(root, ANNA, BO, CLARA) as project:
        (root / "cases.csv").write_text(CASES, "utf-8")
        round_plan.plan(project, round_plan.PlanRequest(("ana", "bo"), share=1.0, kind="training"))
        for coder in ("ana", "bo"):
            project.tag("D2#1", "value", coder=coder)
            set_state(project, coder, ["D2"], "finished")
        project.tag("D1#1", "value")
        project.tag("M1#2", "capacity")
        set_state(project, "ana", ["D1"], "finished")
    return root


def with_bo(root: Path) -> Path:
    """The same, and bo has coded D1 and M1 as well, judged ana's coding and written about both."""
    with Project.open(root, coder="bo") as project:
        project.tag("D1#1", "support", coder="bo", memo=SECRET)
        project.tag("D1#2", "capacity", coder="bo", weight=0.25, unsure=True)
        project.tag("M1#1", "support", coder="bo", memo=SECRET)
        write(project, "D1", SECRET)
        write(project, "D1#2", SECRET)
        [coding] = project.store.codings(["D1"], ["ana"])
        with project.writable.change("review", "bo") as change:
            verdict = Verdict("D1", coding.span, coding.quote, coding.code, False, "ana", SECRET)
            decide(project, change, verdict, coder="bo")
            change.summary = f"D1#1: frame:value rejected, {SECRET}"
    return root


DRAFT = '{{ share("frame:capacity", group="director", coder="bo") }} {{ share("frame:support", coder="ana") }}\n'

SHOWN: dict[str, list[list[str]]] = {
    "status": [["status", "--json"]],
    "show": [["show", "D1"], ["show", "D1", "--json"], ["show", "D1#1"], ["show", "D1", "--coder", "bo"],
             ["show", "M1"]],
    "find": [["find", "borgerne"], ["find", "--code", "support"], ["find", "--code", "capacity or support", "--json"],
             ["find", "--code", "capacity", "--coder", "bo"], ["find", "borgerne", "--code", "support"]],
    "list": [["list", "codes"], ["list", "codes", "--by", "role", "--json"], ["list", "uncoded"], ["list", "gaps"],
             ["list", "single"], ["list", "words"]],
    "log": [["log", "--all"], ["log", "--json"]],
    "memo": [["memo"], ["memo", "D1"], ["memo", "--json"]],
    "propose": [["propose", "--like", "frame"]],
    "review": [["review", "--list"], ["review", "--list", "--proposals"], ["review", "--decided"]],
    "untag": [["untag", "D1#2", "--every-coder"]],
    "codebook": [["codebook", "list"], ["codebook", "show", "frame"], ["codebook", "show", "--json", "frame"],
                 ["codebook", "tidy", "frame"]],
    "case": [["case", "list"], ["case", "show", "D1"], ["case", "show", "M1", "--json"]],
    "question": [["question", "list"]],
    "shares": [["shares", "--coder", coder, *more] for coder in ("ana", "bo")
               for more in ([], ["--by", "role", "--json"], ["--base", "material"])],
    "crosstab": [["crosstab", "--by", "role", "--coder", coder] for coder in ("ana", "bo")],
    "matrix": [["matrix", "--coder", "bo", "--excerpts", "3"], ["matrix", "--coder", "ana"]],
    "cooccur": [["cooccur", "--coder", "bo"], ["cooccur", "--coder", "ana", "--json"]],
    "rank": [["rank", "--coder", "bo"], ["rank", "--coder", "ana"]],
    "saturation": [["saturation", "--coder", coder, "--base", "1", "--run", "1"] for coder in ("ana", "bo")],
    "keyness": [["keyness", "director", "manager", "--by", "role"]],
    "agree": [["agree"], ["agree", "--list"], ["agree", "--json", "--missing-as-absent"], ["agree", "--rounds"],
              ["agree", "--view", "continuum"], ["agree", "--round", "training"]],
    "report": [["report", name, "--coder", coder, "--allow-identifiable", "--format", "md"]
               for name in ("sample", "interviews", "excerpts", "answers", "shares", "matrix", "memos", "codebook",
                            "codings", "agreement", "method", "audit", "checklist", "rounds")
               for coder in ("ana", "bo")],
    "appendix": [["appendix", "appendix.docx", "--allow-identifiable", "--coder", coder, "--memos"]
                 for coder in ("ana", "bo")],
    "plot": [["plot", "bars", "--coder", coder, "-o", f"figure-{coder}.svg"] for coder in ("ana", "bo")],
    "export": [["export", name, "--allow-identifiable"] for name in
               ("codings.csv", "codings.jsonl", "study.qdpx", "study.qda", "study.sqlite3",
                "codings.xlsx",
                "codings.md")]
              + [["export", "units.csv", "--matrix", "--no-text", "--coder", "bo"]]
              + [["export", "study.html", "--allow-identifiable", "--coder", coder] for coder in ("ana", "bo")],
    "fill": [["fill", "draft.md", "-o", "filled.md"]],
    "verify": [["verify", "filled.md"]],
    "sql": [["sql", "SELECT memo FROM coding"]],
    "check": [["check"]],
    "coder": [["coder", "rounds"], ["coder", "list"]],
    "undo": [["undo", "3", "--any"]],
}  # fmt: skip

CHANGING = ("undo", "untag", "propose", "review")
"""Those that may change the study, though all that is looked at is what they say."""

ELSEWHERE = {
    "init": "makes a study", "demo": "makes a study", "add": "reads files", "formats": "shows no study",
    "tag": "shows one's own", "redo": "as undo", "import": "reads files", "merge": "keeps the study whole",
    "move-store": "keeps the study whole", "sync": "keeps the study whole", "index": "shows no codings",
    "snapshot": "keeps the study whole", "restore": "keeps the study whole", "backups": "keeps the study whole",
    "speakers": "shows no codings", "quote": "shows no codings",
    "reread": "reads files", "remove": "keeps the study whole", "pseudonymised": "shows no codings",
}  # fmt: skip
"""Commands that show nobody's codings, or keep the study whole and see everything."""


@pytest.mark.file_engine
def test_every_command_is_tried_or_has_a_reason_not_to_be() -> None:
    new = sorted(set(COMMANDS) - set(SHOWN) - set(ELSEWHERE))
    assert not new, f"does {', '.join(new)} show codings? Then it is tried in SHOWN; else ELSEWHERE says why not"
    assert set(SHOWN) | set(ELSEWHERE) == set(COMMANDS) and not set(SHOWN) & set(ELSEWHERE)


CHANGES = re.compile(
    r"\d{4}-\d\d-\d\d(T[\d:]+Z?)?|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{12,64}\b|(?<=\"id\": )\d+|/[^\s\"]*/(a|b)\b"
)
"""What differs between any two studies: times, ids, keys, and the folder."""


def files_of(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.*")):
        if path.is_dir() or path.name.startswith("qualcode.") or path.name in ("cases.csv", "draft.md"):
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found |= {f"{path.name}/{part}": archive.read(part).decode("utf-8", "replace")
                          for part in archive.namelist()}  # fmt: skip
        else:
            found[path.name] = path.read_bytes().decode("utf-8", "replace")
    return found


def both(folder: Path, engine: str) -> Path:
    """Two studies that differ in what bo did: `a` and `b` in the folder."""
    a = made(folder / "a")
    # A folder of a study on a server is no copy of it: the other study is made as the first was.
    with_bo(made(folder / "b") if engine == "server" else shutil.copytree(a, folder / "b"))
    return folder


@pytest.fixture(scope="module")
def kept() -> dict[str, Path]:
    """The two studies of an engine, for all commands that change nothing in them."""
    return {}


@pytest.mark.parametrize("command", sorted(SHOWN))
def test_what_ana_is_shown_does_not_depend_on_what_bo_did(
    qualcode: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, kept: dict[str, Path], command: str,
    monkeypatch: pytest.MonkeyPatch, engine: str,
) -> None:  # fmt: skip
    if command in CHANGING:
        both(tmp_path, engine)
    else:
        if engine not in kept:
            kept[engine] = both(tmp_path_factory.mktemp("both"), engine)
        shutil.copytree(kept[engine], tmp_path, dirs_exist_ok=True)
    a, b = tmp_path / "a", tmp_path / "b"
    for argv in SHOWN[command]:
        said = {}
        for root in (a, b):
            monkeypatch.chdir(root)
            (root / "draft.md").write_text(DRAFT, "utf-8")
            ran = qualcode(*argv)
            assert ran.code != 70 and "Usage:" not in ran.err and SECRET not in ran.out + ran.err, (argv, ran)
            files = files_of(root)
            assert not any(SECRET in text for text in files.values()), (
                argv,
                [n for n, t in files.items() if SECRET in t],
            )
            said[root] = (CHANGES.sub("", ran.out), files)
        exempt = ("status", "coder", "log", "undo", "sql", "check")  # they may count what was done
        if command not in exempt and argv[:2] != ["report", "audit"]:
            assert said[a][0] == said[b][0], argv
            for name, text in said[a][1].items():
                if name.endswith((".csv", ".md", ".jsonl", ".svg", ".html", "word/document.xml")):
                    assert CHANGES.sub("", text) == CHANGES.sub("", said[b][1][name]), (argv, name)
