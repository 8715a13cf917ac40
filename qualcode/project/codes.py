"""Which codes there are, and which one a person means.

Frames are the YAML files in `codebooks/`; `open` is the inductive codebook that grows while
tagging. A code is written `moore:value.mission`, or any shorter way that only one code fits.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from ..codebook.bundled import ORDER
from ..codebook.cache import load_cached
from ..core.choices import under
from ..core.errors import UnknownName, UsageError, several
from ..core.files import second_copy_of
from ..core.model import Code, Codebook
from ..store import Change

if TYPE_CHECKING:
    from .handle import Handle
    from .tag import Tag

OPEN = "open"


class Codes:
    """The codebooks of one project, read on first use."""

    def __init__(self, project: Handle) -> None:
        self._project = project
        self._books: dict[str, Codebook] | None = None
        self._names: dict[str, list[str]] | None = None
        self._stamp: tuple[object, ...] = ()
        """The files as they were when they were read."""

    @property
    def folder(self) -> Path:
        return self._project.root / "codebooks"

    @property
    def paths(self) -> list[Path]:
        """The files of the codebooks in use, in alphabetical order; a cloud folder's second copies are not in use."""
        found = sorted((*self.folder.glob("*.yaml"), *self.folder.glob("*.yml")))
        return [path for path in found if second_copy_of(path) is None]

    @property
    def books(self) -> dict[str, Codebook]:
        """The codebooks in use by id; ProblemsFound when a file has mistakes."""
        if self._books is None:
            # Kept only when all of them could be read: half a project's codes are worse than none.
            found: dict[str, Codebook] = {}
            stamp = self._files()
            for path in self.paths:
                book = load_cached(path, self._project.root / ".cache" / "codebooks")
                if book.id in found:
                    raise UsageError(
                        f"two files in {self.folder} hold a codebook with the id {book.id!r}", slug="codebook_twice"
                    )
                found[book.id] = book
            # The frames that tables are made for come first wherever codebooks are listed.
            first = [id for id in self._project.settings.codebooks if id in found]
            self._books = {id: found[id] for id in dict.fromkeys([*first, *found])}
            self._stamp = stamp
        return self._books

    def forget(self) -> None:
        """Read the files again next time."""
        self._books = self._names = None

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """A new code is known only when it was stored: after a failure the files are read again."""
        try:
            yield
        except BaseException:
            self.forget()
            raise

    def refresh(self) -> None:
        """Read the files again if another program or a person has changed them since."""
        if self._books is not None and self._stamp != self._files():
            self.forget()

    def _files(self) -> tuple[object, ...]:
        found: list[object] = []
        for path in self.paths:
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((path.name, status.st_mtime_ns, status.st_size, status.st_ino))
        return tuple(found)

    def renew_names(self) -> None:
        """Work the names out again, after a book was put among `books` that is written later."""
        self._names = None

    def __iter__(self) -> Iterator[tuple[str, Code]]:
        for book in self.books.values():
            for code in book.codes:
                yield f"{book.id}:{code.id}", code

    def book(self, id: str) -> Codebook:
        """A codebook in use; UnknownName otherwise."""
        if id not in self.books:
            raise UnknownName("codebook", id, self.books, hint="`qualcode codebook list` shows them")
        return self.books[id]

    def path(self, id: str) -> Path:
        """The file of a codebook in use."""
        self.book(id)
        for path in self.paths:
            if load_cached(path, self._project.root / ".cache" / "codebooks").id == id:
                return path
        raise AssertionError(id)

    def get(self, full: str) -> Code | None:
        """The code with a full id, or None."""
        book, _, path = full.partition(":")
        if book not in self.books:
            return None
        try:
            return self.books[book].code(path)
        except KeyError:
            return None

    def known(self, name: str) -> str:
        """The full id of the code that `name` means: a code in a codebook, or one that has codings.

        Raises UnknownName with the nearest, or UsageError `ambiguous_code` naming the candidates.
        """
        full = self.find(name)
        if full:
            return full
        if name in self._project.store.code_keys():
            return name
        near = [*self._by_name(), *(id for id, _ in self), *self.books]
        rest = name.split(":")[-1].strip()
        frame = name.partition(":")[0].strip()
        if frame in ORDER and frame not in self.books:
            raise UnknownName("code", name, hint=f"`qualcode codebook use {frame}` takes that frame into the study")
        new = f"; `{OPEN}:{rest}` makes a new open code" if rest else ""
        raise UnknownName(
            "code",
            name,
            near,
            hint=f"`qualcode codebook show` lists the codes{new}",
        )

    def codable(self, name: str) -> str:
        """The full id of a code that may be applied; `open:anything` may also be new.

        Raises as `known`, and UsageError `not_codable` for a category or a retired code.
        """
        name = name.strip()
        book, colon, rest = name.partition(":")
        if colon and book == OPEN and rest.strip():
            full = self.find(name) or ""
            if not full:
                return f"{OPEN}:{rest.strip()}"
        else:
            full = self.known(name)
        code = self.get(full)
        if code is None:
            raise UsageError(f"{full} is in no codebook any more", slug="not_codable", hint="`qualcode check`")
        if not code.codable:
            below = ", ".join(child.id for child in self.book(full.partition(":")[0]).children(code.id)[:6])
            raise UsageError(
                f"{full} is a category that groups others and is not applied itself",
                slug="not_codable",
                hint=f"its codes: {below}" if below else None,
            )
        if code.retired:
            raise UsageError(f"{full} is retired: it keeps its codings and takes no new ones", slug="not_codable")
        return full

    def qualifier(self, code: str, name: str) -> str:
        """A qualifier of the code's codebook; UnknownName with the nearest otherwise."""
        if not name:
            return ""
        book = self.books.get(code.partition(":")[0])
        known = dict(book.qualifiers) if book else {}
        if book is None or (book.id == OPEN and not known):
            # A factor found while reading may promote or inhibit before anybody has gathered it under an area.
            known = {id: names for other in self.books.values() for id, names in other.qualifiers}
        for id, names in known.items():
            if name.casefold() in {id.casefold(), *(text.casefold() for text in names.values())}:
                return id
        hint = f"its qualifiers: {', '.join(known)}" if known else f"{code} is in a codebook without qualifiers"
        raise UnknownName("qualifier", name, known, hint=hint)

    def find(self, name: str) -> str | None:
        """The full id of the code of a codebook that `name` means, None where there is none; raises
        UsageError `ambiguous_code` naming the candidates."""
        wanted = name.strip()
        by_name = self._by_name()
        candidates = by_name.get(wanted.casefold(), [])
        if len(candidates) > 1:
            exact = [full for full in candidates if full.casefold() == wanted.casefold()]
            default = [full for full in candidates if full.partition(":")[0] in self._project.settings.codebooks]
            candidates = exact or (default if len(default) == 1 else candidates)
        if len(candidates) > 1:
            books = {full.partition(":")[0] for full in candidates}
            raise UsageError(
                f"{name!r} may mean {', '.join(candidates)}", slug="ambiguous_code",
                hint="write it with its codebook" if len(books) > 1 else f"write it in full: {' or '.join(candidates)}",
            )  # fmt: skip
        return candidates[0] if candidates else None

    def _by_name(self) -> dict[str, list[str]]:
        """Every way to write a code, in lower case -> the full ids it fits."""
        if self._names is None:
            names: dict[str, list[str]] = {}
            for full, code in self:
                book = full.partition(":")[0]
                ways = {full, code.id, *code.name.values(), *(f"{book}:{name}" for name in code.name.values())}
                for listed in code.aliases.values():
                    ways.update(listed)
                for way in {way.casefold() for way in ways}:
                    names.setdefault(way, []).append(full)
            self._names = names
        return self._names

    def ensure(self, change: Change, full: str) -> str:
        """The id of a code that shall be applied; a new open code is written into `open.yaml` first.

        Called inside the change that applies it, when the codebooks are as they now stand. Raises UsageError
        `code_changed_meanwhile` for a code that another program renamed, merged, retired or took away.
        """
        code = self.get(full)
        book, _, name = full.partition(":")
        if code is None and book == OPEN and self._project.store.files.shared:
            self._take_shared_open(change)
            code = self.get(full)
        if code is None and book == OPEN and (found := self.find(full)):
            full, code = found, self.get(found)
        if code is not None and code.codable and not code.retired:
            return full
        if code is not None or book != OPEN:
            what = "retired or made a category" if code is not None else "renamed, merged or taken away"
            raise UsageError(
                f"{full} was {what} by another program meanwhile; nothing was stored",
                slug="code_changed_meanwhile", hint="`qualcode codebook show` shows the codes as they are now",
            )  # fmt: skip
        return self.add_open(change, name)

    def _take_shared_open(self, change: Change) -> None:
        """Read the open codes as they are shared at this moment: another coder may just have made this one."""
        from ..codebook.loader import loads

        path = f"codebooks/{OPEN}.yaml"
        text = change.text(path)
        if text is not None:
            self.books[OPEN] = loads(text, path)
            self._names = None

    def add_open(self, change: Change, name: str, *, in_vivo: bool = False, example: str = "") -> str:
        """Write a new open code into `open.yaml`, as part of a change; returns its full id.

        `in_vivo` says that the name is the informant's own words, `example` what gave rise to it.
        """
        from ..codebook.loader import loads
        from ..codebook.open_codes import append_code, new_open

        path = f"codebooks/{OPEN}.yaml"
        before = change.text(path)
        if before is None:
            text, known = new_open(self._project.settings.language)
        else:
            text, known = before, self.books[OPEN] if OPEN in self.books else loads(before, path)
        opened = append_code(text, known, name, in_vivo=in_vivo, example=example)
        change.file(path, before, opened.text)
        self.books[OPEN] = opened.codebook
        self._names = None
        return f"{OPEN}:{opened.code.id}"

    def new_open_id(self, name: str) -> str:
        """The full id that a new open code of this name will get."""
        from ..codebook.names import slugify
        from ..core.numbering import unused

        taken = {code.id for code in self.books[OPEN]} if OPEN in self.books else set()
        return f"{OPEN}:{unused(slugify(' '.join(name.split())), taken.__contains__)}"

    def warnings(self, tags: Sequence[Tag]) -> list[str]:
        """The rules of the codebooks that tags would break beside what stands there already."""
        ruled = {id for id, book in self.books.items() if _has_rules(book)}
        places = {(t.document, t.span, t.coder) for t in tags if t.code.partition(":")[0] in ruled}
        if not places:
            return []
        from ..codebook.rules import violations

        found: list[str] = []
        for document, span, coder in sorted(places):
            there = [c.code for c in self._project.store.codings([document], [coder]) if c.span == span]
            new = [t.code for t in tags if (t.document, t.span, t.coder) == (document, span, coder)]
            before = {str(broken) for broken in violations(self.books.values(), there)}
            after = violations(self.books.values(), list(dict.fromkeys([*there, *new])))
            found += [str(broken) for broken in after if str(broken) not in before]
        return list(dict.fromkeys(found))

    def default_books(self) -> list[str]:
        """The codebooks that tables are made for when none is named; one without a code yet only where all are."""
        chosen = [self.book(id).id for id in self._project.settings.codebooks]
        chosen = chosen or [id for id, book in self.books.items() if book.kind == "deductive"] or list(self.books)
        return [id for id in chosen if self._rows(self.books[id])] or chosen

    def _rows(self, book: Codebook, level: int | None = None) -> list[str]:
        """The rows of a codebook: the codes at a level, and those above it that have none below; the residual and the
        optional ones only where they are used, themselves or a code below them. No row where nothing is so deep."""
        used = {
            above for code in self._project.store.code_keys() for above in accumulate(code.split("."), "{}.{}".format)
        }
        wanted, parents = (level or 1) - 1, {code.parent for code in book.codes}
        if all(depth < wanted for depth, _ in book.walk()):
            return []
        at_level = [
            (f"{book.id}:{code.id}", code)
            for depth, code in book.walk()
            if depth == wanted or (depth < wanted and code.id not in parents)
        ]
        return [full for full, code in at_level if full in used or not (code.id == "other" or code.optional)]

    def categories(self, names: Sequence[str] = (), level: int | None = None) -> list[str]:
        """The rows of a table: the codes named, or those at a level (from 1) of the default books.

        A name may be a whole codebook (`moore`), which means its top codes. The residual code
        `other` is a row only where it is used or named.
        """
        if not names:
            names = self.default_books()
        if not names:
            raise UsageError(
                "no codebook is in use, so there is no category", slug="empty_category_set",
                hint="`qualcode codebook list` shows the frames, `qualcode codebook use moore` takes one",
            )  # fmt: skip
        rows: list[str] = []
        for name in names:
            book = self.books.get(name.removesuffix(":"))
            rows += self._below(self.known(name), level) if book is None else self._rows(book, level)
        if not rows:
            raise self._no_row(names, level)
        return list(dict.fromkeys(rows))

    def _below(self, code: str, level: int | None) -> list[str]:
        """A code that was named; with a level the codes of that level below it, where it has some."""
        book = self.books.get(code.partition(":")[0])
        if level is None or book is None:
            return [code]
        return [row for row in self._rows(book, level) if row == code or row.startswith(f"{code}.")] or [code]

    def whole(self, names: Sequence[str]) -> list[str]:
        """The codebooks that are asked for as a whole by names, or by none: no code of theirs is named beside them."""
        asked = [(name, self.books.get(name.removesuffix(":"))) for name in names or self.default_books()]
        apart = {self.known(name).partition(":")[0] for name, book in asked if book is None}
        return [book.id for _, book in asked if book is not None and book.id not in apart]

    def rowless(self, names: Sequence[str], rows: Iterable[str]) -> frozenset[str]:
        """The codes of what is asked for that are coded with and stand in none of the rows: above the level of the
        rows, or gone from the codebook."""
        books = {name: self.books.get(name.removesuffix(":")) for name in names or self.default_books()}
        asked = [f"{book.id}:*" if book else self.known(name) for name, book in books.items()]
        mine = (code for code in self._project.store.code_keys() if any(under(code, one) for one in asked))
        return frozenset(code for code in mine if not any(under(code, row) for row in rows))

    def _no_row(self, names: Sequence[str], level: int | None) -> UsageError:
        books = [self.books[name.removesuffix(":")] for name in names]
        listed = ", ".join(book.id for book in books)
        deepest = max((depth + 1 for book in books for depth, _ in book.walk()), default=0)
        if level is None or not deepest:
            return UsageError(f"{listed}: a codebook without codes that could be counted", slug="empty_category_set",
                              hint=f"`qualcode codebook add {books[0].id}:NAME` adds one")  # fmt: skip
        return UsageError(f"--level {level}: {listed} has {several(deepest, 'level')} of codes",
                          slug="empty_category_set", hint=f"--level {deepest}")  # fmt: skip

    def label(self, full: str, language: str) -> str:
        """A code's name for people; its id where no codebook has it."""
        book, _, id = full.partition(":")
        found = self.books.get(book)
        return found.label_of(id, language) if found is not None and id in found else full


def _has_rules(book: Codebook) -> bool:
    return bool(book.exclusive or book.at_most_one_of or any(code.exclusive or code.requires for code in book.codes))
