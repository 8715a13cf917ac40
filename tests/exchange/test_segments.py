"""Coded segments and Word comments: each is put where its words stand, under the code it names."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from qualcode.cli import main
from qualcode.core.errors import ExitCode, ReadError, UsageError
from qualcode.exchange.interface import Choices
from qualcode.exchange.word_comments import names_in
from qualcode.project import Project
from qualcode.project.exchange import whole
from qualcode.project.files_in import Imported, import_file

from ..study import ANNA, BO, conversation, study

HEADINGS = {
    "MAXQDA": ("Color;Comment;Document group;Document name;Code;Beginning;End;Weight score;Segment;Modified by",
               ["", "why", "", "D1", "Value > Mission", "1", "1", "50", "Det er hele pointen.", "ana"]),
    "MAXQDA (de)": ("Farbe;Kommentar;Dokumentname;Code;Codiertes Segment;Erstellt von",
                    ["", "why", "D1", "Value\\Mission", "Det er hele pointen.", "ana"]),
    "MAXQDA (da)": ("Farve;Kommentar;Dokumentgruppe;Dokumentnavn;Kode;Begyndelse;Slut;Segment;Ændret af;Ændret",
                    ["", "why", "", "D1", "Værdi > Formål", "1", "1", "Det er hele pointen.", "ana", "2021-01-02"]),
    "ATLAS.ti 23": ("ID;Quotation Name;Quotation Content;Comment;Codes;Reference;Density;Document;Created by",
                    ["1:1", "q", "Det er hele pointen.", "why", "Mission", "2 - 2", "1", "D 1: D1.docx", "ana"]),
    "ATLAS.ti 24": ("ID,Document,Quotation Content,Codes,Comment,Created by",
                    ["1:1", "1 D1", "Det er hele pointen.", "Mission", "why", "ana"]),
    "ATLAS.ti": ("ID,Document,Quotation Name,Quotation Content,Codes,Comment,Created by",
                 ["1:1", "Interview D1", "q", "Det er hele pointen.", "Mission", "why", "ana"]),
    "NVivo 14": ("File Name,Code Name,Reference Number,Coded Text,Coded By Initials,Memo",
                 ["Files\\\\Interviews\\D1", "Codes\\\\Value\\Mission", "1", "Det er hele pointen.", "ana", "why"]),
    "NVivo": ("File Name\tCode\tReference Text\tCoverage\tCreated by\tMemo",
              ["D1.docx", "Mission", "Det er hele pointen.", "2%", "ana", "why"]),
    "Dedoose": ("Media Title,Excerpt Creator,Excerpt Copy,Codes Applied Combined,Code: Mission Applied,Code: X Applied,"
                "Code: Mission Weight,Memo",
                ["D1.docx", "ana", "Det er hele pointen.", "Mission", "True", "False", "0.5", "why"]),
    "Delve": ("Transcript,Snippet,Codes,Author,Notes", ["D1", "Det er hele pointen.", "mission", "ana", "why"]),
    "Taguette": ("id,document,tag,content,coder,memo", ["1", "D1", "mission", "Det er hele pointen.", "ana", "why"]),
    "Danish": ("Dokument;Kodet segment;Kode;Oprettet af;Kommentar",
               ["D1", "Det er hele pointen.", "Formål", "ana", "why"]),
    "ATLAS.ti (da)": ("ID;Dokument;Citat-navn;Citatindhold;Koder;Kommentar;Oprettet af;Reference",
                      ["1:1", "D1", "q", "Det er hele pointen.", "Formål", "why", "ana", "1"]),
    "ATLAS.ti (de)": ("ID;Dokument;Zitatname;Zitatinhalt;Codes;Kommentar;Erstellt von",
                      ["1:1", "D1", "q", "Det er hele pointen.", "Mission", "why", "ana"]),
    "NVivo (sv)": ("Namn;Filnamn;Kod;Referens;Täckning;Kodad av;Anteckning",
                   ["x", "D1.docx", "Mission", "Det er hele pointen.", "2,5 %", "ana", "why"]),
    "NVivo (nb)": ("Filnavn;Kode;Referanse;Dekning;Kodet av;Notat",
                   ["D1.docx", "Mission", "Det er hele pointen.", "2,5 %", "ana", "why"]),
}  # fmt: skip


def table(path: Path, heading: str, *rows: list[str], encoding: str = "utf-8") -> Path:
    delimiter = next(mark for mark in ";\t," if mark in heading)
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([heading.split(delimiter), *rows])
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize("program", HEADINGS)
def test_a_table_of_each_program_lands_on_its_words(tmp_path: Path, program: str) -> None:
    heading, row = HEADINGS[program]
    with study(tmp_path / "s", ANNA, BO) as project:
        done = import_file(project, table(tmp_path / "t.csv", heading, row))
        (coding,) = project.codings()
        assert (coding.document, coding.quote, coding.code) == ("D1", "Det er hele pointen.", "frame:value.mission")
        assert (coding.coder, coding.memo) == ("ana", "why")
        assert coding.weight == (0.5 if "Weight" in heading else 1)
        assert "columns: quote=" in " ".join(done.account.notes)
        assert done.account.lost == []


@pytest.mark.parametrize(
    "heading",
    [
        "Intervju;Citat;Kod;Kodare",
        "Interview;Uddrag;Kode;Koder",
        "Transkription;Tekstutdrag;Kode;Kodet av",
        "Transcript;Excerpt;Code;Coded by",
        "Transkript;Ytring;Kode;Koderen",
        "Interview;Segment;Codes;Kodat av",
    ],
)
def test_headings_that_people_write_name_the_document_and_the_coder(tmp_path: Path, heading: str) -> None:
    with study(tmp_path / "s", ANNA, BO) as project:
        import_file(project, table(tmp_path / "t.csv", heading, ["D1", "hele pointen", "Mission", "ana"]))
        assert [(c.document, c.coder) for c in project.codings()] == [("D1", "ana")]


def test_a_row_without_a_document_is_for_the_one_there_is_and_named_where_there_are_several(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "Citat;Kod", ["hele pointen", "Mission"])
    with study(tmp_path / "one", ANNA) as project:
        done = import_file(project, path)
        assert len(project.codings()) == 1
        assert any("the one document there is" in note for note in done.account.notes)
    with study(tmp_path / "two", ANNA, BO) as project:
        done = import_file(project, path)
        assert project.codings() == []
        assert done.account.sentences()["lost"] == [
            "1 segment: name no document, and the project has several (hele pointen)"
        ]
        assert not any("the one document there is" in note for note in done.account.notes)


def test_columns_are_guessed_shown_and_said_otherwise(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "Hvor,Hvad,Ord", ["D1", "Mission", "hele pointen"])
    with study(tmp_path / "s", ANNA) as project:
        said = {"document": "Hvor", "code": "hvad", "quote": "Ord"}
        done = import_file(project, path, choices=Choices(columns=said))
        assert [c.quote for c in project.codings()] == ["hele pointen"]
        assert "columns: document=Hvor, code=Hvad, quote=Ord (--columns says otherwise)" in done.account.notes
        with pytest.raises(UsageError, match="there is no column 'Ordet'; did you mean 'Ord'"):
            import_file(project, path, choices=Choices(columns={"quote": "Ordet"}))
        with pytest.raises(UsageError, match="which column holds the quote"):
            import_file(project, path, choices=Choices(columns={"code": "Hvad"}))


def test_words_that_stand_often_or_nowhere_and_unknown_documents_and_categories(tmp_path: Path) -> None:
    rows = [["D1", "Mission", "Det er"], ["D1", "Mission", "Det er"], ["D1", "Mission", "aldrig sagt"],
            ["D9", "Mission", "x"], ["D1", "", "borgerne"], ["D1", "Ny > Under", "borgerne"]]  # fmt: skip
    with study(tmp_path / "s", ANNA) as project:
        done = import_file(project, table(tmp_path / "t.csv", "document,code,segment", *rows))
        assert [(c.quote, c.code, c.span.start) for c in project.codings()] == [
            ("Det er", "frame:value.mission", 33),
            ("borgerne", "open:ny.under", 49),
            ("Det er", "frame:value.mission", 59),
        ]
        assert project.codes.get("open:ny.under")
        said = " | ".join(map(str, (*done.account.changed, *done.account.lost)))
        assert "2 segments: stand in several places" in said
        assert "1 segment: have words that are not in their document (D1: aldrig sagt)" in said
        assert "1 segment: are of a document that is not in the project (D9)" in said
        assert "1 row: have no code (line 6: borgerne)" in said
        project.undo()
        assert project.codings() == [] and "open" not in project.codes.books


@pytest.mark.parametrize(
    "quote",
    [
        "Det er godt for borgerne. [...] hele pointen.",
        "Det er  godt\nfor borgerne. DET er hele pointen.",
        "…Det er godt for borgerne. Det er hele pointen…",
    ],
)
def test_a_quote_with_marks_of_omission_and_other_white_space_is_found(tmp_path: Path, quote: str) -> None:
    with study(tmp_path / "s", ANNA) as project:
        import_file(project, table(tmp_path / "t.csv", "document,code,segment", ["D1", "Mission", quote]))
        (coding,) = project.codings()
        assert coding.quote.startswith("Det er godt for borgerne. Det er hele pointen")


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "json", "jsonl"])
@pytest.mark.parametrize("language", ["da", "nb", "sv", "en"])
def test_what_export_writes_comes_back(tmp_path: Path, suffix: str, language: str) -> None:
    third = conversation("007", ("I", "Hvad?"), ("Åse", "Ja 😀, det er 1,5."))
    with study(tmp_path / "s", ANNA, third) as project:
        project.tag("D1:2", "value", weight=0.5, memo="=1+1", coder="bo", unsure=True)
        project.tag("D1:4", "open:Støtte; byråd")
        project.tag("007:2", "capacity")
        before = whole(project).codings
    out = tmp_path / f"codings.{suffix}"
    root = str(tmp_path / "s")
    nordic = ["--dialect", "nordic"] if suffix == "csv" else []
    assert main(["-C", root, "export", str(out), "--allow-identifiable", "--lang", language, *nordic]) == 0
    assert main(["-C", root, "undo", "3"]) == 0
    if (
        suffix == "csv"
    ):  # saved again by Excel: as Windows-1252, which has no emoji, with numbers and columns of its own
        text = out.read_bytes().decode("utf-8-sig").replace("\r\n", ";;\r\n").replace("😀", "??")
        assert ";007;" in text
        text = text.replace(";007;", ";7;")
        out.write_bytes(text.encode("cp1252"))
    assert main(["-C", root, "import", str(out)]) == 0
    with Project.open(tmp_path / "s") as project:
        after = whole(project).codings
    assert [(c.span, c.weight, c.memo, c.coder, c.unsure) for c in after] == [
        (c.span, c.weight, c.memo, c.coder, c.unsure) for c in before
    ]


def test_a_survey_is_no_codebook(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "Respondent,What did you like?,Age", ["1", "The people.", "52"])
    with study(tmp_path / "s", ANNA) as project, pytest.raises(UsageError, match="neither a table of coded segments"):
        import_file(project, path)


# -- Word ------------------------------------------------------------------------------


def interview(path: Path, *comments: tuple[str, str, str]) -> Path:
    """An interview with comments (words, comment, author) as Word writes them."""
    document = docx.Document()
    for line in ("Interviewer: Hvad er data godt for?", "Anna: Det er godt for borgerne. Det er hele pointen.",
                 "Interviewer: Hvem bakker op?", "Anna: Byrådet bakkede op. Det er godt."):  # fmt: skip
        paragraph = document.add_paragraph()
        rest = line
        for words, comment, author in comments:
            if words in rest:
                before, rest = rest.split(words, 1)
                paragraph.add_run(before)
                document.add_comment(paragraph.add_run(words), text=comment, author=author)
        paragraph.add_run(rest)
    document.save(str(path))
    return path


def imported(project: Project, path: Path) -> tuple[list[tuple[str, str, str, str]], Imported]:
    done = import_file(project, path)
    return [(c.quote, c.code, c.coder, c.memo) for c in project.codings()], done


def test_comments_of_word_are_codings_by_their_authors(tmp_path: Path) -> None:
    comments = [("godt for borgerne", "Mission", "Ana Berg"), ("Byrådet", "Støtte, Magt", "Bo"),
                ("hele pointen", "Er det nu også rigtigt? Spørg igen.", "Vejleder")]  # fmt: skip
    path = interview(tmp_path / "D7.docx", *comments)
    with study(tmp_path / "s", BO) as project:
        codings, done = imported(project, path)
        assert codings == [
            ("godt for borgerne", "frame:value.mission", "Ana Berg", ""),
            ("Byrådet", "frame:support", "Bo", ""), ("Byrådet", "open:magt", "Bo", ""),
        ]  # fmt: skip
        assert [(m.quote, m.text, m.coder) for m in whole(project).memos] == [
            ("hele pointen", "Er det nu også rigtigt? Spørg igen.", "Vejleder")
        ]
        assert [turn.speaker for turn in project.document("D7").turns][:2] == ["Interviewer", "Anna"]
        assert "new codes in open: Magt" in done.account.notes
        project.undo()
        assert project.store.document_ids() == ["M1"], "one change brings document, codes and codings"


def test_comments_find_the_document_that_is_there_and_the_right_of_equal_words(tmp_path: Path) -> None:
    path = interview(tmp_path / "D7.docx", ("op. Det er godt", "Capacity", "ana"))
    with study(tmp_path / "s", BO) as project:
        assert main(["-C", str(tmp_path / "s"), "add", str(path)]) == 0
        codings, _ = imported(project, path)
        assert codings[0][:2] == ("op. Det er godt", "frame:capacity")
        assert project.store.document_ids() == ["D7", "M1"]
        again, done = imported(project, path)
        assert again == codings and done.account.carried == {}


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NOTE = f'<w:footnotes {W}><w:footnote w:id="1">%s</w:footnote></w:footnotes>'
PLACES = {
    # What the comment is about stands between braces, a place without words is {}, and what was struck out in [ ].
    "some words": ("Anna: Det er {godt for} borgerne.", "godt for", ""),
    "over paragraphs": ("Anna: Det er {godt.|Ja, meget} godt.", "godt.\n\nJa, meget", ""),
    "a place alone": ("Anna: Det er {}godt for borgerne.", "Anna: Det er godt for borgerne.", ""),
    "a place before all": ("Hvad?|{}Anna: Det er godt.", "Anna: Det er godt.", ""),
    "struck out inside": ("Anna: Det er {godt [skidt]for} dem.", "godt for", ""),
    "struck out at its begin": ("Anna: Det [{ikke ]er} godt.", "er", ""),
    "all struck out": ("Anna: Det er {[skidt]} godt.", "", "1 comment: hang on no words"),
    "a symbol": ("Anna: Det er {godt ☺ for borgerne}.", "godt ☺ for borgerne", "by their first and last words"),
    "an empty paragraph": ("Anna: Ja.|{}|Anna: Nej.", "", "1 comment: hang on no words"),
    "a footnote": ("Anna: Ja. ^{Om penge} i kassen.", "Om penge", ""),
}


def as_word(path: Path, said: str, comment: str = "Mission") -> Path:
    """A Word file of paragraphs between bars, what follows ^ in a footnote; marks as `PLACES` says."""
    marks = {
        "{": '<w:commentRangeStart w:id="0"/>',
        "}": '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        "[": '<w:del w:id="7" w:author="x">', "]": "</w:del>",
        "☺": '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>',
        "^": '<w:r><w:footnoteReference w:id="1"/></w:r>',
    }  # fmt: skip

    def xml(words: str) -> str:
        found, struck = "", False
        for piece in re.split(r"([{}\[\]☺^])", words):
            struck = piece == "[" or (struck and piece != "]")
            tag = "w:delText" if struck else "w:t"
            found += marks.get(piece) or (f'<w:r><{tag} xml:space="preserve">{piece}</{tag}></w:r>' if piece else "")
        return f"<w:p>{found}</w:p>"

    body, _, note = said.partition("^")
    paragraphs = (body + "^" * bool(note)).split("|")
    noted = {"word/footnotes.xml": NOTE % xml(note)} if note else {}
    with zipfile.ZipFile(interview(path, ("hele pointen", comment, "ana"))) as made:
        parts = {name: made.read(name).decode() for name in made.namelist() if name.endswith((".xml", ".rels"))}
    parts["word/document.xml"] = f"<w:document {W}><w:body>{''.join(map(xml, paragraphs))}</w:body></w:document>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    links = parts["word/_rels/document.xml.rels"]
    if noted:
        links = links.replace("</Rel", f'<Relationship Id="n1" Type="{kind}" Target="footnotes.xml"/></Rel')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | noted | {"word/_rels/document.xml.rels": links}).items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("case", PLACES)
def test_what_a_comment_hangs_on(tmp_path: Path, case: str) -> None:
    said, quote, told = PLACES[case]
    with study(tmp_path / "s", BO) as project:
        codings, done = imported(project, as_word(tmp_path / "D7.docx", said))
    assert [coding[0] for coding in codings] == ([quote] if quote else [])
    account = " | ".join(map(str, (*done.account.changed, *done.account.lost)))
    assert told in account and bool(told) == bool(account)


def test_a_name_of_one_comment_is_a_name_in_the_others_and_an_empty_one_says_nothing(tmp_path: Path) -> None:
    path = interview(tmp_path / "D7.docx", ("for borgerne", "tillid.", "ana"), ("hele pointen", "Tillid", "ana"),
                     ("Byrådet", "magt/tillid", "ana"), ("bakkede", "", "ana"))  # fmt: skip
    with study(tmp_path / "s", BO) as project:
        codings, done = imported(project, path)
    assert sorted((quote, code) for quote, code, *_ in codings) == [
        ("Byrådet", "open:magt"), ("Byrådet", "open:tillid"), ("for borgerne", "open:tillid"),
        ("hele pointen", "open:tillid"),
    ]  # fmt: skip
    assert [str(lost) for lost in done.account.lost] == ["1 comment: say nothing (ana: bakkede)"]


def test_a_word_file_without_comments_is_told_apart(tmp_path: Path) -> None:
    with study(tmp_path / "s", BO) as project, pytest.raises(ReadError, match="has no comments") as caught:
        import_file(project, interview(tmp_path / "D7.docx"))
    assert "qualcode add" in (caught.value.hint or "")


def test_tag_from_takes_a_word_file_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = interview(tmp_path / "D7.docx", ("hele pointen", "Mission", "ana"))
    study(tmp_path / "s", BO).close()
    assert main(["-C", str(tmp_path / "s"), "tag", "--from", str(path)]) == ExitCode.DONE
    assert "1 coding" in capsys.readouterr().err


KNOWN = {"mission", "public value", "legitimacy, support", "a/b"}


@pytest.mark.parametrize(
    ("comment", "names"),
    [
        ("Mission", [("Mission", "")]),
        ("mission; tillid", [("mission", ""), ("tillid", "")]),
        ("Mission\nPublic value", [("Mission", ""), ("Public value", "")]),
        ("legitimacy, support", [("legitimacy, support", "")]),
        ("Kode: Mission", [("Mission", "")]),
        ("#tillid #fælles_sprog fordi", [("tillid", "fordi"), ("fælles sprog", "fordi")]),
        ("Mission: because she says so", [("Mission", "because she says so")]),
        ("Mission – fordi", [("Mission", "fordi")]),
        ("mission, tillid", [("mission", ""), ("tillid", "")]),
        (
            "Mission\nThis is where she turns around completely.",
            [("Mission", "This is where she turns around completely.")],
        ),
        ("mission/tillid", [("mission", ""), ("tillid", "")]),
        ("ind/ud", [("ind/ud", "")]),
        ("“tillid”", [("tillid", "")]),
        ("Mission.", [("Mission", "")]),
        ("1. mission\n2) tillid", [("mission", ""), ("tillid", "")]),
        ("se https://x.dk/a", []),
        ("I am not sure that this is what she meant.", []),
        ("Why?", []),
    ],
)
def test_what_a_comment_names(comment: str, names: list[tuple[str, str]]) -> None:
    assert names_in(comment, lambda name: name.casefold() in KNOWN) == names


@pytest.mark.parametrize("above", ["", "Coded segments of 2026\n\n"], ids=["header first", "under a title"])
def test_a_table_of_words_and_documents_without_codes_is_no_codebook(tmp_path: Path, above: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{above}Name,Coverage,Coded Text,File Name\nMission,1,hele pointen,D1\n", encoding="utf-8")
    with study(tmp_path / "s", ANNA, BO) as project:
        with pytest.raises(UsageError, match="which column holds the code") as caught:
            import_file(project, path)
        assert "code=Coverage" in str(caught.value.hint)
        assert not project.codings()
        import_file(project, path, choices=Choices(columns={"code": "Name"}))
        assert [coding.quote for coding in project.codings()] == ["hele pointen"]
