"""How fast the numbers are, as ratios to the plainest thing that touches the same rows, in one run.

    python -m benchmarks.analyses [--quick]

Prints one line a measure: what, the two times, the ratio, the limit. Exit status 1 when a limit
is broken. Memory is the peak of a child process that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

# The folder of this script goes off the path: its name would hide the standard library's `numbers`.
sys.path[0] = str(Path(__file__).resolve().parents[1])

import numpy as np  # noqa: E402  (as the imports below: the path had to be mended first)
import pandas as pd  # noqa: E402

from qualcode.analysis import cooccurrence, crosstab, shares  # noqa: E402
from qualcode.analysis.reliability import Ratings, character_ratings, measure  # noqa: E402

CODES = 20
GROUPS = 4


def best(function: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of a few runs."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        function()
        found.append(time.perf_counter() - began)
    return min(found)


def study(units: int, codings: int) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Units of informants in groups, and marks on them at random."""
    draw = np.random.default_rng(1)
    number = np.arange(units)
    frame = pd.DataFrame(
        {
            "unit": [f"D{n // 100}:{n % 100}" for n in number],
            "informant": [f"I{n // 100}" for n in number],
            "group": [f"group {n // 100 % GROUPS}" for n in number],
        }
    )
    names = [f"book:code{code:02}" for code in range(CODES)]
    marks = pd.DataFrame(
        {
            "unit": frame["unit"].to_numpy()[draw.integers(0, units, codings)],
            "code": np.array(names, dtype=object)[draw.integers(0, CODES, codings)],
        }
    )
    return frame, marks, names


def shares_against_sqlite(units: int, codings: int) -> tuple[float, float]:
    """Shares by group against a bare GROUP BY of the same rows."""
    frame, marks, names = study(units, codings)
    group = dict(zip(frame["unit"], frame["group"], strict=True))
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE mark (unit TEXT, grp TEXT, code TEXT)")
    rows = ((unit, group[unit], code) for unit, code in zip(marks["unit"], marks["code"], strict=True))
    database.executemany("INSERT INTO mark VALUES (?, ?, ?)", rows)
    ask = "SELECT grp, code, count(*) FROM mark GROUP BY grp, code"
    return (
        best(lambda: shares(frame, marks, names, "group")),
        best(lambda: database.execute(ask).fetchall()),
    )


def alpha_against_numpy(units: int, coders: int = 10, values: int = 5) -> tuple[float, float]:
    """Krippendorff's alpha against the coincidence matrix that numpy alone makes."""
    draw = np.random.default_rng(2)
    codes = draw.integers(0, values, (units, coders))
    codes[draw.random(codes.shape) < 0.1] = -1

    def coincidences() -> object:
        counts = np.stack([(codes == value).sum(axis=1) for value in range(values)], axis=1).astype(float)
        size = counts.sum(axis=1)
        counts, size = counts[size > 1], size[size > 1]
        together = (counts / (size - 1)[:, None]).T @ counts
        return together - np.diag((counts / (size - 1)[:, None]).sum(axis=0))

    names = [f"c{number}" for number in range(coders)]
    return (
        best(lambda: measure("krippendorff_alpha", Ratings.of_codes(codes, range(values), names))),
        best(coincidences),
    )


def crosstab_growth(documents: int) -> tuple[float, float]:
    """A crosstab of all documents (20 units each) against one of a quarter of them: time for 1000 documents."""

    def run(size: int) -> float:
        frame, marks, names = study(size * 20, size * 60)
        return best(lambda: crosstab(frame, marks, "group", names)) / size * 1000

    return run(documents), run(documents // 4)


def cooccurrence_against_numpy(units: int, codes: int = 50) -> tuple[float, float]:
    """Co-occurrence of all pairs against the product of the unit matrix."""
    draw = np.random.default_rng(3)
    present = draw.random((units, codes)) < 0.05
    unit, code = np.nonzero(present)
    names = [f"code{number:02}" for number in range(codes)]
    frame = pd.DataFrame({"unit": np.arange(units)})
    frame["unit"] = pd.Categorical.from_codes(np.arange(units), categories=[f"u{n}" for n in range(units)])
    marks = pd.DataFrame(
        {
            "unit": pd.Categorical.from_codes(unit, categories=frame["unit"].cat.categories),
            "code": pd.Categorical.from_codes(code, categories=names),
        }
    )
    matrix = present.astype(float)
    return best(lambda: cooccurrence(frame, marks, names)), best(lambda: matrix.T @ matrix)


def characters_against_lists(codings: int, codes: int = 50) -> tuple[float, float]:
    """Kappa over characters for every code, against arrays with an entry for each character."""
    draw = np.random.default_rng(4)
    length, documents = 100_000, 20
    document = draw.integers(0, documents, codings)
    start = draw.integers(0, length - 400, codings)
    names = [f"code{number:02}" for number in range(codes)]
    frame = pd.DataFrame(
        {
            "document": pd.Categorical.from_codes(document, categories=[f"D{n}" for n in range(documents)]),
            "start": start,
            "stop": start + draw.integers(20, 400, codings),
            "code": pd.Categorical.from_codes(draw.integers(0, codes, codings), categories=names),
            "coder": pd.Categorical.from_codes(draw.integers(0, 2, codings), categories=["ana", "bo"]),
        }
    )
    texts = [f"D{n}" for n in range(documents)]
    pieces = pd.DataFrame({"unit": texts, "document": texts, "start": 0, "stop": length})

    def merged() -> None:
        for ratings in character_ratings(frame, pieces, names, ["ana", "bo"]).values():
            measure("cohen_kappa", ratings)

    def by_character() -> None:
        place = (document * length + start).tolist()
        stop = (place + (frame["stop"] - frame["start"]).to_numpy()).tolist()
        who, what = frame["coder"].cat.codes.tolist(), frame["code"].cat.codes.tolist()
        for code in range(5):
            said = np.zeros((2, documents * length), dtype=np.int64)
            for row, one in enumerate(what):
                if one == code:
                    said[who[row], place[row] : stop[row]] = 1
            table = np.bincount(said[0] * 2 + said[1], minlength=4).reshape(2, 2) / said.shape[1]
            expected = float(table.sum(axis=0) @ table.sum(axis=1))
            (float(np.trace(table)) - expected) / (1 - expected)

    return best(merged), best(by_character, 1) * codes / 5


def peak_memory(units: int, codings: int) -> float:
    """Megabytes that a process needs at most to make the frames and the shares."""
    done = subprocess.run(
        [sys.executable, __file__, "--memory", f"{units},{codings}"], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def main() -> int:
    """Every measure, one line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows")
    parser.add_argument("--memory", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.memory:
        units, codings = map(int, arguments.memory.split(","))
        frame, marks, names = study(units, codings)
        shares(frame, marks, names, "group")
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(used / (1024 * 1024 if sys.platform == "darwin" else 1024))
        return 0
    part = 10 if arguments.quick else 1
    units, codings = 300_000 // part, 1_000_000 // part
    measures: list[tuple[str, Callable[[], tuple[float, float]], float]] = [
        ("shares / sqlite GROUP BY", lambda: shares_against_sqlite(units, codings), 3),
        ("alpha / numpy coincidence matrix", lambda: alpha_against_numpy(100_000 // part), 2),
        ("crosstab, time for the size / a quarter", lambda: crosstab_growth(5000 // part), 1.5),
        ("co-occurrence / numpy product", lambda: cooccurrence_against_numpy(units), 5),
        ("kappa of characters / character arrays", lambda: characters_against_lists(100_000 // part), 1),
    ]
    broken = 0
    print(f"{'measure':<42}{'ours':>10}{'other':>10}{'ratio':>8}{'limit':>8}   ({os.cpu_count()} cores)")
    for name, run, limit in measures:
        ours, other = run()
        ratio = ours / other
        broken += ratio > limit
        print(f"{name:<42}{ours * 1000:>8.1f}ms{other * 1000:>8.1f}ms{ratio:>8.2f}{limit:>8}", flush=True)
    memory = peak_memory(units, codings)
    broken += memory > 1024
    print(f"{'shares, peak memory':<42}{memory:>8.0f}MB{'':>10}{memory / 1024:>8.2f}{1:>8}")
    return int(broken > 0)


if __name__ == "__main__":
    raise SystemExit(main())
