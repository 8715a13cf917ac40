"""Variables and their values: attributes of cases and documents here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from ...core.model import Foreign
from ...core.numbering import unused
from ..interface import Account
from ..markup import child, children, local
from ..names import attribute_name, guid, plain_guid
from .elements import NS, target


class Variables:
    """The variables of a file, by GUID."""

    def __init__(self, element: Any | None, origin: str, foreign: list[Foreign], account: Account) -> None:
        self._account = account
        self._names: dict[str, str] = {}
        found = list(children(element, "Variable")) if element is not None else []
        names = [" ".join((each.get("name") or "").split()) for each in found]
        bare = [name.partition(":")[2].strip() or name for name in names]
        if "nvivo" in origin.casefold() and len(set(bare)) == len(bare):
            names = bare  # NVivo puts the name of the classification before each attribute
        taken: set[str] = set()
        for each, written in zip(found, names, strict=True):
            name = attribute_name(written)
            if written and name != written:
                account.change("variables", "have the name of a column that means something else here", name)
            free = unused(name, taken.__contains__, "{} {}")
            taken.add(free)
            self._names[plain_guid(each.get("guid"))] = free
            foreign.append(Foreign("qdpx", "xml", f"variable {free}", etree.tostring(each, encoding="unicode").strip()))

    def values(self, element: Any) -> dict[str, str]:
        """What an element says about itself; a variable without a value is left out."""
        found: dict[str, str] = {}
        for value in children(element, "VariableValue"):
            reference = child(value, "VariableRef")
            name = self._names.get(target(reference), "") if reference is not None else ""
            if not name:
                self._account.lose("variable values", "are of a variable that the file does not have")
                continue
            written = next((each for each in value if local(each).endswith("Value")), None)
            if written is not None:
                found[name] = "".join(written.itertext()).strip()
        return found


def write_variables(names: Iterable[str], values: dict[str, list[str]], kept: dict[str, Any]) -> dict[str, Any]:
    """The Variable element of each attribute; its type is the one it came with where all values are of it."""
    found: dict[str, Any] = {}
    for name in names:
        element = kept.get(name)
        if element is None:
            element = etree.Element(f"{NS}Variable")
            element.set("guid", guid("variable", name))
            element.set("name", name)
        typed = element.get("typeOfVariable") or "Text"
        if typed != "Text" and not all(valid(typed, value) for value in values.get(name, [])):
            typed = "Text"
        element.set("typeOfVariable", typed)
        found[name] = element
    return found


def valid(typed: str, value: str) -> bool:
    """Whether a value can be written as its variable's type."""
    from decimal import Decimal, InvalidOperation

    if typed == "Boolean":
        return value in ("true", "false", "1", "0")
    if typed in ("Integer", "Float"):
        try:
            number = Decimal(value)
        except InvalidOperation:
            return False
        return number.is_finite() and "E" not in value.upper() and (typed == "Float" or number == number.to_integral())
    if typed in ("Date", "DateTime"):
        import re

        shape = r"\d{4}-\d\d-\d\d" + ("" if typed == "Date" else r"T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
        return re.fullmatch(shape, value) is not None
    return True


def value_element(variable: Any, value: str) -> Any:
    """A value of a variable, in its type."""
    element = etree.Element(f"{NS}VariableValue")
    etree.SubElement(element, f"{NS}VariableRef").set("targetGUID", plain_guid(variable.get("guid")))
    etree.SubElement(element, f"{NS}{variable.get('typeOfVariable')}Value").text = value
    return element
