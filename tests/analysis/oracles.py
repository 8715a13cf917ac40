"""From the oracle file format to the frames of the library: one adapter for shared and own cases."""

from __future__ import annotations

from typing import Any

import pandas as pd

from qualcode.analysis import shares
from qualcode.analysis.reliability.chance import holsti_of
from qualcode.analysis.reliability.coefficients import measure
from qualcode.analysis.reliability.continuum import Continuum, measure_continuum
from qualcode.analysis.reliability.ratings import Ratings
from qualcode.core.results.agreement import Coefficient
from qualcode.core.results.shares import Shares

from .cutting import cut


def frames(data: dict[str, Any], unit: str) -> dict[str, Any]:
    """The arguments of `shares` that a share case's input makes."""
    groups = {person["id"]: person.get("group", "") for person in data["informants"]}
    arguments: dict[str, Any] = {"informants": list(groups)}
    if "codes" in data:
        arguments["codes"] = {code["id"]: code.get("parent") for code in data["codes"]}
    if "units" in data:
        arguments |= _formed(data["units"])
    else:
        arguments |= _documents(data, unit)
    units = arguments["units"]
    units["group"] = units["informant"].map(groups)
    return arguments


def _formed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    units, marks = [], []
    for row in rows:
        kept = {key: row.get(key) for key in ("informant", "question", "primary")}
        kept |= {"unit": row["id"], "speaker_role": row.get("role", "informant")}
        kept["status"] = row.get("status", "answered")
        kept |= {key: row[key] for key in ("words", "chars") if key in row} | row.get("cols", {})
        units.append(kept)
        codes = row["codes"]
        weighted = codes.items() if isinstance(codes, dict) else [(code, 1) for code in codes]
        marks += [{"unit": row["id"], "code": code, "weight": weight} for code, weight in weighted]
    return {"units": pd.DataFrame(units), "coded": pd.DataFrame(marks, columns=["unit", "code", "weight"])}


def _documents(data: dict[str, Any], unit: str) -> dict[str, Any]:
    turns = pd.DataFrame(
        [{**turn, "document": d["id"], "stop": turn["end"]} for d in data["documents"] for turn in d["turns"]]
    )
    texts = {d["id"]: d["text"] for d in data["documents"] if "text" in d}
    units, pieces = cut(turns, unit, texts=texts)
    codings = pd.DataFrame(
        [{**segment, "document": segment["doc"], "stop": segment["end"]} for segment in data["segments"]],
        columns=["document", "start", "stop", "code"],
    )
    lengths = {d["id"]: d["length"] for d in data["documents"]}
    return {"units": units, "coded": codings, "pieces": pieces, "texts": texts, "lengths": lengths}


def run_shares(data: dict[str, Any], options: dict[str, Any]) -> Shares:
    """The share table of a case."""
    return shares(**frames(data, options.get("unit", "answer")), by="group", **options)


def ratings_of(data: dict[str, Any]) -> Ratings:
    """The ratings of an agreement case's input."""
    form = data["format"]
    if form == "contingency":
        return Ratings.of_table(data["table"], data["categories"])
    if form == "category_counts":
        return Ratings.of_counts(data["counts"], data["categories"])
    if form == "sets":
        values = [[None if one is None else frozenset(one) for one in row] for row in data["values"]]
        return Ratings.of(values, None, data["coders"])
    return Ratings.of(data["values"], data["categories"], data["coders"])


def code_ratings(data: dict[str, Any], code: str) -> Ratings:
    """One code of a `sets` case, as 0 and 1."""
    values = [[None if one is None else int(code in one) for one in row] for row in data["values"]]
    return Ratings.of(values, [0, 1], data["coders"])


def run_agreement(data: dict[str, Any], case: dict[str, Any]) -> Coefficient:
    """The coefficient of a case."""
    name, options = case["coefficient"], dict(case["options"])
    if data["format"] == "counts":
        value = holsti_of(options["agreements"], tuple(options["decisions"]))
        return Coefficient("holsti", value, "" if value is not None else "no_decisions")
    if data["format"] == "unitizing":
        text = Continuum.of(data["length"], data["coders"])
        return measure_continuum(name, [text], value=options.get("value_of"))
    if name.endswith("_code_mean"):
        codes = sorted({code for row in data["values"] for one in row if one for code in one})
        values = [measure(name.removesuffix("_code_mean"), code_ratings(data, code)).value for code in codes]
        return Coefficient(name, sum(values) / len(values))
    if name.endswith("_code"):
        return measure(name.removesuffix("_code"), code_ratings(data, options.pop("code")), **options)
    return measure(name, ratings_of(data), analytic=True, **options)
