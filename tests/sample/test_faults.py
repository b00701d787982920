"""Every rule finds its planted fault, and nothing that was not planted is rejected."""

from collections import Counter
from datetime import date

import pytest

from pipelines.sample.fault_list import LINE_FAULTS
from pipelines.sources import ndtms_records
from tests.boring.code_lists import read_places
from tests.boring.read_records import Reading, read_folder
from tests.sample.conftest import Written
from tests.sample.counting import text_of

TODAY = date(2025, 6, 30)


@pytest.fixture(scope="module")
def reading(smallest: Written) -> Reading:
    """The smallest country's records, as the second implementation reads them."""
    return read_folder(smallest.raw / "ndtms_records", TODAY)


def test_the_planted_faults_are_the_rejects_and_the_only_ones(smallest: Written, reading: Reading) -> None:
    planted = Counter(
        (fault.file, rule, column)
        for fault in smallest.planted
        if fault.action == "reject"
        for rule, column in fault.breaks
    )
    assert Counter((file, rule, column) for file, _, column, rule in reading.rejects) == planted


def test_every_reject_rule_has_a_fault(reading: Reading) -> None:
    found = {(rule, column) for _, _, column, rule in reading.rejects}
    wanted = {(rule.name, rule.column) for rule in ndtms_records.RULES if rule.action == "reject"}
    wanted |= {("not_a_date", column) for column in ("DOB", *ndtms_records.USED_DATES)}
    wanted |= {("wrong_number_of_columns", None), ("broken_quoting", None)}
    assert wanted <= found


def test_every_warning_has_a_fault(reading: Reading) -> None:
    wanted = {rule.name for rule in ndtms_records.RULES if rule.action == "warn"} | {"not_a_date"}
    assert wanted <= {rule for (rule, _), rows in reading.warnings.items() if rows}


def test_someone_lives_where_no_code_can_be_placed(smallest: Written, reading: Reading) -> None:
    assert "area_not_placed LA" in {fault.name for fault in smallest.planted}
    places = read_places().area_of
    assert any(
        all((system.lower(), row.cell(system) or "") not in places for system in ("UTLA", "LA", "DAT"))
        for row in reading.rows
    )


def test_every_kind_of_fault_is_planted(smallest: Written) -> None:
    assert {fault.name for fault in LINE_FAULTS} <= {fault.name for fault in smallest.planted}


def test_faults_are_few(smallest: Written, reading: Reading) -> None:
    assert len(smallest.planted) < 0.006 * sum(reading.records.values())


def test_refusals_hold_nothing_else(reading: Reading) -> None:
    assert 0.007 <= reading.without_consent / sum(reading.records.values()) <= 0.013


def test_files_are_written_in_every_way(smallest: Written) -> None:
    files = {path: path.read_bytes() for path in (smallest.raw / "ndtms_records").glob("*.csv")}
    headers = {path: text_of(path).splitlines()[0] for path in files}
    assert sum(content.startswith(b"\xef\xbb\xbf") for content in files.values()) >= 3
    assert sum(b'\r\n"' in content for content in files.values()) >= 3
    assert sum("é".encode("cp1252") in content and "é".encode() not in content for content in files.values()) >= 3
    assert sum('"finitial"' in header for header in headers.values()) >= 2
    assert sum('"MODSET"' not in header.upper() for header in headers.values()) >= 3
    assert sum('"NALOXISS"' in header.upper() for header in headers.values()) >= 40
    assert sum(not header.upper().startswith('"FINITIAL"') for header in headers.values()) >= 2
    assert sum(b'""' in content and b'"NA"' not in content for content in files.values()) >= 5
    assert any(b"see note:\nsecond line" in content for content in files.values())
    assert all(header.rstrip().upper().endswith('"SYNTHETIC_DEMONSTRATION"') for header in headers.values())


def test_all_153_authorities_have_someone(smallest: Written, reading: Reading) -> None:
    places = read_places().area_of
    found = {
        places.get((system.lower(), row.cell(system) or "")) for row in reading.rows for system in ("UTLA", "LA", "DAT")
    }
    assert len(found - {None}) == 153


def test_no_one_is_triaged_before_the_first_year_or_after_the_last(reading: Reading) -> None:
    days = [row.dates["TRIAGED"] for row in reading.rows]
    assert min(day for day in days if day) >= date(2019, 4, 1)
    assert max(day for row in reading.rows for name, day in row.dates.items() if day) <= date(2025, 3, 31)
