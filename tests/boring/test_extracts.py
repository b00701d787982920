"""Worked examples of dates of extraction, and of what a later extract makes void."""

from datetime import date
from pathlib import Path

import pytest

from tests.boring.conftest import TODAY
from tests.boring.examples import record
from tests.boring.extracts import date_in, extract_date
from tests.boring.read_records import Reading, read_folder
from tests.boring.record_files import RefusedFileError
from tests.boring.write_records import EDITION_K, file_content, write_archive, write_records


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("N0001_2024-06-30.csv", date(2024, 6, 30)),
        ("20240630.csv", date(2024, 6, 30)),
        ("N0001 2024-06.csv.gz", date(2024, 6, 30)),
        ("cds202406.csv", date(2024, 6, 30)),
        ("records.csv", None),
        ("N0001.csv", None),
        ("2023-24.csv", None),
        ("records_20241301.csv", None),
        ("records_2024063012.csv", None),
    ],
)
def test_the_date_in_a_name(name: str, day: date | None) -> None:
    assert date_in(name) == day


def test_what_was_written_down_comes_before_the_name_and_the_inside_before_the_archive() -> None:
    told = {"2024-06.csv": date(2024, 7, 2)}
    assert extract_date("2024-06.csv", told) == date(2024, 7, 2)
    assert extract_date("2024-05.csv", told) == date(2024, 5, 31)
    assert extract_date("2024-06.zip/2024-05-03.csv", {}) == date(2024, 5, 3)
    assert extract_date("2024-06.zip/records.csv", {}) == date(2024, 6, 30)


def read(folder: Path, told: str = "", **files: list[dict[str, str]]) -> Reading:
    """Read files of some records, by name without ending, with what is written down beside them."""
    for name, records in files.items():
        write_records(folder / f"{name}.csv", records, ["UTLA"])
    if told:
        (folder / "ORIGIN.toml").write_text('origin = "local_return"\n' + told, encoding="utf-8")
    return read_folder(folder, TODAY)


def test_the_latest_extract_of_a_provider_wins_whole(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        r202405=[record(), record(CLIENTID="2"), record(AGNCY="N0002"), record(CLIENTID="3", CONSENT="N")],
        r202406=[record(DRUG1="7000"), record(AGNCY="n0001", CLIENTID="9")],
    )
    assert [(row.file, row.cell("AGNCY"), row.cell("CLIENTID")) for row in reading.rows] == [
        ("r202405.csv", "N0002", "1"),
        ("r202406.csv", "N0001", "1"),
        ("r202406.csv", "n0001", "9"),
    ]
    assert reading.superseded == {"r202405.csv": 2}
    assert reading.without_consent == 1
    assert reading.rejects == [], "the two do not stand twice: one is void"


def test_files_of_one_date_or_of_none_are_parts_of_one_extract(tmp_path: Path) -> None:
    reading = read(tmp_path, a=[record()], b=[record(), record(CLIENTID="2")])
    assert len(reading.rows) == 2
    assert reading.superseded == {}
    told = '[extracted_on]\n"a.csv" = 2024-06-30\n"b.csv" = 2024-06-30\n'
    assert len(read(tmp_path, told).rows) == 2
    told = '[extracted_on]\n"a.csv" = 2024-06-30\n"b.csv" = 2024-06-29\n'
    assert [row.file for row in read(tmp_path, told).rows] == ["a.csv"]


def test_a_provider_with_and_without_a_date_is_refused(tmp_path: Path) -> None:
    read(tmp_path, a=[record()], b_2024_06=[record(AGNCY="N0002")], c202406=[record(AGNCY="N0003")])
    with pytest.raises(RefusedFileError):
        read(tmp_path, d202406=[record(CLIENTID="2")])


def test_an_extract_in_which_all_took_back_their_consent_counts_nobody(tmp_path: Path) -> None:
    reading = read(tmp_path, r202405=[record()], r202406=[record(CONSENT="N")])
    assert reading.rows == []
    assert (reading.superseded, reading.without_consent) == ({"r202405.csv": 1}, 1)


def test_a_rejected_row_makes_nothing_void(tmp_path: Path) -> None:
    reading = read(tmp_path, r202405=[record()], r202406=[record(SEX="U"), record(AGNCY="N0002")])
    assert len(reading.rows) == 2


def test_what_is_void_neither_warns_nor_names_anybody(tmp_path: Path) -> None:
    reading = read(tmp_path, r202304=[record(RFLS="7", SEX="M"), record(RFLS="7", CONSENT="N")], r202406=[record()])
    assert reading.warnings == {}
    assert reading.rejects == []


def test_dates_later_than_the_extract_warn_once_for_each_row(tmp_path: Path) -> None:
    later = [{"DISD": "01/07/2024"}, {"MODEND": "01/07/2024"}, {"TOPDATE": "01/07/2024"}, {"FAOMODDT": "01/07/2024"}]
    records = [
        record(CLIENTID=str(number)) | changed for number, changed in enumerate([*later, {"DISD": "30/06/2024"}])
    ]
    reading = read(tmp_path, r20240630=records)
    assert reading.warnings[("date_after_extract", "")] == 2


def test_files_of_an_archive_are_extracts_of_their_own(tmp_path: Path) -> None:
    columns = [*EDITION_K, "UTLA"]
    inside = {f"2024-0{month}.csv": file_content([record(TOPID=str(month))], columns) for month in (5, 6)}
    write_archive(tmp_path / "all.zip", inside)
    reading = read_folder(tmp_path, TODAY)
    assert [row.file for row in reading.rows] == ["all.zip/2024-06.csv"]
    assert reading.extracted_on == {"all.zip/2024-05.csv": date(2024, 5, 31), "all.zip/2024-06.csv": date(2024, 6, 30)}
