"""Every command that counts: the units it counts and those it names as left out are all units of the selection.

`COMMANDS` and `REPORTS_THERE` list all that the program has: a new command or report fails here until it is listed,
with how its units are read from what it prints, or with the reason why it counts none.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.cli import context, main
from qualcode.cli.run import app
from qualcode.core.choices import Where
from qualcode.core.table import Note
from qualcode.project import named_reports, reports
from tests.project.drawn import MAIN, TRY, Made, Said, asked, filters, made, opened, units

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store

PEOPLE = ("ana", "bo")


@dataclass(frozen=True)
class Part:
    """A part of a study that was drawn, and whose codings are asked for."""

    study: Made
    where: Where
    coder: str

    @property
    def units(self) -> list[Said]:
        return units(self.study, self.where)

    @property
    def spoken(self) -> list[Said]:
        """Without the questions that were met with silence."""
        return [unit for unit in self.units if unit.turns]

    def codes(self, unit: Said, coder: str = "") -> set[str]:
        """The codes that a coder gave to a unit."""
        return {
            code
            for id, at, code, who in self.study.codings
            if who == (coder or self.coder) and id == unit.document and at % self.turns(id) in unit.turns
        }

    def turns(self, document: str) -> int:
        return next(len(questions) for id, _, questions in self.study.documents if id == document)


Read = Callable[[Any, Part], None]


def accounted(found: Any, part: Part) -> None:
    """Each accounting in what a command says, however deep it lies."""
    accounts = list(_accounts(found))
    assert accounts, "nothing says what was counted"
    for account in accounts:
        left = account["left_out"]
        assert account["looked_at"] == account["counted"] + sum(each["units"] for each in left) == len(part.units)
        named = {id for each in left for id in each["documents"] if each["units"]}
        counted = {id for source in account["sources"] for id in source["documents"]}
        assert named | counted == {unit.document for unit in part.units}


def _accounts(found: Any) -> Iterable[Any]:
    if isinstance(found, dict):
        if account := found.get("accounting"):
            yield account
        found = list(found.values())
    for each in found if isinstance(found, list) else ():
        yield from _accounts(each)


def in_lists(found: Any, part: Part) -> list[Said]:
    """The units a list can have: what lies in no answer is named as left out, turn by turn."""
    before = Counter(unit.document for unit in part.spoken if unit.before)
    assert [(each["why"], each["units"], set(each["documents"])) for each in found["left_out"]] == (
        [("no_question", before.total(), set(before))] if before else []
    )
    return [unit for unit in part.spoken if not unit.before]


def words(found: Any, part: Part) -> None:
    """A paragraph says `Afsnit 1 om data.`, and a turn `Et svar om data.`; numbers are no words."""
    said: Counter[str] = Counter()
    for unit in in_lists(found, part):
        kind = next(kind for id, kind, _ in part.study.documents if id == unit.document)
        text = "afsnit om data" if kind in ("document", "observation") else "et svar om data"
        said.update(text.split() * len(unit.turns))
    assert {row["word"]: row["uses"] for row in found["rows"]} == said


def codes(found: Any, part: Part) -> None:
    used = Counter(code for unit in in_lists(found, part) for code in part.codes(unit))
    assert {row["code"]: row["units"] for row in found["rows"]} == used


def uncoded(found: Any, part: Part) -> None:
    """What is coded and what is not are all that was said."""
    left = Counter(row["address"][:2] for row in found["rows"])
    assert left == Counter(unit.document for unit in in_lists(found, part) if not part.codes(unit))


def gaps(found: Any, part: Part) -> None:
    """The units of all runs are those that nobody has coded."""
    assert sum(row["units"] for row in found["rows"]) == sum(not part.codes(unit) for unit in in_lists(found, part))


def single(found: Any, part: Part) -> None:
    alone = []
    for unit in in_lists(found, part):
        both = {who for id, _, _, who in part.study.codings if id == unit.document and who in PEOPLE} == set(PEOPLE)
        one, other = (part.codes(unit, who) for who in PEOPLE)
        alone += sorted(one ^ other) if both else []
    assert Counter(row["code"] for row in found["rows"]) == Counter(alone)


def places(found: Any, part: Part) -> None:
    """`data` is said once in every turn."""
    said = Counter(unit.document for unit in part.spoken for _ in unit.turns)
    assert Counter(match["document"] for match in found["matches"]) == said


def sources(found: Any, part: Part) -> None:
    """Sources are described whole; those of which the selection leaves nothing are not there.

    What is written has no turns.
    """
    rows = found["sample-documents"]
    there = {row["document"] for row in rows[:-1]}
    assert there >= {unit.document for unit in part.spoken}
    assert (rows[-1].get("turns") or 0) == sum(row.get("turns") or 0 for row in rows[:-1])
    assert rows[-1]["codings"] == sum(row["codings"] or 0 for row in rows[:-1])


def answers(found: Any, part: Part) -> None:
    given = Counter(unit.question for unit in part.spoken if unit.question)
    assert Counter(row["question"] for row in found["rows"]) == given


def bound(found: Any, part: Part) -> None:
    """An appendix has tables where something of its selection is coded; else it holds the guide and the codes."""
    if list(_accounts(found)) or any(part.codes(unit) for unit in part.spoken):
        accounted(found, part)


def guide(found: Any, part: Part) -> None:
    """In how many documents each item was answered, a question also by what its follow-ups brought up."""
    for row in found["rows"]:
        answered = [id for id, _, said in part.study.documents if row["question"] in {*said, *map(MAIN.get, said)}]
        assert row["answers"] == len(answered), row


@dataclass(frozen=True)
class Counts:
    """What is typed for a command that counts, and how its units are read from what it says."""

    typed: str
    read: Read = accounted
    coder: bool = True
    """Whether it counts one coder's codings."""
    file: bool = False
    """Whether it says it in a file and not on the screen."""
    takes: tuple[str, ...] = ("document", "case", "question", "where")


CHANGES = "changes the study, and says what it changed"
FRAME = "is about a codebook, not about material"
PEOPLE_ONLY = "is about coders and their work, document by document"
ENTIRE = "is about the study as it is kept, not a part of its material"
ROWS = "a row is a coding, not a unit that is counted"

COMMANDS: dict[str, tuple[Counts, ...] | str] = {
    "shares": (
        Counts("shares frame --by -"),
        Counts("shares frame --by case"),
        Counts("shares frame --by question"),
        Counts("shares frame --by role"),
        Counts("shares --by -"),
    ),
    "crosstab": (
        Counts("crosstab frame --by case"),
        Counts("crosstab frame --by kind"),
        Counts("crosstab frame --by qualifier --count codings"),
    ),
    "matrix": (Counts("matrix frame"), Counts("matrix frame --by role")),
    "cooccur": (Counts("cooccur frame"),),
    "rank": (Counts("rank frame"),),
    "saturation": (Counts("saturation frame --base 1 --run 1"),),
    "keyness": (Counts("keyness a b --by role --min-informants 1", coder=False),),
    "agree": (Counts("agree frame --ci 0", coder=False),),
    "plot": tuple(
        Counts(f"plot {name} frame", file=True, takes=("case", "question", "where"))
        for name in ("shares", "bars", "heatmap", "cooccurrence")
    ),
    "appendix": (
        Counts("appendix --by role", bound, file=True, takes=("document", "case", "where")),
        Counts("appendix --by kind --no-figures", bound, file=True, takes=("document", "case", "where")),
    ),
    "list": (
        Counts("list words --min-length 1 --common --most 1000", words, coder=False),
        Counts("list codes", codes),
        Counts("list uncoded", uncoded),
        Counts("list gaps --most 1000", gaps),
        Counts("list single", single, coder=False),
    ),
    "find": (Counts("find data", places, coder=False),),
    "report": "`REPORTS_THERE` lists its reports",
    "index": "counts respondents, and has no selection: test_filled_and_indexed",
    "fill": "writes what other commands count into a text: test_filled_and_indexed",
    "propose": "proposes codings; a person decides before they count",
    "export": ROWS,
    "quote": ROWS,
    "show": "prints one document",
    "formats": "is about formats of files",
    "log": ENTIRE,
    "status": ENTIRE,
    "sql": ENTIRE,
    "verify": ENTIRE,
    "check": ENTIRE,
    "demo": ENTIRE,
    "snapshot": ENTIRE,
    "case list": ENTIRE,
    "case show": ENTIRE,
    "question list": ENTIRE,
    "backups list": ENTIRE,
    "speakers": "says who asks and who answers",
    "question match": "says which turns ask which question",
    "review": PEOPLE_ONLY,
    **dict.fromkeys(
        ("coder list", "coder plan", "coder rounds", "coder progress"),
        PEOPLE_ONLY,
    ),
    **dict.fromkeys(
        ("codebook list", "codebook show", "codebook check", "codebook diff", "codebook export", "codebook tidy"), FRAME
    ),
    **dict.fromkeys(
        (
            "init", "add", "tag", "untag", "undo", "redo", "memo", "case set", "case rename", "case import",
            "import", "merge", "restore", "sync", "move-store", "backups make", "backups restore", "reread",
            "remove", "pseudonymised", "question import", "question at", "question mark", "coder unblind",
            "coder begin", "coder finish", "coder rename", "coder allow", "coder disallow", "codebook use",
            "codebook new", "codebook recode", "codebook import", "codebook add", "codebook rename",
            "codebook move", "codebook merge", "codebook split", "codebook retire", "codebook recolour",
            "codebook define", "codebook group", "codebook promote",
        ),
        CHANGES,
    ),
}  # fmt: skip
"""Every command: what it counts and how that is read, or why it counts no units of the material."""

REPORTS_THERE: dict[str, tuple[Counts, ...] | str] = {
    "shares": (Counts("report shares"),),
    "matrix": (Counts("report matrix"),),
    "agreement": (Counts("report agreement", coder=False),),
    "sample": (Counts("report sample", sources),),
    "answers": (Counts("report answers", answers, takes=("document", "case", "where")),),
    "codings": ROWS,
    "excerpts": ROWS,
    "interviews": "prints every transcript",
    "transcripts": "prints every transcript",
    "guide": (Counts("report guide", guide, coder=False, takes=()),),
    "memos": "a row is a memo",
    "codebook": FRAME,
    "rounds": PEOPLE_ONLY,
    "method": "sentences, whose figures are those of `shares`",
    "audit": "a row is a change",
    "checklist": "sentences, whose figures are those of `saturation` and `agree`",
}
"""Every ready-made report, in the same way."""

NOTHING = (
    "not_begun", "no_units", "nothing_coded", "unknown_attribute", "groups_overlap", "too_few_interviews",
    "unknown_group", "too_few_coders", "no_overlap", "nothing_shared",
    "no_guide",
)  # fmt: skip
"""Why a command answers with words: there is nothing to count, or nothing to compare."""


def _commands(command: Any, known: typer.Context, path: str = "") -> Iterable[str]:
    if not hasattr(command, "list_commands"):
        yield path
        return
    for name in command.list_commands(known):
        yield from _commands(command.get_command(known, name), known, f"{path} {name}".strip())


def test_every_command_and_report_is_listed() -> None:
    group = typer.main.get_command(app)
    there = set(_commands(group, group.make_context("qualcode", ["status"], resilient_parsing=True)))  # type: ignore[arg-type]
    assert set(COMMANDS) == there
    assert set(REPORTS_THERE) == set(named_reports.REPORTS)
    for why in (*COMMANDS.values(), *REPORTS_THERE.values()):
        assert why, "neither read nor explained"


def options(counts: Counts, where: Where, coder: str) -> list[str] | None:
    """A filter as it is typed; None where the command has no such option."""
    pairs = [("document", id) for id in where.documents]
    pairs += [("case", id) for id in where.cases] + [("question", id) for id in where.questions]
    pairs += [("where", f"{key}={value}") for key, values in where.attributes.items() for value in values]
    if {name for name, _ in pairs} - set(counts.takes):
        return None
    typed = [word for name, value in pairs for word in (f"--{name}", value)]
    return [*typed, "--coder", coder] if counts.coder else typed


def run(root: Path, typed: list[str], file: bool) -> tuple[int, Any, str]:
    """What a command says: its exit code, its result and its words."""
    context.folder = ""
    screen = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    written = root / "said.json"
    written.unlink(missing_ok=True)
    end = ["-o", str(written)] if file else ["--json"]
    if typed[0] == "appendix":  # its file is no option
        end = [str(written), "--no-text"]
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(io.StringIO()) as said:
        code = main(["-C", str(root), *typed, *end])
    screen.seek(0)
    text = written.read_text("utf-8") if written.exists() else screen.read()
    return code, json.loads(text) if code in (0, 1) and text else None, said.getvalue()


SEVERAL = Made(
    documents=(
        ("S0", "interview", ("1", None, "1a")),
        ("S1", "interview", (None, "2")),
        ("S2", "workshop", ("1", "1", None)),
        ("S3", "document", (None, None)),
    ),
    roles={"S0": "a", "S1": "b"},
    parts={"S0": "K", "S1": ""},
    codings=(
        ("S0", 0, "frame:value", "ana"),
        ("S0", 1, "frame:support", "ana"),
        ("S0", 0, "frame:value", "bo"),
        ("S0", 2, "frame:value.mission", "bo"),
        ("S1", 1, "frame:support", "ana"),
        ("S2", 1, "frame:value", "ana"),
        ("S2", 0, "other:capacity", "bo"),
    ),
    guide=True,
    talks=frozenset({"S2"}),
)
"""A study with which every command has something to say."""


@given(made(several=True), filters(several=True), st.sampled_from(("ana", "bo", "consensus", "rule:frame")))
@example(SEVERAL, Where(), "ana")
@example(SEVERAL, Where(cases=("S2/Bo", "cS0")), "ana")
@example(SEVERAL, Where(attributes={"dimension": ("Nytte",)}), "bo")
@example(Made((("S0", "workshop", ("1",)),), {}, {}, (("S0", 0, "frame:value", "ana"),), False, frozenset({"S0"}),
              frozenset({"S0"})), Where(attributes={"role": ("a", "b")}), "ana")  # fmt: skip
@settings(TRY, max_examples=TRY.max_examples // 3)
def test_counted_and_left_out_are_all_units_of_the_selection(one: Made, where: Where, coder: str) -> None:
    with opened(one) as project:
        if coder not in project.store.coder_keys() or asked(project, where) is None:
            return
        part = Part(one, where, coder)
        for listed in (*COMMANDS.values(), *REPORTS_THERE.values()):
            for counts in listed if isinstance(listed, tuple) else ():
                if (chosen := options(counts, where, coder)) is None:
                    continue
                typed = [*counts.typed.split(), *chosen]
                code, found, said = run(project.root, typed, counts.file)
                if found is None:
                    assert any(f" {slug}:" in said for slug in NOTHING), (code, typed, said)
                    continue
                try:
                    counts.read(found, part)
                except AssertionError as error:
                    raise AssertionError(f"{typed}: {error}") from error


def test_every_command_that_counts_has_something_to_say() -> None:
    """The property cannot pass by being refused everywhere."""
    with opened(SEVERAL) as project:
        for listed in (*COMMANDS.values(), *REPORTS_THERE.values()):
            for counts in listed if isinstance(listed, tuple) else ():
                chosen = options(counts, Where(), "ana")
                assert chosen is not None
                code, found, said = run(project.root, [*counts.typed.split(), *chosen], counts.file)
                assert code in (0, 1), (counts.typed, said)
                assert found is not None


def test_the_sample_names_those_whose_codings_it_counts() -> None:
    """Two people have coded, a rule and a review beside them, and no layer is chosen."""
    more = (("S3", 0, "frame:value", "consensus"), ("S3", 1, "frame:value", "rule:frame"))
    with opened(replace(SEVERAL, codings=(*SEVERAL.codings, *more))) as project:
        made = reports.sample(project, language="en")
        assert made.data["coders"] == ["ana", "bo"]
        assert made.data["sample-documents"][-1]["codings"] == len(SEVERAL.codings)
        assert made.blocks[-1] == Note("Codings counted: those of ana and bo.")
        one = reports.sample(project, language="da", coder="bo")
        assert one.data["sample-documents"][-1]["codings"] == 3
        assert one.blocks[-1] == Note("Talte kodninger: dem, bo har lavet.")


def test_a_list_says_what_it_leaves_out() -> None:
    with opened(SEVERAL) as project:
        _, found, said = run(project.root, ["list", "words"], False)
        assert found["left_out"][0]["documents"] == ["S0", "S1", "S2"]
        assert "left out: 3 turns in S0, S1, S2 (before the first question of the guide)" in said
        _, found, said = run(project.root, ["list", "words", "--who", "interviewer"], False)
        assert found["rows"] == []
        assert "left out: 8 turns in S0, S1, S2 (not said by an informant)" in said
