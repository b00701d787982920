"""Draws published tables for tests of the marts that are made from them: any sources, modes, noughts and gaps."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from pipelines import measures
from pipelines.build import POISSON_LIMITS
from pipelines.warehouse import Warehouse
from tests.boring.shares import wilson

ENGLAND, YORKSHIRE, LONDON = "E92000001", "E12000003", "E12000007"
AUTHORITIES = [
    "E08000035", "E08000032", "E08000036", "E08000033", "E06000014", "E06000010", "E06000012", "E09000012", "E09000025",
    "E09000030", "E09000022", "E09000028", "E06000063", "E10000006", "E09000001", "E06000053",
]  # fmt: skip
GROUPS = ["opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol"]
YEARS = ["2021-22", "2022-23"]
RECORDS, VIEWIT, BEFORE = "ndtms_records", "ndtms_viewit_area", ("area", "similarity_weight")
MADE = ("similar_area", "expected_share", "expected_share_by_age", "share_comparator", "womens_share")
GIVEN = ("indicator_value", "provider_caseload", "neighbour", "measure", "measure_category", "treatment_count")
Row = dict[str, Any]


class PublishedDesk:
    """Published tables go in, the marts made from them come out."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def make(self, tables: Mapping[str, list[Row]]) -> None:
        """Fill the given tables, and make the marts anew."""
        for table in (*GIVEN, *MADE):
            self.warehouse.run(f"delete from mart.{table}" if table in GIVEN else f"drop table if exists mart.{table}")
        for table, rows in tables.items():
            if rows:
                self.warehouse.add(f"mart.{table}", pl.DataFrame(rows, infer_schema_length=None))
        for table in MADE:
            self.warehouse.script("marts", f"{table}.sql")

    def rows(self, query: str) -> list[Any]:
        return self.warehouse.rows(query)


@contextmanager
def open_published_desk(folder: Path) -> Iterator[PublishedDesk]:
    """A desk with the areas and the formulas, and empty tables to fill."""
    with Warehouse(folder) as warehouse:
        warehouse.script("macros.sql")
        warehouse.load_reference()
        warehouse.run(POISSON_LIMITS)
        measures.prepare(measures.all_measures(), warehouse)
        for name in ("indicator_count", "no_wait_cell"):
            warehouse.script("staging", f"{name}.sql")
        warehouse.run(
            """
            create table staging.hidden_count (indicator varchar, area_code varchar, period varchar, sex varchar,
                substance_group varchar, breakdown varchar, category varchar, is_hidden boolean);
            create table staging.neighbours (method varchar, area varchar, neighbour varchar, rank integer,
                distance double);
            """
        )
        for table in (*BEFORE, "build", "indicator", *GIVEN):
            warehouse.script("marts", f"{table}.sql")
        yield PublishedDesk(warehouse)


def figure(indicator: str, area: str, period: str, numerator: float | None, **cells: Any) -> Row:
    """A published row: of everyone and all substances, from records, but for the cells given."""
    return {
        "indicator": indicator, "area_code": area, "period": period, "sex": "all", "substance_group": "all",
        "breakdown": "all", "category": "all", "numerator": numerator, "denominator": None, "value": numerator,
        "value_low": None, "value_high": None, "status": "ok", "source": RECORDS, "is_preferred": True, "rounded_to": 1,
    } | cells  # fmt: skip


def people_of(
    area: str,
    period: str,
    women: Mapping[str, int],
    men: Mapping[str, int],
    counted: str = "in_treatment",
    **cells: Any,
) -> list[Row]:
    """Women, men and all of each substance group and of all, and the share of women."""
    name, share = ("people_in_treatment", "womens_share_in_treatment")
    if counted != "in_treatment":
        name, share = "new_presentations", "womens_share_of_new_presentations"
    found = []
    for group in (*GROUPS, "all"):
        of = GROUPS if group == "all" else [group]
        f, m = sum(women[g] for g in of), sum(men[g] for g in of)
        own = {"substance_group": group} | cells
        for sex, count in (("female", f), ("male", m), ("all", f + m)):
            found.append(figure(name, area, period, float(count), sex=sex, **own))
        low, high = wilson(f, f + m) if f + m else (None, None)
        found.append(
            figure(share, area, period, float(f), denominator=float(f + m), **own)
            | {"value": f / (f + m) if f + m else None, "value_low": low, "value_high": high}
            | {"status": "ok" if f + m else "too_few"}
        )
    return found


def hidden(row: Row) -> Row:
    """The same row, hidden."""
    nothing = dict.fromkeys(("numerator", "value", "value_low", "value_high"))
    return row | nothing | {"status": "suppressed"} | ({"denominator": None} if "share" in row["indicator"] else {})


def random_tables(number: int) -> dict[str, list[Row]]:
    """Published tables of a country: some areas by records and some by a publisher, some rounded, some cells hidden."""
    drawn = random.Random(number)
    values: list[Row] = []
    authorities = drawn.sample(AUTHORITIES, drawn.randint(3, len(AUTHORITIES)))
    most = drawn.choice([3, 40, 400])
    for period in YEARS:
        for area in (*authorities, YORKSHIRE, ENGLAND):
            for counted in ("in_treatment", "new_presentations"):
                sources = drawn.choice([[RECORDS], [RECORDS], [VIEWIT], [RECORDS, VIEWIT]])
                scale = most * (20 if area in (YORKSHIRE, ENGLAND) else 1)
                for place, source in enumerate(sources):
                    women, men = ({g: drawn.choice([0, drawn.randint(0, scale)]) for g in GROUPS} for _ in "fm")
                    cells = {"source": source, "is_preferred": place == 0}
                    if source == VIEWIT:
                        women, men = ({g: n // 5 * 5 for g, n in of.items()} for of in (women, men))
                        cells |= {"rounded_to": 5}
                    found = people_of(area, period, women, men, counted, **cells)
                    values += [hidden(row) if drawn.random() < 0.04 else row for row in found if drawn.random() > 0.01]
        for area in authorities:
            rate = {"value": drawn.choice([drawn.uniform(1, 9), 4.0]), "denominator": drawn.uniform(1e3, 1e6)}
            if drawn.random() < 0.8:
                values.append(figure("treatment_rate_per_1000", area, period, 7.0, **rate))
    for period in ("2019-21", "2020-22", "2021"):
        for area in authorities:
            known = drawn.choice([{"value": drawn.uniform(1, 30)}, {"value": None, "status": "too_few"}])
            values.append(figure("drug_misuse_death_rate", area, period, 12.0, source="ons_drug_deaths", **known))
    neighbours = []
    for area in drawn.sample(authorities, drawn.choice([0, 0, 2])):
        others = [other for other in authorities if other != area]
        neighbours += [
            {"method": method, "area_code": area, "neighbour_code": other, "rank": rank, "distance": rank / 7}
            for method in drawn.choice([["made up"], ["made up", "another"]])
            for rank, other in enumerate(drawn.sample(others, drawn.randint(1, len(others))), start=1)
        ]
    return {"indicator_value": values, "provider_caseload": caseloads(drawn), "neighbour": neighbours}


def caseloads(drawn: random.Random) -> list[Row]:
    """Three providers, some without groups."""
    rows: list[Row] = []
    for provider in ("N0001", "N0002", "N0003"):
        by_sex = [{g: drawn.choice([0, drawn.randint(0, 60)]) for g in GROUPS} for _ in "fm"]
        shows_groups = drawn.random() < 0.7
        for group in ("all", *GROUPS):
            women, men = (sum(of.values()) if group == "all" else of[group] for of in by_sex)
            is_shown = group == "all" or shows_groups
            for sex, count in (("female", women), ("male", men), ("all", women + men)):
                low, high = wilson(women, women + men) if is_shown and sex == "all" and women + men else (None, None)
                rows.append({
                    "provider_code": provider, "area_code": "all", "period": YEARS[0], "sex": sex,
                    "substance_group": group, "people": count if is_shown else None,
                    "womens_share": None if low is None else women / (women + men), "womens_share_low": low,
                    "womens_share_high": high, "status": "ok" if is_shown else "suppressed", "rounded_to": 1,
                })  # fmt: skip
    return rows
