"""Small studies as frames, written so that a reader sees the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

SIX_UNITS = """
    u1 I1 Q1 100 A   A
    u2 I1 Q2  50 AB  B
    u3 I1 Q3  50 -   -
    u4 I2 Q1 200 B   B
    u5 I2 Q2  60 ABC A
    u6 I2 Q3  40 -   -
"""
"""unit, informant, question, words, codes, primary code."""

EIGHT_INTERVIEWS = Path(__file__).with_name("eight_interviews.txt")


def frames(lines: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Units and marks from lines like those of `SIX_UNITS`; one letter is one code."""
    units, marks = [], []
    for line in lines.strip().splitlines():
        unit, informant, question, words, codes, primary = line.split()
        units.append(
            {"unit": unit, "informant": informant, "question": question, "words": int(words),
             "primary": None if primary == "-" else primary}
        )  # fmt: skip
        marks += [{"unit": unit, "code": code} for code in codes if code != "-"]
    return pd.DataFrame(units), pd.DataFrame(marks, columns=["unit", "code"])


def eight_interviews() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Three directors and five managers; their answers carry V, S, C in any combination."""
    units, marks = [], []
    for number, line in enumerate(EIGHT_INTERVIEWS.read_text(encoding="utf-8").splitlines()[1:]):
        informant, question, status, words, codes, primary = line.split()
        units.append(
            {"unit": f"u{number}", "informant": informant, "question": question, "status": status,
             "words": int(words), "primary": None if primary == "-" else primary,
             "role": "director" if informant.startswith("D") else "manager"}
        )  # fmt: skip
        marks += [{"unit": f"u{number}", "code": code} for code in codes if code != "-"]
    return pd.DataFrame(units), pd.DataFrame(marks, columns=["unit", "code"])


def coded(rows: Sequence[Mapping[str, Any]], **columns: Sequence[Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Units and marks from rows with `informant`, `question` and `codes` (code to weight)."""
    units, marks = [], []
    for number, row in enumerate(rows):
        units.append({"unit": f"u{number}", **{key: value for key, value in row.items() if key != "codes"}})
        marks += [{"unit": f"u{number}", "code": code, "weight": weight} for code, weight in row["codes"].items()]
    return pd.DataFrame(units), pd.DataFrame(marks, columns=["unit", "code", "weight"])
