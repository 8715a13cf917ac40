"""The line to a server: made, safe, and noticed when it falls silent.

A server that is frozen keeps its line open: nothing ends, and nothing comes. After a few seconds without a word it is
asked by a second line whether it is there at all; a server that is merely slow says so, and is waited for.
"""

from __future__ import annotations

import ipaddress
import os
import time
from collections.abc import Generator
from typing import Any

import psycopg
from psycopg.adapt import Dumper

from ...core.errors import StoreError, UsageError
from .address import ServerAddress
from .errors import speaking, told

SILENCE = 5
"""Seconds without a sign of life after which a connection is taken for cut, or asked after."""
PATIENCE = 60.0
"""Seconds for which a person who looks at the screen waits for one answer of a server that is there."""


class Link(psycopg.Connection[Any]):
    """A connection that does not wait for ever."""

    address: ServerAddress | None = None
    """Where to ask whether the server is there; without it the server counts as gone."""
    patience: float = 0
    """Seconds to wait for one answer at most, whatever the server says; 0 for as long as it takes."""

    def wait(self, gen: Any, *args: Any, **more: Any) -> Any:
        """As psycopg's own, which calls it for everything that goes over the line."""
        return super().wait(self._watched(gen), *args, **more)

    def _watched(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        began = heard = time.monotonic()
        try:
            state = next(gen)
            while True:
                ready = yield state
                if ready:
                    heard = time.monotonic()
                elif time.monotonic() > heard + SILENCE:
                    self._ask_after(began)
                    heard = time.monotonic()
                state = gen.send(ready)
        except StopIteration as done:
            return done.value

    def _ask_after(self, began: float) -> None:
        """Go on where the server is there and busy with what it was asked; OperationalError where it is not."""
        if (self.patience and time.monotonic() > began + self.patience) or not self._is_there():
            self.close()
            raise psycopg.OperationalError("the server does not answer")

    def _is_there(self) -> bool:
        if self.address is None:
            return False
        try:
            with _line(self.address) as other:
                other.patience = SILENCE
                # Its own process may have gone without a word, as where a firewall forgot the line.
                mine = other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", (self.info.backend_pid,))
                return mine.fetchone() is not None
        except psycopg.OperationalError as error:
            return "FATAL" in str(error)  # it takes no more connections just now, but it is there


def connect(address: ServerAddress, *, readonly: bool, wait: float) -> Link:
    """A line to the study at an address.

    Raises StoreUnreachable, StoreError `server_refuses` or `server_not_encrypted`, UsageError `bad_store_address`.
    """
    try:
        link = _line(address)
    except psycopg.OperationalError as error:
        raise told(error, address) from error
    except psycopg.ProgrammingError as error:
        raise UsageError(f"{address.url}: {error}", slug="bad_store_address",
                         hint="postgresql://USER@HOST/DATABASE") from error  # fmt: skip
    try:
        if not (link.pgconn.ssl_in_use or _on_this_computer(link) or _wanted_so(link, address)):
            raise StoreError(
                f"{address.url}: the server does not encrypt: others in the network could read the interviews",
                slug="server_not_encrypted", hint="ask for TLS on the server (ssl = on); where the network is yours "
                "alone, ?sslmode=disable in the address says that you want it so",
            )  # fmt: skip
        with speaking(address):
            link.execute(
                f"SET search_path TO {address.schema}; SET client_encoding TO 'UTF8'; "
                f"SET lock_timeout TO {max(int(wait * 1000), 1)}; SET standard_conforming_strings TO on; "
                f"SET default_transaction_read_only TO {'on' if readonly else 'off'}; "
                # A computer that is switched off or cut off keeps no lock; a long merge or move may take its time.
                f"SET tcp_keepalives_idle TO {2 * SILENCE}; SET tcp_keepalives_interval TO {SILENCE}; "
                "SET tcp_keepalives_count TO 3; SET idle_in_transaction_session_timeout TO '2h'"
            )
    except BaseException:
        link.close()
        raise
    link.address = address
    return link


def _line(address: ServerAddress) -> Link:
    return Link.connect(
        address.connection, password=address.password or None,
        autocommit=True, connect_timeout=SILENCE, application_name="qualcode",
        keepalives=1, keepalives_idle=SILENCE, keepalives_interval=1, keepalives_count=3,
        tcp_user_timeout=SILENCE * 1000,
    )  # fmt: skip


def _on_this_computer(link: Link) -> bool:
    """Whether nothing of what is said passes through a network."""
    if link.info.host.startswith(("/", "@")) or not link.info.hostaddr:
        return True
    return ipaddress.ip_address(link.info.hostaddr.partition("%")[0]).is_loopback


def _wanted_so(link: Link, address: ServerAddress) -> bool:
    """Whether somebody said how far to encrypt: in the address, the environment or a service file."""
    asked = "sslmode=" in address.connection or os.environ.get("PGSSLMODE")
    return bool(asked) or "sslmode" in link.info.get_parameters()


class Bit(Dumper):
    """A yes or no as the database keeps it: 1 or 0."""

    oid = psycopg.postgres.types["int8"].oid

    def dump(self, obj: bool) -> bytes:
        return b"1" if obj else b"0"
