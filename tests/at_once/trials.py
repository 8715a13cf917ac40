"""What several people do at the same moment, each with what leads up to it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from tests.study import FRAME, conversation, study

from .harness import Command, Found, Program, answered, at_once, judged, problems

ANSWERS = 300
"""Of each interview: more than anybody codes in a minute. Who codes an answer again writes a memo over the first."""


def template(root: Path) -> Path:
    """Four interviews, a frame, an open code; a changed text of one of them."""
    interviews = [
        conversation(
            f"P{at}",
            *(
                line
                for turn in range(1, ANSWERS + 1)
                for line in (("I", f"What about {turn}?"), ("Mia", f"Number {turn} goes well, says {at}."))
            ),
        )
        for at in range(1, 5)
    ]
    study(root, *interviews, frame=FRAME).close()
    for at, document in enumerate(interviews, start=1):
        (root / "transcripts" / f"P{at}.txt").write_text(document.text, "utf-8")
    (root / "changed.txt").write_text(interviews[0].text.replace("I: ", "I: Well. ", 1), "utf-8")
    members = "".join(f"P{at},P{at}:Mia\n" for at in range(1, 5))
    (root / "cases.csv").write_text(f"case,members\n{members}", "utf-8")
    (root / "people.csv").write_text("case,role\nP1,manager\nP2,director\n", "utf-8")
    return root


def said(*commands: Command) -> Program:
    """A program that runs these."""
    return lambda _: commands


def tagging(coder: str, document: str, code: str, count: int = 4) -> Program:
    """Somebody who codes the answers of a document, one after another, each with a memo that is like no other."""
    return said(*(("tag", f"{document}:{2 * at}", code, "--coder", coder, "--memo", f"{coder}-{at}")
                  for at in range(1, count + 1)))  # fmt: skip


class Trial(NamedTuple):
    """What some do at once, and what follows before one looks."""

    name: str
    programs: tuple[Program, ...]
    before: tuple[Command, ...] = ()
    after: tuple[Command, ...] = ()


CODERS = ("bo", "cy", "dan")
"""Those who tag; what else is done is done by ana, whose study it is."""
OPENED: tuple[Command, ...] = (("tag", "P4:2", "open:thing", "--coder", "bo", "--memo", "bo-0"),)


def coded_with(code: str) -> tuple[Program, ...]:
    """Three who tag the first interview, each with the same code."""
    return tuple(tagging(coder, "P1", code) for coder in CODERS)


RENAME = ("codebook", "rename", "frame:support", "backing")
MERGE = ("codebook", "merge", "frame:support", "--into", "frame:value")
PROMOTE = ("codebook", "promote", "open:thing", "--into", "frame")
MINE = ("codebook", "add", "frame:value.mine")

TRIALS = (
    Trial("four add a code each", tuple(said(("codebook", "add", f"frame:value.n{at}")) for at in range(4))),
    Trial("four set a case each", tuple(said(("case", "set", f"P{at}", f"k{at}=v")) for at in range(1, 5))),
    Trial("four set one case", tuple(said(("case", "set", "P1", f"k{at}=v")) for at in range(4))),
    Trial("a table of cases is read while three set cases",
          (said(("case", "import", "people.csv")), *(said(("case", "set", f"P{at}", "k=v")) for at in range(1, 4)))),
    Trial("four make the same open code", tuple(tagging(f"c{at}", f"P{at}", "open:new", 2) for at in range(1, 5))),
    Trial("a code is renamed while three tag with it", (said(RENAME), *coded_with("frame:support"))),
    Trial("a code is merged while three tag with it", (said(MERGE), *coded_with("frame:support"))),
    Trial("an open code is promoted while three tag with it", (said(PROMOTE), *coded_with("open:thing")),
          before=OPENED),
    Trial("a document is taken out while three code it", (said(("remove", "P1")), *coded_with("frame:value")),
          after=(("undo",),)),
    Trial("a document is read again while three code it",
          (said(("reread", "P1", "--file", "changed.txt")), *coded_with("frame:value"))),
    Trial("a change is taken back while three tag", (said(("undo",)), *coded_with("frame:value")), before=(MINE,)),
)  # fmt: skip


def until(ends: float, most: int) -> Iterator[int]:
    """1, 2, 3 ... until then, or until `most`."""
    return takewhile(lambda _: time.monotonic() < ends, range(1, most + 1))


def coding_for(ends: float, coder: str, document: str, code: str) -> Program:
    """Somebody who codes for a while."""
    return lambda _: (("tag", f"{document}:{2 * at}", code, "--coder", coder, "--memo", f"{coder}-{at}")
                      for at in until(ends, ANSWERS))  # fmt: skip


def editing_for(ends: float) -> Program:
    """Somebody who works on the codebook and on the cases for a while; also on a code with which others code."""

    def commands(_: Path) -> Iterator[Command]:
        names = ("capacity", "ability")
        for at in until(ends, ANSWERS):
            yield ("codebook", "add", f"frame:value.x{at}")
            yield ("codebook", "define", f"frame:value.x{at}", "brief", "Another one")
            yield ("codebook", "rename", f"frame:value.x{at}", f"value.y{at}")
            yield ("codebook", "rename", f"frame:{names[(at - 1) % 2]}", names[at % 2])
            yield ("case", "set", "P1", f"k{at}=v")

    return commands


def once(trial: Trial, small: Path, root: Path) -> Found:
    """One round of a trial."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(small, root)
    for command in trial.before:
        assert answered(command, root).code == 0
    before = problems(root)
    answers = at_once(root, trial.programs)
    for command in trial.after:
        again = answered(command, root)
        assert again.code == 0, again
    return judged(root, answers, before)
