"""What the screen can do, tested without a screen, by what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.core.errors import DataError, StoreError, UnknownName, UsageError
from qualcode.core.model import Document, Span, Turn
from qualcode.project import Project, memos
from qualcode.tui import actions, choices, panel
from qualcode.tui.find import Filter
from qualcode.tui.keys import Keys, preset
from qualcode.tui.session import Session

from .small import coded, interview, said, select, session, stored, study


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return study(tmp_path / "study")


@pytest.fixture
def project(root: Path) -> Iterator[Project]:
    with Project.open(root, coder="ana") as opened:
        yield opened


@pytest.fixture
def at_work(project: Project) -> Session:
    return session(project)


# -- walking ---------------------------------------------------------------------------


def test_one_steps_by_answers_and_the_interviewer_is_no_answer(at_work: Session) -> None:
    assert [unit.label for unit in at_work.place.units] == ["D1#1", "D1#2", "D1#3"]
    at_work.walk.step(1)
    assert at_work.unit is not None and at_work.unit.label == "D1#2"
    at_work.walk.step(1)
    told = at_work.walk.step(1)
    assert told is not None and "last" in told.text and at_work.at == 2


def test_what_was_said_to_be_no_answer_is_not_left_to_code(at_work: Session, project: Project) -> None:
    from qualcode.project.guide import set_status

    set_status(project, "D1#2", "no_answer")
    at_work.to_unit(0)
    at_work.walk.step(1, uncoded=True)
    assert at_work.unit is not None and at_work.unit.label == "D1#3"
    at_work.to_unit(1)
    at_work.walk.filter_to(Filter("uncoded"))
    assert at_work.unit.label == "D1#3"


def test_the_unit_can_be_switched_and_one_stays_where_one_was(at_work: Session) -> None:
    at_work.to_unit(2)
    assert "8" not in at_work.switch_unit("turn").text
    assert at_work.unit is not None and at_work.unit.label == "D1:8"
    at_work.switch_unit("sentence")
    assert at_work.unit.index == 6
    assert at_work.spans_here()[0].cut(at_work.place.document.text) == "Time, mostly."
    assert at_work.switch_unit().text.startswith("stepping by answer")


def test_a_document_without_questions_is_walked_turn_by_turn(tmp_path: Path) -> None:
    plan = Document("P", "P", "document", "One.\nTwo.", "en", (
        Turn(1, "", "informant", Span(0, 4)), Turn(2, "", "informant", Span(5, 9)),
    ))  # fmt: skip
    with Project.open(study(tmp_path / "s", plan), coder="ana") as project:
        assert [unit.label for unit in session(project).place.units] == ["P:1", "P:2"]


def test_uncoded_units_are_found_and_coded_ones_counted(at_work: Session) -> None:
    actions.code(at_work, "value")
    assert at_work.place.coded == 1
    at_work.to_unit(0)
    at_work.walk.step(1, uncoded=True)
    assert at_work.at == 1
    actions.code(at_work, "support")
    at_work.to_unit(0)
    at_work.walk.step(1, uncoded=True)
    assert at_work.at == 2
    actions.code(at_work, "support")
    told = at_work.walk.step(-1, uncoded=True)
    assert told is not None and "coded" in told.text


def test_one_goes_on_where_one_left_document_by_document(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        at_work.to_unit(2)
        at_work.walk.other_document(1)
        at_work.to_unit(1)
        at_work.memory.save()
    with Project.open(root, coder="ana") as project:
        later = session(project)
        assert (later.place.document.id, later.at) == ("M1", 1)
        later.walk.other_document(-1)
        assert later.at == 2
    with Project.open(root, coder="bo") as project:
        assert session(project).place.document.id == "D1"


@pytest.mark.parametrize("content", ["", "[]", '{"ana": 3}', '{"ana": {"places": [], "recent": 1, "document": 7}}'])
def test_a_broken_memory_is_done_without(root: Path, content: str) -> None:
    (root / ".cache").mkdir(exist_ok=True)
    (root / ".cache" / "screen.json").write_text(content)
    with Project.open(root, coder="ana") as project:
        assert session(project).at == 0


def test_an_empty_project_says_what_to_do(tmp_path: Path) -> None:
    from qualcode.project import init

    with Project.open(init(tmp_path / "s"), coder="ana") as project, pytest.raises(DataError) as caught:
        session(project)
    assert "qualcode add" in str(caught.value.hint)


def test_one_jumps_to_addresses(at_work: Session) -> None:
    at_work.walk.jump("M1#2")
    assert at_work.unit is not None and at_work.unit.label == "M1#2"
    at_work.walk.jump("D1:6")
    assert at_work.unit.label == "D1#2"
    at_work.walk.jump("#3")
    assert at_work.unit.label == "D1#3"
    text = at_work.place.document.text
    at = text.index("committee")
    at_work.walk.jump(f"@{at}-{at + 9}")
    assert at_work.targets() == [Span(at, at + 9)]
    with pytest.raises(UnknownName):
        at_work.walk.jump("D9")
    assert at_work.place.document.id == "D1"


# -- coding ----------------------------------------------------------------------------


def test_an_answer_that_a_follow_up_interrupts_is_coded_in_one_stretch(root: Path, at_work: Session) -> None:
    at_work.to_unit(1)
    actions.code(at_work, "Opbakning")
    (coding,) = stored(root)
    assert coding.code == "frame:support" and coding.coder == "ana" and coding.origin == "hand"
    assert coding.quote.startswith("The committee") and coding.quote.endswith("ask for them.")


def test_a_selection_is_coded_without_the_blanks_at_its_ends(root: Path, at_work: Session) -> None:
    select(at_work, " look at absence. ")
    actions.code(at_work, "value")
    assert said(root) == [("look at absence.", "frame:value", "ana")]
    assert at_work.selection is None


def test_weight_qualifier_memo_and_doubt_go_to_the_coding_just_made(root: Path, at_work: Session) -> None:
    actions.code(at_work, "value")
    actions.weigh(at_work, "0,5")
    actions.qualify(at_work, "fremmer")
    actions.write_memo(at_work, " why ")
    actions.doubt(at_work)
    (coding,) = stored(root)
    assert (coding.weight, coding.qualifier, coding.memo, coding.unsure) == (0.5, "promotes", "why", True)
    actions.doubt(at_work)
    actions.qualify(at_work, "")
    actions.weigh(at_work, "75%")
    (coding,) = stored(root)
    assert (coding.weight, coding.qualifier, coding.unsure) == (0.75, "", False)


@pytest.mark.parametrize("written", ["2", "0", "-1", "half", "nan"])
def test_a_weight_out_of_range_changes_nothing(root: Path, at_work: Session, written: str) -> None:
    actions.code(at_work, "value")
    with pytest.raises(UsageError):
        actions.weigh(at_work, written)
    assert [coding.weight for coding in stored(root)] == [1.0]


def test_the_same_again_takes_weight_and_qualifier_along(root: Path, at_work: Session) -> None:
    actions.code(at_work, "value")
    actions.weigh(at_work, "0.5")
    actions.qualify(at_work, "inhibits")
    at_work.walk.step(1)
    actions.again(at_work)
    assert [(c.code, c.weight, c.qualifier) for c in stored(root)] == [("frame:value", 0.5, "inhibits")] * 2


def test_the_same_coding_twice_is_stored_once(root: Path, at_work: Session) -> None:
    actions.code(at_work, "value")
    assert "already" in actions.code(at_work, "value").text
    assert len(stored(root)) == 1


def test_a_qualifier_that_would_make_two_codings_alike_is_refused(root: Path, at_work: Session) -> None:
    actions.code(at_work, "value", qualifier="promotes")
    actions.code(at_work, "value", qualifier="inhibits")
    with pytest.raises(UsageError, match="already"):
        actions.qualify(at_work, "promotes")
    assert sorted(coding.qualifier for coding in stored(root)) == ["inhibits", "promotes"]


def test_coding_again_without_a_word_about_it_keeps_the_qualifier(root: Path, at_work: Session) -> None:
    actions.code(at_work, "value", qualifier="promotes")
    assert "already" in actions.code(at_work, "value").text
    assert [coding.qualifier for coding in stored(root)] == ["promotes"]


def test_an_open_code_is_made_and_used_in_one_change(root: Path, at_work: Session) -> None:
    told = actions.new_code(at_work, "Egen silo")
    assert "new code" in told.text and "Egen silo" in told.text
    assert said(root) == [(stored(root)[0].quote, "open:egen-silo", "ana")]
    assert "Egen silo" in (root / "codebooks" / "open.yaml").read_text("utf-8")
    actions.undo(at_work)
    assert said(root) == [] and not (root / "codebooks" / "open.yaml").exists()
    actions.redo(at_work)
    assert len(said(root)) == 1 and (root / "codebooks" / "open.yaml").exists()


def test_the_informants_own_words_become_a_code_once(root: Path, at_work: Session) -> None:
    select(at_work, "children need us")
    actions.in_vivo(at_work)
    text = (root / "codebooks" / "open.yaml").read_text("utf-8")
    assert "children need us" in text and "in vivo" in text
    select(at_work, "children need us")
    assert "already" in actions.in_vivo(at_work).text
    assert said(root) == [("children need us", "open:children-need-us", "ana")]
    with pytest.raises(UsageError, match="select"):
        actions.in_vivo(at_work)


def test_taking_away_and_undoing_without_end(root: Path, at_work: Session) -> None:
    for code in ("value", "support", "capacity"):
        actions.code(at_work, code)
    actions.remove(at_work)
    assert sorted(c.code for c in stored(root)) == ["frame:support", "frame:value"]
    for _ in range(4):
        actions.undo(at_work)
    assert stored(root) == []
    with pytest.raises(UsageError, match="'add'"):
        actions.undo(at_work)
    for _ in range(3):
        actions.redo(at_work)
    assert len(stored(root)) == 3
    assert at_work.place.coded == 1 and at_work.counts["frame:value"] == 1


def test_another_coders_change_is_undone_only_when_one_insists(root: Path, at_work: Session) -> None:
    coded(root, "D1", "absence", "frame:value", coder="bo")
    at_work.changed_elsewhere()
    with pytest.raises(UsageError, match="bo"):
        actions.undo(at_work)
    assert len(stored(root)) == 1
    actions.undo(at_work, whoever=True)
    assert stored(root) == []


def test_anothers_coding_is_not_changed(root: Path, at_work: Session) -> None:
    coded(root, "D1", "absence", "frame:value", coder="bo")
    at_work.reload()
    with pytest.raises(UsageError, match="nothing is coded here"):
        actions.remove(at_work)
    at_work.others = True
    for act in (actions.remove, actions.doubt):
        with pytest.raises(UsageError, match="bo's"):
            act(at_work)
    assert len(stored(root)) == 1


def test_tab_walks_the_codings_that_stand_here_and_x_takes_that_one(root: Path, at_work: Session) -> None:
    for code in ("value", "support", "capacity"):
        actions.code(at_work, code)
    at_work.focus = 0
    chosen = []
    for _ in range(3):
        at_work.next_coding(1)
        focused = at_work.focused()
        assert focused is not None
        chosen.append(focused.code)
    assert sorted(chosen) == ["frame:capacity", "frame:support", "frame:value"]
    actions.remove(at_work)
    assert chosen[-1] not in {coding.code for coding in stored(root)}


def test_a_broken_rule_warns_at_once_and_is_stored_all_the_same(root: Path, at_work: Session) -> None:
    actions.code(at_work, "value")
    told = actions.code(at_work, "nothing")
    assert told.warning and "nothing" in told.text.casefold()
    assert len(stored(root)) == 2


def test_codings_made_on_both_parts_of_a_broken_answer_are_changed_together(tmp_path: Path) -> None:
    broken = interview("B", (
        ("I", "One?", "1"), ("A", "First part.", "1"), ("I", "Two?", "2"), ("A", "Other.", "2"),
        ("I", "Back to one.", "1"), ("A", "Second part.", "1"),
    ))  # fmt: skip
    root = study(tmp_path / "s", broken)
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        actions.code(at_work, "value")
        actions.weigh(at_work, "0.5")
        assert [(c.quote, c.weight) for c in stored(root)] == [("First part.", 0.5), ("Second part.", 0.5)]
        actions.remove(at_work)
        assert stored(root) == []


def test_digits_are_the_frames_codes_or_the_latest_or_ones_own(root: Path, project: Project) -> None:
    at_work = session(project)
    assert actions.digit_codes(at_work)[:3] == ["frame:value", "frame:support", "frame:capacity"]
    actions.digit(at_work, 5)
    actions.digit(at_work, 2)
    actions.switch_digits(at_work)
    assert actions.digit_codes(at_work) == ["frame:support", "frame:value.mission"]
    with pytest.raises(UsageError):
        actions.digit(at_work, 3)
    own = session(project, codes=("capacity", "gone", "mission"))
    assert actions.digit_codes(own) == ["frame:capacity", "frame:value.mission"]


def test_finishing_a_document_is_recorded_and_taken_back(root: Path, at_work: Session) -> None:
    from qualcode.project.coders import finished

    actions.finish(at_work)
    with Project.open(root) as other:
        assert finished(other) == {("ana", "D1")}
    actions.finish(at_work)
    with Project.open(root) as other:
        assert finished(other) == set()


def test_a_memo_about_the_place(root: Path, at_work: Session) -> None:
    at_work.to_unit(1)
    actions.note(at_work, "compare with M1")
    with Project.open(root) as other:
        [memo] = other.store.memos()
        assert (memos.named(other, memo), memo.text, memo.coder) == ("place D1#2", "compare with M1", "ana")


# -- what is shown ---------------------------------------------------------------------


def test_other_coders_are_hidden_until_asked_for(root: Path, at_work: Session) -> None:
    coded(root, "D1", "absence", "frame:value", coder="bo")
    assert at_work.changed_elsewhere()
    assert at_work.shown() == [] and at_work.counts == {} and at_work.place.coded == 0
    assert not any(choice.value.startswith("coder") for choice in choices.filters(at_work))
    at_work.others = True
    assert [coding.coder for coding in at_work.shown()] == ["bo"]
    assert any(choice.value == "coder bo" for choice in choices.filters(at_work))


def test_a_filter_is_followed_into_later_documents(at_work: Session) -> None:
    at_work.walk.jump("M1#2")
    actions.code(at_work, "support")
    at_work.walk.jump("D1#1")
    told = at_work.walk.filter_to(Filter("code", "frame:support"))
    assert at_work.unit is not None and at_work.unit.label == "M1#2", told
    told = at_work.walk.step(1)
    assert told is not None and told.warning


def test_a_search_goes_on_in_later_documents(at_work: Session) -> None:
    told = at_work.found.search("absence")
    assert "1 of 2 in 2 documents" in told.text and at_work.place.document.id == "D1"
    at_work.found.step(1)
    assert at_work.place.document.id == "M1" and at_work.found.hit is not None
    assert "no more" in at_work.found.step(1).text
    at_work.found.step(-1)
    assert at_work.place.document.id == "D1"
    assert "nothing found" in at_work.found.search("xyzzy").text


def test_the_panel_shows_counts_what_stands_here_and_what_the_code_means(at_work: Session) -> None:
    actions.code(at_work, "value")
    actions.doubt(at_work)
    lines = ["".join(text for text, _ in line) for line in panel.side(at_work, 30, 22)]
    assert any("Public value" in line and line.rstrip().endswith("1") for line in lines)
    assert any(line.startswith("▸ Public value") and "?" in line for line in lines)
    assert "What citizens get out of it." in lines
    assert any(line.startswith("Use: The speaker") for line in lines)


def test_the_status_line_says_where_one_is(at_work: Session) -> None:
    actions.code(at_work, "value")
    at_work.walk.step(1)
    ((text, _),) = panel.status(at_work, 80, "text")
    assert text.startswith(" D1 │ answer 2 of 3 │ coded 1 │ ana")
    assert len(text) == 80


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_line_of_keys_always_tells_help_and_never_overflows(width: int) -> None:
    for mode in ("text", "select", "tree", "review"):
        line = panel.live_keys(Keys(preset("vim")), mode, width)
        text = "".join(part for part, _ in line)
        assert len(text) <= width
        assert mode != "text" or "f1 help" in text


def test_documents_are_listed_with_their_progress(at_work: Session) -> None:
    actions.code(at_work, "value")
    listed = {choice.value: choice.detail for choice in choices.documents(at_work)}
    assert listed["D1"].endswith("1/3") and listed["M1"].endswith("0/2")


# -- other programs --------------------------------------------------------------------


def test_an_edit_by_another_program_is_noticed_and_ones_own_is_not(root: Path, at_work: Session) -> None:
    actions.code(at_work, "value")
    assert not at_work.changed_elsewhere()
    coded(root, "D1", "absence", "frame:support")
    assert at_work.changed_elsewhere()
    assert len(at_work.shown()) == 2
    frame = root / "codebooks" / "frame.yaml"
    frame.write_text(frame.read_text("utf-8").replace("Capacity", "Capability"), "utf-8")
    assert at_work.changed_elsewhere()
    assert at_work.project.codes.label("frame:capacity", "en") == "Capability"


def test_a_database_that_vanished_takes_nothing_and_can_be_written_back(root: Path, at_work: Session) -> None:
    actions.code(at_work, "value")
    (root / "qualcode.sqlite").unlink()
    with pytest.raises(StoreError) as caught:
        actions.code(at_work, "support")
    assert caught.value.slug == "store_vanished"
    at_work.rescue()
    actions.code(at_work, "support")
    assert sorted(coding.code for coding in stored(root)) == ["frame:support", "frame:value"]


def test_a_database_that_is_locked_says_so_and_the_session_goes_on(root: Path, at_work: Session) -> None:
    import sqlite3

    at_work.store.wait_at_most(0.01)
    other = sqlite3.connect(root / "qualcode.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError) as caught:
        actions.code(at_work, "value")
    assert caught.value.slug == "store_locked"
    other.execute("ROLLBACK")
    other.close()
    actions.code(at_work, "value")
    assert len(stored(root)) == 1


def test_a_disk_that_is_full_leaves_no_new_code_behind(
    root: Path, at_work: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DataError, match="No space left on device; nothing was changed"):
        actions.new_code(at_work, "Silo")
    monkeypatch.undo()
    assert stored(root) == [] and not (root / "codebooks" / "open.yaml").exists()
    assert at_work.project.codes.get("open:silo") is None
    actions.new_code(at_work, "Silo")
    assert [coding.code for coding in stored(root)] == ["open:silo"]


def test_a_document_in_which_no_informant_speaks_can_be_read_and_coded_by_selection(tmp_path: Path) -> None:
    root = study(tmp_path / "s", interview("N", (("I", "Only questions here.", None),)))
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        with pytest.raises(UsageError, match="no informant"):
            actions.code(at_work, "value")
        select(at_work, "questions")
        actions.code(at_work, "value")
        assert said(root) == [("questions", "frame:value", "ana")]
