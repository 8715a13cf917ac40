"""Making codings: from what a person asks for to what is stored.

Apart from `codings`, because `qualcode tag` is waited for hundreds of times a day and needs
nothing but this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core import address as addresses
from ..core.errors import Problem, UsageError, argument, the_first
from ..core.grouping import grouped
from ..core.languages import same_name
from ..core.model import Document, Span
from ..settings import new_name
from ..store import Change, Store
from ..store.entries import USUAL
from ..store.store import now
from . import quote_places
from .codes_in_cells import apart

if TYPE_CHECKING:
    from .handle import Handle


class Tag(NamedTuple):
    """One wish to code: a place, a code, and what to say about it."""

    document: str
    span: Span
    quote: str
    code: str
    coder: str
    weight: float | None = None
    """None says nothing about it: 1 for a new coding, and what is there stays."""
    qualifier: str | None = None
    """None says nothing about it, so that a coding with any qualifier is the one that is meant."""
    memo: str = ""
    unsure: bool | None = None
    origin: str = "hand"


class Tagged(NamedTuple):
    """What a tagging command did."""

    added: tuple[int, ...]
    """Ids of the new codings."""
    changed: tuple[int, ...]
    """Ids of codings that were there and got another weight, memo or mark."""
    unchanged: int
    """How many were there already, just so."""
    skipped: tuple[Problem, ...] = ()
    codes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def checked_weight(weight: float) -> float:
    """A weight in (0, 1]; UsageError `intensity_range` otherwise."""
    if not 0 < weight <= 1:  # which is no for `nan` too
        raise UsageError(
            f"weight {weight:g}: expected more than 0 and at most 1", slug="intensity_range",
            hint="votes stand in a column of cases.csv and are counted with `rank --weight column:NAME`",
        )  # fmt: skip
    return weight


def wishes(
    project: Handle,
    place: str | addresses.Address,
    codes: Sequence[str],
    *,
    quote: str = "",
    weight: float | None = None,
    qualifier: str | None = None,
    memo: str = "",
    coder: str = "",
    unsure: bool | None = None,
    cache: dict[str, Document] | None = None,
) -> list[Tag]:
    """What `tag ADDRESS CODE...` asks for, checked against the material and the codebooks.

    For many places at once `cache` keeps their documents.
    """
    where = stretches(project, place, quote, cache)
    said = meant(project, codes, coder, weight, qualifier, memo, unsure)
    return [Tag._make(at + what) for what in said for at in where]


def stretches(
    project: Handle, place: str | addresses.Address, quote: str = "", cache: dict[str, Document] | None = None
) -> list[tuple[str, Span, str]]:
    """The stretches of text that a place means, each with its document and its words."""
    address = addresses.parse(place) if isinstance(place, str) else place
    cache = {} if cache is None else cache
    document = cache.get(address.document)
    if document is None:
        document = cache[address.document] = project.document(address.document)
    spans = quote_places.spans_of(document, address)
    if quote and not (address.span and quote_places.same_words(spans[0].cut(document.text), quote)):
        spans = [quote_places.quoted(document, quote, spans)]
    elif not quote and not (address.turns or address.answer or address.span):
        raise UsageError(
            f"{place} is a whole document: say which turn, answer or characters, or give the words",
            slug="bad_address",
            hint=f'for instance `qualcode tag {place}:1 CODE`, or `--quote "the words"`',
        )
    return [(document.id, span, span.cut(document.text)) for span in spans]


def meant(
    project: Handle, codes: Sequence[str], coder: str, weight: float | None, qualifier: str | None, memo: str,
    unsure: bool | None,
) -> list[tuple[Any, ...]]:  # fmt: skip
    """What is said about a place, once for each code: what stands in a `Tag` after its words."""
    if weight is not None:
        checked_weight(weight)
    coder = coder or project.coder
    coder = new_name(coder, project.store.coder_keys() if "," in coder else ())
    if not codes:
        raise UsageError("no code given", slug="no_code", hint="`qualcode codebook show` lists the codes")
    found = []
    for name in (each for written in codes for each in apart(project.codes, written)):
        code = project.codes.codable(name)
        checked = None if qualifier is None else project.codes.qualifier(code, qualifier)
        found.append((code, coder, weight, checked, memo, unsure, "hand"))
    return found


def tag(
    project: Handle,
    tags: Sequence[Tag],
    *,
    action: str = "tag",
    summary: str = "",
    prepare: Callable[[Change], None] | None = None,
) -> Tagged:
    """Store codings in one transaction; the same coding twice is stored once, and keeps what is not said anew.

    What the tags rest on is looked at again where nobody else can write: that the words are still
    the document's, and the codes still there. Raises DataError `text_changed_meanwhile` or
    `gone_meanwhile`, UsageError `code_changed_meanwhile`. `prepare` does first, in the same
    transaction, what the codings need, such as writing a new code into its codebook.
    """
    changed: list[int] = []
    unchanged = 0
    store = project.writable
    codes = tuple(dict.fromkeys(one.code for one in tags))
    with (
        project.codes.kept(),
        store.change(action, project.coder, own=prepare is None and _own(project, tags)) as change,
    ):
        project.codes.refresh()
        if prepare is not None:
            prepare(change)
        # A new open code gets its id when it is written into its codebook.
        ids = {code: project.codes.ensure(change, code) for code in codes}
        # In one order, so that two who make the same codes at once do not wait for each other.
        code_keys = {code: store.code_key(change, id) for code, id in sorted(ids.items(), key=lambda pair: pair[1])}
        coder_keys = {id: store.coder_key(change, id) for id in dict.fromkeys(one.coder for one in tags)}
        document_keys = _documents(store, tags)
        there = _there(project, [(document_keys[one.document], one.span.start) for one in tags])
        any_qualifier = {identity[:-1]: identity for identity in there if identity[-1]}
        created = now()
        new: dict[tuple[Any, ...], int] = {}
        rows: list[tuple[Any, ...]] = []
        again: list[int] = []
        for one in tags:
            document, span, quote, code, coder, weight, qualifier, memo, unsure, origin = one
            place = (document_keys[document], span.start, span.stop)
            who = (*place, code_keys[code], coder_keys[coder])
            identity = (*who, qualifier or "")
            if qualifier is None and any_qualifier and identity not in there and identity not in new:
                identity = any_qualifier.get(who, identity)
            if identity in new:  # twice in one batch
                at, said = new[identity], _said(one)
                before = tuple(rows[at][where] for _, where in _TOLD)
                after = tuple(said.get(name, rows[at][where]) for name, where in _TOLD)
                if before == after:
                    unchanged += 1
                else:
                    rows[at] = (*rows[at][:7], *after, *rows[at][10:])
                    again.append(at)
            elif identity in there:
                key, stored = there[identity]
                said = {**stored, **_said(one)}
                if stored == said:
                    unchanged += 1
                else:
                    change.update("coding", key, said)
                    changed.append(key)
                    there[identity] = (key, said)
            else:
                new[identity] = len(rows)
                if identity[-1]:
                    any_qualifier.setdefault(who, identity)
                strength = 1.0 if weight is None else float(weight)
                rows.append((*place, quote, *identity[3:], strength, memo, int(bool(unsure)), created, origin))
        added = change.insert_rows("coding", USUAL["coding"][:-1], rows)
        changed += [added[at] for at in again]
        change.summary = summary or _summary(tags, tuple(ids.values()))
    return Tagged(tuple(added), tuple(changed), unchanged, (), tuple(ids.values()))


def new_but_for_capitals(project: Handle, tags: Sequence[Tag]) -> list[str]:
    """What to say of coders who are not there yet and whose name differs from another's in capital letters alone."""
    there = {same_name(name): name for name in project.store.coder_keys()}
    found = []
    for name in dict.fromkeys(one.coder for one in tags):
        known = there.setdefault(same_name(name), name)
        if known != name and name not in project.store.coder_keys():
            merging = f"qualcode coder rename {argument(name)} {argument(known)} --merge"
            found.append(f"{name!r} is a new coder beside {known!r}; one person? `{merging}`")
    return found


def _own(project: Handle, tags: Sequence[Tag]) -> bool:
    """Whether tags are one coder's own, of codes that stand in their codebooks already."""
    codes = {one.code for one in tags}
    return all(one.coder == project.coder for one in tags) and all(map(project.codes.get, codes))


_TOLD = (("weight", 7), ("memo", 8), ("unsure", 9))
"""What a second tag may say anew of a coding, and where it stands in a new row."""


def _documents(store: Store, tags: Sequence[Tag]) -> dict[str, int]:
    """The keys of the documents that tags are in, whose words must be what the tags quote."""
    quoted = grouped((one.document, (one.span, one.quote)) for one in tags)
    keys = {id: store.document_key(id) for id in quoted}
    for id, words in quoted.items():
        store.check_words(keys[id], words)
    return keys


def _said(one: Tag) -> dict[str, Any]:
    """What a tag says about its coding; what it is silent about is not in it."""
    said: dict[str, Any] = {}
    if one.weight is not None:
        said["weight"] = float(one.weight)
    if one.memo:
        said["memo"] = one.memo
    if one.unsure is not None:
        said["unsure"] = int(one.unsure)
    return said


def _summary(tags: Sequence[Tag], codes: tuple[str, ...]) -> str:
    if not tags:
        return "nothing"
    places_ = list(dict.fromkeys(f"{one.document}@{one.span.start}-{one.span.stop}" for one in tags))
    where = the_first(places_, 3)
    what = the_first(codes, 4)
    return f"{where}: {what}"


def _there(project: Handle, starts: Sequence[tuple[int, int]]) -> dict[tuple[Any, ...], tuple[int, dict[str, Any]]]:
    """The codings that stand where tags shall stand, by what makes two codings the same."""
    wanted: Iterable[tuple[int, int | None]] = dict.fromkeys(starts)
    if len(starts) > 200:  # one reading of each document is then cheaper than a look-up per place
        wanted = dict.fromkeys((document, None) for document, _ in starts)
    return {
        (document, start, stop, code, coder, qualifier): (key, {"weight": weight, "memo": memo, "unsure": unsure})
        for key, document, start, stop, code, coder, qualifier, weight, memo, unsure in project.writable.coding_rows(
            wanted
        )
    }
