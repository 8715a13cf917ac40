"""What is written takes a file's place whole; what is there and no file is written to, and stays what it is."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from qualcode.core.files import output, replacing


def test_a_file_is_as_it_was_until_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "shares.csv"
    path.write_text("before")
    with pytest.raises(ZeroDivisionError), replacing(path) as stream:
        stream.write(b"half")
        raise ZeroDivisionError
    assert [one.name for one in tmp_path.iterdir()] == ["shares.csv"]
    assert path.read_text() == "before"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such places among files")
def test_a_pipe_is_written_to_and_not_replaced_by_a_file(tmp_path: Path) -> None:
    """As `-o /dev/null` of somebody who may do everything would take the device away from the whole computer."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    came: list[bytes] = []
    reader = threading.Thread(target=lambda: came.append(pipe.read_bytes()))
    reader.start()
    with output(pipe) as stream:
        stream.write(b"code,share\n")
    reader.join(10)
    assert came == [b"code,share\n"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [one.name for one in tmp_path.iterdir()] == ["pipe"]
