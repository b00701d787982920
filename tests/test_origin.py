"""Whose each raw file is: told by ORIGIN.toml, marked within the file, or not recorded; never guessed."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.errors import Refused
from pipelines.origin import RawFile, file_hash, is_marked_synthetic, survey
from pipelines.source import Source
from pipelines.sources import all_sources

Found = Callable[[], list[RawFile]]

ORIGIN = """
origin = "{origin}"
publisher = "Leeds City Council"
title = "Caseload return of March"
address = "https://example.org/returns"
licence = "Shared with the partnership"
retrieved_on = 2024-04-02
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw folder with one caseload return in it."""
    folder = tmp_path / "raw"
    (folder / "caseload_return").mkdir(parents=True)
    (folder / "caseload_return" / "march.csv").write_text("area_code\nE08000035\n", encoding="utf-8")
    return folder


@pytest.fixture
def found(raw: Path) -> Found:
    return lambda: survey(raw, all_sources())


def tell(folder: Path, origin: str = "local_return", more: str = "") -> None:
    """Write the ORIGIN.toml of a source's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ORIGIN.toml").write_text(ORIGIN.format(origin=origin) + more, encoding="utf-8")


def workbook(path: Path, title: str = "", words: str = "Population estimates") -> Path:
    """A workbook with a title among its properties."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": title})
        book.add_worksheet("Contents").write(0, 0, words)
    return path


class TestOriginToml:
    def test_says_whose_a_file_is(self, raw: Path, found: Found) -> None:
        tell(raw / "caseload_return")
        path = raw / "caseload_return" / "march.csv"
        assert found() == [
            RawFile(
                source="caseload_return",
                path=path,
                sha256=file_hash(path),
                origin="local_return",
                publisher="Leeds City Council",
                licence="Shared with the partnership",
                retrieved_on=date(2024, 4, 2),
                title="Caseload return of March",
                address="https://example.org/returns",
            )
        ]

    def test_may_be_absent_and_then_the_origin_is_not_recorded(self, found: Found) -> None:
        (file,) = found()
        assert (file.origin, file.publisher, file.licence, file.retrieved_on, file.address) == (
            "local_return",
            "origin not recorded",
            "origin not recorded",
            None,
            "",
        )

    @pytest.mark.parametrize("source", all_sources(), ids=lambda source: source.name)
    def test_without_it_records_and_returns_are_local_and_the_rest_published(
        self, tmp_path: Path, source: Source
    ) -> None:
        name = source.name
        extension = source.patterns[0].removeprefix("*.")
        (tmp_path / name).mkdir()
        (tmp_path / name / f"a.{extension}").write_text("x", encoding="utf-8")
        (file,) = survey(tmp_path, all_sources())
        ours = {"provision_register": "project"}
        ours |= dict.fromkeys(("ndtms_records", "caseload_return", "provision_audit"), "local_return")
        assert file.origin == ours.get(name, "published")

    def test_that_says_only_the_origin_leaves_the_rest_to_the_source(self, raw: Path, found: Found) -> None:
        (raw / "caseload_return" / "ORIGIN.toml").write_text('origin = "project"\n', encoding="utf-8")
        (file,) = found()
        assert (file.origin, file.publisher, file.title) == ("project", "the provider", "Caseload return")

    @pytest.mark.parametrize("text", ["origin = ", "origin = local", "[files\n", "origin = 'é'"])
    def test_that_is_no_toml_is_refused(self, raw: Path, found: Found, text: str) -> None:
        (raw / "caseload_return" / "ORIGIN.toml").write_bytes(text.encode("cp1252"))
        with pytest.raises(Refused, match=r"ORIGIN\.toml cannot be read as TOML"):
            found()

    @pytest.mark.parametrize("line", ['origin = "made up"', 'publisher = "ONS"', "origin = 1"])
    def test_without_a_known_origin_is_refused(self, raw: Path, found: Found, line: str) -> None:
        (raw / "caseload_return" / "ORIGIN.toml").write_text(line, encoding="utf-8")
        with pytest.raises(Refused, match="expected one of synthetic, published, local_return, project"):
            found()


class TestHashes:
    def told(self, raw: Path, sha256: str, name: str = "march.csv") -> None:
        tell(raw / "caseload_return", more=f'[files]\n"{name}" = "{sha256}"\n')

    def test_a_file_as_it_was_received_is_let_in(self, raw: Path, found: Found) -> None:
        self.told(raw, file_hash(raw / "caseload_return" / "march.csv"))
        assert len(found()) == 1

    def test_a_hash_may_be_written_in_capitals(self, raw: Path, found: Found) -> None:
        self.told(raw, file_hash(raw / "caseload_return" / "march.csv").upper())
        assert len(found()) == 1

    def test_a_file_changed_since_is_refused(self, raw: Path, found: Found) -> None:
        path = raw / "caseload_return" / "march.csv"
        self.told(raw, file_hash(path))
        path.write_text("area_code\nE08000032\n", encoding="utf-8")
        with pytest.raises(Refused, match=r"is not the file its ORIGIN\.toml describes"):
            found()

    def test_a_named_file_that_is_not_there_is_refused(self, raw: Path, found: Found) -> None:
        self.told(raw, "0" * 64, name="february.csv")
        with pytest.raises(Refused, match=r"names february\.csv, which is not there"):
            found()

    def test_a_file_that_is_not_named_is_let_in(self, raw: Path, found: Found) -> None:
        self.told(raw, file_hash(raw / "caseload_return" / "march.csv"))
        (raw / "caseload_return" / "april.csv").write_text("area_code\n", encoding="utf-8")
        assert [file.path.name for file in found()] == ["april.csv", "march.csv"]

    @pytest.mark.parametrize("files", ['files = "march.csv"', '[files]\n"march.csv" = 1'])
    def test_hashes_that_are_no_table_of_text_are_refused(self, raw: Path, found: Found, files: str) -> None:
        tell(raw / "caseload_return", more=files)
        with pytest.raises(Refused, match=r"expected under \[files\] a line for each file"):
            found()


class TestTheRawFolder:
    def test_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(Refused, match=r"is not a folder\. Give --raw a folder that holds one folder for each"):
            survey(tmp_path / "nowhere", all_sources())

    def test_that_is_a_file_is_refused(self, raw: Path) -> None:
        with pytest.raises(Refused, match="is not a folder"):
            survey(raw / "caseload_return" / "march.csv", all_sources())

    def test_that_is_empty_is_refused_with_a_way_on(self, tmp_path: Path) -> None:
        with pytest.raises(Refused, match=r"holds no data.*python -m pipelines sample"):
            survey(tmp_path, all_sources())

    def test_of_empty_source_folders_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "ndtms_records").mkdir()
        with pytest.raises(Refused, match="holds no data"):
            survey(tmp_path, all_sources())

    def test_with_a_folder_of_no_source_is_refused(self, raw: Path, found: Found) -> None:
        (raw / "ndtms").mkdir()
        with pytest.raises(
            Refused, match=r"ndtms belongs to no source\. Expected folders: alcohol_prevalence, caseload_return, "
        ):
            found()

    def test_with_a_file_beside_the_folders_is_refused(self, raw: Path, found: Found) -> None:
        (raw / "extract.csv").write_text("x", encoding="utf-8")
        with pytest.raises(Refused, match=r"extract\.csv belongs to no source"):
            found()

    @pytest.mark.parametrize("name", ["notes.docx", "march.xlsx", "folder"])
    def test_with_a_file_its_source_does_not_read_is_refused(self, raw: Path, found: Found, name: str) -> None:
        stranger = raw / "caseload_return" / name
        stranger.mkdir() if name == "folder" else stranger.write_text("x", encoding="utf-8")
        with pytest.raises(Refused, match=rf"{name} is not a file that caseload_return reads \(\*\.csv\)"):
            found()

    def test_with_a_file_whose_name_cannot_be_printed_is_refused(self, raw: Path, found: Found) -> None:
        (raw / "caseload_return" / "a\nb.csv").write_text("x", encoding="utf-8")
        with pytest.raises(Refused, match=r"holds a file whose name cannot be written: 'a\\nb\.csv'"):
            found()

    def test_may_hold_files_whose_names_end_in_capitals(self, raw: Path, found: Found) -> None:
        (raw / "caseload_return" / "APRIL.CSV").write_text("x", encoding="utf-8")
        assert [file.path.name for file in found()] == ["APRIL.CSV", "march.csv"]

    def test_may_hold_notes_and_hidden_files(self, raw: Path, found: Found) -> None:
        for name in ("README.md", ".gitkeep"):
            (raw / name).write_text("x", encoding="utf-8")
        for name in ("notes.md", ".~lock.march.csv#", "~$march.xlsx", ".DS_Store"):
            (raw / "caseload_return" / name).write_text("x", encoding="utf-8")
        assert [file.path.name for file in found()] == ["march.csv"]

    def test_is_read_in_the_order_of_the_sources_and_then_by_name(self, raw: Path, found: Found) -> None:
        for name in ("ons_population/b.xls", "ndtms_records/b.csv", "ndtms_records/a.csv"):
            (raw / name).parent.mkdir(exist_ok=True)
            (raw / name).write_text("x", encoding="utf-8")
        names = [file.path.relative_to(raw).as_posix() for file in found()]
        assert names == [
            "caseload_return/march.csv",
            "ndtms_records/a.csv",
            "ndtms_records/b.csv",
            "ons_population/b.xls",
        ]


class TestSynthetic:
    """What is made up is never shown as real, even when what is said of it is lost."""

    MARKED = "area_code,SYNTHETIC_DEMONSTRATION\nE08000035,Y\n"

    @pytest.mark.parametrize("origin", [None, "published", "local_return", "project"])
    def test_a_mark_in_a_csv_outweighs_what_is_said_of_it(self, raw: Path, found: Found, origin: str | None) -> None:
        (raw / "caseload_return" / "march.csv").write_text(self.MARKED.lower(), encoding="utf-8")
        if origin:
            tell(raw / "caseload_return", origin)
        assert [file.origin for file in found()] == ["synthetic"]

    @pytest.mark.parametrize("origin", [None, "published"])
    def test_a_mark_in_a_workbook_outweighs_what_is_said_of_it(self, tmp_path: Path, origin: str | None) -> None:
        folder = tmp_path / "ons_population"
        workbook(folder / "a.xlsx", "Synthetic demonstration data")
        if origin:
            tell(folder, origin)
        assert [file.origin for file in survey(tmp_path, all_sources())] == ["synthetic"]

    def test_a_workbook_with_another_title_is_as_its_source_says(self, tmp_path: Path) -> None:
        workbook(tmp_path / "ons_population" / "a.xlsx", "Population estimates")
        assert [file.origin for file in survey(tmp_path, all_sources())] == ["published"]

    def test_a_workbook_without_properties_bears_no_mark(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as empty:
            empty.writestr("xl/workbook.xml", "<workbook/>")
        assert not is_marked_synthetic(tmp_path / "a.xlsx")

    def test_a_damaged_workbook_is_refused_rather_than_taken_as_real(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "ons_population" / "a.xlsx", "Synthetic demonstration data")
        with zipfile.ZipFile(path) as book:
            place = book.getinfo("docProps/core.xml").header_offset + 60
        content = bytearray(path.read_bytes())
        content[place : place + 20] = b"\xff" * 20
        path.write_bytes(content)
        with pytest.raises(Refused, match=r"a\.xlsx is damaged"):
            survey(tmp_path, all_sources())

    def test_beside_real_files_it_is_refused(self, raw: Path, found: Found) -> None:
        workbook(raw / "ons_population" / "a.xlsx", "Synthetic demonstration data")
        with pytest.raises(Refused, match=r"cannot be built together: .*a\.xlsx is made up, .*march\.csv is not"):
            found()

    def test_beside_files_of_the_project_it_is_let_in(self, raw: Path, found: Found) -> None:
        tell(raw / "caseload_return", "project")
        workbook(raw / "ons_population" / "a.xlsx", "Synthetic demonstration data")
        assert [file.origin for file in found()] == ["project", "synthetic"]
