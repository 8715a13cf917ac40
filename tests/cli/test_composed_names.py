"""å in one letter or in two is the same å: in names of files, people, codes, attributes and questions, and in words."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Form = Callable[[str], str]


def one(text: str) -> str:
    """As a keyboard writes it."""
    return unicodedata.normalize("NFC", text)


def two(text: str) -> str:
    """As names of files on a Mac and the words of many PDFs are written."""
    return unicodedata.normalize("NFD", text)


TALK = "I: Hvad er værdien på caféen?\n{0}: Vi går på caféen i Århus.\nI: Hvem bakker op?\n{0}: Byrådet på Åen.\n"
FRAME = "id: frame\ntitle: Ramme\nqualifiers: [på, af]\ncodes:\n  - {id: value, name: Målé}\n"
GUIDE = "questions:\n  - {id: 1å, text: Hvad er værdien på caféen?}\n  - {id: '2', text: Hvem bakker op?}\n"
CASES = "case,name,kind,members,weight,område\nÅse,Åse Bé,,P1:Åse,,Århus\nÖst,,,Öst,,Östby\n"


def made(root: Path, form: Form) -> None:
    (root / "transcripts" / f"{form('Öst')}.txt").write_text(form(TALK.format("Öst")), "utf-8")
    (root / "transcripts" / "P1.txt").write_text(form(TALK.format("Åse")), "utf-8")
    (root / "codebooks" / "frame.yaml").write_text(form(FRAME), "utf-8")
    (root / "questions.yaml").write_text(form(GUIDE), "utf-8")
    (root / "cases.csv").write_text(form(CASES), "utf-8")


@pytest.mark.parametrize(("stored", "typed"), [(one, two), (two, one)], ids=["two typed", "one typed"])
def test_every_name_is_met_however_its_letters_are_composed(
    qualcode: Run, tmp_path: Path, stored: Form, typed: Form
) -> None:
    def done(*words: str) -> str:
        ran = qualcode(*map(typed, words))
        assert ran.code == 0, f"{words}: {ran.err}"
        return ran.out

    assert qualcode("init", ".", "--lang", "da").code == 0
    made(tmp_path, stored)
    done("add", "transcripts/Öst.txt", "transcripts/P1.txt")
    assert json.loads(done("status", "--json"))["documents"][0]["language"] == "da"
    done("question", "match")
    done("tag", "Öst#1å", "frame:value", "--coder", "Åse", "--as", "på")
    done("tag", "P1#1å", "frame:value", "--coder", "Åse", "--quote", "på caféen")
    rows = json.loads(done("shares", "frame", "--coder", "Åse", "--by", "område", "--json"))["rows"]
    assert [(row["group"], row["numerator"], row["denominator"]) for row in rows] == [("Århus", 1, 2), ("Östby", 1, 2)]
    ways = [("--case", "Öst"), ("--document", "Öst"), ("--question", "1å"), ("--where", "område=Östby")]
    for chosen in ways:
        rows = json.loads(done("shares", "frame", "--coder", "Åse", *chosen, "--json"))["rows"]
        assert rows[0]["numerator"] == (2 if chosen[0] == "--question" else 1), chosen
        assert "Öst" in done("find", "caféen", *chosen), chosen
    for words in ("caféen", "/på caféen/", "=Åen", "går NEAR/3 caféen"):
        assert len(done("find", words).splitlines()) == 2, words
    listed = {row["word"]: row["uses"] for row in json.loads(done("list", "words", "--json"))["rows"]}
    assert listed["caféen"] == listed["århus"] == listed["byrådet"] == 2
    done("case", "set", "Åse", "område=Åby")
    assert done("case", "list").count("Åse Bé") == 1 and "Åby" in done("case", "show", "Åse")
    done("case", "set", "Åse", "--member", "P1:Åse")
    done("speakers", "P1", "--rename", "Åse=Karen")
    done("undo")
    done("memo", "Öst:2", "på en måde")
    done("question", "at", "Öst:4", "1å")
    done("coder", "finish", "Öst", "--coder", "Åse")
    done("untag", "P1:2", "frame:value", "--coder", "Åse")
    done("reread", "Öst")
    (tmp_path / "tags.csv").write_text(typed("document,quote,code,coder\nÖst,på Åen,frame:value,Åse\n"), "utf-8")
    done("tag", "--from", "tags.csv")
    (tmp_path / "people.csv").write_text(typed("case,område,æra\nÅse,Åby,ny\n"), "utf-8")
    done("case", "import", "people.csv")
    heading = (tmp_path / "cases.csv").read_text("utf-8").splitlines()[0]
    assert one(heading) == "case,name,kind,members,weight,område,æra"
    done("coder", "rename", "Åse", "aase")
    assert qualcode("check").code == 0
    done("remove", "Öst")


def test_an_original_that_came_by_a_mac_is_still_the_original(qualcode: Run, tmp_path: Path) -> None:
    assert qualcode("init", ".").code == 0
    made(tmp_path, one)
    assert qualcode("add", "transcripts").code == 0
    (tmp_path / "transcripts" / one("Öst.txt")).rename(tmp_path / "transcripts" / two("Öst.txt"))
    states = {row["id"]: row["original"] for row in json.loads(qualcode("status", "--json").out)["documents"]}
    assert set(states.values()) == {"as read"}
    assert qualcode("reread", "Öst").code == 0
