"""The page of the coded study in a real browser: what a reader sees, clicks and types.

Chromium gets an empty profile, and every request and console message is noted.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.report.page import study_page
from tests.report.browser import CHROMIUM, Browser
from tests.report.test_study_page import BUNDLE, SHARES, many

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM or os.name == "nt", reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    profile = tempfile.mkdtemp(prefix="qualcode-chromium-")
    running = Browser(profile)
    yield running
    running.close()
    shutil.rmtree(profile, ignore_errors=True)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("study") / "study.html"
    path.write_bytes(study_page(BUNDLE, language="en", shares=SHARES))
    return path


SHOWN = "[...document.querySelectorAll('.t')].filter(t => t.offsetParent !== null).map(t => t.id)"


def test_the_page_fetches_nothing_and_complains_of_nothing(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.until("document.querySelectorAll('.m').length > 0")
    assert browser.requests == [page.as_uri()]
    assert browser.complaints == []


def test_codings_stand_in_the_margin_with_their_names_and_under_the_words(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.until("document.querySelectorAll('.m').length > 0")
    turn = "document.getElementById('D1:2')"
    assert browser.ask(f"[...{turn}.querySelectorAll('.m li button > span:nth-child(2)')].map(e => e.textContent)") == [
        "Public value",
        "Capacity (promotes, weight 0.50)",
    ]
    assert browser.ask(f"{turn}.querySelectorAll('.m .bar').length") == 2
    words = f"[...{turn}.querySelectorAll('.u')].map(e => [e.textContent, e.title])"
    assert browser.ask(words) == [
        ["children ", "Public value"],
        ["come 😀 to", "Public value, Capacity"],
        [" school", "Capacity"],
    ]


def test_a_coding_over_several_turns_stands_beside_each(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.until("document.getElementById('D1:6').querySelectorAll('.u').length > 0")
    beside = "['D1:4', 'D1:5', 'D1:6'].map(id => document.getElementById(id).querySelector('.u').textContent)"
    assert browser.ask(beside) == ["money for it.", "Who decides?", "The council"]


def test_the_filter_by_code_leaves_the_turns_with_it_and_its_sub_codes(browser: Browser, page: Path) -> None:
    browser.open(page)
    choose = "[...document.querySelectorAll('#\\\\~filters label')].find(l => l.textContent.includes('{}')).click()"
    assert browser.ask(SHOWN) == ["D1:1", "D1:2", "D1:3", "D1:4", "D1:5", "D1:6", "M1:1", "M1:2"]
    browser.ask(choose.format("Capacity"))
    assert browser.ask(SHOWN) == ["D1:2", "M1:2"]
    assert browser.ask("document.getElementById('~status').textContent") == "2 of 8 turns, 2 of 5 codings"
    browser.ask("document.getElementById('~clear').click()")
    assert len(browser.ask(SHOWN)) == 8


def test_the_filters_by_coder_case_and_document_leave_what_belongs_to_them(browser: Browser, page: Path) -> None:
    browser.open(page)
    choose = "[...document.querySelectorAll('#\\\\~filters label')].find(l => l.textContent.includes('{}')).click()"
    browser.ask(choose.format("Bo"))
    assert browser.ask(SHOWN) == ["M1:2"]
    browser.ask("document.getElementById('~clear').click()")
    browser.ask(choose.format("Manager one"))
    assert browser.ask(SHOWN) == ["M1:1", "M1:2"]
    browser.ask("document.getElementById('~clear').click()")
    browser.ask(
        "const s = document.getElementById('~document'); s.value = '0';"
        "s.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    assert {id.split(":")[0] for id in browser.ask(SHOWN)} == {"D1"}


def test_a_box_counts_what_the_other_filters_leave(browser: Browser, page: Path) -> None:
    browser.open(page)
    counts = (
        "[...document.querySelectorAll('input[data-filter=\"{}\"]')].map("
        "b => [b.parentElement.querySelector('span:not(.swatch)').textContent, "
        "b.parentElement.querySelector('.count').textContent])"
    )
    every = dict(browser.ask(counts.format("code")))
    choose = "[...document.querySelectorAll('#\\\\~filters label')].find(l => l.textContent.includes('{}')).click()"
    browser.ask(choose.format("Manager one"))
    of_one = dict(browser.ask(counts.format("code")))
    assert of_one.keys() == every.keys() and of_one != every
    assert all(int(of_one[name]) <= int(every[name]) for name in every)
    browser.ask("document.getElementById('~clear').click()")
    assert dict(browser.ask(counts.format("code"))) == every
    browser.ask(choose.format("Public value"))
    assert dict(browser.ask(counts.format("code"))) == every  # its own kind does not hold for a box
    of_code = dict(browser.ask(counts.format("coder")))
    assert sum(map(int, of_code.values())) == int(every["Public value"])


def test_search_marks_every_hit_and_goes_from_one_to_the_next(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.key("/")
    assert browser.ask("document.activeElement.id") == "~search"
    browser.call("Input.insertText", text="COUNCIL")
    browser.until("document.getElementById('~hits').textContent === '0 of 2'")
    browser.until("document.querySelectorAll('mark').length === 2")
    browser.key("Enter")
    assert browser.ask("document.getElementById('~hits').textContent") == "1 of 2"
    assert browser.ask("document.querySelector('mark.now').closest('.t').id") == "D1:6"
    browser.ask("document.getElementById('~next').click()")
    assert browser.ask("document.querySelector('mark.now').closest('.t').id") == "M1:2"
    browser.ask("document.getElementById('~search').focus()")
    browser.key("Escape")
    assert browser.ask("document.querySelectorAll('mark').length") == 0


def test_a_search_for_signs_of_a_pattern_finds_the_signs(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.ask("const s = document.getElementById('~search'); s.value = '(?)'; s.dispatchEvent(new Event('input'))")
    browser.until("document.querySelectorAll('mark').length === 1")
    assert browser.complaints == []


def test_a_deep_link_scrolls_to_its_turn_among_thousands(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "many.html"
    path.write_bytes(study_page(many(2000, 5000), language="en"))
    browser.open(path, "P3:400")
    browser.until("document.documentElement.dataset.settled === 'P3:400'")
    top = browser.ask("document.getElementById('P3:400').getBoundingClientRect().top")
    assert 0 <= top < 300
    assert browser.ask("document.querySelector('.aim').id") == "P3:400"
    assert browser.ask("document.querySelectorAll('.m').length") < 200  # only what is looked at is marked
    browser.ask("location.hash = 'P1:10-12'")
    browser.until("document.querySelectorAll('.aim').length === 3")
    assert browser.complaints == []


def test_a_link_to_a_code_opens_the_codebook(browser: Browser, page: Path) -> None:
    browser.open(page, "code:moore:value")
    assert browser.ask("document.getElementById('~codebook').hidden") is False
    assert browser.ask("document.getElementById('~transcripts').hidden") is True


def test_quotes_by_code_come_from_the_transcripts(browser: Browser, page: Path) -> None:
    browser.open(page, "~quotes")
    names = "[...document.querySelectorAll('#\\\\~quote-list summary')].map(e => e.textContent.trim())"
    assert browser.ask(names) == ["Public value (1)", "Support (2)", "Capacity (1)", "Staff (1)"]
    browser.ask("document.querySelectorAll('#\\\\~quote-list details').forEach(d => { d.open = true; })")
    browser.until("document.querySelectorAll('blockquote').length === 5")
    quotes = browser.ask("[...document.querySelectorAll('blockquote')].map(e => e.textContent)")
    assert quotes == [
        "children come 😀 to",
        "money for it. … The council",
        "Somebody",
        "come 😀 to school",
        "staff (?) and the council",
    ]


def test_the_keys_move_and_help_lists_them(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.key("j")
    browser.key("j")
    assert browser.ask("document.querySelector('.aim').id") == "D1:2"
    browser.key("k")
    assert browser.ask("document.querySelector('.aim').id") == "D1:1"
    browser.key("2")
    browser.until("!document.getElementById('~quotes').hidden")
    browser.key("?")
    assert browser.ask("document.getElementById('~keys').open") is True
    assert "next turn" in browser.ask("document.getElementById('~keys').textContent")


def test_the_switch_turns_light_to_dark_and_the_words_can_be_read_in_both(browser: Browser, page: Path) -> None:
    browser.open(page)
    contrast = """(() => {
        const part = (v) => v / 255 <= .03928 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
        const light = (element) => {
            const [r, g, b] = element.match(/[\\d.]+/g).map(Number).map(part);
            return .2126 * r + .7152 * g + .0722 * b;
        };
        const paper = light(getComputedStyle(document.body).backgroundColor);
        return Math.min(...['.x', '.t .n', '.q p', 'nav a', '.status', '.g'].map((name) => {
            const ink = light(getComputedStyle(document.querySelector(name)).color);
            return (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
        }));
    })()"""
    before = browser.ask("getComputedStyle(document.body).backgroundColor")
    assert browser.ask(contrast) >= 4.5
    browser.key("d")
    assert browser.ask("getComputedStyle(document.body).backgroundColor") != before
    assert browser.ask(contrast) >= 4.5


def test_a_script_in_a_transcript_a_name_or_a_memo_never_runs(browser: Browser, tmp_path: Path) -> None:
    evil = "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    text = f"I: Yes\nD1: {evil}"
    document = BUNDLE.documents[0]
    turns = (
        replace(
            document.turns[1], index=1, speaker=evil, span=replace(document.turns[1].span, start=11, stop=len(text))
        ),
    )
    coding = replace(BUNDLE.codings[0], span=turns[0].span, quote=text[11:], memo=evil)
    bundle = replace(
        BUNDLE,
        name=evil,
        documents=(replace(document, title=evil, text=text, turns=turns),),
        codings=(coding,),
        questions=(),
        coders=(replace(BUNDLE.coders[0], name=evil),),
    )
    path = tmp_path / "evil.html"
    path.write_bytes(study_page(bundle, language="en"))
    browser.open(path)
    browser.until("document.querySelectorAll('.m button').length === 1")
    browser.ask("document.querySelector('.m button').click()")
    assert browser.ask("document.title") == evil
    assert browser.ask("document.images.length") == 0
    assert browser.ask("document.querySelector('.x').textContent") == evil
    assert browser.requests == [path.as_uri()] and browser.complaints == []


def test_in_print_what_is_shown_begins_on_the_first_page(browser: Browser, page: Path) -> None:
    """A document begins a page of its own, unless no other that is shown stands before it."""
    browser.open(page)
    choose = "s => { s.value = [...s.options].find(o => o.textContent.startsWith('M1')).value;"
    browser.ask(
        f"({choose} s.dispatchEvent(new Event('change', {{bubbles: true}})); }})(document.querySelector('select'))"
    )
    browser.until("document.getElementById('D1:2').offsetParent === null")
    before = "getComputedStyle(document.getElementById('{}').closest('.doc')).breakBefore"
    browser.call("Emulation.setEmulatedMedia", media="print")
    alone = browser.ask(before.format("M1:1"))
    browser.open(page)
    both = [browser.ask(before.format(turn)) for turn in ("D1:1", "M1:1")]
    browser.call("Emulation.setEmulatedMedia", media="")
    assert (alone, both) == ("auto", ["auto", "page"])


def test_in_print_every_coding_is_drawn_and_the_controls_are_gone(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "many.html"
    path.write_bytes(study_page(many(60, 120), language="en"))
    browser.open(path)
    browser.ask("dispatchEvent(new Event('beforeprint'))")
    assert browser.ask("document.querySelectorAll('.t').length") == 60
    coded = browser.ask("document.querySelectorAll('.m').length")
    assert coded > 30
    browser.call("Emulation.setEmulatedMedia", media="print")
    assert browser.ask("getComputedStyle(document.querySelector('aside')).display") == "none"
    assert browser.ask("getComputedStyle(document.querySelector('header nav')).display") == "none"
    browser.call("Emulation.setEmulatedMedia", media="")


def test_without_script_the_transcripts_can_be_read(browser: Browser, page: Path) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.seen.clear()
    try:
        browser.call("Page.navigate", url=page.as_uri())
        browser.wait_for("Page.loadEventFired")
        root = browser.call("DOM.getDocument", depth=-1)["root"]["nodeId"]
        shown = browser.call("DOM.querySelectorAll", nodeId=root, selector=".t")["nodeIds"]
        assert len(shown) == 8
        box = browser.call("DOM.getBoxModel", nodeId=shown[0])["model"]
        assert box["width"] > 300 and box["height"] > 10
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


def test_without_text_no_word_of_the_material_is_on_the_page(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "bare.html"
    path.write_bytes(study_page(BUNDLE, language="en", no_text=True))
    browser.open(path)
    browser.until("document.querySelectorAll('.m').length > 0")
    assert "school" not in browser.ask("document.documentElement.textContent")
    assert browser.ask("document.querySelectorAll('.m li').length") == 6
    browser.ask("location.hash = '~quotes'")
    browser.until("document.querySelectorAll('summary').length === 4")
    assert browser.complaints == []
