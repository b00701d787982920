"""Returns of caseloads, a second time: who is counted for an area, and how many workers a number of clients takes."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

Return = Mapping[str, str]


def financial_year(day: date) -> str:
    """The financial year of a day."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def latest_returns(returns: Iterable[Return]) -> dict[tuple[str, str, str], Return]:
    """The last return of each provider in an authority and a financial year."""
    latest: dict[tuple[str, str, str], Return] = {}
    for row in returns:
        key = (row["area_code"], row["provider_code"], financial_year(date.fromisoformat(row["snapshot_on"])))
        if key not in latest or row["snapshot_on"] > latest[key]["snapshot_on"]:
            latest[key] = row
    return latest


def caseload(returns: Iterable[Return], areas: Iterable[str], year: str) -> tuple[int, Decimal]:
    """Clients and keyworkers of some authorities in a year."""
    clients, keyworkers = 0, Decimal(0)
    for (area, _, in_year), row in latest_returns(returns).items():
        if area in areas and in_year == year:
            clients += int(row["active_clients"])
            keyworkers += Decimal(row["keyworkers_wte"])
    return clients, keyworkers


def women_among(returns: Iterable[Return], areas: Iterable[str], year: str) -> tuple[Decimal, Decimal]:
    """Women's working time and everyone's, of those who say how much is women's."""
    women, everyone = Decimal(0), Decimal(0)
    for (area, _, in_year), row in latest_returns(returns).items():
        if area in areas and in_year == year and row["women_keyworkers_wte"]:
            women += Decimal(row["women_keyworkers_wte"])
            everyone += Decimal(row["keyworkers_wte"])
    return women, everyone


def workers_needed(clients: int, aim: int) -> int:
    """The fewest whole workers who have no more clients each than is aimed at."""
    workers = 0
    while workers * aim < clients:
        workers += 1
    return workers


def more_workers(clients: int, in_post: Fraction, aim: int) -> int:
    """The fewest whole workers to add to those in post."""
    more = 0
    while (in_post + more) * aim < clients:
        more += 1
    return more
