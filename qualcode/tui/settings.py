"""The screen's own settings: keys, theme and habits, from a file of the person and one of the project.

keys.toml in the person's configuration folder, then keys.toml beside qualcode.toml

preset = "arrows"          # or "vim"
theme = "textual-light"
[keys]
next_uncoded = ["n", "shift+down"]
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from ..core.errors import Problem, ProblemsFound, UnknownName, did_you_mean
from ..core.values import frozen
from . import keys as keymaps

FILE = "keys.toml"
DIGITS = ("frame", "recent")


@frozen
class ScreenSettings:
    """What a person may choose about the screen."""

    preset: str = "vim"
    theme: str = "textual-dark"
    digits: str = "frame"
    """What 1-9 are at first: the frame's codes, or the latest used."""
    codes: tuple[str, ...] = ()
    """Codes for 1-9 in this order, in place of the frame's first nine."""
    advance: bool = False
    """Whether coding goes on to the next unit by itself."""
    editor: str = ""
    """The program for long memos; `VISUAL` or `EDITOR` where empty."""
    side: bool = True
    mouse: bool = True
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    themes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Own themes: names and colours as Textual's `Theme` takes them."""

    def keymap(self) -> keymaps.Keys:
        """The preset with the person's own keys over it."""
        return keymaps.Keys(_merged(self.preset, self.keys))


def folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where a person's settings lie on this kind of system."""
    if environ.get("XDG_CONFIG_HOME"):
        return Path(environ["XDG_CONFIG_HOME"]) / "qualcode"
    if platform == "win32":
        return Path(environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "qualcode"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "qualcode"
    return Path.home() / ".config" / "qualcode"


def load(root: Path, user: Path | None = None) -> ScreenSettings:
    """The settings for a project folder; ProblemsFound with every mistake in either file."""
    found = ScreenSettings()
    problems: list[Problem] = []
    for path in ((user or folder()) / FILE, root / FILE):
        try:
            text = path.read_text("utf-8-sig")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(str(path), None, None, "error", f"cannot be read: {error}", "keys_file"))
            continue
        found = _read(found, path, text, problems, own=path.parent != root)
    if problems:
        raise ProblemsFound(problems, hint="docs/coding-screen.md lists the actions and keys")
    return found


def _merged(preset: str, own: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Own keys over a preset's; a key given to one action is taken from the others of its mode."""
    merged = keymaps.preset(preset)
    for name, wanted in own.items():
        for other, known in merged.items():
            if other not in own and keymaps.BY_NAME[other].mode == keymaps.BY_NAME[name].mode:
                merged[other] = tuple(key for key in known if key not in wanted)
        merged[name] = wanted
    return merged


_PLAIN: dict[str, type] = {
    "preset": str, "theme": str, "digits": str, "codes": list, "advance": bool, "editor": str, "side": bool,
    "mouse": bool,
}  # fmt: skip
_THEME = {
    "primary", "secondary", "accent", "foreground", "background", "surface", "panel", "success", "warning", "error",
    "dark",
}  # fmt: skip


def _read(before: ScreenSettings, path: Path, text: str, problems: list[Problem], *, own: bool) -> ScreenSettings:
    def problem(key: str, message: str) -> None:
        problems.append(Problem(str(path), _line(text, key), None, "error", message, "keys_file"))

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(str(path), None, None, "error", f"this is not TOML: {error}", "keys_file"))
        return before
    found: dict[str, Any] = {}
    for key, value in data.items():
        kind = _PLAIN.get(key)
        if key in ("keys", "themes") and isinstance(value, dict):
            continue
        if kind is None:
            problem(key, f"unknown setting {key!r}{did_you_mean(key, (*_PLAIN, 'keys', 'themes'))}")
        elif key == "editor" and not own:
            # A study comes from others, by mail or from a shared folder: it must not choose a program to run.
            problem(key, f"editor is taken from your own {FILE} only, never from a study's folder")
        elif not _fits(value, kind):
            problem(key, f"{key}: expected {_KINDS[kind]}, found {value!r}")
        else:
            found[key] = tuple(value) if kind is list else value
    for key, allowed in (("preset", keymaps.PRESETS), ("digits", DIGITS)):
        if found.get(key, allowed[0]) not in allowed:
            problem(key, f"{key} {found.pop(key)!r}: expected {' or '.join(allowed)}")
    found["keys"] = {**before.keys, **_keys(data.get("keys", {}), problem)}
    found["themes"] = {**before.themes, **_themes(data.get("themes", {}), problem)}
    settings = replace(before, **found)
    for key, one, other in keymaps.clashes(settings.keys):
        problem(other, f"the key {key!r} is given to both {one} and {other}")
    return settings


def _fits(value: Any, kind: type) -> bool:
    if isinstance(value, list):
        return kind is list and all(isinstance(item, str) for item in value)
    return isinstance(value, kind)


_KINDS = {str: "a text in quotes", bool: "true or false", list: "a list of texts"}


def _keys(data: Any, problem: Any) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, wanted in data.items() if isinstance(data, dict) else ():
        listed: Any = [wanted] if isinstance(wanted, str) else wanted
        if name not in keymaps.BY_NAME:
            problem(name, f"unknown action {name!r}{did_you_mean(name, keymaps.BY_NAME)}")
        elif not isinstance(listed, list) or not all(isinstance(key, str) and key for key in listed):
            problem(name, f"{name}: expected a key or a list of keys, found {wanted!r}")
        else:
            found[name] = tuple(listed)
    return found


def _themes(data: Any, problem: Any) -> dict[str, dict[str, Any]]:
    found = {}
    for name, colors in data.items() if isinstance(data, dict) else ():
        if not isinstance(colors, dict) or "primary" not in colors:
            problem(name, f'theme {name!r}: expected at least primary = "#RRGGBB"')
            continue
        bad = [
            key for key, value in colors.items()
            if key not in _THEME
            or not (isinstance(value, bool) if key == "dark" else isinstance(value, str) and _COLOR.fullmatch(value))
        ]  # fmt: skip
        for key in bad:
            problem(key, f"theme {name!r}: {key} = {colors[key]!r}: expected one of {', '.join(sorted(_THEME))} "
                         "with a colour #RRGGBB")  # fmt: skip
        if not bad:
            found[name] = dict(colors)
    return found


_COLOR = re.compile(r"#[0-9A-Fa-f]{3}(?:[0-9A-Fa-f]{3})?")


def _line(text: str, key: str) -> int | None:
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*(\[.*\.)?[\"']?{re.escape(key)}\b", line):
            return number
    return None


def register_themes(app: Any, settings: ScreenSettings) -> None:
    """Give the app the person's own themes, and the one that is wanted."""
    if settings.themes:
        from textual.theme import Theme

        for name, colors in settings.themes.items():
            app.register_theme(Theme(name=name, **colors))
    if settings.theme != app.theme:
        if settings.theme not in app.available_themes:
            raise UnknownName("theme", settings.theme, app.available_themes, hint=f"in {FILE}")
        app.theme = settings.theme
