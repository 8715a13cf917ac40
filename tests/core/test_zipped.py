"""A zip file without a clock is a whole zip file."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.container import timeless


@given(st.dictionaries(st.text("abcæøå/.", min_size=1, max_size=12), st.binary(max_size=80), max_size=5))
def test_every_part_is_as_it_was_and_no_time_is_left(parts: dict[str, bytes]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 11, 30, 12, 30, 2))
            entry.comment, entry.extra, entry.external_attr = b"made here", b"\x99\x99\x02\x00ab", 0o644 << 16
            archive.writestr(entry, content)
    data = timeless(stream.getvalue())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {entry.filename: archive.read(entry) for entry in archive.infolist()} == parts
        for entry in archive.infolist():
            assert (entry.date_time, entry.create_system, entry.external_attr) == ((1980, 1, 1, 0, 0, 0), 0, 0)
