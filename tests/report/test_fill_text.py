"""Fields in Markdown and LaTeX: the same promises as in Word, in comments."""

from __future__ import annotations

import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.errors import ProblemsFound, ReadError
from qualcode.report.fill import Value, fill, verify
from qualcode.report.fill.marked import DIALECTS
from tests.report.test_fill_word import SAID, SHARE, Study


def made(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def as_tex_reads_it(text: str) -> str:
    """The text as TeX sees it: a comment swallows its line's end and the blanks that follow."""
    lines = text.split("\n")
    seen = ""
    skip = False
    for number, each in enumerate(lines):
        line = each.lstrip(" \t") if number else each
        if number and not line:  # an empty line ends a paragraph, after a comment too
            seen += "\n\n"
        at = next((i for i, c in enumerate(line) if c == "%" and line[i - 1 : i] != "\\"), -1)
        skip = at >= 0
        seen += line[:at] if skip else line + "\n"
    return seen


def paragraphs(text: str) -> list[str]:
    """The words of each paragraph."""
    return [" ".join(p.split()) for p in re.split(r"\n[ \t]*\n", text) if p.strip()]


def test_markdown_has_the_value_between_two_comments(tmp_path: Path) -> None:
    draft = made(tmp_path, "a.md", f"Of all, {SHARE} concern *value*.\n")
    fill(draft, tmp_path / "b.md", Study())
    text = (tmp_path / "b.md").read_text("utf-8")
    head = text.index("<!-- qualcode ")
    assert text.startswith("Of all, <!-- qualcode ") and text.endswith("-->33 %<!-- /qualcode --> concern *value*.\n")
    assert 'share("moore:value", group="director")' in text[head:]
    assert verify(tmp_path / "b.md", Study())[0].ok


def test_verify_and_update_in_markdown(tmp_path: Path) -> None:
    draft = made(tmp_path, "a.md", f"One\n\n{SHARE} and {SHARE}\n")
    study = Study()
    fill(draft, draft, study)
    text = draft.read_text("utf-8").replace(" and ", ", *about a third*, and ")
    draft.write_text(text, "utf-8")
    study.shares["moore:value", "director"] = Fraction(1, 2)
    checks = verify(draft, study)
    assert [(c.place.line, c.old, c.new, c.reason) for c in checks] == [(3, "33 %", "50 %", "changed")] * 2
    fill(draft, draft, study, update=True)
    assert draft.read_text("utf-8").count("50 %") == 2 and ", *about a third*, and " in draft.read_text("utf-8")
    assert all(check.ok for check in verify(draft, study))


def test_code_and_comments_keep_their_braces(tmp_path: Path) -> None:
    text = f"`{SHARE}`\n\n```\n{SHARE}\n```\n\n<!-- {SHARE} -->\n\na ` tick\n\n{SHARE} and ` another\n"
    draft = made(tmp_path, "a.md", text)
    assert len(fill(draft, tmp_path / "b.md", Study()).checks) == 1
    assert (tmp_path / "b.md").read_text("utf-8").count(SHARE) == 3
    assert len(verify(tmp_path / "b.md", Study())) == 1


def test_a_markdown_quote_is_words_and_no_markup_and_may_be_shortened(tmp_path: Path) -> None:
    study = Study()
    study.said["D1:14"] = "It is *not* [easy] to_say | <b> 5 > 4"
    draft = made(tmp_path, "a.md", '> {{ quote("D1:14") }}\n')
    fill(draft, draft, study)
    assert "It is \\*not\\*" in draft.read_text("utf-8")
    assert verify(draft, study)[0].ok
    draft.write_text(draft.read_text("utf-8").replace("\\[easy\\] ", "[...] "), "utf-8")
    assert verify(draft, study)[0].ok
    draft.write_text(draft.read_text("utf-8").replace("It is", "It was"), "utf-8")
    assert verify(draft, study)[0].reason == "edited"


def test_a_table_and_a_figure_in_markdown(tmp_path: Path) -> None:
    draft = made(tmp_path, "my draft.md", 'A\n\n{{ table("shares") }}\n\nB {{ figure("shares") }} C\n')
    study = Study()
    result = fill(draft, tmp_path / "out.md", study)
    text = (tmp_path / "out.md").read_text("utf-8")
    assert "| director | 33% |" in text
    assert result.files[0].suffix == ".svg" and result.files[0].read_bytes().startswith(b"<?xml")
    assert f"![director 33; manager 26](out-figures/{result.files[0].name})" in text
    assert all(check.ok for check in verify(tmp_path / "out.md", study))
    study.shares["moore:value", "manager"] = Fraction(10, 34)
    checks = verify(tmp_path / "out.md", study)
    assert [check.ok for check in checks] == [False, False]
    assert (checks[0].old, checks[0].new) == ("| manager | 26% |", "| manager | 29% |")
    fill(tmp_path / "out.md", tmp_path / "out.md", study, update=True)
    assert all(check.ok for check in verify(tmp_path / "out.md", study))


def test_latex_reads_the_same_as_if_the_value_had_been_typed(tmp_path: Path) -> None:
    text = (
        "Of all, " + SHARE + " concern value (" + SHARE + "), or " + SHARE + "\n"
        "of them. Last " + SHARE + "\n\n"
        "New paragraph " + SHARE + "."
    )
    draft = made(tmp_path, "a.tex", text)
    fill(draft, tmp_path / "b.tex", Study())
    typed = text.replace(SHARE, "33 \\%")
    seen = as_tex_reads_it((tmp_path / "b.tex").read_text("utf-8"))
    assert paragraphs(seen) == paragraphs(typed)
    assert len(verify(tmp_path / "b.tex", Study())) == 5


@given(
    st.lists(st.sampled_from(["a", " ", "\n", "\n\n", ", ", "(", "\\%", "F", "F"]), max_size=12),
)
def test_latex_reads_the_same_whatever_stands_around_the_fields(
    tmp_path_factory: pytest.TempPathFactory, around: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("tex")
    text = "".join(around)
    draft = made(folder, "a.tex", text.replace("F", '{{ number("x") }}'))
    fill(draft, folder / "b.tex", Study())
    filled = (folder / "b.tex").read_text("utf-8")
    seen = as_tex_reads_it(filled)
    assert paragraphs(seen) == paragraphs(text.replace("F", "70"))
    assert [check.ok for check in verify(folder / "b.tex", Study())] == [True] * text.count("F")


def test_latex_braces_and_comments_of_the_author_are_left_alone(tmp_path: Path) -> None:
    text = (
        "\\textbf{{\\large x}} \\frac{{a}}{{f(x)}} 5\\% {{mycommand(x)}}\n"
        f"% {SHARE}\n\\begin{{verbatim}}\n{SHARE}\n\\end{{verbatim}}\n"
    )
    draft = made(tmp_path, "a.tex", text)
    fill(draft, tmp_path / "b.tex", Study(), update=True)
    assert (tmp_path / "b.tex").read_text("utf-8") == text
    assert verify(tmp_path / "b.tex", Study()) == []


def test_update_and_quotes_in_latex(tmp_path: Path) -> None:
    draft = made(tmp_path, "a.tex", f"It is {SHARE} of\n``{{{{ quote(\"D1:14\") }}}}'' end\n")
    study = Study()
    fill(draft, draft, study)
    assert all(check.ok for check in verify(draft, study))
    text = draft.read_text("utf-8").replace("children come to school, and", "children \\ldots{} and")
    draft.write_text(text, "utf-8")
    assert all(check.ok for check in verify(draft, study))
    study.shares["moore:value", "director"] = Fraction(1, 2)
    fill(draft, draft, study, update=True)
    assert as_tex_reads_it(draft.read_text("utf-8")).startswith("It is 50 \\% of\n``That children \\ldots{} and")


def test_dashes_and_braces_in_what_was_said_do_not_break_a_quote(tmp_path: Path) -> None:
    study = Study()
    study.said["D1:14"] = 'So we -- well, {laughs} they -- came, 50% of them, "all" in {} all'
    draft = made(tmp_path, "a.tex", '{{ quote("D1:14") }}\n')
    fill(draft, draft, study)
    assert verify(draft, study)[0].ok


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    for name in ("a.md", "a.tex"):
        draft = made(tmp_path, name, f"A {SHARE} b\r\n\r\n" + '{{ table("shares") }}' + "\r\n")
        fill(draft, draft, Study())
        data = draft.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n")
        assert all(check.ok for check in verify(draft, Study()))


def test_an_expression_cannot_end_the_comment_it_stands_in(tmp_path: Path) -> None:
    for name in ("a.md", "a.tex"):
        draft = made(tmp_path, name, '{{ number("a --> b >\\n%") }} end\n')
        fill(draft, draft, Study())
        check = verify(draft, Study())[0]
        assert check.ok and check.expression == 'number("a --> b >\\n%")'


@pytest.mark.parametrize("dialect", DIALECTS)
@given(words=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_words_put_in_are_read_back_as_they_were(dialect: str, words: str) -> None:
    assert DIALECTS[dialect].plain(DIALECTS[dialect].escape(words)) == words


def test_wrong_fields_are_named_with_their_line_and_nothing_is_written(tmp_path: Path) -> None:
    draft = made(tmp_path, "a.md", 'ok\n{{ share("moore:valu") }}\n\n{{ quote(1+1) }}\n')
    with pytest.raises(ProblemsFound) as found:
        fill(draft, tmp_path / "b.md", Study())
    assert [problem.line for problem in found.value.problems] == [2, 4]
    assert not (tmp_path / "b.md").exists()
    made(tmp_path, "c.md", "").write_bytes("æ".encode("latin-1"))
    with pytest.raises(ReadError, match="UTF-8"):
        verify(tmp_path / "c.md", Study())


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    target = made(tmp_path, "b.md", "old")
    draft = made(tmp_path, "a.md", SHARE)

    def broken(name: str, args: object, kwargs: object) -> Value:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        fill(draft, target, broken)
    assert target.read_text() == "old" and sorted(p.name for p in tmp_path.iterdir()) == ["a.md", "b.md"]


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    draft = made(tmp_path, "a.tex", f'{SHARE} {{{{ quote("D1:14") }}}}\n\n{{{{ table("shares") }}}}\n')
    for name in ("b.tex", "c.tex"):
        fill(draft, tmp_path / name, Study())
    assert (tmp_path / "b.tex").read_bytes() == (tmp_path / "c.tex").read_bytes()
    assert SAID in (tmp_path / "b.tex").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="LaTeX is not installed")
def test_latex_accepts_the_filled_file(tmp_path: Path) -> None:
    draft = made(
        tmp_path,
        "a.tex",
        "\\documentclass{article}\\usepackage{booktabs}\\begin{document}\n"
        f'It is {SHARE}.\n\n{{{{ table("shares") }}}}\n\\end{{document}}\n',
    )
    fill(draft, draft, Study())
    subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"], cwd=tmp_path, check=True)
