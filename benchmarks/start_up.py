"""How long a person waits for a short command, against a bare Typer program with as many commands.

    python -m benchmarks.start_up [--rounds 21]

Ratios, not seconds: the bare program, `qualcode --version` and `qualcode tag ADDRESS CODE` are run by
turns, each in a new process, and their medians compared; the fastest of each stand beside them, for a
computer that has other things to do. Once with the modules compiled, as after an
installation, and once where Python may keep nothing compiled, as in many containers.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from qualcode import cli  # noqa: E402 - the copy beside this file, whatever is installed

LIMIT = 1.5

TRANSCRIPT = """\
Interviewer: Hvad er data godt for?

Anna: Det er godt for borgerne. Det er hele pointen, hvis du spørger mig.

Interviewer: Og hvem laver arbejdet?

Anna: Vi har ikke hænder til det, men byrådet bakker op.
"""

BARE = """\
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)
"""
COMMAND = '''

@app.command()
def command{number}(
    address: str,
    weight: Annotated[float, typer.Option("--weight", help="More than 0, at most 1.")] = 1.0,
    memo: Annotated[str, typer.Option("--memo", help="Why.")] = "",
) -> None:
    """Do something to an address."""
    print(address)
'''


def commands() -> int:
    """How many commands qualcode has, those of its groups counted one by one."""
    count = 0
    for found in pkgutil.iter_modules(cli.__path__):
        module = importlib.import_module(f"qualcode.cli.{found.name}")
        apps = {id(app): app for app in (getattr(module, "app", None), *getattr(module, "groups", {}).values()) if app}
        count += sum(len(app.registered_commands) for app in apps.values())
    return count


def run(words: list[str], environment: Mapping[str, str]) -> float:
    """Seconds that a command line takes; RuntimeError with its words when it fails."""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, env=environment, check=False)
    taken = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr}")
    return taken


def measure(folder: Path, rounds: int, environment: Mapping[str, str]) -> dict[str, list[float]]:
    """The seconds of each program in each round, run by turns after one round that does not count."""
    qualcode, study = str(folder / "qualcode"), ["-C", str(folder / "study")]
    programs = {
        "bare Typer program": [str(folder / "bare"), "command7", "D1#1"],
        "qualcode --version": [qualcode, "--version"],
        "qualcode tag D1#1 moore:value": [qualcode, *study, "tag", "D1#1", "moore:value"],
    }
    taken: dict[str, list[float]] = {name: [] for name in programs}
    names = list(programs)
    for round_ in range(rounds + 1):
        names.append(names.pop(0))  # whatever else the computer does by turns shall meet each of them
        for name in names:
            seconds = run(programs[name], environment)
            if round_:
                taken[name].append(seconds)
        run([qualcode, *study, "undo"], environment)  # so that each round stores a new coding
    return taken


def prepare(folder: Path, count: int, environment: Mapping[str, str]) -> None:
    """The bare program, a copy of qualcode, launchers as pip makes them, and a study of one interview."""
    for name in ("qualcode", "codebooks"):
        shutil.copytree(ROOT / name, folder / "copy" / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "bare_program.py").write_text(
        BARE + "".join(COMMAND.format(number=number) for number in range(count)), encoding="utf-8"
    )
    (folder / "bare").write_text("import sys\n\nfrom bare_program import app\n\nsys.exit(app())\n", encoding="utf-8")
    (folder / "qualcode").write_text(
        f"import sys\n\nsys.path.insert(0, {str(folder / 'copy')!r})\n"
        "from qualcode.cli import main\n\nsys.exit(main())\n",
        encoding="utf-8",
    )
    study = folder / "study"
    qualcode = str(folder / "qualcode")
    run([qualcode, "init", str(study)], environment)
    (study / "transcripts" / "D1.txt").write_text(TRANSCRIPT, encoding="utf-8")
    run([qualcode, "-C", str(study), "add", str(study / "transcripts")], environment)
    run([qualcode, "-C", str(study), "codebook", "use", "moore"], environment)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    count = commands()
    kept_apart = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    worst = 0.0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        uncompiled = {**kept_apart, "PYTHONDONTWRITEBYTECODE": "1"}
        prepare(folder, count, uncompiled)
        for name, environment in (("not compiled", uncompiled), ("compiled", kept_apart)):
            (first, bare), *ours = measure(folder, rounds, environment).items()
            print(f"modules {name}: {first} with {count} commands {statistics.median(bare) * 1000:.0f} ms")
            for command, times in ours:
                ratio = statistics.median(times) / statistics.median(bare)
                fastest = min(times) / min(bare)
                worst = max(worst, ratio)
                print(f"  {command:<30} ratio {ratio:.2f} (limit {LIMIT}); of the fastest {fastest:.2f}")
    return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
