"""The standard's elements: their order, their attributes, and how lenient reading has to be."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from ..drafts import color_of
from ..markup import child, local, words_of
from ..names import guid, plain_guid

NAMESPACE = "urn:QDA-XML:project:1.0"
NS = f"{{{NAMESPACE}}}"

_NOTED = ("Coding", "NoteRef")
ORDER: dict[str, tuple[str, ...]] = {
    "Project": ("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs",
                "Description", "NoteRef"),
    "Users": ("User",),
    "CodeBook": ("Codes",),
    "Codes": ("Code",),
    "Code": ("Description", "NoteRef", "Code"),
    "Variables": ("Variable",),
    "Variable": ("Description",),
    "VariableValue": ("VariableRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue",
                      "DateTimeValue"),
    "Cases": ("Case",),
    "Case": ("Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef"),
    "Sources": ("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource"),
    "Notes": ("Note",),
    "TextSource": ("Description", "PlainTextContent", "PlainTextSelection", *_NOTED, "VariableValue"),
    "PlainTextSelection": ("Description", *_NOTED),
    "PictureSource": ("Description", "TextDescription", "PictureSelection", *_NOTED, "VariableValue"),
    "PictureSelection": ("Description", *_NOTED),
    "PDFSource": ("Description", "PDFSelection", "Representation", *_NOTED, "VariableValue"),
    "PDFSelection": ("Description", "Representation", *_NOTED),
    "AudioSource": ("Description", "Transcript", "AudioSelection", *_NOTED, "VariableValue"),
    "AudioSelection": ("Description", *_NOTED),
    "VideoSource": ("Description", "Transcript", "VideoSelection", *_NOTED, "VariableValue"),
    "VideoSelection": ("Description", *_NOTED),
    "Transcript": ("Description", "PlainTextContent", "SyncPoint", "TranscriptSelection", "NoteRef"),
    "TranscriptSelection": ("Description", *_NOTED),
    "Coding": ("CodeRef", "NoteRef"),
    "Links": ("Link",),
    "Link": ("NoteRef",),
    "Sets": ("Set",),
    "Set": ("Description", "MemberCode", "MemberSource", "MemberNote"),
    "Graphs": ("Graph",),
    "Graph": ("Vertex", "Edge"),
}  # fmt: skip
"""Which children an element may have, in which order; the schema takes no other."""
for _same in ("Note", "Representation", "TextDescription"):
    ORDER[_same] = ORDER["TextSource"]

_AUDIT = ("creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime")
_TEXT = ("guid", "name", "richTextPath", "plainTextPath", *_AUDIT)
_FILE = ("guid", "name", "path", "currentPath", *_AUDIT)
_CORNERS = ("firstX", "firstY", "secondX", "secondY")
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "Project": ("name", "origin", "creatingUserGUID", "creationDateTime", "modifyingUserGUID", "modifiedDateTime",
                "basePath"),
    "User": ("guid", "name", "id"),
    "Code": ("guid", "name", "isCodable", "color"),
    "Variable": ("guid", "name", "typeOfVariable"),
    "Case": ("guid", "name"),
    "TextSource": _TEXT, "Note": _TEXT, "Representation": _TEXT, "TextDescription": _TEXT, "Transcript": _TEXT,
    "PictureSource": _FILE, "PDFSource": _FILE, "AudioSource": _FILE, "VideoSource": _FILE,
    "PlainTextSelection": ("guid", "name", "startPosition", "endPosition", *_AUDIT),
    "PictureSelection": ("guid", "name", *_CORNERS, *_AUDIT),
    "PDFSelection": ("guid", "name", "page", *_CORNERS, *_AUDIT),
    "AudioSelection": ("guid", "name", "begin", "end", *_AUDIT),
    "VideoSelection": ("guid", "name", "begin", "end", *_AUDIT),
    "TranscriptSelection": ("guid", "name", "fromSyncPoint", "toSyncPoint", *_AUDIT),
    "SyncPoint": ("guid", "timeStamp", "position"),
    "Coding": ("guid", "creatingUser", "creationDateTime"),
    "Link": ("guid", "name", "direction", "color", "originGUID", "targetGUID"),
    "Set": ("guid", "name"),
    "Graph": ("guid", "name"),
    "Vertex": ("guid", "representedGUID", "name", *_CORNERS, "shape", "color"),
    "Edge": ("guid", "representedGUID", "name", "sourceVertex", "targetVertex", "color", "direction", "lineStyle"),
}  # fmt: skip
REFERENCES = ("CodeRef", "NoteRef", "SourceRef", "SelectionRef", "VariableRef", "MemberCode", "MemberSource",
              "MemberNote")  # fmt: skip
"""Elements that say nothing but `targetGUID`."""

_GUIDS = frozenset(("guid", "creatingUser", "modifyingUser", "creatingUserGUID", "modifyingUserGUID", "originGUID",
                    "targetGUID", "representedGUID", "sourceVertex", "targetVertex", "fromSyncPoint",
                    "toSyncPoint"))  # fmt: skip
_DATES = frozenset(("creationDateTime", "modifiedDateTime"))
_WHOLE = frozenset((*_CORNERS, "page", "begin", "end", "startPosition", "endPosition", "timeStamp", "position"))
_REQUIRED = {"firstX": "0", "firstY": "0", "secondX": "0", "secondY": "0", "page": "0", "begin": "0", "end": "0",
             "startPosition": "0", "endPosition": "0"}  # fmt: skip
_WORDS = {
    "direction": ("Associative", "OneWay", "Bidirectional"),
    "lineStyle": ("dotted", "dashed", "solid"),
    "shape": ("Person", "Oval", "Rectangle", "RoundedRectangle", "Star", "LeftTriangle", "RightTriangle",
              "UpTriangle", "DownTriangle", "Note"),
    "typeOfVariable": ("Text", "Boolean", "Integer", "Float", "Date", "DateTime"),
}  # fmt: skip
_GUID = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}\Z")
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")


def text_of(element: Any, name: str) -> str:
    """The text of a child, all of it, without blanks around."""
    found = child(element, name)
    return words_of(found) if found is not None else ""


def target(reference: Any) -> str:
    """What a reference points to: drafts wrote it as `guid` or as text."""
    return plain_guid(reference.get("targetGUID") or reference.get("guid") or reference.text)


def is_guid(written: str) -> bool:
    return _GUID.match(written) is not None


def date(written: str | None) -> str:
    """ISO 8601 in UTC, or nothing where there is none; a date without a zone is taken for UTC."""
    if not written:
        return ""
    if _UTC.match(written):
        return written
    try:
        when = datetime.fromisoformat(written.strip())
    except ValueError:
        return ""
    when = when.astimezone(UTC) if when.tzinfo else when
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def tidied(element: Any) -> None:
    """Make an element and all below it such as the schema takes, in place; whatever it does not take goes.

    Order, upper-case GUIDs without braces, colours, dates and numbers; no paths of somebody's computer.
    """
    stack = [element]
    while stack:
        each = stack.pop()
        name = local(each)
        _attributes(each, name)
        order = ORDER.get(name, ())
        for part in list(each):
            if local(part) not in order:
                each.remove(part)
        parts = list(each)
        ordered = sorted(parts, key=lambda part: order.index(local(part)))
        if ordered != parts:
            each.extend(ordered)  # which moves them; a slice would be looked through for each of its parts
        _single(each, name)
        stack.extend(each)


def _attributes(element: Any, name: str) -> None:
    if name in REFERENCES:
        points_to = target(element)
        element.attrib.clear()
        element.text = None
        element.set("targetGUID", points_to)
        return
    known = ATTRIBUTES.get(name, ())
    for key, written in list(element.attrib.items()):
        value = _value(key, written) if key in known and key not in ("basePath", "currentPath") else None
        if value is None:
            del element.attrib[key]
        else:
            element.set(key, value)
    for key in known:
        if key in _REQUIRED and key not in element.attrib and not (key in ("secondX", "secondY") and name == "Vertex"):
            element.set(key, _REQUIRED[key])
    if "guid" in known and "guid" not in element.attrib:
        element.set("guid", guid("missing", name, *sorted(element.attrib.values())))
    if name in ("Set", "Code", "Variable") and not element.get("name"):
        element.set("name", "unnamed")


def _value(key: str, written: str) -> str | None:
    """An attribute as the schema wants it; None where it cannot be."""
    if key in _GUIDS:
        plain = plain_guid(written)
        return plain if is_guid(plain) else None
    if key in _DATES:
        return date(written) or None
    if key in _WHOLE:
        try:
            return str(round(float(written)))
        except (ValueError, OverflowError):
            return None
    if key == "color":
        return color_of(written)
    if key == "isCodable":
        return "false" if written.strip().lower() in ("false", "0") else "true"
    if key in _WORDS:
        return written if written in _WORDS[key] else None
    return written


def _single(element: Any, name: str) -> None:
    """Of what may stand once, the first stays."""
    seen: set[str] = set()
    for part in list(element):
        kind = local(part)
        once = kind in ("Description", "PlainTextContent", "TextDescription") or (
            kind == "Representation" or (name == "Coding" and kind == "CodeRef")
        )
        if once and kind in seen:
            element.remove(part)
        seen.add(kind)
