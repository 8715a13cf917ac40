"""Files written whole or not at all, texts written back as they came, and the second copies that others make.

Every file that qualcode writes is written here: to a neighbour first, forced to the disk, then
renamed over the old one. What is new is its owner's alone, because what qualcode writes is about
people; a file that was there keeps its rights, so that a shared folder stays shared.
"""

from __future__ import annotations

import codecs
import contextlib
import itertools
import os
import re
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from .errors import DataError, UsageError, printable
from .languages import composed

PART, STAGED = ".qualcode-part", ".qualcode-staged"
"""What a neighbour is called while it is written, and while it waits for a commit. Nothing else has these names."""

PRIVATE = 0o600
ABANDONED = 3600
"""Seconds after which a neighbour that is being written is taken for one that was left behind."""


@contextlib.contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[IO[bytes]]:
    """A stream to a neighbour of `path`, renamed over it when the body ends well; OSError otherwise.

    A link keeps pointing at the file it points at. What is there and no file, such as `/dev/null` or a pipe, is written
    to, not replaced. `durable` waits until the disk has it; a cache that can be made again need not.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file() and not target.is_dir():
        with target.open("wb") as stream:
            yield stream
        return
    neighbour = beside(target, PART)
    try:
        with neighbour.open("wb") as stream:
            yield stream
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        put(neighbour, target, durable=durable)
    finally:
        neighbour.unlink(missing_ok=True)


def prepared(path: Path, content: bytes) -> Path:
    """A neighbour of `path` that holds its new content, on the disk; `put` makes it the file itself."""
    neighbour = beside(Path(os.path.realpath(path)), STAGED)
    try:
        with neighbour.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        neighbour.unlink(missing_ok=True)
        raise
    return neighbour


def put(neighbour: Path, path: Path, *, durable: bool = True) -> None:
    """Rename a neighbour over the file it was written for, which it takes its rights from."""
    target = os.path.realpath(path)
    with contextlib.suppress(FileNotFoundError):
        neighbour.chmod(os.stat(target).st_mode & 0o777)  # noqa: PTH116
    os.replace(neighbour, target)  # noqa: PTH105
    if durable:
        settle(Path(target).parent)


@contextlib.contextmanager
def output(path: Path) -> Iterator[IO[bytes]]:
    """A stream to a file that a person asked for, as `replacing`.

    Raises DataError `unwritable` when it cannot be written, UsageError `own_input` for a file that a project
    rests on: what people write by hand, the originals, the database.
    """
    refuse_inputs(path)
    try:
        with replacing(path) as stream:
            yield stream
    except OSError as error:
        hint = "is it open in another program?" if isinstance(error, PermissionError) else None
        raise DataError(
            f"{printable(str(path))}: cannot be written: {error.strerror or error}", slug="unwritable", hint=hint
        ) from error


_MARK = "qualcode.toml"
_INPUTS = re.compile(
    r"(qualcode\.sqlite.*|codebooks(/[^/]+\.ya?ml)?|transcripts(/.+)?|backups(/.+)?|snapshot(/.+)?|\.cache(/.+)?)\Z",
    re.IGNORECASE,
)
_BY_HAND = re.compile(r"(qualcode\.toml|cases\.csv|questions\.yaml|keys\.toml|\.gitignore)\Z", re.IGNORECASE)
"""What is written by hand: a result under such a name would be read as if a person had written it, so it is no target
even where there is no such file yet."""


_originals: list[weakref.WeakMethod[Callable[[], Iterable[Path]]]] = []


def keep_originals(originals: Callable[[], Iterable[Path]]) -> None:
    """Never write results over the files that this method names, wherever they lie, as long as its object lives.

    Who opens a project says so: what was read from a person's own folder lies under no name that could be known here.
    """
    _originals[:] = [known for known in _originals if known() is not None]
    _originals.append(weakref.WeakMethod(originals))


def refuse_inputs(path: Path) -> None:
    """Raise UsageError `own_input` where results would be written over what a study rests on."""
    target = Path(os.path.realpath(path))
    if target.exists():
        for known in tuple(_originals):
            originals = known()
            if originals and any(os.path.realpath(original) == str(target) for original in originals()):
                raise UsageError(
                    f"{printable(str(path))} was read into the study: results are never written over an original",
                    slug="own_input", hint="choose another name, for instance in reports/",
                )  # fmt: skip
    for folder in target.parents:
        if not (folder / _MARK).is_file():
            continue
        name = target.relative_to(folder).as_posix()
        if _BY_HAND.match(name) or (target.exists() and _INPUTS.match(name)):
            raise UsageError(
                f"{printable(str(path))} is what the study rests on: results are never written over it",
                slug="own_input", hint="choose another name, for instance in reports/",
            )  # fmt: skip


def as_there(path: str | Path) -> str:
    """The path as the disk has it, where only the composing of letters differs: a folder that was copied from a Mac
    may hold `Åse.txt` in five letters and a mark. The path itself where it is there, or nothing like it is."""
    written = str(path)
    if written.isascii() or os.path.lexists(written):
        return written
    folder, name = os.path.split(written)
    folder = as_there(folder) if folder and folder != written else folder
    with contextlib.suppress(OSError):
        wanted = composed(name)
        for entry in os.listdir(folder or "."):  # noqa: PTH208 -- names, as they were written
            if composed(entry) == wanted:
                return os.path.join(folder, entry)  # noqa: PTH118
    return written


def write_output(path: Path, content: bytes) -> None:
    """Write a file that a person asked for, whole or not at all; DataError `unwritable` when it cannot be."""
    with output(path) as stream:
        stream.write(content)


def write(path: Path, content: bytes | str, *, durable: bool = True) -> None:
    """Write a file whole or not at all, its folder too where there is none; OSError when it cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path, durable=durable) as stream:
        stream.write(content.encode() if isinstance(content, str) else content)


_numbers = itertools.count()


def beside(target: Path, suffix: str) -> Path:
    """A new empty file beside `target`, for its owner alone."""
    while True:
        name = f".{target.name[:40]}.{os.getpid()}-{next(_numbers)}{suffix}"
        try:
            os.close(os.open(target.with_name(name), os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        except FileExistsError:
            continue
        return target.with_name(name)


def settle(folder: Path) -> None:
    """Wait until the disk has the names in a folder; where folders cannot be waited for, do nothing."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def leftovers(folder: Path) -> list[Path]:
    """Neighbours in a folder that a program left behind when it was stopped.

    One that waits for a commit is left behind where nobody writes to the database, which the caller sees to.
    """
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(STAGED) or (
                entry.name.endswith(PART) and abs(time.time() - entry.stat().st_mtime) > ABANDONED
            ):
                found.append(Path(entry.path))
    return found


_SERVICES = (
    ("Dropbox", re.compile(r"dropbox( \(.*\))?", re.IGNORECASE)),
    ("OneDrive", re.compile(r"onedrive( - .*|-.*)?", re.IGNORECASE)),
    ("iCloud", re.compile(r"icloud ?drive(~.*)?|com~apple~clouddocs|mobile documents", re.IGNORECASE)),
    ("Google Drive", re.compile(r"google ?drive(-.*| .*)?|my drive|googledrive-.*", re.IGNORECASE)),
    ("Nextcloud", re.compile(r"nextcloud|owncloud", re.IGNORECASE)),
)


def service_of(folder: Path) -> str:
    """The cloud service that copies a folder, by the name of a folder that it is in; empty where none is known."""
    for part in folder.absolute().parts:
        for name, pattern in _SERVICES:
            if pattern.fullmatch(part):
                return name
    return ""


class TextForm(NamedTuple):
    """How a text stands in its file: what a spreadsheet or an editor on another system chose."""

    encoding: str = "utf-8"
    newline: str = "\n"

    def encode(self, text: str) -> bytes:
        """The bytes of a text in this dialect; UTF-8 with a mark where the old encoding has no such letters."""
        lined = text.replace("\n", self.newline) if self.newline != "\n" else text
        try:
            return lined.encode(self.encoding)
        except UnicodeEncodeError:
            return lined.encode("utf-8-sig")


def decoded(content: bytes) -> tuple[str, TextForm]:
    """The text of a hand-written file with `\\n` at the ends of its lines, and how it stood there.

    UTF-8 with or without a mark, UTF-16 with one, and Windows-1252, which Excel still writes in
    the Nordic countries. Every byte means something in the last, so that this never fails.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = content.decode(encoding, "replace")
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    return re.sub("\r\n?", "\n", text), TextForm(encoding, newline)


def read_text(path: Path) -> str | None:
    """The text of a hand-written file, or None when there is none; OSError when it cannot be read."""
    try:
        return decoded(path.read_bytes())[0]
    except FileNotFoundError:
        return None


def in_its_dialect(path: Path, text: str) -> bytes:
    """The bytes of a new text for `path`, in the encoding and with the line ends that the file has now."""
    try:
        dialect = decoded(path.read_bytes())[1]
    except FileNotFoundError:
        dialect = TextForm()
    return dialect.encode(text)


# Second copies: how cloud services, and people's file managers, name the copy of a file that they make beside it.

_SAID = re.compile(
    r"conflict|conflit|konflikt|\(\d\d?\)|\b(copy|kopi|kopia|kopio)\b|-(DESKTOP|LAPTOP)-\w+|-[A-Z0-9-]{2,}PC\b",
    re.IGNORECASE,
)
"""What Dropbox, Google Drive, Nextcloud, Syncthing, Seafile, Windows and macOS write after the file's own name."""
_BEFORE = re.compile(r"(?:kopi (?:af|av)|kopia av|copy of) ", re.IGNORECASE)
_COMPUTER = re.compile(
    r"-(?:(?=\S*[A-ZÆØÅÄÖ])[A-ZÆØÅÄÖ0-9]{2,}(?:(?<=[A-ZÆØÅÄÖ0-9]{3})|-[A-ZÆØÅÄÖ0-9]+)(?:-[A-ZÆØÅÄÖ0-9]+)*|"
    r".*(?:\bMac\b|MacBook|iMac).*)\Z"
)
"""OneDrive: the name of the computer; people write languages and years there too."""
_NUMBER = re.compile(r" \d+\Z")
"""iCloud; people number versions of their files so too."""
_ID = re.compile(r"""^id\s*[:=]\s*["']?([^"'\s]+)""", re.MULTILINE)
_ALIKE = 2 / 3
"""The part of the lines that two versions of one guide have in common at least; a translation has fewer."""


def second_copy_of(path: Path, others: Iterable[Path] | None = None) -> Path | None:
    """The file beside a copy that was made of it when two computers changed it; None for other files.

    `others` are what it may be a copy of, such as lie beside it with its suffix where none are given.
    """
    others = path.parent.glob(f"*{path.suffix}") if others is None else others
    for other in sorted(others, key=lambda other: -len(other.stem)):
        rest = _after(path, other)
        said = bool(_SAID.search(rest))
        if (said or _COMPUTER.match(rest) or _NUMBER.match(rest)) and _same_thing(path, other, said):
            return other
    return None


def _after(path: Path, other: Path) -> str:
    """What a name adds to another one: in it, before it or at its end (`qualcode.sqlite (1)`)."""
    if path.name.startswith(other.name):
        return path.name[len(other.name) :]
    name = _BEFORE.sub("", path.stem, count=1)
    if path.suffix.casefold() != other.suffix.casefold() or not name.startswith(other.stem):
        return ""
    return name[len(other.stem) :] or (" copy" if name != path.stem else "")


def _same_thing(path: Path, other: Path, said: bool) -> bool:
    """Whether two files are about one thing, as their ids say; where they have none and the name does not say that
    it is a copy (`said`), as tables with the same columns and guides with nearly the same lines are."""
    kind = other.suffix.casefold()
    if kind == ".sqlite":
        return True
    try:
        texts = [each.read_text("utf-8-sig", "replace") for each in (path, other)]
    except OSError:
        return said
    ids = [found[1] for text in texts if kind != ".csv" and (found := _ID.search(text))]
    if len(ids) == 2:
        return ids[0] == ids[1]
    if said or kind == ".csv":
        return said or texts[0].split("\n", 1)[0].strip() == texts[1].split("\n", 1)[0].strip()
    lines = [{line.strip() for line in text.splitlines() if line.strip()} for text in texts]
    return len(lines[0] & lines[1]) > _ALIKE * min(map(len, lines))
