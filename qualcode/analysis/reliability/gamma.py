"""Gamma (Mathet, Widlöcher & Métivier 2015, doi:10.1162/COLI_a_00227), by a package of one's own choice.

The package `pygamma-agreement` computes it and is MIT licensed, but it builds on a solver under
the GPL, so that qualcode neither depends on it nor installs it. It is run in a child process,
because it prints and because its libraries are large; what it writes on standard output is
thrown away.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence

from ...core.errors import DataError, UsageError
from ...core.results.agreement import Coefficient
from .continuum import Continuum

PROGRAM = """
import json, os, sys
answer = os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
import numpy
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum
from pyannote.core import Segment
asked = json.load(sys.stdin)
numpy.random.seed(asked["seed"])
continuum = Continuum()
for coder, segments in asked["segments"].items():
    for start, stop, value in segments:
        continuum.add(coder, Segment(start, stop), value)
measure = CombinedCategoricalDissimilarity(alpha=asked["alpha"], beta=asked["beta"], delta_empty=asked["delta_empty"])
found = continuum.compute_gamma(measure, precision_level=asked["precision"])
json.dump({"gamma": float(found.gamma), "gamma_cat": float(found.gamma_cat),
           "observed": float(found.observed_disorder), "expected": float(found.expected_disorder),
           "samples": getattr(found, "n_samples", None)}, answer)
answer.close()
"""


def gamma(
    name: str,
    documents: Sequence[Continuum],
    *,
    seed: int = 1,
    precision: float = 0.02,
    alpha: float = 3,
    beta: float = 1,
    delta_empty: float = 1,
) -> Coefficient:
    """`gamma` or `gamma_cat` of documents laid end to end. The expected disorder is sampled: the value is random.

    Raises UsageError `optional_dependency` when `pygamma-agreement` is not installed.
    """
    if importlib.util.find_spec("pygamma_agreement") is None:
        raise UsageError(
            "gamma is computed by the package pygamma-agreement, which is not installed; u_alpha needs nothing",
            slug="optional_dependency",
            hint="pip install pygamma-agreement",
        )
    segments: dict[str, list[tuple[int, int, str]]] = {}
    base = 0
    for document in documents:
        for coder, own in document.coders.items():
            segments.setdefault(coder, []).extend((start + base, stop + base, value) for start, stop, value in own)
        base += document.length
    if not segments or not all(segments.values()):
        return Coefficient(name, None, "no_variation")
    asked = {
        "segments": segments, "seed": seed, "precision": precision, "alpha": alpha, "beta": beta,
        "delta_empty": delta_empty,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        raise DataError(f"gamma could not be computed: {last[0]}", slug="gamma_failed")
    found = json.loads(done.stdout)
    extra = {"seed": seed, "precision": precision, "samples": found["samples"]}
    return Coefficient(name, found[name], "", None, None, found["observed"], found["expected"], extra)
