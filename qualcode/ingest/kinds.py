"""What people call the kinds of documents, in Danish, Norwegian, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from qualcode.core.errors import UnknownName
from qualcode.core.model import DOCUMENT_KINDS

_WORDS = {
    "interview": "interviews intervju intervjuer intervjuet intervjun samtale samtaler samtal enkeltinterview",
    "focus-group": "focusgroup focus_group fokusgruppe fokusgrupper fokusgrupp fokusgruppeinterview "
    "fokusgruppeintervju fokusgruppsintervju gruppeinterview gruppeintervju gruppintervju",
    "document": "documents dokument dokumenter dokumentet rapport report referat protokoll protokol policy "
    "styringsdokument",
    "observation": "observations observasjon observasjoner observationer observasjonsnotat observationsnotat",
    "survey": "surveys spørgeskema spørreskjema spørreundersøkelse spørgeskemaundersøgelse enkät enquete questionnaire",
    "notes": "note notat notater noter feltnote feltnoter feltnotat feltnotater anteckning anteckningar "
    "fältanteckningar fieldnotes",
    "web": "webpage website nettside nettsted nettartikkel webside webartikel webbsida webb artikel artikkel article",
    "workshop": "workshops verksted värkstad værksted arbejdsseminar arbeidsseminar seminar",
    "meeting": "meetings møde møder mødet møte møter möte möten träff træff treff træf",
    "other": "andet annet annat anden annen annan",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in (kind, *words.split())}


def document_kind(word: str) -> str:
    """The kind of document that a word means: `intervju` is `interview`.

    Raises UnknownName with the nearest kinds for a word that means none.
    """
    key = word.strip().casefold().replace(" ", "-")
    kind = _KINDS.get(key) or _KINDS.get(key.replace("-", ""))
    if kind is None:
        raise UnknownName("kind of document", word, _KINDS, hint=f"kinds: {', '.join(DOCUMENT_KINDS)}")
    return kind


_FIELDS = ("kind", "type", "typ", "slags", "slag", "art", "dokumenttype", "dokumenttyp", "document type")


def stated_kind(fields: Mapping[str, str]) -> tuple[str | None, dict[str, str]]:
    """The kind that the fields at the head of a file say it is (`kind: møde`), and the fields without it."""
    for key, value in fields.items():
        if key.casefold() in _FIELDS:
            try:
                kind = document_kind(value)
            except UnknownName:
                continue
            return kind, {name: text for name, text in fields.items() if name != key}
    return None, dict(fields)
