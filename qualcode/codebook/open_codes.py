"""Free codes: a new one in the inductive codebook while tagging, without a YAML parser; and help for those that are
there, which are hardly used and which may be the same.

A code is made in the middle of a coder's reading, so it may take a few milliseconds at most.
Where the file's end has the usual form, a code is a few lines more at the end; where it has
not, the general edit does the same, more slowly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from ..core.errors import UsageError
from ..core.model import Code, Codebook, Coding
from ..core.numbering import unused
from ..core.text import fold
from ..core.values import frozen
from .names import derived_colors, slugify
from .write import code_lines, dumps

OPEN = "open"
"""The id of the codebook that free codes go to."""
TITLES = {"en": "Open codes", "da": "Åbne koder", "nb": "Åpne koder", "sv": "Öppna koder"}

_UNSEEN = re.compile("[\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
"""Letters that nobody sees: copied along with words, they make two names of one, or turn round what follows them."""
_CODES = re.compile(r"^codes:[ \t]*(?:\[\][ \t]*)?\r?$", re.MULTILINE)


@frozen
class Opened:
    """The open codebook with one more code."""

    text: str
    codebook: Codebook
    code: Code


def new_open(language: str = "en") -> tuple[str, Codebook]:
    """An empty open codebook: its text and itself."""
    book = Codebook(OPEN, {language: TITLES.get(language, TITLES["en"])}, kind="inductive", language=language)
    return dumps(book), book


def append_code(text: str, codebook: Codebook, name: str, *, in_vivo: bool = False, example: str = "") -> Opened:
    """A free code at the end of an open codebook.

    `codebook` is what `text` says, so that the text need not be parsed. The id is made from the
    name, and numbered when it is taken. `in_vivo` says that the name is the
    informant's own words; `example` is the excerpt that gave rise to the code.
    """
    name = " ".join(_UNSEEN.sub("", name).split())
    if not name:
        raise UsageError("a code needs a name")
    language = codebook.language
    taken = {code.id for code in codebook}
    code = Code(
        unused(slugify(name), taken.__contains__),
        {language: name},
        source="in vivo" if in_vivo else "",
        examples=({language: example},) if example else (),
    )
    appended = _appended(text, codebook, code)
    if appended is None:
        return _edited(text, codebook, code)
    codes = (*codebook.codes, code)
    stated = [(c.id, c.parent, "" if c.color_derived else c.color) for c in codes]
    colors: Mapping[str, str] = derived_colors(stated)
    colored = tuple(
        replace(c, color=colors[c.id], color_derived=True) if not color else c
        for c, (_, _, color) in zip(codes, stated, strict=True)
    )
    return Opened(appended, replace(codebook, codes=colored), colored[-1])


def _appended(text: str, codebook: Codebook, code: Code) -> str | None:
    """The text with the code as its last lines; None when its end has another form."""
    found = list(_CODES.finditer(text))
    if len(found) != 1 or any(each.id.rpartition(".")[2] == "other" for each in codebook.children()[-1:]):
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    rest = text[found[0].end() :].lstrip("\r\n")
    lines = [line for line in rest.splitlines() if line.strip()]
    if not codebook.codes:
        if lines:
            return None
        head, indent = text[: found[0].start()] + "codes:" + newline, "  "
    else:
        first = re.match(r"( *)- id: ", lines[0]) if lines else None
        if first is None or "[]" in found[0].group():
            return None
        indent = first.group(1)
        if any(not line.startswith((indent + "- id: ", indent + "  ")) for line in lines):
            return None  # comments, keys after the list, codes in brackets
        if any(mark in rest for mark in (": |", ": >", "- |", "- >")) or "parent:" in rest:
            return None
        head = text if text.endswith("\n") else text + newline
    added = code_lines(code, codebook.language, indent)
    return head + "".join(line + newline for line in added)


def _edited(text: str, codebook: Codebook, code: Code) -> Opened:
    from .edits import finish, place_new
    from .outline import Outline

    outline = Outline(text).opened()
    place_new(outline, code)
    edit = finish(outline)
    return Opened(edit.text, edit.codebook, edit.codebook.code(code.id))


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
