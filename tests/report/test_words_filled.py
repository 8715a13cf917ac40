"""Every text that the sources ask for by name is given all that it has a place for."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import qualcode
from qualcode.core.languages import catalogue

PACKAGE = Path(str(qualcode.__file__)).parent


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def calls(path: Path) -> list[tuple[int, str, set[str]]]:
    """(line, key, names given) of each `words("some.key", name=...)` in a source."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        keys = [each.value for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant)]
        given = {keyword.arg for keyword in node.keywords}
        if called == "words" and None not in given and not isinstance(node.args[0], ast.JoinedStr):
            found += [(node.lineno, str(key), {str(name) for name in given}) for key in keys]
    return found


def test_a_text_is_given_all_that_it_has_a_place_for() -> None:
    tried, wrong = 0, []
    for package in ("report", "report.page", "report.figures"):
        texts = catalogue(f"qualcode.{package}", "en")
        folder = PACKAGE / package.replace(".", "/")
        sources = (
            folder.rglob("*.py") if package != "report" else [*folder.rglob("*.py"), *PACKAGE.rglob("project/*.py")]
        )
        for path in sources:
            for line, key, given in calls(path):
                for form in (key, f"{key}.one", f"{key}.other"):
                    if form in texts and (given or places(texts[form])):
                        tried += 1
                        wrong += [(path.name, line, form, name) for name in places(texts[form]) - given]
    assert tried > 100
    assert wrong == []
