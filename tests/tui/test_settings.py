"""Keys, presets and themes in a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest

from qualcode.core.errors import ProblemsFound
from qualcode.tui import commands, keys, settings


def test_every_action_has_a_command_and_every_command_an_action() -> None:
    assert set(keys.BY_NAME) == set(commands.COMMANDS)


@pytest.mark.parametrize("preset", keys.PRESETS)
def test_no_preset_gives_one_key_to_two_actions(preset: str) -> None:
    assert keys.clashes(keys.preset(preset)) == []
    assert all(found for found in keys.preset(preset).values())


def action(found: keys.Keys, mode: str, key: str) -> str | None:
    """The first of a key's bindings that holds in a mode, as Textual looks for it."""
    for binding in found.bindings():
        if binding.key == key and keys.BY_NAME[str(binding.id)].mode in (mode, keys.TEXT):
            return binding.id
    return None


def test_a_mode_has_its_own_keys_and_falls_back_to_the_others() -> None:
    found = keys.Keys(keys.preset("vim"))
    assert action(found, keys.TEXT, "w") == "weight"
    assert action(found, keys.SELECT, "w") == "word"
    assert action(found, keys.SELECT, "1") == "digit_1"
    assert action(found, keys.TEXT, "question_mark") == "unsure"
    assert action(found, keys.TEXT, "f12") is None


def test_a_comma_can_be_a_key_and_help_goes_with_its_binding() -> None:
    found = keys.Keys({**keys.preset("vim"), "again": (",", ".")})
    assert action(found, keys.TEXT, "comma") == action(found, keys.TEXT, "full_stop") == "again"
    assert all(binding.description == keys.BY_NAME[str(binding.id)].about for binding in found.bindings())


def test_the_arrow_preset_needs_no_letters_to_walk() -> None:
    found = settings.ScreenSettings(preset="arrows").keymap()
    assert action(found, keys.TEXT, "down") == "next"
    assert action(found, keys.TEXT, "j") is None


def test_own_keys_win_over_the_preset_and_the_project_over_the_person(tmp_path: Path) -> None:
    user, root = tmp_path / "user", tmp_path / "study"
    user.mkdir()
    root.mkdir()
    (user / "keys.toml").write_text('preset = "arrows"\nadvance = true\n[keys]\nnext = "j"\nweight = ["w", "W"]\n')
    (root / "keys.toml").write_text('digits = "recent"\n[keys]\nnext = ["n"]\n')
    found = settings.load(root, user)
    assert (found.preset, found.advance, found.digits) == ("arrows", True, "recent")
    keymap = found.keymap()
    assert action(keymap, keys.TEXT, "n") == "next"
    assert action(keymap, keys.TEXT, "W") == "weight"
    assert action(keymap, keys.TEXT, "down") is None
    assert keymap.by_action["next_hit"] == ("f5",)


def test_every_mistake_in_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text(
        'preset = "emacs"\nadvanse = true\nmouse = "yes"\n[keys]\nnekst = "j"\nweight = 3\nmemo = "z"\nnote = "z"\n'
        "[themes.paper]\nprimary = 'blue'\n"
    )
    with pytest.raises(ProblemsFound) as caught:
        settings.load(tmp_path, tmp_path / "nowhere")
    told = [(problem.line, problem.message) for problem in caught.value.problems]
    assert (1, "preset 'emacs': expected vim or arrows") in told
    assert (2, "unknown setting 'advanse'; did you mean 'advance'?") in told
    assert any(line == 3 and "true or false" in text for line, text in told)
    assert (5, "unknown action 'nekst'; did you mean 'next'?") in told
    assert any(line == 6 for line, _ in told)
    assert any("'z' is given to both memo and note" in text for _, text in told)
    assert any(line == 10 and "#RRGGBB" in text for line, text in told)


def test_a_file_that_is_no_toml_is_told_and_none_at_all_is_fine(tmp_path: Path) -> None:
    assert settings.load(tmp_path, tmp_path / "nowhere") == settings.ScreenSettings()
    (tmp_path / "keys.toml").write_text("preset = \n")
    with pytest.raises(ProblemsFound, match="this is not TOML"):
        settings.load(tmp_path, tmp_path / "nowhere")


def test_the_configuration_folder_follows_the_system() -> None:
    assert settings.folder({"XDG_CONFIG_HOME": "/x"}, "linux") == Path("/x/qualcode")
    assert settings.folder({}, "linux") == Path.home() / ".config" / "qualcode"
    assert settings.folder({"APPDATA": "C:/A"}, "win32").as_posix() == PurePosixPath("C:/A/qualcode").as_posix()
    assert settings.folder({}, "darwin").parts[-3:] == ("Library", "Application Support", "qualcode")


TITLES = {
    keys.TEXT: "Reading and coding",
    keys.SELECT: "While selecting",
    keys.TREE: "In the codebook",
    keys.REVIEW: "While reviewing",
}


def key_tables() -> str:
    """The tables of keys in docs/coding-screen.md, from the list that the screen itself uses."""

    def typed(listed: Iterable[str]) -> str:
        return " ".join(f"`{key}`" for key in listed)

    tables = []
    for mode, title in TITLES.items():
        lines = [f"| {title} | vim | arrows | |", "| --- | --- | --- | --- |"]
        for one in keys.ACTIONS:
            if one.mode == mode:
                lines.append(f"| `{one.name}` | {typed(one.vim)} | {typed(one.arrows)} | {one.about} |")
        tables.append("\n".join(lines))
    return "\n\n".join(tables)


def test_the_docs_list_every_action_with_the_keys_of_both_presets() -> None:
    """Renew with `QUALCODE_RENEW=1 pytest tests/tui/test_settings.py`."""
    page = Path(__file__).resolve().parents[2] / "docs" / "coding-screen.md"
    text = page.read_text("utf-8")
    start = text.index(f"| {TITLES[keys.TEXT]} |")
    stop = text.index("\n\n#", start)
    if os.environ.get("QUALCODE_RENEW"):
        page.write_text(text[:start] + key_tables() + text[stop:], "utf-8")
    else:
        assert text[start:stop] == key_tables()


def test_a_study_does_not_choose_a_program_to_run(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('editor = "/tmp/anything"\n', "utf-8")
    with pytest.raises(ProblemsFound, match="your own"):
        settings.load(tmp_path, tmp_path / "nowhere")


def test_the_example_in_the_docs_can_be_read(tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "coding-screen.md").read_text("utf-8")
    (tmp_path / "keys.toml").write_text(text.split("```toml\n")[1].split("```")[0], "utf-8")
    found = settings.load(tmp_path / "a study", tmp_path)
    assert found.preset == "arrows" and found.themes["paper"]["dark"] is False
    assert action(found.keymap(), keys.TEXT, "n") == "next_uncoded"
