"""One command as a person types it: the CPU seconds and the memory of all processes it starts."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PR_SET_CHILD_SUBREAPER = 36


class Cost(NamedTuple):
    """What a command took."""

    cpu: float
    """Seconds of all processes together, user and system."""
    wall: float
    megabytes: float
    """The largest of its processes at its largest."""
    code: int
    """Exit code; -1 where the time was up and it was stopped."""


def adopt_orphans() -> None:
    """Make children of children ours when their parent ends, so that their seconds are counted (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(words: Sequence[str], folder: Path, *, seconds: float = 60.0) -> Cost:
    """Run a command line in a folder; after `seconds` of waiting it and all it started are stopped."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment["QUALCODE_CODER"] = "ana"
    begun = time.perf_counter()
    started = subprocess.Popen(
        list(words), cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    cpu = largest = 0.0
    code: int | None = None
    stopped = False
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if pid == 0:
            if not stopped and time.perf_counter() - begun > seconds:
                os.killpg(started.pid, 9)
                stopped = True
            time.sleep(0.005)
            continue
        cpu += usage.ru_utime + usage.ru_stime
        largest = max(largest, _megabytes(usage))
        if pid == started.pid:
            code = os.waitstatus_to_exitcode(status)
    started.returncode = code
    return Cost(cpu, time.perf_counter() - begun, largest, -1 if stopped else code or 0)


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
