"""What every codec reads and writes: a file on one side, a `Bundle` or a codebook on the other, and the account of
what was carried, changed and lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from ..core.errors import several, the_first
from ..core.model import EMPTY, Bundle, Codebook, Foreign, Member
from ..core.ticks import Tick
from ..core.values import frozen
from .names import free_id


@frozen
class Choices:
    """What a person may decide about an import or export; empty leaves it to the codec."""

    offsets: str = ""
    """How the file counts characters, or shall count them: a name of `offsets.CONVENTIONS`."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """For tables: what is found in which column, such as `{"quote": "Segment"}`."""
    language: str = "en"
    coder: str = ""
    """Who coded, where the file does not say."""
    codebook: str = ""
    """The id of the codebook that new codes go to."""
    text: bool = True
    """Whether the words of documents are written."""
    dialect: str = "excel"
    progress: Tick | None = None
    """Told how far reading or writing is, document by document and coding by coding."""


@frozen
class Segment:
    """A coding whose place is given by its words: it is placed once the document is at hand."""

    document: str
    """The document's name as the file has it."""
    quote: str
    codes: tuple[str, ...]
    """As written: a name, or a path with levels joined by ` > `."""
    coder: str = ""
    memo: str = ""
    weight: float = 1.0
    qualifier: str = ""
    unsure: bool = False
    created: str = ""
    before: str = ""
    """The words before it, which tell it from the same words elsewhere."""
    start: int | None = None
    """Where the file says that it begins; trusted only where the words stand there."""
    line: int = 0
    """The row of the file, for messages."""


@frozen
class Arrived:
    """What a file held."""

    bundle: Bundle
    account: Account
    origin: str = ""
    """The program that wrote it, where it says so."""
    segments: tuple[Segment, ...] = ()
    """Codings that are placed by their words."""
    exact: bool = False
    """qualcode wrote it: turns, kinds and codebooks are as they were, and nothing need be found out."""


class StudyCodec(Protocol):
    """Reads and writes whole studies, or codings, in one format."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        """What is in the file or folder; ReadError when it is not what it should be."""

    def write(self, bundle: Bundle, path: Path, choices: Choices) -> Account:
        """Write to `path`, which does not exist yet; the caller puts it in its place."""


SHOWN = 3
"""How many examples of one kind of change or loss are kept."""


@dataclass(slots=True)
class Noted:
    """One way in which things were changed or lost, how often, and the first of them."""

    kind: str
    """codings, documents, memos, ...; empty where `what` is a whole sentence."""
    what: str
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        shown = f" ({'; '.join(self.examples)}{'; ...' if self.count > len(self.examples) else ''})"
        number = f"{named(self.kind, self.count)}: " if self.kind else ""
        return f"{number}{self.what}{shown if self.examples else ''}"


@dataclass(slots=True)
class Account:
    """An account of an import or export. Nothing goes missing without a line here."""

    carried: dict[str, int] = field(default_factory=dict)
    """How many of each kind arrived whole: codes, definitions, colours."""
    changed: list[Noted] = field(default_factory=list)
    """What arrived in another form."""
    lost: list[Noted] = field(default_factory=list)
    """What the other side cannot hold, or what could not be read."""
    notes: list[str] = field(default_factory=list)
    """What a person should know besides: which convention was found, and how sure that is."""

    def carry(self, kind: str, count: int = 1) -> None:
        """Count something that arrived."""
        if count:
            self.carried[kind] = self.carried.get(kind, 0) + count

    def change(self, kind: str, what: str, example: str = "", count: int = 1) -> None:
        """Note that something arrived in another form; the same of the same kind is counted together."""
        _note(self.changed, kind, what, example, count)

    def lose(self, kind: str, what: str, example: str = "", count: int = 1) -> None:
        """Note that something stayed behind; the same of the same kind is counted together."""
        _note(self.lost, kind, what, example, count)

    def changes(self, sentence: str) -> None:
        """Note a change that its sentence counts and names itself."""
        self.changed.append(Noted("", sentence, 1))

    def loses(self, sentence: str) -> None:
        """Note a loss that its sentence counts and names itself."""
        self.lost.append(Noted("", sentence, 1))

    def take(self, other: Account) -> None:
        """Add what another account says."""
        for kind, count in other.carried.items():
            self.carry(kind, count)
        self.changed += other.changed
        self.lost += other.lost
        self.notes += other.notes

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "carried": dict(self.carried),
            "changed": [_plain(noted) for noted in self.changed],
            "lost": [_plain(noted) for noted in self.lost],
            "notes": list(self.notes),
        }

    def sentences(self) -> dict[str, Any]:
        """For JSON, each change and loss as one sentence."""
        return {
            "carried": dict(self.carried),
            "changed": [str(noted) for noted in self.changed],
            "lost": [str(noted) for noted in self.lost],
        }


def _note(noted: list[Noted], kind: str, what: str, example: str, count: int) -> None:
    found = next((each for each in noted if each.kind == kind and each.what == what), None)
    if found is None:
        found = Noted(kind, what)
        noted.append(found)
    found.count += count
    if example and len(found.examples) < SHOWN:
        found.examples.append(" ".join(example.split())[:120])


def _plain(noted: Noted) -> dict[str, Any]:
    return {"kind": noted.kind, "what": noted.what, "count": noted.count, "examples": list(noted.examples)}


def named(kind: str, count: int) -> str:
    """`1 coding`, `3 codings`.

    >>> named("codings", 1), named("codebooks", 2), named("stretches of sound", 1), named("codings taken away", 1)
    ('1 coding', '2 codebooks', '1 stretch of sound', '1 coding taken away')
    >>> named("code categories", 1)
    '1 code category'
    """
    if count == 1:
        head, of, rest = kind.partition(" of ")
        first, blank, more = head.partition(" ")
        if head.endswith("s"):
            head = f"{head[:-3]}y" if head.endswith("ories") else head[: -2 if head.endswith("ches") else -1]
        else:
            head = f"{first.removesuffix('s')}{blank}{more}"
        kind = f"{head}{of}{rest}"
    return f"{count:,} {kind}".replace(",", " ")


def note_losses(book: Codebook, account: Account, *, kept: frozenset[str] = frozenset(), language: str = "") -> None:
    """Add a line for each kind of thing that stays behind. `kept` names fields the format holds."""
    codes = book.codes
    joined = sum(
        len([*filter(None, (code.brief, code.definition, code.use, code.avoid, code.examples))]) > 1 for code in codes
    )
    if joined and "texts" not in kept:
        account.change(
            "definitions", "are one text with when to use a code and when not, and its examples", count=joined
        )
    if "languages" not in kept:
        others = {lang for code in codes for lang in code.name if lang != language}
        if others:
            account.loses(f"names and texts in {', '.join(sorted(others))}")
    for name, what in (("aliases", "alias"), ("seeds", "word stem")):
        count = sum(len(texts) for code in codes for texts in getattr(code, name).values())
        if count and name not in kept:
            account.loses(several(count, what))
    for name, what in (
        ("retired", "that a code is retired"),
        ("requires", "what a code requires"),
        ("exclusive", "that a code stands alone"),
        ("needs_memo", "that a code needs a memo"),
        ("optional", "that a code is optional"),
        ("source", "whose words a code follows"),
        ("status", "how well a term is established"),
    ):
        count = sum(bool(getattr(code, name)) for code in codes)
        if count and name not in kept:
            account.loses(f"{what} ({several(count, 'code')})")
    added = sum(code.origin != "author" for code in codes)
    if added and "origin" not in kept:
        account.loses(f"whose a code is ({several(added, 'code')} not of the author)")
    if book.source:
        account.loses(several(len(book.source), "reference"))
    if book.qualifiers:
        account.loses(several(len(book.qualifiers), "qualifier"))
    if book.exclusive or book.at_most_one_of:
        account.loses("the rule which codes exclude each other")
    if book.description:
        account.loses("the codebook's own description")
    if book.links:
        account.loses(several(len(book.links), "link") + " of the concept map")
    if book.figure:
        account.loses("how the frame is drawn")


def note_losses_of(book: Codebook, account: Account, language: str) -> None:
    """The same in the account of a study, where the codebook is named."""
    losses = Account()
    note_losses(book, losses, language=language)
    for each in losses.changed:
        account.change(each.kind, each.what, book.id, each.count)
    for each in losses.lost:
        account.lose("codebooks", each.what, book.id)


def note_left_behind(bundle: Bundle, account: Account, where: str) -> None:
    """Add a line for each kind of thing that a study knows and no other program does; `where` it has no place."""
    for status in bundle.statuses:
        account.lose(
            "answer marks", f"have no place in {where}", f"{status.document}#{status.question} {status.status}"
        )
    if bundle.assignments:
        account.lose("assignments", f"have no place in {where}", count=len(bundle.assignments))
    for document in bundle.documents:
        if document.kind not in ("interview", "document"):
            account.lose("kinds of documents", f"have no place in {where}; what asks and what answers is sought anew",
                         f"{document.id}: {document.kind}")  # fmt: skip
    titled = [
        f"{each.id}: {each.title}" for each in bundle.documents if free_id(each.title or each.id, set()) != each.id
    ]
    if titled:
        account.notes.append(f"documents go by their titles there, and not by their ids: {the_first(titled, 3)}")
    books = [book.id for book in bundle.codebooks if book.codes]
    if len(books) > 1:
        account.notes.append(f"the codebooks {the_first(books, 6)} are branches of one tree of codes there")
    talks = sum(any(turn.speaker for turn in document.turns) for document in bundle.documents)
    if talks:
        account.notes.append(f"who speaks in {several(talks, 'document')} is told by the words alone there")


def free_members(case: str, wanted: Iterable[Member], taken: set[Member], account: Account) -> tuple[Member, ...]:
    """The members that no other case has yet, taken afterwards; one in another's document may be a case of its own."""
    mine = []
    for member in dict.fromkeys(wanted):
        if member in taken:
            account.lose("case members", "belong to another case already", f"{case}: {member.document}")
            continue
        taken.add(member)
        mine.append(member)
    return tuple(mine)


@frozen
class Read:
    """A codebook that came from another program."""

    codebook: Codebook
    account: Account
    origin: str = ""
    """The program that wrote the file, where it says so."""
    guids: Mapping[str, str] = field(default_factory=dict)
    """GUID (upper case, no braces) -> code id, where the file has GUIDs."""

    @property
    def bundle(self) -> Bundle:
        """As a study that is only a codebook, with its GUIDs, which an export gives back."""
        named = ((guid, f"{self.codebook.id}:{id}") for guid, id in self.guids.items())
        foreign = tuple(Foreign("qdpx", "guid", f"code {full}", guid) for guid, full in named)
        return Bundle(codebooks=(self.codebook,), foreign=foreign)


@frozen
class Written:
    """A codebook in another program's form."""

    content: bytes
    account: Account


class Codec(Protocol):
    """Reads and writes codebooks in one format."""

    def read(self, content: bytes, name: str, *, id: str = "", language: str = "en") -> Read:
        """The codebook in a file's bytes; ReadError when there is none."""

    def write(self, codebook: Codebook, *, language: str = "en", guids: Mapping[str, str] = EMPTY) -> Written:
        """A codebook's bytes. `guids` are those that codes came with, by their ids, for formats that have GUIDs."""
