"""Hand-written files in the history: what became of a text is stored, and every text is read whole."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from qualcode.project import Project
from qualcode.store.file_texts import Texts, steps_in
from qualcode.store.past import changed_files, had_text
from tests.study import ANNA, BO, study

TEXT = st.one_of(st.none(), st.text(alphabet="ab\n", max_size=30))
STEPS = st.lists(st.tuples(st.just("file"), st.sampled_from(["a.yaml", "b.yaml"]), TEXT, TEXT), max_size=3)


@given(st.lists(STEPS, max_size=6))
def test_whatever_became_of_files_is_read_as_it_was(
    entries: list[list[tuple[str, str, str | None, str | None]]],
) -> None:
    """Files that nobody changed in between, and those that a person did; and a step of a row among them."""
    row = ("code", 1, None, {"id": "open:a"})
    storing, reading = Texts(), Texts()
    for steps in entries:
        stored = json.loads(json.dumps(storing.folded([row, *steps])))
        assert [tuple(step) for step in reading.whole(stored)] == [row, *steps]


def test_of_an_entry_only_the_steps_of_files_are_read() -> None:
    """Not the rows beside them, of which a merged code may have a hundred thousand; a speaker may be called `file`."""
    stored = (
        '[["coding",7,{"memo":"[\\"file\\",\\"x\\",null,null]"},{}],["speaker",1,{"3":["A",""]},{"3":["file","x"]}],'
        '["file","a.yaml",null,"[\\"file\\","],[rows that nobody reads],["file","a.yaml",true,[0,1,"b"]]]'
    )
    assert list(steps_in(stored)) == [["file", "a.yaml", None, '["file",'], ["file", "a.yaml", True, [0, 1, "b"]]]


def coded(root: Path, codes: int) -> Project:
    """A study with so many new open codes, each made by a change of its own."""
    opened = study(root, ANNA)
    for number in range(codes):
        opened.tag("D1#1", f"open:theme {number}")
    return opened


def test_a_new_code_takes_as_much_of_the_history_however_many_there_are(tmp_path: Path) -> None:
    opened = coded(tmp_path / "study", 40)
    rows = opened.store.rows("SELECT length(changes) FROM history ORDER BY key")
    opened.close()
    sizes = [size for (size,) in rows][-30:]
    assert max(sizes) < 2 * min(sizes)


def test_undo_and_redo_know_every_text_of_the_codebook(tmp_path: Path) -> None:
    """Back to the first code and forth again, one by one: each time the file is what it was."""
    opened = coded(tmp_path / "study", 0)
    book = tmp_path / "study" / "codebooks" / "open.yaml"
    texts = []
    for number in range(5):
        opened.tag("D1#1", f"open:theme {number}")
        texts.append(book.read_text("utf-8"))
    for text in reversed(texts[:-1]):
        opened.undo()
        assert book.read_text("utf-8") == text
    for text in texts[1:]:
        opened.redo()
        assert book.read_text("utf-8") == text
    opened.undo()
    opened.tag("D1#2", "open:another")
    opened.undo()
    assert book.read_text("utf-8") == texts[3]
    assert [after for *_, path, _, after in changed_files(opened.store) if path.endswith("open.yaml")] == texts[:4]
    assert had_text(opened.store, "codebooks/open.yaml", texts[4])
    opened.close()


def test_what_a_person_wrote_in_between_stays_and_is_known(tmp_path: Path) -> None:
    opened = coded(tmp_path / "study", 2)
    book = tmp_path / "study" / "codebooks" / "open.yaml"
    book.write_text(book.read_text("utf-8") + "# mine\n", encoding="utf-8")
    opened.tag("D1#1", "open:third")
    with_third = book.read_text("utf-8")
    opened.undo()
    assert "# mine" in book.read_text("utf-8") and "third" not in book.read_text("utf-8")
    opened.redo()
    assert book.read_text("utf-8") == with_third
    opened.close()


def test_erasing_an_entry_leaves_the_texts_after_it(tmp_path: Path) -> None:
    """The first codes were made in the document that goes; what was made in the other can still be taken back."""
    root = tmp_path / "study"
    opened = study(root, ANNA, BO)
    opened.tag("D1#1", "open:first")
    opened.tag("M1#1", "open:second")
    book = root / "codebooks" / "open.yaml"
    before = book.read_text("utf-8")
    opened.tag("M1#1", "open:third")
    after = book.read_text("utf-8")
    opened.writable.erase(["D1"], "ana")
    assert [text for *_, path, _, text in changed_files(opened.store) if path.endswith("open.yaml")] == [before, after]
    opened.close()
