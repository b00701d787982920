"""What is said of each provider's records, on a small country worked out by hand: counts, never what they hold."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.disclosure import LARGEST, SMALLEST
from tests.builds import Built, built
from tests.raw_folders import csv_of, lay
from tests.records import WOMAN, edition

HEADER = [*edition(), "UTLA"]
OLD, NEW, PART, OTHER = "leeds_2024-03-31.csv", "leeds_2024-06-30.csv", "leeds_2024-06-30_b.csv.gz", "other.csv"
LEEDS, NO_CODE = "N0001", "not a provider code"

# N0001's latest extract: 15 records, of which 12 are used. Each is WOMAN's but for these cells.
LATEST: list[dict[str, str]] = [
    {},
    {"RFLS": "4", "ETHNIC": "A"},
    {"DISD": "01/05/2023"},
    {"DISD": "01/05/2023", "DISRSN": "80"},
    {"MODST": ""},
    {"FAOMODDT": ""},
    {"MODAL": "", "MODST": ""},
    {"REFMODDT": "", "FAOMODDT": ""},
    {"DRUG2": ""},
    {"LA": "", "DAT": ""},
    {"LA": "", "DAT": "Z00B"},
    {"CONSENT": "N"},
    {"SEX": "X"},
    {"SEX": "", "DRUG1": "99"},
    {"AGNCY": "n0001", "ETHNIC": "Q"},
]
# The rest of that extract: a record in a file of another edition, that asks EHCSC and does not ask RFLS.
REST: list[dict[str, str]] = [{"CLIENTID": "rest"}]
# N0001's earlier extract, replaced: 6 records that would be used, and one that is rejected.
EARLIER: list[dict[str, str]] = [*({} for _ in range(6)), {"SEX": "X"}]
# Records whose provider field holds no code.
STRANGE: list[dict[str, str]] = [{"AGNCY": "Ann Other"}, {"AGNCY": "Ann Other"}, {"AGNCY": ""}]

Counted = tuple[int | None, int | None, str | None]
"""Rows, out of, and note."""

FILES_OF_LEEDS: dict[tuple[str, str], Counted] = {
    ("rows_read", OLD): (7, None, "extract of 2024-03-31"),
    ("rows_accepted", OLD): (6, 7, None),
    ("rows_rejected", OLD): (1, 7, None),
    ("rows_superseded", OLD): (6, 7, None),
    ("rows_without_consent", OLD): (0, 7, None),
    ("rows_read", NEW): (15, None, "extract of 2024-06-30"),
    ("rows_accepted", NEW): (13, 15, None),
    ("rows_rejected", NEW): (2, 15, None),
    ("rows_superseded", NEW): (0, 15, None),
    ("rows_without_consent", NEW): (1, 15, None),
    ("rows_read", PART): (1, None, "extract of 2024-06-30"),
    ("rows_accepted", PART): (1, 1, None),
    ("rows_rejected", PART): (0, 1, None),
    ("rows_superseded", PART): (0, 1, None),
    ("rows_without_consent", PART): (0, 1, None),
}
RULES_OF_LEEDS: dict[tuple[str, str], Counted] = {
    ("rejected_by_rule", "sex_not_stated (SEX)"): (2, 16, None),
    ("rejected_by_rule", "unknown_drug_code (DRUG1)"): (1, 16, None),
    ("warned_by_rule", "discharge_without_reason (DISRSN)"): (1, 16, None),
    ("warned_by_rule", "unlisted_code (ETHNIC)"): (1, 16, None),
    ("sex_not_stated", "SEX"): (2, 16, None),
}
NOT_ASKED = (None, None, "not in this edition")
FIELDS_OF_LEEDS: dict[tuple[str, str], Counted] = {
    **{
        ("empty_field", field): (13, 13, None)
        for field in ("PREVTR", "PRNTSTAT", "CHILDWTH", "PREGNANT", "ACCMNEED", "EMPSTAT", "INJSTAT")
    },
    ("empty_field", "RFLS"): (11, 12, None),
    ("empty_field", "ETHNIC"): (12, 13, None),
    ("empty_field", "EHCSC"): (1, 1, None),
    ("empty_field", "MTWITN"): NOT_ASKED,
    ("empty_field", "CRTMHN"): NOT_ASKED,
    # a code that is not listed is as good as none, here as in every field
    ("empty_field", "residence"): (2, 13, None),
    ("empty_field", "DISRSN"): (1, 2, None),
    ("empty_field", "DRUG2"): (1, 13, None),
    ("empty_field", "MODST"): (1, 12, None),
    ("empty_field", "FAOMODDT"): (1, 12, None),
    ("not_placed", "episodes"): (2, 13, None),
}
OF_THE_OTHERS: dict[tuple[str, str], Counted] = {
    ("rows_read", OTHER): (3, None, None),
    ("rows_accepted", OTHER): (2, 3, None),
    ("rows_rejected", OTHER): (1, 3, None),
    ("rows_superseded", OTHER): (0, 3, None),
    ("rows_without_consent", OTHER): (0, 3, None),
    ("rejected_by_rule", "missing (AGNCY)"): (1, 3, None),
    ("empty_field", "RFLS"): NOT_ASKED,
    ("empty_field", "DRUG2"): (0, 2, None),
    ("not_placed", "episodes"): (0, 2, None),
}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files drawn above."""
    folder = tmp_path_factory.mktemp("quality")
    without = [name for name in HEADER if name != "RFLS"]
    for name, drawn, header in (
        (OLD, EARLIER, HEADER),
        (NEW, LATEST, HEADER),
        (PART, REST, [*without, "EHCSC"]),
        (OTHER, STRANGE, without),
    ):
        records = [WOMAN | {"CLIENTID": str(client)} | cells for client, cells in enumerate(drawn)]
        lay(folder / "raw", name, csv_of(records, folder, header))
    return folder / "raw"


@pytest.fixture(scope="module")
def restricted(raw: Path) -> Built:
    return built(raw, raw.parent / "restricted.duckdb", "restricted")


@pytest.fixture(scope="module")
def open_to_all(raw: Path) -> Built:
    return built(raw, raw.parent / "open.duckdb", "open")


def said(of: Built, provider: str) -> dict[tuple[str, str], Any]:
    """Everything said of a provider."""
    rows = of.rows('select topic, detail, "rows", out_of, note from record_quality where provider_code = ?', [provider])
    found = {(topic, detail): tuple(rest) for topic, detail, *rest in rows}
    assert len(found) == len(rows), "a thing is counted twice"
    return found


def test_everything_said_of_a_provider_is_as_counted_by_hand(restricted: Built) -> None:
    assert said(restricted, LEEDS) == FILES_OF_LEEDS | RULES_OF_LEEDS | FIELDS_OF_LEEDS


def test_what_stands_in_the_providers_field_is_not_shown_unless_it_is_a_code(restricted: Built) -> None:
    assert restricted.rows("select distinct provider_code from record_quality order by 1") == [(LEEDS,), (NO_CODE,)]
    found = said(restricted, NO_CODE)
    assert {key: found.get(key) for key in OF_THE_OTHERS} == OF_THE_OTHERS


def test_the_rows_of_a_file_are_those_of_its_providers(restricted: Built) -> None:
    """No row of these files is broken, so each has a provider, if only one without a code."""
    by_provider = restricted.rows(
        """
        select detail,
            sum("rows") filter (where topic = 'rows_read'),
            sum("rows") filter (where topic = 'rows_accepted'),
            sum("rows") filter (where topic = 'rows_rejected'),
            sum("rows") filter (where topic = 'rows_superseded')
        from record_quality where topic like 'rows_%' group by detail order by detail
        """
    )
    by_file = restricted.rows(
        "select file, rows_read, rows_accepted, rows_rejected, superseded_rows from source_file order by file"
    )
    assert by_provider == by_file


def blurred(count: int | None) -> int | None:
    """A count as an open build shows it."""
    return None if count is not None and SMALLEST <= count <= LARGEST else count


def test_an_open_build_says_the_same_but_for_small_counts(restricted: Built, open_to_all: Built) -> None:
    for provider in (LEEDS, NO_CODE):
        shown = {
            key: (blurred(rows), blurred(out_of), note)
            for key, (rows, out_of, note) in said(restricted, provider).items()
        }
        assert said(open_to_all, provider) == shown


def test_the_report_of_an_open_build_has_no_small_count_either(open_to_all: Built) -> None:
    warned = [line for line in open_to_all.report.lines() if " warning: " in line]
    assert warned
    assert all(line.startswith("ndtms_records: 1 to 4 warning: ") for line in warned)
