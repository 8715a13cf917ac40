"""Writing a codebook, and keeping parsed ones by content."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.codebook import dumps, load, load_cached, loads, save
from qualcode.codebook.cache import from_plain, key, to_plain
from qualcode.core.languages import composed
from qualcode.core.model import Code, Codebook, Link

texts = (
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).map(str.strip).map(composed).filter(bool)
)
names = st.dictionaries(st.sampled_from(["en", "da", "nb", "sv", "fi"]), texts, min_size=1, max_size=4)
words = st.from_regex(r"\A[a-z][a-z0-9-]{0,6}\Z")
lists = st.dictionaries(st.sampled_from(["en", "da"]), st.lists(texts, min_size=1, max_size=3).map(tuple), max_size=2)


@st.composite
def codebooks(draw):
    ids: list[str] = []
    codes = []
    for segment in draw(st.lists(words, unique=True, max_size=6)):
        parent = draw(st.sampled_from([None, *ids]))
        id = f"{parent}.{segment}" if parent else segment
        ids.append(id)
        examples = tuple(draw(st.lists(names, max_size=2)))
        codes.append(
            Code(
                id,
                draw(names),
                brief=draw(st.one_of(st.just({}), names)),
                definition=draw(st.one_of(st.just({}), names)),
                use=draw(st.one_of(st.just({}), names)),
                avoid=draw(st.one_of(st.just({}), names)),
                examples=examples,
                invented=tuple(at for at in range(len(examples)) if draw(st.booleans())),
                aliases=draw(lists),
                seeds=draw(lists),
                parent=parent,
                codable=draw(st.booleans()),
                color=draw(st.sampled_from(["#4477AA", "#FFFFFF"])),
                origin=draw(st.sampled_from(["author", "toolkit", "researcher"])),
                source=draw(st.one_of(st.just(""), texts)),
                status=draw(st.dictionaries(st.sampled_from(["en", "da"]), st.sampled_from("Tt"))),
                retired=draw(st.booleans()),
                optional=draw(st.sampled_from(["", "extra"])),
                exclusive=draw(st.booleans()),
                requires=tuple(draw(st.lists(st.sampled_from([*ids, "moore:value"]), max_size=2))),
                needs_memo=draw(st.booleans()),
            )
        )
    book = Codebook("b", {"en": "x"}, tuple(codes))
    ordered = []
    waiting = list(reversed(book.children(None)))
    while waiting:
        code = waiting.pop()
        ordered.append(code)
        waiting.extend(reversed(book.children(code.id)))
    return Codebook(
        draw(words),
        draw(names),
        tuple(ordered),
        kind=draw(st.sampled_from(["deductive", "inductive", "journal"])),
        links=tuple(
            Link(source, draw(st.sampled_from(["leads to", "contradicts", "ångrar"])), "Schein: (2010)", label)
            for source in draw(st.lists(st.sampled_from([*ids, "moore:value"]), max_size=2))
            for label in [draw(st.one_of(st.just({}), names))]
        ),
        version=draw(st.one_of(st.just("1"), texts)),
        language=draw(st.sampled_from(["en", "da"])),
        description=draw(st.one_of(st.just({}), names)),
        source=tuple(draw(st.lists(texts, max_size=2))),
        qualifiers=tuple(draw(st.dictionaries(words, names, max_size=2)).items()),
        exclusive=draw(st.booleans()),
        at_most_one_of=tuple(draw(st.lists(st.lists(st.sampled_from(ids), min_size=1).map(tuple), max_size=2)))
        if ids
        else (),
        figure=draw(st.sampled_from([{}, {"shape": "triangle", "corners": {"top": "a"}, "sizes": [1, 2], "x": True}])),
        fields=draw(st.dictionaries(words, st.one_of(st.just(""), texts), max_size=2)),
        aliases=draw(lists),
        sets={"extra": {"en": "Extra"}},
        variants={"short": tuple(ids[:1])},
        attributes=draw(st.dictionaries(words, names, max_size=2)),
        beside=draw(st.sampled_from([(), ("barriers",)])),
    )


@settings(max_examples=60)
@given(codebooks())
def test_what_is_written_reads_back_the_same(book):
    text = dumps(book)
    assert loads(text) == book
    assert dumps(loads(text)) == text
    assert from_plain(to_plain(book)) == book


def test_a_saved_file_is_replaced_whole(tmp_path):
    path = tmp_path / "codebooks" / "b.yaml"
    save(Codebook("b", {"en": "B"}), path)
    save(Codebook("b", {"en": "Bogen"}), path)
    assert load(path).title == {"en": "Bogen"}
    assert [file.name for file in path.parent.iterdir()] == ["b.yaml"]


def test_a_cached_codebook_needs_no_yaml_parser(tmp_path):
    path = tmp_path / "b.yaml"
    path.write_text('id: b\ntitle: "B"\ncodes:\n  - {id: a, name: "A"}\n', encoding="utf-8")
    book = load_cached(path, tmp_path / "cache")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, qualcode.codebook as c; b = c.load_cached(sys.argv[1], sys.argv[2]);"
            "print(b.code('a').label(), 'ruamel' in ' '.join(sys.modules))",
            str(path),
            str(tmp_path / "cache"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["A", "False"]
    assert load_cached(path, tmp_path / "cache") == book == load(path)


def test_a_changed_file_is_read_again(tmp_path):
    path = tmp_path / "b.yaml"
    save(Codebook("b", {"en": "One"}), path)
    load_cached(path, tmp_path)
    save(Codebook("b", {"en": "Two"}), path)
    assert load_cached(path, tmp_path).title == {"en": "Two"}


def test_a_cache_that_is_broken_or_cannot_be_written_does_not_matter(tmp_path):
    path = tmp_path / "b.yaml"
    save(Codebook("b", {"en": "B"}), path)
    (tmp_path / "file").write_text("in the way")
    assert load_cached(path, tmp_path / "file").id == "b"
    for junk in ('{"id": "b"', "[]", '{"codes": 3}', '{"id": "x", "title": {}, "codes": [], "new": 1}'):
        (tmp_path / f"codebook-{key(path.read_bytes())}.json").write_text(junk)
        assert load_cached(path, tmp_path).title == {"en": "B"}


def test_an_entry_is_used_for_the_very_text_it_was_made_from_only(tmp_path):
    path = tmp_path / "b.yaml"
    save(Codebook("b", {"en": "One"}), path)
    load_cached(path, tmp_path)
    kept = tmp_path / f"codebook-{key(path.read_bytes())}.json"
    entry = kept.read_text("utf-8")
    assert "One" in entry
    kept.write_text(entry.replace("One", "Two"), "utf-8")
    assert load_cached(path, tmp_path).title == {"en": "One"}
    kept.write_text(entry.replace('"shape":"', '"shape":"older '), "utf-8")
    assert load_cached(path, tmp_path).title == {"en": "One"}
    assert kept.read_text("utf-8") == entry
