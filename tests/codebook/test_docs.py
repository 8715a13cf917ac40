"""What the page on codebooks shows is what the program prints."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from qualcode.codebook import load_bundled
from qualcode.codebook.bundled import ORDER
from qualcode.codebook.checks import check_text
from qualcode.codebook.fields import BOOK_FIELDS, CODE_FIELDS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "codebook.md").read_text("utf-8")
CHECKED = re.findall(r"```yaml\n((?:(?!```).)*?)```\n+```text\n(.*?)```", PAGE, re.DOTALL)
SOUND = re.findall(r"```yaml\n((?:(?!```).)*?)```\n(?!\n```text)", PAGE, re.DOTALL)


@pytest.mark.parametrize(("text", "printed"), CHECKED)
def test_each_problem_message_shown_is_what_is_printed(text, printed):
    _, problems = check_text(text, "trust.yaml")
    assert "\n".join(str(problem) for problem in problems) + "\n" == printed


def test_the_page_shows_messages():
    assert len(CHECKED) == 6


def test_the_codebooks_shown_first_have_no_problem_but_a_missing_definition():
    assert len(SOUND) == 2
    assert check_text(SOUND[0])[1] == []
    assert {problem.slug for problem in check_text(SOUND[1])[1]} == {"no_definition"}


def test_the_python_example_prints_what_is_shown():
    code, printed = re.search(r"```python\n(.*?)```\n+```text\n(.*?)```", PAGE, re.DOTALL).groups()
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(code, {})
    assert stream.getvalue() == printed


def test_every_bundled_frame_and_field_is_on_the_page():
    for name in ORDER:
        title = load_bundled(name).title["en"]
        assert re.search(rf"^\| `{name}` \| {re.escape(title)}", PAGE, re.MULTILINE), name
    for field in (*BOOK_FIELDS, *CODE_FIELDS):
        assert f"`{field}" in PAGE, field
