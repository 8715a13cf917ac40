"""Codebooks in tables: each program's way of writing one, and our own without loss."""

import io
import zipfile

import pytest

from qualcode.codebook import load_bundled
from qualcode.core.errors import ReadError, UsageError
from qualcode.exchange import read_codebook
from qualcode.exchange.codebook_files import csv_codec, tsv_codec, xlsx_codec
from tests.cli.conftest import qualcode

__all__ = ["qualcode"]


def read(text, codec=csv_codec, **options):
    return codec.read(text.encode() if isinstance(text, str) else text, "My codes.csv", **options)


def tree(found):
    return [(code.id, code.label()) for code in found.codebook]


def test_taguette_joins_names_by_dots():
    found = read("tag,description,number of highlights\r\ninterview.trust,Said to trust,4\r\ntime,,2\r\n")
    assert tree(found) == [("interview", "interview"), ("interview.trust", "trust"), ("time", "time")]
    assert found.codebook.code("interview.trust").brief == {"en": "Said to trust"}
    assert found.account.sentences()["lost"] == ["columns that no codebook has: number of highlights"]


def test_nvivo_begins_with_the_kind_of_folder():
    found = read("Name,Description,Files,References\nNodes\\Barriers\\Time,Hours,3,9\nNodes\\Trust,,1,1\n")
    assert tree(found) == [("barriers", "Barriers"), ("barriers.time", "Time"), ("trust", "Trust")]
    assert "columns that no codebook has: Files, References" in found.account.sentences()["lost"]


def test_maxqda_writes_levels_with_a_mark():
    found = read(
        "Code;Memo\nStøtte;Opbakning udefra\nStøtte > Politik;Byrådet\nKapacitet > Folk > Tid;\n", language="da"
    )
    assert [code.id for code in found.codebook] == [
        "stoette",
        "stoette.politik",
        "kapacitet",
        "kapacitet.folk",
        "kapacitet.folk.tid",
    ]
    assert found.codebook.code("stoette").brief == {"da": "Opbakning udefra"}


def test_qualcoder_has_no_headings():
    found = read("code1\ncategory1>>category2>>code2\tA memo\ncategory1>>code3\n", tsv_codec)
    assert [code.id for code in found.codebook] == [
        "code1",
        "category1",
        "category1.category2",
        "category1.category2.code2",
        "category1.code3",
    ]
    assert found.codebook.code("category1.category2.code2").brief == {"en": "A memo"}
    assert any(each.startswith("the table has no headings") for each in found.account.sentences()["changed"])


def test_parents_by_name_or_by_id_in_any_order():
    found = read("code,parent,colour\nTime,Barriers,#abc\nBarriers,,\nTrust,Climate,reddish\n")
    assert tree(found) == [
        ("climate", "Climate"),
        ("climate.trust", "Trust"),
        ("barriers", "Barriers"),
        ("barriers.time", "Time"),
    ]
    assert found.codebook.code("barriers.time").color == "#AABBCC"
    assert found.account.sentences()["changed"] == ["1 parent had no row and came from the column of parents"]
    assert found.account.sentences()["lost"] == ["the colour 'reddish' of Trust, which cannot be read"]
    by_id = read("id,name,parent_id\n7,Time,3\n3,Barriers,\n")
    assert tree(by_id) == [("barriers", "Barriers"), ("barriers.time", "Time")]


def test_circles_of_parents_are_broken_and_named():
    found = read("code,parent\nA,B\nB,A\nC,C\n")
    assert len(found.codebook) == 3
    assert found.account.sentences()["lost"] == [f"the parent of {name}, which stood under itself" for name in "AC"]


def test_levels_in_columns_or_as_numbers():
    by_columns = read("Theme 1,Theme 2,Description\nSupport,,x y z\nSupport,Law,Rules\nSupport,Money,\n")
    assert tree(by_columns) == [("support", "Support"), ("support.law", "Law"), ("support.money", "Money")]
    by_number = read("level,code\n1,Support\n2,Law\n3,Data law\n1,Capacity\n")
    assert [code.id for code in by_number.codebook] == ["support", "support.law", "support.law.data-law", "capacity"]
    by_theme = read("Theme,Code\nSupport,Law\nSupport,Money\n")
    assert [code.id for code in by_theme.codebook] == ["support", "support.law", "support.money"]


def test_a_slash_or_dot_in_a_name_is_no_level_unless_its_front_is_a_code():
    assert tree(read("name\nTid/penge\nf.eks. dette\n")) == [
        ("tid-penge", "Tid/penge"),
        ("f-eks-dette", "f.eks. dette"),
    ]
    assert [code.id for code in read("name\nTid\nTid/penge\n").codebook] == ["tid", "tid.penge"]


def test_two_codes_with_one_name_are_both_kept():
    found = read("name,memo\nTrust,in leaders\nTrust,in data\n")
    assert tree(found) == [("trust", "Trust"), ("trust-2", "Trust")]
    assert found.account.sentences()["changed"] == [
        "1 code had the name of a neighbour and got a numbered id; both are kept"
    ]


def test_encodings_are_found_out():
    assert read("navn\nVærdi\n".encode("utf-8-sig")).codebook.codes[0].label() == "Værdi"
    assert read("navn\nVærdi\n".encode("utf-16")).codebook.codes[0].label() == "Værdi"
    latin = read("navn\nVærdi\n".encode("cp1252"))
    assert latin.codebook.codes[0].label() == "Værdi"
    assert latin.account.sentences()["changed"] == ["the file is not UTF-8 and was read as Windows-1252"]


@pytest.mark.parametrize("codec", [csv_codec, tsv_codec, xlsx_codec], ids=["csv", "tsv", "xlsx"])
@pytest.mark.parametrize("name", ["moore", "froehle-roth", "cfir2", "rogers"])
def test_our_own_table_keeps_every_text_in_every_language(codec, name):
    book = load_bundled(name)
    written = codec.write(book)
    back = codec.read(written.content, f"{name}.x", id=name).codebook
    for before, after in zip(book, back, strict=True):
        assert after.id == before.id
        assert after.parent == before.parent
        for field in ("name", "brief", "definition", "use", "avoid", "codable", "origin", "source", "retired"):
            assert getattr(after, field) == getattr(before, field), (before.id, field)
        assert [each["en"] for each in after.examples] == [each["en"] for each in before.examples]
        assert after.aliases.get("en") == before.aliases.get("en")
    assert written.account.carried["codes"] == len(book)


def test_a_cell_is_never_a_formula():
    found = read('name,memo\n"=HYPERLINK(1)","@x y z"\n')
    for codec in (csv_codec, xlsx_codec):
        content = codec.write(found.codebook).content
        assert codec.read(content, "x").codebook.codes[0].label() == "=HYPERLINK(1)"
    assert b"'=HYPERLINK(1)" in csv_codec.write(found.codebook).content
    archive = zipfile.ZipFile(io.BytesIO(xlsx_codec.write(found.codebook).content))
    assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_what_is_no_table_is_refused_with_the_reason():
    for content, said in [
        (b"", "the file is empty"),
        (b"\n\n", "the table is empty"),
        (b"name,memo\n", "no codes"),
        (b"a\x00b", "no text file"),
    ]:
        with pytest.raises(ReadError, match=said):
            read(content)
    with pytest.raises(ReadError, match="not a spreadsheet"):
        xlsx_codec.read(b"not a zip", "x.xlsx")


def test_a_workbook_with_entities_or_a_bomb_is_refused():
    def packed(content, method=zipfile.ZIP_DEFLATED):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            archive.writestr("xl/workbook.xml", content)
        return stream.getvalue()

    with pytest.raises(ReadError, match="document type"):
        xlsx_codec.read(packed('<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'), "x.xlsx")
    with pytest.raises(ReadError, match="would unpack to"):
        xlsx_codec.read(packed(b" " * (300 * 1024 * 1024)), "x.xlsx")


def test_an_unknown_suffix_names_the_known_formats(tmp_path):
    with pytest.raises(UsageError, match=r"known: csv, qdc"):
        read_codebook(tmp_path / "codes.mx24")
    with pytest.raises(ReadError, match="No such file"):
        read_codebook(tmp_path / "missing.csv")


@pytest.mark.parametrize("command", [("codebook", "import"), ("import",)])
def test_a_codebook_that_libreoffice_saved_is_read(command, qualcode, tmp_path):
    rows = [["name", "parent", "definition"], ["Tillid", "", "om æøå"], ["Data", "Tillid", ""]]
    cells = "".join(f"<table:table-row>{''.join(map(CELL.format, row))}</table:table-row>" for row in rows)
    with zipfile.ZipFile(tmp_path / "bog.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr("content.xml", CONTENT.format(cells))
    assert qualcode("init", "p").code == 0
    assert qualcode("-C", "p", *command, "bog.ods").code == 0
    assert qualcode("-C", "p", "codebook", "export", "bog", "bog.csv").code == 0
    assert [line.split(",")[0] for line in (tmp_path / "bog.csv").read_text("utf-8-sig").splitlines()] == [
        "id", "tillid", "tillid.data",
    ]  # fmt: skip


CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
CONTENT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)
