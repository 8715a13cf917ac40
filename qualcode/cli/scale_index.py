"""`index`: closed questions of a survey as one number."""

from __future__ import annotations

from typing import Annotated

import typer

from ..core.errors import ExitCode
from . import context, options
from .options import Dialect, FormatName, Json, Language, Output

app = typer.Typer(rich_markup_mode=None)


@app.command()
def index(
    questions: Annotated[list[str], typer.Argument(metavar="COLUMN...", help="Closed questions on one scale.")],
    scale: Annotated[str, typer.Option("--scale", metavar="LOW-HIGH", help="The ends of the scale.")] = "1-10",
    by: Annotated[str, typer.Option("--by", metavar="ATTRIBUTE", help="A row for each value, and one for all.")] = "",
    language: Language = "",
    as_json: Json = False,
    output: Output = "",
    dialect: Dialect = "",
    format: FormatName = "",
) -> int:
    """Compute an index of closed questions, such as satisfaction: their mean, moved to 0-100.

    Respondents who left one of the questions out are not counted, and it is said how many they are.
    """
    from ..project.scale_index import scale_index
    from .output import emit, writer_options

    with context.project() as project:
        lang = options.language(language, project.settings.language)
        made = scale_index(project, questions, scale, by, language=lang)
        settings = writer_options(dialect=dialect or project.settings.dialect)
    emit(made, as_json=as_json, output=output, format=format, options=settings)
    return ExitCode.DONE
