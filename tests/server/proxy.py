"""A network in the hands of a test: it can be cut, fall silent, or swallow what comes back."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable


class Network:
    """Hands bytes on between a port of its own and a server's."""

    def __init__(self, port: int) -> None:
        self._server = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        self.silent = False
        """Nothing is handed on any more, and nobody is told."""
        self.watch: Callable[[bytes], None] = lambda sent: None
        """Called with what a client sent, before it is handed on."""
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._server))
                except OSError:
                    client.close()
                    continue
                self._open += [client, server]
                for source, target, sent in ((client, server, True), (server, client, False)):
                    threading.Thread(target=self._hand_on, args=(source, target, sent), daemon=True).start()

    def _hand_on(self, source: socket.socket, target: socket.socket, sent: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if sent:
                    self.watch(data)
                if not self.silent:
                    target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """End every connection that is open; new ones can be made."""
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def end(self) -> None:
        """Cut, and take no new connections."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # who waits there would take one more
        self._listening.close()
        self.cut()
