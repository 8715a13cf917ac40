"""Rules about codes on one segment, checked while tagging and by `check`; they warn, never refuse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..core.choices import under
from ..core.grouping import grouped
from ..core.model import Codebook, Coding, Span
from ..core.ticks import Tick, ticking
from ..core.values import frozen


@frozen
class Violation:
    """A rule that the codings on a segment do not keep."""

    rule: str
    """`exclusive`, `at_most_one_of`, `requires`, `category`, `retired`, `memo`, `qualifier` or `unknown`."""
    coder: str
    codes: tuple[str, ...]
    """The codes it is about, in full."""
    codings: tuple[int, ...]
    """Ids of the codings it is about."""
    message: str

    def __str__(self) -> str:
        return self.message


def violations(codebooks: Codebook | Iterable[Codebook], codings: Sequence[Coding | str]) -> list[Violation]:
    """What is wrong with the codings of one segment, coder by coder.

    Full codes may stand for codings that are not made yet; their memos are then not asked for.
    """
    books = {book.id: book for book in _several(codebooks)}
    by_coder: dict[str, list[Coding]] = {}
    for each in codings:
        coding = each if isinstance(each, Coding) else Coding(0, "", Span(0, 0), "", each, "", memo="-")
        by_coder.setdefault(coding.coder, []).append(coding)
    return [found for coder, own in by_coder.items() for found in _of_one(books, coder, own)]


def violations_everywhere(
    codebooks: Codebook | Iterable[Codebook], codings: Iterable[Coding], progress: Tick | None = None
) -> list[tuple[Coding, Violation]]:
    """All violations in many codings, each once, with a coding on whose segment it stands.

    Two codings share a segment where their spans overlap.
    """
    books = list(_several(codebooks))
    apart = grouped(((coding.document, coding.coder), coding) for coding in codings)
    found: list[tuple[Coding, Violation]] = []
    seen: set[tuple[str, frozenset[int]]] = set()
    for own in ticking(apart.values(), progress):
        broken: dict[frozenset[int], list[Violation]] = {}  # most segments have several codings, and are looked at once
        for at, together in _overlapping(own):
            ids = frozenset(coding.id for coding in together)
            if ids not in broken:
                broken[ids] = violations(books, together)
            for violation in broken[ids]:
                if at.id not in violation.codings:
                    continue
                key = (violation.rule, frozenset(violation.codings))
                if key not in seen:
                    seen.add(key)
                    found.append((at, violation))
    return found


def _several(codebooks: Codebook | Iterable[Codebook]) -> Iterable[Codebook]:
    return (codebooks,) if isinstance(codebooks, Codebook) else codebooks


def _overlapping(codings: list[Coding]) -> Iterator[tuple[Coding, list[Coding]]]:
    """Each coding with those that overlap it, itself included."""
    ordered = sorted(codings, key=lambda coding: (coding.span, coding.id))
    active: list[Coding] = []
    beside: dict[int, list[Coding]] = {coding.id: [coding] for coding in ordered}
    for coding in ordered:
        active = [other for other in active if other.span.stop > coding.span.start]
        for other in active:
            beside[other.id].append(coding)
            beside[coding.id].append(other)
        active.append(coding)
    return ((coding, beside[coding.id]) for coding in ordered)


def _of_one(books: Mapping[str, Codebook], coder: str, codings: list[Coding]) -> Iterator[Violation]:
    by_code = grouped((coding.code, coding) for coding in codings)

    def violation(rule: str, codes: Iterable[str], message: str) -> Violation:
        codes = tuple(codes)
        ids = tuple(sorted(coding.id for code in codes for coding in by_code[code]))
        return Violation(rule, coder, codes, ids, message)

    for full, own in by_code.items():
        book = books.get(full.partition(":")[0])
        id = full.partition(":")[2]
        if book is None or id not in book:
            yield violation("unknown", [full], f"{full} is in no codebook")
            continue
        code = book.code(id)
        if not code.codable:
            yield violation("category", [full], f"{full} only groups other codes")
        if code.retired:
            yield violation("retired", [full], f"{full} is no longer used")
        if code.needs_memo and any(not coding.memo for coding in own):
            yield violation("memo", [full], f"{full} needs a memo that says what it rests on")
        known = {name for name, _ in book.qualifiers}
        wrong = sorted({coding.qualifier for coding in own if coding.qualifier} - known)
        if wrong:
            yield violation("qualifier", [full], f"{full} has no qualifier {wrong[0]!r}")
        if code.requires and not _met(book, code.requires, by_code):
            wanted = " or ".join(code.requires)
            yield violation("requires", [full], f"{full} stands only together with {wanted}")
        if code.exclusive:
            others = [other for other in by_code if other != full and _of(book, other)]
            if others:
                message = f"{full} stands alone, but here is also {', '.join(others)}"
                yield violation("exclusive", [full, *others], message)
    for book in books.values():
        if not (book.exclusive or book.at_most_one_of):
            continue
        own_codes = _lowest([full for full in by_code if _of(book, full)])
        if book.exclusive and len(own_codes) > 1:
            message = f"at most one code of {book.id} stands on a segment, here are {', '.join(own_codes)}"
            yield violation("exclusive", own_codes, message)
        for group in book.at_most_one_of:
            wanted_codes = [f"{book.id}:{id}" for id in group]
            hits = {wanted: [full for full in own_codes if under(full, wanted)] for wanted in wanted_codes}
            there = _lowest([full for fulls in hits.values() for full in fulls])
            if sum(bool(fulls) for fulls in hits.values()) > 1 and len(there) > 1:
                message = f"at most one of {', '.join(group)} stands on a segment, here are {', '.join(there)}"
                yield violation("at_most_one_of", there, message)


def _of(book: Codebook, full: str) -> bool:
    return full.startswith(f"{book.id}:")


def _met(book: Codebook, requires: Iterable[str], codes: Iterable[str]) -> bool:
    wanted = [id if ":" in id else f"{book.id}:{id}" for id in requires]
    return any(under(code, each) for code in codes for each in wanted)


def _lowest(codes: Sequence[str]) -> list[str]:
    """The codes without those that another one stands below: a parent and its child are one."""
    unique = list(dict.fromkeys(codes))
    return [code for code in unique if not any(other.startswith(code + ".") for other in unique)]
