"""Where the tables that compare areas and years differ from plain loops over the numbers they are made of."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import duckdb

from tests.boring.compare import differences, rows
from tests.boring.funnels import Z_998, average_of, in_funnel, spread_limits, spread_of, touching
from tests.boring.shares import Z

SERIES = ("indicator", "source", "period", "sex", "substance_group", "breakdown", "category")
LIMITS = ("low_95", "high_95", "low_998", "high_998")
FEWEST_AREAS = 10

Row = dict[str, object]


def begins(period: object) -> date:
    """The first day of a period: of April where it is of one financial year or of three, else of January."""
    text = str(period)
    first = int(text[:4])
    years = (int(text[5:7]) - first) % 100 if text[4:5] == "-" else 0
    return date(first, 4 if years in (1, 3) else 1, 1)


def compared_areas(marts: duckdb.DuckDBPyConnection) -> dict[str, date]:
    """The authorities of England, each with its last day."""
    return {
        str(area["area_code"]): area["valid_to"] if isinstance(area["valid_to"], date) else date.max
        for area in rows(marts, "select * from area where area_kind = 'local_authority' and area_code like 'E%'")
    }


def of_funnels(marts: duckdb.DuckDBPyConnection, kinds: Iterable[str]) -> dict[tuple[object, ...], list[Row]]:
    """The numbers of authorities, by what they are numbers of; only where ten areas or more have one."""
    areas = compared_areas(marts)
    known = {i["indicator"] for i in rows(marts, "select * from indicator") if i["kind"] in kinds}
    found = defaultdict(list)
    for row in rows(marts, "select * from indicator_value order by area_code"):
        code = str(row["area_code"])
        if row["indicator"] not in known or code not in areas:
            continue
        if begins(row["period"]) <= areas[code]:
            found[tuple(row[column] for column in SERIES)].append(row)
    return {key: of_it for key, of_it in found.items() if len([r for r in of_it if has_number(r)]) >= FEWEST_AREAS}


def has_number(row: Row) -> bool:
    """Whether there is a number to compare."""
    return row["status"] == "ok"


def counts(row: Row) -> tuple[float, float]:
    """A share's counts."""
    return float(row["numerator"]), float(row["denominator"])  # type: ignore[arg-type]


def differences_in_funnels(marts: duckdb.DuckDBPyConnection) -> list[str]:
    """The averages, spreads, limits and labels of every share of authorities."""
    spreads, areas, curves = [], [], []
    for key, of_it in of_funnels(marts, ["proportion"]).items():
        shares = [counts(row) for row in of_it if has_number(row)]
        average, (phi, variance) = average_of(shares), spread_of(shares)
        people = [n for _, n in shares]
        spreads.append((key, (len(shares), min(people), max(people), average, phi, variance)))
        for row in of_it:
            name = (*key, row["area_code"])
            if has_number(row):
                told = in_funnel(average, variance, *counts(row), rounded_to=int(row["rounded_to"]))  # type: ignore[call-overload]
                areas.append((name, (*told, "ok")))
            else:
                nothing = [None] * 4
                areas.append((name, (None, None, *nothing, "not_compared", *nothing, "not_compared", row["status"])))
        for step in range(32):
            n = round(min(people) * (max(people) / min(people)) ** (step / 31))
            limits = [touching(average, n, z) for z in (Z, Z_998)]
            limits += [spread_limits(average, n, variance, z) for z in (Z, Z_998)]
            curves.append(((*key, n), tuple(limit for pair in limits for limit in pair)))
    spread_columns = [f"spread_{column}" for column in LIMITS]
    told_of_areas = ["people", "share", *LIMITS, "label", *spread_columns, "spread_label", "status"]
    return [
        *differences(
            read(marts, "funnel_spread", SERIES, ["areas", "smallest", "largest", "average", "phi", "tau2"]), spreads
        ),
        *differences(read(marts, "funnel", (*SERIES, "area_code"), told_of_areas), areas),
        *differences(
            read(marts, "funnel_limit", (*SERIES, "people"), [*LIMITS, *spread_columns]), list(dict(curves).items())
        ),
    ]


def read(
    marts: duckdb.DuckDBPyConnection, table: str, key: Iterable[str], columns: Iterable[str]
) -> list[tuple[tuple[object, ...], object]]:
    """A table's rows as key and numbers."""
    keys, numbers = list(key), list(columns)
    return [
        (tuple(row[column] for column in keys), tuple(row[column] for column in numbers))
        for row in rows(marts, f"select * from {table}")
    ]
