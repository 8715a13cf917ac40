"""Facts that a person states about documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .handle import Handle


def mark_pseudonymised(project: Handle, ids: Sequence[str], pseudonymised: bool) -> list[str]:
    """State whether documents can identify anybody; all of them when none is named."""
    keys = project.store.document_keys()
    wanted = list(ids) or list(keys)
    for id in wanted:
        project.document(id)
    with project.writable.change("pseudonymised", project.coder) as change:
        for id in wanted:
            change.update("document", keys[id], {"pseudonymised": int(pseudonymised)})
        change.summary = f"{', '.join(wanted)}: {'pseudonymised' if pseudonymised else 'identifiable'}"
    return wanted
