"""The ONS workbook of drug deaths by local authority as published figures, against a second reading, cell by cell."""

from pathlib import Path

import pytest

from pipelines.sources.ons_drug_deaths import SOURCE
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.published_figures import gather
from tests.sources.workbooks import cells, drawing, write_deaths

STAGED = """
    select measure || '_deaths' as measure, area_code, period, sex, deaths::double as value, null as value_low,
        null as value_high, null as numerator, deaths_status as status, deaths_note as note
    from staging.death
    union all
    select measure || '_death_rate', area_code, period, sex, rate, rate_low, rate_high, deaths, rate_status, rate_note
    from staging.death where kind = 'rate'
"""
SECOND_READING = Path(__file__).with_name("second_reading_of_deaths.sql")
PUBLISHED = """
    select measure, area_code, period, sex, value, value_low, value_high, numerator, status, note
    from mart.published_figure where line is not null
"""


def both_ways(warehouse: Warehouse) -> None:
    warehouse.run(SECOND_READING.read_text(encoding="utf-8"))
    gather(SOURCE, warehouse)


def test_counts_and_rates_are_handed_over_with_what_is_said_of_them(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    rates = """E92000001 | B | ENGLAND | 2338 2.8 . 2.7 2.9
    E06000005 | C | Darlington | 13 8.1 U 4.3 13.9
    E08000011 | D | Knowsley  | 9 : . : :
    E10000023 | C | North Yorkshire | 9 1.7 . 0.8 3.3
    E06000009 | C | Blackpool | 12 : . : :
    E07000026 | D | Allerdale | 7 : . : :"""
    counts = "K04000001 | B | ENGLAND AND WALES | 4859\n    E09000001 | D | City of London | ."
    taken_in(SOURCE, write_deaths(tmp_path / "deaths.xlsx", {"Table 1": counts, "Table 8": rates}))
    both_ways(warehouse)

    columns = "measure[13:], area_code, value, value_low, value_high, numerator, status"
    of_women = f"from ({PUBLISHED}) where sex = 'female' and period = '2019-21' and measure like 'drug_misuse%'"
    assert drawing(warehouse.rows(f"select {columns} {of_women} order by all")) == cells("""
        death_rate | E06000005 | 8.1    | 4.3 | 13.9 | 13.0   | unreliable
        death_rate | E06000009 |        |     |      | 12.0   | too_few
        death_rate | E06000065 | 1.7    | 0.8 | 3.3  | 9.0    | ok
        death_rate | E08000011 |        |     |      | 9.0    | too_few
        death_rate | E92000001 | 2.8    | 2.7 | 2.9  | 2338.0 | ok
        deaths     | E06000005 | 13.0   |     |      |        | ok
        deaths     | E06000009 | 12.0   |     |      |        | ok
        deaths     | E06000065 | 9.0    |     |      |        | ok
        deaths     | E08000011 | 9.0    |     |      |        | ok
        deaths     | E92000001 | 2338.0 |     |      |        | ok
    """)
    code = "published under E10000023, the code before the present one"
    assert warehouse.rows(f"select measure, note {of_women} and note is not null order by all") == [
        ("drug_misuse_death_rate", f"a rate was published although there were fewer than ten deaths; {code}"),
        ("drug_misuse_death_rate", "no rate was published although there were ten deaths or more"),
        ("drug_misuse_deaths", code),
    ]
    assert warehouse.rows(
        f"""
        select area_code, value, status, note from ({PUBLISHED})
        where period = '2021' and measure = 'drug_poisoning_deaths' order by all
        """
    ) == [
        ("E09000001", None, "not_published", None),
        ("K04000001", 4859.0, "ok", "includes people who lived outside England and Wales"),
    ]


def test_the_latest_edition_is_the_one_published(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    for year, deaths in (("2022", 25), ("2021", 20)):
        write_deaths(
            tmp_path / f"{'a' if year == '2022' else 'b'}.xlsx",
            {"Table 8": f"E06000047 | C | County Durham | {deaths} 2.9 . 1.9 4.2"},
            periods={"Table 1": (year,), "Table 8": ("2019–21",)},
        )
    taken_in(SOURCE, tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    both_ways(warehouse)

    assert warehouse.rows(
        "select value, file from mart.published_figure where measure = 'drug_misuse_deaths' and area_code = 'E06000047'"
    ) == [(25.0, "a.xlsx")]
    assert warehouse.rows(f"({PUBLISHED}) except ({STAGED})") == []


@pytest.mark.published_files
def test_the_real_workbook_gives_what_staging_has(shared_data: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    taken_in(SOURCE, shared_data / "ons_drug_deaths" / "ons_2021localauthorities.xlsx")
    both_ways(warehouse)

    moved = """not (measure like 'drug_misuse%' and area_code in ('W06000016', 'W06000024') and sex = 'all'
        and period between '2001-03' and '2009-11' and length(period) = 7)"""
    published, staged = f"from ({PUBLISHED}) where {moved}", f"from ({STAGED}) where {moved}"
    assert warehouse.rows(f"({published}) except all ({staged})") == []
    assert warehouse.rows(f"({staged}) except all ({published})") == []
    # two tables of 29 years and six of 19 periods, with deaths and rates
    assert warehouse.rows("select count(*), count(line), count(distinct column_label) from mart.published_figure") == [
        (52968, 52968, 2 * 29 + 6 * 19 * 2)
    ]


@pytest.mark.published_files
def test_the_publisher_has_two_welsh_authorities_in_each_others_rows(
    shared_data: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    """Rhondda Cynon Taf and Merthyr Tydfil, deaths of persons from drug misuse: put right."""
    taken_in(SOURCE, shared_data / "ons_drug_deaths" / "ons_2021localauthorities.xlsx")
    both_ways(warehouse)
    as_published = "select area_code, period, deaths from staging.death where measure = 'drug_misuse' and sex = 'all'"
    adding_up = """
        select area_code, period, sum(value) filter (where sex <> 'all'), any_value(value) filter (where sex = 'all')
        from mart.published_figure where measure = 'drug_misuse_deaths' and area_code in ('W06000016', 'W06000024')
        group by all having count(*) = 3
    """
    figures = {(area, period): sums for area, period, *sums in warehouse.rows(adding_up)}
    persons = {(area, period): deaths for area, period, deaths in warehouse.rows(as_published)}

    assert [key for key, (women_and_men, everyone) in figures.items() if women_and_men != everyone] == []
    periods = {f"{year}-{year % 100 + 2:02}" for year in range(2001, 2010)}
    other = {"W06000016": "W06000024", "W06000024": "W06000016"}
    moved = {(area, period) for (area, period), (sums, _) in figures.items() if persons[area, period] != sums}
    assert moved == {(area, period) for area in other for period in periods}
    assert all(persons[other[area], period] == figures[area, period][1] for area, period in moved)
    notes = warehouse.rows("select detail, rows from mart.build_note where topic = 'corrected'")
    assert [rows for _, rows in notes] == [2 * 2 * len(periods)]
