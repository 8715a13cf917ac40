"""Reading a codebook file: what it becomes, and everything that can be wrong with it at once."""

from textwrap import dedent

import pytest

from qualcode.codebook import load, loads, parse_with_problems
from qualcode.core.errors import ProblemsFound, ReadError

MOORE = """\
id: moore
title: {en: "Moore's triangle", da: "Moores trekant"}
codes:
  - id: value
    name: {en: "Public value", da: "Offentlig værdi", "no": "Offentlig verdi"}
    color: "#47a"
    not: "somebody approves of it"
    codes:
      - id: mission
        name: "Mission achievement"
      - id: value.client
        name: "Client satisfaction"
  - id: capacity
    name: "Operational capacity"
"""


def problems(text):
    return [str(problem) for problem in parse_with_problems(dedent(text), "b.yaml")[1]]


def test_ids_are_paths_and_names_are_per_language():
    book = loads(MOORE)
    assert [code.id for code in book] == ["value", "value.mission", "value.client", "capacity"]
    value = book.code("value")
    assert value.name == {"en": "Public value", "da": "Offentlig værdi", "nb": "Offentlig verdi"}
    assert (value.label("da"), value.label("sv")) == ("Offentlig værdi", "Public value")
    assert value.color == "#4477AA"
    assert value.avoid == {"en": "somebody approves of it"}
    assert [code.id for code in book.children("value")] == ["value.mission", "value.client"]
    assert [(depth, code.id) for depth, code in book.walk()][1] == (1, "value.mission")


def test_a_plain_text_is_in_the_language_of_the_file():
    book = loads('id: b\nlanguage: da\ntitle: "Min"\ncodes:\n  - {id: x, name: "Noget"}\n')
    assert book.title == {"da": "Min"}
    assert book.code("x").name == {"da": "Noget"}


def test_codes_without_a_color_get_one_that_differs_from_their_siblings():
    book = loads(MOORE)
    assert book.code("capacity").color_derived
    colors = [code.color for code in book]
    assert len(set(colors)) == 4


def test_a_flat_file_may_name_parents():
    book = loads(
        dedent("""\
        id: b
        title: "B"
        codes:
          - {id: b1, name: "b1", parent: a}
          - {id: a, name: "a"}
          - {id: a.c, name: "c"}
        """)
    )
    assert [(code.id, code.parent) for code in book] == [("a", None), ("a.b1", "a"), ("a.c", "a")]


def test_all_mistakes_are_found_at_once_with_their_places():
    assert problems("""\
        id: Moore
        titel: "x"
        codes:
          - id: value
            name: {en: "A", en: "B", dk: "C"}
            color: blue
            defintion: "…"
          - id: value
            name: "again"
          - name: "Egen silo"
          - id: x
            name: ["a"]
            codable: maybe
          - id: y
            name:
            color: #4477AA
            parent: vlue
        """) == [
        'b.yaml:1:1: error: the codebook has no title [missing_field]\n    add title: "Moore"',
        "b.yaml:1:5: error: a codebook's id has the letters a to z, digits and hyphens, and begins with a letter; "
        "found 'Moore' [bad_id]\n    write moore, and keep the words in the name",
        "b.yaml:2:1: error: the codebook has no field 'titel' [unknown_field]\n    did you mean 'title'?",
        "b.yaml:5:21: error: value: name has 'en' twice; the first was on line 5 [duplicate_key]\n"
        "    keep one of the two ('no' and 'nb' are the same)",
        "b.yaml:5:30: error: value: name: 'dk' is no language [unknown_language]\n    did you mean 'da'?",
        "b.yaml:6:12: error: value: a color is written \"#RRGGBB\"; found 'blue' [bad_color]\n"
        '    for instance color: "#4477AA", in quotes because # begins a comment',
        "b.yaml:7:5: error: the code 'value' has no field 'defintion' [unknown_field]\n    did you mean 'definition'?",
        "b.yaml:8:9: error: the id 'value' stands twice; the first was on line 4 [duplicate_id]\n"
        "    give one of the two another id",
        "b.yaml:10:5: error: a code has no id [missing_field]\n    add id: egen-silo",
        "b.yaml:12:11: error: x: name: expected a text, or a text per language, found a list [wrong_type]",
        "b.yaml:13:14: error: x: codable: expected true or false, found 'maybe' [wrong_type]",
        "b.yaml:15:10: error: y: name is empty [empty_text]\n"
        "    write a text in quotes (after a blank, # begins a comment), or remove the field",
        "b.yaml:16:11: error: y: color is empty [empty_text]\n"
        "    write a text in quotes (after a blank, # begins a comment), or remove the field",
        "b.yaml:17:13: error: the code 'y' stands under 'vlue', which does not exist [unknown_parent]\n"
        "    did you mean 'value'?",
    ]


def test_circles_of_parents_are_named():
    found = problems("""\
        id: b
        title: "B"
        codes:
          - {id: a, name: "a", parent: c}
          - {id: b, name: "b", parent: a}
          - {id: c, name: "c", parent: b}
          - {id: d, name: "d", parent: d}
        """)
    assert found == [
        "b.yaml:4:32: error: a circle of parents: 'a' under 'c' under 'b' under 'a' [parent_cycle]\n"
        "    one of them must stand at the top",
        "b.yaml:7:32: error: a circle of parents: 'd' under 'd' [parent_cycle]\n    one of them must stand at the top",
    ]


def test_rules_and_sets_must_name_what_is_there():
    found = problems("""\
        id: b
        title: "B"
        at_most_one_of: [[a, bb]]
        variants: {short: [aa]}
        codes:
          - {id: a, name: "a", requires: [c, "moore:value"], optional: extra}
          - {id: b, name: "b"}
        """)
    assert [line.split("error: ")[1] for line in found] == [
        "at_most_one_of: there is no code 'bb' [unknown_code]\n    did you mean 'b'?",
        "variants: short: there is no code 'aa' [unknown_code]\n    did you mean 'a'?",
        "a: requires: there is no code 'c' [unknown_code]",
        "a: the set 'extra' is not among the codebook's sets [unknown_set]\n"
        '    add it at the top: sets: {extra: "..."}',
    ]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("id: b\ntitle: &t x\ncodes: []\n", "yaml_alias"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "yaml_alias"),
        ("id: !!python/object/apply:os.system [ls]\n", "yaml_tag"),
        ("id: !include /etc/passwd\n", "yaml_tag"),
        ("id: b\n---\nid: c\n", "yaml_documents"),
        ("[" * 100_000, "yaml_too_deep"),
        ("- " * 50_000, "yaml_too_deep"),
        ("id: " + "x" * 10_000_000, "yaml_too_large"),
        ("id: |\n" + ("  " + "x" * 98 + "\n") * 1_100, "yaml_too_large"),
        ("x\n" * 10_000_000, "yaml_too_large"),
        ("id: \x07\n", "yaml_syntax"),
        ("id: 'b\n", "yaml_syntax"),
        ("\tid: b\n", "yaml_syntax"),
        ("a: b: c\n", "yaml_syntax"),
        ("just words\n", "not_a_codebook"),
        ("", "not_a_codebook"),
    ],
)
def test_hostile_or_broken_yaml_is_refused(text, slug):
    book, found = parse_with_problems(text, "b.yaml")
    assert book is None
    assert [problem.slug for problem in found] == [slug]


def test_an_error_stops_loading_and_lists_every_problem():
    with pytest.raises(ProblemsFound) as error:
        loads("id: b\nfoo: 1\nbar: 2\n", "b.yaml")
    assert [problem.slug for problem in error.value.problems] == [
        "missing_field",
        "missing_field",
        "unknown_field",
        "unknown_field",
    ]


def test_a_file_is_utf_8_with_or_without_a_mark(tmp_path):
    path = tmp_path / "b.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + 'id: b\r\ntitle: "Værdi"\r\ncodes: []\r\n'.encode())
    assert load(path).title == {"en": "Værdi"}
    path.write_bytes('id: b\ntitle: "Værdi"\n'.encode("latin-1"))
    with pytest.raises(ReadError, match="line 2 is not UTF-8"):
        load(path)
    with pytest.raises(ReadError, match="no such file"):
        load(tmp_path / "missing.yaml")
