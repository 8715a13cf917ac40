"""The styles of a Word report: Word's own by their names, and a few of qualcode's.

A template's styles win: only what it does not have is added, so that the report looks as the
thesis does and can be pasted into it.
"""

from __future__ import annotations

from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

TAGS = {"da": "da-DK", "nb": "nb-NO", "sv": "sv-SE", "en": "en-GB"}
"""The language of proofing, by the language of the report."""

FONT = "Times New Roman"
BULLET = 77
"""The number of the bullet list in our own numbering."""


def _spacing(before: int, after: int, line: int = 240) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _heading(level: int, size: int, before: int, after: int) -> tuple[str, str, str]:
    return (
        f"Heading{level}",
        f"heading {level}",
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/>'
        f"<w:pPr><w:keepNext/><w:keepLines/>{_spacing(before, after)}"
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>',
    )


def _toc(level: int) -> tuple[str, str, str]:
    return (
        f"TOC{level}",
        f"toc {level}",
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="39"/>'
        f'<w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9070"/></w:tabs>{_spacing(0, 40)}'
        f'<w:ind w:left="{220 * (level - 1)}"/></w:pPr>',
    )


PARAGRAPHS: tuple[tuple[str, str, str], ...] = (
    _heading(1, 32, 360, 160),
    _heading(2, 26, 280, 120),
    _heading(3, 22, 240, 80),
    (
        "Title", "Title",
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="10"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/>{_spacing(0, 120)}</w:pPr><w:rPr><w:b/><w:sz w:val="40"/><w:szCs w:val="40"/></w:rPr>',
    ),
    (
        "Subtitle", "Subtitle",
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="11"/><w:qFormat/>'
        f'<w:pPr>{_spacing(0, 120)}</w:pPr><w:rPr><w:color w:val="444444"/><w:sz w:val="26"/></w:rPr>',
    ),
    (
        "Caption", "caption",
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="35"/><w:qFormat/>'
        f"<w:pPr><w:keepNext/><w:keepLines/>{_spacing(240, 80)}</w:pPr>",
    ),
    (
        "Quote", "Quote",
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="29"/><w:qFormat/>'
        f'<w:pPr>{_spacing(120, 40, 259)}<w:ind w:left="567" w:right="567"/></w:pPr>',
    ),
    (
        "ListBullet", "List Bullet",
        '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>'
        f'<w:pPr><w:numPr><w:numId w:val="{BULLET}"/></w:numPr>{_spacing(0, 60)}<w:contextualSpacing/></w:pPr>',
    ),
    (
        "TOCHeading", "TOC Heading",
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="39"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/>{_spacing(360, 160)}</w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr>',
    ),
    _toc(1),
    _toc(2),
    _toc(3),
    (
        "Footer", "footer",
        '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>'
        f'<w:pPr><w:tabs><w:tab w:val="center" w:pos="4535"/><w:tab w:val="right" w:pos="9070"/></w:tabs>'
        f"{_spacing(0, 0)}</w:pPr>",
    ),
    (
        "QualcodeTableText", "qualcode table text",
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{_spacing(30, 30)}<w:jc w:val="left"/></w:pPr>'
        '<w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>',
    ),
    (
        "QualcodeNote", "qualcode note",
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepLines/>{_spacing(60, 60)}<w:jc w:val="left"/></w:pPr>'
        '<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>',
    ),
    (
        "QualcodeSource", "qualcode source",
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{_spacing(0, 160)}<w:ind w:left="567" w:right="567"/></w:pPr>'
        '<w:rPr><w:color w:val="444444"/><w:sz w:val="19"/></w:rPr>',
    ),
    (
        "QualcodeDefinition", "qualcode definition",
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{_spacing(0, 80)}<w:ind w:left="567"/></w:pPr>',
    ),
    (
        "QualcodeTurn", "qualcode turn",
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{_spacing(40, 40)}<w:jc w:val="left"/></w:pPr>'
        '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>',
    ),
    (
        "QualcodeTurnNumber", "qualcode turn number",
        f'<w:basedOn w:val="Normal"/><w:pPr>{_spacing(40, 40)}<w:jc w:val="right"/></w:pPr>'
        '<w:rPr><w:color w:val="666666"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>',
    ),
    (
        "QualcodeMargin", "qualcode margin",
        '<w:basedOn w:val="Normal"/><w:pPr>'
        '<w:pBdr><w:left w:val="single" w:sz="6" w:space="6" w:color="999999"/></w:pBdr>'
        f'{_spacing(40, 0)}<w:ind w:left="284" w:hanging="170"/><w:jc w:val="left"/></w:pPr>'
        '<w:rPr><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr>',
    ),
    (
        "QualcodeQuestion", "qualcode question",
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>'
        f'{_spacing(200, 60)}<w:jc w:val="left"/></w:pPr><w:rPr><w:b/><w:i/><w:sz w:val="20"/></w:rPr>',
    ),
)  # fmt: skip

TABLES: tuple[tuple[str, str, str], ...] = (
    (
        "QualcodeTable", "qualcode table",
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:tblPr>'
        '<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
        '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/></w:tblBorders>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>',
    ),
    (
        "QualcodeTranscript", "qualcode transcript",
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:tblPr>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>',
    ),
)  # fmt: skip

_NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f"<w:pPr>{_spacing(0, 140, 269)}</w:pPr></w:style>"
)
_TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)

NUMBERING = (
    f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="{{abstract}}"><w:multiLevelType w:val="hybridMultilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="454" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>'
)
NUM = f'<w:num xmlns:w="{W}" w:numId="{{num}}"><w:abstractNumId w:val="{{abstract}}"/></w:num>'


def _style(kind: str, id: str, name: str, inside: str) -> str:
    custom = ' w:customStyle="1"' if name.startswith("qualcode ") else ""
    return f'<w:style w:type="{kind}"{custom} w:styleId="{id}"><w:name w:val="{name}"/>{inside}</w:style>'


def own(language: str) -> str:
    """Our `styles.xml` where there is no template."""
    styles = [_style("paragraph", *each) for each in PARAGRAPHS] + [_style("table", *each) for each in TABLES]
    tag = TAGS[language]
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{W}"><w:docDefaults>'
        f'<w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        f'<w:sz w:val="23"/><w:szCs w:val="23"/><w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>" + _NORMAL + _TABLE_NORMAL + "".join(styles) + "</w:styles>"
    )


def own_ids() -> dict[str, str]:
    """The id of each of our styles, by name in lower case."""
    return {name.casefold(): id for id, name, _ in (*PARAGRAPHS, *TABLES)}


def added_to(root: Any) -> tuple[dict[str, str], bool]:
    """Add to a template's styles those it lacks.

    `root` is the parsed `w:styles`. Returns each style's id by its name in lower case, and
    whether our bullet list is needed.
    """
    from lxml import etree

    w = f"{{{W}}}"
    ids: dict[str, str] = {}
    taken: set[str] = set()
    defaults: dict[str, str] = {}
    for style in root.findall(f"{w}style"):
        name = style.find(f"{w}name")
        identifier = style.get(f"{w}styleId", "")
        taken.add(identifier)
        if name is not None:
            ids.setdefault(str(name.get(f"{w}val")).casefold(), identifier)
        if style.get(f"{w}default") in ("1", "true", "on"):
            defaults[str(style.get(f"{w}type"))] = identifier
    needs_bullets = "list bullet" not in ids
    for kind, group in (("paragraph", PARAGRAPHS), ("table", TABLES)):
        base = defaults.get(kind, "")
        for identifier, name, inside in group:
            if name.casefold() in ids:
                continue
            new = identifier if identifier not in taken else f"{identifier}Q"
            taken.add(new)
            ids[name.casefold()] = new
            element = etree.fromstring(
                _style(kind, new, name, inside).replace("<w:style ", f'<w:style xmlns:w="{W}" ', 1)
            )
            for reference in ("basedOn", "next"):
                found = element.find(f"{w}{reference}")
                if found is not None:
                    _point(found, base, element)
            root.append(element)
    return ids, needs_bullets


def _point(reference: Any, base: str, element: Any) -> None:
    """Let an added style rest on the template's own default style."""
    if base:
        reference.set(f"{{{W}}}val", base)
    else:
        element.remove(reference)
