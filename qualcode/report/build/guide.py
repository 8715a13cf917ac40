"""The interview guide as a thesis prints it, and everybody's answers to one of its questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from ...core.model import Question, Unit
from ...core.table import Block, Column, Excerpt, Excerpts, Heading, Note, Report, Table
from ..wording import Words

FORMAT = "qualcode/guide/1"
ANSWERS_FORMAT = "qualcode/answers/1"


def guide_blocks(
    questions: Sequence[Question], words: Words, code_names: Callable[[str], str], answered: Mapping[str, int],
    interviews: bool = True,
) -> list[Block]:  # fmt: skip
    """The items of the guide in their order: a table for each dimension or heading, follow-ups below their question.

    With what each question is meant to bring up, where the guide says so, and in how many
    sources it was answered, which are all `interviews` or are not.
    """
    meant = any(question.elicits for question in questions)
    counted = any(answered.values())
    columns = (
        Column("number", words("col.number")),
        Column("question", words("col.question"), width=6),
        *([Column("elicits", words("guide.elicits"), width=2)] if meant else []),
        *(
            [Column("answers", words("guide.answers" if interviews else "guide.answers_sources"), "count")]
            if counted
            else []
        ),
    )
    tables: list[tuple[str, list[Question]]] = []
    for question in questions:
        if question.kind == "section":
            tables.append((question.text, []))
            continue
        parent = next((one for one in questions if one.id == question.parent), question)
        dimension = question.dimension or parent.dimension
        if not tables or (dimension and dimension != tables[-1][0]):
            tables.append((dimension, []))
        tables[-1][1].append(question)
    blocks: list[Block] = []
    for number, (dimension, items) in enumerate((title, items) for title, items in tables if items):
        rows = tuple(
            (
                item.id, item.text,
                *([", ".join(code_names(code) for code in item.elicits)] if meant else []),
                *([answered.get(item.id, 0)] if counted else []),
            )
            for item in items
        )  # fmt: skip
        indents = {at: 1 for at, item in enumerate(items) if item.parent}
        caption = words("guide.dimension", dimension=dimension) if dimension else words("guide.caption")
        blocks.append(Table(columns, rows, caption, f"guide-{number + 1}", indents=indents))
    return blocks


def guide_report(
    questions: Sequence[Question],
    *,
    language: str = "en",
    code_names: Callable[[str], str] = str,
    answered: Mapping[str, int] | None = None,
    interviews: bool = True,
    created: str = "",
) -> Report:
    """The guide with its dimensions, questions and follow-ups; `answered`: sources with an answer to each, all of
    them `interviews` or not."""
    words = Words(language)
    answered = answered or {}
    blocks = guide_blocks(questions, words, code_names, answered, interviews)
    rows = [
        {
            "question": one.id, "text": one.text, "kind": one.kind, "parent": one.parent, "dimension": one.dimension,
            "elicits": list(one.elicits), "answers": answered.get(one.id, 0),
        }
        for one in questions
    ]  # fmt: skip
    data = {"format": FORMAT, "rows": rows}
    return Report(words("guide.title"), tuple(blocks), language, "guide", data, created)


def intended_table(
    rows: Sequence[tuple[str, tuple[int, int], tuple[int, int]]], words: Words, name: str = "shares-intended"
) -> Table:
    """For each category the questions meant to bring it up, of all, beside the answers that it was found in, of all."""
    columns = (
        Column("code", words("col.code"), width=3),
        Column("meant", words("shares.intended.meant"), "ratio"),
        Column("meant_share", words("col.share"), "share"),
        Column("found", words("shares.intended.found"), "ratio"),
        Column("found_share", words("col.share"), "share"),
    )
    told = tuple(
        (code, meant, _part(*meant), found, _part(*found)) for code, meant, found in rows
    )  # fmt: skip
    return Table(columns, told, words("shares.intended"), name, (words("shares.intended.note"),))


def _part(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def answers_report(
    asked: Sequence[tuple[Question, Sequence[Unit]]],
    *,
    language: str = "en",
    named: Callable[[Unit], str] = lambda unit: unit.case or unit.document,
    codes: Callable[[Unit], Sequence[str]] = lambda unit: (),
    said: Callable[[Unit], tuple[str, str]] = lambda unit: (unit.text, ""),
    hidden: bool = False,
    silent: Mapping[str, Sequence[str]] | None = None,
    unasked: Mapping[str, Sequence[str]] | None = None,
    created: str = "",
) -> Report:
    """What every informant answered, question by question, with the codes on each answer.

    `said` gives the words as they are quoted, and the line of their translation. `silent` names by question those
    who did not answer, `unasked` those who were not asked; with `hidden` nothing but who `named` says is printed.
    """
    words = Words(language)
    blocks: list[Block] = []
    rows = []
    for question, answers in asked:
        blocks.append(Heading(f"{question.id}. {question.text}", 1, f"question-{question.id}"))
        blocks.append(Note(words("answers.counted", n=len(answers))))
        blocks.append(
            Excerpts(
                tuple(
                    Excerpt(text, "" if hidden else unit.label, named(unit), tuple(codes(unit)), "", translation)
                    for unit in answers
                    for text, translation in [said(unit)]
                )
            )
        )
        for key, without in (("answers.none", silent), ("answers.not_asked", unasked)):
            missing = (without or {}).get(question.id, ())
            if missing and not hidden:
                blocks.append(Note(words(key, cases=list(missing))))
        rows += [
            (question.id, *(() if hidden else (unit.case or unit.document, unit.label)), named(unit), said(unit)[0])
            for unit in answers
        ]
    columns = (
        Column("question", words("col.question")),
        *(() if hidden else (Column("case", words("col.case")), Column("address", words("col.address"), "address"))),
        Column("source", words("col.case_name")),
        Column("text", words("col.said"), width=6),
    )
    flat = Table(columns, tuple(rows), words("answers.title"), "answers")
    data = {"format": ANSWERS_FORMAT, "rows": flat.records()}
    return Report(words("answers.title"), tuple(blocks), language, "answers", data, created, flat=(flat,))
