"""`find` gives out what it finds while it finds it: in order, a document at a time, and nothing that may not go out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest

from qualcode.core.choices import Where
from qualcode.core.model import Document
from qualcode.core.results.retrieval import Hit, Passage
from qualcode.project import Project
from qualcode.project.find import FindRequest, find, search
from qualcode.project.passages import Passages
from tests.cli.conftest import Run
from tests.study import conversation, study

ALL = [
    conversation("P2", ("I", "Hvad er data?"), ("Anna", "Data er tal.\u2028Og mere data.")),
    conversation("P10", ("I", "Hvad er data?"), ("Bo", "Data er ord.")),
    conversation("P1", ("I", "Hvad er data?"), ("Cia", "Data er alt.")),
]
"""Not added in the order of their names."""


@pytest.fixture
def coded(tmp_path: Path) -> Project:
    project = study(tmp_path, *ALL)
    for document in ("P10", "P2", "P1"):
        project.tag(f"{document}:2", "value")
        project.tag(f"{document}:2", "support", quote="Data er")
    return project


@pytest.mark.parametrize("request_", [FindRequest(("data",)), FindRequest(codes="value or support")])
def test_the_first_place_is_there_before_the_second_document_is_read(
    coded: Project, request_: FindRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    document, outline = coded.document, coded.store.outline

    def noted(id: str) -> Document:
        read.append(id)
        return document(id)

    def outlined(id: str, text: str) -> Document | None:
        read.append(id)
        return outline(id, text)

    monkeypatch.setattr(coded, "document", noted)
    monkeypatch.setattr(coded.store, "outline", outlined)
    looking: Iterable[Hit | Passage] = search(coded, request_)
    first = [one.document for one in islice(looking, 1)]
    assert (first, read) == (["P1"], ["P1"])


@pytest.mark.parametrize("same", ["unit", "case", "document"])
def test_documents_come_in_the_order_of_their_names(coded: Project, same: str) -> None:
    passages = find(coded, FindRequest(codes="value and support", same=same)).passages
    assert [(one.document, one.codes) for one in passages] == [
        (document, (code,)) for document in ("P1", "P2", "P10") for code in ("frame:support", "frame:value")
    ]


def test_a_long_search_holds_few_codings_at_once(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.store.statements._TOGETHER", 1)
    monkeypatch.setattr("qualcode.store.statements._AT_ONCE", 1)
    found = [(id, [coding.code for coding in codings]) for id, codings in coded.store.codings_by_document()]
    assert found == [(id, ["frame:support", "frame:value"]) for id in ("P1", "P2", "P10")]
    assert list(coded.store.codings_by_document(["P2"], ["bo"])) == []
    everything = [coding for _, codings in coded.store.codings_by_document() for coding in codings]
    assert everything == coded.store.codings()


def test_somebody_can_write_while_the_places_are_read(coded: Project) -> None:
    passages = iter(Passages(coded, "value", Where()))
    assert next(passages)
    coded.tag("P2:1", "capacity")
    assert [one.document for one in passages] == ["P2", "P10"]


@pytest.mark.parametrize("asked", [("data",), ("--code", "value"), ("intet",), ("--code", "capacity")])
def test_json_is_one_object_and_json_lines_are_its_places(
    qualcode: Run, coded: Project, asked: tuple[str, ...]
) -> None:
    coded.close()
    whole = json.loads(qualcode("find", *asked, "--json").out)
    places = [*whole["matches"], *whole["passages"]]
    assert [*whole] == [
        "format",
        "query",
        "looked",
        *(["passages", "matches"] if "--code" in asked else ["matches", "passages"]),
        "beside",
        "outside",
    ]
    lines = qualcode("find", *asked, "--format", "jsonl").out
    assert [json.loads(line) for line in lines.split("\n") if line] == places
    written = qualcode("find", *asked, "-o", "found.json", "--allow-identifiable")
    assert written.code == 0 and json.loads(Path("found.json").read_text("utf-8")) == whole
    qualcode("find", *asked, "-o", "found.jsonl", "--allow-identifiable")
    assert Path("found.jsonl").read_text("utf-8") == lines


@pytest.mark.parametrize("form", [(), ("--json",), ("--format", "jsonl")])
def test_what_find_prints_can_be_coded(
    qualcode: Run, coded: Project, form: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    coded.close()
    printed = qualcode("find", "data", *form).out
    monkeypatch.setattr("sys.stdin", io.StringIO(printed))
    assert "4 codings added" in qualcode("tag", "--from", "-", "capacity").err


@pytest.mark.parametrize("name", ["found.csv", "found.tsv", "found.json", "found.jsonl", "found.md", "found.docx"])
def test_words_that_may_identify_somebody_stay_in(qualcode: Run, coded: Project, name: str) -> None:
    coded.close()
    qualcode("pseudonymised", "P1")
    Path(name).write_bytes(b"as it was")
    for asked in (("data",), ("--code", "value")):
        refused = qualcode("find", *asked, "-o", name)
        assert refused.code == 2 and "the text of P2, P10 may identify people" in refused.err
        assert Path(name).read_bytes() == b"as it was"
    assert qualcode("find", "data", "--document", "P1", "-o", name).code == 0
    assert sorted(path.name for path in Path().glob("*found*")) == [name]


def test_a_coding_that_is_unsure_is_shown_so_and_written_so(qualcode: Run, tmp_path: Path) -> None:
    with study(tmp_path, conversation("P1", ("X", "Måske."))):
        pass
    assert qualcode("tag", "P1#1", "open:tvivl", "--unsure").code == 0
    assert "open:tvivl ana ?" in qualcode("find", "--code", "open:tvivl").out
    [passage] = json.loads(qualcode("find", "--code", "open:tvivl", "--json").out)["passages"]
    assert passage["codings"][0]["unsure"] is True
    assert qualcode("find", "--code", "open:tvivl", "-o", "f.csv", "--allow-identifiable").code == 0
    assert qualcode("untag", "P1#1", "open:tvivl").code == 0
    assert qualcode("tag", "--from", "f.csv").code == 0
    assert "open:tvivl ana ?" in qualcode("find", "--code", "open:tvivl").out
