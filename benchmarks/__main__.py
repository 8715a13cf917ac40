"""The commands people type, on studies made to look real: CPU seconds and memory, as ratios to a bare tool.

    python -m benchmarks [--brief] [--minutes 8] [--rounds 2] [--only WORDS] [--program PROGRAM]

Everything is typed: the study is made with the program that is measured, and each command is run as a
person runs it. What is counted are the CPU seconds of the whole process tree (its helpers too) and the
memory of its largest process; the median of the rounds, after one that fills its caches. Beside it stands what
it took before the work on speed, as it was measured then. No task begins after `--minutes`. Nothing here is a
test: times are printed, not judged.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from . import tasks
from .bare import TOOLS
from .inside import apart
from .process import Cost, adopt_orphans, run
from .tasks import Task

STUDY_SECONDS = 240.0
"""For each command that makes a study."""
ENOUGH = 4.0
"""Seconds of one command that say enough, however few rounds they were."""
SLOW = 2.0
"""Seconds of a first run that are felt whether caches are filled or not."""
WRITING = ("add", "import", "tag", "undo")
"""Commands after which the database is put back as it was, so that each round finds the same."""
ROOT = Path(__file__).resolve().parents[1]


class Program:
    """A qualcode, with the studies that were made with it."""

    def __init__(self, path: str, folder: Path, rounds: int, patience: float) -> None:
        self.path, self.folder, self.rounds, self.patience = path, folder, rounds, patience
        self._studies: dict[tasks.Study, Path] = {}
        self.costs: dict[str, Cost] = {}
        self._bare: dict[tuple[str, Path], Cost] = {}

    def typed(self, folder: Path, *words: str) -> None:
        cost = run([self.path, *words], folder, seconds=STUDY_SECONDS)
        if cost.code not in (0, 1):
            raise RuntimeError(f"{self.path} {' '.join(words[:4])}: exit code {cost.code}")

    def study(self, task: Task) -> Path:
        """The study of a task, made where no task before had it."""
        if task.study not in self._studies:
            folder = self.folder / f"study-{len(self._studies)}"
            apart(
                lambda: str(task.study(folder, self.typed))
            )  # or what it imports would count as memory of all that runs
            self._studies[task.study] = folder
        return self._studies[task.study]

    def measured(self, task: Task) -> Cost:
        folder = self.study(task)
        writes = task.command[0] in WRITING and (folder / "qualcode.sqlite").exists()
        words = [self.path, *task.command]
        if task.first:
            words = ["sh", "-c", '"$0" "$@" | head -1', *words]
        self.costs[task.name] = self._repeated(words, folder, writes)
        return self.costs[task.name]

    def bare(self, name: str, folder: Path) -> Cost:
        if (name, folder) not in self._bare:
            words = [sys.executable, str(ROOT / "benchmarks" / "bare.py"), name, str(folder)]
            self._bare[name, folder] = self._repeated(words, folder, False)
            if self._bare[name, folder].code:
                raise RuntimeError(f"the bare tool {name} failed")
        return self._bare[name, folder]

    def _repeated(self, words: list[str], folder: Path, writes: bool) -> Cost:
        store, kept = folder / "qualcode.sqlite", folder / "kept.sqlite"
        if writes:
            shutil.copy(store, kept)
        costs: list[Cost] = []
        for round_ in range(self.rounds + 1):
            cost = run(words, folder, seconds=self.patience)
            if writes:
                shutil.copy(kept, store)
            if round_ or cost.code == -1 or cost.cpu > SLOW:
                costs.append(cost)
            if cost.code == -1 or sum(each.cpu for each in costs) > ENOUGH:
                break
        cpu = statistics.median(cost.cpu for cost in costs)
        return Cost(cpu, min(cost.wall for cost in costs), max(cost.megabytes for cost in costs), costs[-1].code)


def cell(cost: Cost, against: Cost | None, refused: bool) -> str:
    """Seconds, the ratio, and megabytes."""
    if cost.code == -1:
        return f"stopped after {cost.wall:.0f} s, {cost.megabytes:.0f} MB"
    if (cost.code not in (0, 1)) is not refused:
        return f"exit code {cost.code}"
    ratio = f", {cost.cpu / against.cpu:.1f} ×" if against is not None and against.cpu else ""
    return f"{cost.cpu:.2f} s{ratio}, {cost.megabytes:.0f} MB"


def line(task: Task, program: Program) -> str:
    """A line of the table; a task that fails says so, and those after it go on."""
    against, shown = None, task.bare
    try:
        if task.inside is not None:
            folder, measure = program.study(task), task.inside
            found = apart(lambda: measure(folder, program.folder))
        else:
            cost = program.measured(task)
            if task.bare in program.costs:
                against = program.costs[task.bare]
            elif task.bare in TOOLS:
                against = program.bare(task.bare, program.study(task))
                shown = f"{task.bare} {against.cpu:.2f} s"
            found = cell(cost, against, task.refused)
    except RuntimeError as error:
        found = f"not measured: {error}"
    return f"| {task.name} | {shown} | {task.before} | {found} | {task.hold} |"


def grown(steps: list[tuple[int, Task]], program: Program) -> str:
    """What one command takes at each of its sizes."""
    costs = [(size, program.measured(task)) for size, task in steps]
    return " → ".join(f"{size}: {cost.cpu:.2f} s, {cost.megabytes:.0f} MB" for size, cost in costs)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--brief", action="store_true", help="a tenth of the sizes, one run each")
    parser.add_argument("--program", default=str(Path(sys.executable).with_name("qualcode")))
    parser.add_argument("--minutes", type=float, default=8.0, help="when to begin nothing new")
    parser.add_argument("--rounds", type=int, default=0, help="runs of each command (2; brief: 1)")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds after which a command is stopped")
    parser.add_argument("--only", default="", help="the tasks whose names contain these words")
    chosen = parser.parse_args()
    adopt_orphans()
    begun = time.monotonic()
    ends = begun + 60 * chosen.minutes
    scale, rounds = (10, 1) if chosen.brief else (1, 2)
    left = 0

    def wanted(name: str) -> bool:
        nonlocal left
        if chosen.only not in name:
            return False
        left += time.monotonic() >= ends
        return time.monotonic() < ends

    with tempfile.TemporaryDirectory() as made:
        program = Program(chosen.program, Path(made), chosen.rounds or rounds, chosen.patience)
        head = "| command | bare tool | before | now | hold to |\n|---|---|---|---|---|"
        print(head, flush=True)
        for task in tasks.table(scale):
            if wanted(task.name):
                print(line(task, program), flush=True)
        print("\n| what grows | now |\n|---|---|", flush=True)
        for kind, steps in tasks.growth(scale).items():
            if wanted(kind):
                print(f"| {kind} | {grown(steps, program)} |", flush=True)
        print(f"\n{head}", flush=True)
        for task in tasks.retrieval_and_exchange(scale):
            if wanted(task.name):
                print(line(task, program), flush=True)
    used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"\n{(time.monotonic() - begun) / 60:.1f} minutes by the clock, {used / 60:.1f} of computing.")
    if left:
        print(f"The {chosen.minutes:g} minutes were over; {left} lines were not measured.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
