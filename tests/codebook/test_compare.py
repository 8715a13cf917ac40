"""What changed between two codebooks, and which vanished code is probably which new one."""

from qualcode.codebook import load_bundled, loads
from qualcode.codebook.compare import diff
from qualcode.codebook.compare_report import diff_report

BEFORE = """\
id: b
title: "B"
codes:
  - id: time
    name: "Lack of time"
    brief: "There are not enough hours for the work."
  - id: money
    name: "Money"
    codes:
      - {id: budget, name: "Budget"}
  - {id: people, name: "People", color: "#111111"}
  - {id: gone, name: "Weather and wind"}
"""
NOW = """\
id: b
title: "B"
version: "2"
codes:
  - id: hours
    name: "Shortage of time"
    brief: "There are not enough hours for the work."
  - id: funding
    name: "Money"
    codes:
      - {id: budget, name: "Budget"}
  - {id: people, name: "Staff", color: "#222222", brief: "Those who work here."}
  - {id: fresh, name: "Something else"}
"""


def test_each_kind_of_change_is_told_apart():
    found = diff(loads(BEFORE), loads(NOW))
    assert [code.id for code in found.added] == ["fresh"]
    assert [code.id for code in found.removed] == ["gone"]
    pairs = [(pair.before.id, pair.now.id, pair.along) for pair in found.renamed]
    assert pairs == [("time", "hours", False), ("money", "funding", False), ("money.budget", "funding.budget", True)]
    changes = {code.id: [(c.field, c.language, c.before, c.now) for c in changes] for code, changes in found.changed}
    assert changes == {
        "hours": [("name", "en", "Lack of time", "Shortage of time")],
        "people": [
            ("name", "en", "People", "Staff"),
            ("brief", "en", "", "Those who work here."),
            ("color", "", "#111111", "#222222"),
        ],
    }
    assert [(c.field, c.before, c.now) for c in found.book] == [("version", "1", "2")]


def test_a_new_name_and_id_alone_is_a_probable_rename():
    before = loads('id: b\ntitle: B\ncodes: [{id: a, name: "Lack of resources"}]')
    now = loads('id: b\ntitle: B\ncodes: [{id: x, name: "Lack of ressources"}]')
    (pair,) = diff(before, now).renamed
    assert 0.75 <= pair.likeness < 1
    unlike = loads('id: b\ntitle: B\ncodes: [{id: x, name: "Trust"}]')
    assert diff(before, unlike).renamed == ()


def test_known_renames_are_not_guessed():
    before = loads('id: b\ntitle: B\ncodes: [{id: a, name: "A"}, {id: c, name: "C"}]')
    now = loads('id: b\ntitle: B\ncodes: [{id: x, name: "Zebra"}, {id: y, name: "A"}]')
    assert [(p.before.id, p.now.id) for p in diff(before, now, {"a": "x"}).renamed] == [("a", "x")]


def test_a_moved_code_is_one_change_and_so_are_those_below():
    before = loads("id: b\ntitle: B\ncodes: [{id: a, name: A, codes: [{id: x, name: X}]}, {id: t, name: T}]")
    now = loads("id: b\ntitle: B\ncodes: [{id: t, name: T, codes: [{id: a, name: A, codes: [{id: x, name: X}]}]}]")
    pairs = diff(before, now).renamed
    assert [(p.before.id, p.now.id, p.moved, p.along) for p in pairs] == [
        ("a", "t.a", True, False),
        ("a.x", "t.a.x", True, True),
    ]


def test_the_same_codebook_has_no_changes():
    moore = load_bundled("moore")
    assert not diff(moore, moore)
    report = diff_report(diff(moore, moore), "da")
    assert [getattr(block, "text", "") for block in report.blocks] == ["De to kodebøger er ens."]


def test_the_report_names_the_codings_affected():
    report = diff_report(diff(loads(BEFORE), loads(NOW)), counts={"b:gone": 4, "b:time": 7})
    tables = {table.name: table for table in report.tables}
    assert tables["codebook-removed"].records() == [{"code": "gone", "name": "Weather and wind", "codings": 4}]
    assert tables["codebook-renamed"].records()[0] == {
        "before": "time",
        "now": "hours",
        "name": "Shortage of time",
        "likeness": 1.0,
        "codings": 7,
    }
    assert report.data["format"] == "qualcode/codebook-diff/1"
    assert [code["id"] for code in report.data["added"]] == ["fresh"]
