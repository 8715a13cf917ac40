"""Codings follow their words when the original was edited, or are said to be lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.model import Span
from qualcode.ingest.anchor import reanchor

OLD = "I: Hvad bruger du data til?\nU1: Til at prioritere. Det er vigtigt.\nI: Hvorfor?\nU1: Fordi det er vigtigt.\n"


def placed(old: str, new: str, quote: str, nth: int = 0) -> tuple[str | None, str]:
    start = -1
    for _ in range(nth + 1):
        start = old.index(quote, start + 1)
    (anchored,) = reanchor(old, new, [Span(start, start + len(quote))])
    return (anchored.span.cut(new) if anchored.span else None), anchored.certainty


def test_words_that_did_not_move_are_the_same() -> None:
    assert placed(OLD, OLD + "U1: Slut.\n", "Til at prioritere.") == ("Til at prioritere.", "same")


def test_words_behind_an_insertion_move() -> None:
    assert placed(OLD, "Interview D1\n\n" + OLD, "Til at prioritere.") == ("Til at prioritere.", "moved")


def test_equal_words_are_told_apart_by_their_neighbours() -> None:
    new = "Forord.\n" + OLD.replace("Hvorfor?", "Og hvorfor så?")
    second = OLD.index("det er vigtigt")
    (anchored,) = reanchor(OLD, new, [Span(second, second + 14)])
    assert anchored.span == Span(new.index("det er vigtigt"), new.index("det er vigtigt") + 14)


def test_a_corrected_word_inside_is_an_edited_quote() -> None:
    new = OLD.replace("Til at prioritere", "Til at priotere")
    assert placed(OLD, new, "Til at prioritere. Det er vigtigt.") == ("Til at priotere. Det er vigtigt.", "edited")


def test_words_that_are_gone_are_lost() -> None:
    assert placed(OLD, OLD.replace("Til at prioritere. ", ""), "Til at prioritere.") == (None, "lost")
    assert placed(OLD, "Noget helt andet.", "Til at prioritere.") == (None, "lost")


def test_words_carried_to_another_place_are_found() -> None:
    moved = "U1: Fordi det er vigtigt.\n"
    new = moved + OLD.replace(moved, "")
    assert placed(OLD, new, "Fordi det er vigtigt.") == ("Fordi det er vigtigt.", "moved")


_LINES = st.lists(
    st.sampled_from(["alfa beta", "gamma delta", "Ja.", "epsilon zeta eta", "Nej, tak.", ""]), max_size=12
)


@given(_LINES, st.lists(st.sampled_from(["ny linje", "Ja.", "og mere"]), max_size=4), st.data())
def test_what_is_placed_has_its_words_and_insertions_lose_nothing(
    lines: list[str], added: list[str], data: st.DataObject
) -> None:
    """A quote that stands once in both texts is always found again, exactly."""
    marked = [*lines, "den ene sætning, som kun står her", *lines]
    old = "\n".join(marked)
    at = data.draw(st.integers(0, len(marked)))
    new = "\n".join([*marked[:at], *added, *marked[at:]])
    quote = "den ene sætning, som kun står her"
    start = old.index(quote)
    everywhere = Span(0, len(old))
    once, whole = reanchor(old, new, [Span(start, start + len(quote)), everywhere])
    assert once.span is not None and once.span.cut(new) == quote
    assert whole.certainty != "same" or new.startswith(old)


def test_equal_words_that_stood_there_before_are_not_those_that_are_gone() -> None:
    asked = "I: Gik det?\nMia: Ja.\n"
    kept = "I: Og nu?\nMia: Vi prøver.\nI: Er det godt?\nMia: Ja.\n"
    old, new = asked + kept, kept
    first, second = Span(17, 20), Span(len(old) - 4, len(old) - 1)
    assert first.cut(old) == second.cut(old) == "Ja."
    gone, there = reanchor(old, new, [first, second])
    assert gone.certainty == "lost"
    assert there.span == Span(len(new) - 4, len(new) - 1)
