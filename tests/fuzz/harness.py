"""Runs commands on broken files in a child process that may not crash, hang, or take more than its memory."""

from __future__ import annotations

import contextlib
import io
import os
import random
import select
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from qualcode.cli import context, main
from qualcode.core.errors import ExitCode

from .mutations import put_broken
from .targets import Target

SECONDS = 10
"""Of computing that one command may take; a sound file of this size takes a hundredth of it."""
ROOM = 1 << 30
"""Bytes that reading may take beyond what the program has when it begins."""
LOST = 90
"""Seconds without a word after which a child is given up."""
_ANSWERS = {int(code) for code in ExitCode} - {int(ExitCode.BUG), int(ExitCode.INTERRUPTED)}
_OWN = ("cases.csv", "questions.yaml", "qualcode.toml")


class Wrong(NamedTuple):
    """One broken file that was not answered well."""

    target: str
    seed: int
    command: str
    said: str


class TooSlowError(BaseException):
    """Not an Exception, so that no reader takes it for its own."""


def _too_slow(_: int, __: FrameType | None) -> None:
    raise TooSlowError


def one(target: Target, seed: int, sound: Path, place: Path) -> Wrong | None:
    """Break one file, run its commands; what is wrong, or None."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(sound, place)
    file = place / target.file
    if file.is_dir():
        shutil.rmtree(file)
    put_broken(sound / target.file, file, random.Random(f"{target.name} {seed}"))
    os.chdir(place)
    for command in target.commands:
        said, code, before = io.StringIO(), 0, _own(place)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                context.folder = ""
                code = main(list(command))
        except TooSlowError:
            return Wrong(target.name, seed, " ".join(command), f"took more than {SECONDS} seconds")
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        words = said.getvalue()
        if code not in _ANSWERS or "Traceback" in words or "error: memory" in words or "error: os" in words:
            return Wrong(target.name, seed, " ".join(command), f"exit code {code}: {words[-1500:]}")
        if "\x1b" in words:
            return Wrong(target.name, seed, " ".join(command), f"an escape code reached the terminal: {words!r}")
        if code > ExitCode.NO and before != _own(place):
            return Wrong(target.name, seed, " ".join(command), f"failed, and changed a file: {words[-500:]}")
    return None


def _own(place: Path) -> dict[str, bytes]:
    names = [place / name for name in _OWN] + sorted((place / "codebooks").glob("*.yaml"))
    return {path.name: path.read_bytes() for path in names if path.is_file()}


def _child(target: Target, seeds: list[int], sound: Path, place: Path, out: int) -> None:
    """Write the number of each seed that is done, and what was wrong."""
    signal.signal(signal.SIGVTALRM, _too_slow)
    import resource  # as Unix alone has it

    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    if pages:
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + ROOM,) * 2)
    for seed in seeds:
        wrong = one(target, seed, sound, place)
        os.write(out, f"{seed}\0{wrong.command if wrong else ''}\0{wrong.said if wrong else ''}\1".encode())


def tried(target: Target, seeds: range, sound: Path, room: Path) -> Iterator[Wrong]:
    """What was not answered well among the broken files of these seeds."""
    left = list(seeds)
    while left:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                _child(target, left, sound, room / f"place-{os.getpid()}", writing)
            finally:
                os._exit(0)
        os.close(writing)
        heard = b""
        while _waits(reading):
            word = os.read(reading, 1 << 16)
            if not word:
                break
            heard += word
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, how = os.waitpid(child, 0)
        shutil.rmtree(room / f"place-{child}", ignore_errors=True)
        for answer in heard.split(b"\1")[:-1]:
            seed, command, said = answer.decode().split("\0", 2)
            left.remove(int(seed))
            if command:
                yield Wrong(target.name, int(seed), command, said)
        if left:
            yield Wrong(target.name, left[0], " ".join(target.commands[0]), f"the program ended or hung ({how})")
            del left[0]


def _waits(reading: int) -> bool:
    return bool(select.select([reading], [], [], LOST)[0])


def sound_study(room: Path, target: Target, template: Path) -> Path:
    """A study with a sound file of this kind in it, which its commands take."""
    sound = room / target.name.replace(" ", "-")
    shutil.copytree(template, sound)
    target.make(sound / target.file)
    return sound


def taken(target: Target, sound: Path, room: Path) -> list[tuple[str, int, str]]:
    """What the commands say to the sound file."""
    place = room / "sound"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(sound, place)
    os.chdir(place)
    found: list[Any] = []
    for command in target.commands:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            context.folder = ""
            found.append((" ".join(command), main(list(command)), said.getvalue()))
    return found
