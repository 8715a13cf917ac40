"""The codings as the analyses read them, a few whole numbers each, are the codings that are stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qualcode.project import Project
from qualcode.project.erase import remove
from qualcode.project.study import study_of
from tests.study import ANNA, BO, FRAME, study

WITH_QUALIFIERS = FRAME.replace("kind: deductive", "kind: deductive\nqualifiers: [promotes, inhibits]")


def coded(root: Path) -> Project:
    project = study(root, ANNA, BO, frame=WITH_QUALIFIERS)
    project.tag("D1:2", "value", weight=0.25)
    project.tag("D1:2", "support", qualifier="inhibits")
    project.tag("M1:2", "value", weight=0.5, qualifier="promotes", coder="bo")
    project.tag("M1:4", "capacity", coder="bo")
    project.tag("D1:4", "mission", qualifier="promotes")
    return project


def stored(project: Project) -> list[tuple[Any, ...]]:
    found = project.store.codings()
    return sorted((c.id, c.document, c.span.start, c.span.stop, c.code, c.coder, c.weight, c.qualifier) for c in found)


def columns(project: Project, *coders: str) -> list[tuple[Any, ...]]:
    frame = study_of(project).codings(coders)
    names = ("id", "document", "start", "stop", "code", "coder", "weight", "qualifier")
    return list(zip(*(frame[name].tolist() for name in names), strict=True))


def test_every_column_is_what_is_stored_and_in_the_order_they_were_made(tmp_path: Path) -> None:
    with coded(tmp_path) as project:
        assert columns(project) == stored(project)
        assert [row[6:] for row in columns(project)] == [
            (0.25, ""), (1.0, "inhibits"), (0.5, "promotes"), (1.0, ""), (1.0, "promotes"),
        ]  # fmt: skip


def test_those_of_one_coder_are_the_others_left_out(tmp_path: Path) -> None:
    with coded(tmp_path) as project:
        assert columns(project, "bo") == [row for row in stored(project) if row[5] == "bo"]
        assert columns(project, "nobody") == []


@pytest.mark.parametrize("read_first", [True, False])
def test_counts_by_coder_and_document_are_the_same_counted_here_or_by_the_database(
    tmp_path: Path, *, read_first: bool
) -> None:
    with coded(tmp_path) as project:
        remove(project, ["M1"])
        project.tag("D1:2", "value", coder="bo")
        if read_first:
            study_of(project).all_codings()
        assert study_of(project).coding_counts == {"ana": {"D1": 3}, "bo": {"D1": 1}}


def test_codings_of_a_removed_document_are_left_out(tmp_path: Path) -> None:
    with coded(tmp_path) as project:
        remove(project, ["D1"])
        assert {row[1] for row in columns(project)} == {"M1"} and len(columns(project)) == 2


def test_a_study_without_codings_has_all_columns(tmp_path: Path) -> None:
    with study(tmp_path, ANNA) as project:
        assert columns(project) == [] and study_of(project).coding_counts == {}
