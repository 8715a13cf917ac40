"""What a person reads when a name or a value is wrong."""

from __future__ import annotations

import pytest

from qualcode.core.errors import (
    ExitCode,
    Problem,
    ProblemsFound,
    ReadError,
    StoreLocked,
    UnknownName,
    UsageError,
    conflict,
    did_you_mean,
    nearest,
    offered,
    one_of,
    printable,
)


def test_a_wrong_name_gets_the_nearest_right_ones() -> None:
    error = UnknownName("case", "Ane", ["Anne", "Anna", "Bo"], hint="`qualcode case list`")
    assert str(error) == "there is no case 'Ane'; did you mean 'Anne' or 'Anna'?"
    assert (error.slug, error.exit_code, error.hint) == ("unknown_case", ExitCode.USAGE, "`qualcode case list`")


def test_where_nothing_is_near_nothing_is_offered() -> None:
    assert str(UnknownName("case", "zzz", ["D1"])) == "there is no case 'zzz'"
    assert did_you_mean("zzz", ["D1"]) == offered([]) == ""


def test_upper_and_lower_case_are_the_same_name_mistyped() -> None:
    assert nearest("VALUE", ["value", "support"]) == ("value",)
    assert did_you_mean("suport", ["value", "support"]) == "; did you mean 'support'?"


def test_an_option_takes_one_of_its_values() -> None:
    assert one_of("base", "coded", ("all", "coded")) == "coded"
    with pytest.raises(UsageError) as caught:
        one_of("base", "code", ("", "all", "coded"))
    assert str(caught.value) == "base 'code': expected one of all, coded; did you mean 'coded'?"
    assert caught.value.slug == "bad_option"


def test_options_that_exclude_each_other() -> None:
    with pytest.raises(UsageError) as caught:
        conflict("a and b do not go together")
    assert caught.value.slug == "option_conflict"


def test_errors_are_the_builtins_they_resemble() -> None:
    assert isinstance(UnknownName("code", "x"), LookupError)
    assert isinstance(UsageError("x"), ValueError)
    assert StoreLocked("x").exit_code == ExitCode.STORE


def test_a_problem_says_where_what_and_what_mends_it() -> None:
    one = Problem("b.yaml", 3, 5, "error", "no name", "missing_field", "add name")
    other = Problem("b.yaml", None, None, "warning", "old", "old")
    assert str(one) == "b.yaml:3:5: error: no name [missing_field]\n    add name"
    assert str(ProblemsFound([one, other])) == f"{one}\nb.yaml: warning: old [old]"


def test_nothing_from_a_file_name_reaches_the_terminal_as_a_command() -> None:
    assert printable("a\x1b[31m\u202eb\nc") == "a\\x1b[31m\\u202eb\\nc"
    assert str(ReadError("x\x1b.docx", "empty file")) == "x\\x1b.docx: empty file"
