"""qualcode: code qualitative research at the keyboard, with numbers that can be traced.

    import qualcode as qc

    study = qc.open("study/", coder="ana")
    study.tag("D1#3", "moore:value")
    qc.save(study.shares("moore", by="role"), "table4.docx")

Every public name is imported on first use, so that the command line starts at once.
"""

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Coding",
    "Document",
    "Project",
    "QualcodeError",
    "Span",
    "Unit",
    "__version__",
    "init",
    "load_codebook",
    "open",
    "save",
]

if TYPE_CHECKING:
    from .codebook.loader import load as load_codebook
    from .core.errors import QualcodeError
    from .core.model import Coding, Document, Span, Unit
    from .project import Project, init
    from .project.save import save

    open = Project.open
else:
    _HOMES = {
        "Coding": "core.model:Coding",
        "Document": "core.model:Document",
        "Project": "project:Project",
        "QualcodeError": "core.errors:QualcodeError",
        "Span": "core.model:Span",
        "Unit": "core.model:Unit",
        "init": "project:init",
        "load_codebook": "codebook:load",
        "open": "project:Project.open",
        "save": "project.save:save",
    }

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module, _, path = _HOMES[name].partition(":")
        found = importlib.import_module(f".{module}", __name__)
        for part in path.split("."):
            found = getattr(found, part)
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
