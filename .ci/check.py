"""Everything that can be checked in under a minute, at once: style, types, layers, doctests and the quick tests.

    python .ci/check.py            what to run before every commit
    python .ci/check.py --all      and every test

It needs nothing beside `pip install -e '.[dev]'`, and runs on Windows as well as elsewhere. `.ci/run` does what a
clean machine does before a release, LibreOffice and Chromium included.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = [sys.executable, "-m"]

STEPS = {
    "style": [*PYTHON, "ruff", "check", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "."],
    "types": [*PYTHON, "mypy", "-p", "qualcode", "-p", "tests"],
    "layers": [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "doctests": [*PYTHON, "pytest", "qualcode"],
    "quick tests": [*PYTHON, "pytest", "tests/core", "tests/test_imports.py", "tests/test_public_names.py"],
}
EVERY_TEST = {"tests": [*PYTHON, "pytest", "-n", "auto", "tests"]}


def main(arguments: list[str]) -> int:
    """Run all steps side by side; what failed is printed in full. 0 when nothing did."""
    steps = dict(STEPS)
    if "--all" in arguments:
        steps |= EVERY_TEST
    started = time.monotonic()
    running = {
        name: subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for name, command in steps.items()
    }
    failed = []
    for name, process in running.items():
        said, _ = process.communicate()
        print(f"{'ok    ' if process.returncode == 0 else 'FAILED'} {name}")
        if process.returncode:
            failed.append(name)
            print(said)
    print(f"{time.monotonic() - started:.0f} seconds; {'failed: ' + ', '.join(failed) if failed else 'all is well'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
