"""The researcher's memos on paper: about the study, codes, cases, cells, documents and places, in that order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest

from ...core.model import Memo
from ...core.table import Block, Column, Heading, Note, Paragraph, Report, Run, Table
from .lookup import Lookup

FORMAT = "qualcode/memos/1"
SUBJECTS = ("study", "code", "case", "cell", "document", "place")


def memo_blocks(study: Lookup, memos: Iterable[Memo], text: bool = True) -> list[Block]:
    """The memos, a heading for each sort of thing they are about; without `text` the words of places are left out.

    Answers to checklists, which begin with `[coreq 10]`, are printed by the checklist.
    """
    words = study.words
    kept = [memo for memo in memos if is_shown(memo)]
    blocks: list[Block] = []
    for subject in SUBJECTS:
        mine = [memo for memo in kept if memo.subject == subject]
        if subject == "code":
            mine.sort(key=lambda memo: study.code_order(memo.code))
        if mine:
            blocks.append(Heading(words(f"memos.{subject}"), 2, f"memos-{subject}"))
        before = ""
        for memo, after in zip_longest(mine, mine[1:]):
            about = subject_name(study, memo)
            if about and about != before:
                blocks.append(Paragraph((Run(about, bold=True),), "lead"))
            before = about
            if memo.quote and text:
                blocks.append(Paragraph(words("quoted", text=memo.quote), "quote"))
            more = after is not None and subject_name(study, after) == about
            # Several claims about one case, written in one sitting, are signed once.
            blocks += written(
                study, memo, signed=not (more and after and signature(study, after) == signature(study, memo))
            )
    return blocks


def written(study: Lookup, memo: Memo, signed: bool = True) -> list[Block]:
    """The words of a memo, and who wrote them when."""
    blocks: list[Block] = [Paragraph(part.strip()) for part in memo.text.split("\n\n") if part.strip()]
    by = signature(study, memo)
    return [*blocks, Note(by)] if signed and by else blocks


def signature(study: Lookup, memo: Memo) -> str:
    """Who wrote a memo on which day."""
    return ", ".join(part for part in (study.coder_name(memo.coder), memo.created[:10]) if part)


def about(study: Lookup, subject: str, key: str) -> list[Memo]:
    """The memos about one code, case or document, the oldest first."""
    return [
        memo
        for memo in study.bundle.memos
        if memo.subject == subject and key in (memo.code, memo.case, memo.document) and is_shown(memo)
    ]


def beside(study: Lookup, subject: str, key: str) -> list[Block]:
    """The memos about something as they stand under its heading: each begins with the word Memo."""
    blocks: list[Block] = []
    for memo in about(study, subject, key):
        first, *rest = written(study, memo)
        if isinstance(first, Paragraph):
            first = Paragraph((Run(f"{study.words('col.memo')}: ", bold=True), Run(first.plain)))
        blocks += [first, *rest]
    return blocks


def is_shown(memo: Memo) -> bool:
    """Whether a memo is printed among the memos: not an answer to a checklist, and not an edit of a quote."""
    return not memo.edits and not memo.text.startswith("[")


def subject_name(study: Lookup, memo: Memo) -> str:
    """What a memo is about, as a reader calls it."""
    cases = {case.id: case for case in study.bundle.cases}
    case = study.case_name(cases[memo.case]) if memo.case in cases else memo.case
    code = study.code_name(memo.code) if memo.code else ""
    document = study.documents.get(memo.document)
    title = document.title if document is not None and document.title != memo.document else ""
    place = " – ".join(part for part in (memo.document, title) if part)
    if memo.span is not None and document is not None:
        turns = [turn.index for turn in document.turns_on(memo.span)]
        if turns:
            place = f"{memo.document}:{turns[0]}" + (f"-{turns[-1]}" if len(turns) > 1 else "")
    return " · ".join(part for part in (case, code, place) if part)


def memos_report(
    study: Lookup, memos: Iterable[Memo], *, text: bool = True, created: str = "", named: Callable[[Memo], str]
) -> Report:
    """Every memo of a study; `named` gives the address of what each is about."""
    words = study.words
    found = [memo for memo in memos if not memo.edits]
    flat = Table(
        (
            Column("about", words("col.address")),
            Column("subject", words("col.title")),
            Column("text", words("col.memo"), width=6),
            Column("coder", words("col.coder")),
            Column("created", words("col.date"), "date"),
        ),
        tuple((named(m), subject_name(study, m), m.text, study.coder_name(m.coder), m.created[:10]) for m in found),
        words("memos.title"),
        "memos",
    )
    blocks = memo_blocks(study, found, text) or [Note(words("memos.none"))]
    data = {"format": FORMAT, "rows": flat.records()}
    language = words.language
    return Report(words("memos.title"), tuple(blocks), language, "memos", data, created, flat=(flat,))
