"""Who speaks: decided once per file from labels that recur, never from a single line.

A line such as "Det vigtigste er: at vi taler sammen" looks like a label. Only what recurs, has
the form of a label, and fits the convention that the whole file follows becomes a speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qualcode.core.errors import UsageError, did_you_mean
from qualcode.core.model import ROLES

from .label_styles import ASIDE, FINDERS, Hit, Lined, without_times
from .labels import (
    CALENDAR,
    CODE,
    KNOWN,
    NAME,
    NUMBER,
    PLAIN,
    WATCHING,
    first_word,
    fold_label,
    has_party,
    is_titled,
    joint_parts,
    role_of,
    shape,
)

STYLES = ("none", *FINDERS)


@dataclass(frozen=True, slots=True)
class SpeakerDecision:
    """The labels of one file: which, where, and in which convention."""

    style: str
    """A name of `STYLES`; `declared` where the format itself says who speaks; `` for nobody."""
    hits: tuple[Hit, ...] = ()
    """Every place where a speaker's label stands, in order."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Key to the label as shown: its commonest spelling."""
    joint: frozenset[str] = frozenset()
    """Keys of labels that name several speakers at once."""
    passed_over: tuple[tuple[str, int], ...] = ()
    """What looks like labels and was not taken, with how often each stands there."""
    stated: Mapping[str, str] = field(default_factory=dict)
    """Key of a label to its role, where the head of the file says it: `Interviewer: AK`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person has said about the speakers of a file."""

    style: str | None = None
    interviewer: tuple[str, ...] = ()
    speakers: Mapping[str, str] = field(default_factory=dict)
    """Label to role, to another label, or to `label/role`."""

    def renamed(self) -> dict[str, str]:
        """Key of a label to the label it stands for."""
        names = {}
        for label, value in self.speakers.items():
            name = name_and_role(value)[0]
            names[fold_label(label)] = name or label
        return names

    def roles(self) -> dict[str, str]:
        """Key of a label to the role it was given."""
        roles = {}
        for label, value in self.speakers.items():
            name, role = name_and_role(value)
            if role:
                roles[fold_label(label)] = role
                if name:
                    roles[fold_label(name)] = role
        return roles | dict.fromkeys(self.interviewers(), "interviewer")

    def named(self) -> set[str]:
        """The keys of labels that a person has listed as speakers of these files."""
        return set(self.renamed())

    def interviewers(self) -> set[str]:
        """The keys of labels that ask, where they occur; a project names them for all files."""
        return {fold_label(one) for label in self.interviewer for one in (label, *label.split(","))} - {""}


def name_and_role(value: str) -> tuple[str, str]:
    """What a speaker map says of a label: a name, a role, or `name/role`; what is not said is empty."""
    value = value.strip()
    if value.casefold() in ROLES:
        return "", value.casefold()
    name, slash, role = value.rpartition("/")
    if slash and role.strip().casefold() in ROLES:
        return name.strip(), role.strip().casefold()
    return value, ""


def decide(doc: Lined, wanted: Wanted, *, dialogue: bool = True) -> SpeakerDecision:
    """The speakers of a file.

    `dialogue` false (kind `document`) takes only what a person named or the format declares.
    Raises UsageError for a speaker style that does not exist.
    """
    style = wanted.style
    if style is not None and style not in STYLES and style not in ("auto", "declared"):
        raise UsageError(
            f"no speaker style {style!r}{did_you_mean(style, STYLES)} (known: {', '.join(STYLES)})",
            slug="unknown_speaker_style",
        )
    if style == "none":
        return SpeakerDecision("")
    if style in (None, "auto", "declared") and any(block.speaker for block in doc.blocks if block.kind not in ASIDE):
        return _declared(doc, wanted)
    if style in FINDERS:
        return _settle(doc, style, FINDERS[style](doc), wanted, forced=True) or SpeakerDecision("")
    if not dialogue and not wanted.named():
        return SpeakerDecision("")
    return _best(doc, wanted)


def _declared(doc: Lined, wanted: Wanted) -> SpeakerDecision:
    hits = []
    for start, block in zip(doc.starts, doc.blocks, strict=True):
        if block.speaker and block.kind not in ASIDE:
            hits.append(Hit(start, start, block.speaker, fold_label(block.speaker), block.time))
    keys = {hit.key for hit in hits}
    return SpeakerDecision("declared", tuple(hits), _names(hits, wanted), _joint(hits, keys))


def _best(doc: Lined, wanted: Wanted) -> SpeakerDecision:
    """The convention that explains most lines; the rest of a mixed file may follow `colon`."""
    best: SpeakerDecision | None = None
    for style, find in FINDERS.items():
        if style == "first-word" and best is not None and len(best.hits) >= 0.2 * doc.filled:
            continue
        decision = _settle(doc, style, find(doc), wanted, forced=False)
        if decision is None:
            continue
        if best is None or len(decision.hits) > 1.5 * len(best.hits):
            best = decision
        if style == "colon" and len(decision.hits) >= 0.3 * doc.filled:
            break
    return best or SpeakerDecision("", passed_over=_recurring_labels(doc))


def _recurring_labels(doc: Lined) -> tuple[tuple[str, int], ...]:
    """What recurs before colons in a text where nobody was taken for a speaker."""
    hits = FINDERS["colon"](doc)
    counts = Counter(hit.key for hit in hits)
    spelled = _names(hits, Wanted())
    shapes = {key: shape(label) for key, label in spelled.items()}
    once = {key for key, count in counts.items() if count < 2}
    return _passed_over(counts, spelled, shapes, once)


def _settle(doc: Lined, style: str, hits: list[Hit], wanted: Wanted, *, forced: bool) -> SpeakerDecision | None:
    """Which of the candidates are speakers, or None where the file does not follow the style."""
    counts = Counter(hit.key for hit in hits)
    if not counts:
        return None
    spelled = _names(hits, Wanted())
    asking = wanted.interviewers()
    shapes = {key: KNOWN if key in asking else shape(label) for key, label in spelled.items()}
    accepted = set(counts) & wanted.named()
    accepted |= _recurring(doc, style, hits, counts, spelled, shapes, forced)
    if style == "chevron":
        accepted |= {key for key in counts if shapes[key] or not key}
    stated = _stated(doc, hits, counts, spelled, accepted)
    accepted -= {hit.key for hit in hits if counts[hit.key] == 1 and _said(doc, hit) in stated}
    accepted |= _single(doc, hits, counts, spelled, shapes, accepted)
    if doc.blocks and doc.blocks[0].kind == "cue" and sum(counts[key] for key in accepted) >= 0.5 * doc.filled:
        # In captions a program wrote the names; somebody may well have spoken once.
        accepted |= {key for key in counts if shapes[key] in (NAME, CODE, KNOWN) and " " in key}
    joint = {key for key in counts if _is_joint(spelled[key], accepted - {key})} - wanted.named()
    accepted -= joint
    kept = without_times(doc, [hit for hit in hits if hit.key in accepted or hit.key in joint])
    if not _enough(doc, style, kept, accepted, shapes, wanted, forced):
        return None
    passed = _passed_over(counts, spelled, shapes, accepted | joint)
    return SpeakerDecision(style, tuple(kept), _names(kept, wanted), frozenset(joint), passed, stated)


def _said(doc: Lined, hit: Hit) -> str:
    """The rest of a label's line, as labels are compared."""
    stop = doc.text.find("\n", hit.words)
    return fold_label(doc.text[hit.words : stop if stop >= 0 else None].strip(" \t.;"))


def _stated(
    doc: Lined, hits: Sequence[Hit], counts: Counter[str], spelled: Mapping[str, str], accepted: set[str]
) -> dict[str, str]:
    """Whose role the head of the file says: `Interviewer: AK` above a talk in which AK speaks."""
    found = {}
    for hit in hits:
        role, said = role_of(spelled[hit.key]), _said(doc, hit)
        if counts[hit.key] == 1 and role is not None and said in accepted and said != hit.key:
            found[said] = role
    return found


def _passed_over(
    counts: Counter[str], spelled: Mapping[str, str], shapes: Mapping[str, str | None], taken: set[str]
) -> tuple[tuple[str, int], ...]:
    """Labels that were not taken, with their counts: names, codes, and whatever stands twice or more."""
    return tuple(
        (spelled[key], count)
        for key, count in counts.items()
        if key not in taken and (shapes[key] in (NAME, CODE, KNOWN) or (shapes[key] is not None and count >= 2))
    )


def _recurring(
    doc: Lined,
    style: str,
    hits: Sequence[Hit],
    counts: Counter[str],
    spelled: Mapping[str, str],
    shapes: Mapping[str, str | None],
    forced: bool,
) -> set[str]:
    total = sum(count for key, count in counts.items() if shapes[key] is not None)
    accepted = set()
    for key, count in counts.items():
        form = shapes[key]
        if form is None or count < 2:
            continue
        if form in (KNOWN, CODE) or style == "first-word":
            accepted.add(key)
        elif form == NAME:
            if count >= max(3, 0.1 * total) or not _common_noun(doc.text, spelled[key]):
                accepted.add(key)
        elif form == PLAIN and count >= max(3, (0.02 if forced else 0.05) * total):
            accepted.add(key)
    accepted |= _beside_others(style, counts, spelled, shapes, accepted)
    return accepted


def _beside_others(
    style: str, counts: Counter[str], spelled: Mapping[str, str], shapes: Mapping[str, str | None], accepted: set[str]
) -> set[str]:
    """Numbers, months and notes that recur, where other labels are sure: `101:`, `August:`, `Note:`.

    Numbers before colons only: on lines of their own they are those of pages, in cells those of rows. After
    `Anna and Bo:` the digits 1 and 2 say which of the two goes on.
    """
    found: set[str] = set()
    numbers = {key for key, count in counts.items() if shapes[key] == NUMBER and count >= 2}
    if not accepted or any(_is_joint(spelled[key], accepted) for key in counts):
        numbers = {key for key in numbers if len(key) > 1}
    if style in ("colon", "bracket") and (accepted or len(numbers) >= 2):
        found |= numbers
    if accepted | found:
        found |= {key for key, count in counts.items() if shapes[key] in (CALENDAR, WATCHING) and count >= 2}
    return found


def _common_noun(text: str, label: str) -> bool:
    """Whether a single capitalised word also stands in lower case in the running text."""
    if " " in label or not label[:1].isupper() or label.isupper():
        return False
    return re.search(rf"\s{re.escape(label.lower())}[\s,.]", text) is not None


def _single(
    doc: Lined,
    hits: Sequence[Hit],
    counts: Counter[str],
    spelled: Mapping[str, str],
    shapes: Mapping[str, str | None],
    accepted: set[str],
) -> set[str]:
    """Labels that stand once but belong to a family: `P3` beside P1 and P2, a known role."""
    once = [key for key, count in counts.items() if count == 1 and key not in accepted]
    found = set()
    families = {_stem(key) for key in accepted if re.search(r"\d", key)}
    titles = Counter(first_word(spelled[key]) for key in accepted if " " in spelled[key])
    titled = sum(is_titled(spelled[key]) for key in accepted)
    roles = {role_of(spelled[key]) for key in accepted}
    first = min((hit.start for hit in hits if hit.key in accepted), default=0)
    partied = sum(has_party(spelled[key]) for key in once) >= 2
    gathering = _mostly_labelled(doc, counts, spelled, shapes, accepted)
    alone = _alone(doc, [hit for hit in hits if hit.key in accepted])
    for key in once:
        form = shapes[key]
        if form == KNOWN:
            if spelled[key][:1].islower() and not any(spelled[known][:1].islower() for known in accepted):
                continue
            hit = next(hit for hit in hits if hit.key == key)
            said = _said(doc, hit)
            named = len(accepted) >= 2 and 0 < len(said.split()) <= 4 and not re.search(r"[.?!]$", said)
            metadata = accepted and hit.start < first and (named or role_of(spelled[key]) in roles)
            if not metadata and (accepted or _known_pair(once, shapes)):
                found.add(key)
        elif form == CODE:
            if _stem(key) in families or (not accepted and _known_pair(once, shapes)):
                found.add(key)
        elif form == NUMBER:
            if any(shapes[known] == NUMBER for known in accepted):
                found.add(key)
        elif form == NAME and " " in key:
            word = first_word(spelled[key])
            family = titles[word] >= 3 and len(word) > 1
            if (
                family
                or gathering
                or (partied and has_party(spelled[key]))
                or (is_titled(spelled[key]) and (titled >= 2 or (titled and alone)))
            ):
                found.add(key)
    return found


def _mostly_labelled(
    doc: Lined,
    counts: Counter[str],
    spelled: Mapping[str, str],
    shapes: Mapping[str, str | None],
    accepted: set[str],
) -> bool:
    """Whether nearly every paragraph begins with the label of the one who leads, or with a full name.

    Minutes are such: the chair speaks often, each member once.
    """
    leads = sum(counts[key] for key in accepted)
    once = sum(1 for key, count in counts.items() if count == 1 and shapes[key] == NAME and " " in key)
    return leads >= 2 and once >= 2 and leads + once >= 0.6 * _paragraph_count(doc)


def _paragraph_count(doc: Lined) -> int:
    """Paragraphs parted by blank lines where there are such, else lines that are not blank."""
    parted = len(re.findall(r"\n[ \t]*\n(?=[ \t]*\S)", doc.text)) + 1
    return min(parted, doc.filled) if parted > 2 else doc.filled


def _alone(doc: Lined, hits: Sequence[Hit]) -> bool:
    """Whether labels stand on lines of their own, as minutes of assemblies have them."""
    empty = sum(doc.text[hit.words : hit.words + 1] in ("\n", "") for hit in hits)
    return bool(hits) and empty >= 0.6 * len(hits)


def _known_pair(once: Iterable[str], shapes: Mapping[str, str | None]) -> bool:
    forms = [shapes[key] for key in once]
    return forms.count(KNOWN) >= 1 and forms.count(KNOWN) + forms.count(CODE) >= 2


def _stem(key: str) -> str:
    return re.sub(r"\d+", "#", key)


def _is_joint(label: str, accepted: set[str]) -> bool:
    parts = joint_parts(label)
    known = {part for part in parts if part in accepted}
    return bool(parts) and bool(known) and all(part in accepted or shape(part) in (KNOWN, CODE) for part in parts)


def _enough(
    doc: Lined,
    style: str,
    kept: Sequence[Hit],
    accepted: set[str],
    shapes: Mapping[str, str | None],
    wanted: Wanted,
    forced: bool,
) -> bool:
    """Whether what was kept makes the file a conversation."""
    if not kept:
        return False
    if forced or accepted & wanted.named():
        return True
    sure = any(shapes[key] == KNOWN for key in accepted)
    if style == "chevron":
        return len(kept) >= 3
    if len(accepted) == 1 and len(kept) >= 3 and style in ("colon", "bracket", "tab"):
        # One who speaks alone: a label before nearly every paragraph.
        named = shapes[next(iter(accepted))] in (NAME, CODE, KNOWN)
        return named and len(kept) >= 0.6 * _paragraph_count(doc)
    if len(kept) < 2 or (len(accepted) < 2 and not sure):
        return False
    if style in ("colon", "column", "chevron", "first-word"):
        return sure or len(kept) >= 0.03 * doc.filled or len(kept) >= 40 or (len(kept) >= 8 and _alone(doc, kept))
    if style in ("line", "time"):
        timed = sum(1 for hit in kept if hit.time is not None)
        if timed >= 0.5 * len(kept):
            return len(kept) >= 2
    share = len(kept) / max(doc.filled, 1)
    if len(kept) < 4:
        return False
    return share >= 0.1 if sure else share >= 0.15 and _somebody_asks(doc, kept)


def _somebody_asks(doc: Lined, kept: Sequence[Hit]) -> bool:
    """Whether the words after one of the labels are questions now and then.

    Headings that recur ("ADOPTED") look like labels on a line of their own; nobody asks there.
    """
    asked: Counter[str] = Counter()
    for hit, following in pairwise(kept):
        asked[hit.key] += "?" in doc.text[hit.words : following.start]
    return any(count >= 2 for count in asked.values())


def _names(hits: Iterable[Hit], wanted: Wanted) -> dict[str, str]:
    """Key to the commonest spelling, the first of equals; or what a person calls it."""
    counts = Counter((hit.key, hit.label) for hit in hits)
    spelled: dict[str, tuple[int, str]] = {}
    for (key, label), count in counts.items():
        if key not in spelled or count > spelled[key][0]:
            spelled[key] = (count, label)
    renamed = wanted.renamed()
    return {key: renamed.get(key) or label for key, (_, label) in spelled.items()}


def _joint(hits: Iterable[Hit], keys: set[str]) -> frozenset[str]:
    return frozenset(hit.key for hit in hits if _is_joint(hit.label, keys - {hit.key}))
