"""The coding screen. It is imported when it is opened, because Textual takes longer to load than
any other command takes to run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..project import Project
    from ..project.find import FindRequest

__all__ = ["open_screen"]


def open_screen(project: Project, address: str | None = None, found: FindRequest | None = None) -> int:
    """Open the coding screen, at an address or on the first place of a search if one is given; returns the exit code.

    Raises UsageError (`no_terminal`) where there is no terminal to draw on, DataError
    (`no_documents`) in an empty project, ProblemsFound for mistakes in `keys.toml`.
    """
    import sys

    from ..core.errors import UsageError
    from ..settings import new_name

    new_name(project.coder, project.store.coder_keys())
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "the coding screen needs a terminal",
            slug="no_terminal",
            hint="`qualcode tag ADDRESS CODE` codes without one",
        )
    from . import settings
    from .session import Session

    session = Session(project, settings.load(project.root))
    if address:
        session.walk.jump(address)
    said = session.found.show(found) if found is not None else None
    from .app import CodingScreen

    app = CodingScreen(session, said)
    code = app.run(mouse=session.settings.mouse)
    session.memory.save()
    if app.failure is not None:
        raise app.failure
    return app.return_code or code or 0
