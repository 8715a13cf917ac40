"""A headless Chromium, driven through its own debugging pipe, so that no further package is needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
    "--window-size=1300,900",
]


class Browser:
    """One headless Chromium with an empty profile and one page; every request and console message is noted."""

    def __init__(self, profile: str) -> None:
        down_read, self._down = os.pipe()
        self._up, up_write = os.pipe()

        def plumb() -> None:
            os.dup2(down_read, 103)
            os.dup2(up_write, 104)
            os.dup2(103, 3)
            os.dup2(104, 4)

        self._process = subprocess.Popen(
            [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=plumb,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(down_read)
        os.close(up_write)
        self._number, self._rest, self._session = 0, b"", ""
        self.seen: set[str] = set()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        """Send one command and wait for its answer, noting the events on the way."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._down, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._up, 1 << 20)
            assert more, "Chromium ended"
            self._rest += more
        first, _, self._rest = self._rest.partition(b"\0")
        event = dict(json.loads(first))
        self.seen.add(str(event.get("method")))
        values = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(values["request"]["url"])
        elif event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(values["exceptionDetails"]))
        elif event.get("method") == "Log.entryAdded":
            self.complaints.append(values["entry"]["text"])
        elif event.get("method") == "Runtime.consoleAPICalled":
            self.complaints.append(str(values["args"]))
        elif event.get("method") == "Page.javascriptDialogOpening":
            self.complaints.append(f"dialog: {values['message']}")
        return event

    def open(self, path: Path, hash: str = "") -> None:
        self.requests, self.complaints = [], []
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=path.as_uri() + (f"#{hash}" if hash else ""))
        self.until("document.documentElement.dataset.ready === '1'")

    def wait_for(self, event: str) -> None:
        """Wait for an event that is still to come, or came since the last navigation."""
        while event not in self.seen:
            self._receive()

    def ask(self, script: str) -> Any:
        """The value of an expression in the page, after its promises."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, script: str) -> None:
        """Wait until an expression holds."""
        held = self.ask(
            "new Promise((done) => { let times = 0; const look = () => { let holds = false;"
            f"try {{ holds = {script}; }} catch (e) {{}}"
            "if (holds || times++ > 400) done(holds); else setTimeout(look, 25); }; look(); })"
        )
        assert held, script

    def key(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            extra = {"text": key} if kind == "keyDown" and len(key) == 1 else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, **extra)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._down)
        os.close(self._up)
