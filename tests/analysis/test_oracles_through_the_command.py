"""The worked cases of shares once more, as a person would have them: a project, codings, and `qualcode shares`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from qualcode.core.model import Document, Source, Span, Turn
from qualcode.project import Project
from qualcode.project.coders import set_state
from qualcode.project.guide import set_status
from tests.cli.conftest import Run, qualcode  # noqa: F401
from tests.shared import SHARED, needs_shared
from tests.study import study

pytestmark = [pytest.mark.shared, needs_shared]


def asked() -> list[Any]:
    """The cases that a project can hold: no weight of a single answer, no chosen code, no error of frames."""
    found = []
    for path in sorted((SHARED / "oracles" / "shares").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        for case in data["cases"] if data["kind"] == "shares" else ():
            options = case["options"]
            of_one_unit = str(options.get("weight")).startswith("column:") or options.get("count") == "primary"
            if "error" not in case["expected"] and not of_one_unit:
                found.append(pytest.param(data["input"], case, id=case["id"]))
    return found


class Told:
    """A worked case as documents, codes, cases and a guide."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.members: dict[str, list[str]] = {}
        self.statuses: list[tuple[str, str]] = []
        self.items: dict[str, set[str]] = {}
        self.codings: list[tuple[str, str, float]] = []
        names = [code["id"] for code in data.get("codes", ())] or sorted(self._used())
        self.code = {name: f"c{number}" for number, name in enumerate(names)}
        self.documents = self._read() if "documents" in data else self._formed()

    def _used(self) -> set[str]:
        used = {code for case in self.data.get("units", ()) for code in case["codes"]}
        return used | {segment["code"] for segment in self.data.get("segments", ())} | {"A", "B", "C"}

    def _read(self) -> list[Document]:
        found = []
        for one in self.data["documents"]:
            id, text = one["id"], one.get("text") or "x" * one["length"]
            turns = tuple(
                Turn(
                    at, turn["informant"] or "I", turn["role"], Span(turn["start"], turn["end"]), None, turn["question"]
                )
                for at, turn in enumerate(one["turns"], start=1)
            )
            for turn in turns:
                if turn.role == "informant":
                    self.members.setdefault(turn.speaker, []).append(f"{id}:{turn.speaker}")
            found.append(_document(id, text, turns))
        for one in self.data["segments"]:
            self.codings.append((f"{one['doc']}@{one['start']}-{one['end']}", one["code"], 1))
        return found

    def _formed(self) -> list[Document]:
        rows: dict[str, list[dict[str, Any]]] = {}
        for row in self.data["units"]:
            rows.setdefault(row["informant"], []).append(row)
        return [self._interview(informant, mine) for informant, mine in rows.items()]

    def _interview(self, informant: str, rows: list[dict[str, Any]]) -> Document:
        self.members[informant] = [informant]
        times = Counter(row.get("question") for row in rows)
        text, seen = "", Counter[Any]()
        turns: list[Turn] = []
        for row in rows:
            item = question = row.get("question")
            seen[question] += 1
            if question is not None:
                self.items.setdefault(question, set())
                if times[question] > 1:
                    item = f"{question}.{seen[question]}"
                    self.items[question].add(item)
            for role, words in (("interviewer", "?"), (row.get("role", "informant"), _words(row))):
                speaker, span = "I" if role != "informant" else "X", Span(len(text), len(text) + len(words))
                turns.append(Turn(len(turns) + 1, speaker, role, span, None, item))
                text += words + "\n"
            place = f"{informant}:{len(turns)}"
            codes = row["codes"]
            weights = codes if isinstance(codes, dict) else dict.fromkeys(codes, 1)
            self.codings += [(place, code, weight) for code, weight in weights.items()]
            if row.get("status", "answered") != "answered":
                number = item if item is not None else str(len(turns) // 2)
                self.statuses.append((f"{informant}#{number}", row["status"]))
        return _document(informant, text, tuple(turns))

    def put(self, root: Path) -> Project:
        parents = {code["id"]: code.get("parent") for code in self.data.get("codes", ())}

        def tree(parent: str | None) -> str:
            return "".join(
                f"{{id: {self.code[name].rpartition('.')[2]}, name: {{en: {name}}}, codes: [{tree(name)}]}}, "
                for name in self.code
                if parents.get(name) == parent
            )

        for name in self.code:  # a code below another is named after it
            if parents.get(name):
                self.code[name] = f"{self.code[parents[name]]}.{self.code[name]}"
        project = study(root, *self.documents)
        head = 'id: frame\ntitle: {en: F}\nkind: deductive\nsource: ["S"]\n'
        book = f"{head}codes: [{tree(None)}]\n".replace(", codes: []", "")
        (root / "codebooks" / "frame.yaml").write_text(book, "utf-8")
        groups = {person["id"]: person.get("group", "") for person in self.data["informants"]}
        rows = [f"{id},{'; '.join(dict.fromkeys(members))},{groups[id]}" for id, members in self.members.items()]
        (root / "cases.csv").write_text("\n".join(["case,members,side", *rows]) + "\n", "utf-8")
        guide = []
        for id, parts in self.items.items():
            sub = ", ".join(f'{{id: "{part}", text: "{part}?"}}' for part in sorted(parts))
            guide.append(f'  - {{id: "{id}", text: "{id}?"' + (f", sub: [{sub}]}}" if sub else "}"))
        if guide:
            (root / "questions.yaml").write_text("\n".join(["questions:", *guide]) + "\n", "utf-8")
        project.forget_files()
        for place, code, weight in self.codings:
            project.tag(place, f"frame:{self.code[code]}", weight=weight)
        for place, status in self.statuses:
            set_status(project, place, status)
        set_state(project, "ana", (), "finished")
        return project


def _document(id: str, text: str, turns: tuple[Turn, ...]) -> Document:
    return Document(id, id, "focus-group", text, "da", turns, source=Source("", f"digest of {id}", "test", "1"))


def _words(row: dict[str, Any]) -> str:
    """So many words and characters as the case says."""
    number = max(1, int(row.get("words") or 1))
    text = " ".join(["o"] * number)
    return text + "o" * max(0, int(row.get("chars") or 0) - len(text))


@pytest.mark.parametrize(("data", "case"), asked())
def test_a_case_of_shares(qualcode: Run, tmp_path: Path, data: dict[str, Any], case: dict[str, Any]) -> None:  # noqa: F811
    told, expected, options = Told(data), case["expected"], dict(case["options"])
    told.put(tmp_path).close()
    wanted = [f"frame:{told.code[code]}" for code in options.pop("categories")]
    flags = []
    for name, value in options.items():
        flags += ["--no-rollup"] if name == "rollup" and not value else [f"--{name}", str(value)]
    ran = qualcode("shares", *wanted, "--by", "side", *flags, "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    groups = {"" if group["group"] in ("–", "all") else group["group"]: group for group in found["groups"]}
    assert set(groups) == set(expected["groups"])
    for name, figures in expected["groups"].items():
        told_of = groups[name]
        assert (told_of["informants"], told_of["units"], told_of["coded_units"]) == (
            figures["informants"], figures["units"], figures["coded_units"],
        )  # fmt: skip
        for code, share in figures["shares"].items():
            full = f"frame:{told.code[code]}"
            row = next(r for r in found["rows"] if r["code"] == full and r["group"] == told_of["group"])
            assert row["share"] == (None if share is None else pytest.approx(share, abs=case["tolerance"]))
