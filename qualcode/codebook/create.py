"""New codebook files: an empty frame to fill in, or a copy of one that a project makes its own."""

from __future__ import annotations

from ..core.errors import UsageError
from ..core.model import Code, Codebook
from .names import ID, slugify
from .write import dumps

RESIDUAL = {"en": "Other", "da": "Andet", "nb": "Annet", "sv": "Övrigt"}
RESIDUAL_BRIEF = {
    "en": "Relevant to the frame, fits no code.",
    "da": "Vedrører rammen, men passer ikke til nogen kode.",
    "nb": "Gjelder rammeverket, men passer ikke til noen kode.",
    "sv": "Rör ramverket men passar ingen kod.",
}


def new_codebook(id: str, title: str, *, language: str = "en", kind: str = "deductive") -> str:
    """The text of a codebook with no codes, or with the residual code of a frame."""
    check_id(id)
    codes: tuple[Code, ...] = ()
    if kind == "deductive":
        name = RESIDUAL.get(language, RESIDUAL["en"])
        brief = RESIDUAL_BRIEF.get(language, RESIDUAL_BRIEF["en"])
        codes = (Code("other", {language: name}, brief={language: brief}, origin="toolkit"),)
    book = Codebook(id, {language: title.strip() or id}, codes, kind=kind, language=language)
    return dumps(book)


def check_id(id: str) -> None:
    """Refuse what is no id of a codebook, which names its file too; UsageError `bad_id`."""
    if not ID.match(id) or "." in id:
        raise UsageError(
            f"{id!r} is no id of a codebook: the letters a to z, digits and hyphens",
            slug="bad_id",
            hint=f"write {slugify(id)}, and give the words as the title",
        )
