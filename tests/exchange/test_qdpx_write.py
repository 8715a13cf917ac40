"""What goes out is valid, the same every time, and comes back; what came from others goes back to them."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from qualcode.core.model import (
    Bundle,
    Case,
    Code,
    Codebook,
    Coder,
    Coding,
    Document,
    Member,
    Memo,
    Question,
    Span,
    Turn,
)  # fmt: skip
from qualcode.exchange import read_study, write_study
from qualcode.exchange.interface import Choices
from qualcode.project import Project, init
from qualcode.project.exchange import whole
from qualcode.project.files_in import import_file
from qualcode.project.files_out import export_study

from .refi_files import G, archive, coding, project, selection, text_source

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "Project-mrt2019.xsd"))


def xml_of(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as opened:
        return etree.fromstring(opened.read("project.qde"))


def valid(path: Path) -> bool:
    SCHEMA.assertValid(xml_of(path))
    areas = {each.get("guid") for each in xml_of(path).iter("{*}PDFSelection")}
    guids = [each.get("guid") for each in xml_of(path).iter() if each.get("guid")]
    # Only the two sides of a quotation in a PDF share one.
    guids = [guid for guid in guids if guid not in areas]
    assert len(set(guids)) == len(guids), "a GUID stands twice"
    assert all(guid == guid.upper() for guid in guids)
    return True


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)
NAMES = st.text(st.sampled_from("aæ 😀<&>\"'٣.:"), max_size=20).map(lambda text: f"n{text}".strip())


@st.composite
def studies(draw: st.DrawFn) -> Bundle:
    texts = draw(st.lists(WORDS.map(lambda text: "x" + text.replace("\r", "\n")), min_size=1, max_size=3))
    documents = tuple(
        Document(f"D{at}", f"Title {at}", "interview", text, "da", (Turn(1, "A", "informant", Span(0, len(text))),),
                 attributes={"place": draw(WORDS)})
        for at, text in enumerate(texts)
    )  # fmt: skip
    names = draw(st.lists(NAMES, min_size=3, max_size=3))
    codes = (
        Code("a", {"en": names[0]}, codable=False, color="#4477AA"),
        Code("a.b", {"en": names[1]}, parent="a", brief={"en": draw(NAMES)}),
        Code("c", {"en": names[2]}),
    )
    books = (Codebook("one", {"en": "One"}, codes), Codebook("two", {"en": "Two"}, codes[2:]))
    codings: dict[tuple[str, Span, str, str], Coding] = {}
    for _ in range(draw(st.integers(0, 5))):
        document = draw(st.sampled_from(documents))
        start = draw(st.integers(0, len(document.text) - 1))
        span = Span(start, draw(st.integers(start + 1, len(document.text))))
        code, coder = draw(st.sampled_from(["one:a.b", "one:c", "two:c"])), draw(st.sampled_from(["ana", "bo"]))
        codings[document.id, span, code, coder] = Coding(
            len(codings) + 1, document.id, span, span.cut(document.text), code, coder,
            draw(st.sampled_from([1.0, 0.5])), memo=draw(st.sampled_from(["", "why & <how>"])),
            unsure=draw(st.booleans()), created="2026-01-01T00:00:00Z",
        )  # fmt: skip
    numbered = tuple(replace(coding, id=at) for at, coding in enumerate(codings.values(), start=1))
    return Bundle(
        draw(NAMES), "en", documents, books, numbered, (Coder("ana"), Coder("bo", "Bo", "model")),
        (Case("K", "Kim", members=(Member("D0", "A"),), attributes={"age": "3"}, weight=2.0),),
        (Question("1", "Why?", 1),),
        (Memo.on("document D0", 1, draw(NAMES), "ana", ""), Memo.on("code one:c", 2, "m", "bo", "")),
    )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(studies(), st.sampled_from(["codepoints", "utf16"]))
def test_any_study_goes_out_valid_and_comes_back_the_same(tmp_path_factory, bundle: Bundle, offsets: str) -> None:
    folder = tmp_path_factory.mktemp("study")
    write_study(bundle, folder / "a.qdpx", choices=Choices(offsets=offsets))
    assert valid(folder / "a.qdpx")
    back = read_study(folder / "a.qdpx")
    assert back.exact and [part.kind for part in back.bundle.foreign] == ["project"]
    assert back.bundle == replace(bundle, foreign=back.bundle.foreign)
    write_study(back.bundle, folder / "b.qdpx", choices=Choices(offsets=offsets))
    assert (folder / "a.qdpx").read_bytes() == (folder / "b.qdpx").read_bytes()
    _without_extra(folder / "a.qdpx", folder / "c.qdpx")
    other = read_study(folder / "c.qdpx", choices=Choices(offsets=offsets)).bundle
    assert _codings(other) == _codings(bundle)
    assert [document.text for document in other.documents] == [
        document.text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x00", " ")
        for document in bundle.documents
    ]
    assert {coder.id for coder in other.coders} >= {"ana", "bo"}
    assert [memo.about.partition(" ")[0] for memo in other.memos if memo.text == "m"] == ["code"]
    assert other.cases[0].name == "Kim" and bundle.memos[0].text.strip() in {memo.text for memo in other.memos}


def _codings(bundle: Bundle) -> list[tuple[object, ...]]:
    at = {document.id: number for number, document in enumerate(bundle.documents)}
    return sorted((at[c.document], c.span, c.coder, c.weight, c.unsure, c.memo, c.created) for c in bundle.codings)


def _without_extra(path: Path, to: Path) -> None:
    """As another program would write it again: it knows nothing of the extra entry."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w") as target:
        for name in source.namelist():
            if name != "qualcode.json":
                target.writestr(name, source.read(name))


def rich(path: Path) -> Path:
    """A project with all that qualcode has no place for."""
    body = f"""<Variables><Variable guid="{G(31)}" name="age" typeOfVariable="Integer"/></Variables>
      <Cases><Case guid="{G(41)}" name="Anna"><CodeRef targetGUID="{G(12)}"/>
        <VariableValue><VariableRef targetGUID="{G(31)}"/><IntegerValue>52</IntegerValue></VariableValue>
        <SourceRef targetGUID="{G(100)}"/></Case></Cases>
      <Sources>{
        text_source(
            selection(200, 0, 4, coding(300), name="Anna")
            + selection(201, 6, 8)
            + coding(310)
            + f'<NoteRef targetGUID="{G(400)}"/>'
        )
    }
        <PDFSource guid="{G(50)}" name="r.pdf" path="internal://r.pdf" currentPath="absolute:///C:/Users/ana/r.pdf">
          <Representation guid="{G(51)}" plainTextPath="internal://r.txt">{selection(60, 0, 4, coding(73))}
          </Representation><PDFSelection guid="{G(60)}" page="0" firstX="1" firstY="2" secondX="3" secondY="4">
          {coding(74)}</PDFSelection></PDFSource>
        <PictureSource guid="{G(80)}" name="m.png" path="internal://m.png"><PictureSelection guid="{G(81)}" firstX="1"
          firstY="9" secondX="5" secondY="2">{coding(82)}</PictureSelection></PictureSource>
        <VideoSource guid="{G(90)}" name="v.mp4" path="relative:///v.mp4"><Transcript guid="{G(91)}"
          plainTextPath="internal://v.txt"><SyncPoint guid="{G(92)}" timeStamp="0" position="0"/>
          <SyncPoint guid="{G(93)}" timeStamp="9" position="3"/><TranscriptSelection guid="{G(94)}"
          fromSyncPoint="{G(92)}" toSyncPoint="{G(93)}">{coding(95)}</TranscriptSelection></Transcript></VideoSource>
      </Sources>
      <Notes><Note guid="{G(400)}" name="Memo" creatingUser="{G(1)}"><PlainTextContent>Thought</PlainTextContent></Note>
      </Notes>
      <Links><Link guid="{G(55)}" originGUID="{G(12)}" targetGUID="{G(13)}" direction="OneWay"/></Links>
      <Sets><Set guid="{G(56)}" name="Group"><MemberSource targetGUID="{G(100)}"/></Set></Sets>
      <Graphs><Graph guid="{G(57)}" name="Map"><Vertex guid="{G(58)}" representedGUID="{G(12)}" firstX="1"
        firstY="2"/></Graph></Graphs><Description>The whole</Description>"""
    xml = project(body, attributes='basePath="/Users/ana/secret"').replace("0000-4000-8000", "0000-4000-8000")
    return archive(
        path, xml, P1_txt="Anna: ja, her.", r_pdf=b"%PDF-1.4", r_txt="Page text", m_png=b"\x89PNG", v_txt="Ja nej"
    )


@pytest.fixture
def empty(tmp_path: Path):
    def made(name: str) -> Project:
        return Project.open(init(tmp_path / name, coder="ana"))

    return made


def test_what_another_program_wrote_goes_back_to_it(tmp_path: Path, empty) -> None:
    original = rich(tmp_path / "in.qdpx")
    with empty("one") as one:
        import_file(one, original)
        export_study(one, tmp_path / "e1.qdpx")
    assert valid(tmp_path / "e1.qdpx")
    before, after = ({e.get("guid").upper() for e in xml_of(p).iter() if e.get("guid")}
                     for p in (original, tmp_path / "e1.qdpx"))  # fmt: skip
    assert before <= after | {G(74)}, "every GUID that came is handed back, the doubled coding of the PDF once"
    written = etree.tostring(xml_of(tmp_path / "e1.qdpx"), encoding="unicode")
    assert "secret" not in written and "C:/Users" not in written
    assert "The whole" in written and 'typeOfVariable="Integer"' in written and "relative:///v.mp4" in written
    with zipfile.ZipFile(tmp_path / "e1.qdpx") as opened:
        assert opened.read("sources/r.pdf") == b"%PDF-1.4" and opened.read("sources/m.png") == b"\x89PNG"
    (tmp_path / "in.qdpx").unlink()
    with empty("two") as two:
        done = import_file(two, tmp_path / "e1.qdpx")
        assert [(c.quote, c.coder) for c in two.codings()] == [("Anna", "Ana"), ("Page", "Ana"), ("Ja ", "Ana")]
        assert (done.account.changed, done.account.lost) == ([], [])
        export_study(two, tmp_path / "e2.qdpx")
    assert (tmp_path / "e1.qdpx").read_bytes() == (tmp_path / "e2.qdpx").read_bytes()


def test_kept_parts_never_point_to_a_code_that_is_gone(tmp_path: Path, empty) -> None:
    with empty("one") as one:
        import_file(one, rich(tmp_path / "in.qdpx"))
        (tmp_path / "one" / "codebooks" / "study.yaml").write_text(
            'id: study\ntitle: "S"\nkind: inductive\ncodes:\n  - id: money\n    name: "Money"\n', "utf-8"
        )
        one.forget_files()
        account, _ = export_study(one, tmp_path / "e.qdpx")
    assert valid(tmp_path / "e.qdpx")
    assert "are in no codebook any more" in " ".join(map(str, account.changed))


def test_a_renamed_code_keeps_its_guid(tmp_path: Path, empty) -> None:
    from qualcode.cli import main

    with empty("one") as one:
        import_file(one, rich(tmp_path / "in.qdpx"))
    assert main(["-C", str(tmp_path / "one"), "codebook", "rename", "study:capacity.skills", "ability"]) == 0
    with Project.open(tmp_path / "one") as one:
        export_study(one, tmp_path / "e.qdpx")
    codes = {e.get("guid"): e.get("name") for e in xml_of(tmp_path / "e.qdpx").iter("{*}Code")}
    assert G(12) in codes


def test_what_others_cannot_hold_is_readable_to_them_and_named(tmp_path: Path) -> None:
    text = "Noget blev sagt."
    bundle = Bundle(
        "S", documents=(Document("D", "D", "interview", text),), questions=(Question("1", "Hvad?", 1),),
        codebooks=(Codebook("b", {"en": "B"}, (Code("x", {"en": "Same"}), Code("y", {"en": "same"}))),),
        coders=(Coder("ana"),), cases=(Case("K", weight=0.5),),
        codings=(Coding(1, "D", Span(0, 5), "Noget", "b:x", "ana", 0.25, "promotes", "why", True),),
    )  # fmt: skip
    account = write_study(bundle, tmp_path / "a.qdpx")
    notes = [e.text for e in xml_of(tmp_path / "a.qdpx").iter("{*}PlainTextContent")]
    assert notes == ["1  Hvad?", "why\n\n[qualcode: weight 0.25; qualifier promotes; unsure]"]
    said = account.plain()
    assert {each["kind"] for each in said["changed"]} == {"codes", "questions", "codings"}
    assert [each["kind"] for each in said["lost"]] == ["case weights"]
    _without_extra(tmp_path / "a.qdpx", tmp_path / "b.qdpx")
    (back,) = read_study(tmp_path / "b.qdpx").bundle.codings
    assert (back.weight, back.qualifier, back.memo, back.unsure) == (0.25, "promotes", "why", True)


def test_after_another_program_has_changed_the_xml_the_xml_is_the_truth(tmp_path: Path) -> None:
    bundle = Bundle("S", documents=(Document("D", "D", "interview", "Noget blev sagt."),), coders=(Coder("ana"),),
                    codebooks=(Codebook("b", {"en": "B"}, (Code("x", {"en": "X"}),)),),
                    codings=(Coding(1, "D", Span(0, 5), "Noget", "b:x", "ana"),))  # fmt: skip
    write_study(bundle, tmp_path / "a.qdpx")
    with zipfile.ZipFile(tmp_path / "a.qdpx") as source, zipfile.ZipFile(tmp_path / "b.qdpx", "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'endPosition="5"', b'endPosition="10"'))
    arrived = read_study(tmp_path / "b.qdpx")
    assert not arrived.exact and arrived.bundle.codings[0].quote == "Noget blev"
    assert "another program has changed this study" in arrived.account.notes[0]


def test_numbers_of_the_database_and_paths_of_the_computer_stay_at_home(tmp_path: Path, empty) -> None:
    with empty("one") as one:
        import_file(one, rich(tmp_path / "in.qdpx"))
        one.tag("P1@0-4", "study:capacity.money")
        one.undo()
        one.tag("P1@0-4", "study:capacity.money")
        export_study(one, tmp_path / "e.qdpx")
        assert max(coding.id for coding in whole(one).codings) > 4
    with zipfile.ZipFile(tmp_path / "e.qdpx") as opened:
        study = json.loads(opened.read("qualcode.json"))["study"]
    assert [each["id"] for each in study["codings"]] == [1, 2, 3, 4]
    assert str(tmp_path) not in json.dumps(study)


@pytest.mark.parametrize("name", ["a.qdpx", "a.qda"])
def test_speakers_and_passages_of_cases_come_back(tmp_path: Path, name: str) -> None:
    text = "I: Hej?\nAnna: Ja, det er godt. Bo er her."
    turns = (Turn(1, "I", "interviewer", Span(3, 7)), Turn(2, "Anna", "informant", Span(14, 41)))
    cases = (Case("A", members=(Member("D", "Anna"),)), Case("B", members=(Member("D", None, "@31-40"),), part_of="A"))
    bundle = Bundle("S", documents=(Document("D", "D", "interview", text, turns=turns),), cases=cases)
    account = write_study(bundle, tmp_path / name)
    assert "1 case: are part of another" in " ".join(map(str, account.lost))
    if name.endswith("qdpx"):
        assert valid(tmp_path / name)
        _without_extra(tmp_path / name, tmp_path / "b.qdpx")
        name = "b.qdpx"
    assert [case.members for case in read_study(tmp_path / name).bundle.cases] == [case.members for case in cases]
