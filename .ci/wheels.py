"""Whether everything that an installation needs comes ready made for each computer: no compiler is ever asked for.

`python .ci/wheels.py` asks pip to resolve the package's dependencies to wheels alone, for each system, processor and
Python that is promised, downloading nothing. It is as honest as the registry that pip asks: what is not there is
named, and whether it is missing everywhere or only here has to be looked up. Conditions such as `sys_platform` are
those of the computer that asks, which is pip's limit: none of our dependencies has one today.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = {
    "Windows, Intel": ["win_amd64"],
    "Windows, ARM": ["win_arm64"],
    "macOS, Intel": [f"macosx_{version}_x86_64" for version in ("10_9", "10_12", "10_13", "11_0", "12_0", "13_0")],
    "macOS, ARM": [f"macosx_{version}_arm64" for version in ("11_0", "12_0", "13_0")],
    "Linux, Intel": [f"manylinux{kind}_x86_64" for kind in ("1", "2010", "2014", "_2_17", "_2_28")],
    "Linux, ARM": [f"manylinux{kind}_aarch64" for kind in ("2014", "_2_17", "_2_28")],
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def missing(platforms: list[str], python: str, wanted: list[str]) -> str:
    """What pip says it cannot find; nothing where all is there."""
    with tempfile.TemporaryDirectory() as folder:
        asked = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--no-input",
             "--disable-pip-version-check", "--only-binary=:all:", "--target", folder, "--python-version", python,
             *(word for platform in platforms for word in ("--platform", platform)), *wanted],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    errors = [line for line in asked.stderr.splitlines() if line.startswith("ERROR:")]
    return "" if asked.returncode == 0 else (errors[-1] if errors else asked.stderr.strip()[-200:])


def main() -> int:
    """The exit code: 0 when everything is there."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    chosen = [name for name in SYSTEMS if not sys.argv[1:] or any(word in name for word in sys.argv[1:])]
    bad = 0
    for name in chosen:
        for python in PYTHONS:
            said = missing(SYSTEMS[name], python, wanted)
            bad += bool(said)
            print(f"{name}, Python {python}: {said or 'all there'}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
