"""A study -> a QualCoder project: the folder and database that version 4 opens.

QualCoder wants every code's name once; sub-codes stand under their code, categories group. What it has no
column for is written into memos, in the form that `read` understands.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from ..core.model import Bundle, Code, Codebook, Document, in_language
from ..core.numbering import unused
from ..core.ticks import ROWS, ticking
from .databases import IMPORTANT, QUALCODER
from .databases import UNDATED as DATE
from .interface import Account, Choices, note_left_behind, note_losses_of
from .prose import about_case, described, said_about
from .refi.words import place_of, told

FOLDERS = ("audio", "documents", "images", "video")
TABLES = """
CREATE TABLE project (databaseversion text, date text, memo text, about text, bookmarkfile integer, bookmarkpos integer,
  codername text, recently_used_codes text, avbookmarkfile integer, avbookmarkmsec integer, avbookmarktextpos integer);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text,
  av_text_id integer, risid integer, unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer, height integer,
  cid integer, memo text, date text, owner text, important integer, pdf_page integer);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text,
  date text, owner text, important integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text,
  date text, unique(fid, pos0, pos1, owner));
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text,
  owner text, unique(name, attr_type, id));
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text,
  date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text, constraint ucm
  unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer,
  unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
  owner text, date text, memo text, avid integer, important integer, unique(cid, fid, pos0, pos1, owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text,
  supercid integer, unique(name));
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text, unique(name));
CREATE TABLE stored_sql (title text, description text, grouper text, ssql text, unique(title));
CREATE TABLE graph (grid integer primary key, name text, description text, date text, scene_width integer,
  scene_height integer, unique(name));
CREATE TABLE gr_cdct_text_item (gtextid integer primary key, grid integer, x integer, y integer, supercatid integer,
  catid integer, cid integer, font_size integer, bold integer, isvisible integer, displaytext text);
CREATE TABLE gr_case_text_item (gcaseid integer primary key, grid integer, x integer, y integer, caseid integer,
  font_size integer, bold integer, color text, displaytext text);
CREATE TABLE gr_file_text_item (gfileid integer primary key, grid integer, x integer, y integer, fid integer,
  font_size integer, bold integer, color text, displaytext text);
CREATE TABLE gr_free_text_item (gfreeid integer primary key, grid integer, freetextid integer, x integer, y integer,
  free_text text, font_size integer, bold integer, color text, tooltip text, ctid integer, memo_ctid integer,
  memo_imid integer, memo_avid integer);
CREATE TABLE gr_cdct_line_item (glineid integer primary key, grid integer, fromcatid integer, fromcid integer,
  tocatid integer, tocid integer, color text, linewidth real, linetype text, isvisible integer, label text,
  arrow_mode text);
CREATE TABLE gr_free_line_item (gflineid integer primary key, grid integer, fromfreetextid integer, fromcatid integer,
  fromcid integer, fromcaseid integer, fromfileid integer, fromimid integer, fromavid integer, tofreetextid integer,
  tocatid integer, tocid integer, tocaseid integer, tofileid integer, toimid integer, toavid integer, color text,
  linewidth real, linetype text, label text, arrow_mode text);
CREATE TABLE gr_memo_item (gmemoid integer primary key, grid integer, memo_source_type text, memo_source_id integer,
  x integer, y integer, color text, font_size integer);
CREATE TABLE gr_pix_item (grpixid integer primary key, grid integer, imid integer, x integer, y integer, px integer,
  py integer, w integer, h integer, filepath text, tooltip text, pdf_page integer);
CREATE TABLE gr_av_item (gr_avid integer primary key, grid integer, avid integer, x integer, y integer, pos0 integer,
  pos1 integer, filepath text, tooltip text, color text);
CREATE TABLE ris (risid integer, tag text, longtag text, value text);
CREATE TABLE manage_files_display (mfid integer primary key, name text, tblrows text, tblcolumns text, owner text);
CREATE TABLE files_filter (filterid integer primary key, name text, filter text, owner text);
CREATE TABLE coder_names (name text unique, visibility integer not null default 1);
"""


def write(bundle: Bundle, path: Path, choices: Choices) -> Account:
    """Make a project folder at `path`, which does not exist yet."""
    account = Account()
    path.mkdir()
    for folder in FOLDERS:
        (path / folder).mkdir()
    with closing(sqlite3.connect(path / QUALCODER)) as database:
        database.executescript(TABLES)
        _Writing(bundle, choices, account, database).all()
        database.commit()
    return account


class _Writing:
    def __init__(self, bundle: Bundle, choices: Choices, account: Account, database: sqlite3.Connection) -> None:
        self.bundle, self.account, self.database = bundle, account, database
        self.progress, self.memos = choices.progress, said_about(bundle.memos)
        self.language = choices.language or bundle.language
        self.owner = bundle.coders[0].id if bundle.coders else "default"
        self.codes: dict[str, int] = {}
        self.files: dict[str, int] = {}
        self._names: set[str] = set()

    def row(self, table: str, **values: Any) -> int:
        """Add a row; every one of QualCoder's says who and when."""
        columns = ", ".join(values)
        marks = ", ".join("?" * len(values))
        cursor = self.database.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values.values()))
        return int(cursor.lastrowid or 0)

    def all(self) -> None:
        bundle = self.bundle
        self.row("project", databaseversion="v17", date=DATE, memo="", about="QualCoder 4.0",
                 codername=self.owner)  # fmt: skip
        for coder in bundle.coders:
            self.row("coder_names", name=coder.id)
        for book in bundle.codebooks:
            self._book(book)
        stray = sorted({coding.code for coding in bundle.codings} - set(self.codes))
        for full in stray:
            self.codes[full] = self.row("code_name", name=self._free(full), memo="", owner=self.owner, date=DATE,
                                        color="#BBBBBB")  # fmt: skip
        for document in ticking(bundle.documents, self.progress):
            self._file(document)
        self._codings()
        self._cases()
        self._memos()
        if bundle.questions:
            self.account.lose("questions", "have no place in QualCoder", count=len(bundle.questions))
        note_left_behind(bundle, self.account, "QualCoder")
        if bundle.foreign:
            kept = sum(part.kind == "xml" and part.subject.startswith("section") for part in bundle.foreign)
            if kept:
                self.account.lose("kept parts", "of another program go out with study.qdpx only", count=kept)

    # -- codes ---------------------------------------------------------------------------

    def _free(self, name: str) -> str:
        """A name that no code has yet: QualCoder takes codes of one name for one."""
        wanted = unused(name, lambda each: each.casefold() in self._names, "{} ({})")
        if wanted != name:
            self.account.change("codes", "have the name of another, which QualCoder does not allow", wanted)
        self._names.add(wanted.casefold())
        return wanted

    def _book(self, book: Codebook) -> None:
        if not book.codes:
            return
        self.account.carry("codebooks")
        note_losses_of(book, self.account, self.language)
        several = sum(bool(each.codes) for each in self.bundle.codebooks) > 1
        category = None
        if several:
            name = in_language(book.title, self.language) or book.id
            category = self.row("code_cat", name=self._free(name), owner=self.owner, date=DATE, memo="")
        for code in book.children():
            self._code(book, code, category, None)
        self.account.carry("codes", len(book.codes))

    def _code(self, book: Codebook, code: Code, category: int | None, above: int | None) -> None:
        name = self._free(code.label(self.language))
        memo = described(code, self.language)
        full = f"{book.id}:{code.id}"
        if not code.codable and above is None and not any(coding.code == full for coding in self.bundle.codings):
            inside = self.row("code_cat", name=name, owner=self.owner, date=DATE, memo=memo, supercatid=category)
            for child in book.children(code.id):
                self._code(book, child, inside, None)
            return
        if not code.codable:
            self.account.change("codes", "are categories under a code, and can be applied in QualCoder", full)
        self.codes[full] = self.row(
            "code_name", name=name, memo=memo, catid=None if above else category, owner=self.owner, date=DATE,
            color=code.color or "#BBBBBB", supercid=above,
        )  # fmt: skip
        for child in book.children(code.id):
            self._code(book, child, None, self.codes[full])

    # -- texts ---------------------------------------------------------------------------

    def _file(self, document: Document) -> None:
        name = document.title or document.id
        taken = self.database.execute("SELECT 1 FROM source WHERE name = ?", (name,)).fetchone()
        about = "\n\n".join(self.memos.get(f"document {document.id}", ()))
        self.files[document.id] = self.row(
            "source", name=f"{name} ({document.id})" if taken else name, fulltext=document.text, memo=about,
            owner=self.owner, date=DATE,
        )  # fmt: skip
        self.account.carry("documents")
        for key, value in document.attributes.items():
            self._attribute(key, "file", value, self.files[document.id])

    def _attribute(self, name: str, kind: str, value: Any, id: int) -> None:
        written = value if isinstance(value, str) else "; ".join(value)
        if not written:
            return
        known = self.database.execute("SELECT caseOrFile FROM attribute_type WHERE name = ?", (name,)).fetchone()
        if known is None:
            self.row("attribute_type", name=name, date=DATE, owner=self.owner, memo="", caseOrFile=kind,
                     valuetype="character")  # fmt: skip
        elif known[0] != kind:
            name = f"{name} ({kind})"
            if not self.database.execute("SELECT 1 FROM attribute_type WHERE name = ?", (name,)).fetchone():
                self.row("attribute_type", name=name, date=DATE, owner=self.owner, memo="", caseOrFile=kind,
                         valuetype="character")  # fmt: skip
        self.row("attribute", name=name, attr_type=kind, value=written, id=id, date=DATE, owner=self.owner)
        self.account.carry("case attributes" if kind == "case" else "document attributes")

    def _codings(self) -> None:
        seen: set[tuple[Any, ...]] = set()
        weighted = 0
        for coding in ticking(self.bundle.codings, self.progress, ROWS):
            place = (self.codes[coding.code], self.files[coding.document], coding.span.start, coding.span.stop,
                     coding.coder)  # fmt: skip
            shown = f"{coding.document}@{coding.span.start}-{coding.span.stop} {coding.code}"
            if place in seen:
                self.account.lose("codings", "differ from another by their qualifier alone", shown)
                continue
            seen.add(place)
            memo = told(coding)
            weighted += memo != coding.memo
            important = memo.endswith(IMPORTANT)
            self.row(
                "code_text", cid=place[0], fid=place[1], seltext=coding.quote, pos0=place[2], pos1=place[3],
                owner=coding.coder, date=_date(coding.created), important=int(important),
                memo=memo.removesuffix(IMPORTANT).rstrip() if important else memo,
            )  # fmt: skip
        self.account.carry("codings", len(seen))
        if weighted:
            self.account.change("codings", "have a weight, a qualifier or a doubt, which their memo says",
                                count=weighted)  # fmt: skip

    def _cases(self) -> None:
        documents = {document.id: document for document in self.bundle.documents}
        for case in self.bundle.cases:
            about = about_case(case, self.memos.get(f"case {case.id}", ()), self.account, "the memo")
            id = self.row("cases", name=case.id, memo=about, owner=self.owner, date=DATE)
            self.account.carry("cases")
            for key, value in case.attributes.items():
                self._attribute(key, "case", value, id)
            for member in case.members:
                document = documents.get(member.document)
                if document is None:
                    continue
                spans = [(0, len(document.text))]
                if member.speaker is not None:
                    wanted = member.speaker.casefold()
                    turns = (turn for turn in document.turns if turn.speaker.casefold() == wanted)
                    spans = [(turn.span.start, turn.span.stop) for turn in turns]
                elif member.passage:
                    place = place_of(str(member), documents)
                    spans = [(place[1].start, place[1].stop)] if place else []
                for start, stop in spans:
                    self.row("case_text", caseid=id, fid=self.files[document.id], pos0=start, pos1=stop,
                             owner=self.owner, date=DATE, memo="")  # fmt: skip
            if case.weight is not None:
                self.account.lose("case weights", "have no place in QualCoder", case.id)
            if case.part_of:
                self.account.lose("cases", "are part of another, which has no place in QualCoder", case.id)

    def _memos(self) -> None:
        documents = {document.id: document for document in self.bundle.documents}
        codes: dict[str, list[str]] = {}
        places: set[tuple[Any, ...]] = set()
        for memo in self.bundle.memos:
            kind, _, rest = memo.about.partition(" ")
            self.account.carry("memos")
            if kind in ("document", "case"):
                continue  # in the memo of the file or the case already
            if kind == "code" and rest in self.codes:
                self.account.change("memos", "are about a code: they stand in its memo, under the definition", rest)
                codes.setdefault(rest, []).append(memo.text)
                continue
            place = place_of(rest, documents) if kind == "place" else None
            if place is not None:
                key = (self.files[place[0]], place[1].start, place[1].stop, memo.coder)
                if key not in places:
                    places.add(key)
                    self.row("annotation", fid=key[0], pos0=key[1], pos1=key[2], memo=memo.readable, owner=memo.coder,
                             date=_date(memo.created))  # fmt: skip
                    continue
            self._journal(memo.readable, memo.coder, memo.created, memo.about)
        for full, said in codes.items():
            self.database.execute(
                "UPDATE code_name SET memo = trim(memo || char(10) || char(10) || ?, char(10)) WHERE cid = ?",
                ("\n\n".join(said), self.codes[full]),
            )

    def _journal(self, words: str, coder: str, created: str, about: str) -> None:
        first, _, rest = words.partition("\n\n")
        name = first if rest and len(first) <= 60 else f"Memo {about}".strip()
        there = "SELECT 1 FROM journal WHERE name = ?"
        free = unused(name, lambda each: self.database.execute(there, (each,)).fetchone(), "{} {}")
        self.row("journal", name=free, jentry=rest if name == first else words, date=_date(created), owner=coder)


def _date(created: str) -> str:
    return created[:19].replace("T", " ") if created else DATE
