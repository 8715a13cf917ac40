"""A study that comes into a project, kind by kind: what is here already, what is new, what cannot stay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.errors import several
from ..core.grouping import grouped
from ..core.model import Bundle, Case, Codebook, Coding, Document, Member, Memo
from ..core.numbering import unused
from ..core.ticks import ROWS, Tick, ticking
from ..exchange.interface import Account
from ..store.entries import USUAL
from ..store.history import lasting_id
from ..store.store import now
from . import cases as case_files
from . import memos, rounds
from .add import insert

if TYPE_CHECKING:
    from ..store import Change
    from .handle import Handle


class BundleIn:
    """One bundle on its way in. The methods are called in the order in which they stand."""

    def __init__(
        self, project: Handle, change: Change, bundle: Bundle, account: Account, progress: Tick | None = None
    ) -> None:
        self.project, self.change, self.bundle, self.account = project, change, bundle, account
        self.progress = progress
        self.store = project.writable
        self.began_empty = not self.store.document_keys() and not project.codes.books
        self.documents: dict[str, str] = {}
        """Ids in the bundle to ids in the project; likewise codes (full ids), coders and cases."""
        self.codes: dict[str, str] = {}
        self.coders: dict[str, str] = {}
        self.cases: dict[str, str] = {}
        self.codings: dict[int, int] = {}
        self.memos: dict[int, int] = {}

    # -- coders and codes ----------------------------------------------------------------

    def coders_and_codes(self) -> None:
        """Coders by name, codebooks by id; a code that a book here lacks is added to it."""
        known = set(self.store.coder_keys())
        there = {coder.id for coder in self.bundle.coders}
        written = {id.casefold(): id for id in known - there}
        for coder in self.bundle.coders:
            id = coder.id if coder.id in known else written.get(coder.id.casefold(), coder.id)
            if id not in known:
                self.change.insert("coder", {"id": id, "name": coder.name, "kind": coder.kind})
                known.add(id)
                self.account.carry("coders")
            if id != coder.id:
                self.account.change("coders", "is written in other letters here", f"{coder.id}, {id}")
            self.coders[coder.id] = id
        from .codebook_in import take_codebook

        for book in self.bundle.codebooks:
            self.codes |= take_codebook(self.project, self.change, book, self.account, self._same_codes(book))

    def _same_codes(self, book: Codebook) -> dict[str, str]:
        """Codes of the book that the project has under another id, known by the GUID that both have."""
        here: dict[str, str] = {}
        for _, part in self.store.foreign():
            if part.kind == "guid" and part.subject.startswith("code "):
                here[part.value] = part.subject[5:]
        there = {part.subject[5:]: part.value for part in self.bundle.foreign if part.subject.startswith("code ")}
        found: dict[str, str] = {}
        if not there:
            return found
        from ..exchange.names import code_guid

        for full, _ in self.project.codes:
            here.setdefault(code_guid(full), full)
        for code in book.codes:
            full = f"{book.id}:{code.id}"
            same = here.get(there.get(full, ""))
            if same and self.project.codes.get(same):
                found[full] = same
        return found

    # -- documents -----------------------------------------------------------------------

    def texts(self, read: Mapping[str, Document]) -> None:
        """Documents; one whose text is here already is that document."""
        by_text = grouped((document.text, document.id) for document in self.store.documents())
        ids = {id.casefold() for same in by_text.values() for id in same}
        keys = self.store.document_keys()
        for document in ticking(self.bundle.documents, self.progress):
            same = by_text.get(document.text, [])
            if same:
                self.documents[document.id] = document.id if document.id in same else same[0]
                self._attributes(keys[self.documents[document.id]], self.documents[document.id], document)
                continue
            id = unused(document.id, lambda name: name.casefold() in ids)
            if id != document.id:
                self.account.change(
                    "documents", "has the name of a document here with another text, and got a number", f"now {id}"
                )
            ids.add(id.casefold())
            arrived = replace(read.get(document.id, document), id=id)
            insert(self.project, self.change, arrived, None, {})
            self.documents[document.id] = id
            self.account.carry("documents")
            self.account.carry("document attributes", len(document.attributes))

    def _attributes(self, key: int, id: str, document: Document) -> None:
        here = self.store.document(id)
        assert here is not None
        new = {name: value for name, value in document.attributes.items() if name not in here.attributes}
        if new:
            both = {**here.attributes, **new}
            self.change.update("document", key, {"attributes": json.dumps(both, ensure_ascii=False)})
            self.account.carry("document attributes", len(new))

    # -- cases, questions ----------------------------------------------------------------

    def people(self) -> None:
        """Cases go to cases.csv, the guide to questions.yaml where there is none."""
        if self.bundle.cases:
            self._cases()
        if self.bundle.questions and not self.project.questions:
            from ..ingest.guide.guide_file import write_guide

            before = self.change.text("questions.yaml")
            self.change.file("questions.yaml", before, write_guide(self.bundle.questions))
            self.account.carry("questions", len(self.bundle.questions))
        elif self.bundle.questions and tuple(self.bundle.questions) != self.project.questions:
            self.account.change("questions", "the project has an interview guide of its own, which stays as it is",
                                count=len(self.bundle.questions))  # fmt: skip

    def _cases(self) -> None:
        found = {case.id: case for case in self.project.cases}
        taken: dict[Member, str] = {member: case.id for case in found.values() for member in case.members}
        changed = False
        for case in self.bundle.cases:
            members = []
            for member in case.members:
                here = replace(member, document=self.documents.get(member.document, member.document))
                if taken.get(here, case.id) != case.id:
                    self.account.lose(
                        "case members", f"belongs to {taken[here]} already", f"{case.id}: {here.document}"
                    )
                    continue
                taken[here] = case.id
                members.append(here)
            known = found.get(case.id)
            arrived = replace(case, members=tuple(members))
            if known is not None:
                arrived = self._joined(known, arrived)
            elif not members and case.members:
                self.account.lose("cases", "nothing here belongs to it", case.id)
                continue
            if known is None:
                self.account.carry("cases")
                self.account.carry("case attributes", sum(1 for value in case.attributes.values() if value))
            changed = changed or known != arrived
            found[case.id] = arrived
            self.cases[case.id] = case.id
        if changed:
            before = self.change.text("cases.csv")
            self.change.file("cases.csv", before, case_files.dump(found.values()))

    def _joined(self, known: Case, arrived: Case) -> Case:
        """A case that is here already: what it lacks is filled in, what it says stays."""
        new = {key: value for key, value in arrived.attributes.items() if value and not known.attributes.get(key)}
        for key, value in arrived.attributes.items():
            here = known.attributes.get(key)
            if value and here and here != value:
                self.account.change("case attributes", "differ; what the project says stays",
                                    f"{known.id} {key}: {here}, not {value}")  # fmt: skip
        self.account.carry("case attributes", len(new))
        members = (*known.members, *(member for member in arrived.members if member not in known.members))
        return replace(
            known, members=members, attributes={**known.attributes, **new}, name=known.name or arrived.name,
            weight=known.weight if known.weight is not None else arrived.weight,
        )  # fmt: skip

    # -- codings -------------------------------------------------------------------------

    def what_was_coded(self) -> None:
        """Codings, all of them in one go; just the same coding is stored once."""
        keys = self.store.document_keys()
        lengths = {document.id: len(document.text) for document in self.bundle.documents}
        code_keys: dict[str, int] = {}
        coder_keys = self.store.coder_keys()
        there = self._there(keys)
        rows: list[tuple[Any, ...]] = []
        arrived: list[Coding] = []
        already = 0
        created = now()
        known = self.store.coding_uids() if any(coding.uid for coding in self.bundle.codings) else set()
        for coding in ticking(self.bundle.codings, self.progress, ROWS):
            code = self.codes.get(coding.code) or (coding.code if self.project.codes.get(coding.code) else None)
            span = coding.span
            if code is None or coding.document not in self.documents:
                self.account.lose("codings", "its code or its document did not come", _shown(coding))
                continue
            if not 0 <= span.start < span.stop <= lengths[coding.document]:
                self.account.lose("codings", "beyond the text, or of no length", _shown(coding))
                continue
            if code not in code_keys:
                code_keys[code] = self.store.code_key(self.change, code)
            coder = self.coders.get(coding.coder, coding.coder)
            if coder not in coder_keys:
                coder_keys[coder] = self.store.coder_key(self.change, coder)
            document = keys[self.documents[coding.document]]
            place = (document, span.start, span.stop)
            identity = (*place, code_keys[code], coder_keys[coder], coding.qualifier)
            if identity in there:
                if there[identity]:
                    self.codings[coding.id] = there[identity]
                already += 1
                continue
            there[identity] = 0
            uid = "" if coding.uid in known else coding.uid  # changed since: it is another one now
            known.add(uid)
            arrived.append(coding)
            rows.append((
                *place, coding.quote, *identity[3:], coding.weight, coding.memo, int(coding.unsure),
                coding.created or created, coding.origin, uid or lasting_id(),
            ))  # fmt: skip
        for coding, key in zip(arrived, self.change.insert_rows("coding", USUAL["coding"], rows), strict=True):
            self.codings[coding.id] = key
        self.account.carry("codings", len(rows))
        if already:
            are = "is here already, and is" if already == 1 else "are here already, and are"
            self.account.notes.append(f"{several(already, 'coding')} {are} stored once")

    def _there(self, keys: Mapping[str, int]) -> dict[tuple[Any, ...], int]:
        known = [keys[id] for id in set(self.documents.values()) if id in keys]
        rows = self.store.coding_rows((key, None) for key in known)
        return {tuple(row[1:7]): row[0] for row in rows}

    # -- memos, plans --------------------------------------------------------------------

    def what_was_written(self) -> None:
        """Memos, who was given which document, and what was said about answers."""
        keys = self.store.document_keys()
        here = {memo.same: memo.id for memo in self.store.memos()}
        by_uid = {memo.uid: memo.id for memo in self.store.memos() if memo.uid}
        for arrived in self.bundle.memos:
            memo = self.memo(arrived)
            # One with a lasting id is told apart by it: somebody may have written the same twice.
            known = by_uid.get(memo.uid) if memo.uid else here.get(memo.same)
            if known is not None:
                self.memos[arrived.id] = known
                continue
            self.memos[arrived.id] = memos.keep(self.project, self.change, memo)
            self.account.carry("memos")
        self._decisions()
        coders = self.store.coder_keys()
        keys_of_rounds = self._rounds()
        states = {(assignment.coder, assignment.document) for _, assignment in self.store.assignments()}
        for assignment in self.bundle.assignments:
            document = self.documents.get(assignment.document, "")
            coder = self.coders.get(assignment.coder, assignment.coder)
            if document and (coder, document) not in states and coder in coders:
                row = {
                    "coder": coders[coder], "document": keys[document], "state": assignment.state,
                    "round": keys_of_rounds.get(assignment.round), "blind": int(assignment.blind),
                    "places": json.dumps([[span.start, span.stop] for span in assignment.places]),
                }  # fmt: skip
                self.change.insert("assignment", row)
                self.account.carry("assignments")
        said = self.store.answer_statuses()
        for status in self.bundle.statuses:
            document = self.documents.get(status.document, "")
            if document and (document, status.question) not in said:
                row = {"document": keys[document], "question": status.question, "status": status.status}
                self.change.insert("answer_status", row)
                self.account.carry("answer marks")

    def _rounds(self) -> dict[str, int]:
        """Rounds by their names, and the agreement that was kept of each; the keys of all that are here then."""
        here = self.store.round_keys()
        for one in self.bundle.rounds:
            if one.id not in here:
                named = replace(
                    one, coder=self.coders.get(one.coder, one.coder),
                    adjudicator=self.coders.get(one.adjudicator, one.adjudicator),
                )  # fmt: skip
                here[one.id] = rounds.add(self.store, self.change, named)
                self.account.carry("rounds")
        known = {one.uid for one in self.store.measures()}
        for measure in self.bundle.measures:
            if measure.uid not in known and measure.round in here:
                who = self.coders.get(measure.coder, measure.coder)
                row = {
                    "round": here[measure.round], "result": json.dumps(dict(measure.result), ensure_ascii=False),
                    "coder": self.store.coder_key(self.change, who), "created": measure.created, "uid": measure.uid,
                }  # fmt: skip
                self.change.insert("measure", row)
                self.account.carry("agreement of rounds")
        return here

    def memo(self, memo: Memo) -> Memo:
        """A memo with the names that its subject has in the project."""
        document = self.documents.get(memo.document, "")
        memo = replace(
            memo, document=document, code=self.codes.get(memo.code, memo.code),
            case=self.cases.get(memo.case, memo.case), coder=self.coders.get(memo.coder, memo.coder),
        )  # fmt: skip
        if memo.subject in ("document", "place") and not document:
            # Its document did not come: the words are kept, and say what they were about.
            return replace(memo, subject="study", span=None, unit="", quote="", kind="", language="")
        if memo.span is not None:
            text = next((d.text for d in self.bundle.documents if self.documents.get(d.id) == document), "")
            return replace(memo, quote=memo.span.cut(text))
        return memo

    def _decisions(self) -> None:
        """What reviews settled there, as the people who settled it."""
        if not self.bundle.decisions:
            return
        from .decisions import Verdict, decide

        known = self.store.decisions()
        uids = {one.uid for one in known if one.uid}
        here = {(one.document, one.span, one.code, one.verdict, one.about, one.coder) for one in known}
        for one in self.bundle.decisions:
            document, code = self.documents.get(one.document, ""), self.codes.get(one.code, "")
            about, who = self.coders.get(one.about, one.about), self.coders.get(one.coder, one.coder)
            # A decision with a lasting id is told apart by it: two people, or one at two times, may decide the same.
            there = one.uid in uids if one.uid else (document, one.span, code, one.verdict, about, who) in here
            if not document or not code or there:
                continue
            verdict = Verdict(document, one.span, one.quote, code, one.verdict == "yes", about, one.why)
            decide(self.project, self.change, verdict, coder=who, created=one.created,
                   uid=one.uid, round=one.round)  # fmt: skip
            self.account.carry("decisions")

    # -- the rest ------------------------------------------------------------------------

    def what_is_foreign(self, kept_in: str) -> None:
        """GUIDs and parts that are handed back on export, under the names they have here."""
        known = {(part.format, part.kind, part.subject, part.value) for _, part in self.store.foreign()}
        said = {(part.format, part.kind, part.subject) for _, part in self.store.foreign()}
        rows = []
        as_there = all(self.codings.get(coding.id) == coding.id for coding in self.bundle.codings)
        for part in self.bundle.foreign:
            subject, value = self._subject(part.subject), part.value
            if part.kind == "guids" and not as_there:
                value = self._keyed(part.value)
            elif part.kind == "file" and kept_in:
                value = f"{kept_in}::{part.value.rpartition('::')[2]}"
            row = (part.format, part.kind, subject, value)
            if part.kind == "project" and not self.began_empty:
                continue  # the name of a study that came into another is not the other's name
            if row in known or not value or (part.kind == "guid" and row[:3] in said):
                continue
            known.add(row)
            rows.append(dict(zip(("format", "kind", "subject", "value"), row, strict=True)))
        self.change.insert_all("foreign_part", rows)

    def _subject(self, subject: str) -> str:
        kind, _, rest = subject.partition(" ")
        names: Mapping[str, str] = {
            "document": self.documents, "codings": self.documents, "code": self.codes, "coder": self.coders,
            "case": self.cases,
        }.get(kind, {})  # fmt: skip
        if kind == "memo" and rest.isdecimal():
            return f"memo {self.memos.get(int(rest), 0)}"
        return f"{kind} {names[rest]}" if rest in names else subject

    def _keyed(self, guids: str) -> str:
        """GUIDs by coding, with the ids that the codings have here."""
        found: dict[str, Any] = json.loads(guids)
        keyed = {str(self.codings[int(id)]): value for id, value in found.items() if int(id) in self.codings}
        return json.dumps(keyed, separators=(",", ":")) if keyed else ""


def _shown(coding: Coding) -> str:
    return f"{coding.document}@{coding.span.start}-{coding.span.stop} {coding.code} by {coding.coder}"
