"""A private PostgreSQL server for tests, from the programs that are installed; and the same tests on both engines.

`pytest_generate_tests` of the store's and the project's tests runs each of them on a file and on a server, unless it
is marked `file_engine`: it is about the file itself, about several folders at once, or about what a folder alone has.
The server runs as another user when the tests are root's, listens on this computer only, and ends with the tests.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.project import folder

_PROGRAMS = "/usr/lib/postgresql"


def program(name: str) -> str | None:
    """A server program: Debian keeps them beside the path, by version."""
    newest = sorted(Path(_PROGRAMS).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3].partition(".")[0]))
    return str(newest[-1]) if newest else shutil.which(name)


class Server:
    """A running server with one empty database."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.control = program("pg_ctl") or ""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._names = itertools.count()

    def run(self, *command: str) -> None:
        """Run a program of the server as a user that it accepts; root is none."""
        words = [*(["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []), *command]
        with (self.folder / "log").open("ab") as log:
            # The server inherits what its starter writes to, so that must not be a pipe that somebody waits for.
            subprocess.run(words, check=True, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/")

    def make(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        initdb = program("initdb") or ""
        self.run(initdb, "-D", str(self.data), "-U", "owner", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-N")
        self.start()

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} "
            "-c fsync=off -c max_connections=400"
        )
        self.run(self.control, "-D", str(self.data), "-w", "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        self.run(self.control, "-D", str(self.data), "-w", "-m", how, "stop")

    def processes(self) -> list[int]:
        """Its main process and those that it started."""
        main = (self.data / "postmaster.pid").read_text().split()[0]
        below = subprocess.run(["ps", "-o", "pid=", "--ppid", main], capture_output=True, text=True, check=True)
        return [int(main), *map(int, below.stdout.split())]

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """It keeps its connections open and says nothing, as a machine that is put to sleep."""
        stopped = self.processes()
        for process in stopped:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in reversed(stopped):
                os.kill(process, signal.SIGCONT)

    def killed(self) -> None:
        """Its processes end without a word, all at once."""
        for process in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        # Where nobody collects the dead, the server's locks would seem to be somebody's still.
        for lock in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*.lock")):
            lock.unlink(missing_ok=True)

    def address(self, user: str = "owner", schema: str = "") -> str:
        """The address of a study of its own; of the one in `schema`, if named."""
        schema = schema or f"study_{os.getpid()}_{next(self._names)}"
        return f"postgresql://{user}@127.0.0.1:{self.port}/postgres?schema={schema}"

    def sql(self, statement: str, user: str = "owner") -> None:
        import psycopg

        address = f"postgresql://{user}@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())


def _missing() -> str:
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "needs psycopg: pip install 'qualcode[team]'"
    if not (program("pg_ctl") and program("initdb")):
        return "needs the programs of a PostgreSQL server (Debian: postgresql)"
    if os.geteuid() == 0 and not shutil.which("runuser"):
        return "a PostgreSQL server does not run as root, and there is no runuser"
    return ""


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server of this run; it is made when a test first asks for it."""
    if reason := _missing():
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="qualcode-server-") as place:
        made = Server(Path(place))
        made.make()
        try:
            yield made
        finally:
            made.stop("immediate")


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where projects that a test makes have their databases; each gets one of its own."""
    name = getattr(request, "param", "file")
    if name == "server":
        monkeypatch.setattr(folder, "default_store", request.getfixturevalue("server").address)
    return str(name)


def on_both_engines(metafunc: pytest.Metafunc) -> None:
    """What a `conftest.py` calls in its `pytest_generate_tests`."""
    if metafunc.definition.get_closest_marker("file_engine") is None:
        server = pytest.param("server", marks=pytest.mark.postgres)
        metafunc.parametrize("engine", ["file", server], indirect=True)
