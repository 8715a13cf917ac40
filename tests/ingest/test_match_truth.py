"""How well turns are matched to a guide, held against what a reader finds: the figures that the docs print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shared import SHARED, needs_shared

from .guide_truth import measure

DOCS = (measure.ROOT / "docs" / "formats.md").read_text("utf-8")


def test_questions_that_are_read_out_are_all_found(tmp_path: Path) -> None:
    interviews = list(measure.of_the_studies())
    found = measure.total(interviews)
    assert (len(interviews), found.asked) == (22, 213)
    assert found.precision == found.recall == 1
    assert measure.line("sample study and two worked examples", interviews) in DOCS


def test_questions_in_other_words_are_found_or_proposed_and_nothing_else_is(tmp_path: Path) -> None:
    interviews = list(measure.in_own_words(tmp_path))
    found = measure.total(interviews)
    assert found.precision == 1
    assert found.recall >= 0.75 and found.proposed >= 0.9
    assert measure.line("four made up, in the interviewer's own words", interviews) in DOCS


@pytest.mark.shared
@needs_shared
def test_speech_as_it_was_spoken() -> None:
    for interview in measure.of_the_samples(SHARED / "samples"):
        assert measure.score(interview).precision == 1, interview.name
        assert measure.line(interview.name, [interview]) in DOCS
