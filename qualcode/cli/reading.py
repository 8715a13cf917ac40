"""The options that say how a file is to be read: the same for `add` and for `reread`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..core.errors import UsageError

Kind = Annotated[
    str | None, typer.Option("--kind", help="interview, document, observation, survey, ... in your language too.")
]
Language = Annotated[str | None, typer.Option("--language", help="Of the text; guessed without it.")]
Style = Annotated[str | None, typer.Option("--speaker-style", help="How speakers are written; see docs/formats.md.")]
Interviewer = Annotated[
    list[str] | None, typer.Option("--interviewer", metavar="LABEL", help="A label that asks; U1,U2 for several.")
]
Speakers = Annotated[
    Path | None, typer.Option("--speakers", metavar="MAP.csv", help="A table of label,role or label,name,role.")
]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Such as cp1252; guessed without it.")]
Engine = Annotated[str | None, typer.Option("--pdf-engine", metavar="pdfium|pdfminer")]
Hyphens = Annotated[
    list[str] | None,
    typer.Option("--hyphen", metavar="WORD=join|keep|space", help="Decide a word broken at a line end of a PDF."),
]
Comments = Annotated[bool, typer.Option("--comments", help="Word comments as text of their own.")]
WholePage = Annotated[bool, typer.Option("--whole-page", help="A web page with its menus, notices and footers.")]
Open = Annotated[
    list[str] | None, typer.Option("--open", metavar="COLUMN", help="A survey's column with answers; again for more.")
]
Closed = Annotated[
    list[str] | None, typer.Option("--closed", metavar="COLUMN", help="A survey's column with facts, not answers.")
]


def wishes(
    *,
    hyphens: list[str] | None = None,
    whole_page: bool = False,
    open_: list[str] | None = None,
    closed: list[str] | None = None,
    interviewer: list[str] | None = None,
    speakers: Path | None = None,
    **plain: Any,
) -> dict[str, Any]:
    """The fields of `ingest.ReadRequest` that were given; what was not given is not there."""
    request: dict[str, Any] = {key: value for key, value in plain.items() if value not in (None, False)}
    extra: dict[str, Any] = {}
    if hyphens:
        extra["hyphens"] = _hyphens(hyphens)
    if whole_page:
        extra["whole_page"] = True
    if extra:
        request["extra"] = extra
    for key, listed in (("open", open_), ("closed", closed), ("interviewer", interviewer)):
        if listed:
            request[key] = tuple(listed)
    if speakers is not None:
        from ..ingest import read_speaker_map

        request["speakers"] = read_speaker_map(speakers)
    return request


def _hyphens(decisions: list[str]) -> dict[str, str]:
    found = {}
    for decision in decisions:
        word, equals, how = decision.rpartition("=")
        if not equals or how not in ("join", "keep", "space"):
            raise UsageError(f"--hyphen {decision!r}: expected WORD=join, WORD=keep or WORD=space")
        found[word] = how
    return found
