"""The words of RTF that the reader acts on: code pages, languages, characters, destinations."""

from __future__ import annotations

CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162:
    "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238:
    "cp1250", 255: "cp437",
}  # fmt: skip
LANGUAGES = {
    1030: "da", 1044: "nb", 2068: "nn", 1053: "sv", 2077: "sv", 1033: "en", 2057: "en", 3081: "en", 1031: "de",
    1043: "nl", 1036: "fr", 1035: "fi", 1039: "is", 1045: "pl", 1034: "es", 3082: "es", 1040: "it", 2070: "pt",
    1046: "pt",
}  # fmt: skip

CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "column": "\n", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark":
    "\u200f", "zwbo": "\u200b",
}  # fmt: skip
SIGNS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "\t": "\t"}

NO_TEXT = frozenset(
    (
    "colortbl", "fldinst", "pict", "objdata", "objclass", "themedata", "colorschememapping", "datastore",
    "latentstyles", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "filetbl", "revtbl",
    "bkmkstart", "bkmkend", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "shprslt", "nonshppict", "pn", "pntxta", "pntxtb", "pgdsctbl", "wgrffmtfilter", "mmathPr",
    "datafield", "formfield", "private", "template", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc",
    "aftncn", "xe", "tc", "atnid", "atntime", "atndate", "atnref", "atrfstart", "atrfend", "falt", "panose",
    "fontemb", "blipuid", "nonesttables", "docvar", "keywords", "operator", "company",
    )
)  # fmt: skip
