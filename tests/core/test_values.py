"""What `frozen` promises: all that a frozen dataclass with slots is."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field

import pytest

from qualcode.core.values import frozen


@frozen
class Point:
    """A place, and words about it."""

    x: int
    y: int = 0
    words: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return self.x


@frozen
class Positive:
    number: int

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(self.number)

    def __hash__(self) -> int:
        return 7


@frozen
class Known:
    number: int
    id: str = field(default="", compare=False)
    index: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)


@frozen
class Nothing:
    pass


def test_values_take_their_fields_in_order_or_by_name_and_defaults_for_the_rest() -> None:
    assert (Point(1).y, Point(1, 2).y, Point(x=1, y=3).y) == (0, 2, 3)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]


def test_no_two_values_share_what_a_default_makes() -> None:
    first, second = Point(1), Point(1)
    first.words.append("one")
    assert second.words == []


def test_values_are_equal_where_their_class_and_fields_are() -> None:
    assert Point(1, 2) == Point(1, 2) != Point(2, 1)
    other: object = Nothing()
    assert Positive(1) != other == Nothing()
    assert len({Positive(1), Positive(1), Positive(2)}) == 2


def test_a_field_that_is_not_compared_makes_no_difference() -> None:
    assert Known(1, "a") == Known(1, "b") != Known(2, "a")
    assert len({Known(1, "a"), Known(1, "b")}) == 1


def test_a_field_that_is_no_argument_is_made_anew_and_not_told() -> None:
    first = Known(1)
    first.index["a"] = 1
    assert (repr(first), dataclasses.replace(first, id="b").index) == ("Known(number=1, id='')", {})
    with pytest.raises(TypeError):
        Known(1, "", {})  # type: ignore[call-arg]


def test_a_value_is_hashed_by_its_fields_or_as_its_class_says() -> None:
    assert hash(Nothing()) == hash(Nothing())
    assert hash(Positive(3)) == 7
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point(1))


def test_a_value_is_never_changed_and_has_no_further_attributes() -> None:
    point = Point(1)
    for change in (lambda: setattr(point, "x", 2), lambda: setattr(point, "z", 2), lambda: delattr(point, "x")):
        with pytest.raises(FrozenInstanceError):
            change()
    assert not hasattr(point, "__dict__")


def test_a_value_is_looked_at_after_it_is_made() -> None:
    with pytest.raises(ValueError, match="0"):
        Positive(0)


def test_values_are_dataclasses_to_those_who_take_them_apart() -> None:
    point = Point(1, words=["a"])
    assert dataclasses.is_dataclass(type(point))
    assert dataclasses.replace(point, y=5) == Point(1, 5, ["a"])
    assert dataclasses.asdict(point) == {"x": 1, "y": 0, "words": ["a"]}
    assert repr(point) == "Point(x=1, y=0, words=['a'])"
    match point:
        case Point(x, y):
            assert (x, y) == (1, 0)


def test_values_go_to_another_process_and_back() -> None:
    assert pickle.loads(pickle.dumps(Point(1, 2, ["a"]))) == Point(1, 2, ["a"])


def test_a_field_that_is_not_compared_tells_no_two_values_apart() -> None:
    @frozen
    class Mark:
        code: str
        uid: str = field(default="", compare=False)

    assert Mark("a", "1") == Mark("a", "2") and len({Mark("a", "1"), Mark("a", "2"), Mark("b", "1")}) == 2
