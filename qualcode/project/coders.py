"""Cases and coders: changing `cases.csv`, planning who codes what, and recording who is done."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.errors import UnknownName, UsageError
from ..core.languages import composed, same_name
from ..core.model import Case, Member
from ..core.study import CONSENSUS, machine_of
from ..settings import FILE as SETTINGS
from ..settings import new_name
from ..store import Change
from ..store.store import now
from . import cases as case_files
from .case_names import case_called, unknown_case
from .case_renames import renamed
from .cases import CaseMap
from .told_names import PERSON, Renamed

if TYPE_CHECKING:
    from ..store import Store
    from .handle import Handle

STATES = ("assigned", "begun", "finished")


def set_case(project: Handle, id: str, values: Mapping[str, str], *, members: Sequence[str] = ()) -> Case:
    """Add a case or change its name, kind, weight and attributes, in `cases.csv`."""
    id = id.strip()
    if not id or not id.isprintable():
        raise UsageError(f"case {id!r}: expected a name on one line, such as P07", slug="bad_id")
    named = tuple(_member(project, member) for member in members)
    with changing_cases(project, "case set") as (change, found):
        id = case_called(found, id) or id
        if held := values.get("part_of"):
            values = {**values, "part_of": case_called(found, held) or held}
        found[id] = _with(found.get(id, Case(id, members=(Member(id),))), values, named)
        change.summary = f"{id}: {', '.join(f'{k}={v}' for k, v in values.items())}"
    return found[id]


def _with(case: Case, values: Mapping[str, str], members: tuple[Member, ...]) -> Case:
    attributes = dict(case.attributes)
    for key, value in values.items():
        if key == "name":
            case = replace(case, name=value)
        elif key == "kind":
            case = replace(case, kind=value)
        elif key == "weight":
            case = replace(case, weight=case_files.weight_of(value))
        elif key == "part_of":
            case = replace(case, part_of=value)
        elif key in ("case", "members"):
            raise UsageError(f"{key} cannot be set as an attribute", slug="bad_option")
        else:
            attributes[key] = value
    return replace(case, members=members or case.members, attributes=attributes)


def rename_case(project: Handle, old: str, new: str) -> int:
    """Give a case another id, in `cases.csv` and in the memos about it; returns how many memos followed.

    A row that was renamed by hand has left its memos behind: then they alone follow.
    """
    new = composed(new.strip())
    if not new or not new.isprintable():
        raise UsageError(f"case {new!r}: expected a name on one line, such as P07", slug="bad_id")
    with changing_cases(project, "case rename") as (change, found):
        memos = [memo.id for memo in project.store.memos() if memo.case == old]
        if not memos and (called := case_called(found, old)) and called != old:
            old = called
            memos = [memo.id for memo in project.store.memos() if memo.case == old]
        if old in found and new in found:
            raise UsageError(f"there is a case {new!r} already", slug="case_exists",
                             hint="`qualcode case list` shows them")  # fmt: skip
        if old not in found and not (memos and new in found):
            raise unknown_case(old, found)
        changed = [
            replace(case, id=new if case.id == old else case.id, part_of=new if case.part_of == old else case.part_of)
            for case in found.values()
        ]
        found.clear()
        found.update((case.id, case) for case in changed)
        renamed(project, change, {old: new})
        change.summary = f"{old} is now {new}"
    return len(memos)


@contextlib.contextmanager
def changing_cases(project: Handle, action: str) -> Iterator[tuple[Change, dict[str, Case]]]:
    """The cases as the file has them when nobody else can write, to be changed and written back."""
    with project.writable.change(action, project.coder) as change:
        before = change.text("cases.csv")
        found = {case.id: case for case in case_files.parse(before or "", "cases.csv")}
        yield change, found
        case_files.check_owners(found.values())
        for case in found.values():
            if case.part_of and case.part_of not in found:
                raise UnknownName("case", case.part_of, found)
            if case.id in CaseMap(found.values()).above(case.id):
                raise UsageError(f"{case.id} cannot be part of itself", slug="bad_option")
        change.file("cases.csv", before, case_files.dump(found.values()))
    project.forget_files()


def _member(project: Handle, text: str) -> Member:
    found = case_files.member(text)
    known = project.document(found.document)
    found = replace(found, document=known.id)
    speaker = found.speaker
    if speaker is not None and same_name(speaker) not in {same_name(turn.speaker) for turn in known.turns}:
        raise UnknownName("speaker", speaker, dict.fromkeys(turn.speaker for turn in known.turns if turn.speaker))
    if found.passage and case_files.reach(found, known) == (0, 0):
        raise UsageError(f"member {text!r}: {known.id} has no such turns", slug="bad_address")
    return found


# -- coders ----------------------------------------------------------------------------


def set_state(project: Handle, coder: str, documents: Sequence[str], state: str) -> list[str]:
    """Record that a coder was given, has begun or has finished documents; returns their ids.

    Agreement rests on this: an uncoded unit is "looked at, nothing" only where its coder finished.
    """
    if state not in STATES:
        raise UsageError(f"state {state!r}: expected one of {', '.join(STATES)}")
    new_name(coder, project.store.coder_keys())
    ids = project.documents_named(documents) or project.store.document_ids()
    with project.writable.change(f"coder {state}", project.coder, own=coder == project.coder) as change:
        record_states(project, change, [(coder, id) for id in ids], state)
        change.summary = f"{coder}: {', '.join(ids)}"
    return ids


def record_states(project: Handle, change: Change, pairs: Sequence[tuple[str, str]], state: str) -> None:
    """Set the state of (coder, document) pairs inside a change."""
    store = project.writable
    there = {(a.coder, a.document): key for key, a in store.assignments()}
    documents = store.document_keys()
    for coder, document in pairs:
        key = there.get((coder, document))
        if key is not None:
            change.update("assignment", key, {"state": state})
        else:
            coder_key = store.coder_key(change, coder)
            change.insert("assignment", {"coder": coder_key, "document": documents[document], "state": state})


def rename(project: Handle, old: str, new: str, *, merge: bool = False) -> list[str]:
    """Give a coder another name; with `merge` it may be another coder's, and the two become one.

    Raises UsageError `coder_exists` when the name is taken. Returns what could not be kept as it was.
    """
    store = project.writable
    new = new_name(new, keys := store.coder_keys())
    if old not in keys:
        raise UnknownName("coder", old, keys)
    kinds = {coder.id: coder.kind for coder, _ in store.coders()}
    if machine_of(new) and kinds[old] == "human":
        raise UsageError(f"{new} is the name of a machine, and {old} is a person", slug="bad_option")
    if CONSENSUS in (old, new) and old != new:
        raise UsageError(
            f"{CONSENSUS} is what a review settles, and nobody's name", slug="bad_option",
            hint="`qualcode review` writes it; `qualcode coder list` shows the coders",
        )  # fmt: skip
    if new in keys and not merge:
        raise UsageError(
            f"there is a coder {new!r} already", slug="coder_exists",
            hint=f"`qualcode coder rename {old} {new} --merge` makes the two one",
        )  # fmt: skip
    if merge:
        store.backup("coder rename")
    notes: list[str] = []
    with store.change("coder rename", project.coder) as change:
        keys = store.coder_keys()
        if new in keys and new != old:
            notes = joined(project, change, old, new)
        else:
            change.update("coder", keys[old], {"id": new})
            rename_in_plans(store, change, old, new)
        change.summary = f"{old} is now {new}"
    for key in ("coder", "analyse"):
        if getattr(project.settings, key) == old:
            notes.append(f'{SETTINGS} still says {key} = "{old}": write "{new}" there')
    return notes


def rename_in_plans(store: Store, change: Change, old: str, new: str) -> None:
    """Name a coder anew in the plans of rounds, which say who takes part; who is one person now is there once."""
    keys = store.round_keys()
    for one in store.rounds():
        coders = list(one.plan.get("coders", ()))
        if old in coders:
            plan = {**one.plan, "coders": list(dict.fromkeys(new if coder == old else coder for coder in coders))}
            change.update("round", keys[one.id], {"plan": json.dumps(plan, ensure_ascii=False)})


def joined(project: Handle, change: Change, old: str, new: str) -> list[str]:
    """One person under two names becomes one: codings, memos, decisions and what was finished.

    It is kept for other copies. Returns what could not be kept as it was.
    """
    from .recode import join_codings

    store = project.writable
    source, target = (store.coder_keys()[name] for name in (old, new))
    moving, there_already = store.codings_of("coder", source), store.codings_of("coder", target)
    notes = join_codings(project, change, moving, there_already, {"coder": target})
    for table, column in (
        ("memo", "coder"), ("decision", "coder"), ("decision", "about"), ("round", "coder"), ("round", "adjudicator"),
        ("measure", "coder"),
    ):  # fmt: skip
        for row in store.rows_of(table, column, source):
            change.update(table, row["key"], {column: target})
    there = {row["document"]: row for row in store.rows_of("assignment", "coder", target)}
    for row in store.rows_of("assignment", "coder", source):
        known = there.get(row["document"])
        if known is None:
            change.update("assignment", row["key"], {"coder": target})
            continue
        change.delete("assignment", row["key"])
        change.update("assignment", known["key"], _given_to_one(known, row))
    change.delete("coder", source)
    rename_in_plans(store, change, old, new)
    change.insert("settled", Renamed(now(), project.coder, old, new, PERSON).row())
    return notes


def _given_to_one(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What one person was given of a document who was given some of it under each of two names.

    The units of both; what is further on counts for it only where it was about no fewer units.
    """
    parts = {name: json.loads(row["places"]) for name, row in (("one", one), ("other", other))}
    every = sorted([*parts["one"], *(place for place in parts["other"] if place not in parts["one"])])
    every = every if all(parts.values()) else []  # no places are all of the document
    states = [row["state"] for name, row in (("one", one), ("other", other)) if sorted(parts[name]) == every]
    state = max(states, key=STATES.index) if states else min(one["state"], other["state"], key=STATES.index)
    return {
        "state": state, "places": json.dumps(every), "round": one["round"] or other["round"],
        "blind": max(one["blind"], other["blind"]),
    }  # fmt: skip


def finished(project: Handle) -> set[tuple[str, str]]:
    """The (coder, document) pairs that are done."""
    return {(a.coder, a.document) for _, a in project.store.assignments() if a.state == "finished"}
