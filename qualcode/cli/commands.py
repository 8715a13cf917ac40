"""Which commands there are, where each lives, and the line that describes it.

A name that is a group here (`codebook`) is a Typer of the same name in its module.
"""

from __future__ import annotations

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Start": {
        "init": ("start", "Make a project in a folder."),
        "demo": ("start", "Run the sample study from transcripts to share table and appendix."),
        "add": ("start", "Read transcripts and documents into the project."),
        "status": ("start", "Show the documents, what is coded, and what changed."),
        "formats": ("start", "List the formats that can be read and written."),
    },
    "Read": {
        "show": ("show", "Show a document, a turn, an answer or a stretch of text."),
        "speakers": ("speakers", "List who speaks and who asks, and put it right."),
        "find": ("find", "Find words in the material, or the passages that carry some codes."),
        "list": ("lists", "List words, codes, what is uncoded, and what one coder alone has coded."),
        "log": ("show", "Show what was done, by whom and when."),
    },
    "Code": {
        "tag": ("coding", "Code a place, code from a file, or open the coding screen."),
        "untag": ("coding", "Take codings away."),
        "undo": ("coding", "Take the latest change back."),
        "redo": ("coding", "Do again what was undone."),
        "memo": ("coding", "Write a memo, or show memos."),
        "quote": ("quote", "Put editor's words into quotes, leave words out, translate."),
        "propose": ("propose", "Let rules, or likeness to what is coded, propose codings."),
        "review": ("agreement", "Settle where coders disagree, into a consensus layer."),
    },
    "Frame": {
        "codebook": ("codebook", "Codebooks: list, show, use, check, edit, compare, exchange."),
        "case": ("cases", "Cases and their attributes: list, show, set, import."),
        "coder": ("coders", "Coders: list, plan, progress, rounds, begin, finish, unblind, rename."),
        "question": ("questions", "The interview guide: list, import, match, mark."),
    },
    "Analyse": {
        "shares": ("shares", "Compute the weighted share of each category in each group."),
        "crosstab": ("comparison", "Count codes by attribute, question, document kind or qualifier."),
        "matrix": ("comparison", "Compare cases by code, with summaries and the excerpts behind each cell."),
        "cooccur": ("comparison", "Show which codes stand together."),
        "rank": ("comparison", "Rank codes by weight and qualifier."),
        "index": ("comparison", "Compute an index of closed questions, such as satisfaction."),
        "saturation": ("comparison", "Show when new interviews stop bringing new codes."),
        "keyness": ("comparison", "Compare the words of two groups."),
        "agree": ("agreement", "Compute intercoder agreement and list the disagreements."),
    },
    "Share": {
        "appendix": ("reports", "Write the whole study as a Word appendix."),
        "report": ("reports", "Write one ready-made report."),
        "import": ("exchange", "Take in other programs' projects, tables of coded segments, Word comments."),
        "export": ("exchange", "Write the study for other programs, the codings as a table, or one HTML page."),
        "merge": ("team", "Bring another copy of the study together with this one."),
        "snapshot": ("team", "Write the whole study as text, for git and for archives."),
        "restore": ("team", "Make the database from a snapshot again."),
        "plot": ("reports", "Draw a figure."),
        "fill": ("reports", "Put numbers and quotes into a draft."),
        "verify": ("reports", "Check that the numbers in a filled draft still hold."),
    },
    "Maintain": {
        "check": ("maintain", "Check the project for whatever does not fit together."),
        "sync": ("server", "Bring the hand-written files here and on the server together."),
        "move-store": ("server", "Move the study to a server for several coders, or back."),
        "backups": ("maintain", "Copies of the project: list, make, restore."),
        "reread": ("maintain", "Read a changed original again and carry its codings over."),
        "remove": ("maintain", "Take documents out of the project."),
        "pseudonymised": ("maintain", "Say which documents cannot identify anybody."),
        "sql": ("maintain", "Ask the database a reading question in SQL."),
    },
}

COMMANDS: dict[str, tuple[str, str]] = {name: entry for section in SECTIONS.values() for name, entry in section.items()}
