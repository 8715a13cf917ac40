"""Tagging from the shell: what is stored, what is said, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study


@pytest.fixture
def place(tmp_path: Path) -> Path:
    study(tmp_path, ANNA, BO).close()
    return tmp_path


def stored(root: Path) -> list[tuple[str, str, str, float]]:
    with Project.open(root, readonly=True) as project:
        return [(c.document, c.quote, c.code, c.weight) for c in project.codings()]


def test_tagging_an_answer_codes_from_its_first_to_its_last_word(qualcode: Run, place: Path) -> None:
    assert qualcode("tag", "D1#1", "value").code == 0
    [(document, quote, code, weight)] = stored(place)
    assert (document, code, weight) == ("D1", "frame:value", 1.0)
    assert quote.startswith("Det er godt for borgerne.")
    assert quote.endswith("Byrådet bakkede op."), "the follow-up inside the answer does not end it"


def test_several_codes_a_weight_and_a_memo(qualcode: Run, place: Path) -> None:
    ran = qualcode("tag", "D1:6", "capacity", "frame:support", "--weight", "0.5", "--memo", "kun i en bisætning")
    assert ran.code == 0, ran.err
    assert [(c, w) for _, _, c, w in stored(place)] == [("frame:capacity", 0.5), ("frame:support", 0.5)]


def test_a_quote_narrows_the_address(qualcode: Run, place: Path) -> None:
    assert qualcode("tag", "D1#1", "support", "--quote", "byrådet BAKKEDE op").code == 0
    assert stored(place)[0][1] == "Byrådet bakkede op"


def test_the_same_tag_twice_is_stored_once(qualcode: Run, place: Path) -> None:
    qualcode("tag", "D1:2", "value")
    ran = qualcode("tag", "D1:2", "value")
    assert (ran.code, len(stored(place))) == (0, 1)
    assert "already there" in ran.err


def test_a_tag_with_another_weight_changes_the_coding(qualcode: Run, place: Path) -> None:
    qualcode("tag", "D1:2", "value", "--memo", "klart")
    assert "1 changed" in qualcode("tag", "D1:2", "value", "--weight", "0.25").err
    with Project.open(place) as project:
        assert [(c.weight, c.memo) for c in project.codings()] == [(0.25, "klart")]


def test_a_name_in_any_language_is_understood(qualcode: Run, place: Path) -> None:
    assert qualcode("tag", "D1:2", "Værdi").code == 0
    assert stored(place)[0][2] == "frame:value"


def test_an_open_code_is_made_on_first_use_and_undone_with_its_coding(qualcode: Run, place: Path) -> None:
    assert qualcode("tag", "D1:6", "open:For få hænder").code == 0
    [(_, _, code, _)] = stored(place)
    assert code.startswith("open:")
    assert (place / "codebooks" / "open.yaml").exists()
    assert "For få hænder" in (place / "codebooks" / "open.yaml").read_text("utf-8")
    qualcode("tag", "D1:6", "open:For få hænder")
    assert len(stored(place)) == 1, "the second time it is the same code"
    qualcode("undo")
    assert not (place / "codebooks" / "open.yaml").exists()


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("tag", "D1:2", "vaule"), 2, "did you mean 'value'"),
        (("tag", "D2:2", "value"), 2, "did you mean 'D1'"),
        (("tag", "D1:99", "value"), 2, "D1 has the turns 1-6"),
        (("tag", "D1#9", "value"), 2, "there is no answer 'D1#9'"),
        (("tag", "D1@0-99999", "value"), 2, f"ends at {len(ANNA.text)}"),
        (("tag", "D1:2", "value", "--weight", "1.5"), 2, "more than 0 and at most 1"),
        (("tag", "D1:2", "value", "--as", "promotes"), 2, "without qualifiers"),
        (("tag", "D1", "value", "--quote", "findes ikke her"), 3, "is not there"),
        (("tag", "D1", "value", "--quote", "det"), 3, "stands in"),
        (("untag", "D1:2", "value"), 3, "has no frame:value"),
        (("undo", "7"), 3, "nothing to undo"),
        (("redo",), 3, "nothing to redo"),
        (("tga", "D1:2", "value"), 2, "did you mean 'tag'"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(
    qualcode: Run, place: Path, argv: tuple[str, ...], code: int, said: str
) -> None:
    if argv[0] == "undo":
        assert qualcode("undo").code == 0  # the documents
        before = None
    else:
        before = stored(place)
    ran = qualcode(*argv)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert before is None or stored(place) == before


def test_untag_takes_away_what_lies_inside_the_place(qualcode: Run, place: Path) -> None:
    qualcode("tag", "D1#1", "value", "--quote", "hele pointen")
    qualcode("tag", "D1#2", "value")
    assert qualcode("untag", "D1#1").code == 0
    assert [quote for _, quote, _, _ in stored(place)] == ["Vi har ikke hænder til det."]


def test_untag_leaves_other_peoples_codings(qualcode: Run, place: Path) -> None:
    qualcode("tag", "D1:2", "value", "--coder", "bo")
    assert qualcode("untag", "D1:2", "value").code == 3
    assert len(stored(place)) == 1
    assert qualcode("untag", "D1:2", "value", "--coder", "bo").code == 0


TAGS = """\
document,address,quote,code,coder,weight,memo
D1,D1#1,,value,ana,1,
D1,,ikke hænder,capacity,ana,"0,5",to koder
M1,M1:4,,capacity;support,bo,,
"""


def test_a_table_of_tags_is_stored_whole(qualcode: Run, place: Path) -> None:
    (place / "tags.csv").write_text(TAGS, encoding="utf-8")
    ran = qualcode("tag", "--from", "tags.csv")
    assert ran.code == 0, ran.err
    assert "4 codings added" in ran.err
    assert [(d, c, w) for d, _, c, w in stored(place)] == [
        ("D1", "frame:value", 1.0),
        ("D1", "frame:capacity", 0.5),
        ("M1", "frame:capacity", 1.0),
        ("M1", "frame:support", 1.0),
    ]
    assert "0 codings added" in qualcode("tag", "--from", "tags.csv").err, "a second time changes nothing"
    assert qualcode("undo").code == 0
    assert stored(place) == []


BAD = """\
address;code;weight
D1#1;value;1
D1#7;value;1
D1#2;vlaue;1
D1#2;value;tung
;value;1
"""


def test_every_bad_row_is_named_with_its_line_and_nothing_is_stored(qualcode: Run, place: Path) -> None:
    (place / "tags.csv").write_text(BAD, encoding="utf-8")
    ran = qualcode("tag", "--from", "tags.csv")
    assert (ran.code, stored(place)) == (3, [])
    for line, slug in ((3, "unknown_answer"), (4, "unknown_code"), (5, "not_numeric"), (6, "row_without_place")):
        assert f"tags.csv:{line}: error:" in ran.err
        assert f"[{slug}]" in ran.err
    assert "--skip-bad" in ran.err


def test_bad_rows_can_be_left_out(qualcode: Run, place: Path) -> None:
    (place / "tags.csv").write_text(BAD, encoding="utf-8")
    ran = qualcode("tag", "--from", "tags.csv", "--skip-bad")
    assert (ran.code, len(stored(place))) == (1, 1)
    assert "4 rows left out" in ran.err


def test_tags_from_a_spreadsheet(qualcode: Run, place: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("address", "code", "coder", "weight"), ("D1#1", "value", "bo", 0.5), ("M1#2", "capacity", "bo", 1)):
        book.active.append(row)
    book.save(place / "tags.xlsx")
    assert qualcode("tag", "--from", "tags.xlsx").code == 0
    assert [(d, c, w) for d, _, c, w in stored(place)] == [("D1", "frame:value", 0.5), ("M1", "frame:capacity", 1.0)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "no such file"),
        ("empty.csv", b"", "empty"),
        ("quote.csv", b'address,code,memo\nD1#1,value,"open\nD1#2,value,x\n', "line 2: a quotation mark"),
        ("columns.csv", b"place,label\nD1#1,value\n", "expected the columns"),
        ("unknown.csv", b"address,code,colour\nD1#1,value,red\n", "unknown column colour"),
        ("not.xlsx", b"this is no spreadsheet", "not a spreadsheet"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(
    qualcode: Run, place: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (place / name).write_bytes(content)
    ran = qualcode("tag", "--from", name)
    assert (ran.code, ran.out) == (3, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_the_log_is_an_audit_trail(qualcode: Run, place: Path) -> None:
    qualcode("tag", "D1:2", "value")
    qualcode("undo")
    log = json.loads(qualcode("log", "--json").out)
    assert log["format"] == "qualcode/log/1"
    assert [(c["action"], c["state"], c["coder"]) for c in log["changes"]] == [
        ("tag", "undone", "ana"),
        ("add", "done", "ana"),
    ]
    assert log["changes"][0]["undone"]


def test_memos_about_a_place_a_code_and_the_study(qualcode: Run, place: Path) -> None:
    assert qualcode("memo", "D1#1", "Hun tøver").code == 0
    assert qualcode("memo", "value", "Snævrere end hos Moore").code == 0
    assert qualcode("memo", "-", "Husk bilaget").code == 0
    rows = json.loads(qualcode("memo", "--json").out)["rows"]
    assert [(r["about"], r["text"]) for r in rows] == [
        ("place D1#1", "Hun tøver"),
        ("code frame:value", "Snævrere end hos Moore"),
        ("-", "Husk bilaget"),
    ]
    assert qualcode("memo", "D7", "?").code == 2


def test_show_prints_no_escape_code_of_a_transcript(qualcode: Run, tmp_path: Path) -> None:
    from tests.study import conversation

    study(tmp_path, conversation("X", ("I", "Hej"), ("A", "rød \x1b[31m tekst \u202e bagfra"))).close()
    out = qualcode("show", "X").out
    assert "\x1b[31m" not in out
    assert "\u202e" not in out
    assert "\\x1b[31m" in out


def test_blanks_and_hyphens_that_nobody_sees_are_no_escapes(qualcode: Run, tmp_path: Path) -> None:
    from tests.study import conversation

    said = "Sam\u00adarbejde på 50\u00a0% af\ttiden 👩\u200d👩\u200d👧 \x1b[1m."
    study(tmp_path, conversation("X", ("I", "Hej"), ("A", said))).close()
    clean = "Samarbejde på 50 % af tiden 👩\u200d👩\u200d👧 \\x1b[1m."
    qualcode("tag", "X:2", "value")
    assert clean in qualcode("show", "X").out
    assert clean in qualcode("find", "--code", "value").out
    assert qualcode("find", "af").out == "X:2\tX@31-33\t" + f"I: Hej  A: {clean}  \n".replace(" af ", " [af] ")
    assert "Samarbejde på 50 %" in qualcode("list", "uncoded", "--code", "support", "--format", "text").out


def test_show_as_json_has_the_documented_shape(qualcode: Run, place: Path) -> None:
    qualcode("tag", "D1:2", "value")
    shown = json.loads(qualcode("show", "D1", "--json").out)
    assert shown["format"] == "qualcode/show/1"
    assert [s["speaker"] for s in shown["speakers"]] == ["I", "Anna"]
    turn = shown["turns"][1]
    assert turn["text"] == shown["document"]["text"][turn["start"] : turn["stop"]] == ANNA.turns[1].span.cut(ANNA.text)
    assert [(a["label"], a["turns"]) for a in shown["answers"]] == [("D1#1", [2, 4]), ("D1#2", [6])]
    assert shown["codings"][0]["code"] == "frame:value"


def test_outside_a_project_the_way_in_is_named(qualcode: Run) -> None:
    ran = qualcode("status")
    assert (ran.code, ran.out) == (2, "")
    assert "qualcode init" in ran.err


def test_a_project_elsewhere_is_reached_with_c(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path / "there", ANNA).close()
    assert qualcode("-C", str(tmp_path / "there"), "tag", "D1:2", "value").code == 0
    assert stored(tmp_path / "there")[0][2] == "frame:value"


def test_a_coding_that_no_share_will_count_is_said_at_once(qualcode: Run, place: Path) -> None:
    ran = qualcode("tag", "D1:3", "value")
    assert (ran.code, len(stored(place))) == (0, 1), "it is stored all the same"
    assert "warning: D1@" in ran.err
    assert "no informant speaks there" in ran.err
    found = json.loads(qualcode("check", "--json").out)["problems"]
    assert "counts_nowhere" in {problem["slug"] for problem in found}
    assert "no informant" not in qualcode("tag", "D1:2", "value").err


def test_a_new_coder_who_differs_from_another_in_capitals_alone_is_pointed_out(qualcode: Run, place: Path) -> None:
    assert "new coder" not in qualcode("tag", "D1#1", "value", "--coder", "Åse").err
    assert "'åse' is a new coder beside 'Åse'" in qualcode("tag", "D1#2", "value", "--coder", "åse").err
    assert "new coder" not in qualcode("tag", "D1#2", "support", "--coder", "åse").err, "said once"
    (place / "t.csv").write_text("address,code,coder\nD1#1,support,Bo\nD1#2,support,BO\n", "utf-8")
    assert "`qualcode coder rename BO Bo --merge`" in qualcode("tag", "--from", "t.csv").err
    assert qualcode("coder", "rename", "BO", "Bo", "--merge").code == 0


@pytest.mark.parametrize(("name", "begins"), [("tex", "\\documentclass"), ("markdown", "# "), ("HTM", "<!")])
def test_a_format_is_called_by_its_suffix_too(qualcode: Run, place: Path, name: str, begins: str) -> None:
    qualcode("tag", "D1#1", "value")
    assert qualcode("shares", "frame", "--format", name).out.lower().startswith(begins.lower())
