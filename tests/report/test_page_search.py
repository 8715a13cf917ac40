"""The search field of the page finds what `qualcode find` finds, and shows what it cannot read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.core.model import Document, Span
from qualcode.project import Project
from qualcode.project.codings import tag_file
from qualcode.project.demo import copy
from qualcode.project.find import find
from qualcode.project.find_line import asked
from qualcode.project.page import study_page
from tests.report.browser import CHROMIUM, Browser
from tests.report.test_study_browser import browser  # noqa: F401  the fixture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

QUERIES = (
    "data",
    '"i kommunen"',
    "data tal",
    "data OR tal",
    "data* =tal",
    "*styring",
    "Data --case-sensitive",
    "tal --word",
    "data NEAR/5 tal",
    "tal NEAR ledelse",
    "tal NEAR/9 tallene",
    "tallene borgmesteren --all",
    "tal --who interviewer",
    "tal --who informant",
    'hans\' "ikke"',
    "code: value",
    "code: capacity",
    "code: value or support",
    "code: value and capacity",
    "code: value not capacity",
    "code: not value",
    "code: (value or support) and capacity",
    "code: value not (capacity and support)",
    "code: (value and capacity) and support",
    "code: value[–] and capacity",
    "code: value overlapping capacity",
    "code: support inside capacity",
    "code: value near/60 capacity",
    "code: value near/5 capacity",
    "code: value followed by capacity",
    "code: capacity followed by value",
    "code: moore:",
    "code: leavitt",
    "tal code: capacity",
    "data code: value or capacity",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "study"
    copy(folder)
    with Project.open(folder, coder="ana") as project:
        project.add([folder / "transcripts"], workers=1)
        tag_file(project, folder / "tags.csv", finish=True)
    return folder


@pytest.fixture(scope="module")
def page(root: Path) -> Path:
    path = root / "study.html"
    with Project.open(root, readonly=True) as project:
        path.write_bytes(study_page(project, language="en"))
    return path


@pytest.fixture(scope="module")
def kept(browser: Browser, page: Path) -> Browser:  # noqa: F811  the fixture
    """The page, opened once: to open it takes longer than all searches in it."""
    browser.open(page)
    return browser


@pytest.fixture
def opened(kept: Browser) -> Iterator[Browser]:
    yield kept
    kept.ask("document.getElementById('~clear').click()")
    assert kept.complaints == []


def searched(browser: Browser, line: str) -> list[list[str]]:  # noqa: F811
    """Turn and words of each place that is listed after a line was typed."""
    return list(browser.ask(
        f"(() => {{ const s = document.getElementById('~search'), f = document.getElementById('~found');"
        # The page looks 120 ms after the last key, and answers before it looks at a clock again.
        f"s.value = {json.dumps(line)}; f.open = true; s.dispatchEvent(new Event('input'));"
        "return new Promise((done) => setTimeout(() => done("
        "[...f.querySelectorAll('li button')].map((b) => [b.querySelector('small').textContent.trim(),"
        " (b.querySelector('mark') || b.childNodes[1]).textContent])), 130)); })()"
    ))  # fmt: skip


def first_turn(document: Document, span: Span) -> tuple[str, str]:
    """The turn in which a place begins, and the words of the place in it."""
    turn = next(turn for turn in document.turns if turn.span.overlaps(span))
    return f"{document.id}:{turn.index}", document.text[
        max(span.start, turn.span.start) : min(span.stop, turn.span.stop)
    ]


@pytest.mark.parametrize("line", QUERIES)
def test_the_page_finds_what_the_command_finds(opened: Browser, root: Path, line: str) -> None:
    """The page looks through everybody's words unless it is told otherwise."""
    with Project.open(root, readonly=True) as project:
        whose = line if "--who" in line or line.startswith("code:") else line.replace("code:", "--who all code:")
        whose = whose if "--who" in whose or line.startswith("code:") else f"{whose} --who all"
        found = find(project, asked(whose))
        documents = {id: project.document(id) for id in found.hit_documents}
        expected = [first_turn(documents[place.document], place.span) for place in (found.hits or found.passages)]
    assert expected or line in ("*styring", "code: support inside capacity"), "the query finds something in the sample"
    there = [(turn, words.split(" … ")[0]) for turn, words in searched(opened, line)]
    assert sorted(there) == sorted((turn, words.split(" … ")[0]) for turn, words in expected[:500])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('data "og tal', 'This quotation mark is never closed: data ▸"og tal'),
        ("code: value and (capacity", "This bracket is never closed: code: value and ▸(capacity"),
        ("code: valeu", "There is no code valeu: code: ▸valeu"),
        ("data NEAR", "NEAR needs words on both sides: data ▸NEAR"),
        ("data OR", "OR needs words on both sides: data ▸OR"),
        (
            "data AND tal",
            "AND joins no words here; --all finds all of them in one turn, NEAR/5 close together: data ▸AND tal",
        ),
        ("data --stem", "--stem is not known here; use the filters: data ▸--stem"),
        ("/dat.+/", "Patterns work in qualcode find only: ▸/dat.+/"),
        ("code: value and", "A code is expected here: code: value and▸"),
        ("data --who nobody", "Expected informant, interviewer, other or all: data --who ▸nobody"),
    ],
)
def test_a_fault_is_told_with_its_place(opened: Browser, line: str, told: str) -> None:
    assert searched(opened, line) == []
    assert opened.ask("document.getElementById('~hits').textContent") == told


def test_a_place_of_the_list_is_gone_to_and_all_of_a_passage_is_marked(opened: Browser) -> None:
    listed = searched(opened, "code: value and capacity")
    opened.ask("document.querySelectorAll('#\\\\~found li button')[2].click()")
    opened.until("document.querySelectorAll('mark.now').length > 0")
    assert opened.ask("document.querySelector('mark.now').closest('.t').id") == listed[2][0]
    assert opened.ask("document.getElementById('~hits').textContent").startswith("3 of ")
    opened.ask("document.getElementById('~next').click()")
    assert opened.ask("document.getElementById('~hits').textContent").startswith("4 of ")


def test_the_filters_hold_for_a_search(opened: Browser) -> None:
    whole = len(searched(opened, "code: capacity"))
    opened.ask(
        "[...document.querySelectorAll('#\\\\~filters label')].find(l => l.textContent.includes('D1')"
        " || l.textContent.includes('Direktør')).click()"
    )
    assert 0 < len(searched(opened, "code: capacity ")) < whole


def test_a_word_of_the_material_is_only_text(opened: Browser) -> None:
    searched(opened, '"<img src=x onerror=alert(1)>"')
    assert opened.ask("document.querySelectorAll('img').length") == 0
