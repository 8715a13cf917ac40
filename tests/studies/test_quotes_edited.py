"""What an editor does to quotes: printed wherever words are quoted, never in the text itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.choices import Where
from qualcode.core.errors import DataError, UsageError
from qualcode.core.model import Memo, Span
from qualcode.core.table import Excerpts, Transcript
from qualcode.project import Project, codebook_reports, named_reports, quotes, reports, snapshot
from qualcode.project.merging.merge import merge
from qualcode.project.reread import reread
from qualcode.report import render
from qualcode.report.build.edits import Edits, bracketed
from tests.cli.conftest import Run, qualcode  # noqa: F401
from tests.study import FRAME, conversation, study

SAID = "We were given them and nobody, well, nobody at all asked for it."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = study(
        tmp_path / "s", conversation("D1", ("I", "Who?", "1"), ("A", SAID), ("A", "That is all.")), frame=FRAME
    )
    made.tag("D1:2", "frame:value")
    return made


def printed(project: Project, language: str = "en") -> list[tuple[str, str]]:
    made = reports.excerpts(project, Where(codes=("frame:",)), language=language)
    return [(e.text, e.translation) for block in made.blocks if isinstance(block, Excerpts) for e in block.items]


def test_an_insertion_stands_in_brackets_behind_its_words(project: Project) -> None:
    quotes.insert(project, "D1:2", "the tasks, ed.", after="given them")
    assert printed(project) == [(SAID.replace("given them", "given them (the tasks, ed.)"), "")]
    assert SAID in project.document("D1").text
    project.undo()
    assert printed(project) == [(SAID, "")]


def test_words_are_left_out_of_quotes_and_stay_in_the_transcript(project: Project) -> None:
    quotes.leave_out(project, "D1:2", "well, nobody at all")
    assert printed(project) == [(SAID.replace("well, nobody at all", "(…)"), "")]
    made = reports.interviews(project)
    assert any(line.text == SAID for block in made.blocks if isinstance(block, Transcript) for line in block.lines)


def test_a_translation_stands_beside_the_original(project: Project) -> None:
    quotes.translate(project, "D1:2", "Vi fik dem, og ingen havde bedt om det.", "da")
    assert printed(project, "da") == [(SAID, "Oversættelse: »Vi fik dem, og ingen havde bedt om det.«")]
    assert printed(project) == [(SAID, "Translation (da): “Vi fik dem, og ingen havde bedt om det.”")]
    for format in ("md", "html", "latex", "docx"):
        assert (
            b"ingen havde bedt om det" in render(reports.excerpts(project, language="da"), format) or format == "docx"
        )
    quotes.translate(project, "D1:2", "Ingen bad om dem.", "da")
    assert printed(project, "da") == [(SAID, "Oversættelse: »Ingen bad om dem.«")]


def test_a_transcript_marks_the_right_words_with_an_insertion_before_them(project: Project) -> None:
    project.tag("D1:2", "frame:support", quote="asked for it")
    quotes.insert(project, "D1:2", "the tasks, ed.", after="given them")
    [lines] = [block.lines for block in reports.interviews(project).blocks if isinstance(block, Transcript)]
    [mark] = [mark for mark in lines[1].marks if mark.stop]
    assert lines[1].text[mark.start : mark.stop] == "asked for it"
    [bare] = [b.lines for b in reports.interviews(project, codes=False).blocks if isinstance(b, Transcript)]
    assert bare[1].text == SAID, "a transcript without codes is as it was transcribed"


def test_the_page_the_answers_the_codebook_and_a_draft_quote_alike(project: Project, tmp_path: Path) -> None:
    from qualcode.project.fill import Evaluator
    from qualcode.project.page import study_page

    (project.root / "questions.yaml").write_text('questions:\n  - {id: "1", text: "Who?"}\n', encoding="utf-8")
    project = Project.open(project.root, coder=project.coder)
    quotes.insert(project, "D1:2", "the tasks, ed.", after="given them")
    wanted = SAID.replace("given them", "given them (the tasks, ed.)")
    assert wanted in study_page(project).decode()
    answers = named_reports.make(project, "answers", named_reports.ReportRequest())
    assert any(wanted in e.text for block in answers.blocks if isinstance(block, Excerpts) for e in block.items)
    shown = codebook_reports.codebook(project, "frame", examples=1)
    assert any(wanted == e.text for block in shown.blocks if isinstance(block, Excerpts) for e in block.items)
    assert Evaluator(project, "en")("quote", ("D1:2",), {}).text == wanted


def test_they_follow_the_words_when_the_original_changed(tmp_path: Path) -> None:
    root = tmp_path / "s"
    made = study(root, frame=FRAME)
    file = root / "transcripts" / "D1.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"I: Who?\n\nA: {SAID}\n", encoding="utf-8")
    made.add([file])
    made.tag("D1:2", "frame:value")
    quotes.insert(made, "D1:2", "the tasks, ed.", after="given them")
    file.write_text(f"I: Who, then, do you think?\n\nA: {SAID}\n", encoding="utf-8")
    reread(made, "D1")
    assert printed(made) == [(SAID.replace("given them", "given them (the tasks, ed.)"), "")]


def test_they_travel_with_a_snapshot_and_a_merge_and_a_qdpx(project: Project, tmp_path: Path) -> None:
    from qualcode.project.files_in import import_file
    from qualcode.project.files_out import export_study

    quotes.insert(project, "D1:2", "the tasks, ed.", after="given them")
    quotes.translate(project, "D1:2", "Ingen.", "da")
    before = printed(project, "da")
    snapshot.write(project, tmp_path / "snap")
    assert '"kind": "insertion"' in "".join(p.read_text("utf-8") for p in (tmp_path / "snap").rglob("*.jsonl"))
    export_study(project, tmp_path / "s.qdpx")
    other = study(tmp_path / "other", frame=FRAME)
    import_file(other, tmp_path / "s.qdpx")
    assert [(m.kind, m.language, m.text) for m in quotes.every(other)] == [
        ("translation", "da", "Ingen."), ("insertion", "", "the tasks, ed."),
    ]  # fmt: skip
    merge(other, project.root)
    assert len(quotes.every(other)) == 2, "the same edit is one edit"
    assert printed(other, "da")[0] == before[0]


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        (lambda p: quotes.insert(p, "D1", "x"), "bad_address"),
        (lambda p: quotes.insert(p, "D1:2", " "), "bad_option"),
        (lambda p: quotes.insert(p, "D1:2", "x", after="not there"), "quote_not_found"),
        (lambda p: quotes.leave_out(p, "D1:2", "nobody"), "quote_ambiguous"),
        (lambda p: quotes.clear(p, "D1:2"), "nothing_there"),
    ],
)
def test_what_cannot_be_done_changes_nothing(project: Project, change: object, slug: str) -> None:
    with pytest.raises((UsageError, DataError)) as caught:
        change(project)  # type: ignore[operator]
    assert caught.value.slug == slug
    assert not quotes.every(project)


def test_the_command(project: Project, qualcode: Run) -> None:  # noqa: F811
    root = str(project.root)
    assert qualcode("-C", root, "quote").code == 0
    done = qualcode("-C", root, "quote", "D1:2", "--insert", "the tasks, ed.", "--after", "given them")
    assert done.out.strip() == SAID.replace("given them", "given them (the tasks, ed.)")
    assert json.loads(qualcode("-C", root, "quote", "--json").out)["rows"][0]["kind"] == "insertion"
    assert qualcode("-C", root, "quote", "D1:2", "--translate", "x").code == 2
    assert qualcode("-C", root, "quote", "D1:2", "--insert", "x", "--clear").code == 2
    assert qualcode("-C", root, "memo").out.count("the tasks") == 0, "no memo, so not among the memos"
    assert qualcode("-C", root, "quote", "D1:2", "--clear").code == 0
    assert qualcode("-C", root, "quote", "D1:2").out.strip() == SAID


def test_brackets_are_put_once() -> None:
    assert [bracketed(w) for w in ("ed.", "(ed.)", "[sic]", "(a) b")] == ["(ed.)", "(ed.)", "[sic]", "((a) b)"]


PLACES = st.lists(
    st.tuples(st.integers(0, 29), st.integers(1, 8), st.sampled_from(["insertion", "omission"])), max_size=5
)


@given(text=st.text("ab c", min_size=30, max_size=40), places=PLACES)
def test_what_is_printed_is_the_text_with_its_edits_and_nothing_else(
    text: str, places: list[tuple[int, int, str]]
) -> None:
    """Without omissions, taking the editor's words out again gives the text; every place moves to where it stands."""
    memos = [
        Memo(n, "«X»", "a", "", "place", "D", Span(start, min(start + size, len(text))), kind=kind)
        for n, (start, size, kind) in enumerate(places)
        if start < len(text)
    ]
    span = Span(0, len(text))
    whole = Edits(memos).edited("D", text, span, omitting=False)
    inserted = [memo for memo in memos if memo.kind == "insertion"]
    assert whole.text.count("(«X»)") == len(inserted)
    before = 0
    for at in range(len(text) + 1):
        assert whole.at(at) >= before
        before = whole.at(at)
    shortened = Edits(memos).edited("D", text, span).text
    left_out = {at for memo in memos if memo.kind == "omission" and memo.span for at in
                range(memo.span.start, memo.span.stop)}  # fmt: skip
    kept = "".join(char for at, char in enumerate(text) if at not in left_out)
    plain = shortened.replace("(…)", "").replace("(«X»)", "")
    assert plain.replace(" ", "") == kept.replace(" ", "")
