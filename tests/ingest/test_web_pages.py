"""Of a saved page the author's words are read; what stands around them is left out and counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.ingest.read import ReadRequest

from .reading import read
from .web_pages import BODY, HEAD, PAGES, PARAGRAPHS


@pytest.mark.parametrize("kind", PAGES)
def test_the_article_is_read_and_nothing_around_it(kind: str, tmp_path: Path) -> None:
    page = PAGES[kind]
    document = read(tmp_path, page.html, "side.html").document
    assert [words for words in page.article if words not in document.text] == []
    assert [words for words in page.around if words in document.text] == []
    assert any("left out around the article" in warning for warning in document.warnings) == bool(page.around)


def test_a_page_with_an_article_is_gone_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qualcode.ingest.readers.html import tokens

    through: list[int] = []

    def counted(text: str) -> Iterator[tokens.Tag | str]:
        through.append(len(text))
        return tokens.tokens(text)

    monkeypatch.setattr("qualcode.ingest.readers.html.reader.tokens", counted)
    read(tmp_path, PAGES["main and article"].html, "side.html")
    assert len(through) == 1


def test_the_whole_page_on_demand(tmp_path: Path) -> None:
    page = PAGES["main and article"]
    document = read(tmp_path, page.html, "side.html", ReadRequest(extra={"whole_page": True})).document
    assert [words for words in page.around[1:] if words not in document.text and words != "Forside"] == []


def test_captions_and_bylines_are_kept_and_never_counted(tmp_path: Path) -> None:
    html = f'{HEAD}<article><h1>Tal</h1><p class="byline">Af Anne Nes</p>{PARAGRAPHS}<figure><figcaption>Ved sin skærm'
    document = read(
        tmp_path, f"{html}</figcaption></figure></article></body>", "side.html", ReadRequest(kind="web")
    ).document
    assert [t.span.cut(document.text) for t in document.turns if t.role == "informant"] == BODY
    assert "Af Anne Nes" in document.text and "Ved sin skærm" in document.text


def test_author_date_and_address_are_kept(tmp_path: Path) -> None:
    head = (
        '<link rel="canonical" href="https://example.no/nyheter/tal"><meta name="author" content="Anne Nes">'
        '<meta property="article:published_time" content="2017-06-12T08:00">'
    )
    html = HEAD.replace("</head>", f"{head}</head>") + f"<article>{PARAGRAPHS}</article></body>"
    document = read(tmp_path, html, "side.html").document
    assert document.title == "Tal om vejene"
    assert dict(document.attributes) == {
        "author": "Anne Nes", "date": "2017-06-12", "address": "https://example.no/nyheter/tal",
    }  # fmt: skip


def test_a_page_that_is_nearly_all_around_is_read_whole(tmp_path: Path) -> None:
    html = f'{HEAD}<div class="menu-page">{PARAGRAPHS}</div><p>Kort.</p></body>'
    assert BODY[0] in read(tmp_path, html, "side.html").document.text


def test_the_head_of_a_blog_and_its_readers_comments_are_left_out_and_counted(tmp_path: Path) -> None:
    text = (
        '<html><body><div id="header"><a href="/">Min blogg om allt</a></div><div id="content"><div class="post">'
        "<h2>Om att förändra</h2><p>Det tog tre år innan vi vågade göra något åt mötena i kommunen.</p>"
        "<p>Sedan gick det fort, och ingen saknade dem efteråt.</p><p>Nu gör grannkommunen likadant som vi.</p></div>"
        '<div class="comments"><h3>2 kommentarer</h3><p>Anna: Bra skrivet!</p></div></div></body></html>'
    )
    document = read(tmp_path, text, "blog.html").document
    assert "Min blogg" not in document.text and "Bra skrivet" not in document.text
    assert "vi vågade göra något" in document.text and "ingen saknade dem" in document.text
    assert document.warnings == (
        "left out around the article: page headers (4 words), readers' comments (5 words); --whole-page reads them too",
    )


@pytest.mark.parametrize(
    ("post", "header", "comments"),
    [
        ("post has-comments", "blog-header", "comment-section"), ("entry comments-open", "masthead", "commentlist"),
        ("post no-comments", "site-header", "kommentarer"),
    ],
)  # fmt: skip
def test_what_an_article_says_of_its_comments_does_not_make_it_one(
    tmp_path: Path, post: str, header: str, comments: str
) -> None:
    text = (
        f'<html><body><div class="{header}">Min blogg om allt</div><div class="{post}"><h2>Om mötena</h2>{PARAGRAPHS}'
        f'</div><section class="{comments}"><p>Anna: Bra skrivet!</p></section></body></html>'
    )
    document = read(tmp_path, text, "blog.html").document
    assert BODY[0] in document.text and "Min blogg" not in document.text and "Bra skrivet" not in document.text
