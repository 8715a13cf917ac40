"""Every worked example goes out as a project that is valid, and comes back as the study it was."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from qualcode.exchange import read_study
from qualcode.project import Project, init
from qualcode.project.exchange import whole
from qualcode.project.files_in import import_file
from qualcode.project.files_out import export_study

SCHEMAS = Path(__file__).parents[1] / "exchange" / "schemas"


def written(root: Path, to: Path) -> Path:
    with Project.open(root) as project:
        export_study(project, to)
    return to


def test_it_is_valid_and_comes_back_equal(carried: tuple[str, Path], tmp_path: Path) -> None:
    name, root = carried
    path = written(root, tmp_path / f"{name}.qdpx")
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "Project-mrt2019.xsd"))
    with zipfile.ZipFile(path) as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))
    with Project.open(root) as project:
        before = whole(project)
    back = read_study(path).bundle
    for part in ("documents", "codebooks", "coders", "cases", "questions", "assignments", "statuses"):
        assert getattr(back, part) == getattr(before, part), part
    assert [(c.uid, c.document, c.span, c.code, c.coder, c.qualifier, c.weight) for c in back.codings] == [
        (c.uid, c.document, c.span, c.code, c.coder, c.qualifier, c.weight) for c in before.codings
    ]
    assert [(m.uid, m.about, m.text, m.kind, m.language) for m in back.memos] == [
        (m.uid, m.about, m.text, m.kind, m.language) for m in before.memos
    ]


def test_a_project_of_it_is_written_the_same_again(carried: tuple[str, Path], tmp_path: Path) -> None:
    name, root = carried
    first = written(root, tmp_path / f"{name}.qdpx")
    with Project.open(root) as project:
        settings = project.settings
    init(tmp_path / "other", name=settings.name, language=settings.language, coder=settings.coder)
    with Project.open(tmp_path / "other") as project:
        imported = import_file(project, first)
        assert not imported.account.lost
    again = written(tmp_path / "other", tmp_path / "again.qdpx")
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(again) as other:
        assert one.read("project.qde") == other.read("project.qde")


def test_its_codebooks_are_valid_too(carried: tuple[str, Path], tmp_path: Path) -> None:
    from qualcode.exchange import read_codebook, write_codebook

    _, root = carried
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "Codebook-mrt2019.xsd"))
    with Project.open(root) as project:
        for book in project.codes.books.values():
            if not book.codes:
                continue
            path = tmp_path / f"{book.id}.qdc"
            write_codebook(book, path, language=project.settings.language)
            schema.assertValid(etree.parse(path))
            back = read_codebook(path, id=book.id, language=project.settings.language).codebook
            assert len(back.codes) == len([code for code in book if not code.retired])
