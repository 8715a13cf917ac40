"""The study as tidy frames: the one place where units, cases and codings become rows.

units     one row a unit: unit, document, informant, question (main), item, status, words, chars,
          weight (of the case), and a column for every attribute
pieces    unit, document, start, stop: the informant speech that a unit consists of
codings   id, document, start, stop, code, coder, weight, qualifier
turns     document, start, stop, role, informant, question: all speech, the interviewer's too
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..core import units as unitising
from ..core.errors import UsageError
from ..core.model import Document, Unit
from ..core.text import words
from ..core.where import Where, under
from .frames import attributes_of, checked, documents, fits

if TYPE_CHECKING:
    import pandas as pd

    from .handle import Handle


ANSWERED = ("interview", "focus-group", "survey")
"""Kinds of documents in which somebody answers."""


@dataclass(slots=True)
class Tidy:
    """The frames of one selection, and the units behind the rows."""

    units: pd.DataFrame
    pieces: pd.DataFrame
    codings: pd.DataFrame
    turns: pd.DataFrame
    by_label: dict[str, Unit]
    texts: dict[str, Document]

    @property
    def words_by_document(self) -> dict[str, str]:
        """The text of every document."""
        return {id: document.text for id, document in self.texts.items()}


def tidy(
    project: Handle,
    unit: str = "",
    where: Where | None = None,
    coders: list[str] | None = None,
    *,
    every_kind: bool = False,
) -> Tidy:
    """The frames for units of a kind, inside a selection; codings of the named coders, or of all.

    Answers are given in interviews, so other documents are left out when answers are counted;
    with `every_kind` their blocks stand in for answers, to compare kinds of documents.
    For `segment` the pieces are the informants' turns, and each coded stretch becomes a unit
    in the analysis.
    """
    import pandas as pd

    where = checked(project, where)
    kind = unit or project.settings.unit
    main = {question.id: question.main for question in project.questions}
    statuses = {place: status for place, (_, status) in project.store.answer_statuses().items()}
    by_label: dict[str, Unit] = {}
    texts: dict[str, Document] = {}
    rows: list[dict[str, Any]] = []
    pieces: list[tuple[str, str, int, int]] = []
    turns: list[tuple[str, int, int, str, str | None, str | None]] = []
    for document in documents(project, where):
        texts[document.id] = document
        for turn in document.turns:
            case = project.case_map.case_of(document, turn.speaker) if turn.role == "informant" else None
            turns.append(
                (
                    document.id,
                    turn.span.start,
                    turn.span.stop,
                    turn.role,
                    case,
                    main.get(turn.question or "", turn.question),
                )
            )
        if kind == "answer" and not (every_kind or document.kind in ANSWERED):
            continue
        cut = unitising.units(document, "turn" if kind == "segment" else _kind_for(document, kind))
        seen: dict[str, int] = {}
        for one in cut:
            case = project.case_map.case_of(document, one.speaker)
            if not fits(project, where, document, case, one.question, main):
                continue
            label = one.label
            seen[label] = seen.get(label, 0) + 1
            if seen[label] > 1:  # two informants answer the same item: the second answer needs a name of its own
                label = f"{label}/{one.speaker or seen[label]}"
            text = "\n".join(piece.cut(document.text) for piece in one.pieces)
            by_label[label] = replace(one, text=text, case=case)
            pieces += [(label, document.id, piece.start, piece.stop) for piece in one.pieces]
            # First, so that a column of cases.csv called `status` or `words` never takes the place of ours.
            rows.append(
                {
                    **attributes_of(project, document, case),
                    "unit": label, "document": document.id, "informant": case,
                    "question": main.get(one.question or "", one.question), "item": one.question,
                    "status": statuses.get((document.id, one.question or ""), "answered"),
                    "words": words(text), "chars": sum(len(piece) for piece in one.pieces),
                    "case_weight": _weight(project, case),
                }
            )  # fmt: skip
        if kind == "answer":
            rows += _not_answered(project, document, where, statuses, main)
    units = pd.DataFrame(rows, columns=None if rows else ["unit", "document", "informant", "question", "item", "status",
                                                          "words", "chars", "case_weight"])  # fmt: skip
    return Tidy(
        units,
        pd.DataFrame(pieces, columns=["unit", "document", "start", "stop"]),
        coding_frame(project, where, coders),
        pd.DataFrame(turns, columns=["document", "start", "stop", "role", "informant", "question"]),
        by_label,
        texts,
    )


def _kind_for(document: Document, kind: str) -> str:
    # A governing document has no answers; its blocks are what can be counted there.
    return "turn" if kind == "answer" and document.kind not in ANSWERED else kind


def _weight(project: Handle, case: str) -> float | None:
    known = project.case_map.cases.get(case)
    return known.weight if known else None


def _not_answered(
    project: Handle, document: Document, where: Where, statuses: dict[tuple[str, str], str], main: dict[str, str]
) -> list[dict[str, Any]]:
    """Rows for the guide's main questions that an interview has no answer to, so that they can be counted apart."""
    if document.kind != "interview" or not any(turn.question for turn in document.turns):
        return []
    answered = {main.get(t.question, t.question) for t in document.turns if t.question and t.role == "informant"}
    asked = {main.get(t.question, t.question) for t in document.turns if t.question}
    informants = dict.fromkeys(
        project.case_map.case_of(document, turn.speaker) for turn in document.turns if turn.role == "informant"
    )
    rows: list[dict[str, Any]] = []
    for question in project.questions:
        if question.parent is not None or question.kind != "question" or question.id in answered:
            continue
        for case in informants:
            if not fits(project, where, document, case, question.id, main):
                continue
            status = statuses.get((document.id, question.id), "no_answer" if question.id in asked else "not_asked")
            rows.append(
                {
                    **attributes_of(project, document, case),
                    "unit": f"{document.id}#{question.id}", "document": document.id, "informant": case,
                    "question": question.id, "item": question.id, "status": status,
                    "words": 0, "chars": 0, "case_weight": _weight(project, case),
                }
            )  # fmt: skip
    return rows


def coding_frame(project: Handle, where: Where, coders: list[str] | None = None) -> pd.DataFrame:
    """The codings of the selected documents, codes and coders as rows."""
    import pandas as pd

    wanted = list(coders or where.coders) or None
    columns = project.store.coding_columns(wanted)
    frame = pd.DataFrame(
        columns, columns=["document", "start", "stop", "code", "coder", "weight", "qualifier", "id"]
    )  # fmt: skip
    for column, keys in (
        ("document", project.store.document_keys()),
        ("code", project.store.code_keys()),
        ("coder", project.store.coder_keys()),
    ):
        names = {key: id for id, key in keys.items()}
        frame[column] = pd.Categorical(frame[column].map(names), categories=list(names.values()))
    if where.documents:
        frame = frame[frame["document"].isin(where.documents)]
    if where.codes:
        kept = [c for c in frame["code"].cat.categories if any(under(c, code) for code in where.codes)]
        frame = frame[frame["code"].isin(kept)]
    return frame.reset_index(drop=True)


def one_layer(project: Handle, coder: str = "") -> str:
    """Whose codings count: the coder named, else the study's choice, else the only one there is.

    Raises UsageError `coder_ambiguous` when several people have coded and none is chosen: codings of
    two people added up are nobody's.
    """
    counts = {known.id: count for known, count in project.store.coders()}
    if coder:
        if coder not in (*counts, project.coder):  # oneself, before the first coding
            from ..core.errors import UnknownName

            raise UnknownName("coder", coder, counts)
        return coder
    if project.settings.analyse in counts:
        return project.settings.analyse
    with_codings = [id for id, count in counts.items() if count]
    if len(with_codings) > 1:
        raise UsageError(
            f"{', '.join(with_codings)} have coded: whose codings shall count?",
            slug="coder_ambiguous",
            hint=f'--coder {with_codings[0]}, or `analyse = "{with_codings[0]}"` in qualcode.toml',
        )
    return with_codings[0] if with_codings else project.coder
