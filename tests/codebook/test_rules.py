"""Rules on one segment, and help for codes made while reading."""

from qualcode.codebook import load_bundled, loads
from qualcode.codebook.open_codes import (
    by_one_coder,
    in_one_document,
    merge_candidates,
    never_used,
    used_once,
)
from qualcode.codebook.rules import violations, violations_everywhere
from qualcode.core.model import Coding, Span


def coding(id, code, *, coder="ana", document="D1", span=(0, 10), **more):
    return Coding(id, document, Span(*span), "", code, coder, **more)


def rules(books, *codings):
    return [(found.rule, found.codings) for found in violations(books, codings)]


BOOK = loads("""\
id: b
title: "B"
at_most_one_of: [[good, bad]]
codes:
  - {id: good, name: "Good", codes: [{id: better, name: "Better"}]}
  - {id: bad, name: "Bad"}
  - {id: why, name: "Why", requires: [good, "moore:*"]}
  - {id: alone, name: "Alone", exclusive: true}
  - {id: group, name: "Group", codable: false}
  - {id: old, name: "Old", retired: true}
  - {id: deep, name: "Deep", needs_memo: true}
""")


def test_at_most_one_of_counts_what_stands_below():
    assert rules(BOOK, coding(1, "b:good.better"), coding(2, "b:bad")) == [("at_most_one_of", (1, 2))]
    assert rules(BOOK, coding(1, "b:good.better"), coding(2, "b:good")) == []


def test_rules_hold_within_one_coder():
    assert rules(BOOK, coding(1, "b:good"), coding(2, "b:bad", coder="bo")) == []


def test_requires_is_met_by_any_of_the_codes_or_one_below():
    assert rules(BOOK, coding(1, "b:why")) == [("requires", (1,))]
    assert rules(BOOK, coding(1, "b:why"), coding(2, "b:good.better")) == []
    assert rules([BOOK, load_bundled("moore")], coding(1, "b:why"), coding(2, "moore:value")) == []


def test_single_codes_have_rules_of_their_own():
    assert rules(BOOK, coding(1, "b:alone"), coding(2, "b:good")) == [("exclusive", (1, 2))]
    assert rules(BOOK, coding(1, "b:group")) == [("category", (1,))]
    assert rules(BOOK, coding(1, "b:old")) == [("retired", (1,))]
    assert rules(BOOK, coding(1, "b:deep")) == [("memo", (1,))]
    assert rules(BOOK, coding(1, "b:deep", memo="reading between the lines")) == []
    assert rules(BOOK, coding(1, "b:gone")) == [("unknown", (1,))]
    assert rules(BOOK, coding(1, "b:good", qualifier="promotes")) == [("qualifier", (1,))]
    assert rules(load_bundled("key-areas"), coding(1, "key-areas:aim", qualifier="promotes")) == []


def test_an_exclusive_codebook_takes_one_code():
    found = violations(load_bundled("swot"), [coding(1, "swot:threat"), coding(2, "swot:strength")])
    assert [each.message for each in found] == [
        "at most one code of swot stands on a segment, here are swot:threat, swot:strength"
    ]


def test_full_codes_may_stand_for_codings_not_made_yet():
    found = violations([load_bundled("swot")], ["swot:threat", "swot:strength"])
    assert [str(each) for each in found] == [
        "at most one code of swot stands on a segment, here are swot:threat, swot:strength"
    ]
    assert violations(BOOK, ["b:deep"]) == []


def test_everywhere_means_overlapping_codings_of_one_coder_each_pair_once():
    codings = [
        coding(1, "swot:threat", span=(0, 10)),
        coding(2, "swot:strength", span=(5, 15)),
        coding(3, "swot:weakness", span=(20, 30)),
        coding(4, "swot:threat", span=(0, 10), document="D2"),
    ]
    found = violations_everywhere(load_bundled("swot"), codings)
    assert [violation.codings for _, violation in found] == [(1, 2)]


OPEN = loads("""\
id: open
title: "Open"
kind: inductive
codes:
  - {id: time, name: "Lack of time"}
  - {id: time-lack, name: "Lack of times"}
  - {id: trust, name: "Trust"}
  - {id: faith, name: "Belief in leaders"}
  - {id: never, name: "Never"}
""")
CODINGS = [
    coding(1, "open:time"),
    coding(2, "open:trust", span=(20, 30)),
    coding(3, "open:faith", span=(20, 30)),
    coding(4, "open:trust", document="D2", coder="bo"),
    coding(5, "open:faith", document="D2"),
    coding(6, "moore:value"),
]


def test_codes_that_are_hardly_used():
    assert never_used(CODINGS, OPEN) == ["open:time-lack", "open:never"]
    assert used_once(CODINGS, OPEN) == ["open:time"]
    assert by_one_coder(CODINGS, OPEN) == ["open:time", "open:faith"]
    assert in_one_document(CODINGS, OPEN) == ["open:time"]
    assert by_one_coder(CODINGS[:2]) == in_one_document(CODINGS[:2]) == []


def test_codes_that_may_be_one():
    found = merge_candidates(CODINGS, OPEN)
    assert [(each.one, each.other, each.shared, each.reason) for each in found] == [
        ("open:faith", "open:trust", 2, "segments"),
        ("open:time", "open:time-lack", 0, "names"),
    ]
    assert found[0].overlap == 1
