"""REFI-QDA codebooks: what programs write is read, what is written keeps to the schema's order."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.codebook import load_bundled
from qualcode.core.errors import DataError, ReadError
from qualcode.core.model import Code, Codebook
from qualcode.exchange import read_codebook, studies, write_codebook
from qualcode.exchange.qdc import codec

NESTED = """\
<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:{version}" origin="MAXQDA 24">
  <Codes>
    <Code guid="{{a0000000-0000-0000-0000-000000000001}}" name="Værdi" isCodable="False" color="#47a">
      <Description>What it is for.</Description>
      <Code guid="A0000000-0000-0000-0000-000000000002" name="Time &amp; &lt;money&gt;" color="rgb(68,119,170)"/>
      <Code guid="A0000000-0000-0000-0000-000000000002" name="Trust" isCodable="true" color="#4477aaff"/>
    </Code>
    <Code guid="A0000000-0000-0000-0000-000000000004" name="Trust" isCodable="1" color="reddish"/>
    <Code guid="A0000000-0000-0000-0000-000000000005" name="" isCodable="true"/>
  </Codes>
  <Sets/>
</CodeBook>
"""


def read(text, **options):
    return codec.read(text.encode(), "folder/My codes.qdc", **options)


@pytest.mark.parametrize("version", ["1.0", "0:4", "1:0"])
def test_every_namespace_and_manner_of_writing_is_read(version):
    found = read(NESTED.format(version=version), language="da")
    book = found.codebook
    assert (book.id, book.language, found.origin) == ("my-codes", "da", "MAXQDA 24")
    assert [(code.id, code.name["da"], code.codable, code.color) for code in book] == [
        ("vaerdi", "Værdi", False, "#4477AA"),
        ("vaerdi.time-money", "Time & <money>", True, "#4477AA"),
        ("vaerdi.trust", "Trust", True, "#4477AA"),
        ("trust", "Trust", True, ""),
        ("unnamed", "unnamed", True, ""),
    ]
    assert book.code("vaerdi").brief == {"da": "What it is for."}
    assert found.guids["A0000000-0000-0000-0000-000000000001"] == "vaerdi"


def test_what_did_not_arrive_whole_is_named():
    account = read(NESTED.format(version="1.0")).account
    assert account.carried == {"codes": 5, "definitions": 1, "colours": 3}
    assert account.sentences()["changed"] == [
        "1 code without a name, called “unnamed”",
        "1 code with a GUID that another has too; both are kept",
        "1 code that do not say whether they can be applied; they can",
    ]
    assert account.sentences()["lost"] == ["1 colour that cannot be read"]


def test_sets_and_memo_links_are_counted_as_lost():
    text = """<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
      <Code guid="a" name="A" isCodable="true"><NoteRef targetGUID="n"/><Extra/></Code></Codes>
      <Sets><Set guid="s" name="Mine"><MemberCode guid="a"/><MemberCode targetGUID="a"/></Set></Sets></CodeBook>"""
    assert read(text).account.sentences()["lost"] == [
        "1 link to memos, which a codebook does not hold",
        "the set “Mine” of 2 codes; codebooks here have no sets",
        "1 element Extra, unknown to the standard",
    ]


@pytest.mark.parametrize(("origin", "mark"), [("ATLAS.ti 8", "::"), ("Taguette 1.5", ".")])
def test_flat_names_become_a_tree(origin, mark):
    names = ["trust", f"time{mark}lack", f"time{mark}lack{mark}staff"]
    codes = "".join(f'<Code guid="g{at}" name="{name}" isCodable="true"/>' for at, name in enumerate(names))
    found = read(f'<CodeBook origin="{origin}"><Codes>{codes}</Codes></CodeBook>')
    assert [code.id for code in found.codebook] == ["trust", "time", "time.lack", "time.lack.staff"]
    assert found.account.sentences()["changed"] == [f"2 names with '{mark}' became a tree (1 parent added)"]


def test_the_codebook_of_a_project_is_read_too():
    codes = '<Codes><Code guid="a" name="A" isCodable="true"/></Codes>'
    text = f'<Project name="p"><Users/><CodeBook>{codes}</CodeBook></Project>'
    assert [code.id for code in read(text).codebook] == ["a"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04xxxx", "zip archive"),
        (b"<html><body>Sign in</body></html>", "expected CodeBook, found html"),
        (b"<!doctype html><p>Sign in<br>", "this is a web page"),
        (b'<?xml version="1.0"?><CodeBook><Codes><Code', "not well-formed XML"),
        (b'<!DOCTYPE c [<!ENTITY a "x">]><CodeBook><Codes/></CodeBook>', "document type declaration"),
        (
            b'<!DOCTYPE c [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            b'<CodeBook><Codes><Code guid="a" name="&b;" isCodable="true"/></Codes></CodeBook>',
            "document type declaration",
        ),
        (b"<Codes/>", "expected CodeBook, found Codes"),
    ],
)
def test_what_is_no_codebook_is_refused_with_the_reason(content, said):
    with pytest.raises(ReadError, match=re.escape(said)):
        codec.read(content, "x.qdc")


def test_external_entities_are_never_fetched(tmp_path):
    (tmp_path / "secret").write_text("secret")
    text = (
        f'<!DOCTYPE c [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>'
        '<CodeBook><Codes><Code guid="a" name="A" isCodable="true">'
        "<Description>&s;</Description></Code></Codes></CodeBook>"
    )
    with pytest.raises(ReadError, match="document type"):
        read(text)


def test_moore_goes_out_and_comes_back_in_danish():
    moore = load_bundled("moore")
    written = codec.write(moore, language="da")
    text = written.content.decode()
    assert text.startswith(
        '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="qualcode '
    )
    assert "Brug ikke: Penge omtales" in text
    back = codec.read(written.content, "moore.qdc", id="moore", language="da").codebook
    # Ids are made anew from the names; everything in Danish is as before.
    for before, after in zip(moore, back, strict=True):
        assert after.name["da"] == before.label("da")
        assert after.color == before.color
        for field in ("brief", "definition", "use", "avoid"):
            assert getattr(after, field).get("da") == getattr(before, field).get("da")
    assert "names and texts in en, nb, sv" in written.account.sentences()["lost"]
    assert "3 references" in written.account.sentences()["lost"]


def test_guids_are_the_same_at_every_export():
    tam = load_bundled("tam")
    assert codec.write(tam).content == codec.write(tam).content
    guids = re.findall(r'guid="([^"]+)"', codec.write(tam).content.decode())
    assert len(set(guids)) == len(tam)
    assert all(re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", each) for each in guids)


def test_a_codebook_without_codes_cannot_be_a_qdc():
    with pytest.raises(DataError, match="needs at least one"):
        codec.write(Codebook("b", {"en": "B"}))


def test_files_go_by_their_suffix(tmp_path):
    path = tmp_path / "tam.qdc"
    account = write_codebook(load_bundled("tam"), path)
    assert account.carried["codes"] == 7
    assert read_codebook(path).codebook.codes[0].label() == "Perceived usefulness"
    assert sorted(tmp_path.iterdir()) == [path]
    assert {each.name for each in studies} >= {"qdc", "codebook-csv", "codebook-tsv", "codebook-xlsx"}


legal = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
).map(lambda text: " ".join(text.split()))


@settings(max_examples=60)
@given(
    st.recursive(
        legal.filter(bool).map(lambda name: (name, [])),
        lambda inner: st.tuples(legal.filter(bool), st.lists(inner, max_size=3)),
        max_leaves=12,
    ),
    st.data(),
)
def test_names_nesting_and_texts_survive(tree, data):
    codes: list[Code] = []

    def grow(node, parent):
        name, below = node
        id = f"{parent}.c{len(codes)}" if parent else f"c{len(codes)}"
        brief = {"en": data.draw(legal.filter(lambda text: text and ": " not in text))}
        codes.append(
            Code(id, {"en": name}, brief=brief, parent=parent, color="#4477AA", codable=data.draw(st.booleans()))
        )
        for child in below:
            grow(child, id)

    grow(tree, None)
    book = Codebook("b", {"en": "B"}, tuple(codes))
    back = codec.read(codec.write(book).content, "b.qdc").codebook
    if "::" in codes[0].name["en"] and len(codes) == 1:
        return
    assert [(depth, c.name, c.brief, c.codable, c.color) for depth, c in back.walk()] == [
        (depth, c.name, c.brief, c.codable, c.color) for depth, c in book.walk()
    ]


def test_guids_of_another_program_are_kept_both_ways(tmp_path, capsys):
    """A codebook that came from MAXQDA goes back to it with the GUIDs it knows its codes by, also renamed ones."""
    from qualcode.cli import main
    from qualcode.project import init

    root = init(tmp_path / "study", coder="ana")
    (tmp_path / "codes.qdc").write_text(NESTED.format(version="0:4"), encoding="utf-8")
    assert main(["-C", str(root), "codebook", "import", str(tmp_path / "codes.qdc")]) == 0
    assert main(["-C", str(root), "codebook", "rename", "codes:vaerdi.trust", "faith"]) == 0
    assert main(["-C", str(root), "codebook", "export", "codes", str(tmp_path / "out.qdc")]) == 0
    written = (tmp_path / "out.qdc").read_text(encoding="utf-8")
    for number in (1, 2, 4, 5):
        assert f"A0000000-0000-0000-0000-00000000000{number}" in written
    assert "share their name with another; QualCoder takes them for one" in capsys.readouterr().err
