"""A study as reports look at it: who says what where, found without searching each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from ...core.by_place import ByPlace, codings_in_place
from ...core.case_map import CaseMap, turns_of
from ...core.grouping import grouped
from ...core.model import Bundle, Case, Code, Codebook, Coder, Coding, Document, Question, Span, Turn, in_language
from ...core.results.common import people_called
from ...core.study import CONSENSUS
from ...core.text import words as count_words
from ...core.units import asked, whole_answers
from ..wording import Words
from .edits import Edits


class Lookup:
    """Look-ups over a bundle, made once; `codings` restricts it to some of the codings.

    A bundle has all cases, whose words a selection may quote beside others'; `chosen` are those that the selection
    itself leaves, where it does not leave all. `begun` are the documents that those whose codings these are have
    begun, where others may be there: of these nothing is known.
    """

    def __init__(
        self, bundle: Bundle, words: Words, codings: Iterable[Coding] | None = None,
        chosen: Collection[str] | None = None, begun: Collection[str] | None = None,
    ) -> None:  # fmt: skip
        self.bundle, self.words, self._leaves = bundle, words, chosen
        self._begun = None if begun is None else frozenset(begun)
        order, places = self.order, {full: at for at, full in enumerate(self._codes)}
        self.codings: Sequence[Coding] = sorted(
            bundle.codings if codings is None else codings,
            key=lambda c: (
                order.get(c.document, 0), c.span.start, c.span.stop, places.get(c.code, len(places)), c.coder, c.id
            ),
        )  # fmt: skip
        self._names: dict[str, str] = {}
        self._touched: dict[tuple[str, int, int], list[Turn]] = {}

    @cached_property
    def order(self) -> dict[str, int]:
        return {document.id: at for at, document in enumerate(self.bundle.documents)}

    @cached_property
    def documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.bundle.documents}

    @cached_property
    def _codes(self) -> dict[str, tuple[Codebook, Code, int]]:
        found: dict[str, tuple[Codebook, Code, int]] = {}
        for book in self.bundle.codebooks:
            for code in book:
                found[f"{book.id}:{code.id}"] = (book, code, len(found))
        return found

    def code(self, full: str) -> Code | None:
        """The code of this full name, if a codebook has it."""
        found = self._codes.get(full)
        return found[1] if found else None

    def code_order(self, full: str) -> int:
        """Its place among all codes; unknown ones come last."""
        found = self._codes.get(full)
        return found[2] if found else len(self._codes)

    def code_name(self, full: str) -> str:
        """What a reader sees for a code."""
        name = self._names.get(full)
        if name is None:
            found = self._codes.get(full)
            name = found[0].label_of(found[1].id, self.words.language) if found else full.partition(":")[2] or full
            if found and name in self._shared_names:
                name = f"{name} ({in_language(found[0].title, self.words.language) or found[0].id})"
            self._names[full] = name
        return name

    @cached_property
    def _shared_names(self) -> set[str]:
        """The names that used codes of several codebooks have: there a reader is told of which one."""
        books: dict[str, set[str]] = {}
        for full in {coding.code for coding in self.codings}:
            if found := self._codes.get(full):
                books.setdefault(found[0].label_of(found[1].id, self.words.language), set()).add(found[0].id)
        return {name for name, ids in books.items() if len(ids) > 1}

    def color(self, full: str) -> str:
        code = self.code(full)
        return code.color if code else ""

    def qualifier(self, coding: Coding) -> str:
        """What a reader sees for what a coding says about its code."""
        if not coding.qualifier:
            return ""
        found = self._codes.get(coding.code)
        for id, names in found[0].qualifiers if found else ():
            if id == coding.qualifier:
                return in_language(names, self.words.language) or id
        return coding.qualifier

    def qualifier_order(self, coding: Coding) -> int:
        """The place of what a coding says among what its codebook lets codings say; nothing said comes last."""
        found = self._codes.get(coding.code)
        declared = [id for id, _ in found[0].qualifiers] if found else []
        if not coding.qualifier:
            return len(declared) + 1
        return declared.index(coding.qualifier) if coding.qualifier in declared else len(declared)

    @cached_property
    def edits(self) -> Edits:
        """What an editor has done to quotes."""
        return Edits(self.bundle.memos)

    @cached_property
    def coders(self) -> dict[str, Coder]:
        return {coder.id: coder for coder in self.bundle.coders}

    def coder_name(self, id: str) -> str:
        """What a coder is called; the consensus, which is nobody, by its word."""
        coder = self.coders.get(id)
        name = (coder.name if coder else "") or id
        return self.words("coder.consensus") if name == CONSENSUS else name

    @cached_property
    def several_coders(self) -> bool:
        """Whether a coding must say whose it is."""
        return len({coding.coder for coding in self.codings}) > 1

    @cached_property
    def codings_by_document(self) -> dict[str, list[Coding]]:
        return grouped((coding.document, coding) for coding in self.codings)

    def codings_on(self, document: str, *spans: Span) -> list[Coding]:
        """The codings that share words with any of some stretches of a document."""
        return self._by_place[document].on(*spans)

    @cached_property
    def _by_place(self) -> dict[str, ByPlace[Coding]]:
        return codings_in_place(self.codings)

    @cached_property
    def case_map(self) -> CaseMap:
        return CaseMap(self.bundle.cases)

    @cached_property
    def people(self) -> str:
        """The word for those who speak in the material, as `Accounting.people` has it for what is counted."""
        return people_called(
            document.kind for document in self.bundle.documents if any(t.role == "informant" for t in document.turns)
        )

    def called(self, cases: Iterable[Case]) -> str:
        """The word for those whom some cases are, by the documents they speak in."""
        return people_called(
            self.documents[member.document].kind
            for case in cases for member in case.members if member.document in self.documents
        )  # fmt: skip

    def kind_of(self, case: Case) -> str:
        """The kind of a case; `document` where all it consists of are sources in which nobody answers, for which
        somebody wrote a row beside those of the informants."""
        theirs = [self.documents[member.document] for member in case.members if member.document in self.documents]
        return "document" if case.kind == "informant" and theirs and not any(map(asked, theirs)) else case.kind

    def numbered(self, documents: Iterable[Document]) -> str:
        """What the numbers in some documents count: turns, and paragraphs where nobody speaks."""
        units = sorted({"turn" if taken_in_turns(document) else "paragraph" for document in documents}, reverse=True)
        return f" {self.words('where.or')} ".join(self.words.units(unit, "one") for unit in units)

    def leaves(self, case: Case) -> bool:
        """Whether a case is one that the selection leaves."""
        return self._leaves is None or case.id in self._leaves

    @cached_property
    def listed(self) -> list[Case]:
        """The cases that the selection leaves, and those that they are part of."""
        levels = {level for case in self.bundle.cases if self.leaves(case) for level in self.levels(case)}
        return [case for case in self.bundle.cases if case.id in levels]

    def levels(self, case: Case) -> list[str]:
        """A case and all that it is part of, the nearest first."""
        return self.case_map.levels(case.id)

    def attribute(self, case: Case, key: str) -> str:
        """What is known of a case, else of what it is part of."""
        return self.case_map.attributes(case.id).get(key, "")

    @cached_property
    def _whole_answers(self) -> dict[int, list[int]]:
        """The first coding of each interrupted answer that was coded whole -> all of its stretches."""
        return {
            ids[0]: ids
            for document in self.bundle.documents
            for ids in whole_answers(document, self.codings_by_document.get(document.id, ()))
        }

    @cached_property
    def once(self) -> Sequence[Coding]:
        """The codings, those of the stretches of one interrupted answer once."""
        later = {id for _, *ids in self._whole_answers.values() for id in ids}
        return [coding for coding in self.codings if coding.id not in later]

    def coded_in(self, documents: Iterable[str], count: int | None = None) -> int | None:
        """How many codings documents have, counted as `once` (or the `count` of them that is meant); None where nobody
        has begun any of them."""
        documents = list(documents)
        known = self._begun is None or not self._begun.isdisjoint(documents)
        found = sum(map(self._codings_in.__getitem__, documents)) if count is None else count
        return found if known or found else None

    @cached_property
    def _codings_in(self) -> Counter[str]:
        return Counter(coding.document for coding in self.once)

    def stretches(self, coding: Coding) -> list[Coding]:
        """The codings that are one: the stretches of an interrupted answer coded whole, by the first; else it alone."""
        ids = self._whole_answers.get(coding.id)
        return [self._by_id[id] for id in ids] if ids else [coding]

    @cached_property
    def _by_id(self) -> dict[int, Coding]:
        return {coding.id: coding for coding in self.codings}

    def case(self, document: str, speaker: str = "", span: Span | None = None) -> Case | None:
        """The case that speaks: that of the passage, else the speaker's own, else the document's."""
        known = self.documents.get(document)
        if known is None:
            return None
        return self.case_map.cases.get(self.case_map.case_of(known, speaker, (span,) if span else ()))

    def case_of(self, coding: Coding) -> Case | None:
        """The case whose words a coding stands on."""
        turn = self.turn_of(coding)
        return self.case(coding.document, turn.speaker if turn else "", coding.span)

    def cases_of(self, coding: Coding) -> list[Case]:
        """All the cases whose words a coding stands on, in the order in which they speak; several where it reaches
        from one informant into another."""
        found: dict[str, Case] = {}
        for turn in self.turns_of(coding):
            said = turn.span.common(coding.span)
            if turn.role == "informant" and (case := self.case(coding.document, turn.speaker, said)):
                found[case.id] = case
        return list(found.values())

    def whose(self, coding: Coding) -> list[str]:
        """The same by their ids, also of those whom no row of the cases names: `FG1/Ann`, or the document's own. Words
        that no informant says belong to the case whose interview or document they stand in."""
        document, turns = self.documents.get(coding.document), self.turns_of(coding)
        if document is None or not turns:
            return [coding.document]
        said = ((turn.speaker, (turn.span.common(coding.span),)) for turn in turns)
        return list(dict.fromkeys(self.case_map.case_of(document, *each) for each in said))

    def case_name(self, case: Case) -> str:
        return case.name or case.id

    def named(self, id: str) -> str:
        """What a case is called, if any row of the cases has this id; else the id."""
        case = self.case_map.cases.get(id)
        return self.case_name(case) if case else id

    @cached_property
    def attributes(self) -> list[str]:
        """The attributes that any case has, in the order in which they are first met."""
        return list(dict.fromkeys(key for case in self.bundle.cases for key in case.attributes))

    def turns_of(self, coding: Coding) -> list[Turn]:
        """The turns a coding touches: those of informants where there are any, else all."""
        key = (coding.document, coding.span.start, coding.span.stop)
        found = self._touched.get(key)
        if found is None:
            document = self.documents.get(coding.document)
            found = self._touched[key] = turns_of(document, coding.span) if document else []
        return found

    def role_of(self, coding: Coding) -> str:
        """Who says the words of a coding: `informant`, wherever one has a part in it, `interviewer` or `other`; empty
        where nobody does, as on a speaker's label."""
        turns = self.turns_of(coding)
        return turns[0].role if turns else ""

    def turn_of(self, coding: Coding) -> Turn | None:
        """The first of them."""
        turns = self.turns_of(coding)
        return turns[0] if turns else None

    def address(self, coding: Coding) -> str:
        """Where a coding stands, as a reader cites it: `D1:14`, `D1:14-18`, or characters where there are no turns."""
        turns = self.turns_of(coding)
        if not turns:
            return f"{coding.document}@{coding.span.start}-{coding.span.stop}"
        first, last = turns[0].index, turns[-1].index
        return f"{coding.document}:{first}" + (f"-{last}" if last != first else "")

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.bundle.questions}

    def question(self, id: str | None) -> str:
        """The heading of a question: its number and its words."""
        if not id:
            return ""
        question = self.questions.get(id)
        return f"{id}. {question.text}" if question and question.text else id

    @cached_property
    def word_counts(self) -> dict[str, int]:
        """How many words are said or written in the turns of each document, without speakers' labels."""
        return {
            document.id: sum(count_words(turn.span.cut(document.text)) for turn in document.turns)
            for document in self.bundle.documents
        }

    def kinds(self) -> dict[str, int]:
        """How many sources there are of each kind, in the order in which they are met."""
        return {
            kind: self.number(document for document in self.bundle.documents if document.kind == kind)
            for kind in dict.fromkeys(document.kind for document in self.bundle.documents)
        }

    def number(self, documents: Iterable[Document]) -> int:
        """How many sources of one kind some documents are: a survey whose documents are its questions is counted by
        those who answer."""
        found: set[str] = set()
        for document in documents:
            told = {turn.speaker for turn in document.turns if turn.role == "informant" and turn.speaker}
            people = told if document.kind == "survey" else ()
            found.update(case.id if (case := self.case(document.id, one)) else one for one in people)
            found.update(() if people else (document.id,))
        return len(found)


def taken_in_turns(document: Document) -> bool:
    """Whether people speak by turns in a document; what is written, also in a survey, is paragraphs."""
    return document.kind != "survey" and (asked(document) or any(turn.speaker for turn in document.turns))
