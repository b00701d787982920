"""Which authorities are like which, by what is published of them: in plain loops, a pair at a time."""

import csv
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

TOO_SMALL = ["E09000001", "E06000053"]
"""The City of London and the Isles of Scilly."""
GROUPS = ["opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol"]
Row = Mapping[str, object]
Figures = dict[tuple[str, str, str], dict[str, Row]]
"""Indicator, period and substance group, then by area: figures of women and men together."""


def weights(reference: Path) -> dict[str, float]:
    """The weight of each trait."""
    with (reference / "similarity_weight.csv").open(encoding="utf-8", newline="") as file:
        return {row["trait"]: float(row["weight"]) for row in csv.DictReader(file)}


def years_of(period: str) -> int:
    """How many years a period's last two digits are on: nought in 2021, one in 2021-22, two in 2019-21."""
    head, dash, tail = period.partition("-")
    return (int(tail[:2]) - int(head[2:])) % 100 if dash else 0


def figures_of(areas: Iterable[Row], values: Iterable[Row]) -> Figures:
    """What is published of the authorities that may be like each other."""
    authorities = {
        row["area_code"]
        for row in areas
        if row["area_kind"] == "local_authority"
        and str(row["region_code"]).startswith("E")
        and row["valid_to"] is None
        and row["area_code"] not in TOO_SMALL
    }
    found: Figures = {}
    for row in values:
        if row["area_code"] in authorities and row["is_preferred"] and (row["sex"], row["breakdown"]) == ("all", "all"):
            key = (str(row["indicator"]), str(row["period"]), str(row["substance_group"]))
            found.setdefault(key, {})[str(row["area_code"])] = row
    return found


def latest(figures: Figures, indicator: str, lengths: list[int]) -> str | None:
    """The latest period in which at least half as many areas have a number above nought as in any."""
    counts = {}
    for (name, period, group), by_area in figures.items():
        if name == indicator and group == "all" and years_of(period) in lengths:
            counts[period] = sum(1 for row in by_area.values() if number(row["value"]) > 0)
    most = max(counts.values(), default=0)
    return max((period for period, count in counts.items() if count > 0 and 2 * count >= most), default=None)


def number(value: object) -> float:
    """A number, nought where there is none."""
    return float(value) if isinstance(value, int | float) else 0.0


def traits_of(figures: Figures) -> dict[str, dict[str, float]]:
    """By trait, what is known of each area."""
    year = latest(figures, "people_in_treatment", [1])
    years = latest(figures, "drug_misuse_death_rate", [2, 3])
    found: dict[str, dict[str, float]] = {}
    people = {
        area: number(row["value"])
        for area, row in figures.get(("people_in_treatment", str(year), "all"), {}).items()
        if number(row["value"]) > 0
    }
    for group in GROUPS:
        for area, row in figures.get(("people_in_treatment", str(year), group), {}).items():
            if area in people and row["value"] is not None:
                found.setdefault(f"{group}_share", {})[area] = number(row["value"]) / people[area]
    for area, row in figures.get(("treatment_rate_per_1000", str(year), "all"), {}).items():
        if area in people and row["value"] is not None:
            found.setdefault("treatment_rate", {})[area] = number(row["value"])
        if number(row["denominator"]) > 0:
            found.setdefault("adults", {})[area] = math.log(number(row["denominator"]))
    for area, row in figures.get(("drug_misuse_death_rate", str(years), "all"), {}).items():
        if row["value"] is not None:
            found.setdefault("drug_misuse_death_rate", {})[area] = number(row["value"])
    return found


def standardised(known: dict[str, float]) -> dict[str, float]:
    """Each in standard deviations from the mean; all nought where they do not differ."""
    mean = math.fsum(known.values()) / len(known)
    if len(known) == 1 or len(set(known.values())) == 1:
        return dict.fromkeys(known, 0.0)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in known.values()) / (len(known) - 1))
    return {area: (value - mean) / deviation for area, value in known.items()}


def computed(figures: Figures, weight: dict[str, float]) -> dict[str, list[tuple[str, float, float]]]:
    """For each area the ten nearest: code, distance, and how much of the weight is known of both."""
    scores = {trait: standardised(known) for trait, known in traits_of(figures).items()}
    areas = sorted({area for known in scores.values() for area in known})
    found = {}
    for area in areas:
        near = []
        for other in areas:
            both = [trait for trait, known in scores.items() if area in known and other in known]
            of_both = sum(weight[trait] for trait in both)
            if area == other or of_both < sum(weight.values()) / 2:
                continue
            apart = sum(weight[trait] * (scores[trait][area] - scores[trait][other]) ** 2 for trait in both)
            near.append((round(math.sqrt(apart / of_both), 9), other, of_both / sum(weight.values())))
        if near:
            found[area] = [(other, distance, known) for distance, other, known in sorted(near)[:10]]
    return found


def similar_areas(
    areas: list[Row], values: list[Row], neighbours: list[Row], weight: dict[str, float]
) -> dict[tuple[str, str], tuple[object, ...]]:
    """Every row of the table: area and similar area; rank, distance, basis, method, year, known weight."""
    figures = figures_of(areas, values)
    year = latest(figures, "people_in_treatment", [1])
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    supplied = {str(row["area_code"]) for row in neighbours}
    for area in supplied:
        own = [row for row in neighbours if row["area_code"] == area]
        method = min(str(row["method"]) for row in own)
        for row in own:
            if row["method"] == method:
                found[(area, str(row["neighbour_code"]))] = (
                    *(row["rank"], row["distance"], "supplied", method),
                    *(None, None),
                )
    for area, near in computed(figures, weight).items():
        if area not in supplied:
            for rank, (other, distance, known) in enumerate(near, start=1):
                found[(area, other)] = (rank, distance, "computed", None, year, known)
    return found
