"""Many files at once, on all cores, in the order they were given, and what only all of them together tell.

Each file is read in a process of its own pool: one that crashes or hangs a library takes only
its own file with it. A file read alone may leave it open who of `AK` and `P07` asks; beside eight others in which `AK`
speaks and `P07` does not, it is clear.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

from ..core.errors import QualcodeError, ReadError
from ..core.model import Span, Turn
from .read import ASKED, ReadRequest, ReadResult, read_file, under_guide
from .speakers.decide import Wanted
from .speakers.labels import fold_label
from .speakers.roles import Background, assign_roles, count_speech

Outcome = list[ReadResult] | QualcodeError
Progress = Callable[[int, int, Path], None]
"""(files done, files in all, the file just read)."""

FEW_SECONDS = 6.0
"""Work below which one process does it: starting others and handing texts over costs more than it saves."""
SECONDS_A_MEGABYTE = {".pdf": 2.0, ".docx": 0.15, ".odt": 0.15, ".xlsx": 0.3}
"""About how long reading takes, by the ending of the file; 0.4 for others."""


def read_many(
    paths: Sequence[Path],
    request: ReadRequest | None = None,
    workers: int | None = None,
    *,
    progress: Progress | None = None,
) -> Iterator[tuple[Path, Outcome]]:
    """Each path with its documents, or with the error that says why there are none.

    `workers` processes (one a core without it); 1 reads in this process.
    """
    request = request or ReadRequest()
    paths = [Path(path) for path in paths]
    if workers is None:
        workers = min(os.cpu_count() or 1, 8)
        if len(paths) < 4 or _seconds(paths) < FEW_SECONDS:
            workers = 1
    workers = min(workers, len(paths))
    source = _in_processes(paths, request, workers) if workers > 1 else _here(paths, request)
    for done, (path, outcome) in enumerate(source, start=1):
        if progress is not None:
            progress(done, len(paths), path)
        yield path, outcome


def _here(paths: Sequence[Path], request: ReadRequest) -> Iterator[tuple[Path, Outcome]]:
    for path in paths:
        yield path, _read(path, request)


def _read(path: Path, request: ReadRequest) -> Outcome:
    try:
        return read_file(path, request)
    except QualcodeError as error:
        return error
    except RecursionError:
        return ReadError(path, "nested too deeply", slug="too_deep")
    except MemoryError:
        return ReadError(path, "too large for this computer's memory", slug="too_large")


Packed = tuple[ReadResult, list[tuple[int, str, str, int, int, float | None, str | None]]]
"""A result without its turns, and these as plain tuples, which travel ten times as fast."""


def _packed(result: ReadResult) -> Packed:
    turns = [(t.index, t.speaker, t.role, t.span.start, t.span.stop, t.time, t.question) for t in result.document.turns]
    return replace(result, document=replace(result.document, turns=())), turns


def _unpacked(packed: Packed) -> ReadResult:
    result, plain = packed
    turns = tuple([Turn(n, who, role, Span(a, b), time, question) for n, who, role, a, b, time, question in plain])
    return replace(result, document=replace(result.document, turns=turns))


def _work(path: Path, request: ReadRequest) -> tuple[list[Packed] | None, dict[str, object]]:
    """In the other process: errors travel as plain values, whatever their constructors take."""
    outcome = _read(path, request)
    if isinstance(outcome, QualcodeError):
        reason = outcome.reason if isinstance(outcome, ReadError) else ""
        told = {"type": type(outcome), "message": outcome.message, "slug": outcome.slug, "hint": outcome.hint}
        return None, {**told, "reason": reason}
    return [_packed(result) for result in outcome], {}


def _received(path: Path, results: list[Packed] | None, told: dict[str, object]) -> Outcome:
    if results is not None:
        return [_unpacked(packed) for packed in results]
    hint = told["hint"] if isinstance(told["hint"], str) else None
    if told["reason"]:
        return ReadError(path, str(told["reason"]), slug=str(told["slug"]), hint=hint)
    kind = told["type"]
    error = QualcodeError(str(told["message"]), slug=str(told["slug"]), hint=hint)
    if isinstance(kind, type) and issubclass(kind, QualcodeError):
        error.exit_code = kind.exit_code
    return error


def _pool(workers: int) -> ProcessPoolExecutor:
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["qualcode.ingest.read"])
    return ProcessPoolExecutor(workers, mp_context=context)


def _in_processes(paths: Sequence[Path], request: ReadRequest, workers: int) -> Iterator[tuple[Path, Outcome]]:
    pool = _pool(workers)
    waiting: deque[tuple[Path, Future[tuple[list[Packed] | None, dict[str, object]]]]] = deque()
    remaining = iter(paths)
    ahead = 4 * workers
    try:
        while True:
            while len(waiting) < ahead and (path := next(remaining, None)) is not None:
                waiting.append((path, pool.submit(_work, path, request)))
            if not waiting:
                return
            path, future = waiting.popleft()
            try:
                yield path, _received(path, *future.result())
            except BrokenProcessPool:
                # Nobody can say which file did it: this one and those under way are read again,
                # each alone.
                again = [path, *(other for other, _ in waiting)]
                waiting.clear()
                pool.shutdown(wait=False)
                for other in again:
                    yield other, _alone(other, request)
                pool = _pool(workers)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(path: Path, request: ReadRequest) -> Outcome:
    with _pool(1) as pool:
        try:
            return _received(path, *pool.submit(_work, path, request).result())
        except BrokenProcessPool:
            return ReadError(path, "the reader crashed on this file", slug="reader_crashed")


def _seconds(paths: Sequence[Path]) -> float:
    """About how long one process would need for all of them."""
    total = 0.0
    for path in paths:
        try:
            size = path.stat().st_size
        except OSError:
            continue
        total += size / 1e6 * SECONDS_A_MEGABYTE.get(path.suffix.lower(), 0.4)
    return total


def settle_roles(
    files: Sequence[Sequence[ReadResult]], request: ReadRequest, cases: Mapping[str, Sequence[str]] | None = None
) -> list[list[ReadResult]]:
    """The results with roles decided again where a file alone left them in doubt.

    `cases` maps a document's id, folded, to the labels that cases.csv has as its members.
    """
    cases = cases or {}
    speaks = Counter(
        fold_label(speaker.label) for results in files for result in results for speaker in result.found.speakers
    )
    wanted = Wanted(request.speaker_style, request.interviewer, request.speakers)
    settled = []
    for results in files:
        found = []
        for result in results:
            members = cases.get(result.document.id.casefold(), ())
            if result.document.kind in ASKED and result.found.speakers and (result.found.doubt or members):
                background = Background(
                    result.document.id,
                    frozenset(map(fold_label, members)),
                    {fold_label(s.label): speaks[fold_label(s.label)] - 1 for s in result.found.speakers},
                )
                before = result.document.turns
                result = _again(result, wanted, background)
                if result.document.turns != before:  # who asks is where the items of the guide are looked for
                    result = under_guide(result, request)
            found.append(result)
        settled.append(found)
    return settled


def _again(result: ReadResult, wanted: Wanted, background: Background) -> ReadResult:
    document, found = result.document, result.found
    speech = count_speech((turn.speaker, turn.span.cut(document.text)) for turn in document.turns if turn.speaker)
    names = {fold_label(speaker.label): speaker.label for speaker in found.speakers if speaker.label}
    assigned = assign_roles(names, speech, wanted, background)
    roles = assigned.roles
    speakers = tuple(replace(speaker, role=roles.get(speaker.label, speaker.role)) for speaker in found.speakers)
    asking = tuple(speaker.label for speaker in speakers if speaker.role == "interviewer")
    turns = tuple(
        turn if roles.get(turn.speaker, turn.role) == turn.role else replace(turn, role=roles[turn.speaker])
        for turn in document.turns
    )
    found = replace(found, speakers=speakers, interviewer=asking, doubt=assigned.doubt)
    return replace(result, document=replace(document, turns=turns), found=found)
