"""Interviews coded with one frame, documents with another: one figure and one block a frame, an unused one named."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import FRAME, conversation, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store

OTHER = (
    FRAME.replace("id: frame", "id: other").replace("A frame", "Another frame").replace("En ramme", "En anden ramme")
)
THIRD = FRAME.replace("id: frame", "id: third").replace("A frame", "A third frame").replace("En ramme", "En tredje")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Two answers and three paragraphs; the third frame is in use and has no coding."""
    with study(
        tmp_path,
        conversation("D1", ("I", "Hvad?", "1"), ("Anna", "Data er godt."), ("I", "Hvem?", "2"), ("Anna", "Os alle.")),
        conversation("Plan", ("", "Om data."), ("", "Om borgere."), ("", "Om penge."), kind="document"),
    ) as project:
        (tmp_path / "codebooks" / "other.yaml").write_text(OTHER, "utf-8")
        (tmp_path / "codebooks" / "third.yaml").write_text(THIRD, "utf-8")
        (tmp_path / "cases.csv").write_text("case,members,role\nAnna,D1,leder\n", "utf-8")
        project.forget_files()
        project.tag("D1#1", "frame:value")
        project.tag("Plan:1", "other:value")
        project.tag("Plan:2", "other:value")
    return tmp_path


def words(svg: str) -> str:
    return " ".join(re.findall(r">([^<>]+)</text>", svg))


@pytest.mark.parametrize("name", ["shares", "bars"])
def test_plot_draws_a_figure_for_each_frame_and_names_the_one_without_codings(
    qualcode: Run, place: Path, name: str
) -> None:
    ran = qualcode("plot", name, "--by", "-", "-o", "f.svg")
    assert ran.code == 0, ran.err
    said = words((place / "f.svg").read_text("utf-8"))
    assert said.count("A frame") == 1
    assert said.count("Another frame") == 1
    assert "All (1 informant, 2 answers)" in said
    assert "All (1 document, 3 paragraphs)" in said
    assert "No codings in the selection, and so no table: A third frame." in ran.err
    assert "third" not in said


@pytest.mark.parametrize(
    "command", [("shares", "--by", "-"), ("crosstab", "--by", "document"), ("shares", "frame", "third")]
)
@pytest.mark.parametrize("file", ["t.csv", "t.xlsx", "t.docx", "t.md", "t.html"])
def test_every_format_names_the_frame_that_has_no_table(
    qualcode: Run, place: Path, command: tuple[str, ...], file: str
) -> None:
    ran = qualcode(*command, "-o", file)
    said = (place / file).read_bytes()
    if file.endswith("x"):
        with ZipFile(place / file) as parts:
            said = b"".join(parts.read(name) for name in parts.namelist())
    text = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", said.decode("utf-8", "replace")) + ran.err)
    assert "No codings in the selection, and so no table: A third frame." in text


def test_units_by_the_codes_of_a_frame_are_those_that_its_table_counts(qualcode: Run, place: Path) -> None:
    assert qualcode("export", "u.csv", "--matrix", "--no-text", "--code", "other").code == 0
    assert [line.split(",")[1] for line in (place / "u.csv").read_text("utf-8-sig").splitlines()[1:]] == ["Plan"] * 3
    assert qualcode("export", "u.csv", "--matrix", "--no-text").code == 0
    assert len((place / "u.csv").read_text("utf-8-sig").splitlines()) == 1 + 5


def test_the_sheet_of_notes_says_whose_codings_the_sample_counts(qualcode: Run, place: Path) -> None:
    assert qualcode("report", "sample", "-o", "s.xlsx").code == 0
    with ZipFile(place / "s.xlsx") as parts:
        assert b"Codings counted: those of ana." in b"".join(map(parts.read, parts.namelist()))


def test_the_same_figures_have_the_same_bytes(qualcode: Run, place: Path) -> None:
    for name in ("a.svg", "b.svg", "a.png", "b.png"):
        assert qualcode("plot", "bars", "--by", "-", "-o", name).code == 0
    assert (place / "a.svg").read_bytes() == (place / "b.svg").read_bytes()
    assert (place / "a.png").read_bytes() == (place / "b.png").read_bytes()


def test_a_plot_in_a_report_is_headed_by_each_frame(qualcode: Run, place: Path) -> None:
    assert qualcode("plot", "heatmap", "-o", "f.md").code == 0
    text = (place / "f.md").read_text("utf-8")
    assert re.findall(r"^#+ (A\w* frame)$", text, re.MULTILINE) == ["A frame", "Another frame"]
    assert "Another frame: Codes by case" in text
    assert "Not coded with A frame, so not counted: Plan (3 paragraphs)." in text


def test_one_frame_is_drawn_as_it_always_was(qualcode: Run, place: Path) -> None:
    assert qualcode("plot", "bars", "frame", "--by", "-", "-o", "f.svg").code == 0
    assert "A frame" not in words((place / "f.svg").read_text("utf-8"))


def test_the_page_has_a_table_and_a_figure_for_each_frame(qualcode: Run, place: Path) -> None:
    assert qualcode("export", "s.html", "--allow-identifiable").code == 0
    page = (place / "s.html").read_text("utf-8")
    results = page[page.index('id="~results"') :]
    assert re.findall(r"<h4>(.*?)</h4>", results) == ["A frame", "Another frame"]
    captions = re.findall(r"<caption>(.*?)</caption>", results)
    assert "Share of the answers that concern each category (A frame)" in captions
    assert "Share of the paragraphs that concern each category (Another frame)" in captions
    assert results.count("<figure>") == 2
    assert "and so no table: A third frame." in results


def test_the_page_shows_neither_the_consensus_nor_proposals_and_says_so(qualcode: Run, place: Path) -> None:
    with Project.open(place) as project:
        project.tag("D1#1", "frame:value", coder="consensus")
    file = place / "qualcode.toml"
    file.write_text('analyse = "ana"\n' + file.read_text("utf-8").replace("analyse =", "# analyse ="), "utf-8")
    assert qualcode("export", "s.html", "--allow-identifiable").code == 0
    assert "Not shown: 1 coding (the consensus)." in (place / "s.html").read_text("utf-8")
    assert qualcode("export", "c.html", "--allow-identifiable", "--coder", "consensus").code == 0
    assert "Not shown" not in (place / "c.html").read_text("utf-8")


def filled(qualcode: Run, root: Path, *fields: str) -> tuple[list[str], list[str]]:
    (root / "d.md").write_text("\n\n".join(f"{{{{ {field} }}}}" for field in fields), "utf-8")
    (root / "o.md").unlink(missing_ok=True)
    ran = qualcode("fill", "d.md", "-o", "o.md", "--json")
    assert ran.code == 0, ran.err
    values = re.findall(r"\) -->(.*?)<!-- /qualcode", (root / "o.md").read_text("utf-8"), re.DOTALL)
    return [value.strip() for value in values], json.loads(ran.out)["notes"]


def test_a_field_divides_by_its_own_frames_material(qualcode: Run, place: Path) -> None:
    values, notes = filled(qualcode, place, 'share("frame:value")', 'share("other:value")', 'number("other:value")')
    assert values == ["50%", "67%", "2"]
    assert notes == [
        "Not coded with A frame, so not counted: Plan (3 paragraphs).",
        "Not coded with Another frame, so not counted: D1 (2 answers).",
    ]


@pytest.mark.parametrize("by", ["kind", "document"])
@pytest.mark.parametrize("command", ["shares", "crosstab"])
def test_sources_that_a_frame_was_not_used_in_have_no_column(command: str, by: str, qualcode: Run, place: Path) -> None:
    """Interviews coded with one frame and a plan with another: neither's absence in the other is a finding."""
    text = qualcode(command, "frame", "--by", by, "-o", "-", "--format", "md").out
    assert "Not coded with A frame, so not counted: Plan (3 paragraphs)." in text
    assert "Plan" not in text.replace("not counted: Plan", "") and "document:" not in text


@pytest.mark.parametrize("by", ["-", "kind", "document"])
def test_the_account_of_a_frame_counts_its_own_codings(place: Path, by: str) -> None:
    with Project.open(place) as project:
        project.tag("D1@0-1", "other:value")  # on a label
        account = project.shares("frame", by=by).accounting
        assert account is not None and (account.codings, account.outside) == (1, 0)


def test_numbers_count_what_they_say(qualcode: Run, place: Path) -> None:
    fields = ['"answers"', '"units"', '"units", document="Plan"', '"informants"', '"documents"',
              '"documents", where="role=leder"', '"answers", by="role", group="leder"', '"codings"',
              '"codings", document="Plan"', '"words", document="Plan"']  # fmt: skip
    values, _ = filled(qualcode, place, *(f"number({field})" for field in fields))
    assert values == ["2", "5", "3", "1", "2", "1", "2", "3", "2", "6"]


def test_a_field_with_room_for_one_frame_says_which_others_there_are(qualcode: Run, place: Path) -> None:
    values, notes = filled(qualcode, place, 'table("shares", by="-")', 'figure("bars", by="-")')
    assert "1/2" in values[0]
    assert 'table("shares") is of A frame alone; table("shares", CODEBOOK) asks for Another frame' in notes
    assert 'figure("bars") is of A frame alone; figure("bars", CODEBOOK) asks for Another frame' in notes


def test_words_of_unmarked_documents_are_filled_only_when_that_is_meant(qualcode: Run, place: Path) -> None:
    for field in ('quote("D1:2")', 'table("codings")'):
        (place / "d.md").write_text(f"{{{{ {field} }}}}", "utf-8")
        (place / "o.md").unlink(missing_ok=True)
        ran = qualcode("fill", "d.md", "-o", "o.md")
        assert ran.code != 0, field
        assert "--allow-identifiable" in ran.err
        assert not (place / "o.md").exists()
        assert qualcode("fill", "d.md", "-o", "o.md", "--allow-identifiable").code == 0
    qualcode("pseudonymised", "D1", "Plan")
    (place / "o.md").unlink()
    assert qualcode("fill", "d.md", "-o", "o.md").code == 0
