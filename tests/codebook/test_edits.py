"""Edits change what they are asked to change, and no other byte; and say what becomes of each code."""

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.codebook import loads
from qualcode.codebook.edits import add, define, move, recolour, remove, rename, retire
from qualcode.codebook.outline import Outline
from qualcode.codebook.regroup import Part, group, merge, promote, split
from qualcode.core.errors import UnknownName, UsageError

BOOK = """\
# my book
id: b   # the id
title: "B"

at_most_one_of: [[value, support]]
codes:
  # corners
  - id: value   # keep me
    name: {en: "Public value", da: 'Værdi'}
    not: "approval (→ support), or means (→ capacity.people)."
    codes:
      # inner comment
      - id: mission
        name: Mission
      - {id: client, name: "Client"}   # flow

  # second
  - id: support
    name:
      en: "Support"   # english
    requires: [value.mission, "moore:value"]
    color: "#111111"

  - id: capacity
    name: "Capacity"
    brief: |
      Long text
      over lines
    codes:
    - id: people
      name: "People"
# the end
"""


def changed(edit, before=BOOK):
    """The lines taken out and put in."""
    lines = difflib.ndiff(before.splitlines(), edit.text.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_taken_apart_and_put_together_is_the_same_text():
    assert Outline(BOOK).render() == BOOK
    crlf = BOOK.replace("\n", "\r\n")
    assert Outline(crlf).render() == crlf


def test_a_new_code_comes_last_among_its_siblings():
    edit = add(BOOK, "value.fair", name="Fairness", brief="Equal treatment.")
    assert changed(edit) == [
        "+       - id: fair",
        '+         name: "Fairness"',
        "+         origin: researcher",
        '+         brief: "Equal treatment."',
    ]
    assert edit.recode == {}
    assert edit.codebook == loads(edit.text)


def test_a_first_child_gets_a_list_of_its_own():
    assert changed(add(BOOK, "support.law", name={"da": "Lov"}))[:2] == ["+     codes:", "+       - id: law"]


def test_a_new_code_comes_before_the_residual_code():
    text = 'id: b\ntitle: "B"\ncodes:\n  - id: a\n    name: "A"\n  - id: other\n    name: "Other"\n'
    assert [code.id for code in add(text, "c", name="C").codebook] == ["a", "c", "other"]
    assert [code.id for code in add(text, "c", name="C", after="other").codebook] == ["a", "other", "c"]


def test_the_first_code_of_an_empty_book():
    text = "id: b\ntitle: B\ncodes: []\nsource: [x]\n"
    assert add(text, "a", name="A").text == (
        'id: b\ntitle: B\ncodes:\n  - id: a\n    name: "A"\n    origin: researcher\nsource: [x]\n'
    )


def test_a_new_id_is_followed_below_and_in_rules_and_hints():
    edit = rename(BOOK, "support", to="backing")
    assert changed(edit) == [
        "- at_most_one_of: [[value, support]]",
        "+ at_most_one_of: [[value, backing]]",
        '-     not: "approval (→ support), or means (→ capacity.people)."',
        '+     not: "approval (→ backing), or means (→ capacity.people)."',
        "-   - id: support",
        "+   - id: backing",
    ]
    assert rename(BOOK, "value", to="worth").recode == {
        "value": ("worth",),
        "value.mission": ("worth.mission",),
        "value.client": ("worth.client",),
    }
    assert edit.codebook.code("backing").requires == ("value.mission", "moore:value")


def test_a_new_name_keeps_the_quotes_and_the_other_languages():
    assert changed(rename(BOOK, "value", name="Ny værdi", language="da")) == [
        "-     name: {en: \"Public value\", da: 'Værdi'}",
        "+     name: {en: \"Public value\", da: 'Ny værdi'}",
    ]
    assert changed(rename(BOOK, "value.mission", name="Aim")) == ["-         name: Mission", "+         name: Aim"]
    assert changed(rename(BOOK, "value.mission", name="no")) == ["-         name: Mission", '+         name: "no"']
    assert changed(rename(BOOK, "support", name="Stöd", language="sv")) == ['+       sv: "Stöd"']
    edit = rename(BOOK, "capacity", name="Kapacitet", language="da")
    assert '    name:\n      en: "Capacity"\n      da: "Kapacitet"\n    brief: |\n' in edit.text


def test_a_code_moves_with_its_comments_and_all_below_it():
    edit = move(BOOK, "value", "support")
    assert edit.recode == {
        "value": ("support.value",),
        "value.mission": ("support.value.mission",),
        "value.client": ("support.value.client",),
    }
    assert "    codes:\n      # corners\n      - id: value   # keep me\n" in edit.text
    assert '          - {id: client, name: "Client"}   # flow\n' in edit.text
    back = move(edit.text, "support.value", None, first=True)
    assert back.codebook == loads(BOOK)


def test_the_last_child_leaves_no_empty_list():
    edit = move(BOOK, "capacity.people", "value")
    assert changed(edit) == [
        '-     not: "approval (→ support), or means (→ capacity.people)."',
        '+     not: "approval (→ support), or means (→ value.people)."',
        "+       - id: people",
        '+         name: "People"',
        "-     codes:",
        "-     - id: people",
        '-       name: "People"',
    ]


def test_a_code_cannot_stand_under_itself():
    with pytest.raises(UsageError, match="cannot stand under itself"):
        move(BOOK, "value", "value.mission")


def test_removing_takes_a_code_out_of_the_rules_too():
    edit = remove(BOOK, "value")
    assert edit.recode == {"value": (), "value.mission": (), "value.client": ()}
    assert edit.codebook.at_most_one_of == (("support",),)
    assert edit.codebook.code("support").requires == ("moore:value",)
    assert remove("id: b\ntitle: B\ncodes:\n  - id: a\n    name: A\n# end\n", "a").text == (
        "id: b\ntitle: B\ncodes: []\n# end\n"
    )


def test_retiring_is_undone_by_taking_the_mark_away():
    edit = retire(BOOK, "support")
    assert changed(edit) == ["+     retired: true"]
    assert retire(edit.text, "support", retired=False).text == BOOK


def test_colours_by_name_or_number():
    assert changed(recolour(BOOK, "support", "blue")) == ['-     color: "#111111"', '+     color: "#4477AA"']
    assert recolour(BOOK, "capacity", "#abc").codebook.code("capacity").color == "#AABBCC"
    with pytest.raises(UsageError, match="'pink' is no colour"):
        recolour(BOOK, "capacity", "pink")


def test_definitions_are_written_in_their_place():
    assert changed(define(BOOK, "support", "brief", "Backing from those who can block.")) == [
        '+     brief: "Backing from those who can block."'
    ]
    edit = define(BOOK, "capacity", "brief", "Short.")
    assert edit.codebook.code("capacity").brief == {"en": "Short."}
    assert edit.codebook.code("capacity.people")
    with pytest.raises(UsageError, match="expected one of name, brief"):
        define(BOOK, "support", "colour", "x")


def test_merging_keeps_names_and_moves_what_stands_below():
    edit = merge(BOOK, ["value", "support"], "capacity")
    assert [code.id for code in edit.codebook] == [
        "capacity",
        "capacity.people",
        "capacity.mission",
        "capacity.client",
    ]
    assert edit.codebook.code("capacity").aliases == {"en": ("Public value", "Support"), "da": ("Værdi",)}
    assert edit.recode["support"] == ("capacity",)
    assert edit.recode["value.mission"] == ("capacity.mission",)


def test_merging_merges_children_of_the_same_id():
    text = """\
id: b
title: B
codes:
  - id: a
    name: A
    codes:
      - {id: x, name: "AX"}
  - id: b
    name: B
    codes:
      - {id: x, name: "BX", codes: [{id: y, name: "BXY"}]}
"""
    edit = merge(text, ["b"], "a")
    assert edit.recode == {"b": ("a",), "b.x": ("a.x",), "b.x.y": ("a.x.y",)}
    assert edit.codebook.code("a.x").aliases == {"en": ("BX",)}


def test_a_parent_cannot_be_merged_into_its_child():
    with pytest.raises(UsageError, match="stands below it"):
        merge(BOOK, ["value"], "value.mission")
    with pytest.raises(UsageError, match="nothing to merge"):
        merge(BOOK, ["value"], "value")


def test_a_split_names_every_code_that_a_coding_may_go_to():
    parts = [Part("law", {"en": "Law"}, {"en": "Rules in force."}), Part("money", {"en": "Money"})]
    edit = split(BOOK, "support", parts)
    assert edit.recode == {"support": ("law", "money")}
    assert [code.id for code in edit.codebook.children()] == ["value", "law", "money", "capacity"]
    kept = split(BOOK, "value", parts, keep=True)
    assert kept.recode == {"value": ("value.law", "value.money", "value")}
    same = split(BOOK, "support", [Part("support", {"en": "Support"}), Part("money", {"en": "Money"})])
    assert same.recode == {"support": ("support", "money")}
    with pytest.raises(UsageError, match="has codes below it"):
        split(BOOK, "value", parts)
    with pytest.raises(UsageError, match="at least two"):
        split(BOOK, "support", parts[:1])


def test_grouping_makes_a_theme_where_the_first_code_stood():
    edit = group(BOOK, ["support", "capacity.people"], "theme", name="Theme")
    assert [code.id for code in edit.codebook.children()] == ["value", "theme", "capacity"]
    assert [code.id for code in edit.codebook.children("theme")] == ["theme.support", "theme.people"]
    assert not edit.codebook.code("theme").codable
    assert edit.recode == {"support": ("theme.support",), "capacity.people": ("theme.people",)}
    more = group(edit.text, ["capacity"], "theme")
    assert more.recode["capacity"] == ("theme.capacity",)
    with pytest.raises(UsageError, match="needs a name"):
        group(BOOK, ["support"], "theme")


def test_promoting_moves_an_open_code_into_a_frame():
    opened = 'id: open\ntitle: "Open"\nkind: inductive\ncodes:\n  - id: time\n    name: "Time"\n'
    promotion = promote(opened, "time", BOOK, "capacity")
    assert promotion.recode == {"open:time": ("b:capacity.time",)}
    assert promotion.left.text == 'id: open\ntitle: "Open"\nkind: inductive\ncodes: []\n'
    assert promotion.joined.codebook.code("capacity.time").origin == "researcher"
    assert changed(promotion.joined) == ["+     - id: time", '+       name: "Time"', "+       origin: researcher"]


def test_a_flat_file_is_nested_before_codes_move():
    text = """\
id: b
title: B
codes:
  - id: a
    name: A
  # child
  - parent: a
    id: x
    name: X
  - {id: a.y, name: "Y"}
"""
    edit = move(text, "a.x", None)
    assert edit.codebook == loads(
        'id: b\ntitle: B\ncodes: [{id: a, name: A, codes: [{id: y, name: "Y"}]}, {id: x, name: X}]'
    )
    assert "  # child\n  - id: x\n    name: X\n" in edit.text


def test_unknown_and_taken_ids_are_refused():
    with pytest.raises(UnknownName, match="did you mean 'value'"):
        rename(BOOK, "valu", name="x")
    with pytest.raises(UsageError, match="there is a code 'value' already"):
        add(BOOK, "value", name="x")
    with pytest.raises(UsageError, match="is no id"):
        add(BOOK, "Værdi", name="x")
    with pytest.raises(UsageError, match="another parent"):
        rename(BOOK, "value.mission", to="support.mission")


@st.composite
def books(draw):
    """Texts with nested codes, comments, blank lines and codes in brackets."""
    lines = ["id: b", 'title: "B"', "codes:"]
    count = 0

    def level(depth, indent):
        nonlocal count
        for _ in range(draw(st.integers(1, 3 if depth < 2 else 1))):
            count += 1
            if draw(st.booleans()):
                lines.append(draw(st.sampled_from(["", " " * indent + "# c", "# far left"])))
            if draw(st.integers(0, 4)) == 0:
                lines.append(f'{" " * indent}- {{id: c{count}, name: "N{count}"}}')
                continue
            lines.append(f"{' ' * indent}- id: c{count}")
            lines.append(f'{" " * indent}  name: "N{count}"  # n')
            if depth < 3 and draw(st.booleans()):
                lines.append(f"{' ' * indent}  codes:")
                level(depth + 1, indent + draw(st.sampled_from([2, 4])))

    level(0, draw(st.sampled_from([0, 2])))
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# end\n"]))


@settings(max_examples=100)
@given(books(), st.data())
def test_any_series_of_edits_keeps_the_book_readable_and_accounts_for_every_code(text, data):
    assert Outline(text).render() == text
    fresh = 0
    for _ in range(3):
        before = loads(text)
        ids = [code.id for code in before]
        id, other = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from([*ids, None]))
        fresh += 1
        action = data.draw(st.sampled_from(["add", "rename", "move", "merge", "group", "recolour", "split"]))
        try:
            if action == "add":
                edit = add(text, f"{id}.new{fresh}", name="New")
            elif action == "rename":
                edit = rename(text, id, to=f"ren{fresh}", name="Renamed")
            elif action == "move":
                edit = move(text, id, other, first=data.draw(st.booleans()))
            elif action == "merge":
                edit = merge(text, [id], other or id)
            elif action == "group":
                edit = group(text, [id], f"grp{fresh}", name="Group")
            elif action == "split":
                parts = [Part(f"p{fresh}", {"en": "P"}), Part(f"q{fresh}", {"en": "Q"})]
                edit = split(text, id, parts, keep=bool(before.children(id)))
            else:
                edit = recolour(text, id, "red")
        except UsageError:
            continue
        after = edit.codebook
        assert after == loads(edit.text)
        for code in before:
            targets = edit.recode.get(code.id, (code.id,))
            assert targets and all(target in after for target in targets)
            if len(targets) == 1 and code.id not in (id, other) and action != "merge":
                assert after.code(targets[0]).name == code.name
        if action in ("add", "rename", "group", "move"):
            assert edit.text.count("# n") == text.count("# n")
            assert edit.text.count("# c") == text.count("# c")
            assert edit.text.count("# far") == text.count("# far")
        text = edit.text
