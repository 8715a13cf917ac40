"""Where the database of a study is: the file in its folder, or an address on a server."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import UsageError
from .store import Store, now

if TYPE_CHECKING:
    from .server.address import ServerAddress

FILE = "qualcode.sqlite"


class Place(NamedTuple):
    """The database of one folder."""

    folder: Path
    address: str = ""
    """Of a server; empty for the file in the folder."""
    id: str = ""
    """The study's, so that the folder of one study never writes into another one."""

    @property
    def path(self) -> Path:
        """The database file that the folder has where it is not on a server."""
        return self.folder / FILE

    @property
    def server(self) -> ServerAddress:
        """The address, taken apart; UsageError where it is none, or where psycopg is missing."""
        from .server.address import parse

        address = parse(self.address)
        try:
            import psycopg  # noqa: F401
        except ImportError as error:
            raise UsageError(
                "a study on a server needs psycopg", slug="missing_library", hint="pip install 'qualcode[team]'"
            ) from error
        return address

    def exists(self) -> bool:
        """Whether there is a database; StoreError where a server does not say."""
        if not self.address:
            return self.path.exists()
        address = self.server
        from .server.connection import ServerConnection
        from .server.schema import exists

        with closing(ServerConnection(address, self.folder, readonly=True)) as connection, connection.speaking():
            return exists(connection)

    def create(self, name: str = "", files: Mapping[str, str] | None = None) -> Store:
        """Make an empty database there; StoreError where there is one. `files` are those that a server shares."""
        if not self.address:
            return Store.create(self.path)
        address = self.server
        from .server.connection import ServerConnection
        from .server.schema import create

        connection = ServerConnection(address, self.folder, readonly=False)
        with connection.speaking():
            create(connection, now(), id=self.id, name=name, files=files or {})
        return Store(connection)

    def open(self, *, readonly: bool = False) -> Store:
        """Open the database; see `Store.open`."""
        if not self.address:
            return Store.open(self.path, readonly=readonly)
        address = self.server
        from .server.connection import opened

        return Store(opened(address, self.folder, readonly=readonly, now=now(), id=self.id))

    def without_password(self) -> tuple[str, bool]:
        """The address as it may be written down, and whether there was a password in it."""
        if not self.address:
            return "", False
        from .server.address import parse

        address = parse(self.address)
        return address.url, bool(address.password)
