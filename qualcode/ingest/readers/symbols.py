"""What a symbol inserted in Word shows: characters of fonts that are not letters.

Symbol and Wingdings have their own code points; the ones that occur in transcripts and
question forms (arrows, boxes, ticks, bullets, Greek letters) have Unicode characters.
"""

from __future__ import annotations

_GREEK = dict(
    zip(
        "ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcyw",
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω",
        strict=True,
    )
)
_SYMBOL = {ord(latin): greek for latin, greek in _GREEK.items()} | {
    0x56: "ς", 0x6A: "ϕ", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈",
    0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD6: "√", 0xDB: "⇔", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x3F: "✍", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6D: "❍",
    0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x78: "☒", 0x9F: "•",
    0xA1: "○", 0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def symbol(font: str, code: str) -> str:
    """The character that hexadecimal `code` of `font` shows; U+FFFD when it is not known.

    >>> symbol("Wingdings", "F0E0"), symbol("Symbol", "F061"), symbol("Arial", "00E6")
    ('→', 'α', 'æ')
    """
    try:
        point = int(code, 16)
    except ValueError:
        return "\ufffd"
    table = _FONTS.get(font.strip().lower())
    low = point - 0xF000 if 0xF000 <= point <= 0xF0FF else point
    if table is not None and low < 0x100:
        return table.get(low) or (chr(low) if table is _SYMBOL and 0x20 <= low < 0x41 else "\ufffd")
    if low != point and 0x20 <= low < 0x100:
        return chr(low)
    return chr(point) if 0x20 <= point < 0xD800 else "\ufffd"
