"""A project and all that can be done with it; the only layer that knows every other one."""

from .folder import find, init
from .project import Project

__all__ = ["Project", "find", "init"]
