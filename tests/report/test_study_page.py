"""The page of the coded study: what stands in the file, before any browser opens it."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qualcode.report.page as study
from qualcode.core.errors import UsageError
from qualcode.core.languages import catalogue
from qualcode.core.model import (
    Bundle,
    Case,
    Code,
    Codebook,
    Coder,
    Coding,
    Document,
    Member,
    Question,
    Span,
    Turn,
)
from qualcode.core.results.shares import Share, ShareGroup, Shares
from qualcode.report.page import study_page
from qualcode.report.page.page import FAULTS, IN_SCRIPT

LANGUAGES = ("da", "nb", "sv", "en")


def document(id: str, *said: tuple[str, str], question: str | None = None) -> Document:
    """A document whose interviewer is I, one line a turn."""
    text, turns = "", []
    for index, (speaker, words) in enumerate(said, start=1):
        text += f"{speaker}: "
        role = "interviewer" if speaker == "I" else "informant"
        turns.append(Turn(index, speaker, role, Span(len(text), len(text) + len(words)), question=question))
        text += words + "\n"
    return Document(id, f"Interview {id}", "interview", text, "en", tuple(turns), pseudonymised=True)


def coding(id: int, document: Document, words: str, code: str, coder: str = "ana", **more: object) -> Coding:
    """A coding of the first place where the words stand."""
    start = document.text.index(words)
    return Coding(id, document.id, Span(start, start + len(words)), words, code, coder, **more)  # type: ignore[arg-type]


MOORE = Codebook(
    "moore",
    {"en": "Moore's strategic triangle"},
    (
        Code(
            "value",
            {"en": "Public value", "da": "Offentlig værdi"},
            brief={"en": "What the effort achieves."},
            use={"en": "names an effect"},
            avoid={"en": "money is the point"},
            examples=({"en": "An invented example."}, {"en": "A quoted example."}),
            invented=(0,),
            color="#4477AA",
        ),
        Code("support", {"en": "Support"}, color="#228833"),
        Code("capacity", {"en": "Capacity"}, color="#CCBB44"),
        Code("capacity.staff", {"en": "Staff"}, parent="capacity", origin="toolkit"),
    ),
    qualifiers=(("promotes", {"en": "promotes"}),),
    source=("Moore, M. H. (1995). Creating public value.",),
    figure={"shape": "triangle"},
)
D1 = document(
    "D1",
    ("I", "What is it for?"),
    ("D1", "That children come 😀 to school."),
    ("I", "Mm."),
    ("D1", "And there is money for it."),
    ("I", "Who decides?"),
    ("D1", "The council does."),
    question="1",
)
M1 = document("M1", ("I", "And you?"), ("M1", "I need staff (?) and the council."))
BUNDLE = Bundle(
    "Lindsø",
    "en",
    (D1, M1),
    (MOORE,),
    (
        coding(1, D1, "children come 😀 to", "moore:value"),
        coding(2, D1, "come 😀 to school", "moore:capacity", weight=0.5, qualifier="promotes", memo="money"),
        coding(3, D1, "money for it.\nI: Who decides?\nD1: The council", "moore:support"),
        coding(4, M1, "staff (?) and the council", "moore:capacity.staff", "bo"),
        Coding(5, "M1", Span(0, 2), "Somebody", "moore:support", "ana"),
    ),
    (Coder("ana", "Ana"), Coder("bo", "Bo")),
    (
        Case("director", "Director one", members=(Member("D1", "D1"),)),
        Case("manager", "Manager one", members=(Member("M1"),)),
    ),
    (Question("1", "What is it <for>?", 1),),
)
SHARES = Shares(
    {"unit": "answer", "by": "role"},
    tuple(
        Share("director", f"moore:{code}", Fraction(n, 36), n, 36, 3)
        for code, n in (("value", 12), ("support", 11), ("capacity", 16))
    ),
    (ShareGroup("director", 3, 36, 30, Fraction(39, 36)),),
)


def many(turns: int, codings: int) -> Bundle:
    """A larger study in four documents."""
    words = "We count how many children are away, and we ask their parents what is the matter with them today. "
    documents = [
        document(f"P{n}", *((f"P{n}", f"{i}. " + words * (1 + i % 3)) for i in range(1, turns // 4 + 1)))
        for n in range(1, 5)
    ]
    codes = [f"moore:{code.id}" for code in MOORE]
    made = []
    for number in range(codings):
        doc = documents[number % 4]
        turn = doc.turns[number * 7 % len(doc.turns)]
        start = turn.span.start + number % 50
        made.append(
            Coding(number, doc.id, Span(start, start + 40), doc.text[start : start + 40], codes[number % 4], "ana")
        )
    return Bundle("Many", "en", tuple(documents), (MOORE,), tuple(made), (Coder("ana"),))


def data_of(page: bytes) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="~study-data">(.*?)</script>', page.decode(), re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


class Reader(HTMLParser):
    """The text of the turns, and every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._in = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if dict(attrs).get("class") == "x":
            self._in = True
            self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._in = False

    def handle_data(self, data: str) -> None:
        if self._in:
            self.words[-1] += data


def read(page: bytes) -> Reader:
    reader = Reader()
    reader.feed(page.decode())
    return reader


def test_the_page_is_the_same_every_time() -> None:
    assert study_page(BUNDLE, shares=SHARES) == study_page(BUNDLE, shares=SHARES)


def test_the_turns_carry_exactly_the_words_of_the_document() -> None:
    assert read(study_page(BUNDLE)).words == [turn.span.cut(d.text) for d in BUNDLE.documents for turn in d.turns]


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1),
        min_size=1,
    )
)
@settings(max_examples=40)
def test_whatever_was_said_is_text_and_never_markup(said: list[str]) -> None:
    doc = document("D1", *(("D1", words) for words in said))
    page = study_page(Bundle("x", "en", (doc,)))
    reader = read(page)
    assert reader.words == said
    assert [tag for tag, _ in reader.tags].count("script") == 2


def test_offsets_are_counted_as_browsers_count_them() -> None:
    """The emoji before the end of the first coding is one code point and two UTF-16 units."""
    flat = data_of(study_page(BUNDLE))["documents"][0]["codings"]  # type: ignore[index]
    said = D1.turns[1].span.cut(D1.text)
    units = said.encode("utf-16-le")
    code, _, turn, start, further, stop = flat[:6]
    assert (code, turn, further) == (0, 1, 0)
    assert units[start * 2 : stop * 2].decode("utf-16-le") == "children come 😀 to"


def test_a_coding_outside_the_turns_is_counted_and_keeps_its_words() -> None:
    page = study_page(BUNDLE)
    assert "One coding stands outside the turns" in page.decode()
    data = data_of(page)
    assert data["documents"][1]["codings"][2] == -1  # type: ignore[index]
    assert {"quote": "Somebody"} in data["more"].values()  # type: ignore[attr-defined]


def test_nothing_is_fetched_and_only_the_pages_own_script_may_run() -> None:
    page = study_page(BUNDLE, shares=SHARES).decode()
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    for tag, attrs in read(page.encode()).tags:
        assert tag not in ("link", "iframe", "img", "object", "embed", "base")
        assert not any(name.startswith("on") for name in attrs)
        assert attrs.get("src") is None
        if tag == "a":
            assert str(attrs["href"]).startswith("#")
    assert set(re.findall(r"https?://[\w.]+", page)) <= {"http://www.w3.org"}


def test_the_codebook_has_its_entries_and_tells_what_is_invented_and_what_is_added() -> None:
    page = study_page(BUNDLE).decode()
    for words in ("What the effort achieves.", "names an effect", "money is the point", "Moore, M. H. (1995)"):
        assert words in page
    assert "Example (invented)</dt><dd>An invented example." in page
    assert "<span>Staff †</span>" in page and "not part of the published framework" in page


def test_a_definition_missing_in_the_language_is_marked_with_the_one_it_has() -> None:
    page = study_page(BUNDLE, language="da").decode()
    assert "Offentlig værdi" in page
    assert "What the effort achieves. [en]" in page


def test_tables_and_figures_stand_on_the_page() -> None:
    page = study_page(BUNDLE, shares=SHARES, language="en").decode()
    assert '<td class="r">33%</td><td class="r">12/36</td>' in page
    assert page.count("<svg ") == 1 and 'role="img"' in page


def test_documents_not_marked_as_pseudonymised_are_refused_unless_allowed() -> None:
    bundle = replace(BUNDLE, documents=(D1, replace(M1, pseudonymised=False)))
    with pytest.raises(UsageError, match="M1") as refused:
        study_page(bundle)
    assert refused.value.slug == "identifiable" and "--allow-identifiable" in str(refused.value.hint)
    assert "not marked as pseudonymised: M1" in study_page(bundle, allow_identifiable=True).decode()


def test_a_page_without_text_has_no_words_quotes_memos_or_quoted_examples() -> None:
    page = study_page(replace(BUNDLE, documents=(D1, replace(M1, pseudonymised=False))), no_text=True).decode()
    for words in ("school", "council", "Somebody", "A quoted example.", '"memo"', "Interview D1"):
        assert words not in page
    assert "An invented example." in page and "no text from the material" in page


def test_a_document_without_turns_can_be_read() -> None:
    plan = Document("plan", "Plan", "document", "First line.\nSecond <line>.", pseudonymised=True)
    assert read(study_page(Bundle("x", "en", (plan,)))).words == ["First line.\nSecond <line>."]


def test_a_code_in_no_codebook_is_shown_by_its_id_and_a_colour_cannot_write_styles() -> None:
    book = Codebook("b", {"en": "B"}, (Code("a", {"en": "A"}, color="red;}body{display:none"),))
    bundle = replace(BUNDLE, codebooks=(book,), codings=(coding(1, D1, "children", "gone:away"),))
    page = study_page(bundle).decode()
    assert "display:none}" not in page.replace(" ", "").split("</style>")[1]
    assert any(code["id"] == "gone:away" for code in data_of(page.encode())["codes"])  # type: ignore[attr-defined]


def test_the_page_is_less_than_three_times_the_transcripts_of_a_larger_study() -> None:
    bundle = many(2000, 5000)
    text = sum(len(doc.text.encode()) for doc in bundle.documents)
    assert len(study_page(bundle)) < 3 * text


def test_every_control_has_a_label_and_the_page_its_landmarks() -> None:
    tags = read(study_page(BUNDLE, shares=SHARES)).tags
    names = [tag for tag, _ in tags]
    assert [names.count(landmark) for landmark in ("header", "nav", "main", "aside", "h1")] == [1, 1, 1, 1, 1]
    labelled = {attrs["for"] for tag, attrs in tags if tag == "label" and "for" in attrs}
    for tag, attrs in tags:
        if tag in ("input", "select") and attrs.get("type") != "checkbox":
            assert attrs["id"] in labelled
    assert dict(tags)["html"]["lang"] == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_page_is_missing_in_any_language(language: str) -> None:
    english, own = catalogue("qualcode.report.page", "en"), catalogue("qualcode.report.page", language)
    assert set(own) == set(english)
    for key, words in own.items():
        assert words.strip()
        assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", english[key])), key
    assert not set(own) & {"and", "yes", "no"}  # which the reports' words build phrases with
    study_page(BUNDLE, language=language, shares=SHARES)


def test_every_word_of_the_page_is_used() -> None:
    folder = Path(study.__file__).parent
    files = [*folder.glob("*.py"), *folder.glob("*.js"), *folder.parent.glob("templates/study*.html")]
    source = "\n".join(path.read_text("utf-8") for path in files)
    for key in catalogue("qualcode.report.page", "en"):
        base = re.sub(r"\.(one|other)$", "", key)
        assert f'"{base}"' in source or f"'{base}'" in source or f"say.{base}" in source or base.startswith("bad."), key
    script = (Path(study.__file__).parent / "page.js").read_text("utf-8")
    said = {key for key in IN_SCRIPT if not key.startswith("bad.")}
    assert said == set(re.findall(r"\bsay\.([a-z_]+)", script))


def test_every_fault_of_a_search_has_its_words() -> None:
    script = (Path(study.__file__).parent / "query.js").read_text("utf-8")
    assert set(FAULTS) == set(re.findall(r"fault\('([a-z]+)'", script))


def test_codes_of_two_codebooks_are_marked_apart() -> None:
    books = [
        Codebook(id, {"en": id}, tuple(Code(f"c{at}", {"en": f"c{at}"}) for at in range(4))) for id in ("one", "two")
    ]
    own = Codebook("own", {"en": "own"}, (Code("a", {"en": "a"}, color="#4477AA"), Code("b", {"en": "b"}, parent="a")))
    codes = data_of(study_page(replace(BUNDLE, codebooks=(own, *books), codings=()), allow_identifiable=True))["codes"]
    assert isinstance(codes, list)
    assert len({(code["color"], code["line"]) for code in codes}) == len(codes) == 10


def test_filters_of_two_codebooks_stand_under_their_titles() -> None:
    books = [
        Codebook(id, {"en": f"Frame {id}"}, (Code("a", {"en": "Structure"}), Code("b", {"en": "Tasks"})))
        for id in ("one", "two")
    ]
    codings = tuple(replace(BUNDLE.codings[0], id=at, code=f"{book.id}:a") for at, book in enumerate(books, start=1))

    def filters(*books: Codebook) -> str:
        page = study_page(replace(BUNDLE, codebooks=books, codings=codings), allow_identifiable=True).decode()
        return page[page.index("<aside") : page.index("</aside")]

    both = filters(*books)
    assert both.index("Frame one") < both.index("Structure") < both.index("Frame two") < both.rindex("Structure")
    assert "Frame one" not in filters(books[0])
