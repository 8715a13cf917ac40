"""What changed between two codebooks: two files, two dates, or a colleague's copy.

A code with the same id is the same code. Codes that vanished are set beside those that appeared,
by name and by definition, because a code renamed by hand in the file looks like one of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from ..core.grouping import grouped
from ..core.model import Code, Codebook, Names
from ..core.text import fold
from ..core.values import frozen

LIKELY = 0.75
"""From this likeness on, a vanished code is set beside one that appeared."""
_FEW = 100_000
_NOT_COMPARED = frozenset(("id", "parent", "color_derived", "codes"))
_SHOWN = {"avoid": "not"}


@frozen
class Change:
    """One field of a code or codebook that has another value."""

    field: str
    """As in the file: `brief`, `not`, `color`."""
    language: str
    """`""` for a field that has none."""
    before: str
    now: str


@frozen
class Pair:
    """A code that has another id now."""

    before: Code
    now: Code
    likeness: float
    """1 where names or definitions are the same, else how alike they are."""
    along: bool = False
    """It only follows the code above it."""

    @property
    def moved(self) -> bool:
        """Whether it stands under another code."""
        return (self.before.parent or "") != (self.now.parent or "")


@frozen
class CodebookDiff:
    """Everything that differs between two codebooks."""

    before: Codebook
    now: Codebook
    added: tuple[Code, ...]
    removed: tuple[Code, ...]
    renamed: tuple[Pair, ...]
    """Codes with another id: renamed, moved, or both; probable where the likeness is below 1."""
    changed: tuple[tuple[Code, tuple[Change, ...]], ...]
    """Codes as they are now, with the fields that differ."""
    book: tuple[Change, ...]
    """What differs in the codebook itself."""

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.renamed, self.changed, self.book))


def diff(before: Codebook, now: Codebook, recode: Mapping[str, str] | None = None) -> CodebookDiff:
    """What changed from one codebook to another.

    `recode` gives new ids that are known, as from the history of edits.
    """
    vanished = [code for code in before if code.id not in now]
    appeared = [code for code in now if code.id not in before]
    pairs = pair_up(vanished, appeared, recode or {})
    was = {pair.now.id: pair.before for pair in pairs}
    gone = {pair.before.id for pair in pairs}
    changed = []
    for code in now:
        old = was.get(code.id) or (before.code(code.id) if code.id in before else None)
        changes = tuple(_changes(old, code)) if old is not None else ()
        if changes:
            changed.append((code, changes))
    return CodebookDiff(
        before,
        now,
        added=tuple(code for code in appeared if code.id not in was),
        removed=tuple(code for code in vanished if code.id not in gone),
        renamed=tuple(pairs),
        changed=tuple(changed),
        book=tuple(_changes(before, now)),
    )


def pair_up(vanished: Iterable[Code], appeared: Iterable[Code], recode: Mapping[str, str] | None = None) -> list[Pair]:
    """Codes that vanished, each with the one that appeared which it probably is."""
    order = list(vanished)
    left = {code.id: code for code in order}
    right = {code.id: code for code in appeared}
    found: dict[str, tuple[Code, float]] = {}

    def take(old: Code, new: Code, likeness: float) -> None:
        found[old.id] = (new, likeness)
        del left[old.id], right[new.id]

    for old_id, new_id in (recode or {}).items():
        if old_id in left and new_id in right:
            take(left[old_id], right[new_id], 1.0)
    by_key = grouped((key, code) for code in right.values() for key in _keys(code))
    # Certain first: same level of the id and same name, then same name, then same definition.
    for kind in ("level", "name", "brief"):
        for code in order:
            if code.id not in left:
                continue
            for key in _keys(code):
                same = [each for each in by_key.get(key, ()) if each.id in right]
                if key[0] == kind and len(same) == 1:
                    take(code, same[0], 1.0)
                    break
    for old, new, likeness in _alike(list(left.values()), list(right.values())):
        if old.id in left and new.id in right:
            take(old, new, likeness)
    paired = {old: new.id for old, (new, _) in found.items()}
    return [
        Pair(code, *found[code.id], along=_along(code, found[code.id][0], paired)) for code in order if code.id in found
    ]


def _along(old: Code, new: Code, paired: Mapping[str, str]) -> bool:
    same_level = old.id.rpartition(".")[2] == new.id.rpartition(".")[2]
    return same_level and old.parent is not None and paired.get(old.parent) == new.parent


def _keys(code: Code) -> Iterator[tuple[str, ...]]:
    for language, name in code.name.items():
        folded = fold(name)[0]
        yield "level", code.id.rpartition(".")[2], language, folded
        yield "name", language, folded
    for language, text in code.brief.items():
        yield "brief", language, fold(text)[0]


def _alike(left: list[Code], right: list[Code]) -> list[tuple[Code, Code, float]]:
    """Pairs that are likely the same code, most alike first."""
    if not left or not right:
        return []
    scores = [(old, new, likeness(old, new)) for old in left for new in _candidates(old, left, right)]
    likely = [score for score in scores if score[2] >= LIKELY]
    return sorted(likely, key=lambda score: (-score[2], score[0].id, score[1].id))


def _candidates(old: Code, left: list[Code], right: list[Code]) -> Iterable[Code]:
    """The codes worth comparing: all of them, or where there are very many those of a like name."""
    if len(left) * len(right) <= _FEW:
        return right
    from rapidfuzz.process import extract

    names = [code.label() for code in right]
    near = extract(old.label(), names, limit=3, score_cutoff=100 * LIKELY)
    return [right[at] for _, _, at in near]


def likeness(one: Code, other: Code) -> float:
    """How alike two codes are by their words, from 0 to 1: by name, or by name and definition."""
    name = _text_likeness(one.name, other.name)
    brief = _text_likeness(one.brief, other.brief)
    return max(name, 0.5 * name + 0.5 * brief, 0.9 * brief)


def _text_likeness(one: Names, other: Names) -> float:
    from rapidfuzz.fuzz import ratio

    shared = [language for language in one if language in other]
    pairs = [(one[language], other[language]) for language in shared]
    if not pairs and one and other:
        pairs = [(next(iter(one.values())), next(iter(other.values())))]
    return max((ratio(fold(a)[0], fold(b)[0]) / 100 for a, b in pairs), default=0.0)


def _changes(before: Code | Codebook, now: Code | Codebook) -> Iterator[Change]:
    for field in fields(now):
        if field.name in _NOT_COMPARED and not (field.name == "id" and isinstance(now, Codebook)):
            continue
        old, new = getattr(before, field.name), getattr(now, field.name)
        if field.name == "color" and isinstance(now, Code) and isinstance(before, Code):
            old = "" if before.color_derived else old
            new = "" if now.color_derived else new
        if old == new:
            continue
        name = _SHOWN.get(field.name, field.name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            for key in dict.fromkeys((*old, *new)):
                if old.get(key) != new.get(key):
                    yield Change(name, str(key), _shown(old.get(key)), _shown(new.get(key)))
        else:
            yield Change(name, "", _shown(old), _shown(new))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, (tuple, list)):
        return "; ".join(_shown(item) for item in value)
    return str(value)
