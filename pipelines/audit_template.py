"""The self-audit to fill in, as CSV and as a workbook, made from the same columns that its rows are judged by."""

import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.errors import Refused
from pipelines.sources.provision_audit import NEEDED, QUESTIONS, Question

NAME = "provision_audit"
TITLE = "Self-audit of services for women"
ROWS = 200
"""Of the workbook that are prepared for an answer."""
FIRST_DAY = datetime(2000, 1, 1)
MADE_ON = datetime(2026, 1, 1)
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
"""What Excel takes in a note beside a cell."""
INTRODUCTION = """\
Self-audit of services for women: one row for each service, authority and round (a quarter of a year).
Send one file or many; columns may stand in any order. Lines that begin with # are for people and are not read.
Leave a cell empty, or write NA, where nobody knows: no answer is never a no. Nothing about any one person: no names.
"""
EXAMPLE = {
    "area_code": "E08000035",
    "audit_round": "2026Q1",
    "provider": "Alder Recovery Service",
    "service_id": "N0852",
    "service_type": "community_adult",
    "commissioned_status": "commissioned",
    "women_only_group": "yes",
    "women_only_space": "yes_separate_time",
    "women_only_hours_per_week": "6",
    "female_keyworker": "on_request",
    "childcare": "none",
    "trauma_informed_training_pct": "62.5",
    "evidence_type": "self_report",
    "verified_date": "16/03/2026",
    "verified_by": "Service manager",
}


def as_csv() -> bytes:
    """The header, under a line for each column that says what is asked and what may stand there."""
    width = max(len(asked.column) for asked in QUESTIONS)
    file = io.StringIO()
    for line in INTRODUCTION.splitlines():
        file.write(f"# {line}\n")
    file.write("#\n")
    for asked in QUESTIONS:
        file.write(f"# {asked.column:{width}}  {_in_full(asked)}\n")
    file.write(f"#\n# Needed in every row: {', '.join(NEEDED)}.\n")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([asked.column for asked in QUESTIONS])
    file.write("# An example, made up (take the # away to see it read):\n# ")
    writer.writerow([EXAMPLE.get(asked.column, "") for asked in QUESTIONS])
    return file.getvalue().encode()


def as_workbook() -> bytes:
    """Sheet 1 to fill in, with the allowed answers to choose from; sheet 2 with what is asked."""
    import xlsxwriter  # loads what neither a build nor the dashboard needs

    whole = io.BytesIO()
    choices = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(whole, choices) as workbook:
        workbook.set_properties({"title": TITLE, "subject": "Template", "created": MADE_ON})
        _draw_return(workbook)
        _draw_notes(workbook)
    return _in_english(whole.getvalue())


def write(out: Path) -> list[Path]:
    """Write both into a folder; what is there already is left as it is, for it may be filled in."""
    out.mkdir(parents=True, exist_ok=True)
    files = {out / f"{NAME}.csv": as_csv(), out / f"{NAME}.xlsx": as_workbook()}
    for path, contents in files.items():
        if path.exists() and path.read_bytes() != contents:
            raise Refused(f"{path} is there already, and may be filled in. Move it away, or give --out another folder.")
    for path, contents in files.items():
        path.write_bytes(contents)
    return list(files)


def _in_full(asked: Question) -> str:
    expected = f"{asked.expected[0].upper()}{asked.expected[1:]}." if asked.expected != "text" else ""
    return " ".join(words for words in (_sentence(asked.question), asked.note, expected) if words)


def _sentence(words: str) -> str:
    return words if words.endswith("?") else f"{words}."


def _draw_return(workbook: Any) -> None:
    sheet = workbook.add_worksheet("Return")
    header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    # As text, nothing that is typed is taken for a formula, or 2026Q1 or a code for something else.
    text = workbook.add_format({"num_format": 49})
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    number = workbook.add_format({"num_format": "0.##"})
    kinds = {"date": day, "integer": number, "number": number}
    for place, asked in enumerate(QUESTIONS):
        sheet.set_column(place, place, 22, kinds.get(asked.type, text))
        sheet.data_validation(1, place, ROWS, place, _allowed(asked))
    columns = [{"header": asked.column, "header_format": header} for asked in QUESTIONS]
    sheet.add_table(
        0, 0, ROWS, len(QUESTIONS) - 1, {"name": "Return", "columns": columns, "autofilter": False, "style": None}
    )
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 0)


def _allowed(asked: Question) -> Mapping[str, Any]:
    """What Excel lets a person type, and what it says beside the cell."""
    needed = " Needed." if asked.column in NEEDED else ""
    per_cent = " Write 80 for 80 per cent." if asked.is_percentage else ""
    expected = f"Expected {asked.expected}."
    beside = {
        "input_title": _shortened(asked.question.rstrip("?"), LONGEST_TITLE),
        "input_message": _shortened(f"{_in_full(asked)}{per_cent}{needed}", LONGEST_MESSAGE),
        "error_title": "Not an answer to this",
        "error_message": _shortened(f"{expected} Leave the cell empty where nobody knows.", LONGEST_MESSAGE),
    }
    least, greatest = (limit if limit is None else f"{limit:g}" for limit in asked.limits)
    match asked.type:
        case "enum":
            return beside | {"validate": "list", "source": list(asked.answers)}
        case "date":
            return beside | {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": "=TODAY()"}
        case "integer" | "number":
            kind = {"validate": "integer" if asked.type == "integer" else "decimal"}
            if greatest is None:
                return beside | kind | {"criteria": ">=", "value": least}
            return beside | kind | {"criteria": "between", "minimum": least, "maximum": greatest}
    return beside | {"validate": "any"}


def _shortened(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _draw_notes(workbook: Any) -> None:
    sheet = workbook.add_worksheet("Notes")
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    names = ("Column", "What is asked", "Needed", "What may stand there", "Note")
    rows = [
        (asked.column, asked.question, "yes" if asked.column in NEEDED else "no", asked.expected, asked.note)
        for asked in QUESTIONS
    ]
    for place, wide in enumerate((34, 44, 9, 44, 60)):
        sheet.set_column(place, place, wide, wrapped)
    for line, row in enumerate(rows, start=1):
        for place, words in enumerate(row):
            sheet.write_string(line, place, words, wrapped)
    columns = [{"header": name} for name in names]
    sheet.add_table(
        0, 0, len(rows), len(names) - 1, {"name": "Notes", "columns": columns, "autofilter": False, "style": None}
    )
    sheet.freeze_panes(1, 1)
    for line, words in enumerate(INTRODUCTION.splitlines(), start=len(rows) + 2):
        sheet.write_string(line, 0, words)


def _in_english(workbook: bytes) -> bytes:
    """The workbook with its language among its properties, which xlsxwriter cannot write."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as made, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as told:
        for part in made.infolist():
            content = made.read(part)
            if part.filename == "docProps/core.xml":
                content = content.replace(
                    b"</cp:coreProperties>", b"<dc:language>en-GB</dc:language></cp:coreProperties>"
                )
            told.writestr(part, content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
