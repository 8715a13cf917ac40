"""Numbers that Word prints are computed as Word computes them."""

from __future__ import annotations

from qualcode.ingest.readers.word import reader as word

from .making import OPTIONS, blocks, docx, p


def level(index: int, format: str, pattern: str, extra: str = "") -> str:
    shown = f'<w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{index}">{shown}{extra}</w:lvl>'


GUIDE = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1)")
    + level(1, "lowerLetter", "%2.")
    + level(2, "lowerRoman", "%1.%2.%3")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">' + level(0, "bullet", "•") + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
)


def item(list_id: int, index: int = 0) -> str:
    return p("item", f'<w:pPr><w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>')


def numbers(body: str, **parts: str) -> list[str]:
    return [block.number for block in blocks(word.read(docx(body, **parts), "guide.docx", OPTIONS))]


def test_sub_questions_are_lettered_and_begin_again_under_each_question() -> None:
    body = item(1) + item(1, 1) + item(1, 1) + item(1) + item(1, 1) + item(1, 2)
    assert numbers(body, numbering=GUIDE) == ["1)", "a.", "b.", "2)", "a.", "2.a.i"]


def test_text_between_items_does_not_stop_the_count_but_an_own_start_does() -> None:
    assert numbers(item(1) + p("text") + item(1) + item(2) + item(2), numbering=GUIDE) == ["1)", "", "2)", "5)", "6)"]


def test_bullets_number_nothing_and_list_zero_is_no_list() -> None:
    found = blocks(word.read(docx(item(3) + item(0), numbering=GUIDE), "guide.docx", OPTIONS))
    assert [(block.kind, block.number) for block in found] == [("list", ""), ("paragraph", "")]


def test_a_level_may_go_on_counting_through_the_list() -> None:
    never = '<w:lvlRestart w:val="0"/>'
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "decimal", "%1.")
        + level(1, "decimal", "Q%2", never)
        + "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert numbers(item(1) + item(1, 1) + item(1) + item(1, 1), numbering=numbering) == ["1.", "Q1", "2.", "Q2"]


def test_a_paragraph_style_can_carry_the_list() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Question"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("first", '<w:pPr><w:pStyle w:val="Q"/></w:pPr>') * 2
    assert numbers(body, numbering=GUIDE, styles=styles) == ["1)", "2)"]
