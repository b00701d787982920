"""An extract replaces the provider's earlier ones whole, and the report says which file won."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import Refused
from pipelines.extract_day import day_in_name
from pipelines.origin import survey
from pipelines.sources import all_sources
from pipelines.sources.ndtms_records import SOURCE as NDTMS_RECORDS
from tests.boring.extracts import date_in
from tests.builds import built, lay_returns
from tests.desk import Desk, open_desk
from tests.raw_folders import FOLDER, FolderTakenIn, Record, archive_of, csv_of, lay, take_in_folder
from tests.records import WOMAN
from tests.returns import RETURN

# A file's name, and the day it gives the extract.
NAMES = """
    leeds_2024-06-30.csv            | 2024-06-30
    2024-06-30.csv                  | 2024-06-30
    leeds20240630.csv               | 2024-06-30
    20240630_leeds.csv.gz           | 2024-06-30
    leeds_2024_06_30.zip            | 2024-06-30
    leeds 2024.06.30 final.csv      | 2024-06-30
    leeds_20240630T1200.csv         | 2024-06-30
    leeds_2024-06.csv               | 2024-06-30
    leeds_202406.csv                | 2024-06-30
    leeds_2024_06_v2.csv            | 2024-06-30
    leeds_202406_02.csv             | 2024-06-30
    leeds_2024-06_02.csv            | 2024-06-30
    leeds_2024-12.csv               | 2024-12-31
    leeds_2024-01.csv               | 2024-01-31
    leeds_2023-02.csv               | 2023-02-28
    leeds_202402.csv                | 2024-02-29
    leeds_2024-02-29.csv            | 2024-02-29
    leeds_2000-02.csv               | 2000-02-29
    made 2024-05-31 for 2024-06.csv | 2024-05-31
    2023-13 or 2024-06-30.csv       | 2024-06-30
    N0001_2024-06-30.csv            | 2024-06-30
    leeds.csv                       |
    leeds_2024.csv                  |
    leeds_2023-24.csv               |
    leeds_2024-13.csv               |
    leeds_2024-00.csv               |
    leeds_2023-02-29.csv            |
    leeds_2024-06-31.csv            |
    leeds_30-06-2024.csv            |
    leeds_30062024.csv              |
    leeds_12024-06-30.csv           |
    leeds_20240630123.csv           |
    leeds_12024063.csv              |
    leeds_1999-12-31.csv            |
    N202406.csv                     | 2024-06-30
    leeds_Q1.csv                    |
"""
EARLY, LATE = date(2024, 3, 31), date(2024, 6, 30)

Drawn = tuple[str, date | None]


def drawn_names() -> list[Drawn]:
    """The table above: name and day."""
    lines = [line.split("|") for line in NAMES.strip().splitlines()]
    return [(name.strip(), date.fromisoformat(day.strip()) if day.strip() else None) for name, day in lines]


@pytest.mark.parametrize(("name", "day"), drawn_names())
def test_the_day_in_a_name(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


@given(st.text("0123456789-_.aZ", max_size=18) | st.from_regex(r"[a-z0-9_-]{0,3}20[0-9]{2}-?[01][0-9]-?[0-3][0-9]?"))
def test_a_name_gives_no_day_that_its_figures_do_not_write(name: str) -> None:
    day = day_in_name(name)
    if day is not None:
        figures = "".join(letter for letter in name if letter.isdigit())
        assert f"{day:%Y%m}" in figures


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y%m%d"]))
def test_every_day_is_read_as_the_second_implementation_reads_it(day: date, form: str) -> None:
    name = f"leeds_{day:{form}}.csv"
    assert day_in_name(name) == date_in(name) == day


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


def of(provider: str, client: str, **cells: str) -> dict[str, str]:
    """A woman's record at a provider."""
    return WOMAN | {"AGNCY": provider, "CLIENTID": client} | cells


class Folder:
    """A raw folder that is laid and taken in."""

    def __init__(self, desk: Desk, raw: Path) -> None:
        self.desk = desk
        self.raw = raw

    def lay(self, name: str, *records: Record) -> None:
        """Records under a name; with `archive.zip/` before it, alone in an archive."""
        archive, is_inside, inside = name.partition("/")
        content = csv_of(records, self.raw.parent)
        lay(self.raw, archive, archive_of({inside: content}) if is_inside else content)

    def tell(self, *lines: str) -> None:
        """What ORIGIN.toml says under [extracted_on]."""
        words = ['origin = "local_return"', "[extracted_on]", *lines]
        (self.raw / FOLDER / "ORIGIN.toml").write_text("\n".join(words), encoding="utf-8")

    def take_in(self) -> FolderTakenIn:
        return take_in_folder(self.desk, self.raw)

    def in_use(self) -> list[tuple[str, str]]:
        """Provider and client of every record that counts."""
        return self.desk.rows("select AGNCY, CLIENTID from staging.ndtms_records order by all")

    def days(self) -> dict[str, date | None]:
        """The day each file is taken to be of."""
        return {file.name: file.extracted_on for file in survey(self.raw, [NDTMS_RECORDS])}


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Folder:
    return Folder(desk, tmp_path / "raw")


class TestTheLaterExtract:
    def test_replaces_the_earlier_whole(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03-31.csv", of("N0001", "1"), of("N0001", "2"))
        folder.lay("leeds_2024-06-30.csv", of("N0001", "2", DRUG1="1011"), of("N0001", "3"))
        taken = folder.take_in()
        assert folder.in_use() == [("N0001", "2"), ("N0001", "3")]
        assert folder.desk.rows("select DRUG1 from staging.ndtms_records where CLIENTID = '2'") == [("1011",)]
        assert taken.read == {"leeds_2024-03-31.csv": (2, 2, 0), "leeds_2024-06-30.csv": (2, 2, 0)}
        assert taken.superseded == {"leeds_2024-03-31.csv": 2}

    def test_is_named_in_the_report(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03-31.csv", of("N0001", "1"), of("N0001", "2"))
        folder.lay("leeds_2024-06-30.csv", of("N0001", "2"))
        assert folder.take_in().noted("superseded") == [
            ("leeds_2024-03-31.csv: replaced by the later extract in leeds_2024-06-30.csv", 2)
        ]

    def test_wins_by_its_day_and_not_by_its_place_among_the_files(self, folder: Folder) -> None:
        folder.lay("a_2024-06-30.csv", of("N0001", "new"))
        folder.lay("b_2024-03-31.csv", of("N0001", "old"))
        folder.take_in()
        assert folder.in_use() == [("N0001", "new")]

    def test_replaces_only_the_providers_it_holds(self, folder: Folder) -> None:
        folder.lay("all_2024-03.csv", of("N0001", "1"), of("N0002", "1"), of("N0003", "1"))
        folder.lay("some_2024-06.csv", of("N0002", "2"))
        taken = folder.take_in()
        assert folder.in_use() == [("N0001", "1"), ("N0002", "2"), ("N0003", "1")]
        assert taken.superseded == {"all_2024-03.csv": 1}

    def test_of_three_the_last_wins_and_each_of_the_others_is_said_to_have_lost_to_it(self, folder: Folder) -> None:
        for month in ("03", "04", "05"):
            folder.lay(f"leeds_2024-{month}.csv", of("N0001", month))
        taken = folder.take_in()
        assert folder.in_use() == [("N0001", "05")]
        assert [detail for detail, _ in taken.noted("superseded")] == [
            f"leeds_2024-{month}.csv: replaced by the later extract in leeds_2024-05.csv" for month in ("03", "04")
        ]

    def test_is_of_a_provider_however_its_code_is_written(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03.csv", of("n0001", "old"))
        folder.lay("leeds_2024-06.csv", of("N0001", "new"))
        folder.take_in()
        assert folder.in_use() == [("N0001", "new")]

    def test_in_which_nobody_consents_any_more_still_wins(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03.csv", of("N0001", "1"))
        folder.lay("leeds_2024-06.csv", of("N0001", "1", CONSENT="N"))
        assert folder.take_in().superseded == {"leeds_2024-03.csv": 1}
        assert folder.in_use() == []

    def test_of_which_every_row_of_the_provider_is_rejected_does_not_win(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03.csv", of("N0001", "old"))
        folder.lay("leeds_2024-06.csv", of("N0001", "new", SEX="X"), of("N0002", "1"))
        assert folder.take_in().superseded == {}
        assert folder.in_use() == [("N0001", "old"), ("N0002", "1")]

    def test_leaves_rows_without_consent_in_the_earlier_as_they_were(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03.csv", of("N0001", "1"), of("N0001", "2", CONSENT="N"))
        folder.lay("leeds_2024-06.csv", of("N0001", "3"))
        taken = folder.take_in()
        assert taken.superseded == {"leeds_2024-03.csv": 1}
        assert folder.desk.rows("select count(*) from staging.ndtms_records_read where is_exempt") == [(1,)]


class TestWhatIsReplaced:
    def test_still_lists_its_rejected_rows(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03.csv", of("N0001", "1"), of("N0001", "2", SEX="X"))
        folder.lay("leeds_2024-06.csv", of("N0001", "1"), of("N0001", "2", DRUG1="99"))
        taken = folder.take_in()
        assert taken.rejects == [
            ("leeds_2024-03.csv", 3, "SEX", "sex_not_stated"),
            ("leeds_2024-06.csv", 3, "DRUG1", "unknown_drug_code"),
        ]
        assert taken.read["leeds_2024-03.csv"] == (2, 1, 1)
        assert taken.superseded == {"leeds_2024-03.csv": 1}

    def test_makes_no_duplicate_and_names_no_other_person(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03.csv", of("N0001", "1"), of("N0001", "2", FINITIAL="Z"))
        folder.lay("leeds_2024-06.csv", of("N0001", "1"), of("N0001", "2"))
        assert folder.take_in().rejects == []

    def test_gives_no_warning(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03.csv", of("N0001", "1", DRUG2="1999"))
        folder.lay("leeds_2024-06.csv", of("N0001", "1"))
        assert folder.take_in().noted("warning") == []


class TestFilesOfOneDay:
    def test_are_parts_of_one_extract(self, folder: Folder) -> None:
        folder.lay("leeds_2024-06-30_a.csv", of("N0001", "1"))
        folder.lay("leeds_2024-06-30_b.csv", of("N0001", "2"))
        folder.lay("leeds_2024-06.csv", of("N0001", "3"))
        taken = folder.take_in()
        assert folder.in_use() == [("N0001", "1"), ("N0001", "2"), ("N0001", "3")]
        assert (taken.superseded, taken.noted("superseded")) == ({}, [])

    def test_may_repeat_a_record_only_once(self, folder: Folder) -> None:
        folder.lay("leeds_2024-06-30_a.csv", of("N0001", "1"))
        folder.lay("leeds_2024-06-30_b.csv", of("N0001", "1"))
        assert folder.take_in().rejects == [("leeds_2024-06-30_b.csv", 2, "MODID", "duplicated_key")]

    def test_all_replace_an_earlier_one(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03-31.csv", of("N0001", "old"))
        folder.lay("leeds_2024-06-30_a.csv", of("N0001", "1"))
        folder.lay("leeds_2024-06-30_b.csv", of("N0001", "2"))
        taken = folder.take_in()
        assert folder.in_use() == [("N0001", "1"), ("N0001", "2")]
        ((said, rows),) = taken.noted("superseded")
        assert said.startswith("leeds_2024-03-31.csv: replaced by the later extract in leeds_2024-06-30_")
        assert rows == 1

    def test_without_any_day_are_parts_too(self, folder: Folder) -> None:
        folder.lay("a.csv", of("N0001", "1"))
        folder.lay("b.csv", of("N0001", "2"))
        assert folder.take_in().superseded == {}
        assert folder.in_use() == [("N0001", "1"), ("N0001", "2")]


class TestWithAndWithoutADay:
    def test_of_one_provider_are_refused(self, folder: Folder) -> None:
        folder.lay("leeds.csv", of("N0001", "1"))
        folder.lay("leeds_2024-06.csv", of("n0001", "2"))
        with pytest.raises(Refused, match=r"leeds\.csv and leeds_2024-06\.csv hold records of the same provider"):
            folder.take_in()

    def test_of_different_providers_are_let_in(self, folder: Folder) -> None:
        folder.lay("bradford.csv", of("N0002", "1"))
        folder.lay("leeds_2024-06.csv", of("N0001", "1"))
        folder.take_in()
        assert folder.in_use() == [("N0001", "1"), ("N0002", "1")]

    def test_are_let_in_however_many_come_before_the_first_with_a_day(self, folder: Folder) -> None:
        providers = [f"N{number:04}" for number in range(102)]
        for provider in providers[:-1]:
            folder.lay(f"{provider}.csv", of(provider, "1"))
        folder.lay("later_2024-06.csv", of(providers[-1], "1"))
        folder.take_in()
        assert folder.in_use() == [(provider, "1") for provider in providers]

    def test_are_let_in_when_all_rows_in_one_of_them_are_rejected(self, folder: Folder) -> None:
        folder.lay("leeds.csv", of("N0001", "1", SEX="X"))
        folder.lay("leeds_2024-06.csv", of("N0001", "2"))
        folder.take_in()
        assert folder.in_use() == [("N0001", "2")]


class TestOriginToml:
    def test_says_the_day_of_a_file(self, folder: Folder) -> None:
        folder.lay("a.csv", of("N0001", "new"))
        folder.lay("b.csv", of("N0001", "old"))
        folder.tell('"a.csv" = 2024-06-30', '"b.csv" = 2024-03-31')
        assert folder.days() == {"a.csv": LATE, "b.csv": EARLY}
        folder.take_in()
        assert folder.in_use() == [("N0001", "new")]

    def test_outweighs_the_name(self, folder: Folder) -> None:
        folder.lay("leeds_2024-06-30.csv", of("N0001", "1"))
        folder.tell('"leeds_2024-06-30.csv" = 2024-03-31')
        assert folder.days() == {"leeds_2024-06-30.csv": EARLY}

    @pytest.mark.parametrize(
        ("name", "told", "day"),
        [
            ("march.zip/leeds.csv", '"march.zip/leeds.csv" = 2024-03-31', EARLY),
            ("march.zip/leeds.csv", '"march.zip" = 2024-03-31', EARLY),
            ("march.zip/leeds_2024-06.csv", '"march.zip" = 2024-03-31', EARLY),
            ("march.zip/leeds.csv", '"march.zip" = 2024-06-30\n"march.zip/leeds.csv" = 2024-03-31', EARLY),
            ("2024-03.zip/leeds.csv", "", EARLY),
            ("2024-03.zip/leeds_2024-06.csv", "", LATE),
            ("2024-03.zip/2024-06/leeds.csv", "", LATE),
            ("leeds.csv.gz", '"leeds.csv.gz" = 2024-03-31', EARLY),
        ],
    )
    def test_speaks_of_archives_and_of_files_in_them(
        self, folder: Folder, name: str, told: str, day: date | None
    ) -> None:
        folder.lay(name, of("N0001", "1"))
        folder.tell(told)
        assert folder.days() == {name: day}

    @pytest.mark.parametrize("line", ['"a.csv" = "2024-06-30"', '"a.csv" = 2024-06-30T12:00:00', '"a.csv" = 20240630'])
    def test_with_a_day_that_is_none_is_refused(self, folder: Folder, line: str) -> None:
        folder.lay("a.csv", of("N0001", "1"))
        folder.tell(line)
        with pytest.raises(Refused, match=r"ORIGIN\.toml: expected under \[extracted_on\] a line for each file"):
            folder.days()

    def test_that_names_a_file_that_is_not_there_is_refused(self, folder: Folder) -> None:
        """A misspelt name would leave the day unsaid, and the wrong extract might win."""
        folder.lay("a.csv", of("N0001", "1"))
        folder.tell('"b.csv" = 2024-06-30')
        with pytest.raises(Refused, match=r"names b\.csv, which is not there"):
            folder.days()


class TestDatesLaterThanTheExtract:
    def test_are_warned_of(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03-31.csv", of("N0001", "1", DISD="01/04/2024", DISRSN="80"), of("N0001", "2"))
        (warned,) = folder.take_in().noted("warning")
        assert warned[0].startswith("date_after_extract: ")
        assert warned[1] == 1

    def test_are_not_looked_for_where_the_extract_has_no_day(self, folder: Folder) -> None:
        folder.lay("leeds.csv", of("N0001", "1", DISD="01/04/2024", DISRSN="80"))
        assert folder.take_in().noted("warning") == []

    def test_may_be_an_appointment_ahead(self, folder: Folder) -> None:
        folder.lay("leeds_2024-03-31.csv", of("N0001", "1", FAOMODDT="01/05/2024"))
        assert folder.take_in().noted("warning") == []


def test_a_build_says_which_file_won_and_keeps_its_day(desk: Desk, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    folder = Folder(desk, raw)
    folder.lay("archive.zip/leeds_2024-03-31.csv", *(of("N0001", str(client)) for client in range(7)))
    folder.lay("leeds_2024-06-30.csv.gz", *(of("N0001", str(client)) for client in range(5)))
    lay_returns(raw, [RETURN], "returns_2024-06-30.csv")
    whole = built(raw, tmp_path / "marts.duckdb")
    assert whole.rows("select file, extracted_on, rows_accepted, superseded_rows from source_file order by file") == [
        ("archive.zip/leeds_2024-03-31.csv", EARLY, 7, 7),
        ("leeds_2024-06-30.csv.gz", LATE, 5, 0),
        ("returns_2024-06-30.csv", None, 1, 0),
    ]
    assert whole.rows("select distinct people from treatment_measure where sex = 'female' and people > 0") == [(1,)]
    won = "archive.zip/leeds_2024-03-31.csv: replaced by the later extract in leeds_2024-06-30.csv.gz"
    assert f"ndtms_records: 7 superseded: {won}" in list(whole.report.lines())


def test_only_records_have_extracts(tmp_path: Path) -> None:
    assert [source.name for source in all_sources() if source.sender] == ["ndtms_records"]
