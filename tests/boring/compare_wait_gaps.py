"""Where the gaps in waits in a marts file, and gaps worked out in loops, differ."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import duckdb

from tests.boring.blocks import is_quarter
from tests.boring.compare import rows
from tests.boring.compare_gaps import GAP, Gap, Key, Row, compared, differences_in_gaps, number, side
from tests.boring.gaps import (
    Chance,
    Number,
    chance_limits,
    chance_of_longer,
    chance_status,
    difference,
    ratio_of_shares,
)
from tests.boring.shares import wilson
from tests.boring.waits import WaitCell, WaitSummary, summary_of

MEDIANS = [
    "women_median_days", "men_median_days", "median_difference_days", "median_difference_low_days",
    "median_difference_high_days", "median_status",
]  # fmt: skip
CHANCES = ["chance_woman_longer", "chance_woman_longer_low", "chance_woman_longer_high", "chance_status"]
OF_WAIT = ["area_code", "period", "substance_group", "intervention_order", "clock"]


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
