"""Where the tables that compare areas and years differ from plain loops over the numbers they are made of."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

import duckdb

from pipelines.statistics.ranking import DRAWS, SEED
from pipelines.statistics.simulated_rank import normal_draws
from tests.boring.compare import differences, rows
from tests.boring.control_charts import chart_of_counts, chart_of_shares
from tests.boring.funnels import Z_998, average_of, in_funnel, nearest, quantile, spread_limits, spread_of, touching
from tests.boring.ranks import rank_intervals, rank_of
from tests.boring.shares import Z, wilson
from tests.boring.trends import Year, trend

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


def of_funnels(
    marts: duckdb.DuckDBPyConnection, kinds: Iterable[str], counts_as_one: Callable[[Row], bool]
) -> dict[tuple[object, ...], list[Row]]:
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
    return {key: of_it for key, of_it in found.items() if len([r for r in of_it if counts_as_one(r)]) >= FEWEST_AREAS}


def has_number(row: Row) -> bool:
    """Whether there is a number to compare."""
    return row["status"] == "ok"


def has_interval(row: Row) -> bool:
    """Whether there is a number that can be ranked."""
    return row["status"] == "ok" and row["value_high"] is not None


def counts(row: Row) -> tuple[float, float]:
    """A share's counts."""
    return float(row["numerator"]), float(row["denominator"])  # type: ignore[arg-type]


def differences_in_funnels(marts: duckdb.DuckDBPyConnection) -> list[str]:
    """The averages, spreads, limits and labels of every share of authorities."""
    spreads, areas, curves = [], [], []
    for key, of_it in of_funnels(marts, ["proportion"], has_number).items():
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


def differences_in_trends(marts: duckdb.DuckDBPyConnection) -> list[str]:
    """The trend of every share and rate of every area, source by source."""
    known = {i["indicator"]: (str(i["kind"]), str(i["polarity"])) for i in rows(marts, "select * from indicator")}
    periods = {p["period"]: p["is_complete"] for p in rows(marts, "select * from period")}
    first_year = min((str(p) for p in periods if len(str(p)) == 7), default="")
    breaks = defaultdict(list)
    for each in rows(marts, "select * from series_break where not is_comparable"):
        breaks[each["area_code"]].append(each["broken_on"])
    key = ("indicator", "source", "area_code", "sex", "substance_group", "breakdown", "category")
    series = defaultdict(list)
    latest: dict[object, date] = {}
    for row in rows(marts, "select * from indicator_value order by period"):
        source, period = str(row["source"]), row["period"]
        is_own = "ndtms_records" in source or "caseload_return" in source
        if known[row["indicator"]][0] not in ("proportion", "rate") or (is_own and not periods.get(period, True)):
            continue
        if is_own and row["indicator"] == "womens_share_of_new_presentations" and period == first_year:
            continue
        series[tuple(row[column] for column in key)].append(row)
        place = (row["indicator"], source, row["area_code"])
        latest[place] = max(latest.get(place, date.min), begins(period))
    counted = [
        (name, trend_of(of_it, *known[name[0]], breaks[name[2]], latest[name[:3]])) for name, of_it in series.items()
    ]
    told = ["from_period", "to_period", "method", "slope_per_year", "chi_square", "trend", "reason", "is_preferred"]
    return differences(read(marts, "trend", key, told), counted)


def trend_of(of_it: list[Row], kind: str, polarity: str, breaks: list[object], latest: date) -> tuple[object, ...]:
    """What the table of trends should say of a series."""
    is_preferred = of_it[-1]["is_preferred"]
    single = [row for row in of_it if is_one_year(str(row["period"]))]
    shown = [row for row in single if row["value"] is not None and row["value_high"] > row["value_low"]]  # type: ignore[operator]
    valid = [
        row
        for row in shown
        if "ndtms_records" in str(row["source"])
        or not any(begins(row["period"]) < broken_on <= latest for broken_on in breaks)  # type: ignore[operator]
    ][-5:]
    if len(valid) == 5:
        exact = all(row["rounded_to"] == 1 and row["denominator"] is not None for row in valid)
        points = [
            Year(
                begins(row["period"]).year,
                *(float(row[c]) for c in ("value", "value_low", "value_high")),  # type: ignore[arg-type]
                counts=None if row["denominator"] is None else counts(row),
            )
            for row in valid
        ]
        if kind == "proportion" and not exact and not any(p.counts and p.counts[0] >= p.counts[1] for p in points):
            points = [Year(p.year, p.value, p.low, p.high) for p in points]
        word, slope, chi_square = trend(points, polarity, kind == "proportion")
        if slope is not None:
            method = "counts" if kind == "proportion" and exact else "intervals"
            return (valid[0]["period"], valid[4]["period"], method, slope, chi_square, word, None, is_preferred)
        return (None, None, None, None, None, word, "everyone_or_nobody", is_preferred)
    has_longer = len(single) < len(of_it)
    word = "not_yet_calculated" if len(single) < 5 and not has_longer else "cannot_be_calculated"
    if not single:
        reason = "overlapping_periods"
    elif len(single) < 5:
        reason = "fewer_than_five_years"
    else:
        reason = "years_without_a_number" if len(shown) < 5 else "series_break"
    return (None, None, None, None, None, word, reason, is_preferred)


def is_one_year(period: str) -> bool:
    """Whether a period is one calendar or financial year."""
    return len(period) == 4 or (len(period) == 7 and (int(period[5:7]) - int(period[2:4])) % 100 == 1)


def differences_in_charts(marts: duckdb.DuckDBPyConnection) -> list[str]:
    """The control chart of every flow of every place."""
    over = [
        str(p["period"])
        for p in rows(marts, "select * from period where period_kind = 'quarter' order by start_on")
        if p["is_complete"] and p["year"] != first_year_of(marts)
    ]
    counted = []
    for (measure, *place), (parts, wholes) in charted_values(marts, over).items():
        is_share = measure == "womens_share_of_new_presentations"
        said = chart_of_shares(parts, wholes) if is_share else chart_of_counts(parts)
        points = sum(value[0] is not None for value in said)
        for quarter, told, part in zip(over, said, parts, strict=True):
            status = "suppressed" if part is None else "too_few" if told[0] is None else "ok"
            kind = "proportions" if is_share else "individuals"
            counted.append(((measure, *place, quarter), (kind, *told, points, points < 13, status)))
    key = ("measure", "area_code", "sex", "substance_group", "period")
    told_of = ["chart", "value", "centre", "low", "high", "rule", "direction", "points", "is_short", "status"]
    return differences(read(marts, "control_chart", key, told_of), counted)


def first_year_of(marts: duckdb.DuckDBPyConnection) -> object:
    """The first year of records."""
    return min((str(p["year"]) for p in rows(marts, "select * from period")), default="")


Quarters = list[float | None]


def charted_values(
    marts: duckdb.DuckDBPyConnection, over: list[str]
) -> dict[tuple[str, ...], tuple[Quarters, Quarters]]:
    """What is charted, quarter by quarter: how many, and of how many."""
    found: dict[tuple[str, ...], tuple[Quarters, Quarters]] = {}
    chosen = f"period in ({', '.join(repr(quarter) for quarter in over) or 'null'})"
    wholes = {}
    for row in rows(marts, f"select * from treatment_measure where category = 'all' and {chosen}"):
        cell = tuple(str(row[c]) for c in ("measure", "area_code", "sex", "substance_group", "period"))
        wholes[cell] = row["people"]
    for (whole, area, sex, group, quarter), people in wholes.items():
        if whole in ("new_presentations", "journeys_triaged") and group == "all":
            put(found, (whole, area, sex, group), over, quarter, people)
    for row in rows(marts, f"select * from treatment_measure where measure = 'outcome' and {chosen}"):
        if row["substance_group"] == "all" and row["category"] != "still_in_treatment":
            key = ("people_leaving", str(row["area_code"]), str(row["sex"]), "all")
            put(found, key, over, str(row["period"]), row["people"])
    for (whole, area, sex, group, quarter), people in wholes.items():
        # where nobody was in treatment nobody left, and nothing was told of outcomes
        key = ("people_leaving", area, sex, group)
        if whole == "people_in_treatment" and group == "all" and is_missing(found, key, over.index(quarter)):
            put(found, key, over, quarter, 0 if people == 0 else None)
    shares = "measure = 'womens_share_of_new_presentations'"
    for row in rows(marts, f"select * from treatment_measure where {shares} and {chosen}"):
        key = ("womens_share_of_new_presentations", str(row["area_code"]), "all", str(row["substance_group"]))
        put(found, key, over, str(row["period"]), row["people"], row["out_of"])
    for (whole, area, sex, group, quarter), people in wholes.items():
        key = ("womens_share_of_new_presentations", area, sex, group)
        if whole == "new_presentations" and sex == "all" and is_missing(found, key, over.index(quarter)):
            put(found, key, over, quarter, 0 if people == 0 else None, 0)
    waits = "select * from waiting_time where substance_group = 'all'"
    for row in rows(marts, waits):
        key = ("waits_ended", str(row["area_code"]), str(row["sex"]), "all")
        found.setdefault(key, ([0] * len(over), [1] * len(over)))
        is_charted = row["intervention_order"] == "first" and row["clock"] == "started"
        if is_charted and row["period"] in over:
            found[key][0][over.index(str(row["period"]))] = row["waits"]  # type: ignore[call-overload]
    return found


def is_missing(found: dict[tuple[str, ...], tuple[Quarters, Quarters]], key: tuple[str, ...], place: int) -> bool:
    """Whether nothing has been told of a quarter of a series."""
    return key not in found or found[key][1][place] is None


def put(
    found: dict[tuple[str, ...], tuple[Quarters, Quarters]],
    key: tuple[str, ...],
    over: list[str],
    quarter: str,
    people: object,
    out_of: object = 1,
) -> None:
    """Add a count to a quarter of a series: what was not known stays so, and what is not there yet is none."""
    parts, wholes = found.setdefault(key, ([None] * len(over), [None] * len(over)))
    place = over.index(quarter)
    before = 0 if wholes[place] is None else parts[place]
    parts[place] = None if people is None or before is None else before + float(people)  # type: ignore[arg-type]
    wholes[place] = None if out_of is None and people is None else float(out_of)  # type: ignore[arg-type]
    if wholes[place] is None:
        wholes[place] = 0.0


def differences_in_ranks(marts: duckdb.DuckDBPyConnection, most_sets: int = 4) -> list[str]:
    """The rank of every authority; its interval too in a few sets, which take the loops a while.

    Intervals may differ by a rank: two draws that are the same in four bytes can change places.
    """
    known = {str(i["indicator"]): i for i in rows(marts, "select * from indicator")}
    periods = defaultdict(set)
    for row in rows(marts, "select distinct indicator, source, period from indicator_value"):
        periods[(row["indicator"], row["source"])].add(row["period"])
    sets = {
        key: of_it
        for key, of_it in of_funnels(marts, ["proportion", "rate"], has_interval).items()
        if (key[4] == "all" or known[str(key[0])]["polarity"] == "balance")
        and key[2] in sorted(periods[key[:2]], key=begins)[-10:]
    }
    widest = max((sum(map(has_interval, of_it)) for of_it in sets.values()), default=0)
    draws = normal_draws(DRAWS, widest, SEED).astype(float).tolist() if sets else []
    intervals = dict(read(marts, "area_rank", (*SERIES, "area_code"), ["rank_low", "rank_high"]))
    ranked, found = [], []
    for number, (key, of_it) in enumerate(sets.items()):
        shown = [row for row in of_it if has_interval(row)]
        values = [float(row["value"]) for row in shown]  # type: ignore[arg-type]
        ranks = {row["area_code"]: rank_of(value, values) for row, value in zip(shown, values, strict=True)}
        for row in of_it:
            rank = ranks.get(row["area_code"])
            told = (None, None, None, None)
            if rank is not None:
                told = (row["value"], rank, values.count(row["value"]), 10 * (rank - 1) // len(values) + 1)  # type: ignore[assignment, arg-type]
            ranked.append(((*key, row["area_code"]), (*told, len(shown), len(of_it) - len(shown), row["status"])))
        if number < most_sets:
            limits = [(float(row["value_low"]), float(row["value_high"])) for row in shown]  # type: ignore[arg-type]
            wanted = rank_intervals(limits, known[str(key[0])]["kind"] == "proportion", draws)
            for row, (low, high) in zip(shown, wanted, strict=True):
                name, rank = (*key, row["area_code"]), ranks[row["area_code"]]
                built_low, built_high = intervals[name]  # type: ignore[misc]
                if abs(built_low - min(rank, low)) > 1 or abs(built_high - max(rank, high)) > 1:
                    found.append(f"{name}: ranks {built_low} to {built_high}, recount {low} to {high}, rank {rank}")
    told_of = ["value", "rank", "sharing_rank", "tenth", "areas", "areas_without", "status"]
    return differences(read(marts, "area_rank", (*SERIES, "area_code"), told_of), ranked) + found


def differences_beside_comparators(marts: duckdb.DuckDBPyConnection) -> list[str]:
    """Every share and rate against England's and its region's, and how many of these comparisons there are."""
    known = {str(i["indicator"]): i for i in rows(marts, "select * from indicator")}
    areas = {str(a["area_code"]): a for a in rows(marts, "select * from area")}
    numbers = {}
    spreads = defaultdict(list)
    key = ("indicator", "period", "sex", "substance_group", "breakdown", "category")
    for row in rows(marts, "select * from indicator_value where is_preferred"):
        if known[str(row["indicator"])]["kind"] in ("proportion", "rate"):
            name = tuple(row[column] for column in key)
            numbers[(*name, row["area_code"])] = row
            if areas[str(row["area_code"])]["area_kind"] == "local_authority" and row["status"] == "ok":
                spreads[name].append(float(row["value"]))  # type: ignore[arg-type]
    compared, tally = [], defaultdict(lambda: [0, 0])
    for (*name, area), row in numbers.items():
        meaning, is_authority = known[str(name[0])], areas[str(area)]["area_kind"] == "local_authority"
        for comparator, code in comparators(areas[str(area)]).items():
            other = numbers.get((*name, code))
            benchmark = other["value"] if other else None
            word = word_for(row, benchmark, spreads[tuple(name)], str(meaning["kind"]))
            beyond = is_beyond(row, benchmark) if meaning["kind"] == "proportion" and word != "not_compared" else None
            beyond = beyond and word in ("lower", "higher") if beyond is not None else None
            judgement = judged(word, str(meaning["polarity"]))
            told = (row["value"], benchmark, word, judgement, beyond, row["status"], row["source"])
            compared.append(((*name, area, comparator), (*told, other["source"] if other else None)))
            if is_authority and row["status"] == "ok" and word != "not_compared":
                for level, is_signal in ((0.95, word in ("lower", "higher")), (0.998, beyond)):
                    if is_signal is not None:
                        tally[(*name, comparator, level)][0] += 1
                        tally[(*name, comparator, level)][1] += is_signal
    counted = [(of_it, (n, n * (1 - float(of_it[-1])), signals)) for of_it, (n, signals) in tally.items()]  # type: ignore[arg-type]
    told_of = ["value", "comparator_value", "comparison", "judgement", "is_beyond_998", "status", "source"]
    return [
        *differences(
            read(marts, "comparison", (*key, "area_code", "comparator"), [*told_of, "comparator_source"]), compared
        ),
        *differences(
            read(
                marts,
                "comparison_count",
                (*key, "comparator", "level"),
                ["comparisons", "expected_false_alarms", "signals"],
            ),
            counted,
        ),
    ]


def comparators(area: Row) -> dict[str, object]:
    """What an area is compared with."""
    found: dict[str, object] = {}
    if area["area_kind"] in ("local_authority", "partnership", "region", "wales"):
        found["england"] = "E92000001"
    if area["area_kind"] in ("local_authority", "partnership") and area["region_code"] is not None:
        found["region"] = area["region_code"]
    return found


def word_for(row: Row, benchmark: object, shown: list[float], kind: str) -> str:
    """The word for a number beside another."""
    if kind == "rate" and row["status"] in ("too_few", "unreliable"):
        return "too_few_to_tell"
    if not isinstance(benchmark, int | float) or row["value_low"] is None:
        return "not_compared"
    low, high = float(row["value_low"]), float(row["value_high"])  # type: ignore[arg-type]
    if low <= benchmark <= high:
        is_too_wide = bool(shown) and high - low > 2 * (quantile(shown, 0.75) - quantile(shown, 0.25)) + 1e-9
        return "too_few_to_tell" if is_too_wide else "similar"
    return "lower" if high < benchmark else "higher"


def is_beyond(row: Row, benchmark: object) -> bool | None:
    """Whether the 99.8% interval of a share leaves the benchmark out, whichever its rounded counts may be."""
    if row["status"] != "ok" or row["denominator"] is None or not isinstance(benchmark, int | float):
        return None
    x, n = counts(row)
    rounded_to = int(row["rounded_to"])  # type: ignore[call-overload]
    off = rounded_to / 2 if rounded_to > 1 else 0
    if abs(float(row["value_low"]) - wilson(max(x - off, 0), n + off)[0]) >= 0.001:  # type: ignore[arg-type]
        return None
    low, high = touching(benchmark, n, Z_998)
    return not low <= nearest(benchmark, x, n, rounded_to) <= high


def judged(word: str, polarity: str) -> str:
    """The word of an indicator that has a good end."""
    good = {"low_is_good": "lower", "high_is_good": "higher"}.get(polarity)
    if good is None or word not in ("lower", "higher"):
        return word
    return "better" if word == good else "worse"
