"""Consistency checks: each a small function from a study to problems, none of them changing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from .core import case_map
from .core.errors import Problem, argument, did_you_mean, nearest, several
from .core.languages import same_name
from .core.model import Bundle, Coding
from .core.quotes import find_quote
from .core.units import UNCOUNTED, counting
from .core.values import frozen


@frozen
class CheckedStudy:
    """What the checks look at."""

    bundle: Bundle
    known_codes: frozenset[str]
    """Full ids of all codes in the codebooks."""
    changed_originals: tuple[str, ...] = ()
    """Documents whose original differs from what was read."""
    missing_originals: tuple[str, ...] = ()
    probable: Mapping[str, str] = field(default_factory=dict)
    """Codes that vanished from a hand-edited file, each with the one it probably is now."""
    violations: tuple[tuple[Coding, str], ...] = ()
    """Rules of the codebooks that are broken: a coding on the segment, and which rule in words."""


Check = Callable[[CheckedStudy], Iterator[Problem]]


def _problem(where: str, message: str, slug: str, *, severity: str = "error", hint: str = "") -> Problem:
    return Problem(where, None, None, severity, message, slug, hint)


def quotes_stand(study: CheckedStudy) -> Iterator[Problem]:
    """Every coding's quote is the text at its place."""
    texts = {document.id: document.text for document in study.bundle.documents}
    for coding in study.bundle.codings:
        text = texts.get(coding.document)
        if text is None or coding.span.cut(text) == coding.quote:
            continue
        elsewhere = find_quote(text, coding.quote)
        found = f"; the words stand at {elsewhere[0].start}-{elsewhere[0].stop}" if elsewhere else ""
        yield _problem(
            f"{coding.document}@{coding.span.start}-{coding.span.stop}",
            f"the coding {coding.code} by {coding.coder} does not stand on the words it quotes{found}",
            "quote_moved",
        )


def codes_exist(study: CheckedStudy) -> Iterator[Problem]:
    """Every code with codings, memos or decisions is in a codebook."""
    bundle = study.bundle
    used = {
        "coding": Counter(coding.code for coding in bundle.codings),
        "memo": Counter(memo.code for memo in bundle.memos if memo.code),
        "decision": Counter(decision.code for decision in bundle.decisions),
    }
    for code in dict.fromkeys(code for counts in used.values() for code in counts):
        if code not in study.known_codes:
            near = [study.probable[code]] if code in study.probable else nearest(code, study.known_codes)
            hint = f"was it renamed by hand? `qualcode codebook recode {code} {near[0]}`" if near else ""
            what = ", ".join(several(counts[code], kind) for kind, counts in used.items() if counts[code])
            yield _problem(code, f"no codebook has the code of {what}", "code_gone", hint=hint)


def who_asks(study: CheckedStudy) -> Iterator[Problem]:
    """Documents in which it is not sure who asks: who answers is what every number counts."""
    for document in study.bundle.documents:
        if document.doubt:
            shown = next((turn.speaker for turn in document.turns if turn.speaker), "LABEL")
            yield _problem(
                document.id, document.doubt, "who_asks", severity="warning",
                hint=f"settle it: `qualcode speakers {document.id} --interviewer {argument(shown)}`, or --confirm",
            )  # fmt: skip


def members_exist(study: CheckedStudy) -> Iterator[Problem]:
    """Every member of a case is a document, and a speaker in it."""
    speakers = {
        document.id: {same_name(turn.speaker) for turn in document.turns} for document in study.bundle.documents
    }
    for case in study.bundle.cases:
        for member in case.members:
            if member.document not in speakers:
                listed = "," in member.document and "; members stand between semicolons: `D1; D2`"
                meant = listed or did_you_mean(member.document, speakers)
                yield _problem("cases.csv", f"case {case.id}: there is no document {member.document!r}{meant}",
                               "case_member", severity="warning")  # fmt: skip
            elif member.speaker is not None and same_name(member.speaker) not in speakers[member.document]:
                yield _problem("cases.csv", f"case {case.id}: nobody called {member.speaker!r} speaks in "
                               f"{member.document}", "case_member",
                               hint=f"`qualcode speakers {argument(member.document)}` lists who does")  # fmt: skip


def cases_of_memos_exist(study: CheckedStudy) -> Iterator[Problem]:
    """Every memo about a case, or about a cell of the matrix, is about a case that there is."""
    counts = Counter(memo.case for memo in study.bundle.memos if memo.case)
    if not counts:
        return
    known = case_map.CaseMap(study.bundle.cases)
    there = set(known.cases).union(*map(known.cases_in, study.bundle.documents))
    for case, count in counts.items():
        if case not in there:
            near = nearest(case, there)
            new = argument(near[0]) if near else "NEW"
            yield _problem(
                f"case {case}", f"{several(count, 'memo')} about a case that there is not", "case_gone",
                severity="warning", hint=f"has it another name now? `qualcode case rename {argument(case)} {new}`",
            )  # fmt: skip


def questions_exist(study: CheckedStudy) -> Iterator[Problem]:
    """Answers of interviews belong to items that the guide has, where there is a guide."""
    guide = {question.id for question in study.bundle.questions}
    for document in study.bundle.documents if guide else ():
        if document.kind in ("interview", "focus-group"):
            gone = [id for id in dict.fromkeys(turn.question for turn in document.turns) if id and id not in guide]
            if gone:
                yield _problem(
                    document.id, f"answers to {', '.join(gone)}, which questions.yaml has not", "question_gone",
                    severity="warning", hint=f"qualcode question match {argument(document.id)}",
                )  # fmt: skip


def values_are_told_apart(study: CheckedStudy) -> Iterator[Problem]:
    """No two values of one attribute differ only in capitals or blanks."""
    written: dict[tuple[str, str], dict[str, str]] = {}
    for case in study.bundle.cases:
        for key, text in case.attributes.items():
            for value in case_map.values(text):
                alike = written.setdefault((key, " ".join(same_name(value).split())), {})
                alike.setdefault(value, case.id)
    for (key, _), found in written.items():
        if len(found) > 1:
            first, other = list(found)[:2]
            same = f"{argument(key)}={argument(first)}"
            yield _problem(
                "cases.csv", f"{key}: {' and '.join(map(repr, found))} are counted as {len(found)} groups",
                "values_alike", severity="warning",
                hint=f"if they are one: `qualcode case set {argument(found[other])} {same}`",
            )  # fmt: skip


def informants_have_cases(study: CheckedStudy) -> Iterator[Problem]:
    """In a study with cases, every informant belongs to one."""
    if not study.bundle.cases:
        return
    whole = {m.document for case in study.bundle.cases for m in case.members if m.speaker is None}
    named = {
        (m.document, same_name(m.speaker)) for case in study.bundle.cases for m in case.members if m.speaker is not None
    }
    for document in study.bundle.documents:
        if document.kind not in ("interview", "focus-group") or document.id in whole:
            continue
        for speaker in dict.fromkeys(turn.speaker for turn in document.turns if turn.role == "informant"):
            if (document.id, same_name(speaker)) not in named:
                yield _problem(
                    document.id, f"the informant {speaker or 'without a label'!r} belongs to no case", "no_case",
                    severity="warning", hint=f"qualcode case set NAME --member {argument(f'{document.id}:{speaker}')}",
                )  # fmt: skip


def originals_unchanged(study: CheckedStudy) -> Iterator[Problem]:
    """The files that were read are there, and are what was read."""
    for id in study.changed_originals:
        yield _problem(
            id, "the original changed since it was read", "original_changed", severity="warning",
            hint=f"qualcode reread {id}",
        )  # fmt: skip
    for id in study.missing_originals:
        yield _problem(id, "the original is not where it was read", "original_missing", severity="warning")


def rules_kept(study: CheckedStudy) -> Iterator[Problem]:
    """The rules of the codebooks hold on every segment, coder by coder."""
    for coding, broken in study.violations:
        place = f"{coding.document}@{coding.span.start}-{coding.span.stop}"
        yield _problem(place, f"{broken} (coder {coding.coder})", "rule_broken", severity="warning")


def codings_count(study: CheckedStudy) -> Iterator[Problem]:
    """Every coding of an interview lies where shares can count it."""
    why_at = {
        document.id: counting(document)
        for document in study.bundle.documents
        if document.kind in ("interview", "focus-group")
    }
    for coding in study.bundle.codings:
        why = why_at[coding.document](coding.span) if coding.document in why_at else ""
        if why:
            yield _problem(
                f"{coding.document}@{coding.span.start}-{coding.span.stop}",
                f"the coding {coding.code} by {coding.coder}: {UNCOUNTED[why]}", "counts_nowhere", severity="warning",
            )  # fmt: skip


CHECKS: Mapping[str, Check] = {
    "quotes": quotes_stand,
    "codes": codes_exist,
    "who asks": who_asks,
    "members": members_exist,
    "memos": cases_of_memos_exist,
    "questions": questions_exist,
    "values": values_are_told_apart,
    "informants": informants_have_cases,
    "originals": originals_unchanged,
    "rules": rules_kept,
    "counted": codings_count,
}


def run(study: CheckedStudy) -> list[Problem]:
    """All problems of a study, check by check."""
    return [problem for check in CHECKS.values() for problem in check(study)]
