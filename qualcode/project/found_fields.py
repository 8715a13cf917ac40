"""Fields of a draft that ask as `find` does: how many passages or places there are, and the passages as a table.

They count the codings that every other field counts (one layer), and take the filters of `find`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.choices import Where
from ..core.errors import DataError, UnknownName, UsageError
from ..core.table import Table
from ..retrieval.words import Spelling
from .confidential import confidential_documents
from .find import FindRequest, find, search
from .layers import layer
from .quotes import printed

if TYPE_CHECKING:
    from .handle import Handle

PASSAGES, PLACES = "passages", "places"
"""What is asked for: passages by their codes (`find=`), places by their words (`words=`)."""
_ARGUMENTS = ("find", "words", "who", "same", "sort", "coder", "stem", "whole_words")


def number(project: Handle, what: str, where: Where, named: Mapping[str, Any]) -> int:
    """How many passages carry the codes, or how many places have the words."""
    return sum(1 for _ in search(project, _request(project, what, where, named)))


def table(project: Handle, where: Where, named: Mapping[str, Any], language: str, *, allowed: bool) -> Table:
    """The passages that carry some codes: who, where, the words as they are quoted, and the codes where they differ.

    DataError `nothing_found` where there are none, UsageError `identifiable` for words of documents that are not
    marked as pseudonymised, unless it is `allowed`.
    """
    from ..report.build.find import quotes_table
    from ..report.wording import Words

    request = _request(project, PASSAGES, where, named)
    found = find(project, request)
    if not found.passages:
        raise DataError(
            f"no passage is coded {request.codes}", slug="nothing_found",
            hint=f"`qualcode find --code '{request.codes}'` asks the same",
        )  # fmt: skip
    confidential_documents(project, found.hit_documents, allowed)
    names = {case.id: case.name or case.id for case in project.cases}
    said = printed(project)
    texts = {id: project.document(id).text for id in found.hit_documents}
    passages = [one._replace(text=said(one.document, texts[one.document], one.span)) for one in found.passages]
    return quotes_table(
        passages, Words(language), code_name=lambda code: project.codes.label(code, language),
        case_name=lambda case: names.get(case, case),
    )  # fmt: skip


def asked(named: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arguments of a search, and those that are filters."""
    mine = {key: value for key, value in named.items() if key in _ARGUMENTS}
    return mine, {key: value for key, value in named.items() if key not in mine}


def _request(project: Handle, what: str, where: Where, named: Mapping[str, Any]) -> FindRequest:
    codes, words = str(named.get("find", "")), named.get("words", ())
    words = tuple(map(str, words)) if isinstance(words, list | tuple) else (str(words),)
    if what == PASSAGES and (not codes or words):
        raise UsageError(f'{PASSAGES} are found by their codes: find="value and capacity"', slug="bad_field")
    if what == PLACES and not words:
        raise UsageError(f'{PLACES} are found by their words: words="data*"', slug="bad_field")
    allowed = ("find", "coder", "sort", "same") if what == PASSAGES else _ARGUMENTS
    for name in named:
        if name not in allowed:
            raise UnknownName("argument", name, allowed, slug="bad_field")
    if codes:
        where = replace(where, coders=(layer(project, str(named.get("coder", ""))),))
    return FindRequest(
        words, codes, where, str(named.get("who", "informant")),
        Spelling(whole=bool(named.get("whole_words")), stem=bool(named.get("stem"))),
        same=str(named.get("same", "unit")), sort=str(named.get("sort", "document")),
    )  # fmt: skip
