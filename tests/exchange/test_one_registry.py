"""Codebooks and studies are formats of one registry behind one interface."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from qualcode import exchange
from qualcode.core.errors import DataError, UsageError
from qualcode.core.formats import Format, Formats
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
    assert read_study(tmp_path / "x.quirk").bundle.name == "a study", "its ending says what it is"


def gives_a_number(*_: object) -> int:
    return 1


def ends_everything(*_: object) -> None:
    raise SystemExit(3)


class Failing:
    def read(self, path: Path, choices: Choices) -> Arrived:
        raise KeyError("of its own")


FAILING = Failing()
HERE = f"{__name__}:"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("nowhere_at_all:read", "No module named 'nowhere_at_all'"),
        (f"{HERE}nothing", "has no attribute 'nothing'"),
        (f"{HERE}FAILING", "KeyError: 'of its own'"),
        (f"{HERE}gives_a_number", "it gave back int"),
        (f"{HERE}ends_everything", "SystemExit"),
    ],
)
def test_what_fails_in_another_package_is_said_as_its_fault(
    monkeypatch: pytest.MonkeyPatch, target: str, said: str
) -> None:
    added = Format("odd", (".odd",), target, "odd")
    monkeypatch.setitem(globals(), "ODD", added)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [EntryPoint("odd", f"{HERE}ODD", group)])
    here = Formats("format", "a.group", [], fits=lambda found: isinstance(found, Arrived))
    with pytest.raises(DataError, match=r"the plug-in \S+:ODD cannot be used") as caught:
        found = here.named("odd").load()
        (found.read if target.endswith("FAILING") else found)(Path("x.odd"), Choices())
    assert (caught.value.slug, said in caught.value.message) == ("plugin", True)


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (gives_a_number, "expected a qualcode.core.formats.Format, found function"),
        (Format("odd", ".odd", "x:y", "odd"), "expected a tuple"),  # type: ignore[arg-type]
        (None, "found NoneType"),
    ],
)
def test_a_plug_in_that_is_none_is_named_and_passed_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], added: object, said: str
) -> None:
    monkeypatch.setitem(globals(), "ODD", added)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [EntryPoint("odd", f"{HERE}ODD", group)])
    assert list(Formats("format", "a.group", [])) == []
    warned = capsys.readouterr().err
    assert (said in warned, "it is passed over" in warned) == (True, True)
