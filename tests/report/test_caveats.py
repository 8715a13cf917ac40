"""Every remark under a table has a sentence in all four languages, with a name for each number in it."""

from __future__ import annotations

import pytest

from qualcode.core.results.common import Accounting, Caveat, LeftOut, Source
from qualcode.report.build.accounting import Basis, account_notes, sentence
from qualcode.report.wording import Words

from .test_words import caveats_made

LANGUAGES = ("da", "nb", "sv", "en")
CAVEATS = (
    Caveat("not_independent"), Caveat("weights_unused", {"n": 1}), Caveat("weights_unused", {"n": 4}),
    Caveat("different_material", {"documents": 3}), Caveat("different_material", {"ana": 3, "bo": 1}),
    Caveat("few_units", {"n": 7}), Caveat("few_uses", {"n": 3}), Caveat("low_prevalence", {"uses": 14, "values": 196}),
    Caveat("bias", {"low": 0.1, "high": 0.3}), Caveat("unfinished_documents", {"bo": 2}),
    Caveat("nothing_finished", {"coder": "bo"}),
    Caveat("few_clusters", {"n": 5, "cluster": "document"}), Caveat("clustered_words"),
    Caveat("permutation", {"smallest": "1/56", "tests": 3}), Caveat("sources", {"informants": 8, "documents": 7}),
    Caveat("documents", {"n": 1}), Caveat("documents", {"n": 3}), Caveat("informants", {"n": 1}),
    Caveat("informants", {"n": 8}), Caveat("overlap"), Caveat("interval"), Caveat("salience"),
    Caveat("salience_sources"),
    Caveat("different_material", {"documents": 1}), Caveat("unfinished_documents", {"bo": 1}), Caveat("c_out_of_range"),
    Caveat("sources", {"informants": 1, "documents": 1}),
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("caveat", CAVEATS, ids=lambda caveat: f"{caveat.slug}-{len(caveat.values)}")
def test_every_caveat_is_a_sentence(caveat: Caveat, language: str) -> None:
    words = Words(language)
    text = sentence(caveat, words)
    assert not text.startswith(caveat.slug), "it has words of its own"
    assert "{" not in text
    by_coder = caveat.slug in ("different_material", "unfinished_documents")  # a number for each person, by name
    for name, value in caveat.values.items():
        if not (by_coder and name in ("ana", "bo")):
            assert f"{name} {value}" not in text, "the number has a word that fits it"


def test_every_caveat_that_is_made_is_tried_here() -> None:
    of_a_pair = {"c_out_of_range"}
    assert caveats_made() | of_a_pair == {caveat.slug for caveat in CAVEATS}


def test_a_parameter_without_a_name_is_found() -> None:
    """What the test above looks for: a value that no sentence has a word for shows its own name."""
    assert "rows 7" in sentence(Caveat("different_material", {"rows": 7}), Words("en"))


def test_what_a_thesis_reads_is_not_garbled() -> None:
    en = Words("en")
    text = sentence(Caveat("low_prevalence", {"uses": 14, "values": 196}), en)
    assert "used in 14 of 196 values" in text
    assert "3 documents" in sentence(Caveat("different_material", {"documents": 3}), en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_to_leave_out_is_a_sentence(language: str) -> None:
    reasons = (
        "not_begun", "blind", "not_given", "other_source", "no_units", "no_size", "other_group", "one_coder",
        "no_answer", "missing",
    )  # fmt: skip
    account = Accounting(
        ("bo",), 3, tuple(LeftOut(why, 2, ("D1", "D2"), "answer") for why in reasons),
        (Source("interview", "answer", 2, ("D3",), 1), Source("document", "paragraph", 1, ("P",), 0)), ("K",), 5, 1,
    )  # fmt: skip
    notes = account_notes(account, Words(language), Basis(frames=("Moore",)), cases=True)
    assert len(notes) == 8 + 1 + 1 + 1 + 1
    assert all("{" not in note and note.endswith(".") for note in notes)
    assert account.looked == 3 + 2 * len(reasons)
