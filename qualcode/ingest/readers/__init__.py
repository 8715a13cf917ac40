"""Bytes to blocks: one module or folder for each format, and what they share.

`blocks` says what every reader hands on; `core.container` and `core.encoding` open what comes from strangers.
"""

from __future__ import annotations

from qualcode.core.formats import Format, Formats

from .blocks import Raw

formats = Formats(
    "reader",
    "qualcode.readers",
    [
        Format("text", (".txt", ".text", ".log"), "qualcode.ingest.readers.plain:read_text", "Plain text"),
        Format("markdown", (".md", ".markdown"), "qualcode.ingest.readers.plain:read_markdown", "Markdown"),
        Format("docx", (".docx", ".docm", ".doc"), "qualcode.ingest.readers.word.reader:read", "Word"),
        Format("odt", (".odt",), "qualcode.ingest.readers.opendocument.reader:read", "OpenDocument text"),
        Format("rtf", (".rtf",), "qualcode.ingest.readers.rtf.reader:read", "Rich Text Format"),
        Format("pdf", (".pdf",), "qualcode.ingest.readers.pdf.reader:read", "PDF"),
        Format("html", (".html", ".htm", ".xhtml"), "qualcode.ingest.readers.html.reader:read", "Web page"),
        Format("mhtml", (".mhtml", ".mht"), "qualcode.ingest.readers.wrapped:read_mhtml", "Web page in one file"),
        Format("webarchive", (".webarchive",), "qualcode.ingest.readers.wrapped:read_webarchive", "Web page of Safari"),
        Format("mail", (".eml",), "qualcode.ingest.readers.wrapped:read_mail", "E-mail"),
        Format("pptx", (".pptx",), "qualcode.ingest.readers.slides:read", "PowerPoint presentation"),
        Format("vtt", (".vtt",), "qualcode.ingest.readers.captions:read_vtt", "WebVTT captions (Teams, Zoom)"),
        Format("srt", (".srt",), "qualcode.ingest.readers.captions:read_srt", "SubRip captions"),
        Format(
            "json",
            (".json",),
            "qualcode.ingest.readers.transcript_json:read",
            "Transcript as JSON (Whisper, Otter, Teams)",
        ),
        Format("csv", (".csv",), "qualcode.ingest.readers.sheets.reader:read_table", "Table: answers or a transcript"),
        Format("tsv", (".tsv", ".tab"), "qualcode.ingest.readers.sheets.reader:read_table", "Table separated by tabs"),
        Format(
            "xlsx", (".xlsx", ".xlsm", ".xls"), "qualcode.ingest.readers.sheets.reader:read_table", "Excel workbook"
        ),
        Format("ods", (".ods",), "qualcode.ingest.readers.sheets.reader:read_table", "OpenDocument spreadsheet"),
    ],
    fits=lambda found: isinstance(found, list) and all(isinstance(raw, Raw) for raw in found),
)
"""Every format that can be read; other packages add theirs under `qualcode.readers`."""
