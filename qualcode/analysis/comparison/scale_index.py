"""The index of closed questions on one scale: the mean of all answers, from 0 to 100.

A satisfaction index such as the Swedish NKI is the mean of (usually three) questions on a scale from 1 to 10, moved
to 0 to 100: (mean - low) / (high - low) * 100. Respondents who left one of the questions out are not counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ...core.grouping import grouped
from ...core.results.comparison import IndexRow, ScaleIndex

EVERYBODY = "all"


def scale_index(
    answers: Mapping[str, Mapping[str, Fraction]],
    questions: Sequence[str],
    scale: tuple[Fraction, Fraction],
    groups: Mapping[str, Sequence[str]] | None = None,
) -> ScaleIndex:
    """The index of `questions` from each respondent's `answers`, in each group and in all.

    `groups` gives the groups of each respondent, in the order in which they are printed when they are met; the last
    row is of everybody.

    >>> found = scale_index({"a": {"q": Fraction(1), "r": Fraction(10)}, "b": {"q": Fraction(4)}},
    ...                     ["q", "r"], (Fraction(1), Fraction(10)))
    >>> found.rows[0].index, found.rows[0].respondents, found.rows[0].incomplete
    (Fraction(50, 1), 1, 1)
    """
    members = grouped(
        (group, respondent) for respondent in answers for group in dict.fromkeys((groups or {}).get(respondent, ()))
    )
    every = [*members.items(), (EVERYBODY, list(answers))]
    return ScaleIndex(
        {"questions": list(questions), "low": scale[0], "high": scale[1]},
        tuple(_row(group, [answers[one] for one in own], questions, scale) for group, own in every),
    )


def _row(
    group: str, answers: Sequence[Mapping[str, Fraction]], questions: Sequence[str], scale: tuple[Fraction, Fraction]
) -> IndexRow:
    whole = [each for each in answers if all(question in each for question in questions)]
    if not whole:
        return IndexRow(group, 0, len(answers), dict.fromkeys(questions), None)
    low, high = scale
    means = {question: sum((each[question] for each in whole), Fraction()) / len(whole) for question in questions}
    mean = sum(means.values(), Fraction()) / len(questions)
    return IndexRow(group, len(whole), len(answers) - len(whole), means, (mean - low) / (high - low) * 100)
