"""Which documents, units and codings a selection means, and the study as one value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core import units as unitising
from ..core.case_map import turns_of
from ..core.choices import Where, under
from ..core.errors import DataError, UnknownName
from ..core.model import DOCUMENT_KINDS, Bundle, Coding, Document, Unit
from .blind import seen
from .case_names import group_names, known_case, one_called
from .cases import values
from .study import study_of

if TYPE_CHECKING:
    from .handle import Handle


def checked(project: Handle, where: Where | None) -> Where:
    """A selection whose names all exist; UnknownName with the nearest otherwise."""
    where = where or Where()
    if not where:
        return where
    known: dict[str, tuple[Iterable[str], Callable[[], Iterable[str]]]] = {
        "coder": (
            where.coders,
            lambda: (*project.store.coder_keys(), project.coder),
        ),  # oneself, before the first coding
        "question": (where.questions, lambda: question_ids(project)),
        "attribute": (
            where.attributes,
            lambda: [*attribute_names(project), *([DIMENSION] if dimensions(project) else ())],
        ),
    }
    for kind, (names, ask) in known.items():
        existing = list(ask()) if names else []
        for name in names:
            if name not in existing and (name or kind != "question"):  # "": what stands under none
                raise UnknownName(kind, name, existing)
    return replace(
        where,
        documents=tuple(project.documents_named(where.documents)) if where.documents else (),
        codes=tuple(_code(project, code) for code in where.codes),
        cases=tuple(known_case(project, case) for case in where.cases),
        attributes={key: _values(project, key, wanted) for key, wanted in where.attributes.items()},
    )


def _values(project: Handle, key: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """The values that are meant: by themselves, or by what reports show for them, such as the name of a case.

    UnknownName for a value that nothing has: a slip in it would look like a study without such people.
    """
    own: dict[str, Callable[[], Iterable[str]]] = {
        "case": lambda: (*project.case_map.cases, *project.store.document_ids()),
        "document": project.store.document_ids,
        "kind": lambda: DOCUMENT_KINDS,
        DIMENSION: lambda: dimensions(project).values(),
    }
    written = [case.attributes.get(key, "") for case in project.cases]
    known = [*own.get(key, tuple)(), *(case.id for case in project.cases if case.kind == key), *written]
    known += [value for text in written for value in values(text)]

    def there(value: str) -> bool:
        return not value or value in known or value.partition("/")[0] in known

    if not all(map(there, wanted)):
        texts = [text for document in project.documents() if (text := document.attributes.get(key))]
        known += [value for text in texts for value in (text, *values(text))]
    shown, meant = group_names(project, key), []
    for value in wanted:
        groups = dict.fromkeys(("", *known))
        found = value if there(value) else one_called(value, ((group, shown(group)) for group in groups))
        if found is None:
            raise UnknownName(key, value, filter(None, known), slug="unknown_value")
        meant.append(found)
    return tuple(meant)


def _code(project: Handle, name: str) -> str:
    book = name.removesuffix("*").removesuffix(":")  # a selection may be checked again
    if book in project.codes.books:
        return f"{book}:*"
    return project.codes.known(name)


def attribute_names(project: Handle) -> list[str]:
    """What cases and documents can be compared by, in the order of cases.csv; kinds of cases that hold others too."""
    names = dict.fromkeys(key for case in project.cases for key in case.attributes)
    holders = set(project.case_map.parents.values())
    kinds = dict.fromkeys(case.kind for case in project.cases if case.id in holders)
    names |= dict.fromkeys(project.store.document_attributes())
    return [*names, *(kind for kind in kinds if kind not in names), "case", "document", "kind"]


def question_ids(project: Handle) -> list[str]:
    """The items of the guide, and the other questions that turns carry: those of a survey stand in no guide."""
    asked = [t.question for d in study_of(project).documents() for t in d.turns if t.question]
    return list(dict.fromkeys([*(question.id for question in project.questions), *asked]))


DIMENSION = "dimension"
"""What the guide says of its questions, which one selects by as by an attribute: `--where dimension=Practice`."""


def dimensions(project: Handle) -> Mapping[str, str]:
    """The dimension of each item of the guide that has one: its own, else that of the question it follows up."""

    def make() -> dict[str, str]:
        own = {question.id: question.dimension for question in project.questions}
        found = {question.id: question.dimension or own.get(question.main, "") for question in project.questions}
        return {id: dimension for id, dimension in found.items() if dimension}

    return study_of(project).once("dimensions", make)


def attributes_of(project: Handle, document: Document, case: str) -> Mapping[str, str]:
    """The attributes of a case in a document: the case's own win over those of what it is part of, and
    these over the document's. A case that holds others is an attribute of theirs by its kind."""
    cases = project.case_map
    holders = {
        cases.cases[level].kind: level
        for level in reversed(cases.levels(case))
        if level in cases.cases and cases.cases[level].kind in cases.levels_there
    }
    own = {key: value for key, value in cases.attributes(case).items() if value or key not in document.attributes}
    return {**holders, **document.attributes, **own, "case": case, "document": document.id, "kind": document.kind}


def documents(project: Handle, where: Where) -> Iterator[Document]:
    """The documents that a selection leaves: in the order it names them, else P2 before P10."""
    if where.documents:
        for id in where.documents:
            yield project.document(id)
    else:
        yield from project.store.documents()


def units(project: Handle, kind: str, where: Where | None = None, *, case: str = "") -> list[Unit]:
    """The units of a kind with their words, in order, as far as the selection goes."""
    where = checked(project, where)
    if case:
        where = replace(where, cases=(*where.cases, case))
    main = {question.id: question.main for question in project.questions}
    found = []
    for document in documents(project, where):
        for unit in unitising.units(document, unitising.kind_for(document, kind)):
            case_id = project.case_map.case_of(document, unit.speaker, unit.pieces)
            if not fits(project, where, document, case_id, unit.question, main):
                continue
            words = "\n".join(piece.cut(document.text) for piece in unit.pieces)
            found.append(replace(unit, text=words, case=case_id))
    return found


def fits(
    project: Handle, where: Where, document: Document, case: str, question: str | None, main: Mapping[str, str]
) -> bool:
    """Whether a unit of a document lies inside a selection (codes and coders aside)."""
    if where.cases and not set(project.case_map.levels(case)).intersection(where.cases):
        return False
    if where.questions and (question or "") not in where.questions and main.get(question or "") not in where.questions:
        return False
    if where.attributes:
        known = attributes_of(project, document, case)
        if DIMENSION in where.attributes and DIMENSION not in known:
            known = {**known, DIMENSION: dimensions(project).get(question or "", "")}
        return matches(known, where.attributes)
    return True


def matches(known: Mapping[str, str], wanted: Mapping[str, Sequence[str]]) -> bool:
    """Whether attributes have one of the wanted values each; one that has several values has each of them."""
    return all(
        known.get(key, "") in some or set(values(known.get(key, ""))).intersection(some) for key, some in wanted.items()
    )


def codings(project: Handle, where: Where | None = None, *, hidden: bool = False) -> list[Coding]:
    """Codings inside a selection, in the order of their places; with `hidden` also what blind work hides."""
    where = checked(project, where)
    found = project.store.codings(list(where.documents) or None, list(where.coders) or None)
    found = found if hidden else seen(project, found)
    if where.codes:
        found = [coding for coding in found if any(under(coding.code, code) for code in where.codes)]
    if where.divides_documents:
        main = {question.id: question.main for question in project.questions}
        texts = {document.id: document for document in documents(project, where)}
        found = [coding for coding in found if _said_by(project, where, texts[coding.document], coding, main)]
    return found


def said_by(project: Handle, where: Where | None) -> Callable[[Coding], Collection[str]] | None:
    """Whose words of a coding lie inside a selection: the ids of their cases, in the order in which they speak; None
    where it leaves all."""
    where, study = checked(project, where), study_of(project)
    if not where.divides_documents:
        return None

    def said(coding: Coding) -> Collection[str]:
        return _said_by(project, where, study.documents([coding.document])[0], coding, study.main)

    return said


def _said_by(
    project: Handle, where: Where, document: Document, coding: Coding, main: Mapping[str, str]
) -> Collection[str]:
    found: dict[str, None] = {}
    for turn in turns_of(document, coding.span):
        case = project.case_map.case_of(document, turn.speaker, (turn.span,))
        if case not in found and fits(project, where, document, case, turn.question, main):
            found[case] = None
    return found.keys()


def bundle(project: Handle, where: Where | None = None, *, hidden: bool = False) -> Bundle:
    """The study, or the part of it that a selection leaves, as one value; with `hidden` also what blind work hides.

    Raises DataError `no_units` where nobody of the selection is in a document of it.
    """
    where = checked(project, where)
    chosen = tuple(documents(project, where))
    if where.cases or where.attributes:
        chosen = tuple(document for document in chosen if _fitting(project, where, document))
        if not chosen:
            raise DataError(
                f"there is no document where {replace(where, codes=(), coders=()).describe()}", slug="no_units",
                hint="`qualcode status` shows what the project holds, `qualcode case list` whose it is",
            )  # fmt: skip
    kept = {document.id for document in chosen}
    return Bundle(
        name=project.settings.name,
        language=project.settings.language,
        documents=chosen,
        codebooks=tuple(project.codes.books.values()),
        codings=tuple(coding for coding in codings(project, where, hidden=hidden) if coding.document in kept),
        coders=tuple(coder for coder, _ in project.store.coders()),
        cases=project.cases,
        questions=project.questions,
        memos=tuple(project.store.memos() if hidden else seen(project, project.store.memos())),
        assignments=tuple(assignment for _, assignment in project.store.assignments()),
        decisions=tuple(project.store.decisions() if hidden else seen(project, project.store.decisions())),
        rounds=tuple(project.store.rounds()),
        measures=tuple(project.store.measures()),
    )


def chosen_cases(project: Handle, where: Where | None) -> Collection[str] | None:
    """The cases that a selection leaves; None where it leaves all.

    A case that has no material yet is there unless documents are named.
    """
    where = checked(project, where)
    if not (where.cases or where.attributes or where.documents):
        return None
    found: set[str] = set()
    for document in documents(project, where):
        found |= _fitting(project, where, document)
    known = set() if where.documents else set(project.store.document_ids())
    for case in project.cases if known else ():
        if known.isdisjoint(member.document for member in case.members):
            attributes = {**project.case_map.attributes(case.id), "case": case.id}
            inside = not where.cases or set(project.case_map.levels(case.id)).intersection(where.cases)
            if inside and matches(attributes, where.attributes):
                found.add(case.id)
    return found


def _fitting(project: Handle, where: Where, document: Document) -> set[str]:
    """The cases that speak in a document, as far as the selection leaves them."""
    attributes = dict(where.attributes)
    if DIMENSION not in attribute_names(project):
        attributes.pop(DIMENSION, None)
    anywhere = replace(where, questions=(), attributes=attributes)
    cases = {
        project.case_map.case_of(document, turn.speaker, (turn.span,))
        for turn in document.turns
        if turn.role == "informant"
    }
    return {case for case in cases if fits(project, anywhere, document, case, None, {})}
