"""REFI-QDA projects as NVivo, ATLAS.ti, MAXQDA, QualCoder and others write them come in on the right words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from qualcode.core.model import Member
from qualcode.exchange import read_study
from qualcode.exchange.interface import Arrived, Choices

from .refi_files import CODES, G, archive, coding, project, selection, text_source

SAID = "I: Hvad er data? 😀\nAnna: Vi har ikke folk til det. Og penge mangler.\n"


def read(path: Path, offsets: str = "") -> Arrived:
    return read_study(path, choices=Choices(offsets=offsets))


def coded(arrived: Arrived) -> list[tuple[str, str, str]]:
    return [(c.quote, c.code, c.coder) for c in arrived.bundle.codings]


def told(arrived: Arrived) -> list[str]:
    return [str(each) for each in (*arrived.account.changed, *arrived.account.lost)]


@pytest.mark.parametrize("unit", ["codepoints", "utf16"])
@pytest.mark.parametrize("stored", [SAID, "\ufeff" + SAID, SAID.replace("\n", "\r\n")], ids=["lf", "bom", "crlf"])
def test_codings_land_on_their_words_whatever_is_counted(tmp_path: Path, unit: str, stored: str) -> None:
    text = stored.removeprefix("\ufeff")
    inside = ""
    for number, quote in enumerate(["Anna", "ikke folk", "penge", "mangler"]):
        start = text.index(quote)
        stop = start + len(quote)
        if unit == "utf16":
            start, stop = (len(text[:at].encode("utf-16-le")) // 2 for at in (start, stop))
        inside += selection(200 + number, start, stop, coding(300 + number, 12, 1 + number % 2))
    xml = project(f"<Sources>{text_source(inside)}</Sources>", origin="Somebody 1")
    arrived = read(archive(tmp_path / "a.qdpx", xml, P1_txt=stored))
    assert coded(arrived) == [
        ("Anna", "study:capacity.skills", "Ana"), ("ikke folk", "study:capacity.skills", "Bo"),
        ("penge", "study:capacity.skills", "Ana"), ("mangler", "study:capacity.skills", "Bo"),
    ]  # fmt: skip
    assert arrived.bundle.documents[0].text == SAID
    assert "selections fall on words" in arrived.account.notes[0]
    assert told(arrived) == []


def test_a_person_may_say_how_positions_are_counted(tmp_path: Path) -> None:
    xml = project(f"<Sources>{text_source(selection(200, 25, 28, coding(300)))}</Sources>")
    path = archive(tmp_path / "a.qdpx", xml, P1_txt=SAID)
    assert [coded(read(path, offsets=how))[0][0] for how in ("codepoints", "utf16")] == ["Vi ", " Vi"]


@pytest.mark.parametrize("qde", ["Project.qde", "My study.QDE"])
@pytest.mark.parametrize("path", ["internal://P1.txt", "P1.txt", "internal:/P1.TXT", "internal://sources/P1.txt"])
def test_names_and_cases_of_files_are_taken_as_found(tmp_path: Path, qde: str, path: str) -> None:
    xml = project(f"<Sources>{text_source(selection(1, 0, 1, coding(2)), path=path)}</Sources>")
    arrived = read(archive(tmp_path / "a.qdpx", xml.replace("project:1.0", "project:0:10"), qde=qde, p1_TXT=SAID))
    assert [document.text for document in arrived.bundle.documents] == [SAID]
    assert len(arrived.bundle.codings) == 1


def test_text_inside_the_xml_and_missing_files_and_paths_of_a_disk(tmp_path: Path) -> None:
    inline = f'<TextSource guid="{G(100)}" name="inline"><PlainTextContent>Ord her.</PlainTextContent></TextSource>'
    rest = text_source("", number=101, name="gone", path="internal://gone.txt")
    rest += text_source("", number=102, name="disk", path="absolute:///C:/Users/ana/secret.txt")
    arrived = read(archive(tmp_path / "a.qdpx", project(f"<Sources>{inline}{rest}</Sources>")))
    assert [document.text for document in arrived.bundle.documents] == ["Ord her."]
    assert any("lie outside the archive" in each for each in told(arrived))
    assert "1 file: are missing from the archive (gone.txt)" in told(arrived)
    assert any("the source has no plain text" in each and "gone" in each for each in told(arrived))


def test_an_archive_that_was_packed_again_in_a_folder_and_a_text_without_words(tmp_path: Path) -> None:
    empty = text_source(selection(1001, 0, 1, coding(2001)), number=101, name="P2", path="internal://P2.txt")
    xml = project(f"<Sources>{text_source('')}{empty}</Sources>")
    with zipfile.ZipFile(tmp_path / "a.qdpx", "w") as packed:
        files = {"project.qde": xml, "sources/P1.txt": "Ord her.", "sources/P2.txt": " \n"}
        for name, content in files.items():
            packed.writestr(f"Study/{name}", content)
            packed.writestr(f"__MACOSX/Study/._{name}", "x")
    arrived = read(tmp_path / "a.qdpx")
    assert [document.text for document in arrived.bundle.documents] == ["Ord her."]
    assert told(arrived) == ["1 text: have no words: kept for the way back, with 1 coding not counted here (P2)"]


def test_a_quotation_of_a_pdf_that_is_written_twice_is_one(tmp_path: Path) -> None:
    area = 'page="0" firstX="1" firstY="2" secondX="3" secondY="4" creationDateTime="2026-01-01T00:00:00Z"'
    body = f"""<Sources><PDFSource guid="{G(50)}" name="report.pdf" path="internal://report.pdf">
      <PDFSelection guid="{G(60)}" name="long" {area}>{coding(70)}</PDFSelection>
      <PDFSelection guid="{G(61)}" name="long" {area}>{coding(71)}</PDFSelection>
      <PDFSelection guid="{G(62)}" name="a drawing" page="1" firstX="0" firstY="0" secondX="9" secondY="9">{coding(72)}
      </PDFSelection>
      <Representation guid="{G(51)}" plainTextPath="internal://report.txt">
        {selection(60, 0, 4, coding(73), name="long")}</Representation></PDFSource></Sources>"""
    path = archive(tmp_path / "a.qdpx", project(body, origin="ATLAS.ti 23"), report_pdf=b"%PDF", report_txt="long text")
    arrived = read(path)
    assert coded(arrived) == [("long", "study:capacity.skills", "Ana")]
    assert told(arrived)[0].startswith("1 area of PDF pages: have no words here")
    assert any(part.kind == "file" and part.subject == "sources/report.pdf" for part in arrived.bundle.foreign)


def test_the_same_coding_written_for_every_code_is_stored_once(tmp_path: Path) -> None:
    inside = (
        selection(200, 0, 1, coding(300)) + selection(201, 0, 1, coding(301)) + selection(202, 0, 1, coding(302, 13))
    )
    arrived = read(archive(tmp_path / "a.qdpx", project(f"<Sources>{text_source(inside)}</Sources>"), P1_txt=SAID))
    assert [code for _, code, _ in coded(arrived)] == ["study:capacity.skills", "study:capacity.money"]
    assert any(each.startswith("1 coding: were written more than once") for each in told(arrived))


def test_places_that_are_none_are_named_and_unknown_people_and_codes_too(tmp_path: Path) -> None:
    inside = (
        selection(200, 5, 5, coding(300)) + selection(201, 900, 950, coding(301)) + selection(202, 60, 999, coding(302))
    )
    inside += selection(203, 0, 1, coding(303, 99)) + selection(
        204, 2, 3, coding(304, 13, 77).replace("creatingUser", "x")
    )
    xml = project(f"<Sources>{text_source(inside)}</Sources>").replace(f'creatingUser="{G(2)}"', 'creatingUser=""')
    arrived = read(archive(tmp_path / "a.qdpx", xml, P1_txt=SAID))
    assert [c.coder for c in arrived.bundle.codings] == ["Ana", "unknown"]
    said = " | ".join(told(arrived))
    for words in ("of no length", "beyond the text", "end with it", "have a code that the file does not have"):
        assert words in said


NOTE = (
    f'<Note guid="{G(400)}" creatingUser="{G(2)}" creationDateTime="2026-02-01T00:00:00Z">'
    "<PlainTextContent>A thought</PlainTextContent></Note>"
)


@pytest.mark.parametrize(
    ("inside", "rest"),
    [
        (selection(200, 20, 24, f'<NoteRef targetGUID="{G(400)}"/>'), f"<Notes>{NOTE}</Notes>"),
        (
            selection(200, 20, 24),
            f'<Notes>{NOTE}</Notes><Links><Link guid="{G(500)}" originGUID="{G(400)}" targetGUID="{G(200)}"/></Links>',
        ),
        (
            f'<NoteRef targetGUID="{G(400)}"/>',
            "<Notes>" + NOTE.replace("</Note>", selection(200, 20, 24) + "</Note>") + "</Notes>",
        ),
    ],
    ids=["maxqda", "nvivo", "qualcoder"],
)
def test_a_note_on_a_place_in_any_of_three_shapes(tmp_path: Path, inside: str, rest: str) -> None:
    text = SAID.replace("😀", ":)")
    xml = project(f"<Sources>{text_source(inside)}</Sources>{rest}")
    arrived = read(archive(tmp_path / "a.qdpx", xml, P1_txt=text))
    (memo,) = arrived.bundle.memos
    assert (memo.text, memo.coder, memo.created) == ("A thought", "Bo", "2026-02-01T00:00:00Z")
    assert (memo.about, text[20:24]) == ("place P1@20-24", "Anna")
    assert told(arrived) == []


def test_notes_on_codings_sources_codes_and_the_study(tmp_path: Path) -> None:
    def note(number: int, text: str) -> str:
        return f'<Note guid="{G(number)}" name=""><PlainTextContent>{text}</PlainTextContent></Note>'

    def ref(number: int) -> str:
        return f'<NoteRef targetGUID="{G(number)}"/>'

    codes = CODES.replace('name="Money" isCodable="true"/>', f'name="Money" isCodable="true">{ref(403)}</Code>')
    inside = selection(200, 0, 1, coding(300, more=ref(401))) + ref(402)
    notes = "".join(note(*each) for each in ((401, "why"), (402, "about P1"), (403, "about money"), (404, "diary")))
    xml = project(f"<Sources>{text_source(inside)}</Sources><Notes>{notes}</Notes>{ref(404)}", codes=codes)
    bundle = read(archive(tmp_path / "a.qdpx", xml, P1_txt=SAID)).bundle
    assert [c.memo for c in bundle.codings] == ["why"]
    assert [(m.about, m.text) for m in bundle.memos] == [
        ("document P1", "about P1"), ("code study:capacity.money", "about money"), ("", "diary"),
    ]  # fmt: skip


def test_cases_variables_and_the_speakers_whose_words_are_selected(tmp_path: Path) -> None:
    def value(variable: int, kind: str, text: str) -> str:
        return f'<VariableValue><VariableRef targetGUID="{G(variable)}"/><{kind}>{text}</{kind}></VariableValue>'

    anna = SAID.index("Vi har")
    body = f"""<Variables>
        <Variable guid="{G(31)}" name="Cases:role" typeOfVariable="Text"/>
        <Variable guid="{G(32)}" name="Cases:age" typeOfVariable="Integer"/></Variables>
      <Cases>
        <Case guid="{G(41)}" name="Director">{value(31, "TextValue", "director")}{value(32, "IntegerValue", "52")}
          <SelectionRef targetGUID="{G(200)}"/></Case>
        <Case guid="{G(42)}">{value(31, "TextValue", "city")}<SourceRef targetGUID="{G(100)}"/></Case>
      </Cases>
      <Sources>{text_source(selection(200, anna, anna + 20))}</Sources>"""
    codes = CODES.replace("</Codes>", f'<Code guid="{G(41)}" name="Director" isCodable="true"/></Codes>')
    xml = project(body, origin="NVivo", codes=codes)
    arrived = read(archive(tmp_path / "a.qdpx", xml, P1_txt=SAID), offsets="codepoints")
    (case,) = arrived.bundle.cases
    assert (case.id, dict(case.attributes), case.members) == (
        "Director", {"role": "director", "age": "52"}, (Member("P1", "Anna"),),
    )  # fmt: skip
    assert dict(arrived.bundle.documents[0].attributes) == {"role": "city"}
    assert "director" not in arrived.bundle.codebooks[0]


def test_transcripts_of_recordings_are_texts_whose_codings_lie_between_points_in_time(tmp_path: Path) -> None:
    body = f"""<Sources><AudioSource guid="{G(50)}" name="talk.mp3" path="internal://talk.mp3">
      <Transcript guid="{G(51)}" name="Talk" plainTextPath="internal://talk.txt">
        <SyncPoint guid="{G(52)}" timeStamp="0" position="0"/><SyncPoint guid="{G(53)}" timeStamp="900" position="5"/>
        <SyncPoint guid="{G(54)}" timeStamp="1900" position="11"/>
        <TranscriptSelection guid="{G(60)}" fromSyncPoint="{G(53)}" toSyncPoint="{G(54)}">{coding(70)}
        </TranscriptSelection></Transcript>
      <AudioSelection guid="{G(61)}" begin="0" end="100">{coding(71)}</AudioSelection>
      </AudioSource></Sources>"""
    arrived = read(archive(tmp_path / "a.qdpx", project(body), talk_mp3=b"sound", talk_txt="Vel, penge er der."))
    assert coded(arrived) == [("penge ", "study:capacity.skills", "Ana")]
    assert [d.id for d in arrived.bundle.documents] == ["talk"]
    assert any("stretch" in each for each in told(arrived))


def test_pictures_sets_links_and_networks_are_kept_and_named(tmp_path: Path) -> None:
    body = f"""<Sources><PictureSource guid="{G(50)}" name="map.png" path="internal://map.png">
        <PictureSelection guid="{G(51)}" firstX="1" firstY="9" secondX="5" secondY="2">{coding(70)}</PictureSelection>
      </PictureSource></Sources>
      <Links><Link guid="{G(55)}" originGUID="{G(12)}" targetGUID="{G(13)}" direction="OneWay"/></Links>
      <Sets><Set guid="{G(56)}" name="Group A"><MemberCode targetGUID="{G(12)}"/></Set></Sets>
      <Graphs><Graph guid="{G(57)}" name="Map"><Vertex guid="{G(58)}" firstX="1" firstY="2"/></Graph></Graphs>"""
    arrived = read(archive(tmp_path / "a.qdpx", project(body), map_png=b"\x89PNG"))
    kinds = [part.subject for part in arrived.bundle.foreign if part.kind == "xml"]
    assert kinds == ["section Sources", "section Links", "section Sets", "section Graphs"]
    assert [each.split(":")[0] for each in told(arrived)] == ["1 picture", "1 link", "1 set", "1 network"]
