"""Files are read as they are, packed, and in archives, and duplicates are found across all of them."""

from pathlib import Path

import pytest

from tests.boring.conftest import TODAY
from tests.boring.examples import record
from tests.boring.read_records import read_folder
from tests.boring.record_files import RefusedFileError
from tests.boring.write_records import EDITION_K, file_content, write_archive, write_records

COLUMNS = [*EDITION_K, "UTLA"]


def test_plain_packed_and_in_an_archive(tmp_path: Path) -> None:
    write_records(tmp_path / "b.csv", [record()], ["UTLA"])
    write_records(tmp_path / "c.csv.gz", [record(), record(CLIENTID="2")], ["UTLA"])
    inside = {"y.csv": file_content([record(CLIENTID="2")], COLUMNS), "x.csv": file_content([record()], COLUMNS)}
    write_archive(tmp_path / "a.zip", inside)
    reading = read_folder(tmp_path, TODAY)
    assert reading.records == {"a.zip/x.csv": 1, "a.zip/y.csv": 1, "b.csv": 1, "c.csv.gz": 2}
    assert [row.file for row in reading.rows] == ["a.zip/x.csv", "a.zip/y.csv"]
    assert sorted(reading.rejects) == [
        ("b.csv", 2, "MODID", "duplicated_key"),
        ("c.csv.gz", 2, "MODID", "duplicated_key"),
        ("c.csv.gz", 3, "MODID", "duplicated_key"),
    ]


@pytest.mark.parametrize("name", ["a.csv.gz", "a.zip"])
def test_what_is_not_packed_as_its_name_says_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(file_content([record()], COLUMNS))
    with pytest.raises(RefusedFileError):
        read_folder(tmp_path, TODAY)


def test_each_file_has_its_own_columns(tmp_path: Path) -> None:
    early = [column for column in COLUMNS if column not in ("RFLS", "PREVTR")]
    contents = {
        "early.csv": file_content([record(ETHNIC="A")], early),
        "late.csv": file_content([record(CLIENTID="2", RFLS="1")], [*COLUMNS, "EHCSC"]),
    }
    write_archive(tmp_path / "a.zip", contents)
    first, second = read_folder(tmp_path, TODAY).rows
    assert (first.answers["RFLS"], first.answers["ETHNIC"], first.answers["EHCSC"]) == ("not_asked", "A", "not_asked")
    assert (second.answers["RFLS"], second.answers["ETHNIC"], second.answers["EHCSC"]) == ("1", None, None)
