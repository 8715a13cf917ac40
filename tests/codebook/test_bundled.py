"""Every frame that travels with qualcode keeps the rules it was made by."""

import pytest

from qualcode.codebook import dumps, load_bundled, loads
from qualcode.codebook.bundled import ORDER, folder, names, path
from qualcode.codebook.checks import check_file
from qualcode.codebook.selection import chosen
from qualcode.core.errors import UnknownName


def test_every_frame_is_listed_and_there():
    assert names() == ORDER
    assert {file.stem for file in folder().glob("*.yaml")} == set(ORDER)


@pytest.mark.parametrize("name", ORDER)
def test_a_frame_keeps_the_rules(name):
    """Ids, four names, brief definitions, source, colours, invented examples, residual code, form."""
    book, problems = check_file(path(name), bundled=True)
    assert [str(problem) for problem in problems] == []
    assert book.id == name


@pytest.mark.parametrize("name", ORDER)
def test_loading_and_saving_gives_the_same_bytes(name):
    content = path(name).read_bytes()
    assert dumps(loads(content.decode("utf-8"))).encode("utf-8") == content


@pytest.mark.parametrize("name", ["moore", "leavitt", "froehle-roth"])
def test_the_first_frames_say_when_to_use_a_code_and_when_not(name):
    book = load_bundled(name)
    hinted = [code for code in book if code.use]
    published = {"moore": 3, "leavitt": 5, "froehle-roth": 9}
    assert len(hinted) == published[name]
    for code in hinted:
        for texts in (code.brief, code.use, code.avoid):
            assert set(texts) == {"en", "da", "nb", "sv"}, code.id


@pytest.mark.parametrize("name", ORDER)
def test_every_term_has_a_status_for_each_language(name):
    for code in load_bundled(name):
        assert set(code.status) == {"en", "da", "nb", "sv"}, code.id


def test_moore_in_danish():
    moore = load_bundled("moore")
    assert [code.label("da") for code in moore.children()] == [
        "Offentlig værdi",
        "Legitimitet og støtte",
        "Operationel kapacitet",
        "Andet",
    ]
    assert {code.origin for code in moore.children("value")} == {"author"}
    assert {code.origin for code in moore.children("support")} == {"toolkit"}
    assert moore.figure["corners"] == {"top": "support", "left": "capacity", "right": "value"}
    assert moore.code("capacity").seeds["da"][:2] == ("kompetence", "ressource")


def test_optional_sets_are_off_until_named():
    leavitt = load_bundled("leavitt")
    ids = [code.id for code in chosen(leavitt)]
    assert ids == ["tasks", "people", "structure", "technology", "environment", "other"]
    assert "culture" in chosen(leavitt, sets=["leavitt-ry"])
    assert "environment" not in chosen(leavitt, variant="classic")
    with pytest.raises(UnknownName, match="did you mean 'leavitt-ry'"):
        chosen(leavitt, sets=["leavit-ry"])


def test_sub_codes_of_the_toolkit_can_be_left_out():
    moore = chosen(load_bundled("moore"), top_level_only=True)
    assert moore.children("support") == ()
    assert len(moore.children("value")) == 6
    assert "other" in moore


def test_a_study_says_which_frame_its_variant_reads():
    assert load_bundled("moore-data-informed").based_on == "moore"
    assert load_bundled("froehle-roth-norwegian").based_on == "froehle-roth"
    assert [id for id, _ in load_bundled("key-areas").qualifiers] == ["promotes", "inhibits"]
    assert len(load_bundled("key-areas").children()) == 12


def test_an_unknown_frame_gets_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'leavitt'"):
        load_bundled("leavit")
