"""Frequencies and gaps, on a study small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.choices import Where
from qualcode.core.errors import UnknownName, UsageError
from qualcode.core.languages import common_words
from qualcode.project import Project, lists
from qualcode.project.lists import ListRequest
from tests.study import ANNA, BO, study


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Answers: D1#1 value by ana and bo, D1#2 capacity by ana; M1#1 and M1#2 nothing."""
    (tmp_path / "cases.csv").write_text("case,role,members\nD1,director,D1\nM1,manager,M1\n", encoding="utf-8")
    project = study(tmp_path, ANNA, BO)
    project.tag("D1#1", "value")
    project.tag("D1#2", "capacity")
    project.tag("D1#1", "value", coder="bo")
    return project


def test_words_by_how_often_they_are_said(project: Project) -> None:
    found = lists.words(project, ListRequest(shortest=1, most=2, common=True))
    assert [(row.word, row.uses, row.documents) for row in found] == [("det", 5, 2), ("vi", 3, 2)]
    assert found[0].per_1000 == pytest.approx(1000 * 5 / 33)


def test_words_of_each_group(project: Project) -> None:
    found = lists.words(project, ListRequest(by="role", shortest=8))
    assert [(row.group, row.word) for row in found] == [("director", "borgerne"), ("manager", "systemer")]
    with pytest.raises(UnknownName):
        lists.words(project, ListRequest(by="rolle"))


def test_words_that_say_little_are_listed_when_asked_for(project: Project) -> None:
    listed = {row.word for row in lists.words(project, ListRequest(most=1000))}
    every = {row.word: row for row in lists.words(project, ListRequest(most=1000, shortest=1, common=True))}
    assert {"det", "er"} <= every.keys() and not {"det", "er"} & listed
    known = {row.word: row for row in lists.words(project, ListRequest(most=1000, shortest=1))}
    assert all(known[word] == every[word] for word in known)  # what is left out changes no other number


def test_endings_are_counted_together_when_asked(project: Project) -> None:
    asked = ListRequest(where=Where(documents=("M1",)), stem=True, most=1, common=True)
    found = lists.words(project, asked)
    assert found[0].word == "det"


def test_codes_by_how_often_they_are_used(project: Project) -> None:
    found = lists.codes(project, ListRequest())
    assert [(row.code, row.codings, row.units, row.cases) for row in found] == [
        ("frame:value", 2, 1, 1), ("frame:capacity", 1, 1, 1),
    ]  # fmt: skip
    assert [row.codings for row in lists.codes(project, ListRequest(where=Where(coders=("bo",))))] == [1]


def test_what_nobody_has_coded(project: Project) -> None:
    assert [row.address for row in lists.uncoded(project, ListRequest())] == ["M1#1", "M1#2"]
    without_value = ListRequest(where=Where(codes=("frame:value",)))
    assert [row.address for row in lists.uncoded(project, without_value)] == ["D1#2", "M1#1", "M1#2"]
    [gap] = lists.gaps(project, ListRequest())
    assert (gap.document, gap.units, gap.words) == ("M1", 2, 15)


def test_what_one_coder_alone_has_coded(project: Project) -> None:
    [row] = lists.single(project, ListRequest())
    assert (row.address, row.code, row.coder, row.others) == ("D1#2", "frame:capacity", "ana", "bo")


def test_one_coder_alone_needs_two(tmp_path: Path) -> None:
    with study(tmp_path, ANNA) as project, pytest.raises(UsageError, match="fewer than two"):
        lists.single(project, ListRequest())


@pytest.mark.parametrize("what", ["uncoded", "gaps", "single"])
def test_places_are_not_listed_by_groups_and_the_filter_is_named(what: str, project: Project) -> None:
    """A run of answers may be in several groups; the command line asks the same functions."""
    with pytest.raises(UsageError, match="--by goes with words and codes") as refused:
        getattr(lists, what)(project, ListRequest(by="role"))
    assert refused.value.slug == "option_conflict" and "--where role=VALUE" in (refused.value.hint or "")


@pytest.mark.parametrize(
    "row",
    [
        "aldrig aldri aldrig never", "alligevel likevel ändå anyway", "blandt blant bland among",
        "både både både both", "desuden dessuten dessutom besides", "dog dog dock though", "dem dem dom them",
        "eftersom ettersom eftersom since", "ellers ellers annars otherwise", "endnu ennå ännu yet",
        "enhver enhver varje every", "gerne gjerne gärna rather", "givet gitt gett given", "her her här here",
        "hverken hverken varken neither", "igen igjen igen again", "imod imot emot against",
        "indenfor innenfor innanför inside", "intet intet inget nothing", "især især särskilt especially",
        "langs langs längs along", "mindst minst minst least", "måde måte sätt way", "nemlig nemlig nämligen -",
        "næste neste nästa next", "ofte ofte ofta often", "også også även also", "snart snart snart soon",
        "stadig fremdeles fortfarande still", "stået stått stått -", "syntes syntes tyckte thought",
        "tog tok tog took", "udenfor utenfor utanför outside", "undtagen unntatt förutom except",
        "vidste visste visste knew", "vores vår vår our", "ting ting sak thing", "bort bort borta away",
    ],
)  # fmt: skip
def test_a_word_that_says_little_says_little_in_each_language(row: str) -> None:
    for language, word in zip(("da", "nb", "sv", "en"), row.split(), strict=True):
        assert word == "-" or word in common_words(language), (language, word)


@pytest.mark.parametrize("words", [("nb", "lov god fem bra ligger"), ("sv", "bra behöver"), ("en", "use good need")])
def test_words_that_say_something_are_listed_in_each_language(words: tuple[str, str]) -> None:
    assert not common_words(words[0]).intersection(words[1].split())
