"""A search in one line means what the same words and options of `qualcode find` mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.choices import Where
from qualcode.core.errors import UsageError
from qualcode.project.find import FindRequest
from qualcode.project.find_line import asked
from qualcode.retrieval.words import Spelling


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("data digital", FindRequest(("data", "digital"))),
        ('"data og tal" styring', FindRequest(("data og tal", "styring"))),
        ("“god  ledelse”", FindRequest(("god  ledelse",))),
        ("„god ledelse“ »god ledelse«", FindRequest(("god ledelse", "god ledelse"))),
        ("don't data's", FindRequest(("don't", "data's"))),
        ("data NEAR/5 ledelse", FindRequest(("data NEAR/5 ledelse",))),
        ('data NEAR "god ledelse" tal', FindRequest(("data NEAR god ledelse", "tal"))),
        (r"/dat\w+ og/ tal", FindRequest((r"/dat\w+ og/", "tal"))),
        ("and/or km/t", FindRequest(("and/or", "km/t"))),
        ("code: value and capacity", FindRequest(codes="value and capacity")),
        ("Codes:value[promotes]", FindRequest(codes="value[promotes]")),
        ("data code: value --not-an-option", FindRequest(("data",), "value --not-an-option")),
        ('data --code "value or support"', FindRequest(("data",), "value or support")),
        ("data --code=value", FindRequest(("data",), "value")),
        ('"code: value"', FindRequest(("code: value",))),
        (
            "data --where role=director --where role=manager --kind interview --case D1 --document D1 --question 3",
            FindRequest(
                ("data",),
                where=Where(
                    cases=("D1",), documents=("D1",), questions=("3",),
                    attributes={"role": ("director", "manager"), "kind": ("interview",)},
                ),
            ),
        ),
        (
            "data tal --all --regex --word --stem --case-sensitive --fold-accents --whole --who all --same case",
            FindRequest(
                ("data", "tal"), who="all", spelling=Spelling(True, False, True, True), patterns=True, every=True,
                same="case", whole=True,
            ),
        ),
    ],
)  # fmt: skip
def test_a_line_means_what_the_command_means(line: str, request_: FindRequest) -> None:
    assert asked(line) == request_


@pytest.mark.parametrize(
    ("line", "at", "expected"),
    [
        ('data "og tal', 5, "never closed"),
        ("data NEAR", 5, "both its sides"),
        ("NEAR/3 data", 0, "both its sides"),
        ("data --stam", 5, "perhaps --stem"),
        ("data --who", 5, "needs something after it"),
        ("data --where role", 13, "KEY=VALUE"),
        ("code:", 5, "expected a code"),
        ("--stem", 0, "expected words"),
    ],
)
def test_the_place_of_a_fault_is_shown(line: str, at: int, expected: str) -> None:
    with pytest.raises(UsageError) as caught:
        asked(line)
    assert caught.value.slug == "bad_query"
    _, shown, mark = caught.value.message.splitlines()
    assert shown == f"    {line}" and mark.index("^") - 4 == at
    assert expected in caught.value.message


@given(st.text(max_size=40))
def test_any_line_is_a_request_or_a_fault_with_its_place(line: str) -> None:
    try:
        request = asked(line)
    except UsageError as error:
        assert error.slug == "bad_query" and error.message.endswith("^")
    else:
        assert request.words or request.codes
