"""The command line for tests of what a project does."""

from tests.cli.conftest import qualcode

__all__ = ["qualcode"]
