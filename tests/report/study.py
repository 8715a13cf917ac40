"""A small invented study that the tests of reports share; everything in it can be counted by hand."""

from __future__ import annotations

from fractions import Fraction

from qualcode.core.model import (
    Bundle,
    Case,
    Code,
    Codebook,
    Coder,
    Coding,
    Document,
    Member,
    Page,
    Question,
    Span,
    Turn,
)  # fmt: skip
from qualcode.core.results.common import Caveat
from qualcode.core.results.shares import Share, ShareGroup, Shares

BOOK = Codebook(
    "moore",
    {"en": "Moore's strategic triangle", "da": "Moores strategiske trekant"},
    (
        Code("value", {"en": "Public value", "da": "Offentlig værdi"}, color="#4477AA"),
        Code("value.mission", {"en": "Mission", "da": "Formål"}, parent="value", color="#88AACC"),
        Code("support", {"en": "Legitimacy & support", "da": "Legitimitet og støtte"}, color="#228833"),
    ),
    source=("Moore, M. H. (1995). Creating public value.",),
    qualifiers=(("promotes", {"en": "promotes", "da": "fremmer"}),),
)


def document(id: str, title: str, kind: str, said: list[tuple[str, str, str, str | None]]) -> Document:
    """A document from (speaker, role, words, question)."""
    text, turns = "", []
    for index, (speaker, role, words, question) in enumerate(said, start=1):
        start = len(text)
        text += words
        turns.append(Turn(index, speaker, role, Span(start, len(text)), None, question))
        text += "\n"
    pages = (Page(1, "1", Span(0, len(text))),) if id == "D2" else ()
    return Document(id, title, kind, text, "en", tuple(turns), pages)


D1 = document(
    "D1",
    "First interview",
    "interview",
    [
        ("I", "interviewer", "What is data for?", "1"),
        ("A", "informant", "For the citizens. It must be seen & felt <there>.", "1"),
        ("I", "interviewer", "Go on.", "1"),
        ("A", "informant", "=SUM(A1) is not value.", "1"),
        ("I", "interviewer", "Who backs you?", "2"),
        ("A", "informant", "The council, 100 % | mostly.\nNot always.", "2"),
    ],
)
D2 = document(
    "D2",
    "Second interview",
    "interview",
    [
        ("I", "interviewer", "What is data for?", "1"),
        ("B", "informant", "For steering.", "1"),
    ],
)


def coding(id: int, doc: Document, quote: str, code: str, coder: str = "ana", **more: object) -> Coding:
    """A coding on the first place of a quote."""
    start = doc.text.index(quote)
    return Coding(
        id, doc.id, Span(start, start + len(quote)), quote, f"moore:{code}", coder, created="2018-05-03T10:00:00Z",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


CODINGS = (
    coding(1, D1, D1.text[D1.turns[1].span.start : D1.turns[3].span.stop], "value"),
    coding(2, D1, "seen & felt <there>", "value.mission", memo="- said twice"),
    coding(3, D1, "The council", "support", weight=0.5, qualifier="promotes"),
    coding(4, D2, "For steering.", "value", unsure=True),
)

BUNDLE = Bundle(
    "A study of data",
    "en",
    (D1, D2),
    (BOOK,),
    CODINGS,
    (Coder("ana", "Ana"), Coder("bo", "Bo")),
    (
        Case("D1", "Director 1", members=(Member("D1", "A"),), attributes={"role": "director", "employees": "2275"}),
        Case("M1", "Manager 1", members=(Member("D2"),), attributes={"role": "manager", "employees": "40"}),
    ),
    (Question("1", "What is data for?", 1), Question("2", "Who backs you?", 2)),
)


def share(group: str, code: str, above: int, below: int, low: Fraction, high: Fraction) -> Share:
    whole = Fraction(above, below)
    return Share(group, f"moore:{code}", whole, above, below, 2, low, high, low, high)


SHARES = Shares(
    {"unit": "answer", "score": "presence", "count": "full", "base": "all", "weight": "unit", "equalize": "none",
     "by": "role", "coder": "ana"},
    (
        share("director", "value", 1, 8, Fraction(0), Fraction(1, 4)),
        share("director", "support", 4, 8, Fraction(1, 4), Fraction(3, 4)),
        share("manager", "value", 1, 300, Fraction(0), Fraction(1, 150)),
        share("manager", "support", 299, 300, Fraction(149, 150), Fraction(1)),
    ),
    (
        ShareGroup("director", 2, 8, 5, Fraction(5, 8), 1),
        ShareGroup("manager", 2, 300, 299, Fraction(1)),
    ),
    (Caveat("informants", {"n": 4}), Caveat("overlap")),
)  # fmt: skip
NAMES = {"moore:value": "Public value", "moore:support": "Legitimacy & support"}
GROUPS = {"director": "Directors", "manager": "Managers"}
