"""Fields in Word files: filled, verified and renewed, whatever Word and the author did."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from qualcode.core.errors import ProblemsFound, ReadError, UnknownName, UsageError
from qualcode.core.table import Column, Figure, Table
from qualcode.report.fill import Check, Value, fill, verify
from qualcode.report.writers.word.document import from_template

SAID = "That children come to school, and that they like it there."


class Study:
    """Answers fields as a study would; its numbers can be changed."""

    def __init__(self) -> None:
        self.shares: dict[tuple[str, str], Fraction] = {
            ("moore:value", "director"): Fraction(12, 36),
            ("moore:value", "manager"): Fraction(9, 34),
        }
        self.said = {"D1:14": SAID}

    def __call__(self, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Value:
        if name == "share":
            key = (args[0], kwargs.get("group", "director"))
            if key not in self.shares:
                raise UnknownName("code", args[0], [code for code, _ in self.shares])
            return Value(f"{round(self.shares[key] * 100)} %")
        if name == "quote":
            return Value(self.said[args[0]], quote=True)
        if name == "number":
            return Value("70")
        if name == "table":
            rows = tuple((group, share) for (_, group), share in self.shares.items())
            return Value(table=Table((Column("group", "Group"), Column("share", "Share", "share")), rows, notes=("n",)))
        rows_ = [
            {"code": group, "label": group, "cells": [{"share": float(share), "low": None, "high": None}]}
            for (_, group), share in self.shares.items()
        ]
        alt = "; ".join(f"{group} {round(share * 100)}" for (_, group), share in self.shares.items())
        return Value(figure=Figure("bars", {"groups": [{"group": "", "label": ""}], "rows": rows_}, "Shares", alt))


SHARE = '{{ share("moore:value", group="director") }}'


def written(tmp_path: Path, *lines: str, name: str = "draft.docx") -> Path:
    """A document with one paragraph a line."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = tmp_path / name
    document.save(str(path))
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words(path: Path) -> list[str]:
    """The words of each paragraph of the text, controls included."""
    body = docx.Document(str(path)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def replaced(path: Path, old: str, new: str, part: str = "word/document.xml") -> None:
    """What an author does in Word: other words in the file."""
    content = parts(path)
    assert old.encode() in content[part]
    content[part] = content[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def test_a_value_stands_in_the_place_of_its_field(tmp_path: Path) -> None:
    draft = written(tmp_path, f"Of the directors' answers, {SHARE} concern value.")
    result = fill(draft, tmp_path / "thesis.docx", Study())
    assert words(tmp_path / "thesis.docx") == ["Of the directors' answers, 33 % concern value."]
    assert [str(check) for check in result.checks] == ['paragraph 1: share("moore:value", group="director"): 33 %']
    assert verify(tmp_path / "thesis.docx", Study())[0].ok


def test_verify_names_exactly_what_no_longer_holds_with_old_and_new(tmp_path: Path) -> None:
    draft = written(tmp_path, "First.", f"Directors {SHARE}.", 'Managers {{ share("moore:value", group="manager") }}.')
    thesis = tmp_path / "thesis.docx"
    study = Study()
    fill(draft, thesis, study)
    study.shares["moore:value", "manager"] = Fraction(10, 34)
    checks = verify(thesis, study)
    assert [check.ok for check in checks] == [True, False]
    wrong = checks[1]
    assert (wrong.old, wrong.new, wrong.reason) == ("26 %", "29 %", "changed")
    assert wrong.place.paragraph == 3
    assert str(wrong) == "paragraph 3: share(\"moore:value\", group=\"manager\"): changed: '26 %' -> '29 %'"


def test_update_renews_in_place_and_touches_nothing_else(tmp_path: Path) -> None:
    draft = written(tmp_path, f"Directors {SHARE}.", 'Managers {{ share("moore:value", group="manager") }}.')
    thesis = tmp_path / "thesis.docx"
    study = Study()
    fill(draft, thesis, study)
    replaced(thesis, "Directors ", "As Table 2 shows, directors ")
    before = parts(thesis)
    study.shares["moore:value", "manager"] = Fraction(10, 34)
    result = fill(thesis, thesis, study, update=True)
    assert [(c.old, c.new) for c in result.checks] == [("26 %", "29 %")] and result.kept == 1
    assert words(thesis) == ["As Table 2 shows, directors 33 %.", "Managers 29 %."]
    after = parts(thesis)
    changed = {name for name in before if before[name] != after[name]}
    assert {name for name in changed if not name.startswith("customXml")} == {"word/document.xml"}
    assert after["word/document.xml"] == before["word/document.xml"].replace(b"26 %", b"29 %")
    assert all(check.ok for check in verify(thesis, study))


def test_without_update_what_was_put_in_stays(tmp_path: Path) -> None:
    draft = written(tmp_path, f"{SHARE} and", name="a.docx")
    study = Study()
    fill(draft, draft, study)
    study.shares["moore:value", "director"] = Fraction(1, 2)
    result = fill(draft, draft, study)
    assert words(draft) == ["33 % and"] and result.kept == 1 and result.checks == ()


def test_all_other_parts_keep_their_bytes(tmp_path: Path) -> None:
    draft = written(tmp_path, SHARE)
    before = parts(draft)
    fill(draft, tmp_path / "thesis.docx", Study())
    after = parts(tmp_path / "thesis.docx")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert all(name.startswith("customXml/") for name in set(after) - set(before))


def test_a_file_without_fields_keeps_all_its_bytes(tmp_path: Path) -> None:
    draft = written(tmp_path, "Nothing here, {{ not even }} this, {{}} or that.")
    result = fill(draft, tmp_path / "out.docx", Study(), update=True)
    assert (tmp_path / "out.docx").read_bytes() == draft.read_bytes() and result.checks == ()


def test_filling_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    draft = written(tmp_path, f"{SHARE} {SHARE}", '{{ table("shares") }}', '{{ figure("shares") }}')
    for name in ("one.docx", "two.docx"):
        fill(draft, tmp_path / name, Study())
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_a_field_that_word_split_over_runs_is_found_and_keeps_the_looks_of_its_first(tmp_path: Path) -> None:
    document = docx.Document()
    line = document.add_paragraph("Before ")
    line.add_run("{{ sha").bold = True
    line._p.append(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellStart"/>'))
    line.add_run("re(“moore").italic = True
    line.add_run(":value”)")
    line.add_run(" }} after")
    document.save(str(tmp_path / "a.docx"))
    fill(tmp_path / "a.docx", tmp_path / "a.docx", Study())
    assert words(tmp_path / "a.docx") == ["Before 33 % after"]
    body = docx.Document(str(tmp_path / "a.docx")).element.body
    value = next(r for r in body.iter(qn("w:r")) if "33" in "".join(r.itertext()))
    assert value.find(qn("w:rPr")).find(qn("w:b")) is not None
    assert value.find(qn("w:rPr")).find(qn("w:i")) is None
    after = next(r for r in body.iter(qn("w:r")) if "after" in "".join(r.itertext()))
    assert after.find(qn("w:rPr")) is None


def test_two_fields_and_the_words_around_them_in_one_run(tmp_path: Path) -> None:
    draft = written(tmp_path, f"a{SHARE}b" + '{{ share("moore:value", group="manager") }}c')
    fill(draft, draft, Study())
    assert words(draft) == ["a33 %b26 %c"]
    assert [check.old for check in verify(draft, Study())] == ["33 %", "26 %"]


def test_fields_in_tables_headers_footers_footnotes_and_text_boxes(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = f"Header {SHARE}"
    document.sections[0].footer.paragraphs[0].text = f"Footer {SHARE}"
    document.add_table(1, 1).cell(0, 0).text = f"Cell {SHARE}"
    box = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml">'
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>Box '
        f"{SHARE}</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"<w:txbxContent><w:p><w:r><w:t>Box {SHARE}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("Around ")._p.append(parse_xml(box))
    path = tmp_path / "a.docx"
    document.save(str(path))
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="1"><w:p><w:r><w:t>Note {SHARE}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    study = Study()
    assert len(fill(path, path, study).checks) == 5
    text = {
        name: re.sub(rb"<[^>]+>", b"", data).decode() for name, data in parts(path).items() if name.endswith(".xml")
    }
    assert text["word/header1.xml"].strip() == "Header 33 %"
    assert text["word/footer1.xml"].strip() == "Footer 33 %"
    assert text["word/footnotes.xml"].strip() == "Note 33 %"
    assert text["word/document.xml"].count("Box 33 %") == 2 and "Cell 33 %" in text["word/document.xml"]
    checks = verify(path, study)
    assert [str(check.place) for check in checks] == [
        "table 1",
        "text box, paragraph 2",
        "header, paragraph 1",
        "footer, paragraph 1",
        "footnote, paragraph 1",
    ]
    study.shares["moore:value", "director"] = Fraction(1, 2)
    fill(path, path, study, update=True)
    assert parts(path)["word/document.xml"].count(b"50 %") == 3  # the copy for old programs too


def test_a_field_inserted_under_revision_and_one_struck_out(tmp_path: Path) -> None:
    document = docx.Document()
    line = document.add_paragraph("Now ")
    line._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>{SHARE}</w:t></w:r></w:ins>'))
    line._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>{SHARE}</w:delText></w:r></w:del>')
    )
    document.save(str(tmp_path / "a.docx"))
    assert len(fill(tmp_path / "a.docx", tmp_path / "a.docx", Study()).checks) == 1
    assert words(tmp_path / "a.docx") == ["Now 33 %"]


def test_a_footnote_mark_in_the_run_of_a_field_stays(tmp_path: Path) -> None:
    document = docx.Document()
    line = document.add_paragraph()
    run = line.add_run(f"It is {SHARE}")
    run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="7"/>'))
    run._r.append(parse_xml(f"<w:t {nsdecls('w')}>.</w:t>"))
    document.save(str(tmp_path / "a.docx"))
    fill(tmp_path / "a.docx", tmp_path / "a.docx", Study())
    xml = parts(tmp_path / "a.docx")["word/document.xml"].decode()
    assert words(tmp_path / "a.docx") == ["It is 33 %."]
    assert xml.index("33 %") < xml.index("footnoteReference") < xml.index("<w:t>.</w:t>")


def test_an_expression_too_long_for_words_tag_is_kept_beside(tmp_path: Path) -> None:
    long = '{{ share("moore:value", group="director", unit="answer", weight="words", where="question=3") }}'
    draft = written(tmp_path, long)
    fill(draft, draft, Study())
    tags = re.findall(r'<w:tag w:val="([^"]+)"', parts(draft)["word/document.xml"].decode())
    assert len(tags) == 1 and tags[0].startswith("qualcode#") and len(tags[0]) <= 64
    check = verify(draft, Study())[0]
    assert check.ok and check.expression == long[3:-3]


def test_when_the_kept_expression_is_lost_verify_says_so_and_update_refuses(tmp_path: Path) -> None:
    draft = written(
        tmp_path, '{{ share("moore:value", group="director", unit="answer", weight="words", where="q=3") }}', SHARE
    )
    fill(draft, draft, Study())
    content = {name: data for name, data in parts(draft).items() if not name.startswith("customXml/item2")}
    with zipfile.ZipFile(draft, "w") as archive:
        for name, data in content.items():
            if b"urn:qualcode" not in data:
                archive.writestr(name, data)
    lost, short = verify(draft, Study())
    assert (lost.ok, lost.reason) == (False, "lost")
    assert short.ok  # the tag itself says what it is
    with pytest.raises(ProblemsFound, match="has been lost"):
        fill(draft, draft, Study(), update=True)


def test_a_control_that_was_copied_is_a_second_field(tmp_path: Path) -> None:
    draft = written(tmp_path, f"One {SHARE}")
    fill(draft, draft, Study())
    xml = parts(draft)["word/document.xml"].decode()
    line = re.findall(r"<w:p>.*?</w:p>", xml, re.DOTALL)[0]
    replaced(draft, line, line + line)
    assert [check.place.paragraph for check in verify(draft, Study())] == [1, 2]


def test_the_author_may_shorten_a_quote_but_not_change_it(tmp_path: Path) -> None:
    draft = written(tmp_path, 'She says: “{{ quote("D1:14") }}”')
    study = Study()
    fill(draft, draft, study)
    assert words(draft) == [f"She says: “{SAID}”"]
    replaced(draft, SAID, "[The aim is] that children … like it there.")
    assert verify(draft, study)[0].ok
    assert fill(draft, draft, study, update=True).checks == ()
    replaced(draft, "that children …", "that pupils …")
    check = verify(draft, study)[0]
    assert (check.ok, check.reason) == (False, "edited") and "pupils" in check.old
    fill(draft, draft, study, update=True)
    assert words(draft) == [f"She says: “{SAID}”"]


def test_a_number_written_over_by_hand_is_told_from_a_study_that_changed(tmp_path: Path) -> None:
    draft = written(tmp_path, SHARE)
    fill(draft, draft, Study())
    replaced(draft, "33 %", "35 %")
    check = verify(draft, Study())[0]
    assert (check.ok, check.old, check.new, check.reason) == (False, "35 %", "33 %", "edited")


def test_a_value_whose_looks_the_author_changed_still_holds_and_keeps_them(tmp_path: Path) -> None:
    draft = written(tmp_path, SHARE)
    study = Study()
    fill(draft, draft, study)
    old = re.findall(r"<w:r><w:t[^>]*>33 %</w:t></w:r>", parts(draft)["word/document.xml"].decode())[0]
    replaced(draft, old, "<w:r><w:rPr><w:b/></w:rPr><w:t>33</w:t></w:r><w:r><w:t>\u00a0%</w:t></w:r>")
    assert verify(draft, study)[0].ok
    study.shares["moore:value", "director"] = Fraction(1, 2)
    fill(draft, draft, study, update=True)
    assert words(draft) == ["50 %"]
    assert "<w:rPr><w:b/></w:rPr>" in parts(draft)["word/document.xml"].decode()


def test_long_words_are_shown_from_where_they_differ(tmp_path: Path) -> None:
    draft = written(tmp_path, '{{ quote("D1:14") }}')
    study = Study()
    study.said["D1:14"] = "word " * 40 + "here it is the same"
    fill(draft, draft, study)
    replaced(draft, "here it is", "here it was")
    check = verify(draft, study)[0]
    assert check.old.startswith("…") and check.old.endswith("here it was the same")


def test_an_emptied_control_with_words_own_hint_is_filled_again(tmp_path: Path) -> None:
    draft = written(tmp_path, SHARE)
    study = Study()
    fill(draft, draft, study)
    xml = parts(draft)["word/document.xml"].decode()
    replaced(
        draft, re.findall(r"<w:id w:val=\"\d+\"/></w:sdtPr>", xml)[0], '<w:id w:val="5"/><w:showingPlcHdr/></w:sdtPr>'
    )
    replaced(draft, "33 %", "Click or tap here to enter text.")
    assert verify(draft, study)[0].old == ""
    fill(draft, draft, study, update=True)
    assert words(draft) == ["33 %"] and b"showingPlcHdr" not in parts(draft)["word/document.xml"]


def test_a_table_comes_in_the_place_of_its_paragraph_and_is_verified_cell_by_cell(tmp_path: Path) -> None:
    draft = written(tmp_path, "Before", '{{ table("shares", by="role") }}', "After")
    study = Study()
    fill(draft, draft, study)
    table = docx.Document(str(draft)).element.body.find(f".//{qn('w:tbl')}")
    cells = ["".join(t.text or "" for t in c.iter(qn("w:t"))) for c in table.iter(qn("w:tc"))]
    assert cells == ["Group", "Share", "director", "33%", "manager", "26%"]
    assert words(draft)[0] == "Before" and words(draft)[-1] == "After"
    assert verify(draft, study)[0].ok
    study.shares["moore:value", "manager"] = Fraction(10, 34)
    check = verify(draft, study)[0]
    assert (check.ok, check.old, check.new, check.reason) == (False, "manager: 26%", "29%", "changed")
    fill(draft, draft, study, update=True)
    assert verify(draft, study)[0].ok and b"29%" in parts(draft)["word/document.xml"]


def test_a_table_within_a_sentence_is_refused(tmp_path: Path) -> None:
    draft = written(tmp_path, 'See {{ table("shares") }} here')
    with pytest.raises(ProblemsFound, match="paragraph of its own"):
        fill(draft, tmp_path / "out.docx", Study())


def test_a_figure_is_a_picture_with_its_description_and_is_drawn_anew(tmp_path: Path) -> None:
    draft = written(tmp_path, '{{ figure("shares") }}')
    study = Study()
    fill(draft, draft, study)
    content = parts(draft)
    pictures = [name for name in content if name.startswith("word/media/qualcode-")]
    assert len(pictures) == 1 and content[pictures[0]].startswith(b"\x89PNG")
    assert 'descr="director 33; manager 26"' in content["word/document.xml"].decode()
    assert verify(draft, study)[0].ok
    study.shares["moore:value", "manager"] = Fraction(10, 34)
    check = verify(draft, study)[0]
    assert (check.ok, check.old, check.new) == (False, "director 33; manager 26", "director 33; manager 29")
    fill(draft, draft, study, update=True)
    after = parts(draft)
    assert [name for name in after if name.startswith("word/media/qualcode-")] == pictures
    assert after[pictures[0]] != content[pictures[0]] and verify(draft, study)[0].ok


def test_every_wrong_field_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    draft = written(tmp_path, '{{ share("moore:valeu") }}', "fine", '{{ shar("moore:value") }} {{ quote(open("x")) }}')
    with pytest.raises(ProblemsFound) as found:
        fill(draft, tmp_path / "out.docx", Study())
    messages = [problem.message for problem in found.value.problems]
    assert len(messages) == 3
    assert "paragraph 1" in messages[0] and "did you mean 'moore:value'" in messages[0]
    assert "paragraph 3" in messages[1] and "did you mean 'share'" in messages[1]
    assert not (tmp_path / "out.docx").exists()


def test_verify_says_which_fields_are_still_in_braces_and_which_the_study_cannot_answer(tmp_path: Path) -> None:
    draft = written(tmp_path, SHARE)
    study = Study()
    fill(draft, draft, study)
    replaced(draft, "</w:p>", "</w:p><w:p><w:r><w:t>{{ number('answers') }}</w:t></w:r></w:p>")
    del study.shares["moore:value", "director"]
    unknown, raw = verify(draft, study)
    assert (unknown.reason, raw.reason) == ("unknown", "unfilled")
    assert not unknown.ok and not raw.ok and raw.place.paragraph == 2


def test_a_page_is_told_where_the_word_processor_wrote_pages_down(tmp_path: Path) -> None:
    draft = written(tmp_path, "One", f"Two {SHARE}", f"Three {SHARE}")
    fill(draft, draft, Study())
    start = '<w:t xml:space="preserve">Three '
    replaced(draft, start, f"<w:lastRenderedPageBreak/>{start}")
    places: list[Check] = verify(draft, Study())
    assert [str(check.place) for check in places] == ["page 1, paragraph 2", "page 2, paragraph 3"]


def test_what_is_no_word_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"no zip")
    with pytest.raises(ReadError, match="not a Word document"):
        verify(tmp_path / "a.docx", Study())
    with pytest.raises(ReadError):
        verify(tmp_path / "absent.docx", Study())
    with pytest.raises(UsageError, match=r"\.odt") as refused:
        verify(tmp_path / "a.odt", Study())
    assert "save it as a Word document" in str(refused.value.hint)
    with pytest.raises(UsageError):
        fill(written(tmp_path, "x", name="b.docx"), tmp_path / "c.md", Study())


def test_a_document_from_another_program_with_other_prefixes_is_filled(tmp_path: Path) -> None:
    draft = written(tmp_path, f"It is {SHARE}.")
    content = parts(draft)
    xml = content["word/document.xml"].decode()
    content["word/document.xml"] = re.sub(r"(</?|\s)w:", r"\1ns0:", xml).replace("xmlns:w=", "xmlns:ns0=").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    draft.write_bytes(out.getvalue())
    fill(draft, draft, Study())
    assert words(draft) == ["It is 33 %."] and verify(draft, Study())[0].ok


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_the_filled_file_shows_the_values_and_keeps_the_marks(tmp_path: Path) -> None:
    draft = written(
        tmp_path,
        f"Share {SHARE} end.",
        'Quote “{{ quote("D1:14") }}” end.',
        '{{ table("shares") }}',
        '{{ figure("shares") }}',
        'Long {{ share("moore:value", group="director", unit="answer", weight="words", where="q=3") }} end.',
        name="thesis.docx",
    )
    study = Study()
    fill(draft, draft, study)
    made = tmp_path / "made"

    def convert(to: str) -> None:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{tmp_path}/profile",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                made,
                draft,
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )

    convert("txt:Text (encoded):UTF8")
    text = (made / "thesis.txt").read_text("utf-8-sig")
    for line in ("Share 33 % end.", f"Quote “{SAID}” end.", "director", "26%", "Long 33 % end."):
        assert line in text
    assert "qualcode" not in text and "{{" not in text
    convert("docx")
    again = verify(made / "thesis.docx", study)
    assert [(check.expression, check.reason) for check in again if not check.ok] == []
    assert [check.expression.partition("(")[0] for check in again] == ["share", "quote", "table", "figure", "share"]
    study.shares["moore:value", "manager"] = Fraction(10, 34)
    renewed = fill(made / "thesis.docx", tmp_path / "renewed.docx", study, update=True)
    assert {check.expression.partition("(")[0] for check in renewed.checks} == {"table", "figure"}
    assert all(check.ok for check in verify(tmp_path / "renewed.docx", study))


@pytest.mark.parametrize("part", ["[Content_Types].xml", "word/document.xml", "bits", "bomb"])
def test_a_damaged_draft_is_refused_in_words(tmp_path: Path, part: str) -> None:
    """A part is gone, a bit of what is packed is another, or one part unpacks to more than a document can hold."""
    draft = tmp_path / "draft.docx"
    document = docx.Document()
    document.add_paragraph("In all {{ share('frame:value') }} of them. " * 200)
    document.save(str(draft))
    with zipfile.ZipFile(draft) as archive:
        content = {info.filename: archive.read(info) for info in archive.infolist()}
        at = archive.getinfo("word/document.xml").header_offset + 200
    if part == "bits":
        found = bytearray(draft.read_bytes())
        found[at : at + 40] = bytes(255 - byte for byte in found[at : at + 40])
        draft.write_bytes(bytes(found))
    else:
        content.pop(part, None)
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in content.items():
                archive.writestr(name, data)
            if part == "bomb":
                archive.writestr("word/media/image9.png", bytes(70_000_000))
    for reading in (lambda: fill(draft, tmp_path / "out.docx", Study()), lambda: verify(draft, Study())):
        with pytest.raises(ReadError, match=r"damaged|zip bomb"):
            reading()
    assert not (tmp_path / "out.docx").exists()
    with pytest.raises(ReadError):
        from_template(draft)
