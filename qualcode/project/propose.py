"""`propose`: what rules and likeness suggest, as codings of a machine and never of a person.

A rule codes as `rule:BOOK`, what is learned from the project's own codings as `model:likeness`. Each coding
says in its memo what it rests on. Nothing a person has coded or rejected there is proposed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING

from ..core.choices import Where, under
from ..core.errors import DataError, UnknownName, UsageError, several
from ..core.formats import anothers
from ..core.grouping import grouped
from ..core.model import Codebook, Coding, Document, Span, Unit
from ..core.text import sentences
from ..core.ticks import Tick, ticking
from ..core.values import frozen
from ..retrieval.likeness import Example, Likeness, Quality
from ..retrieval.rules import Hit, Rules, rules_of
from .blind import seen
from .selected import SelectedDocument, SelectedDocuments
from .selection import checked
from .tag import Tag, Tagged, tag

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from ..store import Change
    from .handle import Handle

MARKS = ("words", "sentence", "unit")
MODEL = "model:likeness"
MOST = 20
"""Suggestions for each code where no number is given."""


@frozen
class ProposalRequest:
    """What is proposed, from what, and where."""

    book: str
    codes: tuple[str, ...] = ()
    where: Where = field(default_factory=Where)
    who: str = "informant"
    within: str = ""
    """An expression over codes: only inside its passages."""
    mark: str = "sentence"
    """What a rule codes around the words it finds: `words`, `sentence` or `unit`."""
    most: int = MOST
    units: bool = True
    """Whether what rules propose tells the unit it stands on; for many it takes as long as finding them."""


@frozen
class Proposal:
    """One coding that a machine would make."""

    document: str
    span: Span
    quote: str
    code: str
    unit: str
    """The address of the unit it stands on, if that was asked for; of the place itself where it stands on none."""
    reason: str
    """The seed that was found, or the coded units it is like."""
    score: float | None = None

    @property
    def address(self) -> str:
        return f"{self.document}@{self.span.start}-{self.span.stop}"


@frozen
class Proposals:
    """What a run proposes, and what it left out."""

    coder: str
    kind: str
    """`rule` or `model`."""
    found: tuple[Proposal, ...]
    coded_already: int = 0
    """Places left out because a person has the code there, or rejected it."""
    quality: tuple[Quality, ...] = ()
    too_little: tuple[tuple[str, int, int], ...] = ()
    """Codes with too few coded units: (code, units, cases)."""
    silent: tuple[str, ...] = ()
    """Languages of the material in which the codebook has no seeds."""


def by_rules(project: Handle, request: ProposalRequest, progress: Tick | None = None) -> Proposals:
    """What the seed words of a codebook find.

    Raises UnknownName for a codebook, code or filter that is not there, DataError `no_seeds` when none of
    the codes has a seed, UsageError `bad_query` for a seed that cannot be read.
    """
    if request.mark not in MARKS:
        raise UsageError(f"--mark {request.mark!r}: expected one of {', '.join(MARKS)}")
    book = project.codes.book(request.book)
    rules = rules_of(book, _paths(project, book, request.codes))
    if not rules:
        raise DataError(
            f"the codes of {book.id} have no seed words",
            slug="no_seeds",
            hint=f"write `seeds:` under its codes in codebooks/{book.id}.yaml; docs/proposing.md shows how",
        )
    where = checked(project, request.where)
    search = Rules(rules)
    within = _within(project, request)
    reader = SelectedDocuments(project, where, request.who)
    decided = Decided(project, f"rule:{book.id}")
    found: list[Proposal] = []
    already = 0
    languages: Counter[str] = Counter()
    ids = list(where.documents)
    texts = project.store.texts(ids or None)
    many = len(ids or project.store.document_ids())
    for id, language, text in ticking(texts, progress, count=many):
        language = language or project.settings.language
        languages[language] += 1
        hits = search.hits(text, language)
        if within is not None:
            hits = [hit for hit in hits if id in within and within[id](Span(hit[0], hit[1]))]
        if not hits:
            continue
        proposed, decided_there = _marked(project, reader, decided, request, id, text, hits)
        found += proposed
        already += decided_there
    silent = tuple(one for one in languages if one not in search.languages())
    return Proposals(f"rule:{book.id}", "rule", tuple(found), already, silent=silent)


def by_likeness(project: Handle, request: ProposalRequest, progress: Tick | None = None) -> Proposals:
    """The uncoded units that are most like the coded ones, for each code that can be learned.

    People's codings alone teach. Raises DataError `too_little` when no code has enough of them.
    """
    book = project.codes.book(request.book)
    paths = _paths(project, book, request.codes)
    where = checked(project, request.where)
    within = _within(project, request)
    reader = SelectedDocuments(project, where, request.who)
    decided = Decided(project, MODEL)
    wanted = {f"{book.id}:{path}" for path in paths} if paths else {f"{book.id}:{code.id}" for code in book.codes}
    examples, waiting, units = _material(project, reader, decided, wanted, within, progress)
    model = Likeness(examples)
    enough, too_little = model.codes()
    if not enough:
        most = max(too_little.items(), key=lambda pair: pair[1], default=None)
        best = f"; the most coded, {most[0]}, has {most[1][0]} in {most[1][1]}" if most else ""
        raise DataError(
            f"there is too little to learn from: a code needs five coded units in two cases{best}",
            slug="too_little",
            hint="code some interviews by hand first, or propose by rules: `qualcode propose --rules BOOK`",
        )
    qualities = [model.quality(code) for code in ticking(enough, progress)]
    found = []
    for quality in ticking(qualities, progress):
        if not quality.useful:
            continue
        for one in model.suggest(waiting, quality.code, quality.threshold, request.most):
            place, unit = units[one.label]
            if decided.about_unit(place, unit, one.code):
                continue
            reason = f"like {' and '.join(one.like)}" if one.like else "its words"
            found += _whole(place, unit, one.code, reason, one.score)
    missing = tuple((code, count, cases) for code, (count, cases) in too_little.items())
    return Proposals(MODEL, "model", tuple(found), 0, tuple(qualities), missing)


def by_plugin(project: Handle, name: str, request: ProposalRequest, progress: Tick | None = None) -> Proposals:
    """What a proposer of another package suggests, under the same rules as our own.

    A proposer is a function under the entry point `qualcode.proposers`. It is given (examples, waiting, codes):
    the units that people coded, all units as `likeness.Example`, and the full ids of the codes. It yields
    (unit label, code, reason, score). UnknownName `unknown_proposer` when none has this name, DataError `proposer`
    when it fails or gives back something else.
    """
    from importlib.metadata import entry_points

    known = {entry.name: entry for entry in entry_points(group="qualcode.proposers")}
    if name not in known:
        raise UnknownName("proposer", name, known, hint="packages add theirs under the entry point qualcode.proposers")
    book = project.codes.book(request.book)
    paths = _paths(project, book, request.codes) or [code.id for code in book.codes]
    wanted = {f"{book.id}:{path}" for path in paths}
    coder = f"model:{name}"
    decided = Decided(project, coder)
    reader = SelectedDocuments(project, checked(project, request.where), request.who)
    examples, waiting, units = _material(project, reader, decided, wanted, _within(project, request), progress)
    found = []
    for label, code, reason, score in _said_by(known[name], examples, waiting, sorted(wanted)):
        if label not in units or code not in wanted:
            raise DataError(f"{name} proposed {code} on {label}, which is not among what it was given", slug="proposer")
        place, unit = units[label]
        if not decided.about_unit(place, unit, code):
            found += _whole(place, unit, code, reason, score)
    return Proposals(coder, "model", tuple(found))


def _said_by(
    proposer: EntryPoint, examples: Sequence[Example], waiting: Sequence[Example], codes: Sequence[str]
) -> list[tuple[str, str, str, float]]:
    """All that a proposer says; DataError `proposer` for whatever goes wrong in another's code, and nothing is kept."""
    with anothers(f"proposer {proposer.name} ({proposer.value})", slug="proposer"):
        return [
            (label, code, str(reason), float(score))
            for label, code, reason, score in proposer.load()(examples, waiting, codes)
        ]


def _whole(place: SelectedDocument, unit: Unit, code: str, reason: str, score: float) -> list[Proposal]:
    """A code proposed on a whole unit: in each of its stretches, as when a person codes it."""
    text = place.document.text
    return [
        Proposal(unit.document, span, span.cut(text), code, unit.label, reason, score) for span in place.stretches(unit)
    ]


def store(project: Handle, proposals: Proposals) -> Tagged:
    """Keep the proposals as codings of the machine, in one change that `undo` takes back."""
    tags = [
        Tag(one.document, one.span, one.quote, one.code, proposals.coder, memo=one.reason, origin=proposals.kind)
        for one in proposals.found
    ]

    def coder(change: Change) -> None:
        project.writable.coder_key(change, proposals.coder, proposals.kind)

    return tag(
        project, tags, action="propose", summary=f"{proposals.coder}: {several(len(tags), 'proposal')}", prepare=coder
    )


def take_back(project: Handle, coder: str) -> int:
    """Take every coding of a machine away; what people accepted is theirs and stays.

    Raises UnknownName for a coder that is not there, UsageError `not_a_machine` for a person.
    """
    from .codings import remove

    kinds = {known.id: known.kind for known, _ in project.store.coders()}
    if coder not in kinds:
        raise UnknownName("coder", coder, [id for id, kind in kinds.items() if kind != "human"])
    if kinds[coder] == "human":
        raise UsageError(f"{coder} is a person, and only a machine's proposals are taken back", slug="not_a_machine")
    codings = project.store.codings(None, [coder])
    with project.writable.change("propose", project.coder) as change:
        remove(project, change, codings)
        change.summary = f"{coder}: {several(len(codings), 'proposal')} taken back"
    return len(codings)


class Decided:
    """Where people have coded or rejected a code already, so that no machine says it again."""

    def __init__(self, project: Handle, machine: str) -> None:
        machines = {coder.id for coder, _ in project.store.coders() if coder.kind != "human"}
        self._people = grouped(
            (coding.document, coding)
            for coding in seen(project, project.store.codings())
            if coding.coder not in machines
        )
        self._rejected = grouped(
            (one.document, (one.span, one.code))
            for one in seen(project, project.store.decisions())
            if one.verdict == "no" and one.about == machine
        )
        self._units: dict[str, dict[int, set[str]]] = {}

    def people(self, document: str) -> Sequence[Coding]:
        return self._people.get(document, ())

    def anything(self, document: str) -> bool:
        """Whether people have coded or rejected anything in a document."""
        return document in self._people or document in self._rejected

    def about(self, place: SelectedDocument, span: Span, code: str) -> bool:
        """Whether a person has the code on a unit that the stretch touches, or rejected it there."""
        on = self._on(place)
        if any(under(coded, code) for number in place.numbers(span) for coded in on.get(number, ())):
            return True
        rejected = self._rejected.get(place.document.id, ())
        return any(one == code and there.overlaps(span) for there, one in rejected)

    def about_unit(self, place: SelectedDocument, unit: Unit, code: str) -> bool:
        return any(self.about(place, piece, code) for piece in unit.pieces)

    def _on(self, place: SelectedDocument) -> dict[int, set[str]]:
        """The codes that people put on each unit of a document."""
        known = self._units.get(place.document.id)
        if known is None:
            known = self._units[place.document.id] = {}
            for coding in self.people(place.document.id):
                for number in place.numbers(coding.span):
                    known.setdefault(number, set()).add(coding.code)
        return known


def _paths(project: Handle, book: Codebook, names: Sequence[str]) -> list[str]:
    """The paths of the codes asked for, with all below them; none means all."""
    found = []
    for name in names:
        full = project.codes.known(name)
        if not full.startswith(f"{book.id}:"):
            raise UsageError(f"{full} is not a code of {book.id}", slug="option_conflict")
        path = full.partition(":")[2]
        found += [path, *(code.id for code in book.descendants(path))]
    return found


def _within(project: Handle, request: ProposalRequest) -> dict[str, Callable[[Span], bool]] | None:
    if not request.within:
        return None
    from .find import inside
    from .passages import coded_stretches

    stretches = coded_stretches(project, request.within, checked(project, request.where))

    def test(spans: list[Span]) -> Callable[[Span], bool]:
        return lambda span: inside(span, spans)

    return {document: test(spans) for document, spans in stretches.items()}


def _marked(
    project: Handle, reader: SelectedDocuments, decided: Decided, request: ProposalRequest,
    id: str, text: str, hits: Sequence[Hit],
) -> tuple[list[Proposal], int]:  # fmt: skip
    """What is coded around the hits in a document, each place once; and how many places people have decided on."""
    outline, spoken = reader.spoken(id, text, hits)
    asked = request.units or request.mark == "unit" or decided.anything(id)
    place = reader.of(project.document(id)) if asked and spoken else None
    found: dict[tuple[int, int, str], Proposal] = {}
    already: set[tuple[int, int, str]] = set()
    coming: Iterator[Span] = iter(())
    sentence = last = None
    for start, stop, rule, turn, _ in spoken:
        unit = place.unit(Span(start, stop)) if place else None
        if request.mark == "sentence":
            if turn is not last:
                last, coming = turn, sentences(text, Span(turn[0], turn[1]), outline.language)
                sentence = next(coming, None)
            while sentence and sentence.stop <= start:
                sentence = next(coming, None)
        if place and unit and request.mark == "unit":
            marked = place.stretches(unit)
        elif sentence and sentence.start <= start and stop <= sentence.stop:
            marked = [sentence]
        else:
            marked = [Span(start, stop)]
        key = (marked[0].start, marked[0].stop, rule.code)
        if key in found or key in already:
            continue
        if place and any(decided.about(place, stretch, rule.code) for stretch in marked):
            already.add(key)
            continue
        label = unit.label if unit else f"{id}@{start}-{stop}" if request.units else ""
        for stretch in marked:
            found[stretch.start, stretch.stop, rule.code] = Proposal(
                id, stretch, stretch.cut(text), rule.code, label, rule.seed
            )
    return list(found.values()), len(already)


def _material(
    project: Handle,
    reader: SelectedDocuments,
    decided: Decided,
    wanted: set[str],
    within: dict[str, Callable[[Span], bool]] | None,
    progress: Tick | None,
) -> tuple[list[Example], list[Example], dict[str, tuple[SelectedDocument, Unit]]]:
    """The units of documents that people have coded in, those that wait, and where each is."""
    examples: list[Example] = []
    waiting: list[Example] = []
    units: dict[str, tuple[SelectedDocument, Unit]] = {}
    top = cache(lambda code: [one for one in wanted if under(code, one)])
    for document in ticking(project.documents(), progress, count=len(project.store.document_ids())):
        place = reader.of(document)
        coded = [coding for coding in decided.people(document.id) if top(coding.code)]
        for unit, codes in _coded_units(place, coded, top):
            example = _example(project, document, place, unit, codes)
            units[unit.label] = (place, unit)
            if coded:
                examples.append(example)
            reached = place.holds(unit.pieces[0])
            if reached and (within is None or (document.id in within and within[document.id](unit.pieces[0]))):
                waiting.append(example)
    return examples, waiting, units


def _coded_units(
    place: SelectedDocument, codings: Sequence[Coding], top: Callable[[str], list[str]]
) -> Iterator[tuple[Unit, frozenset[str]]]:
    on: dict[int, set[str]] = {}
    for coding in codings:
        for number in place.numbers(coding.span):
            on.setdefault(number, set()).update(top(coding.code))
    for number, unit in enumerate(place.units):
        yield unit, frozenset(on.get(number, ()))


def _example(
    project: Handle, document: Document, place: SelectedDocument, unit: Unit, codes: frozenset[str]
) -> Example:
    text = "\n".join(piece.cut(document.text) for piece in unit.pieces)
    case = project.case_map.case_of(document, unit.speaker, unit.pieces)
    return Example(unit.label, text, document.language or project.settings.language, case, codes)
