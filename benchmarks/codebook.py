"""How long a large codebook takes to load, check and print, against the YAML parser alone, in one run.

    python benchmarks/codebook.py [--codes 5000]

Ratios, not seconds: the parser's bare events and our work are timed by turns in the same process, and
the best of the rounds is taken. The time per code must be the same for a quarter of the codes, which
is what linear means; and a project with every bundled frame must open from the cache in milliseconds.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ruamel.yaml import YAML

from qualcode.codebook import load_cached, loads
from qualcode.codebook.bundled import folder
from qualcode.codebook.checks import check_text
from qualcode.codebook.printout import printed

ROUNDS = 3
DEPTH = 10
LIMITS = {"load": 1.6, "check": 1.7, "print": 0.3, "linear": 1.3}


def codebook_text(codes: int) -> str:
    """A codebook of so many codes in chains of ten levels, each with a definition and hints."""
    lines = ["id: big", 'title: "Big"', 'source: ["A book"]', "codes:"]
    for number in range(codes):
        depth = number % DEPTH
        indent = "  " * (2 * depth + 1)
        if depth:
            lines.append(f"{indent[:-2]}codes:")
        lines += [
            f"{indent}- id: c{number}",
            f"{indent}  name:",
            f'{indent}    en: "Code number {number}"',
            f'{indent}    da: "Kode nummer {number}"',
            f'{indent}  brief: "What is said about matter number {number} and nothing else."',
            f'{indent}  use: "Somebody speaks of matter {number}."',
            f'{indent}  not: "Somebody speaks of another matter."',
        ]
    return "\n".join(lines) + "\n"


def best(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds of each work's fastest round; the works take turns."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            gc.collect()
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    return {name: min(each) for name, each in times.items()}


def bare(text: str) -> None:
    """The parser alone."""
    for _ in YAML(typ="safe", pure=True).parse(text):
        pass


def main() -> int:
    """Print each ratio with its limit; exit code 1 when one is not kept."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--codes", type=int, default=5000)
    codes = arguments.parse_args().codes
    whole, quarter = codebook_text(codes), codebook_text(codes // 4)
    book = loads(whole)
    seconds = best(
        {
            "parser": lambda: bare(whole),
            "load": lambda: loads(whole),
            "check": lambda: check_text(whole),
            "print": lambda: printed(book, "da", counts={}),
            "quarter": lambda: loads(quarter),
        }
    )
    ratios = {name: seconds[name] / seconds["parser"] for name in ("load", "check", "print")}
    ratios["linear"] = seconds["load"] / 4 / seconds["quarter"]
    print(f"{codes} codes, {DEPTH} levels, {len(whole):,} characters; the YAML parser alone is 1")
    for name, ratio in ratios.items():
        kept = "ok" if ratio <= LIMITS[name] else "TOO SLOW"
        print(f"{name:8} {ratio:5.2f}   at most {LIMITS[name]}   {kept}")
    with tempfile.TemporaryDirectory() as cache:
        frames = sorted(folder().glob("*.yaml"))
        for path in frames:
            load_cached(path, cache)
        cached = best({"cached": lambda: [load_cached(path, cache) for path in frames]})["cached"]
        print(f"{len(frames)} frames from the cache: {1000 * cached:.1f} ms")
    return int(any(ratio > LIMITS[name] for name, ratio in ratios.items()))


if __name__ == "__main__":
    sys.exit(main())
