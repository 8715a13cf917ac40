"""The printed codebook reads like an appendix, and says what is not the author's."""

from qualcode.codebook import load_bundled, loads, printout
from qualcode.codebook.printout import PrintOptions, printed, printed_report
from qualcode.codebook.selection import chosen
from qualcode.core.languages import catalogue
from qualcode.core.table import Excerpt, Excerpts, Heading, Note, Paragraph, Table


def plain(blocks):
    lines = []
    for block in blocks:
        if isinstance(block, Heading):
            lines.append("#" * block.level + " " + block.text)
        elif isinstance(block, Paragraph):
            lines.append(block.plain)
        elif isinstance(block, Note):
            lines.append(block.text)
    return lines


def test_moore_in_danish_reads_like_an_appendix():
    lines = plain(printed(chosen(load_bundled("moore")), "da", counts={"moore:capacity": 26}))
    assert lines[0] == "# Moores strategiske trekant"
    at = lines.index("### Operationel kapacitet")
    assert lines[at + 1] == "moore:capacity · Kodninger: 26"
    assert lines[at + 2].startswith("Definition: Evnen til at levere: mennesker, kompetencer")
    assert "Brug ikke: Penge omtales som en beslutning, nogen skal træffe (→ Legitimitet og støtte)" in lines[at + 5]
    assert lines[at + 8] == "Vi har ikke hænder til at drive to systemer samtidig. (opdigtet)"
    assert "#### Medarbejdere og kompetencer\u202f†" in lines
    assert "#### Opfyldelse af formålet" in lines
    assert lines[-1] == (
        "Koder mærket † er tilføjet af forskeren eller værktøjet og er ikke en del af den publicerede ramme."
    )


def test_a_text_missing_in_the_language_is_marked():
    lines = plain(printed(load_bundled("tam"), "sv"))
    assert "Definition: Belief that using it improves one's work. [en]" in lines
    assert lines[-1].startswith("En markering som [en] säger")


def test_the_tree_is_a_table_with_depths_and_counts():
    (tree,) = [b for b in printed(load_bundled("toe"), counts={"technology": 2}) if isinstance(b, Table)]
    assert tree.rows[0][0] == "Technological context"
    assert tree.rows[0][-1] == 2
    assert tree.indents[1] == 1
    assert 0 in tree.bold_rows


def test_excerpts_stand_under_their_code():
    excerpt = Excerpt("vi mangler hænder", "D1:14", "en centerchef")
    blocks = printed(load_bundled("moore"), examples={"capacity": [excerpt]})
    assert [b.items for b in blocks if isinstance(b, Excerpts)] == [(excerpt,)]


def test_a_family_of_more_than_seven_has_letters():
    lines = plain(printed(load_bundled("kotter")))
    assert "### Establish a sense of urgency (A)" in lines


def test_an_inductive_codebook_has_no_dagger():
    book = loads('id: o\ntitle: "O"\nkind: inductive\ncodes: [{id: a, name: "A", origin: researcher}]')
    assert "†" not in "".join(plain(printed(book)))


def test_rules_and_open_fields_are_printed():
    lines = plain(printed(load_bundled("swot"), "nb"))
    assert "Høyst én av disse kodene står på et tekststed." in lines
    lines = plain(printed(load_bundled("cfir2"), "en"))
    assert "In this project, inner-setting: (not filled in)" in lines


def test_parts_can_be_left_out():
    options = PrintOptions(tree=False, examples=False, hints=False, definitions=False, ids=False)
    blocks = printed(load_bundled("moore"), options=options)
    assert not any(isinstance(block, Table) for block in blocks)
    assert not any("Use:" in line or "Example" in line for line in plain(blocks))


def test_one_code_with_all_below_it():
    lines = plain(printed(load_bundled("moore"), "sv", below="value", top_level_only=True))
    assert lines[0] == "# Moores strategiska triangel: Offentligt värde"
    assert "### Offentligt värde" in lines
    assert "#### Rättvisa" in lines
    assert "### Operativ kapacitet" not in lines


def test_optional_codes_are_printed_where_they_were_used():
    leavitt = load_bundled("leavitt")
    unused = plain(printed(leavitt, counts={"people": 1}))
    used = plain(printed(leavitt, counts={"people": 1, "culture": 2}))
    assert "### Organisational culture" not in unused
    assert "### Organisational culture" in used
    assert "### Physical setting" not in used


def test_the_report_carries_the_codebook_as_data():
    report = printed_report(load_bundled("moore"), "da")
    assert report.title == "Moores strategiske trekant"
    assert report.data["codebook"]["codes"][0]["id"] == "value"


def test_a_field_that_has_a_word_is_printed_without_a_line_of_code(monkeypatch):
    words = {
        **catalogue("qualcode.codebook", "en"),
        "code.origin": "Whose",
        "code.seeds": "",
        "code.needs_memo": "Say why.",
    }
    monkeypatch.setattr(printout, "catalogue", lambda package, language: words)
    codes = "  - id: a\n    name: A\n    origin: toolkit\n    needs_memo: true\n  - id: c\n    name: C\n"
    book = loads(f"id: b\ntitle: B\ncodes:\n{codes}")
    lines = plain(printed(book))
    assert lines.count("Whose: toolkit") == 1 and lines.count("Say why.") == 1
    assert lines.index("Whose: toolkit") < lines.index("Say why.")


def test_a_definition_without_a_brief_one_is_the_definition():
    book = loads(
        'id: own\ntitle: {da: "Egen"}\nkind: inductive\ncodes:\n'
        '  - id: time\n    name: {da: "Tid"}\n    definition: {da: "Om tid og mangel på tid"}\n'
        '  - id: duty\n    name: {da: "Ansvar"}\n    brief: {da: "Hvem"}\n    definition: {da: "Hvem der har det"}\n'
    )
    blocks = printed(book, "da")
    (tree,) = [block for block in blocks if isinstance(block, Table)]
    assert [row[1] for row in tree.rows] == ["Om tid og mangel på tid", "Hvem"]
    lines = plain(blocks)
    assert [line for line in lines if ": " in line] == [
        "Definition: Om tid og mangel på tid", "Definition: Hvem", "Uddybet: Hvem der har det",
    ]  # fmt: skip
