"""A return filled in as a workbook is read as the CSV it stands for, and no workbook takes the process down."""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.build import build
from pipelines.errors import Refused
from pipelines.filled_workbook import MOST_COLUMNS, MOST_ROWS, write_as_csv
from pipelines.origin import survey
from pipelines.sources.caseload_return import SOURCE as CASELOAD_RETURN
from pipelines.sources.provision_audit import SOURCE
from tests.audits import AUDIT, TODAY, Cell, write_workbook
from tests.builds import query_of
from tests.desk import Desk, open_desk

HEADER = (*AUDIT, "women_only_hours_per_week", "women_only_group", "notes")
ROW: tuple[Cell, ...] = tuple(AUDIT.values())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "raw" / "provision_audit" / "filled.xlsx"


def with_sheet(path: Path, xml: str) -> Path:
    """The workbook with other cells in its first sheet."""
    with zipfile.ZipFile(path) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    before, _, rest = sheet.partition("<sheetData>")
    parts["xl/worksheets/sheet1.xml"] = (
        f"{before}<sheetData>{xml}</sheetData>{rest.partition('</sheetData>')[2]}".encode()
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


class TestRows:
    def test_stand_in_the_row_of_their_sheet_and_blank_ones_are_passed_over(self, desk: Desk, path: Path) -> None:
        write_workbook(path, (), ("# for people",), HEADER, (), (*ROW, 200), (None, ""), (*ROW[:2], "B", *ROW[3:], 6.5))
        taken = desk.take_in(SOURCE, path, today=TODAY)
        assert taken.counts == [(2, 1, 1)]
        assert taken.rejects == [("filled.xlsx", 5, "women_only_hours_per_week", "out_of_range")]
        assert desk.rows("select line, women_only_hours_per_week from staging.provision_audit") == [(7, 6.5)]

    def test_hold_days_formulas_and_whatever_was_typed(self, desk: Desk, path: Path) -> None:
        row = (*ROW[:-1], datetime(2026, 3, 16), 12, "=IF(TRUE,1)", 'two\nlines, “quoted” "here"')
        write_workbook(path, HEADER, row)
        assert desk.take_in(SOURCE, path, today=TODAY).rejects == []
        (found,) = desk.rows(
            """
            select verified_date::varchar, women_only_hours_per_week, women_only_group, notes
            from staging.provision_audit
            """
        )
        assert found == ("2026-03-16", 12.0, "YES", 'two\nlines, “quoted” "here"')

    def test_with_a_time_of_day_are_no_day(self, desk: Desk, path: Path) -> None:
        write_workbook(path, HEADER, (*ROW[:-1], datetime(2026, 3, 16, 10, 30)))
        taken = desk.take_in(SOURCE, path, today=TODAY)
        assert taken.rejects == [("filled.xlsx", 2, "verified_date", "not_a_date")]

    def test_may_begin_with_what_could_not_be_calculated(self, desk: Desk, path: Path) -> None:
        write_workbook(path, HEADER, ("#N/A", *ROW[1:]), ('"# struck out"', *ROW[1:]), ROW)
        taken = desk.take_in(SOURCE, path, today=TODAY)
        assert (taken.counts, taken.rejects) == (
            [(2, 1, 1)],
            [("filled.xlsx", 2, "area_code", "unknown_area_code")],
        )
        assert desk.rows("select line from staging.provision_audit") == [(4,)]

    def test_of_several_files_keep_to_their_own(self, desk: Desk, path: Path, tmp_path: Path) -> None:
        other = tmp_path / "a.csv"
        other.write_text(f"{','.join(AUDIT)}\n{','.join(AUDIT.values())}\n", encoding="utf-8")
        write_workbook(path, (), (), HEADER, ROW)
        taken = desk.take_in(SOURCE, other, path, today=TODAY)
        assert taken.rejects == [("filled.xlsx", 4, "audit_round", "second_return_of_a_service")]

    def test_reach_the_marts(self, path: Path, tmp_path: Path) -> None:
        write_workbook(path, HEADER, (*ROW, 6, "yes"))
        build(tmp_path / "raw", tmp_path / "marts.duckdb", "open", today=TODAY)
        found = query_of(tmp_path / "marts.duckdb", "select file, line from provision_return")
        assert found == [("filled.xlsx", 2)]


class TestRefused:
    def said(self, desk: Desk, path: Path) -> str:
        with pytest.raises(Refused) as refusal:
            desk.take_in(SOURCE, path, today=TODAY)
        return str(refusal.value)

    def test_with_nothing_in_it(self, desk: Desk, path: Path) -> None:
        assert self.said(desk, write_workbook(path)).startswith(f"{path} is empty")

    def test_with_a_header_only(self, desk: Desk, path: Path) -> None:
        assert "has a header and no records" in self.said(desk, write_workbook(path, HEADER))

    def test_of_another_kind(self, desk: Desk, path: Path) -> None:
        said = self.said(desk, write_workbook(path, ("one", "two"), (1, 2)))
        assert said.startswith(f"{path} is not a Self-audit of services for women file: it lacks area_code")

    @pytest.mark.parametrize("contents", [b"", b"no workbook", b"PK\x03\x04 cut off"])
    def test_that_is_no_workbook(self, desk: Desk, path: Path, contents: bytes) -> None:
        path.parent.mkdir(parents=True)
        path.write_bytes(contents)
        assert "cannot be opened as a workbook" in self.said(desk, path)

    def test_an_archive_that_is_no_workbook(self, desk: Desk, path: Path) -> None:
        path.parent.mkdir(parents=True)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "x")
        assert "cannot be opened as a workbook" in self.said(desk, path)

    @pytest.mark.parametrize(
        "xml",
        [
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            "<row r='1048576'><c foo='>' r='A1048576'><v>1</v></c></row>",
            '<row r="1048576"><c t="inlineStr"><is><t>x</t></is></c></row>',
            '<row r="x"></row><row r="9999"><c><f>1</f></c></row>',
            f'<row r="1">{"<c><v>1</v></c>" * (MOST_COLUMNS + 1)}</row>',
        ],
    )
    def test_that_would_take_all_memory(self, desk: Desk, path: Path, xml: str) -> None:
        assert "Expected at most 5,000 rows and 200 columns" in self.said(
            desk, with_sheet(write_workbook(path, HEADER), xml)
        )

    def test_that_is_not_what_its_name_says_inside(self, desk: Desk, path: Path) -> None:
        assert "cannot be opened as a workbook" in self.said(desk, with_sheet(write_workbook(path, HEADER), "<row"))

    def test_with_a_row_number_of_thousands_of_digits(self, desk: Desk, path: Path) -> None:
        with_sheet(write_workbook(path, HEADER), f'<row r="{"9" * 5_000}"><c><v>1</v></c></row>')
        assert "cannot be opened as a workbook" in self.said(desk, path)

    def test_with_a_part_whose_packing_is_broken(self, desk: Desk, path: Path) -> None:
        write_workbook(path, HEADER, ROW)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
            archive.writestr("xl/more.bin", bytes(range(256)) * 40)
            start = archive.getinfo("xl/more.bin").header_offset + 30 + len("xl/more.bin")
        contents = bytearray(path.read_bytes())
        contents[start + 4 : start + 9] = b"\xff" * 5  # what the packer was told
        path.write_bytes(contents)
        assert "cannot be opened as a workbook" in self.said(desk, path)

    def test_that_unpacks_to_far_more(self, path: Path, tmp_path: Path) -> None:
        write_workbook(path, HEADER)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/more.bin", bytes(20_000_001))
        with pytest.raises(Refused, match="holds more than 20 MB unpacked"):
            write_as_csv(path, tmp_path / "x.csv")


def test_cells_that_are_only_drawn_do_not_count(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", HEADER, ROW)
    with zipfile.ZipFile(path) as archive:
        cells = (
            archive.read("xl/worksheets/sheet1.xml").decode().partition("<sheetData>")[2].partition("</sheetData>")[0]
        )
    with_sheet(path, f'{cells}<row r="{MOST_ROWS + 1}"><c r="A{MOST_ROWS + 1}" s="0"/></row>')
    assert write_as_csv(path, tmp_path / "a.csv") == (1, 2)


def test_other_sources_of_csvs_still_refuse_workbooks(tmp_path: Path) -> None:
    write_workbook(tmp_path / "caseload_return" / "a.xlsx", ("area_code",), ("E08000035",))
    with pytest.raises(Refused, match=r"is not a file that caseload_return reads \(\*\.csv\)"):
        survey(tmp_path, [CASELOAD_RETURN])


@pytest.mark.parametrize(
    ("header", "title"),
    [((*HEADER, "synthetic_demonstration"), ""), (HEADER, "Synthetic demonstration data")],
    ids=["a column", "the title"],
)
def test_a_made_up_one_is_known_for_it(path: Path, header: tuple[str, ...], title: str) -> None:
    write_workbook(path, header, ROW, title=title)
    (file,) = survey(path.parents[1], [SOURCE])
    assert file.origin == "synthetic"


def test_any_other_is_somebodys_return(path: Path) -> None:
    (file,) = survey(write_workbook(path, HEADER, ROW).parents[1], [SOURCE])
    assert file.origin == "local_return"
