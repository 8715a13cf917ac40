"""The templates of web pages: every word that is put into one is text, never markup."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..core.text import ORDERS


@functools.cache
def environment() -> Environment:
    """The templates in `report/templates`."""
    made = Environment(
        loader=PackageLoader("qualcode.report"),
        autoescape=True,
        finalize=text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["lines"] = lines
    made.globals["asset"] = asset
    return made


def text(value: Any) -> Any:
    """Words as a page can hold them: nothing unprintable, and a return stays one."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    if not value.isprintable():
        value = ORDERS.sub("\ufffd", value)
    return Markup(escape(value).replace("\r", "&#13;")) if "\r" in value else value


def lines(value: str) -> Markup:
    """Words with their line breaks."""
    return Markup("<br>").join(escape(text(line)) for line in value.split("\n"))


def asset(name: str) -> Markup:
    """A style sheet or script by its place in `report/`, as it is."""
    path = resources.files("qualcode.report").joinpath(name)
    return Markup(path.read_text("utf-8").replace("\r\n", "\n"))
