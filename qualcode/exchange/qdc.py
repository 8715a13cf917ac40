"""REFI-QDA codebooks (`.qdc`), written to the standard's schema and read as programs write them.

Elements are found by local name, because the namespace differs (`codebook:1.0`, `0:4`, `1:0`);
GUIDs are compared without case and braces; colours and booleans are read leniently. Codes nest; flat
names with `::` (older ATLAS.ti) or dots (Taguette) become a tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from .. import __version__
from ..core.errors import DataError, ReadError, several
from ..core.model import EMPTY, Code, Codebook
from .drafts import Draft, book_of, chain, color_of
from .interface import Account, Read, Written, note_losses
from .markup import ILLEGAL, children, legal, local, xml_root
from .names import guid, plain_guid
from .prose import described, taken_apart

NAMESPACES = {"1.0": "urn:QDA-XML:codebook:1.0", "0:4": "urn:QDA-XML:codebook:0:4"}
"""The standard's namespace, and the one that MAXQDA and ATLAS.ti write."""
_KNOWN = frozenset(("Code", "Codes", "CodeBook", "Description", "Set", "Sets", "MemberCode", "NoteRef"))


class QdcCodec:
    """Reads and writes `.qdc`."""

    def read(self, content: bytes, name: str, *, id: str = "", language: str = "en") -> Read:
        """The codebook of a `.qdc`, or the one in a project's XML."""
        root = xml_root(content, name)
        account = Account()
        book = root if local(root) == "CodeBook" else next(root.iter("{*}CodeBook"), None)
        if book is None:
            raise ReadError(name, f"no REFI-QDA codebook: expected CodeBook, found {local(root)}", slug="not_qdc")
        origin = root.get("origin") or ""
        drafts, guids = codes_in(book, language, account)
        flat = not any(draft.parent for draft in drafts)
        if flat:
            split_flat(drafts, "." if origin.lower().startswith("taguette") else "::", account)
        _sets(book, account)
        _unknown(book, account)
        codebook = book_of(drafts, account, name=name, id=id, language=language)
        known = {key: draft.full for key, draft in guids.items()}
        return Read(codebook, account, origin, known)

    def write(
        self, codebook: Codebook, *, language: str = "en", guids: Mapping[str, str] = EMPTY, namespace: str = "1.0"
    ) -> Written:
        """A schema-valid `.qdc`; DataError for a codebook without codes, which the schema forbids."""
        from xml.sax.saxutils import escape, quoteattr  # it brings a web client along, which no reading waits for

        if not codebook.codes:
            raise DataError(f"{codebook.id} has no codes; a .qdc file needs at least one", slug="no_codes")
        account = Account()
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            f"<CodeBook xmlns={quoteattr(NAMESPACES[namespace])} origin={quoteattr(f'qualcode {__version__}')}>",
            "  <Codes>",
        ]
        illegal = 0
        stack: list[tuple[int, Code | None]] = [(2, code) for code in reversed(codebook.children(None))]
        while stack:
            depth, code = stack.pop()
            indent = "  " * depth
            if code is None:
                lines.append(f"{indent}</Code>")
                continue
            text = described(code, language)
            name = code.label(language)
            illegal += len(ILLEGAL.findall(text + name))
            attributes = (
                f"guid={quoteattr(guids.get(code.id) or guid(codebook.id, code.id))} name={quoteattr(legal(name))} "
                f'isCodable="{"true" if code.codable else "false"}"'
            )
            if code.color:
                attributes += f" color={quoteattr(code.color.upper())}"
            lines.append(f"{indent}<Code {attributes}>")
            if text:
                lines.append(f"{indent}  <Description>{escape(legal(text))}</Description>")
                account.carry("definitions")
            stack.append((depth, None))
            stack.extend((depth + 1, child) for child in reversed(codebook.children(code.id)))
        lines += ["  </Codes>", "</CodeBook>", ""]
        account.carry("codes", len(codebook.codes))
        account.carry("colours", sum(bool(code.color) for code in codebook))
        if illegal:
            account.changes(f"{several(illegal, 'control character')} that XML cannot hold became blanks")
        names = Counter(code.label(language).casefold() for code in codebook)
        for code in codebook:
            if names[code.label(language).casefold()] > 1:
                account.change("codes", "share their name with another; QualCoder takes them for one", code.id)
        note_losses(codebook, account, language=language)
        return Written("\n".join(lines).encode("utf-8"), account)


codec = QdcCodec()


def codes_in(book: Any, language: str, account: Account) -> tuple[list[Draft], dict[str, Draft]]:
    """All codes as drafts, parents first, and by GUID."""
    drafts: list[Draft] = []
    guids: dict[str, Draft] = {}
    counts: Counter[str] = Counter()
    tops = [code for codes in children(book, "Codes") for code in children(codes, "Code")]
    stack: list[tuple[Any, Draft | None]] = [(code, None) for code in reversed(tops)]
    while stack:
        element, parent = stack.pop()
        draft = _draft(element, parent, language, counts)
        drafts.append(draft)
        key = plain_guid(element.get("guid"))
        if not key:
            counts["no_guid"] += 1
        elif key in guids:
            counts["same_guid"] += 1
        else:
            guids[key] = draft
        stack.extend((code, draft) for code in reversed(list(children(element, "Code"))))
    for key, said in (
        ("unnamed", "without a name, called “unnamed”"),
        ("same_guid", "with a GUID that another has too; both are kept"),
        ("no_guid", "without a GUID"),
        ("no_codable", "that do not say whether they can be applied; they can"),
    ):
        if counts[key]:
            account.changes(f"{several(counts[key], 'code')} {said}")
    if counts["color"]:
        account.loses(f"{several(counts['color'], 'colour')} that cannot be read")
    if counts["notes"]:
        account.loses(f"{several(counts['notes'], 'link')} to memos, which a codebook does not hold")
    return drafts, guids


def _draft(element: Any, parent: Draft | None, language: str, counts: Counter[str]) -> Draft:
    name = " ".join((element.get("name") or "").split())
    if not name:
        counts["unnamed"] += 1
        name = "unnamed"
    draft = Draft(name, parent)
    codable = element.get("isCodable")
    if codable is None:
        counts["no_codable"] += 1
    draft.codable = (codable or "true").strip().lower() not in ("false", "0")
    written = element.get("color") or ""
    if written.strip():
        draft.color = color_of(written) or ""
        counts["color"] += not draft.color
    text = "\n\n".join("".join(child.itertext()).strip() for child in children(element, "Description"))
    if text:
        for field, value in taken_apart(text, language).items():
            setattr(draft, field, value)
    counts["notes"] += sum(1 for _ in children(element, "NoteRef"))
    return draft


def split_flat(drafts: list[Draft], mark: str, account: Account) -> None:
    """Make a tree of flat names with a separator; names that are paths name their parents."""
    paths = [[part.strip() for part in draft.name.split(mark)] for draft in drafts]
    if not any(len(path) > 1 and all(path) for path in paths):
        return
    known: dict[tuple[str, ...], Draft] = {}
    for draft, path in zip(drafts, paths, strict=True):
        if all(path):
            known.setdefault(tuple(part.casefold() for part in path), draft)
    ordered: list[Draft] = []
    split = 0
    for draft, path in zip(drafts, paths, strict=True):
        if len(path) > 1 and all(path):
            draft.parent = chain(path, known, ordered)
            draft.name = path[-1]
            split += 1
        ordered.append(draft)
    added = len(ordered) - len(drafts)
    drafts[:] = ordered
    with_parents = f" ({several(added, 'parent')} added)" if added else ""
    account.changes(f"{several(split, 'name')} with {mark!r} became a tree{with_parents}")


def _sets(book: Any, account: Account) -> None:
    for element in book.iter("{*}Set"):
        members = sum(1 for _ in children(element, "MemberCode"))
        name = " ".join((element.get("name") or "").split()) or "unnamed"
        account.loses(f"the set “{name}” of {several(members, 'code')}; codebooks here have no sets")


def _unknown(book: Any, account: Account) -> None:
    others = Counter(local(each) for each in book.iter() if local(each) not in _KNOWN)
    for name, count in sorted(others.items()):
        if name:
            account.loses(f"{several(count, 'element')} {name}, unknown to the standard")
