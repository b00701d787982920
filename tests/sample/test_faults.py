"""Every rule finds its planted fault, and nothing that was not planted is rejected."""

from collections import Counter
from datetime import date

import pytest

from pipelines.sample.fault_list import LINE_FAULTS
from pipelines.sources.ndtms_records import SOURCE as NDTMS_RECORDS
from tests.boring.code_lists import read_places
from tests.boring.read_records import Reading, read_folder
from tests.boring.record_files import record_files
from tests.boring.row import USED_DATES
from tests.sample.conftest import Written
from tests.sample.counting import EARLIER, texts

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
    wanted = {(rule.name, rule.column) for rule in NDTMS_RECORDS.rules if rule.action == "reject"}
    wanted |= {("not_a_date", column) for column in USED_DATES}
    wanted |= {("wrong_number_of_columns", None), ("broken_quoting", None)}
    assert wanted <= found


# Rules whose every finding in the sample was planted. (The others find the oddities of clerks too.)
PLANTED_ONLY = {
    *("unlisted_code", "out_of_range", "pregnant_man", "unlisted_drug_code", "date_after_extract"),
    *("alcdays_out_of_range", "top_days_out_of_range", "top_rating_out_of_range"),
}


def test_every_warning_has_a_fault(reading: Reading) -> None:
    wanted = {rule.name for rule in NDTMS_RECORDS.rules if rule.action != "reject"} | {"not_a_date"}
    assert wanted <= {rule for (rule, _), rows in reading.warnings.items() if rows}


def test_the_planted_warnings_are_found_as_often_as_planted(smallest: Written, reading: Reading) -> None:
    planted = Counter(broken for fault in smallest.planted if fault.action == "warn" for broken in fault.breaks)
    for (rule, column), times in planted.items():
        if rule in PLANTED_ONLY:
            assert reading.warnings[rule, column] == times, f"{rule} {column}"
    strangers = {key for key, rows in reading.warnings.items() if rows and key[0] in PLANTED_ONLY} - planted.keys()
    assert not strangers


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
    # Every kind once, which in the smallest country is more than three in a thousand.
    assert len(smallest.planted) < len(LINE_FAULTS) + 40 < 0.01 * sum(reading.records.values())


def test_refusals_hold_nothing_else(reading: Reading) -> None:
    assert 0.007 <= reading.without_consent / sum(reading.records.values()) <= 0.013


def test_files_are_written_in_every_way(smallest: Written) -> None:
    folder = smallest.raw / "ndtms_records"
    files = dict(record_files(folder))
    headers = {name: text.splitlines()[0] for name, text in texts(folder, with_earlier=True)}
    assert sum(content.startswith(b"\xef\xbb\xbf") for content in files.values()) >= 3
    assert sum(b'\r\n"' in content for content in files.values()) >= 3
    assert sum("é".encode("cp1252") in content and "é".encode() not in content for content in files.values()) >= 3
    assert sum('"finitial"' in header for header in headers.values()) >= 2
    assert sum('"MODSET"' not in header.upper() for header in headers.values()) >= 3
    assert sum('"NALOXISS"' in header.upper() for header in headers.values()) >= 40
    assert sum(not header.upper().startswith('"FINITIAL"') for header in headers.values()) >= 2
    assert sum(b'""' in content and b'"NA"' not in content for content in files.values()) >= 5
    assert sum(path.name.endswith(".csv.gz") for path in folder.iterdir()) >= 4
    assert sum(name.startswith("ndtms_together.zip/") for name in files) >= 4
    assert sum(path.suffix == ".csv" for path in folder.iterdir()) >= 150
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


def test_an_earlier_extract_is_replaced_by_the_later(smallest: Written, reading: Reading) -> None:
    earlier = {name for name in reading.records if name.endswith(EARLIER)}
    assert len(earlier) >= 3
    assert {name.replace("2024-03-31", "2025-03-28") for name in earlier} <= set(reading.records)
    assert {name for name, rows in reading.superseded.items() if rows} == earlier
    assert all(
        0 < reading.superseded[name] < reading.records[name.replace("2024-03-31", "2025-03-28")] for name in earlier
    )
    assert not earlier & {row.file for row in reading.rows}
