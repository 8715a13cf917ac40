"""What a readable codebook still lacks: warnings for one's own, errors for a bundled frame."""

from qualcode.codebook import check, load_bundled, loads
from qualcode.codebook.checks import check_text

BARE = 'id: b\ntitle: "B"\ncodes: [{id: a, name: "A"}]\n'


def slugs(text, **options):
    return [(problem.severity, problem.slug) for problem in check_text(text, **options)[1]]


def test_the_same_rules_warn_or_refuse():
    assert set(slugs(BARE)) == {("warning", "no_source"), ("warning", "no_residual"), ("warning", "no_definition")}
    found = set(slugs(BARE, bundled=True))
    assert {severity for severity, _ in found} == {"error"}
    assert {slug for _, slug in found} >= {"missing_language", "not_canonical", "no_source"}


def test_an_inductive_codebook_needs_no_source_and_no_residual_code():
    text = 'id: b\ntitle: "B"\nkind: inductive\ncodes: [{id: a, name: "A", definition: "What is said."}]\n'
    assert slugs(text) == []


def test_a_figure_places_codes_that_exist():
    text = (
        'id: b\ntitle: "B"\nkind: inductive\nfigure: {shape: triangle, corners: {top: a, left: gone}}\n'
        'codes: [{id: a, name: "A", definition: "What is said."}]\n'
    )
    assert [problem.message for problem in check_text(text)[1]] == [
        "the figure has a place for 'gone', which does not exist"
    ]


def test_what_a_project_must_fill_in_is_asked_for():
    messages = [problem.message for problem in check(load_bundled("cfir2"))]
    assert messages == [
        "the field 'innovation' is not filled in",
        "the field 'inner-setting' is not filled in",
        "the field 'outer-setting' is not filled in",
    ]


def test_retired_codes_are_left_in_peace():
    text = (
        'id: b\ntitle: "B"\nkind: inductive\n'
        'codes: [{id: a, name: "A", retired: true}, {id: c, name: "A", brief: "What is said."}]\n'
    )
    assert check(loads(text)) == []


def test_many_mistakes_take_no_longer_to_name_than_few():
    """The nearest name is offered for the first mistakes only."""
    codes = "".join(f'  - {{id: c{at}, name: "C", requires: [d{at}]}}\n' for at in range(300))
    _, problems = check_text(f'id: b\ntitle: "B"\ncodes:\n{codes}')
    unknown = [problem for problem in problems if problem.slug == "unknown_code"]
    assert len(unknown) == 300
    assert sum(bool(problem.hint) for problem in unknown) == 50
