"""Whatever `find` prints, in whichever format, `tag --from -` codes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import conversation, study

LINES = ('Det er [sic] data; "tal", siger hun.', "Mere\tdata, og\u2028digi\u00adtale data.")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with study(tmp_path, conversation("P1", ("I", "Hvad er data?"), *[("Anna", line) for line in LINES])):
        return tmp_path


@pytest.mark.parametrize("form", [[], ["--json"], *(["--format", name] for name in ("jsonl", "csv", "tsv"))])
@pytest.mark.parametrize("words", ["data", "[sic]", "digitale data", '"tal', "og"])
def test_every_place_is_coded_in_its_own_words(
    qualcode: Run, place: Path, form: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = qualcode("find", words, *form).out
    monkeypatch.setattr("sys.stdin", io.StringIO(printed))
    qualcode("tag", "--from", "-", "value")
    with Project.open(place) as project:
        quotes = [coding.quote for coding in project.codings()]
    assert quotes
    assert {quote.replace("\u00ad", "").replace("\u2028", " ").casefold() for quote in quotes} == {words}


@pytest.mark.parametrize("form", [[], ["--whole"], ["--json"], ["--format", "csv"]])
def test_passages_with_their_codes_are_coded_too(
    qualcode: Run, place: Path, form: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.open(place) as project:
        text = project.document("P1").text
        project.tag(f"P1@{text.index('siger')}-{text.index(', og')}", "support", memo="P1:2  husk")
        project.tag("P1#1", "value")
        asked = {(c.span.start, c.span.stop) for c in project.codings()} if "--whole" not in form else set()
    printed = qualcode("find", "--code", "frame:", *form).out
    monkeypatch.setattr("sys.stdin", io.StringIO(printed))
    told = qualcode("tag", "--from", "-", "capacity")
    assert told.code == 0, told.err
    with Project.open(place) as project:
        coded = {(c.span.start, c.span.stop) for c in project.codings() if c.code == "frame:capacity"}
    assert coded == asked or ("--whole" in form and coded)


@pytest.mark.parametrize("name", ["found.csv", "found.xlsx", "found.jsonl"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_file_of_what_was_found_is_coded_after_it_was_thinned_out(
    qualcode: Run, place: Path, name: str, language: str
) -> None:
    assert qualcode("find", "data", "-o", name, "--lang", language, "--allow-identifiable").code == 0
    if name.endswith(".csv"):  # as Excel saves it, with one row taken out
        head, _, *rest = (place / name).read_text("utf-8-sig").replace(",", ";").splitlines()
        (place / name).write_text("\n".join([head, *rest]), "cp1252")
    told = qualcode("tag", "--from", name, "value", "capacity")
    assert told.code == 0, told.err
    with Project.open(place) as project:
        quotes = [coding.quote for coding in project.codings()]
    assert set(quotes) == {"data"} and len(quotes) == (4 if name.endswith(".csv") else 6)
    refused = qualcode("tag", "--from", "cases.csv", "value")
    assert (refused.code, "no column holds places" in refused.err) == (2, True)


def test_nothing_found_is_nothing_coded(qualcode: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(qualcode("find", "nowhere").out))
    told = qualcode("tag", "--from", "-", "value")
    assert (told.code, "nothing is coded" in told.err) == (0, True)
