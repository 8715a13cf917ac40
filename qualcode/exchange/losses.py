"""What of a codebook, and of the study around it, another format cannot hold, counted and named."""

from __future__ import annotations

from ..core.errors import several
from ..core.model import Bundle, Codebook
from .account import Account


def note_losses(book: Codebook, account: Account, *, kept: frozenset[str] = frozenset(), language: str = "") -> None:
    """Add a line for each kind of thing that stays behind. `kept` names fields the format holds."""
    codes = book.codes
    if "languages" not in kept:
        others = {lang for code in codes for lang in code.name if lang != language}
        if others:
            account.loses(f"names and texts in {', '.join(sorted(others))}")
    for field, what in (
        ("aliases", "alias"),
        ("seeds", "word stem"),
    ):
        count = sum(len(texts) for code in codes for texts in getattr(code, field).values())
        if count and field not in kept:
            account.loses(several(count, what))
    for field, what in (
        ("retired", "that a code is retired"),
        ("requires", "what a code requires"),
        ("exclusive", "that a code stands alone"),
        ("needs_memo", "that a code needs a memo"),
        ("optional", "that a code is optional"),
        ("source", "whose words a code follows"),
        ("status", "how well a term is established"),
    ):
        count = sum(bool(getattr(code, field)) for code in codes)
        if count and field not in kept:
            account.loses(f"{what} ({several(count, 'code')})")
    added = sum(code.origin != "author" for code in codes)
    if added and "origin" not in kept:
        account.loses(f"whose a code is ({several(added, 'code')} not of the author)")
    if book.source:
        account.loses(several(len(book.source), "reference"))
    if book.qualifiers:
        account.loses(several(len(book.qualifiers), "qualifier"))
    if book.exclusive or book.at_most_one_of:
        account.loses("the rule which codes exclude each other")
    if book.description:
        account.loses("the codebook's own description")
    if book.links:
        account.loses(several(len(book.links), "link") + " of the concept map")
    if book.figure:
        account.loses("how the frame is drawn")


def note_left_behind(bundle: Bundle, account: Account, where: str) -> None:
    """Add a line for each kind of thing that a study knows and no other program does; `where` it has no place."""
    for status in bundle.statuses:
        account.lose(
            "answer marks", f"have no place in {where}", f"{status.document}#{status.question} {status.status}"
        )
    if bundle.assignments:
        account.lose("assignments", f"have no place in {where}", count=len(bundle.assignments))
    for document in bundle.documents:
        if document.kind not in ("interview", "document"):
            account.lose("kinds of documents", f"have no place in {where}; what asks and what answers is sought anew",
                         f"{document.id}: {document.kind}")  # fmt: skip
