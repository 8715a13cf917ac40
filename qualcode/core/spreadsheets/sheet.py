"""A table as it was handed in: its rows with their lines in the file, and how it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from typing import NamedTuple

from ..languages import composed
from ..values import frozen


class Row(NamedTuple):
    """One row, and the line (in a workbook: the row) of the file where it begins, from 1."""

    line: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        return not any(map(str.strip, self.cells))

    @property
    def filled(self) -> int:
        """How many of its cells say anything."""
        return sum(map(bool, map(str.strip, self.cells)))


@frozen
class Dialect:
    """How a text table was written, so that it can be written back alike."""

    delimiter: str = ","
    encoding: str = "utf-8"
    """As Python names it; `utf-8-sig` where there was a byte order mark."""
    line_end: str = "\n"
    declared: bool = False
    """A first line `sep=;` told the delimiter."""


@frozen
class Sheet:
    """All filled rows of a table, texts all of them, as many in each as the widest filled one has."""

    path: str
    rows: tuple[Row, ...]
    dialect: Dialect | None = None
    """None for a workbook."""
    title: str = ""
    """The name of the workbook's sheet."""
    others: tuple[str, ...] = ()
    """Sheets with rows that were not read."""
    notes: tuple[str, ...] = ()
    """What was read otherwise than it was written, in words for the person."""
    ragged: tuple[tuple[int, int], ...] = field(default=())
    """(line, cells) of each row that is wider than the header."""

    @property
    def header(self) -> tuple[str, ...]:
        """The first row, each cell on one line without blanks around it, its letters composed."""
        return tuple(" ".join(composed(cell).split()) for cell in self.rows[0].cells) if self.rows else ()

    @property
    def body(self) -> tuple[Row, ...]:
        """The rows under the first one."""
        return self.rows[1:]

    def under_its_title(self, is_header: Callable[[Sequence[str]], bool]) -> Sheet:
        """The table without lines of one cell above its header, such as `Table 1: Informants`."""
        if not self.rows or _filled(self.rows[0].cells) > 1 or is_header(self.rows[0].cells):
            return self
        at = titles_above(self.rows)
        if not at or not is_header(self.rows[at].cells):
            return self
        width = _filled(self.rows[at].cells)
        ragged = tuple((row.line, count) for row in self.rows[at:] if (count := _filled(row.cells)) > width)
        return replace(self, rows=self.rows[at:], ragged=ragged)

    def columns(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """The names of the columns: one of `wanted` where a heading means it in any case and in
        Danish, Norwegian, Swedish or English; else the heading as it stands."""
        return canonical(self.header, wanted)

    def records(self, wanted: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row under the header as (line, {column: text}), by the names of `columns`, letters composed:
        what a Mac wrote as two characters names the same person, code and document.

        Columns without a heading are left out; of two with one name the first counts.
        """
        names = self.columns(wanted)
        first = {name: at for at, name in reversed(list(enumerate(names))) if name}
        places = sorted(first.items(), key=lambda place: place[1])
        for line, cells in self.body:
            yield line, {name: composed(cells[at].strip()) for name, at in places}


def squared(rows: list[Row]) -> tuple[tuple[Row, ...], tuple[tuple[int, int], ...]]:
    """The rows all as wide as the last column that has anything in it; and which of them are
    wider than the header, the first filled row. Rows with nothing in them go."""
    kept, filled = [], []
    for row in rows:
        count = _filled(row.cells)
        if count:
            kept.append(row)
            filled.append(count)
    width = max(filled, default=0)
    ragged = tuple((row.line, cells) for row, cells in zip(kept, filled, strict=True) if cells > filled[0])
    even = (row if len(row.cells) == width else Row(row.line, _wide(row.cells, width)) for row in kept)
    return tuple(even), ragged


def titles_above(rows: Sequence[Row]) -> int:
    """How many of the first rows have one cell filled at most, above one with several: the titles of a table."""
    return next((at for at, row in enumerate(rows[:6]) if row.filled > 1), 0)


def _filled(cells: tuple[str, ...]) -> int:
    count = len(cells)
    while count and not cells[count - 1].strip():
        count -= 1
    return count


def _wide(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells[:width] + ("",) * (width - len(cells))


_WORDS = {
    # cases.csv
    "case": "case_id sag sagen sak fall tilfælde tilfelle informant id respondent deltager deltaker deltagare",
    "name": "navn namn",
    "kind": "slags art sort",
    "members": "member medlemmer medlemmar dokumenter dokumenten documents",
    "weight": "vægt vekt vikt",
    "part_of": "part_of del_af del_av hører_til hører_under tilhører tillhör",
    # tags, and the tables of coded segments that other programs write
    "document": "doc dokument document_name dokumentnavn dokumentnamn dokumentname transkript transcript "
    "transcript_name fil file file_name filename filnavn filnamn datei dateiname interview intervju transkription "
    "transskription transkripsjon transcription source source_name source_title sources kilde kilder kildenavn källa "
    "källor källnamn quelle media media_title resource resource_title data_set dataset",
    "address": "adresse adress sted plats place",
    "quote": "coded_segment coded_segments segment segments quotation_content quotation_text excerpt_copy "
    "excerpt_text highlight highlighted_text snippet reference_text coded_text text_content kodet_segment "
    "kodede_segmenter kodat_segment citatindhold citatinnehåll sitatinnhold zitatinhalt codiertes_segment "
    "codierte_segmente kodad_text kodet_tekst zitat content citat sitat quotation excerpt uddrag utdrag udklip "
    "udsagn utsagn tekstuddrag tekstutdrag extract udsnit segmenttext referenstext referens referencetekst "
    "referansetekst referanse statement statements udtalelse uttalelse uttalande tekststykke tekst text passage "
    "yttrande ytring replik replikk codingtext coding_text seltext coded",
    "code": "codes kode koder kod codename code_path code_system codes_applied_combined codes_applied "
    "applied_codes tag tags node nodes node_name kategori kategorier category theme kodenavn kodnamn codesystem "
    "kodesystem hierarchical_name tema quirk quirk_name",
    "coder": "koder koderen kodare kodaren coded_by created_by excerpt_creator author user user_name username "
    "creator owner analyst koder_navn kodet_af kodet_av kodad_av kodat_av oprettet_af opprettet_av skapad_av "
    "erstellt_von codiert_von kodiert_von bearbeiter bruger coded_by_initials modified_by ændret_af endret_av "
    "ändrad_av bearbeitet_von geändert_von",
    "qualifier": "kvalifikator kvalifikation retning riktning direction",
    "memo": "coded_memo note notat notes notater notering noteringar kommentar kommentarer comment comments remark "
    "remarks anmærkning anmærkninger anmerkning anmärkning anmärkningar anteckning anteckningar bemærkning "
    "bemærkninger bemerkning bemerkninger merknad merknader begrundelse begrunnelse motivering",
    "unsure": "usikker osäker uncertain",
    "turn": "tur replik replikk ytring yttrande turn_no turn_number tur_nr replik_nr replikk_nr",
    "question": "spørgsmål spørsmål fråga spm answer svar answer_no svar_nr svarnr spørgsmål_nr spørsmål_nr",
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


def words_for(column: str) -> str:
    """The headings besides its name that mean a column, folded, between blanks."""
    return _WORDS.get(column, "")


def folded(heading: str) -> str:
    """A heading as it is compared: `Coded by *` is `coded_by`."""
    return re.sub(r"[\W_]+", "_", heading.replace("\ufeff", "").casefold()).strip("_")


def heading_at(header: Sequence[str], wanted: str) -> int | None:
    """Where the heading stands that a person calls `wanted`, in any case, else with other signs between its words."""
    for spelt in (str.casefold, folded):
        keys = [spelt(heading) for heading in header]
        if (key := spelt(wanted.strip())) in keys:
            return keys.index(key)
    return None


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
        for word in words_for(name).split():
            place = next((at for at, key in enumerate(keys) if key == word and names[at] is None), None)
            if place is not None:
                names[place] = name
                break
    return tuple(heading if name is None else name for heading, name in zip(header, names, strict=True))


def names_any(header: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether one of the headings at least means one of `wanted`."""
    return bool(set(wanted).intersection(canonical(header, wanted)))


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes spreadsheets compute a text; also the full-width forms of the signs."""


def guarded(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would take it for a formula.

    A text that has such an apostrophe already gets a second one, so that `unguarded` gives every
    text back as it was.
    """
    bare = text.lstrip("'")
    return "'" + text if bare.startswith(FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """`text` without the apostrophe that `guarded` put before it."""
    bare = text.lstrip("'")
    return text[1:] if bare != text and bare.startswith(FORMULA_STARTS) else text
