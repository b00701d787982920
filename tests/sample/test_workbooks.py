"""The made-up workbooks and returns are read as the published ones are, and their parts add up."""

import csv
from pathlib import Path

import polars as pl
import pytest

from pipelines.sources import ons_drug_deaths, ons_population
from tests.sample.conftest import Written

FIGURES = ("area_code", "period", "sex", "measure", "kind", "deaths", "rate", "flag", "left_out")


@pytest.fixture(scope="module")
def deaths(smallest: Written) -> pl.DataFrame:
    path = next((smallest.raw / "ons_drug_deaths").glob("*.xlsx"))
    assert path.name == "ons_2023localauthorities.xlsx"
    frame = ons_drug_deaths.read(path).frame
    assert frame is not None
    # a mark stands where there is no rate
    rate = pl.col("rate").cast(pl.Float64, strict=False)
    return frame.select(FIGURES).with_columns(pl.col("deaths").cast(pl.Int64), rate)


def test_deaths_hold_todays_authorities_but_for_the_awkward_ones(deaths: pl.DataFrame) -> None:
    codes = set(deaths["area_code"])
    assert {"E10000006", "E08000016", "E08000039", "E12000001", "K04000001", "W06000015", "E13000001"} <= codes
    assert not {"E06000063", "E06000064", "E08000038"} & codes
    assert len([c for c in codes if c[:3] in ("E06", "E08", "E09", "E10")]) == 152
    assert set(deaths["period"]) >= {"1993", "2023", "2001-03", "2021-23"}


def test_women_and_men_add_up_to_persons_and_regions_to_england(deaths: pl.DataFrame) -> None:
    rates = deaths.filter(pl.col("kind") == "rate")
    by_sex = rates.pivot(on="sex", index=["area_code", "period", "measure"], values="deaths")
    assert by_sex.filter(pl.col("female") + pl.col("male") != pl.col("all")).is_empty()
    for start, whole in (("E12", "E92000001"), ("W06", "W92000004")):
        parts = rates.filter(pl.col("area_code").str.starts_with(start)).group_by("period", "sex", "measure")
        both = parts.agg(pl.col("deaths").sum().alias("parts")).join(
            rates.filter(pl.col("area_code") == whole), on=["period", "sex", "measure"]
        )
        assert not both.is_empty()
        assert both.filter(pl.col("parts") != pl.col("deaths")).is_empty()


def test_rates_are_left_out_and_marked_as_the_publisher_does(deaths: pl.DataFrame) -> None:
    rates = deaths.filter(pl.col("kind") == "rate")
    assert rates.filter((pl.col("deaths") < 10) != pl.col("rate").is_null()).is_empty()
    assert rates.filter(pl.col("deaths").is_between(10, 19) != (pl.col("flag") == "U").fill_null(False)).is_empty()
    women = rates.filter((pl.col("sex") == "female") & (pl.col("area_code") == "E92000001"))
    men = rates.filter((pl.col("sex") == "male") & (pl.col("area_code") == "E92000001"))
    assert 0.27 < women["deaths"].sum() / (women["deaths"].sum() + men["deaths"].sum()) < 0.37


@pytest.mark.parametrize("year", [2019, 2024])
def test_population(year: int, smallest: Written) -> None:
    frame = ons_population.read(smallest.raw / "ons_population" / f"ukpopestimatesmid{year}.xlsx").frame
    assert frame is not None
    assert set(frame["year"]) == {str(year)}
    assert (frame["all_ages"] == frame["ages_together"]).all()
    people = frame.with_columns(pl.col("people", "age").cast(pl.Int64))
    england = people.filter(pl.col("area_code") == "E92000001")
    assert 42_000_000 < england.filter(pl.col("age") >= 18)["people"].sum() < 48_000_000
    authorities = people.filter(pl.col("area_code").str.contains("^E(06|08|09|10)"))
    assert authorities["area_code"].n_unique() == 153
    assert authorities["people"].sum() == england["people"].sum()


def test_returns_agree_with_a_caseload_and_hold_their_faults(smallest: Written) -> None:
    rows = [row for path in _returns(smallest.raw) for row in csv.DictReader(path.read_text().splitlines())]
    assert {row["snapshot_on"][:4] for row in rows} >= {"2023", "2024", "2025"}
    sound = [row for row in rows if not row["keyworkers_wte"].startswith("-")]
    per_keyworker = [float(row["active_clients"]) / float(row["keyworkers_wte"]) for row in sound]
    assert min(per_keyworker) >= 35
    assert max(per_keyworker) <= 90
    assert any(int(row["active_women"]) > int(row["active_clients"]) for row in rows)
    assert any(row["snapshot_on"] == "2024-02-30" for row in rows)
    assert any(row["area_code"] == "E99999999" for row in rows)


def test_the_template_has_the_returns_columns(smallest: Written) -> None:
    template = Path(__file__).parents[2] / "data" / "templates" / "caseload_return.csv"
    lines = template.read_text(encoding="utf-8").splitlines()
    plain = [line for line in lines if not line.startswith("#")]
    with _returns(smallest.raw)[0].open(encoding="utf-8") as file:
        header = file.readline().strip().split(",")
    assert plain == [",".join(header[:-1])]
    for name in header[:-1]:
        assert any(line.startswith(f"# {name} ") for line in lines)


def _returns(raw: Path) -> list[Path]:
    return sorted((raw / "caseload_return").glob("*.csv"))
