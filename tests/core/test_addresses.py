"""Addresses and selections: how places and codings are named in every command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.address import Address, parse
from qualcode.core.choices import Where, under
from qualcode.core.errors import UsageError
from qualcode.core.languages import composed
from qualcode.core.model import Span


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("P07", Address("P07")),
        (" P07 ", Address("P07")),
        ("P07:14", Address("P07", turns=(14, 14))),
        ("P07:14-18", Address("P07", turns=(14, 18))),
        ("P07:14-14", Address("P07", turns=(14, 14))),
        ("P07#3a", Address("P07", answer="3a")),
        ("P07#3a/Lærer 2", Address("P07", answer="3a/Lærer 2")),
        ("A\u030asa", Address("Åsa")),
        ("P07@120-180", Address("P07", span=Span(120, 180))),
        ("Møde:2:14", Address("Møde:2", turns=(14, 14))),
        ("a@b@1-2", Address("a@b", span=Span(1, 2))),
    ],
)
def test_an_address_is_read(text: str, address: Address) -> None:
    assert parse(text) == address


@pytest.mark.parametrize("text", ["", "  ", "P07@12", "P07#", "P07@180-120", "P07@5-5", "P07:18-14", "P07#1#2"])
def test_what_is_no_address_is_refused_with_what_one_looks_like(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(text)
    assert refused.value.slug == "bad_address"
    assert repr(text.strip()) in str(refused.value)
    expected = {"P07@180-120": "backwards", "P07@5-5": "empty", "P07:18-14": "turn 14 comes before turn 18"}
    assert expected.get(text, "expected P07 (a document)") in str(refused.value)


@given(
    st.from_regex(r"[A-Za-zæøå][\wæøå]{0,8}", fullmatch=True).map(composed),  # as ids of documents always are
    st.one_of(
        st.just({}),
        st.tuples(st.integers(1, 999), st.integers(0, 99)).map(lambda p: {"turns": (p[0], p[0] + p[1])}),
        st.from_regex(r"[0-9]{1,2}[a-z]?", fullmatch=True).map(lambda answer: {"answer": answer}),
        st.tuples(st.integers(0, 999), st.integers(1, 99)).map(lambda p: {"span": Span(p[0], p[0] + p[1])}),
    ),
)
def test_an_address_is_read_back_as_it_is_written(document: str, place: dict[str, object]) -> None:
    address = Address(document, **place)  # type: ignore[arg-type]
    assert parse(str(address)) == address


def test_a_selection_that_restricts_nothing_is_empty() -> None:
    assert not Where() and Where().describe() == ""
    for part in ({"codes": ("m:a",)}, {"coders": ("a",)}, {"cases": ("D1",)}, {"documents": ("D1",)},
                 {"questions": ("1",)}, {"attributes": {"role": ("x",)}}):  # fmt: skip
        assert Where(**part)


def test_a_selection_says_what_was_selected() -> None:
    where = Where(("m:a", "m:b"), ("ana",), documents=("D1",), attributes={"role": ("director", "manager")})
    assert where.describe() == "codes m:a, m:b; coders ana; documents D1; role = director or manager"
    assert Where(cases=("K1",), questions=("1", "2")).describe() == "cases K1; questions 1, 2"


def test_equal_selections_are_one_key_whatever_the_order_of_their_attributes() -> None:
    one = Where(attributes={"role": ("x",), "year": ("2",)})
    other = Where(attributes={"year": ("2",), "role": ("x",)})
    assert one == other and hash(one) == hash(other)
    assert hash(one) != hash(Where(attributes={"role": ("y",), "year": ("2",)}))
    assert hash(Where(codes=("a",))) != hash(Where(coders=("a",)))


@pytest.mark.parametrize(
    ("code", "wanted", "is_under"),
    [
        ("moore:value", "moore:value", True),
        ("moore:value.mission", "moore:value", True),
        ("moore:values", "moore:value", False),
        ("moore:value", "moore:value.mission", False),
        ("moore:value", "moore:*", True),
        ("moorex:value", "moore:*", False),
    ],
)
def test_a_code_stands_below_another(code: str, wanted: str, is_under: bool) -> None:
    assert under(code, wanted) is is_under
