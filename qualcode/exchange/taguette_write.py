"""A study -> a database that Taguette opens (`taguette --database study.sqlite3`)."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from html import escape
from pathlib import Path

from ..core.model import Bundle, Code, Codebook, Coding, Document, Span, in_language
from ..core.numbering import unused
from ..core.text import slugify
from ..core.ticks import ticking
from .databases import UNDATED
from .interface import Account, Choices, note_left_behind, note_losses_of
from .prose import described, said_about

REVISION = "db5e31a0233d"
"""The version of the tables below, by which Taguette knows whether to bring them up to date."""
TABLES = """
CREATE TABLE users (login VARCHAR(30) NOT NULL, created DATETIME NOT NULL, hashed_password VARCHAR(192),
  disabled BOOLEAN NOT NULL, password_set_date DATETIME, language VARCHAR(10), email VARCHAR(256), email_sent DATETIME,
  CONSTRAINT pk_users PRIMARY KEY (login));
CREATE UNIQUE INDEX ix_users_email ON users (email);
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE project_members (project_id INTEGER NOT NULL, user_login VARCHAR(30) NOT NULL,
  privileges VARCHAR(11) NOT NULL, CONSTRAINT pk_project_members PRIMARY KEY (project_id, user_login),
  CONSTRAINT fk_project_members_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE,
  CONSTRAINT fk_project_members_user_login_users FOREIGN KEY(user_login) REFERENCES users (login) ON DELETE CASCADE
  ON UPDATE CASCADE);
CREATE INDEX ix_project_members_user_login ON project_members (user_login);
CREATE INDEX ix_project_members_project_id ON project_members (project_id);
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL, project_id INTEGER NOT NULL,
  text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL,
  CONSTRAINT fk_documents_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE);
CREATE INDEX ix_documents_project_id ON documents (project_id);
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
  user_login VARCHAR(30) NOT NULL, project_id INTEGER NOT NULL, document_id INTEGER, payload TEXT NOT NULL,
  CONSTRAINT fk_commands_user_login_users FOREIGN KEY(user_login) REFERENCES users (login) ON UPDATE CASCADE,
  CONSTRAINT fk_commands_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE);
CREATE INDEX idx_project_id ON commands (project_id, id);
CREATE INDEX idx_project_document ON commands (project_id, document_id);
CREATE INDEX ix_commands_project_id ON commands (project_id);
CREATE INDEX ix_commands_user_login ON commands (user_login);
CREATE INDEX ix_commands_date ON commands (date);
CREATE INDEX ix_commands_document_id ON commands (document_id);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL,
  path VARCHAR(200) NOT NULL, description TEXT NOT NULL, CONSTRAINT uq_tags_project_id UNIQUE (project_id, path),
  CONSTRAINT fk_tags_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE);
CREATE INDEX ix_tags_project_id ON tags (project_id);
CREATE INDEX ix_tags_path ON tags (path);
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL,
  start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL,
  CONSTRAINT fk_highlights_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE);
CREATE INDEX ix_highlights_document_id ON highlights (document_id);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
  CONSTRAINT pk_highlight_tags PRIMARY KEY (highlight_id, tag_id),
  CONSTRAINT fk_highlight_tags_highlight_id_highlights FOREIGN KEY(highlight_id) REFERENCES highlights (id)
  ON DELETE CASCADE,
  CONSTRAINT fk_highlight_tags_tag_id_tags FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE);
CREATE INDEX ix_highlight_tags_tag_id ON highlight_tags (tag_id);
CREATE INDEX ix_highlight_tags_highlight_id ON highlight_tags (highlight_id);
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,
  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
"""
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi")
NAME, FILE, TAG, LOGIN, ABOUT = 50, 100, 200, 25, 102_400
"""How long names of projects and documents, of files, tags and logins, and descriptions may be: Taguette opens what is
longer, but neither imports nor exports it (`taguette/validate.py`)."""


def write(bundle: Bundle, path: Path, choices: Choices) -> Account:
    """Make a database at `path`, which does not exist yet."""
    account = Account()
    with closing(sqlite3.connect(path)) as database:
        database.executescript(TABLES)
        _Writing(bundle, choices, account, database).all()
        database.commit()
    return account


class _Writing:
    def __init__(self, bundle: Bundle, choices: Choices, account: Account, database: sqlite3.Connection) -> None:
        self.bundle, self.account, self.database = bundle, account, database
        self.memos = said_about(bundle.memos)
        self.codings: dict[str, list[Coding]] = defaultdict(list)
        """By their documents."""
        for coding in bundle.codings:
            self.codings[coding.document].append(coding)
        self.progress = choices.progress
        self.language = choices.language or bundle.language
        self.tags: dict[str, int] = {}
        self.users: dict[str, str] = {}

    def _do(self, sql: str, *values: object) -> int:
        return int(self.database.execute(sql, values).lastrowid or 0)

    def all(self) -> None:
        bundle = self.bundle
        self._do("INSERT INTO alembic_version VALUES (?)", REVISION)
        about = self._cut("\n\n".join(memo.text for memo in bundle.memos if not memo.about), ABOUT, "memos")
        name = self._cut(bundle.name or "study", NAME, "names of projects")
        self._do("INSERT INTO projects VALUES (1, ?, ?, ?)", name, about, UNDATED)
        for login in ("admin", *sorted(coder.id for coder in bundle.coders)):  # Taguette on one computer works as admin
            self._user(login)
        for book in bundle.codebooks:
            self._book(book)
        for full in sorted({coding.code for coding in bundle.codings} - set(self.tags)):
            self._tag(full, full.replace(":", "."), "")
        for document in ticking(bundle.documents, self.progress):
            self._document(document)
        self._left_out()

    def _cut(self, text: str, most: int, kind: str) -> str:
        if len(text) > most:
            self.account.change(kind, f"are cut after the {most:,} characters that Taguette takes", text)
        return text[:most]

    def _user(self, id: str) -> str:
        """A login that nobody has yet."""
        if id in self.users:
            return self.users[id]
        login = unused(slugify(id, "coder")[: LOGIN - 4], set(self.users.values()).__contains__)
        if login != id:
            self.account.change("coders", "got a name that Taguette can use", f"{id}: {login}")
        self.users[id] = login
        self._do("INSERT INTO users (login, created, disabled) VALUES (?, ?, 0)", login, UNDATED)
        self._do("INSERT INTO project_members VALUES (1, ?, 'ADMIN')", login)
        return login

    # -- codes ---------------------------------------------------------------------------

    def _book(self, book: Codebook) -> None:
        if not book.codes:
            return
        note_losses_of(book, self.account, self.language)
        several = sum(bool(each.codes) for each in self.bundle.codebooks) > 1
        top = in_language(book.title, self.language) or book.id if several else ""
        paths: dict[str, str] = {}
        for code in book.codes:
            above = paths.get(code.parent or "", _plain(top))
            label = code.label(self.language)
            paths[code.id] = f"{above}.{_plain(label)}" if above else _plain(label)
            if above:
                self.account.change("codes", "stand below another, which the dots of their names say", paths[code.id])
            if not code.codable:
                self.account.change("codes", "only group others here, and can be applied in Taguette", paths[code.id])
            if "." in label:
                self.account.change("codes", "have a dot in their name, which is · there", label)
            self._tag(f"{book.id}:{code.id}", paths[code.id], self._about(book, code))
        self.account.carry("codes", len(book.codes))
        if any(code.color for code in book.codes if not code.color_derived):
            self.account.lose("colours", "have no place in Taguette", count=sum(bool(c.color) for c in book.codes))

    def _about(self, book: Codebook, code: Code) -> str:
        memos = self.memos.get(f"code {book.id}:{code.id}", ())
        return self._cut("\n\n".join(filter(None, (described(code, self.language), *memos))), ABOUT, "definitions")

    def _tag(self, full: str, path: str, about: str) -> None:
        free, number = path[:TAG], 2
        while self.database.execute("SELECT 1 FROM tags WHERE path = ?", (free,)).fetchone():
            free, number = f"{path[: TAG - 6]} {number}", number + 1
        if free != path:
            self.account.change("codes", "have the name of another, or a very long one", free)
        self.tags[full] = self._do("INSERT INTO tags (project_id, path, description) VALUES (1, ?, ?)", free, about)

    # -- texts ---------------------------------------------------------------------------

    def _document(self, document: Document) -> None:
        html, counted = as_html(document.text)
        about = self._cut("\n\n".join(self.memos.get(f"document {document.id}", ())), ABOUT, "memos")
        direction = "RIGHT_TO_LEFT" if document.language in RIGHT_TO_LEFT else "LEFT_TO_RIGHT"
        name = self._cut(document.title or document.id, NAME, "names of documents")
        key = self._do(
            "INSERT INTO documents (name, description, filename, created, project_id, text_direction, contents) "
            "VALUES (?, ?, ?, ?, 1, ?, ?)", name, about, f"{document.id[: FILE - 4]}.txt", UNDATED, direction, html,
        )  # fmt: skip
        self.account.carry("documents")
        places: dict[tuple[Span, str], list[str]] = defaultdict(list)
        dates: dict[tuple[Span, str], str] = {}
        for coding in self.codings.get(document.id, ()):
            place = (coding.span, coding.coder)
            dates.setdefault(place, coding.created)
            if coding.code in places[place]:
                self.account.lose("codings", "differ from another by their qualifier alone", coding.quote[:60])
            else:
                places[place].append(coding.code)
        for (span, coder), codes in places.items():
            self._highlight(document, key, span, coder, codes, dates[span, coder], counted)

    def _highlight(
        self, document: Document, key: int, span: Span, coder: str, codes: list[str], created: str, counted: list[int]
    ) -> None:
        start, stop = counted[span.start], counted[span.stop]
        snippet = "".join(f"<p>{escape(line)}</p>" for line in span.cut(document.text).split("\n") if line)
        id = self._do("INSERT INTO highlights (document_id, start_offset, end_offset, snippet) VALUES (?, ?, ?, ?)",
                      key, start, stop, snippet)  # fmt: skip
        tags = [self.tags[code] for code in codes]
        for tag in tags:
            self._do("INSERT INTO highlight_tags VALUES (?, ?)", id, tag)
        said = {"end_offset": stop, "highlight_id": id, "start_offset": start, "tags": tags, "type": "highlight_add"}
        date = created[:19].replace("T", " ") if created else UNDATED
        self._do("INSERT INTO commands (date, user_login, project_id, document_id, payload) VALUES (?, ?, 1, ?, ?)",
                 f"{date}.000000", self._user(coder), key, json.dumps(said))  # fmt: skip
        self.account.carry("codings", len(codes))

    def _left_out(self) -> None:
        bundle = self.bundle
        note_left_behind(bundle, self.account, "Taguette")
        for about in (about for about in self.memos if about.startswith("code ")):
            self.account.change("memos", "are about a code: they stand in its description, under the definition",
                                about.partition(" ")[2], len(self.memos[about]))  # fmt: skip
        weighted = sum(coding.weight != 1 or bool(coding.qualifier) or coding.unsure for coding in bundle.codings)
        places = sum(memo.about.startswith(("place ", "case ", "cell ", "coding ")) for memo in bundle.memos)
        kept = sum(part.kind == "xml" and part.subject.startswith("section") for part in bundle.foreign)
        for kind, count, what in (
            ("codings", weighted, "have a weight, a qualifier or a doubt, which Taguette has not"),
            ("memos", sum(bool(coding.memo) for coding in bundle.codings), "of codings have no place in Taguette"),
            ("memos", places, "about places and cases have no place in Taguette"),
            ("cases", len(bundle.cases), "have no place in Taguette"),
            ("document attributes", sum(len(d.attributes) for d in bundle.documents), "have no place in Taguette"),
            ("questions", len(bundle.questions), "have no place in Taguette"),
            ("kept parts", kept, "of another program go out with study.qdpx only"),
        ):
            if count:
                self.account.lose(kind, what, count=count)


def as_html(text: str) -> tuple[str, list[int]]:
    """A text as paragraphs, one a line, and for each offset its place in bytes of the words alone.

    The line ends stand at the ends of the paragraphs, where they are not seen and the text can be had back from.
    """
    lines = text.split("\n")
    ends = ["\n"] * (len(lines) - 1) + [""]
    html = "".join(f"<p>{escape(line, quote=False)}{end}</p>" for line, end in zip(lines, ends, strict=True))
    counted = []
    at = 0
    for char in text:
        counted.append(at)
        at += len(char.encode("utf-8", "replace"))
    return html, [*counted, at]


def _plain(name: str) -> str:
    """A name without the dot that parts the levels of a tag."""
    return name.replace(".", "·").strip()
