"""The search field of the page reads letters, marks and soft hyphens as `qualcode find` does."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from qualcode.project.find import FindRequest, find
from qualcode.project.page import study_page
from tests.report.browser import CHROMIUM, Browser
from tests.report.test_page_search import searched
from tests.report.test_study_browser import browser  # noqa: F401  the fixture
from tests.study import conversation, study

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

APART = unicodedata.normalize("NFD", "på Åse, café og caféen")
SAID = f"Sam\u00adar\u00adbejde og samarbejde {APART}, meta\u00addata data i\u0307stanbul tal."
SAID += " Straße, STRASSE: ﬁnde ΛΌΓΟΣ λόγος, donʼt don’t don`t e\u2010mail e–mail e-mail."
QUERIES = (
    "samarbejde", "=samarbejde", "sam*", "*bejde", "sam\u00adarbejde", "pa", "=pa", "pa*", "på", "ase", "åse", "cafe",
    "café", "=café", "café*", "=data", "data", "og NEAR/1 på", "og NEAR/2 caféen", "data NEAR/1 tal",
    "samarbejde NEAR/0 og", "strasse", "=straße", "ss", "tras", "fin*", "fi", "λόγος", "λόγοσ", "don't", "don*",
    "e-mail", "=e–mail",
    "strasse NEAR/1 finde",
)  # fmt: skip


Opened = tuple[Browser, dict[str, list[str]]]


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Opened:  # noqa: F811  the fixture
    root = tmp_path_factory.mktemp("letters")
    with study(root, conversation("D1", ("I", "Hvad?"), ("Anna", SAID))) as project:
        told = {line: [hit.match for hit in find(project, FindRequest((line,), who="all")).hits] for line in QUERIES}
        (root / "study.html").write_bytes(study_page(project, language="en"))
    browser.open(Path(root / "study.html"))
    return browser, told


@pytest.mark.parametrize("line", QUERIES)
def test_the_page_finds_what_the_command_finds(opened: Opened, line: str) -> None:
    page, told = opened
    assert [words for _, words in searched(page, line)] == told[line]
    assert told[line] or line in ("pa", "=pa", "pa*", "ase", "cafe", "=cafe")
