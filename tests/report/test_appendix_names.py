"""Where the method note lists the appendices, a document keeps the capital of its name; a part of ours does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.languages import LANGUAGES
from qualcode.project.appendix import AppendixRequest, appendix
from qualcode.report import render
from tests.study import ANNA, BO, study


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("uncoded", [False, True])
def test_documents_keep_their_names_where_the_appendices_are_listed(
    tmp_path: Path, language: str, uncoded: bool
) -> None:
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1:2", "value")
        made = appendix(project, AppendixRequest(language, separate=True, uncoded=uncoded))
        told = render(made, "md").decode().replace("\u00a0", " ")
    assert ": D1 – Interview D1" in told and ": M1 – Interview M1" in told
    assert ": d1 –" not in told and ": m1 –" not in told
