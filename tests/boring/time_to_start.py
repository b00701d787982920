"""By which day people had started, or had left before: counted day by day, person by person."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tests.boring.code_lists import Places
from tests.boring.journeys import Journey
from tests.boring.leaving import first_start, pathway
from tests.boring.measure_list import TRIAGED
from tests.boring.periods import Period, Quarter
from tests.boring.shares import Z, wilson
from tests.boring.wholes import members

LAST_DAY = 126
STARTED, LEFT, WAITING = "started", "left_before_starting", "not_started_yet"

SHOWN_DAYS = (7, 14, 21, 42, 84, 126)
FEWEST_JOURNEYS = 10
FEWEST_COUNTED = 5
STEP = 5
"""What an open build tells of, and what it rounds to."""

CurveCell = tuple[str, str, str]
"""Place, year, sex."""
Seen = tuple[int, str]
"""How many days after the referral somebody was last looked at, and what had become of them."""


@dataclass
class Day:
    """What is known of a day: the shares and their variances, and of how many nobody has lost sight."""

    started: float
    left: float
    started_variance: float
    left_variance: float
    followed: int


def collect_curves(
    journeys: list[Journey], periods: Sequence[Period], reach: date, places: Places
) -> dict[CurveCell, list[Seen]]:
    """The journeys triaged in each year, by place and sex: days, and what became of them."""
    found: dict[CurveCell, list[Seen]] = {}
    for period in periods:
        if isinstance(period, Quarter):
            continue
        for member in members(journeys, period, places):
            if member.whole == TRIAGED:
                for sex in (member.sex(), "all"):
                    found.setdefault((member.place, period.label, sex), []).append(seen(member.journey, reach))
    return found


def seen(journey: Journey, reach: date) -> Seen:
    """Days from the referral of the first episode to the start, the end, or the last day of the records."""
    outcome = pathway(journey)
    until = first_start(journey) if outcome == STARTED else journey.ended() or reach
    return max((until - journey.episodes[0].referred).days, 0), outcome


def curve(journeys: list[Seen]) -> list[Day | None]:
    """Day 0 to 126; none for a day on which nobody was in sight and it is not known what became of all."""
    days: list[Day | None] = []
    past: list[tuple[int, int, int, float, float, float]] = []
    """Of each day so far with anybody in sight: at risk, starts, leavings, waiting before, and both shares after."""
    waiting, started, left = 1.0, 0.0, 0.0
    everybody_is_gone = False
    for today in range(LAST_DAY + 1):
        at_risk = sum(1 for day, _ in journeys if day >= today)
        if at_risk:
            starts = sum(1 for day, outcome in journeys if day == today and outcome == STARTED)
            leavings = sum(1 for day, outcome in journeys if day == today and outcome == LEFT)
            started += waiting * starts / at_risk
            left += waiting * leavings / at_risk
            if starts or leavings:
                past.append((at_risk, starts, leavings, waiting, started, left))
            everybody_is_gone = starts + leavings == at_risk
            waiting *= 1 - (starts + leavings) / at_risk
        elif not everybody_is_gone:
            days.append(None)
            continue
        lost = sum(1 for day, outcome in journeys if outcome == WAITING and day < today)
        days.append(
            Day(
                started=started,
                left=left,
                started_variance=variance([(n, s + g, s, w, share) for n, s, g, w, share, _ in past]),
                left_variance=variance([(n, s + g, g, w, share) for n, s, g, w, _, share in past]),
                followed=len(journeys) - lost,
            )
        )
    return days


def variance(past: list[tuple[int, int, int, float, float]]) -> float:
    """Marubini and Valsecchi's sum, as it is printed."""
    total = 0.0
    for at_risk, gone, came, waiting, share in past:
        since = past[-1][-1] - share
        if gone < at_risk:
            total += since**2 * gone / (at_risk * (at_risk - gone))
        total += waiting**2 * (at_risk - came) / at_risk * came / at_risk**2
        total -= 2 * since * waiting * came / at_risk**2
    return total


def limits(share: float, spread: float, followed: int) -> tuple[float, float]:
    """The ends of the interval: in ln(-ln(1 - share)), or Wilson's where there is no spread to go by."""
    if share < 1e-12 or share > 1 - 1e-12:
        low, high = wilson(round(share) * followed, followed)
        return max(low, 0.0), min(high, 1.0)
    place = math.log(-math.log(1 - share))
    reach = Z * math.sqrt(spread) / abs((1 - share) * math.log(1 - share))
    return 1 - math.exp(-math.exp(place - reach)), 1 - math.exp(-math.exp(place + reach))


def half_started(days: list[Day | None]) -> int | None:
    """The first day by which half had started."""
    for number, day in enumerate(days):
        if day is not None and day.started >= 0.5 - 1e-12:
            return number
    return None


def curve_rows(cells: dict[CurveCell, list[Seen]]) -> list[tuple[tuple[object, ...], tuple[object, ...]]]:
    """The rows of a restricted build."""
    rows: list[tuple[tuple[object, ...], tuple[object, ...]]] = []
    for cell, journeys in cells.items():
        days = curve(journeys)
        half = half_started(days)
        for number, day in enumerate(days):
            if day is None:
                told: tuple[object, ...] = (*[None] * 7, half, "not_published", 1)
            else:
                told = (
                    *(day.started, *limits(day.started, day.started_variance, day.followed)),
                    *(day.left, *limits(day.left, day.left_variance, day.followed)),
                    *(1 - day.started - day.left, half, "ok", 1),
                )
            rows.append(((*cell, number), (len(journeys), *told)))
    return rows


def open_rows(
    cells: dict[CurveCell, list[Seen]], places: Places
) -> list[tuple[tuple[object, ...], tuple[object, ...]]]:
    """The rows of an open build."""
    rows: list[tuple[tuple[object, ...], tuple[object, ...]]] = []
    curves = {cell: curve(journeys) for cell, journeys in cells.items()}
    told = {cell: is_told(len(cells[cell]), days) for cell, days in curves.items()}
    for (place, year, sex), days in curves.items():
        journeys = len(cells[place, year, sex])
        asked = ["all"] if sex == "all" else ["all", "female", "male"]
        is_shown = all(
            told.get((each, year, one), True) for each in (place, *places.members_of.get(place, [])) for one in asked
        )
        for number in SHOWN_DAYS:
            day = days[number]
            if not is_shown:
                shown: tuple[object, ...] = (*[None] * 9, "suppressed", STEP)
            elif day is None:
                shown = (to_step(journeys), *[None] * 7, half_started(days), "not_published", STEP)
            else:
                shown = (to_step(journeys), *rounded(day, journeys), half_started(days), "ok", STEP)
            rows.append(((place, year, sex, number), shown))
    return rows


def is_told(journeys: int, days: list[Day | None]) -> bool:
    """Whether neither the journeys of a cell nor what became of them by any day shown are few."""
    counts = [count for number in SHOWN_DAYS for count in whole(days[number], journeys)]
    return journeys >= FEWEST_JOURNEYS and not any(1 <= count < FEWEST_COUNTED for count in counts)


def whole(day: Day | None, journeys: int) -> tuple[int, ...]:
    """How many had started, had left and were waiting."""
    if day is None:
        return ()
    started, left = (math.floor(round(share, 12) * journeys + 0.5) for share in (day.started, day.left))
    return started, left, journeys - started - left


def to_step(count: float) -> int:
    """The nearest step."""
    return math.floor(count / STEP + 0.5) * STEP


def rounded(day: Day, journeys: int) -> list[float]:
    """The shares of rounded counts, each with its limits but the last."""
    published = to_step(journeys)
    started, left, waiting = (min(to_step(count) / published, 1) for count in whole(day, journeys))
    found = []
    for share, exact, spread in ((started, day.started, day.started_variance), (left, day.left, day.left_variance)):
        is_plain = 1e-12 < exact < 1 - 1e-12
        worth = min(exact * (1 - exact) / spread, journeys) if is_plain else day.followed
        found += [share, *rounded_limits(share, min(to_step(worth), published))]
    return [*found, waiting]


def rounded_limits(share: float, total: int) -> tuple[float, float]:
    """Wilson's limits at both ends of what was rounded."""
    events = share * total
    low = wilson(max(events - STEP / 2, 0), total + STEP / 2)
    if total <= STEP / 2:
        return max(low[0], 0.0), 1.0
    high = wilson(min(events + STEP / 2, total - STEP / 2), total - STEP / 2)
    return max(low[0], 0.0), min(high[1], 1.0)
