"""Finding the command, running it, and turning whatever happens into words and an exit code."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .. import __version__
from ..core.errors import ExitCode, QualcodeError, UsageError, did_you_mean, printable
from .commands import COMMANDS, SECTIONS


class LazyGroup(TyperGroup):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"qualcode.cli.{COMMANDS[cmd_name][0]}")
        group = getattr(module, "groups", {}).get(cmd_name)
        if group is not None:
            return _completing(_said_once(typer.main.get_group(group)))
        return _completing(_said_once(typer.main.get_group(_alone(module.app, cmd_name)).commands[cmd_name]))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"there is no command {printable(args[0])!r}{did_you_mean(args[0], COMMANDS, 2)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for title, section in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, text) for name, (_, text) in section.items()])


def _said_once(command: Any) -> Any:
    """The command, which refuses an option that takes one value and is given two: the first would be lost."""
    for below in getattr(command, "commands", {}).values():
        _said_once(below)
    one_value = {
        name: option
        for option in command.params
        if option.param_type_name == "option" and option.nargs == 1
        if not (option.multiple or option.is_flag or option.count)
        for name in option.opts
    }
    parse = command.parse_args

    def parse_args(ctx: Any, args: list[str]) -> Any:
        said: dict[str, str] = {}
        for at, word in enumerate(args):
            name, equals, value = word.partition("=")
            if word == "--":
                break
            option = one_value.get(name)
            value = value if equals else next(iter(args[at + 1 :]), "")
            if option is not None and said.setdefault(option.name, value) != value:
                raise UsageError(
                    f"{name} takes one value, and is given {printable(said[option.name])!r} and {printable(value)!r}",
                    slug="option_conflict",
                )
        return parse(ctx, args)

    command.parse_args = parse_args
    return command


def _completing(command: Any) -> Any:
    """The command; while a shell asks what may be typed, with the names of the study to offer."""
    if "_QUALCODE_COMPLETE" not in os.environ:
        return command
    from .complete import attach

    return attach(command)


def _alone(app: typer.Typer, name: str) -> typer.Typer:
    """`app` with this one command: a person waits while Typer works out the options of its neighbours."""
    alone = typer.Typer(rich_markup_mode=None)
    alone.registered_commands = [
        command
        for command in app.registered_commands
        if name in (command.name, typer.main.get_command_name(getattr(command.callback, "__name__", "")))
    ]
    return alone


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qualcode {__version__}")
        raise typer.Exit


@app.callback()
def root(
    folder: Annotated[str, typer.Option("-C", metavar="FOLDER", help="Work on the project there.")] = "",
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Code interviews and documents, and compute the tables that go into a thesis."""
    from . import context

    context.folder = folder  # also when none is given: several command lines may run in one process


def run(argv: list[str]) -> int:
    """Run one command line; never raises, whatever happens."""
    _say_unicode()
    try:
        command = typer.main.get_command(app)
        result = command.main(args=[_typed(word) for word in argv], prog_name="qualcode", standalone_mode=False)
        sys.stdout.flush()
        if result == ExitCode.INTERRUPTED:  # Typer makes this number of Ctrl-C, and says nothing
            raise KeyboardInterrupt
    except QualcodeError as error:
        say_error(error)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        print("interrupted; nothing more was changed", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit) as error:
        # Whoever read us has seen enough; Typer meets a closed pipe inside a command by exiting with 1.
        # What Python flushes at exit must go nowhere.
        _silence()
        return ExitCode.DONE if isinstance(error, BrokenPipeError) or error.code == 1 else ExitCode.USAGE
    except OSError as error:
        print(f"error: os: {printable(str(error.filename or 'output'))}: {error.strerror or error}", file=sys.stderr)
        _silence()
        return ExitCode.DATA
    except MemoryError:
        print("error: memory: not enough memory for this", file=sys.stderr)
        return ExitCode.DATA
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):
            error.show()
            return int(error.exit_code)
        return _bug(error)
    return int(result) if isinstance(result, int) else ExitCode.DONE


def _typed(word: str) -> str:
    """A word of the command line as it is meant: a file under the name that it has on this disk, a name composed."""
    if word.isascii():
        return word
    from ..core.files import as_there
    from ..core.languages import composed

    there = as_there(word)
    return there if os.path.lexists(there) else composed(word)


def say_error(error: QualcodeError) -> None:
    """One message on stderr: what was expected, what was found, and what mends it."""
    for line in f"error: {error.slug}: {error.message}".split("\n"):
        print(printable(line), file=sys.stderr)
    if error.hint:
        print(f"  try: {printable(error.hint)}", file=sys.stderr)


def _bug(error: Exception) -> int:
    import traceback

    traceback.print_exception(error)
    print(
        f"error: bug: this is a mistake in qualcode {__version__}, not yours. Nothing was half-written. "
        "Please report the lines above, after taking out anything confidential.",
        file=sys.stderr,
    )
    return ExitCode.BUG


def _say_unicode() -> None:
    # A Windows console or a C locale may not know every letter of a transcript; that must not stop a command.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = (stream.encoding or "").lower().replace("-", "")
            if encoding in {"utf8", "utf16"}:
                reconfigure(errors="backslashreplace")
            else:
                reconfigure(encoding="utf-8" if not stream.isatty() else None, errors="backslashreplace")


def _silence() -> None:
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
