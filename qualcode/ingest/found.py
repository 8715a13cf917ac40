"""What was found in one file, and the line that tells the person who added it."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.core.languages import catalogue


@dataclass(frozen=True, slots=True)
class SpeakerFound:
    """One speaker of a document, as `add` reports it."""

    label: str
    role: str
    turns: int
    """Turns as stored: each label begins one."""
    runs: int
    """Stretches of speech until somebody else speaks."""
    blocks: int
    """Paragraphs, lines, rows or cues."""
    words: int
    """Counted by the blanks between them."""
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFound:
    """What was found in one file, for the person who adds it."""

    speakers: tuple[SpeakerFound, ...] = ()
    style: str = ""
    unlabelled: int = 0
    """Lines of speech or text without a label of their own."""
    interviewer: tuple[str, ...] = ()
    empty: int = 0
    """Labels without words after them."""
    questions: int = 0
    """Questions that stand in a text without speakers."""
    passed_over: tuple[tuple[str, int], ...] = ()
    """What looks like labels and was not taken for such, with how often each stands there."""
    doubt: str = ""
    """What is not sure about who asks, in words for the person who adds the file."""

    def summary(self, language: str = "en") -> str:
        """One line: `2 speakers: I (53 turns), U1 (56); interviewer: I; 3 lines without a label`."""
        word = catalogue(__package__, language)
        if not self.speakers:
            return f"{word['nobody']}; {self.questions} {word['questions']}" if self.questions else word["nobody"]
        shown = []
        for place, speaker in enumerate(sorted(self.speakers, key=lambda s: s.role != "interviewer")):
            unit = f" {word['turn' if speaker.turns == 1 else 'turns']}" if place == 0 else ""
            shown.append(f"{speaker.label or '–'} ({speaker.turns}{unit})")
        count = len(self.speakers)
        parts = [f"{count} {word['speaker' if count == 1 else 'speakers']}: {', '.join(shown)}"]
        parts.append(f"{word['interviewer']}: {', '.join(self.interviewer) or word['none']}")
        if self.unlabelled:
            parts.append(f"{self.unlabelled} {word['line' if self.unlabelled == 1 else 'lines']}")
        return "; ".join(parts)
