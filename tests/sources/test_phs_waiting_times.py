"""Waiting times in Scotland: numbers, percentages and archived shares, drawn by hand and counted again."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.phs_waiting_times import LENGTHS, SHARES, SOURCE
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.published_figures import Figures, figures, gather
from tests.sources.workbooks import cells, drawing

QUALIFIED = ("HB", "HBQF", "HBName", "HBNameQF", "ADPName", "ADPNameQF")
GROUPS = ("ServiceType", "ServiceTypeQF", "SubstanceType", "SubstanceTypeQF", "Measure")
STANDARD = ("LDP_standard_waited_3_weeks_or_less", "LDP_standard_waited_more_than_3_weeks")
COMPLETED = ("Quarter", *QUALIFIED, *GROUPS, *LENGTHS.values(), *STANDARD)
ONGOING = (*COMPLETED, "Median_length_of_wait")
ARCHIVED = ("Quarter", "HBT", "HBTQF", "SubstanceType", "SubstanceTypeQF", "TotalNumberOfReferrals")
ARCHIVED = (*ARCHIVED, *(names[0] for names in SHARES.values()), "ADP", "ADPQF")
# the names under which one repository passes the columns on
PASSED_ON = {
    "HBName": "Health board",
    "ADPName": "ADP",
    "ServiceType": "Service type",
    "SubstanceType": "Substance type",
    STANDARD[0]: "Percent waiting within 3 weeks",
    STANDARD[1]: "Percent waiting over 3 weeks",
    "Median_length_of_wait": "Median_length_of_wait_days",
}

FIFE = "Q1 2021/2022 | S08000029 | NHS Fife | Fife ADP"
SCOTLAND = "Q1 2021/2022 |  | NHS NHSScotland | All NHS NHSScotland ADPs"
LENGTHS_OF_WAIT = "9 4 2 1 0 0 0 0 0 | 15 | 1 | 7.5"


def write(path: Path, header: Sequence[str], body: Sequence[Sequence[object]], **how: str) -> Path:
    """A CSV with an unnamed column of line numbers before the others, as pandas writes it."""
    with path.open("w", newline="", **{"encoding": "utf-8", **how}) as file:  # type: ignore[call-overload]
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["", *header])
        writer.writerows([number, *row] for number, row in enumerate(body))
    return path


def rows(drawn: str) -> list[list[str]]:
    """Drawn rows as a file's: quarter | board | its name | partnership | service | substance | measure | lengths | …"""
    written = []
    for quarter, code, board, adp, service, substance, measure, lengths, *rest in cells(drawn):
        of_place = [quarter, code, "", board, "", adp, "d" if adp.startswith("All") else ""]
        written.append([*of_place, service, "", substance, "", measure, *lengths.split(), *rest])
    return written


def ongoing(path: Path, drawn: str, header: Sequence[str] = ONGOING, **how: str) -> Path:
    return write(path, header, rows(drawn), **how)


def test_numbers_are_counted_once_by_service_substance_and_length(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    path = ongoing(
        tmp_path / "ongoing.csv",
        f"""
        {FIFE} | Community-based service | All | Number | {LENGTHS_OF_WAIT}
        {FIFE} | Community-based service | Alcohol | Number | 3 1 1 0 0 0 0 0 0 | 5 | 0 | 6
        {FIFE} | Prison-based service | All | Number | 0 0 0 0 0 0 0 0 0 | 0 | 0 | 0
        {FIFE} | All services | All | Number | {LENGTHS_OF_WAIT}
        {FIFE} | Community-based service | All | Percentage | 56.25 25 12.5 6.25 0 0 0 0 0 | 93.75 | 6.25 | 7.5
        {SCOTLAND} | Hospital-based service | All | Number | 1 0 0 0 0 0 0 0 1 | 1 | 1 | 200
        """,
    )
    (counted,) = taken_in(SOURCE, path)
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (6, 0)
    assert drawing(
        warehouse.rows("""
            select measure, category, area_code, value, numerator, denominator, status, note from mart.published_figure
            where value > 0 or status <> 'ok' order by all
        """)
    ) == cells("""
        median_ongoing_wait | all_services_all | ADP-FIFE | 7.5 | | | ok |
        median_ongoing_wait | community_alcohol | ADP-FIFE | 6.0 | | | ok |
        median_ongoing_wait | community_all | ADP-FIFE | 7.5 | | | ok |
        median_ongoing_wait | hospital_all | S92000003 | 200.0 | | | ok |
        median_ongoing_wait | prison_all | ADP-FIFE | | | | not_published | nobody was waiting
        ongoing_waits_all_services | over_1_to_2_weeks | ADP-FIFE | 4.0 | 4.0 | 16.0 | ok |
        ongoing_waits_all_services | over_2_to_3_weeks | ADP-FIFE | 2.0 | 2.0 | 16.0 | ok |
        ongoing_waits_all_services | over_3_to_4_weeks | ADP-FIFE | 1.0 | 1.0 | 16.0 | ok |
        ongoing_waits_all_services | within_1_week | ADP-FIFE | 9.0 | 9.0 | 16.0 | ok |
        ongoing_waits_community | over_1_to_2_weeks | ADP-FIFE | 4.0 | 4.0 | 16.0 | ok |
        ongoing_waits_community | over_2_to_3_weeks | ADP-FIFE | 2.0 | 2.0 | 16.0 | ok |
        ongoing_waits_community | over_3_to_4_weeks | ADP-FIFE | 1.0 | 1.0 | 16.0 | ok |
        ongoing_waits_community | within_1_week | ADP-FIFE | 9.0 | 9.0 | 16.0 | ok |
        ongoing_waits_community_by_substance | alcohol_over_1_to_2_weeks | ADP-FIFE | 1.0 | 1.0 | 5.0 | ok |
        ongoing_waits_community_by_substance | alcohol_over_2_to_3_weeks | ADP-FIFE | 1.0 | 1.0 | 5.0 | ok |
        ongoing_waits_community_by_substance | alcohol_within_1_week | ADP-FIFE | 3.0 | 3.0 | 5.0 | ok |
        ongoing_waits_hospital | over_52_weeks | S92000003 | 1.0 | 1.0 | 2.0 | ok |
        ongoing_waits_hospital | within_1_week | S92000003 | 1.0 | 1.0 | 2.0 | ok |
        ongoing_waits_within_3_weeks | all_services_all | ADP-FIFE | 15.0 | 15.0 | 16.0 | ok |
        ongoing_waits_within_3_weeks | community_alcohol | ADP-FIFE | 5.0 | 5.0 | 5.0 | ok |
        ongoing_waits_within_3_weeks | community_all | ADP-FIFE | 15.0 | 15.0 | 16.0 | ok |
        ongoing_waits_within_3_weeks | hospital_all | S92000003 | 1.0 | 1.0 | 2.0 | ok |
    """)
    assert warehouse.rows("select detail, rows from mart.build_note where topic = 'left_out'") == [
        ("percentages of numbers that stand in another row", 1)
    ]


def test_a_file_without_medians_is_of_completed_waits(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    drawn = f"{FIFE} | Community-based service | All | Number | {LENGTHS_OF_WAIT.rsplit(' |', 1)[0]}"
    taken_in(SOURCE, write(tmp_path / "completed.csv", COMPLETED, rows(drawn)))
    gather(SOURCE, warehouse)

    assert warehouse.rows("select measure, sum(value) from mart.published_figure group by all order by all") == [
        ("completed_waits_community", 16.0),
        ("completed_waits_within_3_weeks", 15.0),
    ]


def archived(place: str, *shares: str, referrals: int = 10, substance: str = "All") -> list[str]:
    code, adp = place.split(" | ")
    return ["2021/22Q1", code, "", substance, "", str(referrals), *shares, adp, ""]


ALL_WITHIN_A_WEEK = ("100.0", *["0.0"] * 10)


def test_archived_shares_are_kept_as_percentages_of_their_referrals(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    thirds = ("33.3", "33.3", "33.3", *["0.0"] * 8)
    body = [
        archived("S08000029 | Fife ADP", *thirds, referrals=3),
        archived("S08000029 | Fife  - All ADPs", *thirds, referrals=3),
        archived("S92000003 | ", *ALL_WITHIN_A_WEEK, substance="Co-dependency"),
    ]
    (counted,) = taken_in(SOURCE, write(tmp_path / "archived.csv", ARCHIVED, body))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (3, 0)
    assert drawing(
        warehouse.rows("""
            select measure, category, area_code, period, value, denominator from mart.published_figure
            where value > 0 and area_code <> 'S08000029' order by all
        """)
    ) == cells("""
        archived_ongoing_waits | all | ADP-FIFE | 2021-22 Q1 | 3.0 |
        archived_ongoing_waits | co_dependency | S92000003 | 2021-22 Q1 | 10.0 |
        archived_ongoing_waits_by_length | all_over_1_to_2_weeks | ADP-FIFE | 2021-22 Q1 | 33.3 | 3.0
        archived_ongoing_waits_by_length | all_over_2_to_3_weeks | ADP-FIFE | 2021-22 Q1 | 33.3 | 3.0
        archived_ongoing_waits_by_length | all_within_1_week | ADP-FIFE | 2021-22 Q1 | 33.3 | 3.0
        archived_ongoing_waits_by_length | co_dependency_within_1_week | S92000003 | 2021-22 Q1 | 100.0 | 10.0
    """)


def test_an_archived_area_that_stands_twice_is_used_neither_time(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    body = [
        archived("S08000029 | Fife ADP", *ALL_WITHIN_A_WEEK, referrals=19),
        archived("S08000029 | Fife ADP", *ALL_WITHIN_A_WEEK, referrals=2),
        archived("S08000029 | Fife ADP", *ALL_WITHIN_A_WEEK, referrals=1, substance="Alcohol"),
        archived("S92000003 | ", *ALL_WITHIN_A_WEEK),
        archived("S92000003 | Scotland", *ALL_WITHIN_A_WEEK),
    ]
    (counted,) = taken_in(SOURCE, write(tmp_path / "archived.csv", ARCHIVED, body))

    assert (counted.read, counted.rejected) == (5, 4)
    assert warehouse.rows("select line, rule from mart.rejected_row order by all") == [
        (line, "service_not_told") for line in (2, 3, 5, 6)
    ]


QUARTERS = {
    "Q1 2011/2012": "2011-12 Q1",
    "Q4 1999/2000": "1999-00 Q4",
    "2020/21Q4": "2020-21 Q4",
    "2023Q2": "2023-24 Q1",
    "2023Q1": "2022-23 Q4",
    "2023Q4": "2023-24 Q3",
    "Q1 2011/2013": None,
    "Q5 2011/2012": None,
    "2011/2012": None,
    "June 2021": None,
}


def test_quarters_are_written_one_way(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    drawn = [FIFE.replace("Q1 2021/2022", quarter) for quarter in QUARTERS]
    taken_in(
        SOURCE,
        ongoing(
            tmp_path / "a.csv", "\n".join(f"{row} | All services | All | Number | {LENGTHS_OF_WAIT}" for row in drawn)
        ),
    )

    assert dict(warehouse.rows("select quarter, period from staging.phs_waiting_times")) == {
        quarter: period for quarter, period in QUARTERS.items() if period
    }
    assert set(warehouse.rows("select rule, line from mart.rejected_row")) == {
        ("unknown_period", line) for line, period in enumerate(QUARTERS.values(), start=2) if not period
    }


COMMUNITY = f"{FIFE} | Community-based service"


JUDGED = [
    (COMMUNITY.replace("Fife ADP", "Nowhere ADP") + f" | All | Number | {LENGTHS_OF_WAIT}", "unknown_area"),
    (COMMUNITY.replace("S08000029", "S08000030") + f" | All | Number | {LENGTHS_OF_WAIT}", None),
    (
        COMMUNITY.replace("Fife ADP", "All NHS Tayside ADPs") + f" | All | Number | {LENGTHS_OF_WAIT}",
        "board_of_another_area",
    ),
    (f"{FIFE} | Ward-based service | All | Number | {LENGTHS_OF_WAIT}", "unknown_service"),
    (f"{FIFE} |  | All | Number | {LENGTHS_OF_WAIT}", "no_service"),
    (f"{COMMUNITY} | Gambling | Number | {LENGTHS_OF_WAIT}", "unknown_substance"),
    (f"{COMMUNITY} | All | Rate | {LENGTHS_OF_WAIT}", "unknown_measure"),
    (f"{COMMUNITY} | All |  | {LENGTHS_OF_WAIT}", "unknown_measure"),
    (f"{COMMUNITY} | All | Number | 9 4 2 1 0 0 0 0 1 | 15 | 1 | 7", "lengths_do_not_add_up"),
    (f"{COMMUNITY} | All | Number | 9 4 2 1 0 0 0 0 0 | 14 | 1 | 7", "lengths_do_not_add_up"),
    (f"{COMMUNITY} | All | Number | 8.5 4 2.5 1 0 0 0 0 0 | 15 | 1 | 7", "not_a_whole_number_of_waits"),
    (f"{COMMUNITY} | All | Number | 9 4 2 2 -1 0 0 0 0 | 15 | 1 | 7", "negative"),
    (f"{COMMUNITY} | All | Number | 9 4 2 many 0 0 0 0 0 | 15 | 1 | 7", "not_a_number"),
    (f"{COMMUNITY} | All | Number | * 4 2 1 0 0 0 0 0 | * | 1 | 7", None),
]


def test_a_row_that_cannot_be_trusted_is_kept_out(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    # a year for each, so that none is about the same quarter as another
    drawn = [row.replace("2021/2022", f"{year}/{year + 1}") for year, (row, _) in enumerate(JUDGED, start=2001)]
    (counted,) = taken_in(SOURCE, ongoing(tmp_path / "a.csv", "\n".join(drawn)))

    broken: dict[int, set[str]] = {}
    for line, rule in warehouse.rows("select line, rule from mart.rejected_row"):
        broken.setdefault(line, set()).add(rule)
    assert broken == {line: {rule} for line, (_, rule) in enumerate(JUDGED, start=2) if rule}
    assert counted.accepted == sum(rule is None for _, rule in JUDGED)


def test_a_suppressed_number_is_no_nought(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    taken_in(SOURCE, ongoing(tmp_path / "a.csv", f"{COMMUNITY} | All | Number | * 4 2 1 0 0 0 0 0 | * | 1 | 7"))
    gather(SOURCE, warehouse)

    assert warehouse.rows("""
        select category, value, denominator, status from mart.published_figure
        where status <> 'ok' or measure = 'median_ongoing_wait' order by all
    """) == [
        ("community_all", 7.0, None, "ok"),
        ("community_all", None, None, "suppressed"),
        ("within_1_week", None, None, "suppressed"),
    ]


def test_a_row_that_stands_twice_is_used_once(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    drawn = f"{COMMUNITY} | All | Number | {LENGTHS_OF_WAIT}"
    (counted,) = taken_in(SOURCE, ongoing(tmp_path / "a.csv", f"{drawn}\n{drawn}"))

    assert counted.rejected == 1
    assert warehouse.rows("select line, rule from mart.rejected_row") == [(3, "duplicated_row")]


def test_the_later_vintage_wins_and_what_it_replaces_is_told(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    later = COMMUNITY.replace("Q1 2021/2022", "Q2 2021/2022")
    taken_in(
        SOURCE,
        ongoing(
            tmp_path / "a_later_one.csv",
            f"{COMMUNITY} | All | Number | 1 0 0 0 0 0 0 0 0 | 1 | 0 | 2\n{later} | All | Number | {LENGTHS_OF_WAIT}",
            [PASSED_ON.get(name, name) for name in ONGOING],
            encoding="utf-8-sig",
        ),
        ongoing(tmp_path / "before.csv", f"{COMMUNITY} | All | Number | {LENGTHS_OF_WAIT}"),
    )
    gather(SOURCE, warehouse)

    assert warehouse.rows("""
        select period, value, file from mart.published_figure
        where measure = 'ongoing_waits_within_3_weeks' order by all
    """) == [("2021-22 Q1", 1.0, "a_later_one.csv"), ("2021-22 Q2", 15.0, "a_later_one.csv")]
    assert warehouse.rows("select rows from mart.build_note where topic = 'earlier_edition'") == [(11,)]


def test_an_added_column_is_told_and_does_no_harm(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    body = [[*row, "18-24"] for row in rows(f"{COMMUNITY} | All | Number | {LENGTHS_OF_WAIT}")]
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", [*ONGOING, "AgeGroup"], body))

    assert counted.accepted == 1
    assert warehouse.rows("select detail from mart.build_note where topic = 'unknown_column'") == [("AgeGroup",)]


@pytest.mark.parametrize(
    ("name", "renamed"),
    [
        ("ADPName", "ADP_Names"),
        ("Waited_1_week_or_less", "Waited_one_week_or_less"),
        ("LDP_standard_waited_3_weeks_or_less", "LDP_standard_waited_three_weeks_or_less"),
        ("ServiceType", "Service_Type_"),
    ],
)
def test_a_renamed_column_is_refused_and_the_nearest_name_told(
    name: str, renamed: str, tmp_path: Path, taken_in: TakeIn
) -> None:
    header = [renamed if column == name else column for column in ONGOING]
    path = ongoing(tmp_path / "a.csv", f"{COMMUNITY} | All | Number | {LENGTHS_OF_WAIT}", header)

    with pytest.raises(Refused, match=f"renamed '{renamed}'") as refused:
        taken_in(SOURCE, path)
    assert str(path) in str(refused.value)


def test_half_of_one_layout_and_half_of_the_other_are_no_layout(tmp_path: Path, taken_in: TakeIn) -> None:
    header = [name for name in ONGOING if name not in ("Waited_1_week_or_less", "Measure")]
    body = [
        [cell for name, cell in zip(ONGOING, row, strict=True) if name in header]
        for row in rows(f"{COMMUNITY} | All | Number | {LENGTHS_OF_WAIT}")
    ]
    with pytest.raises(Refused, match="lacks one of MEASURE / TOTALNUMBEROFREFERRALS"):
        taken_in(SOURCE, write(tmp_path / "a.csv", header, body))


# ---- the real files, counted a second time

BANDS = dict(zip(LENGTHS.values(), LENGTHS, strict=True))
OLD_BANDS = {name: key.removeprefix("share_") for key, names in SHARES.items() for name in names}
SERVICES = {
    "Community-based service": "community",
    "Prison-based service": "prison",
    "Hospital-based service": "hospital",
    "All services": "all_services",
}
SUBSTANCES = {"Alcohol": "alcohol", "Drug": "drug", "Co-dependency": "co_dependency", "All": "all"}


@pytest.fixture(scope="module")
def vintages(shared_data: Path) -> list[Path]:
    return sorted((shared_data / "scotland").glob("phs_*waits*.csv"))


def told(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quarter_of(words: str) -> str:
    if words[0] == "Q":
        return f"{words[3:7]}-{words[10:12]} {words[:2]}"
    return f"{words[:4]}-{words[5:7]} {words[7:]}"


def place_of(row: dict[str, str], partnerships: dict[str, str]) -> str:
    """The board's own code for a total, our code of a partnership by its name otherwise."""
    name = row["ADP"]
    if "Scotland" in name or not name:
        return "S92000003"
    is_total = name.startswith("All NHS") or name.endswith("All ADPs")
    return (row.get("HB") or row["HBT"]) if is_total else partnerships[name.replace("&", "and")]


def expected_of_numbers(row: dict[str, str], place: str) -> Iterator[tuple[tuple[str, ...], tuple[object, ...]]]:
    service, substance = SERVICES[row["Service type"]], SUBSTANCES[row["Substance type"]]
    key = (place, quarter_of(row["Quarter"]), "all", "all")
    waits = {band: float(row[name]) for name, band in BANDS.items()}
    within, everyone = float(row["Percent waiting within 3 weeks"]), sum(waits.values())
    assert within == sum(list(waits.values())[:3])
    assert float(row["Percent waiting over 3 weeks"]) == sum(list(waits.values())[3:])
    for band, value in waits.items():
        if substance == "all":
            yield (f"ongoing_waits_{service}", band, *key), (value, "ok", everyone)
        else:
            yield (f"ongoing_waits_{service}_by_substance", f"{substance}_{band}", *key), (value, "ok", None)
    yield ("ongoing_waits_within_3_weeks", f"{service}_{substance}", *key), (within, "ok", everyone)
    (median,) = (float(row[name]) for name in row if name.startswith("Median"))
    known = (median, "ok", None) if everyone else (None, "not_published", None)
    yield ("median_ongoing_wait", f"{service}_{substance}", *key), known


def expected_of_archived(row: dict[str, str], place: str) -> Iterator[tuple[tuple[str, ...], tuple[object, ...]]]:
    substance = SUBSTANCES[row.get("Substance type") or row["SubstanceType"]]
    key = (place, quarter_of(row["Quarter"]), "all", "all")
    referrals = float(row.get("Total number of referrals") or row["TotalNumberOfReferrals"])
    yield ("archived_ongoing_waits", substance, *key), (referrals, "ok", None)
    for name, value in row.items():
        if name in OLD_BANDS:
            category = f"{substance}_{OLD_BANDS[name]}"
            yield ("archived_ongoing_waits_by_length", category, *key), (float(value), "ok", referrals)


@pytest.mark.published_files
def test_every_cell_of_the_real_files_is_read(vintages: list[Path], taken_in: TakeIn, warehouse: Warehouse) -> None:
    counts = taken_in(SOURCE, *vintages)
    gather(SOURCE, warehouse)

    assert {count.file.name: (count.read, count.rejected) for count in counts} == {
        "phs_completed_waits_ADP_archived_schema_2020-22.csv": (560, 0),
        "phs_completed_waits_board_archived_schema_2020-22.csv": (1032, 446),
        "phs_ongoing_waits_community_2011-12_2025-26.csv": (7296, 0),
        "phs_ongoing_waits_vintage_2022-10-04.csv": (4640, 0),
        "phs_ongoing_waits_vintage_2023-06-27.csv": (3040, 0),
        "phs_ongoing_waits_vintage_2023-12-19.csv": (4720, 0),
        "phs_ongoing_waits_vintage_2025-06-24.csv": (3080, 0),
    }
    partnerships = dict(warehouse.rows("select area_name, area_code from reference.area where area_code like 'ADP-%'"))
    expected: Figures = {}
    # the file of the latest quarter is read last and so wins, of several the last by name
    for path in sorted(vintages, key=lambda path: (max(quarter_of(row["Quarter"]) for row in told(path)), path.name)):
        file = told(path)
        of_area: dict[tuple[str, ...], list[dict[str, str]]] = {}
        for row in file:
            of_area.setdefault(
                (place_of(row, partnerships), row["Quarter"], row.get("Substance type") or row["SubstanceType"]), []
            ).append(row)
        for (place, *_), same in of_area.items():
            if "Measure" not in same[0]:
                expected |= dict(expected_of_archived(same[0], place)) if len(same) == 1 else {}
                continue
            for row in same:
                if row["Measure"] == "Number":
                    expected |= dict(expected_of_numbers(row, place))
    found = figures(warehouse)
    assert found.keys() == expected.keys()
    for key, (value, status, denominator) in found.items():
        if key[0].endswith("_by_substance"):
            denominator = None  # the sum of all substances: checked below
        assert (value, status, denominator) == expected[key], key
    # the substances of a service make its lengths of all substances
    assert (
        warehouse.rows("""
            with whole as (
                select distinct measure, area_code, period, denominator
                from mart.published_figure join mart.published_measure using (source, measure) where kind = 'parts'
            )
            select * from whole as a join whole as b
                on b.measure = a.measure || '_by_substance' and b.area_code = a.area_code and b.period = a.period
            where a.denominator is distinct from b.denominator
        """)
        == []
    )
    # all services are the sum of services where the file that has them gives both
    assert (
        warehouse.rows("""
            select file_number, area_code, period, substance
            from staging.phs_waiting_times
            where is_number
            group by all
            having count(*) filter (where service = 'all_services') = 1
                and sum(waited_3_weeks_or_less) filter (where service = 'all_services')
                    <> sum(waited_3_weeks_or_less) filter (where service <> 'all_services')
        """)
        == []
    )


@pytest.mark.published_files
def test_percentages_of_the_real_files_are_those_of_their_numbers(vintages: list[Path]) -> None:
    columns = [*BANDS, "Percent waiting within 3 weeks", "Percent waiting over 3 weeks"]
    seen = 0
    for path in vintages:
        numbers: dict[tuple[str, ...], list[float]] = {}
        shares: dict[tuple[str, ...], list[float]] = {}
        for row in told(path):
            if "Measure" in row:
                key = (row["Quarter"], row["ADP"], row["Service type"], row["Substance type"])
                (numbers if row["Measure"] == "Number" else shares)[key] = [float(row[name]) for name in columns]
        for key, share in shares.items():
            everyone = sum(numbers[key][:9])
            seen += 1
            for number, percent in zip(numbers[key], share, strict=True):
                assert abs(percent - (100 * number / everyone if everyone else 0)) < 0.00501
    assert seen == 7740


@pytest.mark.published_files
def test_the_archived_files_are_of_ongoing_waits(vintages: list[Path]) -> None:
    """Whatever their copies are called: most of their referrals are the ongoing waits of the vintage that followed."""
    archive, vintage = vintages[0], vintages[3]
    waits = {
        (quarter_of(row["Quarter"]), row["ADP"], row["Substance type"]): sum(float(row[name]) for name in BANDS)
        for row in told(vintage)
        if row["Measure"] == "Number" and row["Service type"] == "Community-based service"
    }
    pairs = [
        (float(row["Total number of referrals"]), waits[key])
        for row in told(archive)
        if (key := (quarter_of(row["Quarter"]), row["ADP"], row["Substance type"])) in waits
    ]
    assert len(pairs) == 434
    assert sum(before == after for before, after in pairs) == 272
    assert sum(abs(before - after) for before, after in pairs) < 0.05 * sum(after for _, after in pairs)
