"""Who speaks in the documents, and putting it right: names, roles, and who asks.

The text and every place in it stay as they are, so codings do too; only what each turn says of its
speaker changes, in one step of the history. `reread` keeps what was set here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from ..core.errors import UnknownName, UsageError, one_of
from ..core.languages import same_name
from ..core.material import DOUBTS
from ..core.model import ROLES, Document, Member, Turn
from ..core.text import words
from ..core.units import answers
from ..core.values import frozen
from . import answer_marks
from . import cases as case_files
from .handle import document_called

if TYPE_CHECKING:
    from ..store import Change
    from .handle import Handle


@frozen
class Speaker:
    """One speaker of one document."""

    document: str
    speaker: str
    """The label, empty where turns have none."""
    role: str
    turns: int
    words: int
    questions: int
    """Turns with a question mark."""
    doubt: str = ""
    """What is not sure about who asks in the document; empty where all is."""


@frozen
class SpeakerWishes:
    """What is to be otherwise; labels are found in any case."""

    interviewers: Sequence[str] = ()
    """All who ask: others who did so far are informants."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """Label -> `interviewer`, `informant` or `other`."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Label -> what the speaker is called from now on; one that is there already makes one of two."""
    confirm: bool = False
    """Who asks is right as it is: the doubt goes."""

    @property
    def empty(self) -> bool:
        return not (self.interviewers or self.roles or self.names or self.confirm)


@frozen
class SpeakersChanged:
    """What became of one document."""

    document: str
    turns: int
    """Turns that have another speaker or role now."""
    interviewers: tuple[str, ...]
    answers: tuple[int, int]
    """How many answers it had before, and has now."""
    settled: bool
    """Whether a doubt about who asks went."""
    unmatched: int = 0
    """Turns that ask now, in a document matched to the guide, for which no item was sought."""
    notes: tuple[str, ...] = ()
    """Marks of answers that are not there any more."""


def speakers(project: Handle, ids: Sequence[str] = ()) -> list[Speaker]:
    """The speakers of the documents, in order of appearance; of all documents where none is named."""
    found: list[Speaker] = []
    for id in ids or project.store.document_ids():
        document = project.document(id)
        spoken: dict[tuple[str, str], list[str]] = {}
        for turn in document.turns:
            if turn.speaker or turn.role != "other":  # a heading is nobody's
                spoken.setdefault((turn.speaker, turn.role), []).append(turn.span.cut(document.text))
        found += [
            Speaker(
                document.id, label, role, len(said), sum(map(words, said)), sum("?" in one for one in said),
                document.doubt,
            )
            for (label, role), said in spoken.items()
        ]  # fmt: skip
    return found


def change_speakers(project: Handle, ids: Sequence[str], wishes: SpeakerWishes) -> list[SpeakersChanged]:
    """Give speakers of documents other names and roles, in one change that `undo` takes back.

    A label need not speak in each of the documents. Raises UnknownName (`no_such_speaker`) where it speaks in
    none, UsageError for a role that is none.
    """
    if not ids:
        raise UsageError("no document named", slug="bad_address", hint="`qualcode speakers` lists them")
    for role in wishes.roles.values():
        one_of("role", role, ROLES)
    documents = [project.document(id) for id in dict.fromkeys(ids)]
    wishes = _known(documents, wishes)
    keys = project.store.document_keys()
    requests = {source["id"]: json.loads(source["request"] or "{}") for source in project.store.sources()}
    done = []
    with project.writable.change("speakers", project.coder) as change:
        for document in documents:
            fresh = _changed(document, wishes)
            key = keys[document.id]
            change.speakers(key, {turn.index: (turn.speaker, turn.role) for turn in fresh.turns})
            settles = wishes.confirm or bool(_of(document, wishes.interviewers)) or fresh.turns != document.turns
            warnings = [w for w in document.warnings if not (settles and w.startswith(DOUBTS))]
            request = requests.get(document.id, {})
            request |= {"speakers": _remembered(request.get("speakers") or {}, document, fresh)}
            change.update(
                "document", key,
                {"warnings": json.dumps(warnings, ensure_ascii=False),
                 "request": json.dumps(request, ensure_ascii=False)},
            )  # fmt: skip
            marked = project.store.rows_of("answer_status", "document", key)
            _, notes = answer_marks.carry(change, marked, key, document, fresh)
            done.append(_account(document, fresh, len(warnings) < len(document.warnings), notes))
        _rename_members(project, change, documents, wishes)
        change.summary = f"{', '.join(document.id for document in documents)}: {_in_words(wishes)}"
    project.forget_files()
    return done


def _known(documents: Sequence[Document], wishes: SpeakerWishes) -> SpeakerWishes:
    """The wishes with `U1,U2` as two labels, where nobody is called so; UnknownName for whoever speaks nowhere."""
    labels = {turn.speaker: None for document in documents for turn in document.turns if turn.speaker}
    known = {same_name(label) for label in labels}

    def parts(label: str) -> list[str]:
        return [label] if same_name(label) in known else [part.strip() for part in label.split(",") if part.strip()]

    wishes = replace(
        wishes,
        interviewers=[part for label in wishes.interviewers for part in parts(label)],
        roles={part: role for label, role in wishes.roles.items() for part in parts(label)},
    )
    for wanted in (*wishes.interviewers, *wishes.roles, *wishes.names):
        if same_name(wanted) not in known:
            raise UnknownName(
                "speaker", wanted, labels, slug="no_such_speaker",
                hint=f"the labels of {', '.join(d.id for d in documents[:5])}: {', '.join(labels) or 'none'}",
            )  # fmt: skip
    for label, name in wishes.names.items():
        if not name.strip():
            raise UsageError(f"{label}: a speaker needs a name", slug="bad_speakers", hint="--rename LABEL=NAME")
    return wishes


def _of(document: Document, wanted: Sequence[str]) -> list[str]:
    there = {same_name(turn.speaker) for turn in document.turns if turn.speaker}
    return [label for label in wanted if same_name(label) in there]


def _changed(document: Document, wishes: SpeakerWishes) -> Document:
    """The document with its turns by the speakers and in the roles that are wished for."""
    asking = {same_name(label) for label in _of(document, wishes.interviewers)}
    roles = {same_name(label): role for label, role in wishes.roles.items()}
    names = {same_name(label): name.strip() for label, name in wishes.names.items()}
    held = {same_name(turn.speaker): turn.role for turn in document.turns if turn.speaker}

    def changed(turn: Turn) -> Turn:
        if not turn.speaker:
            return turn
        key = same_name(turn.speaker)
        name = names.get(key, turn.speaker)
        # Who becomes one with somebody else is in that one's role.
        joined = same_name(name)
        role = held.get(joined, turn.role) if joined != key else turn.role
        if asking:
            role = "interviewer" if {key, joined} & asking else "informant" if role == "interviewer" else role
        return replace(turn, speaker=name, role=roles.get(key, roles.get(joined, role)))

    return replace(document, turns=tuple(map(changed, document.turns)))


def _remembered(given: Mapping[str, str], document: Document, fresh: Document) -> dict[str, str]:
    """Who is who, for the next reading of the original: each label's name and role."""
    found = dict(given)
    for old, new in zip(document.turns, fresh.turns, strict=True):
        if not old.speaker or (old.speaker == new.speaker and old.role == new.role):
            continue
        labels = [label for label, value in given.items() if value.partition("/")[0] == old.speaker] or [old.speaker]
        for label in labels:
            found[label] = new.role if same_name(label) == same_name(new.speaker) else f"{new.speaker}/{new.role}"
        found[new.speaker] = new.role
    return found


def _account(document: Document, fresh: Document, settled: bool, notes: Sequence[str]) -> SpeakersChanged:
    pairs = list(zip(document.turns, fresh.turns, strict=True))
    matched = any(turn.question for turn in document.turns)
    return SpeakersChanged(
        document.id,
        sum(old != new for old, new in pairs),
        tuple(dict.fromkeys(turn.speaker for turn in fresh.turns if turn.role == "interviewer" and turn.speaker)),
        (len(answers(document)), len(answers(fresh))),
        settled,
        sum(new.role == "interviewer" != old.role for old, new in pairs) if matched else 0,
        tuple(notes),
    )


def _rename_members(project: Handle, change: Change, documents: Sequence[Document], wishes: SpeakerWishes) -> None:
    """A case that names a speaker by the old label names it by the new one."""
    before = change.text("cases.csv")
    if not wishes.names or before is None:
        return
    ids = {document.id for document in documents}
    called = project.documents_by_name()
    names = {same_name(label): name.strip() for label, name in wishes.names.items()}

    def renamed(member: Member) -> Member:
        if member.speaker is None or document_called(member.document, called) not in ids:
            return member
        return replace(member, speaker=names.get(same_name(member.speaker), member.speaker))

    cases = case_files.parse(before, "cases.csv")
    changed = [replace(case, members=tuple(dict.fromkeys(map(renamed, case.members)))) for case in cases]
    if changed != list(cases):
        case_files.check_owners(changed)
        change.file("cases.csv", before, case_files.dump(changed))


def _in_words(wishes: SpeakerWishes) -> str:
    parts = [f"{', '.join(wishes.interviewers)} asks" if wishes.interviewers else ""]
    parts += [f"{label} is {role}" for label, role in wishes.roles.items()]
    parts += [f"{label} is called {name}" for label, name in wishes.names.items()]
    parts += ["who asks is right" if wishes.confirm else ""]
    return "; ".join(filter(None, parts))
