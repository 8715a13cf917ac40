"""The file in which a person says who is who: `label,role` or `label,name,role`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from qualcode.core.errors import Problem, ProblemsFound, ReadError
from qualcode.core.model import ROLES

from ..readers.encoding import decode


def read_speaker_map(path: Path) -> dict[str, str]:
    """Label to role, to name, or to `name/role`, as `ReadRequest.speakers` takes it.

    The columns are `label`, `role` and `name`; the last two may be missing or empty. Raises
    ProblemsFound with every line that is wrong.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(path, (error.strerror or str(error)).lower(), slug="missing_file") from None
    text = decode(data, str(path))[0]
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    names = [name.strip().casefold() for name in rows.fieldnames or ()]
    rows.fieldnames = names
    if "label" not in names:
        message = f"expected the columns label, role, name; found {', '.join(names) or 'none'}"
        raise ProblemsFound([Problem(str(path), 1, None, "error", message, "bad_speakers")])
    speakers: dict[str, str] = {}
    problems = []
    for row in rows:
        label, role, name = ((row.get(key) or "").strip() for key in ("label", "role", "name"))
        if not label:
            continue
        if role and role.casefold() not in ROLES:
            problems.append(
                Problem(
                    str(path), rows.line_num, None, "error",
                    f"role {role!r}: expected {', '.join(ROLES)}", "bad_speakers",
                )
            )  # fmt: skip
            continue
        if name and role:
            speakers[label] = f"{name}/{role.casefold()}"
        else:
            speakers[label] = role.casefold() or name or label
    if problems:
        raise ProblemsFound(problems)
    return speakers
