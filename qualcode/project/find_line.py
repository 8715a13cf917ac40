"""A whole search in one line, as one types it in the coding screen: what `qualcode find` takes, and a short form.

data digital                      any of these
"data og tal"                     a phrase
data NEAR/5 ledelse               one near the other
code: value and capacity          passages; the rest of the line is the expression
data code: value                  words inside such passages
data --where role=director        the options of `qualcode find` that narrow a search
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..core.choices import Where
from ..core.errors import nearest
from ..retrieval.words import Spelling, fault
from .find import FindRequest

_CLOSING = {'"': '"', "“": "”“", "„": "“”", "«": "»", "»": "«»", "”": "”"}
_NEAR = re.compile(r"NEAR(?:/\d{1,4})?")
_CODES = re.compile(r"codes?:", re.IGNORECASE)

SWITCHES = ("all", "regex", "word", "stem", "case-sensitive", "fold-accents", "whole")
VALUES = ("code", "where", "who", "kind", "case", "document", "question", "coder", "same", "sort")


class _Part(NamedTuple):
    text: str
    at: int
    quoted: bool = False


def asked(line: str) -> FindRequest:
    """The request that a line means; UsageError (`bad_query`) with a caret under the fault.

    >>> asked('data "og tal" code: value not capacity').codes
    'value not capacity'
    """
    words: list[_Part] = []
    said: dict[str, list[str]] = {}
    parts = _parts(line)
    at = 0
    while at < len(parts):
        part = parts[at]
        at += 1
        if part.quoted or not part.text.startswith("--"):
            words.append(part)
            continue
        name, equals, value = part.text[2:].partition("=")
        if name in SWITCHES and not equals:
            said[name] = []
        elif name not in VALUES:
            near = nearest(name, (*SWITCHES, *VALUES))
            raise fault(line, part.at, f"there is no --{name} here" + (f"; perhaps --{near[0]}" if near else ""))
        elif equals:
            said.setdefault(name, []).append(value)
        elif at < len(parts):
            said.setdefault(name, []).append(parts[at].text)
            at += 1
        else:
            raise fault(line, part.at, f"--{name} needs something after it")
    return _request(line, _joined(line, words), said)


def _parts(line: str) -> list[_Part]:
    """Words, quoted phrases and patterns; what follows `code:` is one part, as after --code."""
    parts: list[_Part] = []
    at = 0
    while at < len(line):
        char = line[at]
        if char.isspace():
            at += 1
            continue
        codes = _CODES.match(line, at)
        if codes:
            return [*parts, _Part("--code", at), _Part(line[codes.end() :].strip(), codes.end(), True)]
        stop = at + 1
        if char in _CLOSING:
            while stop < len(line) and line[stop] not in _CLOSING[char]:
                stop += 1
            if stop == len(line):
                raise fault(line, at, "this quotation mark is never closed")
            parts.append(_Part(line[at + 1 : stop], at, True))
            stop += 1
        else:
            pattern = re.compile(r"/.+?/(?=\s|$)").match(line, at)
            stop = pattern.end() if pattern else at + len(re.match(r"\S+", line[at:]).group())  # type: ignore[union-attr]
            parts.append(_Part(line[at:stop], at))
        at = stop
    return parts


def _joined(line: str, words: list[_Part]) -> list[str]:
    """The terms: what stands on the two sides of NEAR is one."""
    terms: list[str] = []
    at = 0
    while at < len(words):
        part = words[at]
        if not part.quoted and _NEAR.fullmatch(part.text):
            if not terms or at + 1 == len(words):
                raise fault(line, part.at, "NEAR needs words on both its sides")
            terms[-1] = f"{terms[-1]} {part.text} {words[at + 1].text}"
            at += 1
        else:
            terms.append(part.text)
        at += 1
    return terms


def _request(line: str, words: list[str], said: dict[str, list[str]]) -> FindRequest:
    attributes: dict[str, tuple[str, ...]] = {}
    if "kind" in said:
        from ..ingest.read import document_kind

        attributes["kind"] = tuple(map(document_kind, said["kind"]))
    for pair in said.get("where", ()):
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise fault(line, max(0, line.find(pair)), "expected KEY=VALUE after --where, such as role=director")
        attributes[key] = (*attributes.get(key, ()), value)

    def listed(name: str) -> tuple[str, ...]:
        return tuple(said.get(name, ()))

    def last(name: str, usual: str) -> str:
        return said[name][-1] if said.get(name) else usual

    request = FindRequest(
        tuple(words), last("code", ""),
        Where(coders=listed("coder"), cases=listed("case"), documents=listed("document"),
              questions=listed("question"), attributes=attributes),
        last("who", "informant"),
        Spelling("case-sensitive" in said, "fold-accents" not in said, "word" in said, "stem" in said),
        patterns="regex" in said, every="all" in said, same=last("same", "unit"), whole="whole" in said,
        sort=last("sort", "document"),
    )  # fmt: skip
    if "code" in said and not request.codes:
        raise fault(line, len(line), "expected a code, and the search ends")
    if not request.words and not request.codes:
        raise fault(line or " ", 0, "expected words, or code: CODE")
    return request
