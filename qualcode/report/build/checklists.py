"""Reporting checklists, filled where the study knows the answer, a form for the rest.

COREQ: Tong, Sainsbury & Craig (2007), https://doi.org/10.1093/intqhc/mzm042.
SRQR: O'Brien, Harris, Beckman, Reed & Cook (2014), https://doi.org/10.1097/ACM.0000000000000388.
The items are given in our own words; their numbers are the sources'.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ...core.errors import UnknownName
from ...core.model import Bundle
from ...core.numbers import rounded
from ...core.results.agreement import Agreement
from ...core.results.patterns import Saturation
from ...core.table import Block, Column, Note, Paragraph, Report, Table
from ..wording import Words
from .lookup import Lookup
from .method import frame_sentences, material_sentence
from .patterns import saturated
from .sample import sample_sentences

SECTIONS: Mapping[str, tuple[tuple[str, range], ...]] = {
    "coreq": (("team", range(1, 9)), ("design", range(9, 24)), ("findings", range(24, 33))),
    "srqr": (("opening", range(1, 5)), ("methods", range(5, 16)), ("results", range(16, 22))),
}
TITLES = {"coreq": "COREQ", "srqr": "SRQR"}
SOURCES = {
    "coreq": "Tong, A., Sainsbury, P., & Craig, J. (2007). Consolidated criteria for reporting qualitative research "
    "(COREQ). International Journal for Quality in Health Care, 19(6), 349–357. "
    "https://doi.org/10.1093/intqhc/mzm042",
    "srqr": "O'Brien, B. C., Harris, I. B., Beckman, T. J., Reed, D. A., & Cook, D. A. (2014). Standards for "
    "reporting qualitative research. Academic Medicine, 89(9), 1245–1251. "
    "https://doi.org/10.1097/ACM.0000000000000388",
}


def checklist_report(
    bundle: Bundle,
    checklist: str = "coreq",
    *,
    language: str = "en",
    answers: Mapping[str, str] | None = None,
    saturation: Saturation | None = None,
    agreement: Agreement | None = None,
    by: str = "",
    value_names: Mapping[str, str] | None = None,
    version: str = "",
    created: str = "",
) -> Report:
    """COREQ or SRQR as a form: number, question, answer, place in the text.

    `answers` are the researcher's own, by number (`{"10": "Purposive, ..."}`), and go before what
    the study can tell. Raises UnknownName for another checklist.
    """
    if checklist not in SECTIONS:
        raise UnknownName("checklist", checklist, SECTIONS)
    words = Words(language)
    study = Lookup(bundle, words)
    known = _known(study, checklist, saturation, agreement, by, value_names or {}, version) | dict(answers or {})
    columns = (
        Column("number", words("col.number"), "count"),
        Column("item", words("checklist.item"), width=3),
        Column("answer", words("checklist.answer"), width=4),
        Column("page", words("checklist.page"), width=1),
    )
    blocks: list[Block] = []
    rows_data = []
    for section, numbers in SECTIONS[checklist]:
        rows = []
        for number in numbers:
            question = words(f"checklist.{checklist}.{number}")
            answer = known.get(str(number), "")
            rows.append((number, question, answer, ""))
            rows_data.append({"number": number, "section": section, "item": question, "answer": answer})
        caption = words(f"checklist.{checklist}.{section}")
        blocks.append(Table(columns, tuple(rows), caption, f"{checklist}-{section}"))
    filled = sum(1 for row in rows_data if row["answer"])
    blocks.insert(0, Paragraph(words("checklist.note", filled=filled, n=len(rows_data))))
    blocks.append(Note(SOURCES[checklist]))
    data = {"format": "qualcode/checklist/1", "checklist": checklist, "rows": rows_data}
    return Report(words("checklist.title", name=TITLES[checklist]), tuple(blocks), language, "checklist", data, created)


def _known(
    study: Lookup,
    checklist: str,
    saturation: Saturation | None,
    agreement: Agreement | None,
    by: str,
    value_names: Mapping[str, str],
    version: str,
) -> dict[str, str]:
    """What the study can answer, by the number of the item; nothing is guessed."""
    words = study.words
    sample = " ".join(block.plain for block in sample_sentences(study, by, value_names) if isinstance(block, Paragraph))
    frames = " ".join(frame_sentences(study, references=False))
    guide = _guide(study)
    coders = _coders(study)
    reached = saturated(saturation, words) if saturation is not None else ""
    quotes = words("method.quotes", turn=study.numbered(study.bundle.documents)) if study.codings else ""
    material = material_sentence(study) if study.bundle.documents else ""
    if checklist == "coreq":
        found = {
            "9": frames, "12": sample, "16": _attributes(study), "17": guide, "18": _repeats(study),
            "20": _notes(study), "21": _lengths(study), "22": reached, "24": coders, "25": _tree(study),
            "26": frames, "27": words("checklist.fill.software", version=version) if version else "",
            "29": quotes,
        }  # fmt: skip
    else:
        audit = words("checklist.fill.audit") if study.codings else ""
        trust = " ".join(part for part in (_agreed(words, agreement), audit) if part)
        found = {
            "5": frames, "8": reached, "9": _pseudonymised(study), "10": material, "11": guide,
            "12": " ".join(part for part in (sample, material) if part), "13": _pseudonymised(study),
            "14": " ".join(part for part in (frames, coders) if part), "15": trust, "17": quotes,
        }  # fmt: skip
    return {number: text for number, text in found.items() if text}


def _guide(study: Lookup) -> str:
    main = [question for question in study.bundle.questions if question.kind == "question" and not question.parent]
    return study.words("checklist.fill.guide", n=len(main)) if main else ""


def _repeats(study: Lookup) -> str:
    interviews = {document.id for document in study.bundle.documents if document.kind == "interview"}
    several = [
        study.case_name(case)
        for case in study.bundle.cases
        if len({member.document for member in case.members} & interviews) > 1
    ]
    return study.words("checklist.fill.repeat", cases=several) if several else ""


def _attributes(study: Lookup) -> str:
    people = [case for case in study.listed if study.kind_of(case) == "informant"]
    known = [key for key in study.attributes if any(study.attribute(case, key) for case in people)]
    table = study.words.heading(study.called(people))
    return study.words("checklist.fill.attributes", table=table, attributes=known) if known else ""


def _notes(study: Lookup) -> str:
    noted = [document.id for document in study.bundle.documents if document.kind in ("notes", "observation")]
    return ", ".join(noted)


def _lengths(study: Lookup) -> str:
    lengths = [study.word_counts[each.id] for each in study.bundle.documents if each.kind == "interview"]
    if not lengths:
        return ""
    mean = int(rounded(Fraction(sum(lengths), len(lengths))))
    return study.words("checklist.fill.length", low=min(lengths), high=max(lengths), mean=mean)


def _coders(study: Lookup) -> str:
    ids = dict.fromkeys(coding.coder for coding in study.codings)
    people = [id for id in ids if id not in study.coders or study.coders[id].kind == "human"]
    if not people:
        return ""
    return study.words("checklist.fill.coders", n=len(people), coders=[study.coder_name(id) for id in people])


def _tree(study: Lookup) -> str:
    used = {coding.code for coding in study.codings}
    books = {code.partition(":")[0] for code in used}
    codes = sum(len(book) for book in study.bundle.codebooks if book.id in books)
    if not codes:
        return ""
    return study.words("checklist.fill.tree", codes=study.words("count.codes", n=codes), n=len(used))


def _pseudonymised(study: Lookup) -> str:
    documents = study.bundle.documents
    if not documents:
        return ""
    marked = sum(document.pseudonymised for document in documents)
    return study.words("checklist.fill.pseudonymised", n=marked, of=len(documents))


def _agreed(words: Words, agreement: Agreement | None) -> str:
    if agreement is None or agreement.alpha is None:
        return ""
    name = next(name for name in ("krippendorff_alpha", "mv_alpha", "u_alpha") if name in agreement.mean)
    return f"{words('agree.title')}: {words(f'agree.coef.{name}')} {words.form(agreement.alpha)}."
