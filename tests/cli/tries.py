"""Every hint that names a command or an option, and what brings it about.

The last command of a line is answered with the hint; those before it lead up to it. `rm`, `write` and `append` are
what a person does to a file in between.
"""

# ruff: noqa: E501 -- a table: a hint is one line, as it is on the screen

from __future__ import annotations

TRIES: tuple[tuple[str, str], ...] = (
    (
        "coder plan --coders ana,bo --adjudicator ana",
        "--adjudicator with another name; without it the coders decide together",
    ),
    (
        "export study",
        "--allow-identifiable writes it all the same, --no-text leaves the words out, `qualcode pseudonymised DOCUMENT` marks what is free of names",
    ),
    ("keyness role=a role=b", "--by ATTRIBUTE"),
    ("codebook use leavitt ; codebook diff 2030-01-01", "--codebook ID"),
    (
        "tag D1#1 frame:value --coder ana ; tag D1#1 frame:value --coder bo ; shares frame --by role",
        '--coder ana, or `analyse = "ana"` in qualcode.toml',
    ),
    ("coder plan --coders ana", "--coders ana,bo"),
    (
        "write s.csv 'id,Why do you think so?\\nR1,Because of it.\\nR2,Nobody knows.' ; add s.csv ; "
        "write s.csv 'id,Why do you think so?\\nR1,Because of it.' ; reread s-R2",
        "`qualcode remove s-R2` takes it out, where that is meant",
    ),
    (
        "tag D1#1 frame:value --coder ana ; coder rename ana consensus",
        "`qualcode review` writes it; `qualcode coder list` shows the coders",
    ),
    (
        "import list.csv",
        "--columns quote=COLUMN,code=COLUMN says which columns hold segments; `qualcode codebook import FILE` takes a list of codes without headings; `qualcode add FILE` reads surveys and transcripts",
    ),
    ("plot timeline", "--document D1"),
    (
        "coder plan --coders ana,bo --double 100% ; coder plan --coders ana,bo --round more",
        "--document ID plans for one again; `qualcode coder rounds` lists the rounds",
    ),
    ("coder plan --coders ana,bo --double -3", "--double 10"),
    ("coder plan --coders ana,bo --double 3", "--double 2, or --double 100%"),
    ("coder plan --coders ana,bo --double 500%", "--double 20%"),
    ("coder plan --coders ana,bo --double x%", "--double 20%, or --double 4"),
    ("codebook export frame x.odd", "--format NAME says which it is"),
    ("codebook import codes.csv --id frame", "--id ANOTHER-NAME"),
    (
        "add transcripts/P1.txt --interviewer Nobody",
        "--interviewer takes a label of the files; the labels found: I, Mia; nothing was added",
    ),
    ("tag D1#1 frame:value ; codebook split frame:value --into a --into b", "--keep puts the new codes beside them"),
    ("tag D1#1 frame:value ; crosstab frame --by role --level 9", "--level 2"),
    ("tag D1#1 frame:value ; crosstab frame --unit segment", "--unit turn"),
    ("codebook group frame:support frame:capacity --into x", "--name '...'"),
    ("question import guide.md ; question import guide.md", "--replace"),
    (
        "coder plan --coders ana,bo ; coder plan --coders ana,cy",
        "--round main-2 plans another; `qualcode undo` takes the latest plan back",
    ),
    (
        "coder plan --coders ana,bo --double 100% ; tag D1#1 frame:value --coder ana ; tag D1#1 frame:support --coder bo ; coder finish --coder ana ; coder finish --coder bo ; tag D1#1 frame:support --coder ana ; agree frame --view values",
        "--view sets",
    ),
    ("remove D1 --erase", "--yes where nobody can answer"),
    ("tag 'D1#1' value --quote 'not said'", "copy the words exactly as `qualcode show D1` prints them"),
    ("show D1:99", "D1 has the turns 1-6; `qualcode show D1` shows them"),
    ("quote D1", "D1:3 is a turn, D1#2 an answer; `qualcode show D1` shows them"),
    ("tag D1 value", 'for instance `qualcode tag D1:1 CODE`, or `--quote "the words"`'),
    (
        "write cases.csv 'case,members,role\\nA,D1,Leder\\nB,M1,leder' ; check",
        "if they are one: `qualcode case set B role=Leder`",
    ),
    (
        "import odd.qqq",
        "is it a transcript or a document? `qualcode add odd.qqq` reads it; `qualcode formats` lists what can be imported",
    ),
    ("review", "let a colleague code: `qualcode coder plan --coders A,B --double 20%`"),
    ("propose --by nothing frame", "packages add theirs under the entry point qualcode.proposers"),
    ("export a.sav --allow-identifiable", "pip install 'qualcode[spss]'"),
    (
        "coder begin --coder ana ; tag D1#1 frame:value --coder ana ; plot sequence frame --by role",
        "put the steps under those who take them (`qualcode codebook group STEP... --into ACTOR`), or say --by ATTRIBUTE",
    ),
    ("import .", "`qualcode add .` reads a folder of transcripts"),
    (
        "add facts.csv",
        "qualcode add facts.csv --open COLUMN, or qualcode case import facts.csv where all are facts about cases",
    ),
    ("import plain.docx", "`qualcode add plain.docx` reads it as a transcript or a document"),
    ("remove D1 ; remove M1 ; coder plan --coders ana,bo", "`qualcode add transcripts` reads documents"),
    ("snapshot --no-text ; rm qualcode.sqlite ; restore", "`qualcode add transcripts` reads them"),
    ("coder plan --coders ana,bo --double 100% ; report rounds", "`qualcode agree --round NAME --keep`"),
    ("write qualcode.sqlite junk ; status", "`qualcode backups` lists the copies that can be put back"),
    ("backups restore 9", "`qualcode backups` lists them"),
    ("import people.csv", "`qualcode case import people.csv` takes it"),
    ("case show X", "`qualcode case list` shows them"),
    ("check", "qualcode case set NAME --member M1:Bo"),
    ("codebook recode open:x frame:value", "`qualcode check`"),
    ("codebook new mine ; shares mine", "`qualcode codebook add mine:NAME` adds one"),
    ("codebook use leavitt ; export x.qdc --allow-identifiable", "qualcode codebook export CODEBOOK FILE"),
    ("codebook use moor", "qualcode codebook list"),
    ("rm codebooks/frame.yaml ; codebook show", "`qualcode codebook list` shows the frames"),
    (
        "rm codebooks/frame.yaml ; shares",
        "`qualcode codebook list` shows the frames, `qualcode codebook use moore` takes one",
    ),
    ("codebook tidy nothing", "`qualcode codebook list` shows them"),
    ("codebook rename frame:value support.worth", "qualcode codebook move frame:value frame:support"),
    ("codebook merge frame:value --into frame:value.mission", "qualcode codebook move frame:value.mission /"),
    ("rm codebooks/frame.yaml ; plot map", "qualcode codebook show"),
    ("codebook new mine ; codebook show", "`qualcode codebook show frame`"),
    ("tag D1#1", "`qualcode codebook show` lists the codes"),
    (
        "shares",
        "`qualcode coder begin --coder ana DOCUMENT` says that one is being coded; --base material counts what is not begun too",
    ),
    (
        "coder plan --coders ana,bo --double 100% ; agree --round main --keep",
        "`qualcode coder finish DOCUMENT` says that one is coded",
    ),
    ("list single", "`qualcode coder list` shows who has"),
    ("report rounds", "`qualcode coder plan --coders A,B` plans one"),
    (
        "coder plan --coders ana,bo ; coder finish --round main --coder eva",
        "`qualcode coder progress --by-document` shows who was given what; --coder NAME says who you are",
    ),
    ("coder unblind", "`qualcode coder progress` shows who codes what"),
    (
        "tag D1#1 frame:value --coder bo ; tag D1#1 frame:value ; coder rename bo ana",
        "`qualcode coder rename bo ana --merge` makes the two one",
    ),
    ("agree --round main", "`qualcode coder rounds` lists them, `qualcode coder plan --coders A,B` makes one"),
    ("coder plan --coders ana,bo --double 0% ; agree --round main", "`qualcode coder rounds` shows what was drawn"),
    ("demo --study nothing", "`qualcode demo --list`"),
    ("demo --list x", "`qualcode demo --study NAME [FOLDER]`"),
    ("demo .", "`qualcode demo OTHER-FOLDER`"),
    (
        "write words.md x ; fill words.md -o out.md ; append out.md more ; fill words.md -o out.md",
        "`qualcode fill out.md --update` renews its numbers and keeps your words; --force writes over it",
    ),
    ("fill ok.md -o draft.md", "choose another name; --force writes over it"),
    (
        "tag D1#1 frame:value --coder ana ; export codings.csv --allow-identifiable ; add codings.csv",
        "`qualcode tag --from codings.csv` stores its codings; of another study: `qualcode import FILE`",
    ),
    ("find", 'qualcode find data digital   or   qualcode find --code "value and capacity"'),
    ("tag --from -", "qualcode find data | qualcode tag --from - CODE"),
    ("add odd.qqq", "qualcode formats"),
    ("write empty/picture.jpg x ; add empty", "`qualcode formats` lists the formats"),
    ("rm qualcode.sqlite ; status", "`qualcode init` makes a new one in an empty folder"),
    ("rm qualcode.toml ; status", "`qualcode init` makes one in this folder; `-C FOLDER` points to another"),
    ("undo 5", "`qualcode log --all`"),
    ("redo", "`qualcode log` shows all"),
    ("import qualcode.sqlite", "`qualcode merge .`"),
    ("coder allow bo", "`qualcode move-store URL` puts it on a server"),
    ("coder begin --coder ana ; tag D1#1 frame:value --coder ana ; plot bars frame -o x.graphml", "qualcode plot map"),
    ("question match", "`qualcode question import FILE`"),
    ("report guide", "`qualcode question import guide.docx` reads one"),
    ("quote D1:3 --clear", "`qualcode quote` lists every place that has something"),
    ("report guide --memos", "`qualcode report memos` prints every memo"),
    ("memo '' hej", "- for the study: qualcode memo - TEXT"),
    ("cooccur --explain open:a open:b --events", 'qualcode find --code "A overlapping B", or "A near/20 B"'),
    ("write transcripts/D1.txt changed ; check", "qualcode reread D1"),
    ("reread D1", "`qualcode reread D1 --file PATH`"),
    (
        "coder plan --coders ana,bo --double 100% --adjudicator eva ; tag D1#1 frame:value --coder ana ; tag D1#1 frame:support --coder bo ; coder finish --coder ana ; coder finish --coder bo ; review --coder ana",
        "`qualcode review --coder eva`; `--list` shows what is open",
    ),
    ("quote D1#3", "`qualcode show D1` shows its 2 answers"),
    ("show D1@9000-9001", "`qualcode show D1` shows the text with its places"),
    ("snapshot --allow-identifiable ; write snapshot/unfinished x ; restore", "`qualcode snapshot` writes it whole"),
    (
        "snapshot ; remove D1 ; restore",
        "`qualcode snapshot` writes it; `qualcode merge snapshot` keeps both; --force lets it go",
    ),
    ("restore", "`qualcode snapshot` writes one"),
    ("speakers --rename A=B", "`qualcode speakers` lists them"),
    ("write cases.csv 'case,members\\nA,D1:Nobody' ; check", "`qualcode speakers D1` lists who does"),
    ("remove D1 ; remove M1 ; export a.sav", "`qualcode status`"),
    ("show X1", "`qualcode status` lists the documents"),
    ("init", "`qualcode status` shows it"),
    ("shares frame --coder ana --where kind=meeting", "`qualcode status` shows what the project holds"),
    (
        "case set Bo role=b ; report interviews --where role=b --allow-identifiable",
        "`qualcode status` shows what the project holds, `qualcode case list` whose it is",
    ),
    ("tag", "`qualcode tag ADDRESS CODE` codes without one"),
    ("codebook tidy", "`qualcode tag ADDRESS open:NAME` makes one"),
    ("tag D1#1 frame:value --coder bo ; undo", "`qualcode undo --any` takes back bo's change first"),
    ("tag D1#1 frame:value ; undo --coder bo", "`qualcode undo --any`, if that is meant"),
    (
        "coder plan --coders ana,bo --double 100% ; tag D1#1 frame:value --coder bo ; shares frame --coder bo",
        "wait until all have finished (`qualcode coder progress`), or `qualcode coder unblind`",
    ),
    ("shares leavitt", "`qualcode codebook use leavitt` takes that frame into the study"),
    (
        "case set Anna 'role=a;b' ; tag D1#1 frame:value ; keyness a b --by role",
        "--where leaves out the cases with several values of role",
    ),
    (
        "propose --like frame",
        "code some interviews by hand first, or propose by rules: `qualcode propose --rules BOOK`",
    ),
    (
        'write qualcode.toml \'name = "A study"\\nid = "x"\\ncoder = "ana"\\nanalyse = "nobody"\' ; tag D1#1 value ; shares frame',
        "write another name there; `qualcode coder list` shows them",
    ),
    ("write cases.csv 'case,members,role\\nA,D1,\\nB,M1,' ; index role", "`qualcode case list` shows the cases"),
    (
        "write two.txt 'A: Ja.\\nB: Ja og nej.\\nA: Nej.\\nB: Nej og ja.' ; add two.txt ; check",
        "settle it: `qualcode speakers two --interviewer A`, or --confirm",
    ),
    (
        "memo Anna hej ; write cases.csv 'case,members\\nB,M1' ; check",
        "has it another name now? `qualcode case rename Anna NEW`",
    ),
    ("write questions.yaml 'questions:\\n  - {id: z, text: Noget andet?}' ; check", "qualcode question match M1"),
    (
        "write questions.yaml 'questions:\\n  - {id: 1, text: Hvad er data godt for?}\\n  - {id: 2, text: Og hvem laver arbejdet?}'"
        " ; question mark M1#2 missing"
        " ; write questions.yaml 'questions:\\n  - {id: 1, text: Og hvem laver arbejdet?}\\n  - {id: 2, text: Hvad er data godt for?}'"
        " ; question mark M1#2 not_asked",
        "`qualcode question match M1` first",
    ),
)

ELSEWHERE = {
    "of a study on a server, or of its working copies: tests/server, tests/team": (
        "try again when `qualcode init --store URL` is done there",
        "`qualcode sync` brings its files here",
        "settle it first: `qualcode sync`",
        "`qualcode sync` lists them",
        "`qualcode log` says whether it is",
        "`qualcode backups make` writes a copy of it as a file",
        "`qualcode remove` without --erase can be undone, and anybody may",
        "`qualcode init --store ADDRESS` makes one; its owner lets others in: `qualcode coder allow USER`",
        "`qualcode sync --accept` goes on with the file as it is now, and says what to merge",
    ),
    "of a damaged database or a full disk: tests/project/test_backups_and_damage.py, tests/faults": (
        "`qualcode check` says all of it, `qualcode backups` lists the copies to put back",
        "`qualcode check` says what is damaged, `qualcode backups` lists the copies to put back",
        "make room or give the right to write, then `qualcode snapshot` again",
        "make room, then `qualcode remove --erase` clears them",
    ),
    "another program must do something in between: tests/at_once, tests/project/test_several_at_once.py": (
        "`qualcode codebook show` shows the codes as they are now",
        "`qualcode log`",
    ),
    "it is about another study, a snapshot, or a draft: tests/team, tests/ingest, tests/project/test_fill_found.py": (
        "in a new folder: `qualcode init`, the codebooks that came with it, `qualcode add transcripts` with the same ones, `qualcode restore SNAPSHOT --force`; then merge that folder",
        "`qualcode fill NAME --update` renews its numbers",
        "`qualcode export FILE.qdpx` there, `qualcode import FILE.qdpx` here",
        "take the file as it was, say by `git checkout`; `qualcode reread DOCUMENT` takes in a changed original",
        "`qualcode merge snapshot` keeps both; `qualcode restore` takes what is there; --force lets it go",
        "`qualcode find --code 'NAME'` asks the same",
        "columns it knows: NAME; `qualcode import NAME` takes tables of other programs",
    ),
    "it takes more than one frame or case file to come about: tests/project/test_accounting.py, tests/analysis": (
        "its cases have no members here (`qualcode check`): `qualcode case set CASE --member DOCUMENT`",
        "`qualcode shares` with the codebook that these sources are coded with; `qualcode status` shows them",
    ),
    "said in the coding screen: tests/tui": (
        "`qualcode review --coder NAME`",
        "`qualcode NAME` in the shell, if that is meant",
        "`qualcode add transcripts/`",
    ),
    "what the command line cannot ask for: the functions of Python alone": (
        "--categories or --level",
        "--codes",
        "`qualcode formats` lists them",
        "--rename LABEL=NAME",
        "--metric masi",
        "--round main",
    ),
}
"""Hints that no line of the table brings about, by why; where a value stands, NAME."""
