"""Who speaks: decided once per file from labels that recur, never from a single line.

A line such as "Det vigtigste er: at vi taler sammen" looks like a label. Only what recurs, has
the form of a label, and fits the convention that the whole file follows becomes a speaker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from itertools import pairwise, zip_longest

from qualcode.core.errors import UsageError, did_you_mean
from qualcode.core.model import ROLES

from ...core.values import frozen
from .forms import how_many_ask, is_a_form
from .head_of_talk import first_of_talk, offices, role_told, stated_roles, without_legend
from .label_styles import ASIDE, FINDERS, Hit, without_times
from .labels import ASKING, CODE, KNOWN, NAME, PRONOUNS, fold_label, role_of, shape, tidy_label
from .lined import Lined
from .questions_in_text import DASH
from .recurring_labels import Candidates, is_joint, on_their_own_lines, paragraph_count, recurring, standing_once
from .same_speaker import with_further_places, with_one_key, without_abbreviations

STYLES = ("none", *FINDERS)


@frozen
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


@frozen
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
    hits = without_abbreviations(doc, hits, wanted.named() | wanted.interviewers())
    keys = {hit.key for hit in hits}
    return SpeakerDecision("declared", tuple(hits), _names(hits, wanted), _joint(hits, keys))


def _best(doc: Lined, wanted: Wanted) -> SpeakerDecision:
    """The convention that explains most lines; the rest of a mixed file may follow `colon`."""
    best: SpeakerDecision | None = None
    for style, find in FINDERS.items():
        if style == "first-word" and best is not None and len(best.hits) >= 0.2 * doc.filled:
            continue
        if style == "line" and best is not None and best.style == "column":  # what is alone in its cell
            continue
        decision = _settle(doc, style, find(doc), wanted, forced=False)
        if decision is None:
            continue
        if best is None or len(decision.hits) > 1.5 * len(best.hits):
            best = decision
        if style in ("chat", "colon") and len(decision.hits) >= 0.3 * doc.filled:
            break
    if best is None or len({hit.key for hit in best.hits}) == 1:
        hits, stated = with_the_other(doc, with_one_key(FINDERS["colon"](doc)))
        if hits:
            return SpeakerDecision("colon", tuple(hits), _names(hits, wanted), stated=stated)
    if (
        best is not None
        and best.style == "colon"
        and len(asked := with_dashed_questions(doc, best.hits)) > len(best.hits)
    ):
        stated = {**best.stated, "": "interviewer"}
        return replace(best, hits=tuple(asked), names={**best.names, "": ""}, stated=stated)
    return best or SpeakerDecision("", passed_over=_recurring_labels(doc))


def _recurring_labels(doc: Lined) -> tuple[tuple[str, int], ...]:
    """What recurs before colons in a text where nobody was taken for a speaker."""
    hits = FINDERS["colon"](doc)
    counts = Counter(hit.key for hit in hits)
    spelled = _names(hits, Wanted())
    shapes = {key: shape(label) for key, label in spelled.items()}
    once = {key for key, count in counts.items() if count < 2}
    return _passed_over(Candidates(doc, "colon", hits, counts, spelled, shapes, False), once)


def _settle(doc: Lined, style: str, hits: list[Hit], wanted: Wanted, *, forced: bool) -> SpeakerDecision | None:
    """Which of the candidates are speakers, or None where the file does not follow the style."""
    hits = with_one_key(with_further_places(doc, hits) if style == "colon" else hits)
    above = first_of_talk(doc, hits)
    head, hits = hits[:above], without_abbreviations(doc, hits[above:], wanted.named() | wanted.interviewers())
    counts = Counter(hit.key for hit in hits)
    if not counts or (not forced and not wanted.named() and is_a_form(doc, [*head, *hits])):
        return None
    spelled = _names(hits, Wanted())
    asking = wanted.interviewers()
    shapes = {key: KNOWN if key in asking else shape(label) for key, label in spelled.items()}
    if {"sp", "sv"} <= set(counts):  # `Sp.:` and `Sv.:`, question and answer; alone, `Sv:` is of a letter
        shapes |= {"sp": KNOWN, "sv": KNOWN}
    people = {key for key, count in counts.items() if key in PRONOUNS and count > 1}
    named = {key for key, count in counts.items() if count > 1 and shapes[key] in (NAME, CODE, KNOWN)}
    both = people | named  # `Jeg:` and `Hun:`, `Mig:` and `Mette:`
    if people and len(both) == 2 and sum(counts[key] for key in both) >= 0.8 * doc.filled:
        shapes |= dict.fromkeys(people, KNOWN)
    accepted = set(counts) & wanted.named()
    labels = Candidates(doc, style, hits, counts, spelled, shapes, forced)
    accepted |= recurring(labels)
    if style == "chevron":
        accepted |= {key for key in counts if shapes[key] or not key}
    elif style == "chat":  # a program wrote the names, and may have a telephone's number instead
        accepted = set(counts)
    once = [hit for hit in hits if counts[hit.key] == 1]
    stated = stated_roles(doc, [*head, *once], accepted)
    accepted |= standing_once(labels, accepted)
    stated |= stated_roles(doc, [*head, *once], accepted)
    accepted -= {hit.key for hit in once if any(name in stated for _, name in offices(doc, hit))}
    if doc.blocks and doc.blocks[0].kind == "cue" and sum(counts[key] for key in accepted) >= 0.5 * doc.filled:
        # In captions a program wrote the names; somebody may well have spoken once.
        accepted |= {key for key in counts if shapes[key] in (NAME, CODE, KNOWN) and " " in key}
    hits, told = without_legend(doc, hits, accepted)
    stated = {**{hit.key: role for hit in head if (role := role_told(doc, hit)[1])}, **told, **stated}
    joint = {key for key in counts if is_joint(spelled[key], accepted - {key})} - wanted.named()
    accepted -= joint
    kept = without_times(doc, [hit for hit in hits if hit.key in accepted or hit.key in joint])
    kept = [
        hit
        for hit, after in zip_longest(
            kept, kept[1:]
        )  # one that stands once, above nothing, ends a sentence with a colon
        if counts[hit.key] > 1 or forced or doc.text[hit.words : after.start if after else None].strip()
    ]
    fields = sum(count > 1 and shapes[key] is None for key, count in counts.items())
    if len(accepted) == 1 and fields > 1 and not forced and not wanted.named():
        return None  # `Owner:` among `Goal:` and `Risk:`
    if not (forced and kept) and not _enough(labels, kept, accepted, wanted):
        return None
    passed = _passed_over(labels, accepted | joint)
    return SpeakerDecision(style, tuple(kept), _names(kept, wanted), frozenset(joint), passed, stated)


def _passed_over(labels: Candidates, taken: set[str]) -> tuple[tuple[str, int], ...]:
    """Labels that were not taken, with their counts: names, codes, and whatever stands twice or more."""
    shapes = labels.shapes
    return tuple(
        (labels.spelled[key], count)
        for key, count in labels.counts.items()
        if key not in taken and (shapes[key] in (NAME, CODE, KNOWN) or (shapes[key] is not None and count >= 2))
    )


def _enough(labels: Candidates, kept: Sequence[Hit], accepted: set[str], wanted: Wanted) -> bool:
    """Whether what was kept makes the file a conversation."""
    if not kept:
        return False
    if accepted & wanted.named():
        return True
    doc, style, shapes = labels.doc, labels.style, labels.shapes
    sure = any(shapes[key] == KNOWN for key in accepted)
    if style in ("chevron", "chat"):
        return len(kept) >= 3
    timed = sum(hit.time is not None for hit in kept)
    alone = style in ("line", "time") and timed == len(kept)
    if len(accepted) == 1 and len(kept) >= 3 and (alone or style in ("colon", "bracket", "tab")):
        # One who speaks alone: a label before nearly every paragraph, or on a line of its own above it.
        named = shapes[next(iter(accepted))] in (NAME, CODE, KNOWN)
        return named and len(kept) >= (0.4 if style == "line" else 0.6) * paragraph_count(doc)
    if len(kept) < 2 or (len(accepted) < 2 and not sure):
        return False
    if style == "column" and not sure and not any(hit.time is not None for hit in kept) and how_many_ask(doc, kept) < 2:
        return False  # a plan of who does what, not talk
    if style in ("colon", "column", "chevron", "first-word"):
        return (
            sure
            or len(kept) >= 0.03 * doc.filled
            or len(kept) >= 40
            or (len(kept) >= 8 and on_their_own_lines(doc, kept))
        )
    if style in ("line", "time") and timed >= 0.5 * len(kept):
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
    """Key to the commonest spelling that is no abbreviation, the first of equals; or what a person calls it."""
    counts = Counter((hit.key, hit.label) for hit in hits)
    whole = {key for key, label in counts if fold_label(label) == key}
    spelled: dict[str, tuple[int, str]] = {}
    for (key, label), count in counts.items():
        if key in whole and fold_label(label) != key and len(label) < len(key):
            continue
        if key not in spelled or count > spelled[key][0]:
            spelled[key] = (count, label)
    renamed = wanted.renamed()
    return {key: renamed.get(key) or label for key, (_, label) in spelled.items()}


def _joint(hits: Iterable[Hit], keys: set[str]) -> frozenset[str]:
    return frozenset(hit.key for hit in hits if is_joint(hit.label, keys - {hit.key}))


FEWEST = 3


def with_the_other(doc: Lined, hits: Sequence[Hit]) -> tuple[list[Hit], dict[str, str]]:
    """An interview in which only one of two has a label, `I:` before each question or `Svar:` before each answer: the
    hits of that label, those of whoever has none (with an empty key), and the roles of both; else nothing."""
    counts = Counter(hit.key for hit in hits if shape(hit.label) in (NAME, CODE, KNOWN))
    if not counts or counts.most_common(1)[0][1] < FEWEST:
        return [], {}
    key = counts.most_common(1)[0][0]
    named = [hit for hit in hits if hit.key == key]
    if any(count > 1 for other, count in counts.items() if other != key):
        return [], {}
    stretches = [_lines(doc, hit.start, after) for hit, after in zip_longest(named, named[1:])]
    above = [_lines(doc, 0, named[0]), *(stretch[1:] for stretch in stretches)]
    if role_of(key) == "informant" or key in ("a", "svar"):
        return _asked_above(doc, named, above)
    asking = sum(_asks(doc, *stretch[0]) for stretch in stretches)
    if asking <= 0.4 * len(named) and role_of(key) is None:
        return _asked_above(doc, named, above)
    answered = [stretch for stretch in stretches if len(stretch) > 1 and not _asks(doc, *stretch[1])]
    sure = role_of(key) == "interviewer"
    if asking < (0.4 if sure else 0.7) * len(named) or len(answered) < 0.8 * len(named):
        return [], {}
    below = [stretch[1:] for stretch in stretches if len(stretch) > 1]
    lines = Counter(doc.text[slice(*stretch[0])].strip() for stretch in below)
    line, again = lines.most_common(1)[0]  # perhaps who answers, on a line of its own
    alone = line if again >= max(2, 0.6 * len(below)) and shape(tidy_label(line)) in (NAME, CODE, KNOWN) else None
    others = []
    for (start, stop), *more in below:
        label = tidy_label(line) if alone == doc.text[start:stop].strip() and more else ""
        others.append(Hit(start, stop if label else start, label, fold_label(label)))
    roles = {key: "interviewer", "": "informant", fold_label(tidy_label(line)): "informant"}
    return sorted([*named, *others], key=lambda hit: hit.start), roles


def _asked_above(
    doc: Lined, named: Sequence[Hit], above: Sequence[list[tuple[int, int]]]
) -> tuple[list[Hit], dict[str, str]]:
    """`Svar:` or `Mette:` below a line that asks: what stands right above each answer is its question."""
    asked = [lines[-1] for lines, _ in zip(above, named, strict=False) if lines and _asks(doc, *lines[-1])]
    if len(asked) < 0.8 * len(named):
        return [], {}
    others = [_unnamed(doc, start) for start, _ in asked]
    return sorted([*named, *others], key=lambda hit: hit.start), {named[0].key: "informant", "": "interviewer"}


def _unnamed(doc: Lined, start: int) -> Hit:
    """Somebody without a label who speaks from a line on, behind a dash."""
    dash = DASH.match(doc.text, start)
    return Hit(start, dash.end() if dash else start, "", "")


def with_dashed_questions(doc: Lined, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, and those of lines that ask behind a dash between two turns of one speaker: somebody else does. Several
    in a row, or one that words with a colon lead up to, are a list in what is said."""
    found: list[Hit] = []
    for hit, after in zip_longest(hits, hits[1:]):
        found.append(hit)
        lines = _lines(doc, hit.start, after) if after is not None and hit.key == after.key else []
        dashed = sum(DASH.match(doc.text, start, stop) is not None for start, stop in lines)
        above, last = (doc.text[slice(*line)].rstrip() for line in lines[-2:]) if len(lines) > 1 else ("", "")
        if dashed == 1 and DASH.match(last) and last[-1] == "?" and above[-1] in ".!?…)]":
            found.append(_unnamed(doc, lines[-1][0]))
    return found


def _lines(doc: Lined, start: int, after: Hit | None) -> list[tuple[int, int]]:
    """The lines with words from a place up to a label."""
    stop = after.start if after is not None else len(doc.text)
    first = doc.line_number(start) - 1
    lines = []
    for begin, end in pairwise(doc.lines[first:]):
        if begin >= stop:
            break
        block = doc.blocks[doc.block_at(begin)]
        if doc.text[begin : end - 1].strip() and block.kind not in (*ASIDE, "heading"):
            lines.append((begin, end - 1))
    return lines


def _asks(doc: Lined, start: int, stop: int) -> bool:
    words = doc.text[start:stop].strip()
    return words.endswith("?") or ASKING.match(words.partition(": ")[2] or words) is not None
