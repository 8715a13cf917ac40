"""Free codes are added fast, and give the same book as reading the file again would."""

import subprocess
import sys

import pytest

from qualcode.codebook import loads
from qualcode.codebook.open_codes import append_code, new_open
from qualcode.codebook.write import new_codebook
from qualcode.core.errors import UsageError


def test_codes_are_numbered_when_their_names_meet():
    text, book = new_open("da")
    assert text == 'id: open\ntitle: "Åbne koder"\nkind: inductive\nlanguage: da\ncodes: []\n'
    for name in ("Egen silo", "egen  silo", "Økonomi: nu"):
        opened = append_code(text, book, name)
        text, book = opened.text, opened.codebook
        assert loads(text) == book
    assert text.endswith(
        'codes:\n  - id: egen-silo\n    name: "Egen silo"\n  - id: egen-silo-2\n    name: "egen silo"\n'
        '  - id: oekonomi-nu\n    name: "Økonomi: nu"\n'
    )


def test_letters_that_nobody_sees_are_no_part_of_a_name():
    text, book = new_open()
    assert append_code(text, book, "ze\u200bro\u202e").code.name == {"en": "zero"}
    with pytest.raises(UsageError, match="needs a name"):
        append_code(text, book, "\u200b\ufeff")


@pytest.mark.parametrize(
    "text",
    [
        'id: open\ntitle: "O"\nkind: inductive\ncodes:\n- id: a\n  name: "A"\n',
        'id: open\ntitle: "O"\nkind: inductive\ncodes:\n  - id: a\n    name: "A"',
        'id: open\r\ntitle: "O"\r\nkind: inductive\r\ncodes:\r\n  - id: a\r\n    name: "A"\r\n',
        'id: open\ntitle: "O"\nkind: inductive\ncodes:\n  - id: a\n    name: "A"\n# a comment\n',
        'id: open\ntitle: "O"\ncodes:\n  - id: a\n    name: "A"\nkind: inductive\n',
        'id: open\ntitle: "O"\nkind: inductive\ncodes: [{id: a, name: "A"}]\n',
        'id: open\ntitle: "O"\nkind: inductive\ncodes:\n  - {id: a, name: "A"}\n',
        'id: open\ntitle: "O"\ncodes:\n  - id: a\n    name: "A"\n    brief: |\n      x\n\n      codes:\n',
        'id: open\ntitle: "O"\nkind: inductive\ncodes:\n  - id: a\n    name: "A"\n  - id: other\n    name: "Other"\n',
        'id: open\ntitle: "O"\nkind: inductive\ncodes:\n\n',
    ],
)
def test_whatever_the_form_of_the_file_the_book_is_the_one_read_again(text):
    opened = append_code(text, loads(text), "New code", in_vivo=True, example="my own words")
    assert opened.codebook == loads(opened.text)
    assert opened.code.id == "new-code"
    assert opened.code.source == "in vivo"
    assert [code.id for code in opened.codebook][-1] in ("new-code", "other")


def test_adding_a_code_imports_no_yaml_parser():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys\nfrom qualcode.codebook.open_codes import append_code, new_open\n"
            "text, book = new_open()\nopened = append_code(text, book, 'Time')\n"
            "append_code(opened.text, opened.codebook, 'Money')\n"
            "print('ruamel' in ' '.join(sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_a_code_has_a_name():
    with pytest.raises(UsageError, match="needs a name"):
        append_code(*new_open(), "  ")


def test_a_new_frame_has_a_residual_code():
    book = loads(new_codebook("mine", "Min ramme", language="da"))
    assert book.title == {"da": "Min ramme"}
    assert book.code("other").label("da") == "Andet"
    assert loads(new_codebook("mine", "Mine", kind="inductive")).codes == ()
    with pytest.raises(UsageError, match="is no id of a codebook"):
        new_codebook("Mine koder", "x")
