"""What people call the columns of a table, in Danish, Norwegian, Swedish and English.

A table asks for the columns it knows (`case`, `weight`, ...) by their English names; a heading
means one of them whatever its case, and also by the words here. A word may belong to two
columns of different tables: only the asked-for ones are compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORDS = {
    # cases.csv
    "case": "case_id sag sagen sak fall tilfælde tilfelle informant id respondent deltager deltaker deltagare",
    "name": "navn namn",
    "kind": "slags art sort",
    "members": "member medlemmer medlemmar dokumenter dokumenten documents",
    "weight": "vægt vekt vikt",
    "part_of": "part_of del_af del_av hører_til hører_under tilhører tillhör",
    # tags
    "document": "doc dokument transkript transcript fil file",
    "address": "adresse adress sted plats place",
    "quote": "citat sitat quotation excerpt uddrag utdrag",
    "code": "codes kode koder kod",
    "coder": "koder koderen kodare coded_by kodet_af kodet_av kodad_av",
    "qualifier": "kvalifikator kvalifikation retning riktning direction",
    "memo": "note notat notes notater kommentar comment anmærkning anteckning",
    "unsure": "usikker osäker uncertain",
    "turn": "tur replik replikk ytring yttrande",
    "question": "spørgsmål spørsmål fråga spm",
    # speaker maps
    "label": "etiket etikett mærke merke speaker taler talere talare",
    "role": "rolle roll",
    # guides
    "number": "nr no nummer num",
    "text": "tekst",
    "parent": "overspørgsmål overspørsmål huvudfråga main hovedspørgsmål hovedspørsmål",
    "dimension": "tema theme emne dimensjon",
    "topic": "emne tema",
}


def folded(heading: str) -> str:
    """A heading as it is compared: `Coded by *` is `coded_by`."""
    return re.sub(r"[\W_]+", "_", heading.replace("\ufeff", "").casefold()).strip("_")


def canonical(header: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Each heading's column among `wanted`, or the heading as it stands.

    The English names go before the other words, and the words of a column count in their order;
    no column is given twice by its other words.
    """
    keys = [folded(heading) for heading in header]
    names: list[str | None] = [None] * len(keys)
    for name in wanted:
        for at, key in enumerate(keys):
            if key == folded(name):
                names[at] = name
    for name in wanted:
        if name in names:
            continue
        for word in _WORDS.get(name, "").split():
            place = next((at for at, key in enumerate(keys) if key == word and names[at] is None), None)
            if place is not None:
                names[place] = name
                break
    return tuple(heading if name is None else name for heading, name in zip(header, names, strict=True))
