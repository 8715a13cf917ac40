"""The commands people type, on studies made to look real: CPU seconds and memory, as ratios to a bare tool.

    python -m benchmarks [--brief] [--against PROGRAM] [--minutes 8] [--rounds 3] [--patience 60] [--only WORDS]

Everything is typed: the study is made with the program that is measured, and each command is run as a
person runs it. What is counted are the CPU seconds of the whole process tree (its helpers too) and the
memory of its largest process; the median of three runs, after one that fills its caches. `--against` measures a
second program, such as an older release in an environment of its own, in the same run. No task begins after
`--minutes`. Nothing here is a test: times are printed, not judged.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
import traceback
from pathlib import Path

from . import tasks
from .process import Cost, adopt_orphans, run
from .tasks import Task

STUDY_SECONDS = 240.0
"""For each command that makes a study."""
NOT_MADE = -2
"""For a study that this program could not make."""
ROOT = Path(__file__).resolve().parents[1]


class Program:
    """A qualcode, with the studies that were made with it."""

    def __init__(self, path: str, folder: Path, rounds: int, patience: float) -> None:
        self.path, self.folder, self.rounds, self.patience = path, folder, rounds, patience
        self._study: tuple[object, Path] | None = None
        self.costs: dict[str, Cost] = {}

    def typed(self, folder: Path, *words: str) -> None:
        cost = run([self.path, *words], folder, seconds=STUDY_SECONDS)
        if cost.code not in (0, 1):
            raise RuntimeError(f"{self.path} {' '.join(words[:4])}: exit code {cost.code}")

    def study(self, task: Task) -> Path:
        """The study of a task, made where the task before had another."""
        if self._study is None or self._study[0] is not task.study:
            if self._study is not None:
                shutil.rmtree(self._study[1])
                self._study = None
            folder = self.folder / f"study-{time.monotonic_ns()}"
            self._apart(task, folder)
            self._study = task.study, folder
        return self._study[1]

    def _apart(self, task: Task, folder: Path) -> None:
        """Make a study in a process of its own: what it imports would count as memory of whatever is run after it."""
        sys.stdout.flush()
        child = os.fork()
        if not child:
            try:
                task.study(folder, self.typed)
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        if os.waitpid(child, 0)[1]:
            raise RuntimeError(f"the study for {task.name} could not be made")

    def measured(self, task: Task) -> Cost:
        try:
            folder = self.study(task)
        except RuntimeError:  # an older program may have no such command, or take too long
            return Cost(0.0, 0.0, 0.0, NOT_MADE)
        found = self._repeated([self.path, *task.command], folder, [self.path, *task.after] if task.after else [])
        self.costs[task.name] = found
        return found

    def bare(self, name: str, folder: Path) -> Cost:
        return self._repeated([sys.executable, str(ROOT / "benchmarks" / "bare.py"), name, str(folder)], folder, [])

    def _repeated(self, words: list[str], folder: Path, after: list[str]) -> Cost:
        costs = []
        for round_ in range(self.rounds + 1):
            cost = run(words, folder, seconds=self.patience)
            if after:
                run(after, folder)
            if round_ or cost.code == -1 or cost.cpu > 10:
                costs.append(cost)
            if cost.code == -1 or cost.cpu > 10:
                break  # one run of something slow says enough
        cpu = statistics.median(cost.cpu for cost in costs)
        return Cost(cpu, min(cost.wall for cost in costs), max(cost.megabytes for cost in costs), costs[-1].code)


def cell(cost: Cost, against: Cost | None) -> str:
    """Seconds, the ratio, and megabytes."""
    if cost.code == -1:
        return f"stopped after {cost.wall:.0f} s, {cost.megabytes:.0f} MB"
    if cost.code == NOT_MADE:
        return "no such study"
    if cost.code not in (0, 1):
        return "no such command" if cost.code == 2 else f"exit code {cost.code}"
    ratio = f", {cost.cpu / against.cpu:.1f} ×" if against is not None and against.cpu else ""
    return f"{cost.cpu:.2f} s{ratio}, {cost.megabytes:.0f} MB"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--brief", action="store_true", help="a tenth of the sizes, one run each")
    parser.add_argument("--program", default=str(Path(sys.executable).with_name("qualcode")))
    parser.add_argument("--against", default="", help="another qualcode, measured before in the same run")
    parser.add_argument("--minutes", type=float, default=8.0, help="when to begin nothing new")
    parser.add_argument("--rounds", type=int, default=0, help="runs of each command (3; brief: 1)")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds after which a command is stopped")
    parser.add_argument("--only", default="", help="the tasks whose names contain these words")
    chosen = parser.parse_args()
    adopt_orphans()
    ends = time.monotonic() + 60 * chosen.minutes
    scale, rounds = (10, 1) if chosen.brief else (1, 3)
    rounds = chosen.rounds or rounds
    with tempfile.TemporaryDirectory() as made:
        names = [chosen.against] * bool(chosen.against) + [chosen.program]
        programs = [Program(name, Path(made) / str(at), rounds, chosen.patience) for at, name in enumerate(names)]
        for program in programs:
            program.folder.mkdir()
        heads = ["before", "after"] if chosen.against else ["now"]
        print("| command | bare tool | " + " | ".join(heads) + " | hold to |")
        print("|---|---|" + "---|" * len(heads) + "---|", flush=True)
        for task in tasks.table(scale):
            if chosen.only in task.name and time.monotonic() < ends:
                print(line(task, programs), flush=True)
        print("\n| what grows | " + " | ".join(heads) + " |\n|---|" + "---|" * len(heads), flush=True)
        for kind, steps in tasks.growth(scale).items():
            if chosen.only in kind and time.monotonic() < ends:
                found = [" → ".join(f"{size}: {p.measured(task).cpu:.2f} s" for size, task in steps) for p in programs]
                print(f"| {kind} | " + " | ".join(found) + " |", flush=True)
    if time.monotonic() >= ends:
        print(f"\nThe {chosen.minutes:g} minutes were over; what is not in the tables was not measured.")
    return 0


def line(task: Task, programs: list[Program]) -> str:
    costs = [program.measured(task) for program in programs]
    bare, shown = None, ""
    if task.bare in programs[-1].costs:
        shown = task.bare
        cells = [cell(cost, program.costs[task.bare]) for cost, program in zip(costs, programs, strict=True)]
    else:
        if task.bare and costs[-1].code != NOT_MADE:
            bare = programs[-1].bare(task.bare, programs[-1].study(task))
            shown = f"{task.bare} {bare.cpu:.2f} s"
        elif task.bare:
            shown = task.bare
        cells = [cell(cost, bare) for cost in costs]
    return f"| {task.name} | {shown} | " + " | ".join(cells) + f" | {task.hold} |"


if __name__ == "__main__":
    sys.exit(main())
