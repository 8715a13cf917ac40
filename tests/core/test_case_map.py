"""Who a unit belongs to: the passage, the speaker, the document, or nobody's case but its own."""

from __future__ import annotations

import unicodedata

from qualcode.core.case_map import CaseMap, parents, reach, values
from qualcode.core.model import Case, Document, Member, Span, Turn


def document(*speakers: str, id: str = "D1") -> Document:
    """Ten characters a turn."""
    turns = tuple(
        Turn(at + 1, name, "interviewer" if name == "I" else "informant", Span(at * 10, at * 10 + 10))
        for at, name in enumerate(speakers)
    )
    return Document(id, "", "interview", "x" * 10 * len(speakers), turns=turns)


ONE, TWO = document("I", "A1", "I", "A1"), document("I", "Anna", "Bo", "Anna")


def test_a_document_is_its_own_case_where_no_row_names_one() -> None:
    none = CaseMap([])
    assert none.case_of(ONE, "A1") == "D1"
    assert none.case_of(TWO, "Anna") == "D1/Anna"
    assert none.case_of(TWO, "") == "D1"


def test_the_speaker_goes_before_the_document() -> None:
    cases = CaseMap([Case("K1", members=(Member("D1", "anna"),)), Case("K2", members=(Member("D1"),))])
    assert cases.case_of(TWO, "Anna") == "K1"
    assert cases.case_of(TWO, "Bo") == "K2"


def test_a_name_is_the_same_however_its_letters_are_composed() -> None:
    cases = CaseMap([Case("K1", members=(Member("D1", "Åse"),))])
    decomposed = unicodedata.normalize("NFD", "åse")
    assert cases.case_of(document("I", decomposed, "Bo"), decomposed) == "K1"


def test_a_row_that_names_a_speaker_the_transcript_does_not_have_means_the_only_one_there_is() -> None:
    misnamed = CaseMap([Case("K1", members=(Member("D1", "P7"),))])
    assert misnamed.case_of(ONE, "A1") == "K1"
    assert misnamed.case_of(TWO, "Anna") == "D1/Anna"  # two informants: which one is meant?
    whose = CaseMap([*misnamed.cases.values(), Case("K2", members=(Member("D1"),))])
    assert whose.case_of(ONE, "A1") == "K2"  # she is known
    place = CaseMap([*misnamed.cases.values(), Case("M", kind="municipality", members=(Member("D1"),))])
    assert place.case_of(ONE, "A1") == "K1"  # and here the place alone
    two_rows = CaseMap([Case("K1", members=(Member("D1", "P7"),)), Case("K2", members=(Member("D1", "P8"),))])
    assert two_rows.case_of(ONE, "A1") == "D1"
    asks = CaseMap([Case("K1", members=(Member("D1", "I"),))])
    assert asks.case_of(ONE, "A1") == "D1"  # the transcript has that speaker, who asks


def test_a_passage_takes_the_units_that_lie_mostly_in_it() -> None:
    cases = CaseMap([
        Case("pilot-1", kind="pilot", members=(Member("D1", passage=":2-3"),)),
        Case("pilot-2", kind="pilot", members=(Member("D1", passage="@30-40"),)),
        Case("K", members=(Member("D1"),)),
    ])  # fmt: skip
    assert cases.case_of(ONE, "A1", (Span(10, 20),)) == "pilot-1"
    assert cases.case_of(ONE, "A1", (Span(30, 40),)) == "pilot-2"
    assert cases.case_of(ONE, "A1", (Span(0, 10), Span(10, 20))) == "K"  # half is not most
    assert cases.case_of(ONE, "A1", (Span(5, 20),)) == "pilot-1"
    assert cases.case_of(ONE, "A1") == "K"
    assert cases.case_of(document("A1", id="D2"), "A1", (Span(0, 10),)) == "D2"


def test_where_a_passage_stands() -> None:
    assert reach(Member("D1", passage=":2-3"), ONE) == (10, 30)
    assert reach(Member("D1", passage="@5-17"), ONE) == (5, 17)
    assert reach(Member("D1", passage=":8-9"), ONE) == (0, 0)
    assert reach(Member("D1", passage=":1-4"), ONE) == (0, 40)
    assert reach(Member("D1", passage=":4-4"), ONE) == (30, 40)


MUNICIPALITY = [
    Case("Vejle", kind="municipality", members=(Member("D1"),), attributes={"region": "south", "size": "large"}),
    Case("Anna", members=(Member("D1", "Anna"),), attributes={"role": "manager", "size": ""}),
    Case("Bo", members=(Member("D1", "Bo"),), part_of="Ringe"),
    Case("Ringe", kind="municipality", part_of="Syd"),
    Case("Syd", kind="region"),
]


def test_who_speaks_in_a_document_is_part_of_the_case_that_holds_it_unless_a_row_says_otherwise() -> None:
    assert parents(MUNICIPALITY) == {"Anna": "Vejle", "Bo": "Ringe", "Ringe": "Syd"}
    cases = CaseMap(MUNICIPALITY)
    assert cases.levels("Bo") == ["Bo", "Ringe", "Syd"] and cases.above("Anna") == ["Vejle"]
    assert cases.holding == {"Vejle", "Ringe", "Syd"}
    assert cases.levels("unknown") == ["unknown"]


def test_a_case_in_documents_of_two_others_is_part_of_neither() -> None:
    spread = Case("Anna", members=(Member("D1", "Anna"), Member("D2", "Anna")))
    holders = [Case("A", members=(Member("D1"),)), Case("B", members=(Member("D2"),))]
    assert parents([*holders, spread]) == {}
    assert parents([holders[0], spread]) == {}  # in D2 it is part of nothing
    own = Case("C", members=(Member("D1", "Anna"), Member("D3")))
    assert parents([holders[0], own]) == {}  # it holds a document of its own
    alone = Case("E", members=(Member("D5"), Member("D5", "Anna")))
    assert parents([alone]) == {}
    passage = Case("P", members=(Member("D1", passage=":1-2"),))
    assert parents([holders[0], passage]) == {"P": "A"}


def test_attributes_come_from_the_case_itself_first() -> None:
    cases = CaseMap(MUNICIPALITY)
    assert cases.attributes("Anna") == {"role": "manager", "size": "large", "region": "south"}
    assert cases.attributes("Vejle") == {"region": "south", "size": "large"}
    assert cases.attributes("nobody") == {}
    empty = CaseMap(
        [Case("a", attributes={"role": "", "x": "own"}, part_of="b"), Case("b", attributes={"role": "", "x": "b"})]
    )
    assert empty.attributes("a") == {"role": "", "x": "own"}


def test_a_circle_of_parents_ends_with_the_case_itself() -> None:
    circle = CaseMap([Case("a", part_of="b"), Case("b", part_of="a")])
    assert circle.above("a") == ["b", "a"]


def test_a_person_is_the_case_where_that_is_an_informant() -> None:
    cases = CaseMap(MUNICIPALITY)
    assert cases.person(TWO, "Anna", "Anna") == "Anna"
    assert cases.person(TWO, "Anna", "Vejle") == "Vejle/D1/Anna"
    assert cases.person(TWO, "Anna", "D1/Anna") == "D1/Anna"


def test_several_values_of_one_attribute_each_once_in_their_order() -> None:
    assert values("school; care;school ; ") == ("school", "care")
    assert values("") == ()


def test_a_document_read_again_is_looked_at_again() -> None:
    cases = CaseMap([])
    assert cases.case_of(ONE, "A1") == "D1"
    assert cases.case_of(document("I", "A1", "B2"), "A1") == "D1/A1"
