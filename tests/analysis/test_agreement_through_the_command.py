"""The worked cases of agreement as two colleagues would have them: a project, their codings, and `qualcode agree`."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.core.model import Document, Source, Span, Turn
from qualcode.project.coders import set_state
from qualcode.project.tag import Tag, tag
from tests.cli.conftest import Run, qualcode  # noqa: F401
from tests.shared import SHARED, needs_shared
from tests.study import study

pytestmark = [pytest.mark.shared, needs_shared]

PER_CODE = {
    "krippendorff_alpha_code": "krippendorff_alpha", "krippendorff_alpha_category": "krippendorff_alpha",
    "fleiss_kappa_category": "fleiss_kappa", "cohen_kappa_code": "cohen_kappa",
    "positive_agreement": "positive_agreement",
    "negative_agreement": "negative_agreement", "prevalence_index": "prevalence_index", "bias_index": "bias_index",
}  # fmt: skip
"""Coefficients of one value against the rest: those of a code, used or not."""
MOST = 60
"""Units of a data set that is tried here: a hundred units say nothing that twelve do not, and take as much longer."""
CONTINUUM = ("u_alpha", "bar_u_alpha", "cu_alpha", "ku_alpha")


def asked() -> list[Any]:
    """The cases that codings in a project can hold: no distances of one's own, no bare counts, nobody alone."""
    found = []
    for path in sorted((SHARED / "oracles" / "agreement").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        held = data["kind"] == "agreement" and data["input"]["format"] != "counts"
        small = held and Coded(data["input"]).size <= MOST
        for case in data["cases"] if small else ():
            own = {"distance_matrix", "disagreement_weights"} & case["options"].keys()
            if not own and "error" not in case["expected"] and not case["coefficient"].endswith("_code_mean"):
                found.append(pytest.param(path, case, id=case["id"]))
    return found


class Coded:
    """What a case says, as units with the labels that each coder gave; None where a coder did not look."""

    def __init__(self, data: dict[str, Any]) -> None:
        form = data["format"]
        self.length = data.get("length", 0)
        self.marked: dict[str, list[list[Any]]] = data["coders"] if form == "unitizing" else {}
        self.rows: list[list[Any]] = []
        if form == "contingency":
            names = data["categories"]
            self.rows = [
                [one, other]
                for one, counts in zip(names, data["table"], strict=True)
                for other, count in zip(names, counts, strict=True)
                for _ in range(count)
            ]
        elif form == "category_counts":
            self.rows = [
                [name for name, count in zip(data["categories"], counts, strict=True) for _ in range(count)]
                for counts in data["counts"]
            ]
        elif form != "unitizing":
            self.rows = data["values"]
        self.sets = form == "sets"
        labels = data.get("categories") or sorted(
            {label for row in self.rows for one in row if one for label in one}
            | {str(value) for own in self.marked.values() for _, _, value in own}
        )
        self.code = {str(label): _id(label) for label in labels}
        self.coders = (
            sorted(self.marked) if self.marked else [f"k{n}" for n in range(max(map(len, self.rows), default=0))]
        )

    @property
    def size(self) -> int:
        """How many units there are."""
        return len(self.rows)

    def put(self, root: Path) -> None:
        """A document for each set of coders who looked, with a turn for each unit."""
        by_coders: dict[tuple[int, ...], list[list[Any]]] = {}
        for row in self.rows:
            by_coders.setdefault(tuple(n for n, one in enumerate(row) if one is not None), []).append(row)
        texts = {f"D{n}": rows for n, rows in enumerate(by_coders.values())}
        codes = "".join(
            f'  - {{id: "{code}", name: {{en: "{code}"}}, brief: {{en: x}}}}\n' for code in self.code.values()
        )
        frame = f'id: frame\ntitle: {{en: F}}\nkind: deductive\nsource: ["S"]\ncodes:\n{codes}'
        documents = [_document(id, [9] * len(rows)) for id, rows in texts.items()] or [_document("D0", [self.length])]
        with study(root, *documents, coder=self.coders[0], frame=frame) as project:
            tags: list[Tag] = []
            looked: dict[str, list[str]] = {}
            for (id, rows), who in zip(texts.items(), by_coders, strict=True):
                for n in who:
                    looked.setdefault(self.coders[n], []).append(id)
                    for at, row in enumerate(rows):
                        labels = row[n] if self.sets else [row[n]]
                        tags += [self._tag(id, at * 10, at * 10 + 9, label, self.coders[n]) for label in labels]
            for coder, own in self.marked.items():
                looked[coder] = ["D0"]
                tags += [self._tag("D0", start, stop, value, coder) for start, stop, value in own]
            tag(project, tags)
            for coder, ids in looked.items():
                set_state(project, coder, tuple(ids), "finished")

    def _tag(self, id: str, start: int, stop: int, label: Any, coder: str) -> Tag:
        return Tag(id, Span(start, stop), "o" * (stop - start), f"frame:{self.code[str(label)]}", coder)


def _id(label: Any) -> str:
    """A code's id: a number stands at its end, where a metric of numbers reads it."""
    return f"c-{label}" if str(label).isdigit() else str(label).lower().replace(" ", "-")


def _document(id: str, lengths: list[int]) -> Document:
    turns, text = [], ""
    for number, length in enumerate(lengths, start=1):
        turns.append(Turn(number, "X", "informant", Span(len(text), len(text) + length), None, None))
        text += "o" * length + "\n"
    return Document(id, id, "document", text, "en", tuple(turns), source=Source("", f"digest of {id}", "test", "1"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The project of a file of cases, built once."""

    @functools.cache
    def build(path: Path) -> tuple[Coded, Path]:
        data = json.loads(path.read_text("utf-8"))
        root = tmp_path_factory.mktemp(path.stem) / "s"
        coded = Coded(data["input"])
        coded.put(root)
        return coded, root

    return build


def flags(name: str, case: dict[str, Any], coded: Coded) -> list[str]:
    """The options with which a person asks for the coefficient."""
    options = case["options"]
    code = options.get("value_of", options.get("code"))
    if name in CONTINUUM:
        return ["--view", "continuum", "--domain", ",".join(f"frame:{one}" for one in coded.code.values())]
    if name in PER_CODE:
        known = list(coded.code.values())
        chosen = coded.code[str(code)] if code is not None else known[0]
        if name == "negative_agreement":  # that neither gave the other value
            chosen = next(each for each in known if each != chosen)
        return [f"frame:{chosen}"]
    if coded.sets:
        return ["--view", "sets", *(["--metric", options["metric"]] if name != "mv_alpha" else [])]
    view = ["--view", "values", "--domain", ",".join(f"frame:{one}" for one in coded.code.values())]
    for option in ("metric", "weights", "categories"):
        view += [f"--{option}", options[option]] if option in options else []
    return view


@pytest.mark.parametrize(("path", "case"), asked())
def test_a_case_of_agreement(qualcode: Run, made: Any, path: Path, case: dict[str, Any]) -> None:  # noqa: F811
    coded, root = made(path)
    name, expected = case["coefficient"], case["expected"]
    asked_for = PER_CODE.get(name, "brennan_prediger" if name == "pabak" else name)
    ran = qualcode(
        "-C", str(root), "agree", *flags(name, case, coded), "--unit", "turn", "--coefficient", asked_for, "--ci", "0",
        *(["--se", "analytic"] if "se" in expected else []), "--json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    code = f"frame:{coded.code[str(case['options']['value_of'])]}" if name == "ku_alpha" else None
    rows = json.loads(ran.out)["rows"]
    row = next(row for row in rows if code is None or row["code"] == code)
    found = row["coefficients"][asked_for]
    if expected["value"] is None:
        assert (found["value"], found["reason"]) == (None, expected["reason"])
        return
    assert found["value"] == pytest.approx(expected["value"], abs=case["tolerance"])
    if "se" in expected:
        assert found["se"] == pytest.approx(expected["se"], abs=case["tolerance"])
