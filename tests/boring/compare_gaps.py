"""Where the gaps between women and men in a marts file, and gaps worked out in loops, differ."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from tests.boring.blocks import is_quarter
from tests.boring.compare import rows, same
from tests.boring.gaps import Number, difference, directions, ratio_of_limits, ratio_of_rates, ratio_of_shares
from tests.boring.waits import quantile

Row = Mapping[str, object]
Key = tuple[object, ...]

SIDES = ["women", "women_low", "women_high", "men", "men_low", "men_high"]
GAP = [
    *SIDES, "difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high", "status",
]  # fmt: skip
OF_INDICATOR = ["indicator", "area_code", "period", "substance_group", "breakdown", "category"]
OF_MEASURE = ["measure", "category", "area_code", "period", "substance_group"]


@dataclass
class Gap:
    """What one row should say: numbers and statuses by column, the gaps that words rest on, and words already known."""

    said: dict[str, object]
    limits: dict[str, Number | None]
    words: dict[str, set[str]] = field(default_factory=dict)


def compared(women: Number, men: Number, ratio: Number | None, status: str) -> dict[str, object]:
    """The columns of a gap between two numbers."""
    gap = difference(women, men)
    return {
        "women": women.value, "women_low": women.low, "women_high": women.high,
        "men": men.value, "men_low": men.low, "men_high": men.high,
        "difference": gap.value, "difference_low": gap.low, "difference_high": gap.high,
        "ratio": ratio and ratio.value, "ratio_low": ratio and ratio.low, "ratio_high": ratio and ratio.high,
        "status": status,
    }  # fmt: skip


def side(row: Row | None, name: str, *columns: str) -> dict[str, object]:
    """Women's or men's own columns, as far as they are known."""
    values = [None if row is None else row[column] for column in columns]
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))


def differences_in_gaps(
    marts: duckdb.DuckDBPyConnection, table: str, key: list[str], counted: Mapping[Key, Gap], where: str = "true"
) -> list[str]:
    """Every difference between a table of gaps and what it should say, its words too."""
    authorities = {
        row["area_code"] for row in rows(marts, "select area_code from area where area_kind = 'local_authority'")
    }
    spread = spreads(counted, key, authorities)
    found = []
    built = {tuple(row[column] for column in key): row for row in rows(marts, f"select * from {table} where {where}")}
    for cell in built.keys() ^ counted.keys():
        found.append(f"{table} {cell}: only {'the engine' if cell in built else 'the loops'} has it")
    for cell in built.keys() & counted.keys():
        row, gap = built[cell], counted[cell]
        for column, wanted in gap.said.items():
            if not same(row[column], wanted):
                found.append(f"{table} {cell}: {column} is {row[column]}, not {wanted}")
        for column, limits in gap.limits.items():
            middle = spread.get((column, *without_area(cell, key)))
            low, high = (limits.low, limits.high) if limits else (None, None)
            words = gap.words.get(column) or directions(low, high, middle)
            if row[column] not in words:
                found.append(f"{table} {cell}: {column} is {row[column]}, not {words}")
    return found


def without_area(cell: Key, key: list[str]) -> Key:
    """What is compared over areas: a cell's key but for its area; a quarter is held against its year."""
    named = dict(zip(key, cell, strict=True))
    if is_quarter(str(named["period"])):
        named["period"] = str(named["period"])[:7]
    return tuple(part for column, part in named.items() if column != "area_code")


def spreads(counted: Mapping[Key, Gap], key: list[str], authorities: set[object]) -> dict[Key, float]:
    """How far apart the middle half of authorities' gaps are, for each kind of gap."""
    known: defaultdict[Key, list[float]] = defaultdict(list)
    for cell, gap in counted.items():
        if cell[key.index("area_code")] in authorities and not is_quarter(str(cell[key.index("period")])):
            for column, limits in gap.limits.items():
                if limits is not None:
                    # a chance's gap is its distance from a half
                    known[(column, *without_area(cell, key))].append(limits.value)
    return {kind: quantile(values, 0.75) - quantile(values, 0.25) for kind, values in known.items()}


def number(row: Row, value: str, low: str, high: str) -> Number:
    """A number of a row with its limits."""
    return Number(row[value], row[low], row[high])  # type: ignore[arg-type]


def differences_in_indicator_gaps(marts: duckdb.DuckDBPyConnection) -> list[str]:
    """The gaps of every indicator, from the numbers that pages show of women and of men."""
    kinds = {row["indicator"]: row["kind"] for row in rows(marts, "select indicator, kind from indicator")}
    by_sex: defaultdict[Key, dict[object, Row]] = defaultdict(dict)
    for row in rows(marts, "select * from indicator_value where is_preferred and sex <> 'all'"):
        by_sex[tuple(row[column] for column in OF_INDICATOR)][row["sex"]] = row
    counted = {
        cell: indicator_gap(kinds[cell[0]], both.get("female"), both.get("male")) for cell, both in by_sex.items()
    }
    return differences_in_gaps(marts, "indicator_gap", OF_INDICATOR, counted)


def indicator_gap(kind: object, women: Row | None, men: Row | None) -> Gap:
    """What the gap between two rows of an indicator should say."""
    columns = ("value", "value_low", "value_high")
    said = dict.fromkeys(GAP) | side(women, "women", *columns) | side(men, "men", *columns)
    said |= {"source": None, "rounded_to": max(row["rounded_to"] for row in (women, men) if row)}  # type: ignore[type-var]
    if women is None or men is None:
        return Gap(said | {"status": "not_published"}, {"direction": None})
    if women["source"] != men["source"]:
        return Gap(said | {"status": "two_sources"}, {"direction": None})
    said["source"] = women["source"]
    for row in (women, men):
        if row["value"] is None:
            return Gap(said | {"status": row["status"]}, {"direction": None})
    if kind == "count":
        return Gap(said | {"status": "no_denominator"}, {"direction": None})
    status = "unreliable" if "unreliable" in (women["status"], men["status"]) else "ok"
    sides = number(women, *columns), number(men, *columns)
    words = {"direction": {"too_few_to_tell"}} if status == "unreliable" else {}
    said |= compared(*sides, ratio_of_rows(kind, women, men), status)
    return Gap(said, {"direction": difference(*sides)}, words)


def ratio_of_rows(kind: object, women: Row, men: Row) -> Number | None:
    """The ratio of two indicators: of their counts where there are all four, with those that rounding allows."""
    if women["denominator"] is None or men["denominator"] is None:
        columns = ("value", "value_low", "value_high")
        return ratio_of_limits(number(women, *columns), number(men, *columns))
    x, n, y, m = (float(row[c]) for row in (women, men) for c in ("numerator", "denominator"))  # type: ignore[arg-type]
    off, other = slack(women), slack(men)
    ratio = ratio_of_shares if kind == "proportion" else ratio_of_rates
    of_whole, of_other_whole = (off, other) if kind == "proportion" else (0, 0)
    middle = ratio(x, n, y, m)
    least = ratio(x - off, n + of_whole, y + other, m - of_other_whole)
    most = ratio(x + off, n - of_whole, y - other, m + of_other_whole)
    if middle is None or least is None or most is None:
        return None
    return Number(middle.value, least.low, most.high)


def slack(row: Row) -> float:
    """How far a count may be off by rounding."""
    rounded_to = float(row["rounded_to"])  # type: ignore[arg-type]
    return rounded_to / 2 if rounded_to > 1 else 0


def differences_in_measure_gaps(marts: duckdb.DuckDBPyConnection, period: str) -> list[str]:
    """The gaps of the measures of treatment in a period, from the shares of women and of men."""
    in_base = {
        (row["measure"], row["category"]) for row in rows(marts, "select * from measure_category where is_in_base")
    }
    by_sex: defaultdict[Key, dict[object, Row]] = defaultdict(dict)
    for row in rows(marts, f"select * from treatment_measure where sex <> 'all' and period = '{period}'"):
        if (row["measure"], row["category"]) in in_base:
            by_sex[tuple(row[column] for column in OF_MEASURE)][row["sex"]] = row
    counted = {cell: measure_gap(both["female"], both["male"]) for cell, both in by_sex.items() if len(both) == 2}
    return differences_in_gaps(marts, "measure_gap", OF_MEASURE, counted, f"period = '{period}'")


def measure_gap(women: Row, men: Row) -> Gap:
    """What the gap between two shares of a measure should say."""
    columns = ("share", "share_low", "share_high")
    said = dict.fromkeys(GAP) | side(women, "women", *columns) | side(men, "men", *columns)
    for row in (women, men):
        if row["status"] != "ok":
            return Gap(said | {"status": row["status"]}, {"direction": None})
    sides = number(women, *columns), number(men, *columns)
    x, n, y, m = (row[c] for row in (women, men) for c in ("people", "out_of"))
    said |= compared(*sides, ratio_of_shares(x, n, y, m), "ok")  # type: ignore[arg-type]
    return Gap(said, {"direction": difference(*sides)})
