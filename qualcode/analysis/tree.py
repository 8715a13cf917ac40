"""Which code stands under which: rolling codes up to the categories of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..core.errors import UnknownName, UsageError


class CodeTree:
    """Codes and their parents.

    Made from a mapping of code to parent (None or `""` for a top code), or read from dotted
    paths: `moore:value.mission` stands under `moore:value`.
    """

    def __init__(self, parents: Mapping[str, str | None], *, complete: bool = True) -> None:
        self.parents: dict[str, str | None] = {code: parent or None for code, parent in parents.items()}
        self.complete = complete
        """Whether a code that is not listed is a mistake, or just one nobody has used."""
        for parent in list(self.parents.values()):
            if parent is not None and parent not in self.parents:
                if complete:
                    raise UnknownName("code", parent, self.parents, slug="unknown_code")
                self.parents[parent] = None
        self._lines: dict[str, tuple[str, ...]] = {}
        for code in self.parents:
            self.line(code)

    @classmethod
    def of(cls, codes: Mapping[str, str | None] | CodeTree | None, used: Iterable[str]) -> CodeTree:
        """The tree given, or the one that the dotted paths of the used codes make."""
        if isinstance(codes, CodeTree):
            return codes
        if codes is not None:
            return cls(codes)
        parents: dict[str, str | None] = {}
        for code in sorted(set(used)):
            while code not in parents:
                parents[code] = above = parent_by_path(code)
                if above is None:
                    break
                code = above
        return cls(parents, complete=False)

    def line(self, code: str) -> tuple[str, ...]:
        """The code and everything above it, from the code upwards; UsageError `code_cycle`."""
        known = self._lines.get(code)
        if known is not None:
            return known
        found = [code]
        parent = self.parents.get(code)
        while parent is not None:
            if parent in found:
                raise UsageError(
                    f"the codes {' > '.join(reversed([*found, parent]))} stand under themselves", slug="code_cycle"
                )
            found.append(parent)
            parent = self.parents.get(parent)
        self._lines[code] = tuple(found)
        return self._lines[code]

    def depth(self, code: str) -> int:
        """1 for a top code."""
        return len(self.line(code))

    def at_level(self, level: int) -> list[str]:
        """The codes at a level (1 = top), and codes above it that have none below, in order."""
        if level < 1:
            raise UsageError(f"level {level}: expected 1 (the top codes) or more", slug="bad_option")
        with_children = {parent for parent in self.parents.values() if parent is not None}
        return [
            code
            for code in self.parents
            if self.depth(code) == level or (self.depth(code) < level and code not in with_children)
        ]

    def check(self, codes: Iterable[str]) -> None:
        """UnknownName (`unknown_code`) for a code that is not in a complete tree."""
        if self.complete:
            for code in codes:
                if code not in self.parents:
                    raise UnknownName("code", code, self.parents, slug="unknown_code")

    def nested(self, categories: Sequence[str]) -> tuple[str, str] | None:
        """A category and one that stands under it, if the set has such a pair."""
        chosen = set(categories)
        for category in categories:
            for above in self.line(category)[1:]:
                if above in chosen:
                    return above, category
        return None

    def places(self, code: str, categories: Mapping[str, int], rollup: bool) -> tuple[int, ...]:
        """The categories that a code counts for: itself, and with roll-up those above it."""
        line = self.line(code) if rollup else (code,)
        return tuple(categories[above] for above in line if above in categories)


def parent_by_path(code: str) -> str | None:
    """What stands above a code by its path.

    >>> parent_by_path("moore:value.mission"), parent_by_path("moore:value")
    ('moore:value', None)
    """
    book, colon, path = code.rpartition(":")
    above, dot, _ = path.rpartition(".")
    return f"{book}{colon}{above}" if dot else None
