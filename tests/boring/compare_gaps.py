"""Where the gaps between women and men in a marts file, and gaps worked out in loops, differ."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

from tests.boring.blocks import is_quarter
from tests.boring.compare import rows, same
from tests.boring.gaps import (
    Chance,
    Number,
    chance_limits,
    chance_of_longer,
    chance_status,
    difference,
    directions,
    ratio_of_limits,
    ratio_of_rates,
    ratio_of_shares,
)
from tests.boring.shares import wilson
from tests.boring.waits import WaitCell, WaitSummary, quantile, summary_of

Row = Mapping[str, object]
Key = tuple[object, ...]

SIDES = ["women", "women_low", "women_high", "men", "men_low", "men_high"]
GAP = [
    *SIDES, "difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high", "status",
]  # fmt: skip
MEDIANS = [
    "women_median_days", "men_median_days", "median_difference_days", "median_difference_low_days",
    "median_difference_high_days", "median_status",
]  # fmt: skip
CHANCES = ["chance_woman_longer", "chance_woman_longer_low", "chance_woman_longer_high", "chance_status"]
OF_INDICATOR = ["indicator", "area_code", "period", "substance_group", "breakdown", "category"]
OF_WAIT = ["area_code", "period", "substance_group", "intervention_order", "clock"]
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
    off, other = slack(kind, women), slack(kind, men)
    ratio = ratio_of_shares if kind == "proportion" else ratio_of_rates
    of_whole, of_other_whole = (off, other) if kind == "proportion" else (0, 0)
    middle = ratio(x, n, y, m)
    least = ratio(x - off, n + of_whole, y + other, m - of_other_whole)
    most = ratio(x + off, n - of_whole, y - other, m + of_other_whole)
    if middle is None or least is None or most is None:
        return None
    return Number(middle.value, least.low, most.high)


def slack(kind: object, row: Row) -> float:
    """How far a count may be off by rounding, where that matters."""
    rounded_to = float(row["rounded_to"])  # type: ignore[arg-type]
    whole = float(row["denominator" if kind == "proportion" else "numerator"])  # type: ignore[arg-type]
    return rounded_to / 2 if rounded_to > 1 and whole < 20 * rounded_to else 0


def differences_in_wait_gaps(marts: duckdb.DuckDBPyConnection, days: Mapping[WaitCell, list[int]]) -> list[str]:
    """The gaps in waits of a restricted build, from the days of every wait."""
    counted = {}
    for (place, label, sex, group, order, clock), women in days.items():
        men = days.get((place, label, "male", group, order, clock))
        if sex != "female" or men is None or (is_quarter(label) and group != "all"):
            continue
        sides = summary_of(women), summary_of(men)
        chance = None if is_quarter(label) else chance_of_longer(Counter(women), Counter(men))
        counted[(place, label, group, order, clock)] = wait_gap(*sides, chance, "not_published")
    return differences_in_gaps(marts, "wait_gap", OF_WAIT, counted)


def wait_gap(women: WaitSummary, men: WaitSummary, chance: Chance | None, without: str) -> Gap:
    """What the gap between the waits of women and of men should say."""
    counts = (women.within_3_weeks, women.waits, men.within_3_weeks, men.waits)
    sides = [Number(x / n, *wilson(x, n)) for x, n in (counts[:2], counts[2:])]
    said = compared(sides[0], sides[1], ratio_of_shares(*counts), "ok")
    medians = [Number(each.median_days, each.median_low_days, each.median_high_days) for each in (women, men)]
    between = difference(*medians)
    said |= said_of_medians(medians, between, "too_few" if between.low is None else "ok")
    return with_chance(Gap(said, {"direction": difference(*sides), "median_direction": between}), chance, without)


def said_of_medians(medians: Iterable[Number | None], gap: Number | None, status: str) -> dict[str, object]:
    """The columns of two medians and the days between them."""
    own = [median and median.value for median in medians]
    between = (None, None, None) if gap is None else (gap.value, gap.low, gap.high)
    return dict(zip(MEDIANS, (*own, *between, status), strict=True))


def with_chance(gap: Gap, chance: Chance | None, without: str) -> Gap:
    """A gap with the chance that a woman waits longer, or why it is not known."""
    if chance is None:
        gap.said |= dict(zip(CHANCES, (None, None, None, without), strict=True))
        gap.limits["chance_direction"] = None
        return gap
    low, high = chance_limits(chance)
    gap.said |= dict(zip(CHANCES, (chance.value, low, high, chance_status(chance)), strict=True))
    from_half = [None if limit is None else limit - 0.5 for limit in (low, high)]
    gap.limits["chance_direction"] = Number(chance.value - 0.5, *from_half)
    return gap


def differences_in_published_wait_gaps(marts: duckdb.DuckDBPyConnection) -> list[str]:
    """The gaps in waits of an open build, from the waits and the steps of days it shows."""
    steps: defaultdict[Key, dict[object, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    for row in rows(marts, "select * from wait_days where quarter is null"):
        cell = (row["area_code"], row["year"], row["substance_group"], row["intervention_order"], row["clock"])
        steps[cell][row["sex"]][row["days_from"]] += row["waits"]  # type: ignore[index,operator]
    by_sex: defaultdict[Key, dict[object, Row]] = defaultdict(dict)
    for row in rows(marts, "select * from waiting_time where sex <> 'all'"):
        if row["substance_group"] == "all" or not is_quarter(str(row["period"])):
            by_sex[tuple(row[column] for column in OF_WAIT)][row["sex"]] = row
    counted = {}
    for cell, both in by_sex.items():
        if len(both) == 2:
            counted[cell] = published_wait_gap(cell, both["female"], both["male"], steps.get(cell))
    return differences_in_gaps(marts, "wait_gap", OF_WAIT, counted)


def published_wait_gap(cell: Key, women: Row, men: Row, days: Mapping[object, Counter[int]] | None) -> Gap:
    """What the gap between two published rows of waits should say."""
    columns = ("within_3_weeks_share", "within_3_weeks_share_low", "within_3_weeks_share_high")
    said = dict.fromkeys(GAP) | side(women, "women", *columns) | side(men, "men", *columns)
    limits: dict[str, Number | None] = {"direction": None, "median_direction": None}
    if 0 in (women["waits"], men["waits"]):
        said["status"] = "too_few"
    elif women[columns[0]] is None or men[columns[0]] is None:
        said["status"] = "suppressed"
    else:
        sides = number(women, *columns), number(men, *columns)
        x, n, y, m = (row[c] for row in (women, men) for c in ("within_3_weeks", "waits"))
        said |= compared(*sides, ratio_of_shares(x, n, y, m), "ok")  # type: ignore[arg-type]
        limits["direction"] = difference(*sides)
    medians = [
        None if row["median_days"] is None else number(row, "median_days", "median_low_days", "median_high_days")
        for row in (women, men)
    ]
    if medians[0] is None or medians[1] is None:
        is_of_nobody = 0 in (women["waits"], men["waits"])
        said |= said_of_medians(medians, None, "too_few" if is_of_nobody else "suppressed")
    else:
        between = difference(medians[0], medians[1])
        said |= said_of_medians(medians, between, "too_few" if between.low is None else "ok")
        limits["median_direction"] = between
    chance = None if days is None else chance_of_longer(days.get("female", {}), days.get("male", {}))
    is_never_told = is_quarter(str(cell[1])) or cell[2] != "all"
    return with_chance(Gap(said, limits), chance, "not_published" if is_never_told else "suppressed")


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
