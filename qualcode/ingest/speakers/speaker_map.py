"""The table in which a person says who is who: `label,role` or `label,name,role`."""

from __future__ import annotations

from pathlib import Path

from qualcode.core.errors import Problem, ProblemsFound
from qualcode.core.model import ROLES
from qualcode.core.spreadsheets import read_sheet

_ROLE_WORDS = {
    "interviewer": "interviewer intervjuer intervjuare moderator forsker forskare researcher",
    "informant": "informant respondent interviewee interviewperson intervjuperson intervjuobjekt deltager deltaker "
    "deltagare participant",
    "other": "other anden andet annen annet annan andre øvrig övrig observer observatør observatör",
}
_ROLES = {word: role for role, words in _ROLE_WORDS.items() for word in words.split()}


def role_named(word: str) -> str | None:
    """The role that a word means in Danish, Norwegian, Swedish or English; None where it means none."""
    return _ROLES.get(word.strip().casefold())


def read_speaker_map(path: Path) -> dict[str, str]:
    """Label to role, to name, or to `name/role`, as `ReadRequest.speakers` takes it.

    The columns are `label`, `role` and `name`, their headings in any of four languages; the last
    two may be missing or empty. Raises ReadError where the file is no table, ProblemsFound with
    every line that is wrong.
    """
    path = Path(path)
    sheet = read_sheet(path)
    wanted = ("label", "role", "name")
    names = sheet.columns(wanted)
    if "label" not in names:
        message = f"expected the columns label, role, name; found {', '.join(names) or 'none'}"
        raise ProblemsFound([Problem(str(path), sheet.rows[0].line, None, "error", message, "bad_speakers")])
    speakers: dict[str, str] = {}
    lines: dict[str, int] = {}
    problems = []
    for line, row in sheet.records(wanted):
        label, written, name = row["label"], row.get("role", ""), row.get("name", "")
        if not label:
            continue
        role = role_named(written) or ""
        if written and not role:
            problems.append(
                Problem(
                    str(path), line, None, "error", f"role {written!r}: expected {', '.join(ROLES)}", "bad_speakers"
                )
            )  # fmt: skip
            continue
        meant = f"{name}/{role}" if name and role else role or name or label
        if speakers.setdefault(label, meant) != meant:
            message = f"{label} is {meant} here, and {speakers[label]} on line {lines[label]}"
            problems.append(Problem(str(path), line, None, "error", message, "bad_speakers"))
        lines.setdefault(label, line)
    if problems:
        raise ProblemsFound(problems)
    return speakers
