"""The schema of a code is the one place that knows a field: what can be read can be written, nothing is left out."""

import dataclasses

import pytest

from qualcode.codebook import loads
from qualcode.codebook.fields import CODE_DEFAULTS, CODE_FIELDS, SAID_FIELDS
from qualcode.codebook.loader import READ
from qualcode.codebook.write import WRITTEN, dumps
from qualcode.core.model import Code

PLACES = {"id", "parent"}
WITH_ANOTHER = {"invented": "examples", "color_derived": "color"}
"""Fields of `Code` that are read and written with another one."""


def test_every_field_of_a_code_is_in_the_schema() -> None:
    said = {field.of_code for field in SAID_FIELDS}
    assert {field.name for field in dataclasses.fields(Code)} == said | PLACES | set(WITH_ANOTHER)


def test_every_kind_of_field_can_be_read_and_written() -> None:
    kinds = {field.kind for field in SAID_FIELDS}
    assert kinds == set(WRITTEN)
    assert kinds - {"examples"} == set(READ)


@pytest.mark.parametrize("name", [field.name for field in SAID_FIELDS if field.kind == "flag"])
def test_a_flag_is_written_only_where_it_says_something(name: str) -> None:
    usual = CODE_DEFAULTS[name]
    for value in (True, False):
        book = loads(f"id: b\ntitle: B\ncodes:\n  - id: a\n    name: A\n    {name}: {str(value).lower()}\n")
        assert getattr(book.code("a"), name) is value
        assert (f"{name}: {str(value).lower()}" in dumps(book)) is (value is not usual)


def test_fields_are_written_in_the_order_of_the_schema() -> None:
    text = (
        'id: b\ntitle: "B"\nkind: deductive\ncodes:\n  - id: a\n'
        '    name: "A"\n    origin: toolkit\n    codable: false\n'
        '    exclusive: true\n    needs_memo: true\n    brief: "x"\n    not: "y"\n    examples:\n      - "z"\n'
    )
    assert dumps(loads(text)) == text
    order = [line.strip().partition(":")[0] for line in text.splitlines() if line.startswith("    ") and ":" in line]
    assert order == sorted(order, key=CODE_FIELDS.index)
