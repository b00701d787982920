"""The templates are made from the columns rows are judged by, and what is filled in by them is read."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import fastexcel
import pytest

from pipelines import audit_template, upload
from pipelines.__main__ import main
from pipelines.sources.provision_audit import NEEDED, QUESTIONS
from tests.audits import COLUMNS, TODAY

COMMITTED = Path(__file__).resolve().parents[1] / "data" / "templates" / "provision_audit.csv"
XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    """What is packed in the workbook."""
    with zipfile.ZipFile(io.BytesIO(audit_template.as_workbook())) as archive:
        return {part.filename: archive.read(part) for part in archive.infolist()}


class TestCsv:
    def test_the_committed_one_is_what_the_code_makes(self) -> None:
        assert COMMITTED.read_bytes() == audit_template.as_csv(), (
            "remove data/templates/provision_audit.csv and run: python -m pipelines template --out data/templates"
        )

    def test_says_of_every_column_what_may_stand_in_it(self) -> None:
        text = audit_template.as_csv().decode()
        for asked in QUESTIONS:
            (line,) = re.findall(rf"^# {asked.column} +(.*)$", text, re.MULTILINE)
            assert asked.question in line
            assert asked.note in line
            assert asked.expected == "text" or asked.expected[1:] in line

    def test_its_example_is_read_and_breaks_no_rule(self) -> None:
        filled = audit_template.as_csv().replace(b"\n# E08", b"\nE08")
        taken = upload.take("provision_audit", "filled.csv", filled, TODAY)
        assert (taken.read, taken.rejected) == (1, 0)
        assert taken.unknown_columns == ()

    def test_saved_again_by_a_spreadsheet_it_is_still_read(self) -> None:
        """Which puts quotation marks round what holds a comma, and ends lines as Windows does."""
        lines = audit_template.as_csv().decode().replace("# E08", "E08").splitlines()
        again = [f'"{line}"' if line.startswith("#") and "," in line else line for line in lines]
        taken = upload.take("provision_audit", "filled.csv", "\r\n".join(again).encode("cp1252"), TODAY)
        assert (taken.read, taken.rejected) == (1, 0)


class TestWorkbook:
    def test_has_the_columns_on_the_first_sheet_and_their_meaning_on_the_second(self) -> None:
        book = fastexcel.read_excel(audit_template.as_workbook())
        assert book.sheet_names == ["Return", "Notes"]
        assert book.load_sheet(0, header_row=0).to_polars().columns == COLUMNS
        notes = book.load_sheet(1, header_row=0).to_polars()
        assert notes["Column"].to_list()[: len(COLUMNS)] == COLUMNS
        assert [row for row in notes.rows() if row[2] == "yes"] != []
        assert {row[0] for row in notes.rows() if row[2] == "yes"} == set(NEEDED)

    def test_offers_every_allowed_answer_and_keeps_numbers_and_days_within_limits(
        self, parts: dict[str, bytes]
    ) -> None:
        sheet = ElementTree.fromstring(parts["xl/worksheets/sheet1.xml"])
        found = list(sheet.iter(f"{XML}dataValidation"))
        assert len(found) == len(QUESTIONS)
        for asked, rule in zip(QUESTIONS, found, strict=True):
            limits = [limit.text for kind in ("formula1", "formula2") for limit in rule.iter(f"{XML}{kind}")]
            if asked.answers:
                assert (rule.get("type"), limits) == ("list", [f'"{",".join(asked.answers)}"'])
            elif asked.type == "date":
                assert (rule.get("type"), limits[1]) == ("date", "TODAY()")
            elif asked.type in ("number", "integer"):
                kind = "whole" if asked.type == "integer" else "decimal"
                wanted = [f"{limit:g}" for limit in asked.limits if limit is not None]
                assert (rule.get("type"), limits) == (kind, wanted)
            else:
                assert (rule.get("type"), limits) == (None, [])
            prompt = rule.get("prompt") or ""
            assert prompt.startswith(asked.question)
            assert len(prompt) <= audit_template.LONGEST_MESSAGE
            assert len(rule.get("promptTitle") or "") <= audit_template.LONGEST_TITLE

    def test_says_its_title_and_language_and_holds_no_formula(self, parts: dict[str, bytes]) -> None:
        assert b"<dc:title>Self-audit of services for women</dc:title>" in parts["docProps/core.xml"]
        assert b"<dc:language>en-GB</dc:language>" in parts["docProps/core.xml"]
        assert not [name for name, part in parts.items() if b"<f>" in part or b"mergeCell" in part]

    def test_keeps_its_header_in_sight_and_takes_text_for_text(self, parts: dict[str, bytes]) -> None:
        sheet = parts["xl/worksheets/sheet1.xml"]
        assert b'<pane ySplit="1"' in sheet
        assert b'numFmtId="49"' in parts["xl/styles.xml"]  # text

    def test_is_the_same_whenever_it_is_made(self) -> None:
        assert audit_template.as_workbook() == audit_template.as_workbook()

    def test_a_long_word_is_cut_where_excel_would_refuse_it(self) -> None:
        assert audit_template._shortened("one two three", 9) == "one two…"


class TestCommand:
    def test_writes_both(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["template", "--out", str(tmp_path / "new")]) == 0
        csv, workbook = tmp_path / "new" / "provision_audit.csv", tmp_path / "new" / "provision_audit.xlsx"
        assert csv.read_bytes() == COMMITTED.read_bytes()
        assert workbook.read_bytes()[:2] == b"PK"
        assert capsys.readouterr().out.splitlines() == [f"Wrote {csv}", f"Wrote {workbook}"]
        assert main(["template", "--out", str(tmp_path / "new")]) == 0

    def test_never_writes_over_one_that_is_filled_in(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        filled = tmp_path / "provision_audit.xlsx"
        filled.write_bytes(b"filled in")
        assert main(["template", "--out", str(tmp_path)]) == 1
        assert f"Refused. {filled} is there already, and may be filled in." in capsys.readouterr().err
        assert filled.read_bytes() == b"filled in"
        assert [path.name for path in tmp_path.iterdir()] == ["provision_audit.xlsx"]
