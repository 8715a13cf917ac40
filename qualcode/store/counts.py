"""How many codings and turns there are, counted by the database: no row of a coding is read for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .statements import THERE, of_names

if TYPE_CHECKING:
    from .queries import Reading


def coding_counts(store: Reading) -> dict[str, dict[str, int]]:
    """How many codings each coder has in each document where there are any."""
    documents = {key: id for id, key in store.document_keys().items()}
    coders = {key: id for id, key in store.coder_keys().items()}
    if len(coders) == 1:  # an index tells without looking at every coding
        only = next(iter(coders))
        rows = [(only, *row) for row in store.rows("SELECT document, count(*) FROM coding GROUP BY document")]
    else:
        rows = store.rows("SELECT coder, document, count(*) FROM coding GROUP BY coder, document")
    found: dict[str, dict[str, int]] = {}
    for coder, document, count in rows:
        if document in documents:
            found.setdefault(coders[coder], {})[documents[document]] = count
    return found


def coding_tallies(store: Reading) -> list[tuple[int, int, int, int, bool]]:
    """(document key, code key, coder key, codings, whether any two say the same) wherever there are any, in that
    order; the documents removed too."""
    return store.rows(
        "SELECT document, code, coder, count(*), count(*) > count(DISTINCT qualifier) FROM coding "
        "GROUP BY document, code, coder ORDER BY document, code, coder"
    )


def code_counts(store: Reading, coder: str = "") -> dict[str, int]:
    """How many codings each used code has; of one coder, if named."""
    return dict(
        store.rows(
            f"SELECT k.id, n FROM (SELECT code, count(*) AS n FROM coding WHERE {THERE}"
            + of_names("coder", [coder] if coder else None)
            + " GROUP BY code) AS used JOIN code k ON k.key = code ORDER BY k.id",
            (coder,) if coder else (),
        )
    )


def perhaps_interrupted(store: Reading, coder: str) -> list[str]:
    """The documents in which a coder has given a code twice and one informant's words under a question are
    interrupted by another's, or by another question's: there an answer may be coded in several stretches."""
    return [
        id
        for (id,) in store.rows(
            "SELECT id FROM document WHERE removed = 0 AND key IN (SELECT document FROM coding WHERE 1 = 1"
            + of_names("coder", [coder])
            + " GROUP BY document, code, qualifier HAVING count(*) > 1) AND key IN (SELECT document FROM ("
            "SELECT document, asked, speaker, lag(asked) OVER told AS asked_before, "
            "lag(speaker) OVER told AS speaker_before FROM (SELECT document, number, speaker, "
            "coalesce(question, '') AS asked FROM turn WHERE role = 'informant') AS speech "
            "WINDOW told AS (PARTITION BY document ORDER BY number)) AS runs "
            "WHERE asked_before IS NULL OR asked_before <> asked OR speaker_before <> speaker "
            "GROUP BY document, asked, speaker HAVING count(*) > 1) ORDER BY key",
            (coder,),
        )
    ]


def counts_of(store: Reading, coder: str) -> dict[str, int]:
    """How many codings a coder has in each document where there are any."""
    return dict(
        store.rows(
            "SELECT d.id, n FROM (SELECT +document AS place, count(*) AS n FROM coding "
            # `+`: in the order of the table; by the index of places every row would be looked up.
            f"WHERE {THERE}{of_names('coder', [coder])} GROUP BY +document) AS counted "
            "JOIN document d ON d.key = place",
            (coder,),
        )
    )


def counts_by_document(store: Reading) -> dict[str, tuple[int, int]]:
    """Turns and codings of each document."""
    turns = dict(store.rows("SELECT document, count(*) FROM turn GROUP BY document"))
    codings = dict(store.rows("SELECT document, count(*) FROM coding GROUP BY document"))
    return {id: (turns.get(key, 0), codings.get(key, 0)) for id, key in store.document_keys().items()}
