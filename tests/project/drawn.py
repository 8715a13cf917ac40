"""Studies drawn at random, and what is in a part of them, told by hand: nothing here asks the program."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from qualcode.core.choices import Where
from qualcode.core.errors import QualcodeError
from qualcode.core.model import Document
from qualcode.project import Project, selection
from tests.study import FRAME, conversation, study

OTHER = FRAME.replace("id: frame", "id: other").replace("A frame", "Another frame")
GUIDE = """questions:
  - {id: "1", text: "Hvad?", dimension: Nytte, sub: [{id: "1a", text: "Og?"}]}
  - {id: "2", text: "Hvem?", dimension: Folk}
  - {id: "3", text: "Hvornår?"}
"""
MAIN = {"1": "1", "1a": "1", "2": "2", "3": "3"}
DIMENSION = {"1": "Nytte", "1a": "Nytte", "2": "Folk"}
KINDS = ("interview", "interview", "document", "observation", "survey", "workshop")
TRY = settings(
    max_examples=12 * int(os.environ.get("QUALCODE_EXAMPLES", "1")), deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A study as it was drawn, before any of our code has looked at it."""

    documents: tuple[tuple[str, str, tuple[str | None, ...]], ...]
    """(id, kind, the question of each of the informant's turns)."""
    roles: dict[str, str]
    """Of the case of each document; none where it is in no case."""
    parts: dict[str, str]
    """The case that the case of a document is part of."""
    codings: tuple[tuple[str, int, str, str], ...]
    """(document, turn of the informant, code, coder)."""
    guide: bool
    talks: frozenset[str] = frozenset()
    """Documents in which Anna and Bo answer by turns."""
    named: frozenset[str] = frozenset()
    """Those of them in which Bo is a case of his own, whose role is b."""

    def speaker(self, document: str, at: int) -> str:
        """Who speaks in one of the informant's turns."""
        return "Bo" if document in self.talks and at % 2 else "Anna"

    def case(self, document: str, speaker: str) -> str:
        if speaker == "Bo" and document in self.named:
            return f"b{document}"
        if document in self.roles:
            return f"c{document}"
        turns = next(turns for id, _, turns in self.documents if id == document)
        if document in self.named and len(turns) == 1:
            return f"b{document}"  # whom the row calls Bo is the only one who speaks, as every table says
        return f"{document}/{speaker}" if document in self.talks and len(turns) > 1 else document


@st.composite
def made(draw: st.DrawFn, *, several: bool = False) -> Made:
    """With `several`, two people may answer in a workshop."""
    documents = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(KINDS))
        asked = kind in ("interview", "survey", "workshop")
        question = st.sampled_from(("1", "1a", "2", None)) if asked else st.none()
        documents.append((f"S{number}", kind, tuple(draw(st.lists(question, min_size=1, max_size=4)))))
    ids = [id for id, *_ in documents]
    roles = {id: draw(st.sampled_from(("a", "b", "a; b", ""))) for id in ids if draw(st.booleans())}
    parts = {id: draw(st.sampled_from(("K", "L", ""))) for id in roles}
    code = st.sampled_from(("frame:value", "frame:value.mission", "frame:support", "other:value", "other:capacity"))
    coder = st.sampled_from(("ana", "ana", "bo", "consensus", "rule:frame"))
    codings = draw(st.lists(st.tuples(st.sampled_from(ids), st.integers(0, 3), code, coder), min_size=1, max_size=9))
    guide = draw(st.booleans())
    talks = [id for id, kind, _ in documents if several and kind == "workshop" and draw(st.booleans())]
    named = frozenset(id for id in talks if draw(st.booleans()))
    return Made(tuple(documents), roles, parts, tuple(codings), guide, frozenset(talks), named)


@st.composite
def filters(draw: st.DrawFn, *, several: bool = False) -> Where:
    """With `several`, also by speaker and by what the guide says of its questions."""
    people = ("S0/Anna", "S1/Bo", "bS0", "bS1") if several else ()
    some = {
        # Documents come in the order in which they are named, so they are named in the order of the study.
        "documents": st.lists(st.sampled_from(("S0", "S1", "S2")), min_size=1, max_size=2, unique=True).map(sorted),
        "cases": st.lists(st.sampled_from(("cS0", "S1", "K", "L", *people)), min_size=1, max_size=2, unique=True),
        "questions": st.lists(st.sampled_from(("1", "1a", "2")), min_size=1, max_size=2, unique=True),
    }
    names = draw(
        st.lists(
            st.sampled_from((*some, "role", "kind", *["dimension"][:several])),
            min_size=not several,
            max_size=2,
            unique=True,
        )
    )
    attributes = {
        name: tuple(draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)))
        for name, values in (
            ("role", ("a", "b")),
            ("kind", ("interview", "document", "survey")),
            ("dimension", ("Nytte", "Folk")),
        )
        if name in names
    }
    chosen: dict[str, Any] = {name: tuple(draw(some[name])) for name in names if name in some}
    return Where(attributes=attributes, **chosen)


def document(one: Made, id: str, kind: str, questions: tuple[str | None, ...]) -> Document:
    """Interviews come back to a question, begin with a chat, or ask nothing that is in the guide."""
    if kind in ("document", "observation"):
        return conversation(id, *(("", f"Afsnit {at} om data.") for at in range(len(questions))), kind=kind)
    lines: list[tuple[str, str] | tuple[str, str, str]] = []
    for at, question in enumerate(questions):
        lines += [("I", "Spørgsmål?", question), (one.speaker(id, at), "Et svar om data.", question)]
    return conversation(id, *lines, kind=kind)


@contextmanager
def opened(one: Made) -> Iterator[Project]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with study(root, *(document(one, *each) for each in one.documents)) as project:
            (root / "codebooks" / "other.yaml").write_text(OTHER, "utf-8")
            rows = [f"c{id},informant,{id},{role},{one.parts[id]}" for id, role in one.roles.items()]
            rows += [f"b{id},informant,{id}:Bo,b," for id in one.named]
            table = ["case,kind,members,role,part_of", "K,kommune,,,", "L,kommune,,,", *rows]
            (root / "cases.csv").write_text("\n".join(table) + "\n", "utf-8")
            if one.guide:
                (root / "questions.yaml").write_text(GUIDE, "utf-8")
            project.forget_files()
            for id, at, code, coder in one.codings:
                turns = [turn.index for turn in project.document(id).turns if turn.role == "informant"]
                project.tag(f"{id}:{turns[at % len(turns)]}", code, coder=coder)
            keys = project.store.coder_keys()
            if "rule:frame" in keys:
                with project.writable.change("a rule", "ana") as change:
                    change.update("coder", keys["rule:frame"], {"kind": "rule"})
            project.forget_files()
            yield project


def inside(one: Made, where: Where, id: str, question: str | None, speaker: str = "Anna") -> bool:
    """Whether what is said in a document under a question lies in the selection, told from what was drawn."""
    kind = next(kind for known, kind, _ in one.documents if known == id)
    case = one.case(id, speaker)
    alone = case == f"b{id}"
    levels = {case, "" if alone else one.parts.get(id, "")}
    role = "b" if alone else one.roles.get(id, "")
    main = MAIN.get(question or "", question) if one.guide else question
    values = {"role": set(role.split("; ")), "kind": {kind}, "dimension": {DIMENSION.get(question or "", "")}}
    return (
        (not where.documents or id in where.documents)
        and (not where.cases or bool(levels & set(where.cases)))
        and (not where.questions or question in where.questions or main in where.questions)
        and all(values[key] & set(wanted) for key, wanted in where.attributes.items())
    )


@dataclass(frozen=True)
class Said:
    """What is counted as one: an answer, a paragraph, a turn that belongs to no answer, or a silent question."""

    document: str
    question: str | None
    turns: tuple[int, ...]
    """Those of the informants, from 0; none where a question was met with silence."""
    before: bool
    """Speech outside the guide, in a document that follows it."""


def units(one: Made, where: Where) -> list[Said]:
    """The units of a selection, cut by hand."""
    found = []
    for id, kind, questions in one.documents:
        asks = kind not in ("document", "observation")
        guided = asks and any(questions)
        answers: dict[object, list[int]] = {}
        for at, question in enumerate(questions):
            answers.setdefault((question, one.speaker(id, at)) if question else at, []).append(at)
        for turns in answers.values():
            question = questions[turns[0]]
            if inside(one, where, id, question, one.speaker(id, turns[0])):
                found.append(Said(id, question, tuple(turns), guided and not question))
        if kind == "interview" and guided and one.guide:
            answered = {MAIN[each] for each in questions if each}
            silent = [main for main in ("1", "2", "3") if main not in answered]
            found += [Said(id, main, (), False) for main in silent if inside(one, where, id, main)]
    return found


def expected(one: Made, where: Where) -> tuple[int, set[str]]:
    """How many units there are in a selection and in which documents."""
    found = units(one, where)
    return len(found), {each.document for each in found}


def asked(project: Project, where: Where) -> Where | None:
    """The filter as far as the study knows its names; None where nothing of it is left."""
    try:
        return selection.checked(project, where)
    except QualcodeError as error:
        assert error.slug.startswith("unknown_"), error
        return None
