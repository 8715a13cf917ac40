"""Several frames asked for at once: a request for each, and one report of them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.errors import DataError, UsageError
from ..core.table import Report
from .gathering import material
from .names import title
from .results import ShareRequest, asked
from .study import study_of

if TYPE_CHECKING:
    from .handle import Handle


def per_frame(project: Handle, request: ShareRequest) -> dict[str, ShareRequest]:
    """The request for the rows of each codebook, by its id; the request itself where there is one."""
    categories = project.codes.categories(request.categories, request.level)
    rows: dict[str, list[str]] = {}
    for category in categories:
        rows.setdefault(category.partition(":")[0], []).append(category)
    if len(rows) < 2:
        return dict.fromkeys(rows, request)
    return {book: replace(request, categories=tuple(mine), level=None) for book, mine in rows.items()}


def used_frames(project: Handle, request: ShareRequest) -> tuple[dict[str, ShareRequest], list[str]]:
    """The requests of the frames that have codings in the selection, and the ids of those that have none.

    A single frame, and frames that are all unused, are shown as they are: zeros that were asked for.
    """
    requests = per_frame(project, request)
    if len(requests) < 2:
        return requests, []
    unused = [book for book, one in requests.items() if not _codings(project, one)]
    if len(unused) == len(requests):
        return requests, []
    return {book: one for book, one in requests.items() if book not in unused}, unused


def _codings(project: Handle, request: ShareRequest) -> int:
    rows = project.codes.categories(request.categories, request.level)
    return material(study_of(project), asked(project, request, rows)).accounting.codings


def of_frames(project: Handle, request: ShareRequest, language: str, make: Callable[[ShareRequest], Report]) -> Report:
    """The report of every frame that has codings, under one another; the others are named."""
    from ..report.build.frames import by_frame

    requests, unused = used_frames(project, request)
    parts = []
    problem: DataError | None = None
    for book, one in requests.items():
        try:
            parts.append((book, title(project, book, language), make(one)))
        except DataError as error:
            problem = error
            unused.append(book)
    if not parts and problem is not None:
        raise problem
    return by_frame(parts, [title(project, book, language) for book in unused], language)


def one_frame(project: Handle, request: ShareRequest) -> ShareRequest:
    """The request for the one frame that has codings; UsageError `which_codebook` where several have.

    A result is of one frame, because interviews coded with one are no material of another.
    """
    requests, _ = used_frames(project, request)
    if len(requests) > 1:
        names = ", ".join(requests)
        raise UsageError(
            f"{names} have codings, and each has material of its own: name one of them", slug="which_codebook",
            hint=f'such as shares("{next(iter(requests))}")',
        )  # fmt: skip
    return next(iter(requests.values()))


def frame_of(project: Handle, request: ShareRequest, document: str) -> tuple[str, ShareRequest]:
    """The frame whose table a document counts in, the first where none or several do: its title, empty where there
    is only one, and its request."""
    requests, _ = used_frames(project, request)
    chosen = next(iter(requests))
    for book, one in requests.items():
        rows = project.codes.categories(one.categories, one.level)
        counted = material(study_of(project), asked(project, one, rows)).accounting.sources
        if any(document in source.documents for source in counted):
            chosen = book
            break
    return title(project, chosen, project.settings.language) if len(requests) > 1 else "", requests[chosen]
