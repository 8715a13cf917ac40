"""What holds for all tests: where everything is installed, a test that needs it may not be skipped.

`.ci/run` sets QUALCODE_CI; there LibreOffice, Chromium and a PostgreSQL server are installed, and a
skipped test of the marker `office`, `browser` or `postgres` makes the run fail.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A property fails for what it found, never for how long a busy machine took.
settings.register_profile("qualcode", deadline=None, print_blob=True)
# The run of all checks draws the same examples each time: what fails there is the change. By hand they are drawn anew.
settings.register_profile("same", parent=settings.get_profile("qualcode"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same" if os.environ.get("QUALCODE_CI") else "qualcode"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With `--cov`, properties run uncounted: they would take three times as long, and examples reach their lines."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.no_cover)


NEEDED = ("office", "browser", "postgres")
_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if os.environ.get("QUALCODE_CI") and report.skipped and any(name in report.keywords for name in NEEDED):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if _skipped:
        print(f"\nskipped where nothing may be: {', '.join(_skipped)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
