"""Codebooks and studies are formats of one registry behind one interface."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from qualcode import exchange
from qualcode.core.errors import UsageError
from qualcode.core.formats import Format
from qualcode.core.model import Bundle, Code, Codebook
from qualcode.exchange import read_codebook, read_study, studies, write_codebook, write_study
from qualcode.exchange.interface import Arrived, Choices
from tests.cli.conftest import Run, qualcode  # noqa: F401
from tests.study import conversation, study

BOOK = Codebook("frame", {"en": "A frame"}, codes=(Code("value", {"en": "Value"}), Code("support", {"en": "Support"})))


def test_every_format_reads_and_all_but_the_read_only_ones_write() -> None:
    for each in studies:
        codec = each.load()
        assert callable(codec.read), each.name
        assert hasattr(codec, "write") or "read only" in each.title or each.name == "word-comments", each.name


@pytest.mark.parametrize("name", ["codes.qdc", "codes.csv", "codes.tsv", "codes.xlsx", "codes.qdpx"])
def test_a_codebook_goes_out_and_comes_back_in_every_format(tmp_path: Path, name: str) -> None:
    write_codebook(BOOK, tmp_path / name)
    back = read_codebook(tmp_path / name, id="frame")
    assert [(code.id, code.label("en")) for code in back.codebook] == [("value", "Value"), ("support", "Support")]


def test_a_codebook_is_a_study_of_one_codebook(tmp_path: Path) -> None:
    account = write_study(Bundle(codebooks=(BOOK,)), tmp_path / "s.qdc")
    assert not account.lost
    [book] = read_study(tmp_path / "s.qdc", format="qdc").bundle.codebooks
    assert len(book.codes) == 2
    two = Bundle(codebooks=(BOOK, Codebook("other", {"en": "Another"})))
    with pytest.raises(UsageError) as caught:
        write_study(two, tmp_path / "two.qdc")
    assert caught.value.slug == "which_codebook"
    assert not (tmp_path / "two.qdc").exists()


def test_the_commands(qualcode: Run, tmp_path: Path) -> None:  # noqa: F811
    made = study(tmp_path / "s", conversation("D1", ("I", "Who?"), ("A", "I do.")))
    made.tag("D1:2", "frame:value")
    made.close()
    root = ("-C", str(made.root))
    done = qualcode(*root, "export", "s.qdc")
    assert done.code == 0, "a codebook holds no words of a document that is not marked as pseudonymised"
    assert "1 document" in done.out + done.err and "1 coding" in done.out + done.err
    done = qualcode(*root, "export", "s.qdpx", "--allow-identifiable")
    assert done.code == 0
    assert "1 original (1 txt) is not in it" in done.out + done.err, (
        "the file itself stays where it is, and that is said"
    )
    other = study(tmp_path / "other", frame="id: mine\ntitle: Mine\nkind: inductive\ncodes: []\n")
    other.close()
    there = ("-C", str(other.root))
    assert qualcode(*there, "codebook", "import", "s.qdpx", "--id", "theirs").code == 0
    assert "theirs:value" in qualcode(*there, "codebook", "show", "theirs").out


class Quirky:
    def read(self, path: Path, choices: Choices) -> Arrived:
        return Arrived(Bundle(name=path.read_text("utf-8")), exchange.Account())


FORMAT = Format("quirky", (".quirk",), f"{__name__}:QUIRKY", "a program of one's own")
QUIRKY = Quirky()


def test_another_package_adds_a_format(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entry = EntryPoint("quirky", f"{__name__}:FORMAT", "qualcode.studies")
    asked: list[str] = []

    def entry_points(group: str) -> list[EntryPoint]:
        asked.append(group)
        return [entry]

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    monkeypatch.setattr(studies, "_discovered", False)
    monkeypatch.setattr(studies, "_formats", dict(studies._formats))
    (tmp_path / "x.quirk").write_text("a study", encoding="utf-8")
    assert read_study(tmp_path / "x.quirk", format="quirky").bundle.name == "a study"
    assert asked == ["qualcode.studies"]
