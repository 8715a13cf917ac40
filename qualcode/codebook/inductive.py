"""Help for codes made while reading: which are hardly used, and which may be the same."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from ..core.model import Codebook, Coding
from ..core.text import fold
from ..core.values import frozen

SAME_SEGMENTS = 0.5
SIMILAR_NAMES = 0.8
MOST_CANDIDATES = 20


@frozen
class Usage:
    """Where a code was used."""

    code: str
    codings: int = 0
    documents: frozenset[str] = frozenset()
    coders: frozenset[str] = frozenset()


@frozen
class Candidate:
    """Two codes that may be one."""

    one: str
    other: str
    shared: int
    """Segments that carry both."""
    overlap: float | None
    """Shared segments over segments with either; None where neither was used."""
    names: float
    """How alike their names are, from 0 to 1."""

    @property
    def reason(self) -> str:
        """`segments`, `names` or `both`."""
        by_segments = (self.overlap or 0) >= SAME_SEGMENTS
        by_names = self.names >= SIMILAR_NAMES
        return "both" if by_segments and by_names else "segments" if by_segments else "names"


def usage(codings: Iterable[Coding], codebook: Codebook | None = None) -> dict[str, Usage]:
    """Where each code was used, by full code; with a codebook, its codes alone, unused ones too."""
    counts: dict[str, int] = {}
    documents: dict[str, set[str]] = {}
    coders: dict[str, set[str]] = {}
    if codebook is not None:
        for code in codebook:
            counts[f"{codebook.id}:{code.id}"] = 0
    for coding in codings:
        if codebook is not None and not coding.code.startswith(f"{codebook.id}:"):
            continue
        counts[coding.code] = counts.get(coding.code, 0) + 1
        documents.setdefault(coding.code, set()).add(coding.document)
        coders.setdefault(coding.code, set()).add(coding.coder)
    return {
        code: Usage(code, count, frozenset(documents.get(code, ())), frozenset(coders.get(code, ())))
        for code, count in counts.items()
    }


def never_used(codings: Iterable[Coding], codebook: Codebook) -> list[str]:
    """Codes that can be applied and never were."""
    return [code for code, used in usage(codings, codebook).items() if not used.codings and _codable(codebook, code)]


def used_once(codings: Iterable[Coding], codebook: Codebook | None = None) -> list[str]:
    """Codes with a single coding."""
    return [code for code, used in usage(codings, codebook).items() if used.codings == 1]


def by_one_coder(codings: Iterable[Coding], codebook: Codebook | None = None) -> list[str]:
    """Codes that only one coder used; none where only one coder coded at all."""
    codings = list(codings)
    if len({coding.coder for coding in codings}) < 2:
        return []
    return [code for code, used in usage(codings, codebook).items() if len(used.coders) == 1]


def in_one_document(codings: Iterable[Coding], codebook: Codebook | None = None) -> list[str]:
    """Codes found in only one document; none where only one document was coded at all."""
    codings = list(codings)
    if len({coding.document for coding in codings}) < 2:
        return []
    return [code for code, used in usage(codings, codebook).items() if len(used.documents) == 1]


def merge_candidates(codings: Iterable[Coding], codebook: Codebook, *, language: str = "") -> list[Candidate]:
    """Pairs of codes that stand on the same segments or have like names, the likeliest first.

    A segment is a span of a document, whoever coded it. A code and one below it are no pair.
    """
    segments: dict[str, set[tuple[str, int, int]]] = {}
    on: dict[tuple[str, int, int], set[str]] = {}
    for coding in codings:
        book, _, id = coding.code.partition(":")
        if book == codebook.id and id in codebook:
            segment = (coding.document, coding.span.start, coding.span.stop)
            segments.setdefault(id, set()).add(segment)
            on.setdefault(segment, set()).add(id)
    shared: dict[tuple[str, str], int] = {}
    for together in on.values():
        for pair in combinations(sorted(together), 2):
            shared[pair] = shared.get(pair, 0) + 1
    ids = [code.id for code in codebook if code.codable and not code.retired]
    names = _like_names(codebook, ids, language or codebook.language)
    found = []
    for one, other in {*shared, *names}:
        if one.startswith(other + ".") or other.startswith(one + "."):
            continue
        both = shared.get((one, other), 0)
        either = len(segments.get(one, set()) | segments.get(other, set()))
        overlap = both / either if either else None
        alike = names.get((one, other), 0.0)
        if (overlap or 0) >= SAME_SEGMENTS or alike >= SIMILAR_NAMES:
            prefix = codebook.id
            found.append(Candidate(f"{prefix}:{one}", f"{prefix}:{other}", both, overlap, alike))
    found.sort(key=lambda c: (-((c.overlap or 0) + c.names), c.one, c.other))
    return found[:MOST_CANDIDATES]


def _codable(codebook: Codebook, full: str) -> bool:
    id = full.partition(":")[2]
    return id not in codebook or codebook.code(id).codable


def _like_names(codebook: Codebook, ids: list[str], language: str) -> dict[tuple[str, str], float]:
    """Pairs of ids whose names are alike, with how much."""
    if len(ids) < 2:
        return {}
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.process import extract

    labels = [fold(codebook.code(id).label(language))[0] for id in ids]
    found: dict[tuple[str, str], float] = {}
    for at, label in enumerate(labels[:-1]):
        near = extract(label, labels[at + 1 :], scorer=token_sort_ratio, score_cutoff=100 * SIMILAR_NAMES, limit=None)
        for _, score, offset in near:
            one, other = sorted((ids[at], ids[at + 1 + offset]))
            found[one, other] = score / 100
    return found
