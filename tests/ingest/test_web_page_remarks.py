"""What stands among an article's paragraphs and is none of its words, where no class tells so."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.ingest.read import ReadRequest

from .reading import read
from .web_pages import BODY, HEAD, A, B, C


def counted(tmp_path: Path, body: str, head: str = "") -> tuple[list[str], str, dict[str, str]]:
    """The paragraphs that count, the whole text and the facts of a page that somebody saved."""
    html = HEAD.replace("</head>", f"{head}</head>") + f"<div class=content><h1>Tal om vejene</h1>{body}</div></body>"
    document = read(tmp_path, html, "side.html", ReadRequest(kind="web")).document
    said = [turn.span.cut(document.text) for turn in document.turns if turn.role == "informant"]
    return said, document.text, dict(document.attributes)


@pytest.mark.parametrize(
    ("byline", "author", "date"),
    [
        ("Af Mette Holm · 12. maj 2021 · 4 min. læsetid", "Mette Holm", "12. maj 2021"),
        ("Av Kari Nordmann og Ola Prøve", "Kari Nordmann og Ola Prøve", ""),
        ("Publicerad 2 november 2018. Text: Åsa Ek Foto: Bo Bild", "Åsa Ek", "2 november 2018"),
        ("Oppdatert 3.4.2019", "", "3.4.2019"),
        ("By Jane Smith, Health Reporter", "Jane Smith", ""),
        ("Published May 12, 2021", "", "May 12, 2021"),
        ("Postat den 2 januari 2020 av Lena Lind", "Lena Lind", "2 januari 2020"),
    ],
)
def test_a_byline_in_words_is_kept_never_counted_and_tells_who_and_when(
    byline: str, author: str, date: str, tmp_path: Path
) -> None:
    said, text, facts = counted(tmp_path, f"<p>{byline}</p><p>{A}</p><p>{B}</p><p>{C}</p>")
    assert said == BODY and byline in text
    assert (facts.get("author", ""), facts.get("date", "")) == (author, date)


@pytest.mark.parametrize(
    "caption",
    [
        "<p class='wp-caption-text'>Driftschefen ved sin skærm</p>",
        "<div class='billedtekst'>Driftschefen ved sin skærm</div>",
        "<p>Driftschefen ved sin skærm. Foto: Bo Bild</p>",
        "<p>Driftschefen ved sin skærm (Foto: Ritzau Scanpix)</p>",
        "<p><img src=a.jpg><small>Driftschefen ved sin skærm. Arkivfoto: Bo Bild/NTB</small></p>",
    ],
)
def test_a_caption_is_kept_and_never_counted(caption: str, tmp_path: Path) -> None:
    said, text, _ = counted(tmp_path, f"<p>{A}</p>{caption}<p>{B}</p><p>{C}</p>")
    assert said == BODY and "ved sin skærm" in text


@pytest.mark.parametrize(
    "remark",
    [
        "Artiklen fortsætter efter annoncen", "Artikkelen fortsetter under bildet.", "Annonse", "Del denne artikel",
        "Dela artikeln: Facebook Twitter", "Läs också: Ny plattform för skolan", "Emneord: pilot kommune",
        "Read more: Schools will have to wait", "Skriv ut | Tips en venn", "Fant du det du lette etter? Ja Nei",
        "Hopp til innhold", "Til toppen",
    ],
)  # fmt: skip
def test_notices_and_links_in_words_are_left_out(remark: str, tmp_path: Path) -> None:
    said, text, _ = counted(tmp_path, f"<p>{A}</p><p>{remark}</p><p>{B}</p><p>{C}</p>")
    assert said == BODY and remark not in text


@pytest.mark.parametrize(
    "words",
    [
        "Af hensyn til borgerne ventede vi et år.",
        "Av Kari lærte vi at lytte, sier rådmannen.",
        "Dela med dig, säger hon.",
        "Related findings were made in Norway.",
        "Publiserte 3 rapporter, sier han, og ingen leste dem.",
        "Share prices fell.",
        "Print er dyrt, siger hun.",
        "Var denne modellen riktig? spør han.",
        "Artiklen fortsætter diskussionen om tillid. Den er lang.",
        "Vi tok et foto: Det viste skaden.",
        "Se også på hvad naboerne gør, siger hun.",
    ],
)
def test_a_sentence_of_the_article_that_begins_alike_is_counted(words: str, tmp_path: Path) -> None:
    said, _, _ = counted(tmp_path, f"<p>{words}</p><p>{A}</p><p>{B}</p><p>{C}</p>")
    assert said == [words, *BODY]


def test_what_the_page_tells_search_engines_names_author_and_date(tmp_path: Path) -> None:
    told = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Avisen"}, '
        '{"@type": "NewsArticle", "headline": "Tal", "datePublished": "2019-03-04T06:12:00+01:00",'
        '"author": [{"@type": "Person", "name": "Ola Nes"}, {"name": "Siri Bo"}]}]}</script>'
    )
    assert counted(tmp_path, "".join(f"<p>{words}</p>" for words in BODY), told)[2] == {
        "author": "Ola Nes, Siri Bo", "date": "2019-03-04",
    }  # fmt: skip
    broken = '<script type="application/ld+json">{"headline": [</script>'
    assert counted(tmp_path, "".join(f"<p>{words}</p>" for words in BODY), broken)[2] == {}


def test_a_page_that_names_another_encoding_than_its_own_is_read_by_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "side.html"
    html = f"{HEAD.replace('charset=utf-8', 'charset=iso-8859-1')}<p>{A}</p><p>{B}</p></body>"
    document = read(tmp_path, html.encode(), path.name).document
    assert "ét sted" in document.text
    assert "the page says its encoding is cp1252, but it was read as utf-8" in document.warnings
    assert "ét sted" in read(tmp_path, html.encode("latin-1"), path.name).document.text


def test_where_a_browser_says_it_saved_the_page_from_is_its_address(tmp_path: Path) -> None:
    path = tmp_path / "side.html"
    html = f"<!-- saved from url=(0028)https://example.se/robot-123 -->\n{HEAD}<p>{A}</p><p>{B}</p></body>"
    assert read(tmp_path, html, path.name).document.attributes["address"] == "https://example.se/robot-123"


@pytest.mark.parametrize(
    "foot",
    ["© 2024 Universitetet. Alle rettigheder forbeholdes.", "Copyright Uni 2024", "Kontakt | Om os | Privatlivspolitik",
     "Hjem · Kontakta oss", "Side 1 af 1", "Gemt fra https://example.org/a den 3. maj 2024", "Udskriv side",
     "Published using Google Docs", "Drives av WordPress", "Om oss"],
)  # fmt: skip
def test_the_foot_of_a_saved_page_is_not_said_by_whoever_spoke_last(foot: str, tmp_path: Path) -> None:
    talk = (
        "Interviewer: Hvad synes du om skolen i din egen by?",
        f"Anna: {A}",
        "Interviewer: Og ellers?",
        f"Anna: {B}",
    )
    html = f"<body>{''.join(f'<p>{line}</p>' for line in (*talk, foot, 'Sidst opdateret: 3. maj 2024', foot))}</body>"
    document = read(tmp_path, html, "side.html").document
    assert [turn.span.cut(document.text) for turn in document.turns if turn.speaker == "Anna"] == [A, B]
    assert any("footers" in warning for warning in document.warnings)
    within = html.replace(f"<p>{foot}</p>", "").replace("<p>Interviewer: Og", f"<p>{foot}</p><p>Interviewer: Og")
    assert foot in read(tmp_path, within, "side.html").document.text
