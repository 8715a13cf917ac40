"""Two people, two folders, one study on a server: what each does arrives at the other, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.errors import StoreError, UsageError
from qualcode.project import Project, init
from qualcode.store.past import had_text
from tests.cli.conftest import Run
from tests.postgres import Server
from tests.study import ANNA, BO, FRAME, study


@pytest.fixture
def ana(tmp_path: Path, address: str) -> Path:
    """The folder of Ana, who made the study."""
    root = tmp_path / "ana"
    init(root, name="A study", coder="ana", store=address)
    study_files(root)
    return root


def study_files(root: Path) -> None:
    """Two documents and a frame, stored by Ana."""
    from qualcode.project.add import insert

    (root / "codebooks" / "frame.yaml").write_text(FRAME, encoding="utf-8")
    with Project.open(root) as project, project.writable.change("add", "ana") as change:
        for document in (ANNA, BO):
            insert(project, change, document, root / "transcripts" / f"{document.id}.txt", {})
        change.summary = "two interviews"


@pytest.fixture
def bo(ana: Path, address: str, tmp_path: Path) -> Path:
    """The folder of Bo, who joined."""
    return init(tmp_path / "bo", coder="bo", store=address)


def brief(root: Path) -> str:
    return (root / "codebooks" / "frame.yaml").read_text("utf-8")


def test_who_joins_has_the_codebooks_cases_and_settings_but_not_the_name(ana: Path, bo: Path, address: str) -> None:
    assert brief(bo) == FRAME
    settings = (bo / "qualcode.toml").read_text("utf-8")
    assert 'coder = "bo"' in settings
    assert f'store = "{address}"' in settings
    with Project.open(ana) as mine, Project.open(bo) as theirs:
        assert mine.settings.id == theirs.settings.id
        assert theirs.coder == "bo"
        assert theirs.store.document_ids() == ["D1", "M1"]


def test_what_one_codes_the_other_sees_and_undo_takes_back_ones_own(ana: Path, bo: Path) -> None:
    with Project.open(ana) as mine, Project.open(bo) as theirs:
        mine.tag("D1#1", "value")
        theirs.tag("D1#1", "support")
        assert {(c.coder, c.code) for c in mine.codings()} == {("ana", "frame:value"), ("bo", "frame:support")}
        assert mine.undo().coder == "ana"
        assert [(c.coder, c.code) for c in theirs.codings()] == [("bo", "frame:support")]


def test_an_edit_made_elsewhere_arrives_before_the_next_command(ana: Path, bo: Path, qualcode: Run) -> None:
    (ana / "codebooks" / "frame.yaml").write_text(FRAME.replace("What it is good for.", "Good for whom."), "utf-8")
    assert qualcode("-C", ana, "status").code == 0
    assert "Good for whom." in qualcode("-C", bo, "codebook", "show", "frame").out
    assert "Good for whom." in brief(bo)


def test_the_second_edit_is_stored_as_what_it_changed(ana: Path, qualcode: Run) -> None:
    """As the changes of commands are: the history would else hold a codebook twice for each word put right."""
    for said in ("Good for whom.", "Good for all."):
        (ana / "codebooks" / "frame.yaml").write_text(FRAME.replace("What it is good for.", said), "utf-8")
        assert qualcode("-C", ana, "status").code == 0
    with Project.open(ana) as project:
        changes = [row[0] for row in project.store.rows("SELECT changes FROM history ORDER BY key")]
        assert len(changes[-1]) < 100 < len(FRAME)
        assert had_text(project.store, "codebooks/frame.yaml", FRAME.replace("What it is good for.", "Good for all."))


def test_a_new_open_code_of_one_is_known_to_the_other(ana: Path, bo: Path, qualcode: Run) -> None:
    assert qualcode("-C", ana, "tag", "D1#1", "open:trust").code == 0
    assert qualcode("-C", bo, "tag", "M1#1", "trust").code == 0
    with Project.open(bo) as project:
        assert {c.code for c in project.codings()} == {"open:trust"}


def test_edits_of_different_codes_are_both_kept(ana: Path, bo: Path, qualcode: Run) -> None:
    (ana / "codebooks" / "frame.yaml").write_text(FRAME.replace("What it is good for.", "Good for whom."), "utf-8")
    (bo / "codebooks" / "frame.yaml").write_text(FRAME.replace("Whether it can be done.", "Hands and money."), "utf-8")
    assert qualcode("-C", ana, "sync").code == 0
    assert qualcode("-C", bo, "sync").code == 0
    assert qualcode("-C", ana, "sync").code == 0
    assert brief(ana) == brief(bo)
    assert "Good for whom." in brief(ana)
    assert "Hands and money." in brief(ana)


@pytest.mark.parametrize(("who", "wins"), [("--mine", "Bo says so."), ("--theirs", "Ana says so.")])
def test_two_edits_of_one_code_are_a_conflict_that_is_shown_and_settled(
    ana: Path, bo: Path, qualcode: Run, who: str, wins: str
) -> None:
    for root, words, own in ((ana, "Ana says so.", "of-ana"), (bo, "Bo says so.", "of-bo")):
        added = f"  - id: shared\n    name: {own}\n  - id: {own}\n    name: {own}\n"
        text = FRAME.replace("What it is good for.", words).rstrip("\n") + f"\n{added}"
        (root / "codebooks" / "frame.yaml").write_text(text, "utf-8")
    assert qualcode("-C", ana, "sync").code == 0
    shown = qualcode("-C", bo, "status")
    assert "codebooks/frame.yaml: frame:value, frame:shared was changed here and by somebody else" in shown.err
    assert "qualcode sync" in shown.err
    assert "Bo says so." in brief(bo), "nothing is written over"
    assert "Ana says so." in brief(ana)
    assert qualcode("-C", bo, "sync").code == 1
    assert qualcode("-C", bo, "sync", who, "codebooks/frame.yaml").code == 0
    assert qualcode("-C", ana, "sync").code == 0
    assert wins in brief(ana)
    assert f"id: shared\n    name: of-{wins[:3].strip().lower()}" in brief(ana)
    assert "id: of-ana" in brief(ana) and "id: of-bo" in brief(ana), "what only one of them wrote is not in question"
    assert brief(ana) == brief(bo)


def test_two_people_who_each_add_a_case_have_both_and_one_case_of_both_is_asked_about(
    ana: Path, bo: Path, qualcode: Run
) -> None:
    for root in (ana, bo):
        (root / "cases.csv").write_text("case,role\nEva,director\n", "utf-8")
        assert qualcode("-C", root, "sync").code == 0
    for case, codes in (("Ib", [0, 0, 0]), ("Ida", [0, 1])):
        for root, role in ((ana, "director"), (bo, "manager")):
            with (root / "cases.csv").open("a", encoding="utf-8") as file:
                file.write(f"{case if len(codes) == 2 else f'{case} {role}'},{role}\n")
        for root, code in zip((ana, bo, ana), codes, strict=False):
            assert qualcode("-C", root, "sync").code == code
    there = (ana / "cases.csv").read_text("utf-8").splitlines()
    assert sorted(there) == ["Eva,director", "Ib director,director", "Ib manager,manager", "Ida,director", "case,role"]


def test_two_edits_of_one_code_on_different_lines_are_a_conflict_too(ana: Path, bo: Path, qualcode: Run) -> None:
    (ana / "codebooks" / "frame.yaml").write_text(FRAME.replace("What it is good for.", "Good for whom."), "utf-8")
    (bo / "codebooks" / "frame.yaml").write_text(FRAME.replace('en: "Value"', 'en: "Worth"'), "utf-8")
    assert qualcode("-C", ana, "sync").code == 0
    assert "frame:value" in qualcode("-C", bo, "sync").out


def test_a_file_with_mistakes_is_not_sent_to_others(ana: Path, bo: Path, qualcode: Run) -> None:
    (ana / "codebooks" / "frame.yaml").write_text("id: frame\ncodes: [", "utf-8")
    assert qualcode("-C", ana, "sync").code == 1
    assert qualcode("-C", bo, "sync").code == 0
    assert brief(bo) == FRAME


def test_settings_are_shared_but_for_who_codes_and_where_it_is(ana: Path, bo: Path, qualcode: Run) -> None:
    settings = (ana / "qualcode.toml").read_text("utf-8")
    (ana / "qualcode.toml").write_text(settings.replace('unit = "answer"', 'unit = "turn"'), "utf-8")
    assert qualcode("-C", ana, "sync").code == 0
    assert qualcode("-C", bo, "sync").code == 0
    with Project.open(bo) as project:
        assert (project.settings.unit, project.coder) == ("turn", "bo")


def test_a_lost_record_of_what_was_copied_overwrites_nothing(ana: Path, bo: Path, qualcode: Run) -> None:
    (ana / "codebooks" / "frame.yaml").write_text(FRAME.replace("What it is good for.", "Good for whom."), "utf-8")
    assert qualcode("-C", ana, "sync").code == 0
    (bo / ".cache" / "shared_files.json").unlink()
    (bo / "codebooks" / "frame.yaml").write_text(FRAME.replace("Whether it can be done.", "Hands and money."), "utf-8")
    assert qualcode("-C", bo, "sync").code == 1
    assert "Hands and money." in brief(bo)
    assert "Good for whom." in brief(ana)


def test_a_folder_of_another_study_is_turned_away(ana: Path, tmp_path: Path, address: str) -> None:
    other = tmp_path / "other"
    init(other, name="Another", store="")
    with pytest.raises(StoreError) as error:
        Project.open(other, store=address)
    assert error.value.slug == "other_study"


def test_a_password_in_the_address_is_written_nowhere(tmp_path: Path, address: str, qualcode: Run) -> None:
    with_password = address.replace("owner@", "owner:very-secret@")
    ran = qualcode("init", "--store", with_password, "here")
    assert ran.code == 0
    assert "not written down" in ran.err
    qualcode("-C", "here", "status")
    assert [
        path for path in (tmp_path / "here").rglob("*") if path.is_file() and b"very-secret" in path.read_bytes()
    ] == []
    assert "very-secret" not in ran.out + ran.err


def test_a_coder_may_code_and_undo_but_not_erase_move_or_let_others_in(
    ana: Path, tmp_path: Path, address: str, server: Server, qualcode: Run
) -> None:
    server.sql("DO $$ BEGIN CREATE ROLE carl LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    as_carl = address.replace("owner@", "carl@")
    refused = qualcode("init", "--store", as_carl, "carl", "--coder", "carl")
    assert (refused.code, refused.err.split(":")[1].strip()) == (4, "store_not_allowed")
    assert qualcode("-C", ana, "coder", "allow", "carl").code == 0
    assert qualcode("init", "--store", as_carl, "carl", "--coder", "carl").code == 0
    assert qualcode("-C", "carl", "tag", "D1#1", "value", "open:mine").code == 0
    assert qualcode("-C", "carl", "undo").code == 0
    assert qualcode("-C", "carl", "tag", "D1#1", "value").code == 0
    for words in (["remove", "D1", "--erase", "--yes"], ["move-store", "file"], ["coder", "allow", "carl"]):
        ran = qualcode("-C", "carl", *words)
        assert (ran.code, "store_not_allowed" in ran.err) == (4, True), (words, ran.err)
    import psycopg

    with psycopg.connect(as_carl.partition("?")[0], autocommit=True) as connection:
        schema = address.partition("schema=")[2]
        for statement in (
            *(
                f"{verb} {{}}.{table}"
                for verb in ("DELETE FROM", "TRUNCATE", "DROP TABLE", "ALTER TABLE")
                for table in ("document", "turn", "page", "history", "study", "migration")
            ),
            "TRUNCATE {}.coding",
            "DROP TABLE {}.coding",
            "DROP SCHEMA {} CASCADE",
            "UPDATE {}.study SET moved = 'x'",
            "UPDATE {}.migration SET number = 99",
            "CREATE TABLE {}.mine (a INT)",
        ):
            if statement.startswith("ALTER"):
                statement += " ADD COLUMN mine INT"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.format(schema).encode())
    assert qualcode("-C", ana, "coder", "disallow", "carl").code == 0
    assert qualcode("-C", "carl", "status").code == 4
    with Project.open(ana) as project:
        assert [c.coder for c in project.codings()] == ["carl"]


@pytest.mark.parametrize(
    ("wrong", "slug"),
    [
        ("postgresql://owner@127.0.0.1:1/study", "server_unreachable"),
        ("postgresql://owner@127.0.0.1", "bad_store_address"),
        ("mysql://owner@127.0.0.1/study", "bad_store_address"),
        ("postgresql://owner@127.0.0.1/study?schema=A-B", "bad_store_address"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(tmp_path: Path, qualcode: Run, wrong: str, slug: str) -> None:
    ran = qualcode("init", "--store", wrong, "here")
    assert ran.code in (2, 4)
    assert f"error: {slug}:" in ran.err
    assert not (tmp_path / "here" / "qualcode.toml").exists(), "nothing half-made"


def test_who_may_is_asked_of_a_server_only(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    with pytest.raises(UsageError) as error:
        project.writable.allow("carl")
    assert "move-store" in (error.value.hint or "")
