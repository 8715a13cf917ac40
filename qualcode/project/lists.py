"""`list`: frequencies and gaps: which words, which codes, what nobody has coded, what one person alone has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, NamedTuple

from ..core import units as unitising
from ..core.by_place import ByPlace, codings_in_place, units_in_place
from ..core.case_map import values
from ..core.choices import Where, under
from ..core.errors import UsageError
from ..core.languages import as_read, common_words
from ..core.model import Coding, Turn, Unit
from ..core.results.common import LeftOut
from ..core.text import WORD, plain_joins
from ..core.text import words as count_words
from ..core.values import frozen
from ..retrieval.stems import stemmer
from . import blind
from .blind import seen
from .cases import check_attribute
from .coders import finished
from .counts import uncounted
from .layers import layer_or_people, people, rest_of_surveys
from .selected import SelectedDocument, SelectedDocuments, natural_unit
from .selection import attribute_names, attributes_of, checked
from .selection import documents as selected_documents
from .study import study_of

if TYPE_CHECKING:
    from .handle import Handle


@frozen
class ListRequest:
    """What is listed, and from which part of the material."""

    where: Where = field(default_factory=Where)
    who: str = "informant"
    by: str = ""
    """An attribute of the cases, `case`, `document` or `kind`: counts for each of its values."""
    most: int = 50
    shortest: int = 3
    """Letters that a listed word has at least."""
    stem: bool = False
    common: bool = False
    """Whether the common words of each language (`core.languages.common_words`) are listed too."""


class WordCount(NamedTuple):
    group: str
    word: str
    uses: int
    documents: int
    cases: int
    per_1000: float
    """Of all words of the group."""


class CodeCount(NamedTuple):
    group: str
    code: str
    codings: int
    units: int
    documents: int
    cases: int


class Uncoded(NamedTuple):
    address: str
    document: str
    case: str
    words: int
    text: str


class Gap(NamedTuple):
    """A run of units that nobody has coded."""

    address: str
    document: str
    case: str
    units: int
    words: int


class Single(NamedTuple):
    """A code that one coder put on a unit and another, who coded the document too, did not."""

    address: str
    document: str
    code: str
    coder: str
    others: str
    text: str


def whose(project: Handle, what: str, where: Where) -> tuple[str, ...]:
    """Whose codings a list is about: those asked for, else those that tables count; `single` compares all people."""
    return where.coders or (people(project) if what == "single" else layer_or_people(project))


def beside(project: Handle, what: str, where: Where) -> dict[str, int]:
    """The consensus and the proposals that a list leaves out because nobody asked for them, with their codings."""
    return {} if where.coders else uncounted(project, whose(project, what, where))


def left_out(project: Handle, request: ListRequest) -> list[LeftOut]:
    """What of the selection no list has: answers that `question mark` said are none, and turns that lie in no unit,
    as what is said before the guide begins, and what interviewers say."""
    where = checked(project, request.where)
    reader = SelectedDocuments(project, where, request.who)
    status = study_of(project).status
    found: dict[tuple[str, str], Counter[str]] = {}
    for document in selected_documents(project, where):
        id, place = document.id, reader.of(document)
        inside = {at for unit in place.units for at in unit.turns}
        for unit in place.units:
            if (why := status(unit)) != "answered" and place.turn_of(unit):
                found.setdefault((why, natural_unit(project, document)), Counter())[id] += 1
        for turn in place.turns:
            if turn.index not in inside and turn.span.cut(place.document.text).strip():
                why = "interviewer" if turn.role != "informant" else "no_question"
                found.setdefault((why, "turn"), Counter())[id] += 1
    return [LeftOut(why, count.total(), tuple(count), unit) for (why, unit), count in found.items()]


def outside(project: Handle, request: ListRequest) -> int:
    """How many codings of the selection stand on nothing that is listed, as on headings or interviewers' words."""
    where = checked(project, request.where)
    everywhere = not where.divides_documents
    reader, codings = SelectedDocuments(project, where, request.who), _by_document(project, where)
    number = 0
    for document in selected_documents(project, where):
        if not (here := codings[document.id]).things:
            continue
        place = reader.of(document)
        listed = units_in_place(unit for unit, _ in _listed(project, place))[document.id]
        later = unitising.later_stretches(document, here.things)
        number += sum(
            1 for coding in here.things
            if coding.id not in later and (everywhere or place.holds(coding.span)) and not listed.on(coding.span)
        )  # fmt: skip
    return number


def _listed(project: Handle, place: SelectedDocument) -> Iterator[tuple[Unit, Turn]]:
    """The units of a document in which something was said, as far as the selection leaves them, with their turns."""
    status = study_of(project).status
    for unit in place.units:
        turn = place.turn_of(unit)
        if turn is not None and status(unit) == "answered":
            yield unit, turn


def words(project: Handle, request: ListRequest) -> list[WordCount]:
    """The words said most, in each group, without those that say little by themselves unless `common`; with `stem` a
    word stands for all its endings."""
    where = checked(project, request.where)
    counts: dict[str, Counter[str]] = {}
    forms: dict[str, Counter[str]] = {}
    spread: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    totals: Counter[str] = Counter()
    for place, unit, case, group in _units(project, request, where):
        language = place.document.language or project.settings.language
        stem = stemmer(language) if request.stem else str
        passed = frozenset() if request.common else common_words(language)
        for piece in unit.pieces:
            for word in WORD.findall(as_read(piece.cut(place.document.text))):
                lower = plain_joins(word.lower())
                totals[group] += 1
                if len(lower) < request.shortest or lower.isdigit() or lower in passed:
                    continue
                key = stem(lower.casefold())  # `straße` and `strasse` are one word
                counts.setdefault(group, Counter())[key] += 1
                forms.setdefault(key, Counter())[lower] += 1
                documents, cases = spread.setdefault((group, key), (set(), set()))
                documents.add(place.document.id)
                cases.add(case)
    return [
        WordCount(
            group, forms[key].most_common(1)[0][0], count, len(spread[group, key][0]), len(spread[group, key][1]),
            1000 * count / totals[group],
        )
        for group, counted in counts.items()
        for key, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[: request.most]
    ]  # fmt: skip


def codes(project: Handle, request: ListRequest) -> list[CodeCount]:
    """How often each code is used, in each group: codings, units, documents and cases.

    An answer that was coded whole is one coding, however many stretches it lies in.
    """
    where = checked(project, request.where)
    codings = _by_document(project, where)
    later: dict[str, set[int]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    on: dict[tuple[str, str], tuple[set[tuple[str, str]], set[str], set[str]]] = {}
    seen: set[tuple[str, int]] = set()
    for place, unit, case, group in _units(project, request, where):
        here = codings[place.document.id]
        if place.document.id not in later:
            later[place.document.id] = unitising.later_stretches(place.document, here.things)
        for coding in here.on(*unit.pieces):
            key = (group, coding.code)
            units, documents, cases = on.setdefault(key, (set(), set(), set()))
            units.add((unit.label, unit.speaker))  # several respondents answer one question
            documents.add(place.document.id)
            cases.add(case)
            if (group, coding.id) not in seen and coding.id not in later[place.document.id]:
                seen.add((group, coding.id))
                counts[key] += 1
    ordered = sorted(counts.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1]))
    return [CodeCount(*key, count, *(len(each) for each in on[key])) for key, count in ordered]


def uncoded(project: Handle, request: ListRequest) -> list[Uncoded]:
    """The units that carry no coding of the selection, in the order of the material."""
    where = checked(project, request.where)
    codings = _by_document(project, where)
    return [
        Uncoded(unit.label, place.document.id, case, _words_of(place, unit), _text(place, unit))
        for place, unit, case, _ in _ungrouped(project, request, where, "uncoded")
        if not codings[place.document.id].on(*unit.pieces)
    ]


def gaps(project: Handle, request: ListRequest) -> list[Gap]:
    """The longest runs of units without a coding, longest first."""
    where = checked(project, request.where)
    codings = _by_document(project, where)
    found: list[Gap] = []
    run: list[tuple[SelectedDocument, Unit, str]] = []

    def close() -> None:
        if run:
            place, first, case = run[0]
            last = run[-1][1]
            address = f"{place.document.id}@{first.span.start}-{last.span.stop}"
            found.append(Gap(address, place.document.id, case, len(run), sum(_words_of(p, u) for p, u, _ in run)))
            run.clear()

    for place, unit, case, _ in _ungrouped(project, request, where, "gaps"):
        if run and run[0][0].document.id != place.document.id:
            close()
        if codings[place.document.id].on(*unit.pieces):
            close()
        else:
            run.append((place, unit, case))
    close()
    return sorted(found, key=lambda gap: -gap.words)[: request.most]


def single(project: Handle, request: ListRequest) -> list[Single]:
    """Codes that one person alone put on a unit of a document that several people coded, or finished without a code.

    UsageError `too_few_coders` when fewer than two people have coded.
    """
    where = checked(project, request.where)
    persons = people(project)
    if len(persons) < 2:
        raise UsageError(
            "fewer than two people have coded", slug="too_few_coders", hint="`qualcode coder list` shows who has"
        )
    codings, looked = _by_document(project, replace(where, coders=persons)), _readers(project, persons)
    found = []
    for place, unit, _, _ in _ungrouped(project, request, where, "single"):
        on: dict[str, set[str]] = {}
        for coding in codings[place.document.id].on(*unit.pieces):
            on.setdefault(coding.code, set()).add(coding.coder)
        for code, (coder, *more) in on.items():
            others = looked.get(place.document.id, set()) - {coder}
            if not more and others and (not where.coders or coder in where.coders):
                told = ", ".join(sorted(others))
                found.append(Single(unit.label, place.document.id, code, coder, told, _text(place, unit)))
    return found


def _readers(project: Handle, persons: Sequence[str]) -> dict[str, set[str]]:
    """Who has a coding in each document, or has finished it, of what is not hidden."""
    counts = study_of(project).coding_counts
    pairs = {(coder, document) for coder in persons for document in counts.get(coder, ())}
    pairs |= {(coder, document) for coder, document in finished(project) if coder in persons}
    found: dict[str, set[str]] = {}
    for coder, document in blind.without(project, pairs | rest_of_surveys(project, pairs)):
        found.setdefault(document, set()).add(coder)
    return found


def _units(project: Handle, request: ListRequest, where: Where) -> Iterator[tuple[SelectedDocument, Unit, str, str]]:
    """Each unit of the selection in which something was said, with its case and its group; in each of its groups,
    where its case has several. UnknownName for an attribute that there is not."""
    if request.by:
        check_attribute(request.by, attribute_names(project))
    reader = SelectedDocuments(project, where, request.who)
    for document in selected_documents(project, where):
        place = reader.of(document)
        for unit, turn in _listed(project, place):
            case = place.case(turn)
            of = attributes_of(project, document, case).get(request.by, "") if request.by else ""
            for group in values(of) or ("",):
                yield place, unit, case, group


def _ungrouped(
    project: Handle, request: ListRequest, where: Where, what: str
) -> Iterator[tuple[SelectedDocument, Unit, str, str]]:
    """Each unit once, for lists of places; UsageError `option_conflict` for groups, of which a place may be in several
    and a run of places in all."""
    if request.by:
        raise UsageError(
            f"`list {what}` lists places, not groups: --by goes with words and codes", slug="option_conflict",
            hint=f"`--where {request.by}=VALUE` lists the places of one group",
        )  # fmt: skip
    yield from _units(project, request, where)


def _by_document(project: Handle, where: Where) -> defaultdict[str, ByPlace[Coding]]:
    """The codings of the selection, of those whose codings are counted."""
    coders = list(whose(project, "codes", where))
    codings = seen(project, project.store.codings(list(where.documents) or None, coders))
    return codings_in_place(
        coding for coding in codings if not where.codes or any(under(coding.code, code) for code in where.codes)
    )


def _words_of(place: SelectedDocument, unit: Unit) -> int:
    return sum(count_words(piece.cut(place.document.text)) for piece in unit.pieces)


def _text(place: SelectedDocument, unit: Unit) -> str:
    return " ".join(" ".join(piece.cut(place.document.text).split()) for piece in unit.pieces)
