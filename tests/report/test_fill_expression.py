"""What may stand between double braces, and what may not."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.errors import QualcodeError, UnknownName, UsageError
from qualcode.report.fill import FUNCTIONS, Expression, fields, holds, parse

literals = st.recursive(
    st.one_of(st.text(), st.integers(-(10**9), 10**9), st.booleans(), st.none()),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
names = st.sampled_from(["group", "by", "code", "decimals"])


@given(st.sampled_from(FUNCTIONS), st.lists(literals, max_size=3), st.dictionaries(names, literals, max_size=3))
def test_an_expression_written_down_is_read_as_the_same(name: str, args: list, kwargs: dict) -> None:  # type: ignore[type-arg]
    expression = Expression(name, tuple(args), kwargs)
    text = str(expression)
    if len(text) < 2000:
        assert parse(text) == expression
        assert parse(str(parse(text))).key == expression.key


def test_the_quotation_marks_that_word_makes_are_read_as_plain_ones() -> None:
    assert parse("share(“moore:value”, group=„director“)") == parse('share("moore:value", group="director")')
    assert parse("quote('D1:14')").args == ("D1:14",)
    assert parse("share(\u00a0»moore:value«\u00a0)").args == ("moore:value",)


def test_typographic_marks_inside_a_text_are_kept() -> None:
    assert parse('number("the “good” ones")').args == ("the “good” ones",)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')",
        "share(open('/etc/passwd'))",
        "share(x for x in 'abc')",
        "share(f'{1}')",
        "share(*['a'])",
        "share(**{'a': 1})",
        "share(lambda: 1)",
        "share.other('a')",
        "share('a') + share('b')",
        "share(2 ** 999999999)",
        "share(b'bytes')",
        "share",
        "share(",
        "",
        "share(" + "[" * 900 + "]" * 900 + ")",
        "share(" + "'a'," * 900 + ")",
        r"quote('\ud800')",
    ],
)
def test_anything_but_one_call_with_literals_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(text)
    assert refused.value.slug in ("bad_field", "unknown_function")


@given(st.text(max_size=80))
def test_no_text_makes_the_parser_fail_in_another_way(text: str) -> None:
    with contextlib.suppress(QualcodeError):
        parse(text)


def test_an_unknown_function_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownName, match="did you mean 'share'"):
        parse('shares("moore:value")')


def test_fields_are_found_where_they_stand() -> None:
    text = 'a {{ share("x") }} b {{quote("D1:14")}} c {{ number("a }} b") }}'
    assert [text[f.start : f.stop] for f in fields(text)] == [
        '{{ share("x") }}',
        '{{quote("D1:14")}}',
        '{{ number("a }} b") }}',
    ]


def test_braces_of_others_are_left_alone() -> None:
    assert list(fields(r"\textbf{{\large x}} {{name}} {{ 1 + 1 }} \frac{{a}}{{b(c)}}", strict=False)) == []
    assert [f.inside for f in fields("{{{ share('x') }}}")] == [" share('x') "]


def test_a_quote_holds_when_its_words_stand_in_order() -> None:
    said = "Så vi flyttede indsatsen derhen,\nhvor behovet var størst — i stedet for at smøre den tyndt ud."
    for quoted in (
        said,
        "”Så vi flyttede indsatsen derhen, hvor behovet var størst”",
        "så vi flyttede … hvor behovet var størst - i stedet",
        "Så vi [kommunen] flyttede indsatsen [...] smøre den tyndt ud",
        "… smøre den tyndt ud ...",
        "flyttede (…) behovet",
    ):
        assert holds(quoted, said), quoted
    for quoted in (
        "Så vi flyttede penge derhen",
        "hvor behovet var størst … Så vi flyttede",  # the other way round
        "fly",  # part of a word
        "tyndt ude",
        "",
        "…",
        "[alt]",
    ):
        assert not holds(quoted, said), quoted


@given(st.text(alphabet="abc ,.\n", min_size=1, max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_leaving_words_out_of_a_quote_never_breaks_it(said: str, one: int, other: int) -> None:
    words = said.split()
    low, high = sorted((min(one, len(words)), min(other, len(words))))
    kept = " ".join([*words[:low], "[…]", *words[high:]])
    if any(char.isalpha() for char in kept):
        assert holds(kept, said)
