"""A draft with many fields costs one count for each table it asks for, however often it asks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from qualcode.analysis.comparison import crosstab
from qualcode.analysis.shares import table
from qualcode.core import units as unitising
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study

CODES = ("value", "support", "capacity")
FIELDS = [
    *(
        f'share("{code}", by="role", group="{role}")'
        for code in ("value", "support", "capacity")
        for role in ("a", "b")
    ),
    *(f'number("{code}", by="role", group="{role}")' for code in ("value", "support") for role in ("a", "b")),
    *(f'share("{code}")' for code in CODES),
    *('table("crosstab", by="role")', 'table("crosstab", by="role")', 'figure("heatmap")', 'table("matrix")'),
    *(
        f'number("{what}", by="role", group="{role}")'
        for what in ("answers", "words", "codings")
        for role in ("a", "b")
    ),
    *(f'number("{what}")' for what in ("answers", "units", "informants", "codings", "words", "documents", "cases")),
]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often units are cut and tables counted from here on."""
    found: Counter[str] = Counter()

    def counting(owner: Any, name: str, key: Any) -> None:
        real = getattr(owner, name)

        def counted(*args: Any, **options: Any) -> Any:
            found[key(*args, **options)] += 1
            return real(*args, **options)

        monkeypatch.setattr(owner, name, counted)

    counting(unitising, "units", lambda document, kind: f"units {document.id} {kind}")
    counting(table, "shares", lambda *_, **options: f"shares {options['by']} {len(options['categories'])}")
    counting(crosstab, "crosstab", lambda *_, **__: "crosstab")
    counting(crosstab, "case_matrix", lambda *_, **__: "matrix")
    return found


def test_thirty_fields_count_each_table_once(qualcode: Run, tmp_path: Path, calls: Counter[str]) -> None:
    with study(tmp_path, ANNA, BO) as project:
        (tmp_path / "cases.csv").write_text("case,members,role\nAnna,D1,a\nBo,M1,b\n", "utf-8")
        project.forget_files()
        for place, code in (("D1#1", "value"), ("M1#1", "support"), ("M1#2", "capacity")):
            project.tag(place, code)
    assert len(FIELDS) == 30
    (tmp_path / "d.md").write_text("\n\n".join(f"{{{{ {field} }}}}" for field in FIELDS), "utf-8")
    calls.clear()
    ran = qualcode("fill", "d.md", "-o", "o.md")
    assert ran.code == 0, ran.err
    assert calls == {
        "units D1 answer": 1, "units M1 answer": 1, "crosstab": 1, "matrix": 1,
        "shares group 3": 2,  # by role, and of all
    }  # fmt: skip
