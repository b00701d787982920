"""Women's share of places and providers, the share to expect, how many more women: from what is published, in loops."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.boring.shares import extra_women, extra_women_if_places_fixed
from tests.boring.similar_areas import GROUPS, Row

ENGLAND = "E92000001"
MEASURES = {
    "womens_share_in_treatment": ("in_treatment", "people_in_treatment"),
    "womens_share_of_new_presentations": ("new_presentations", "new_presentations"),
}
BANDS = ["18_to_29", "30_to_49", "50_and_over", "not_stated"]
Cell = tuple[str, str, str, str]
"""Area, period, substance group, measure."""
Key = tuple[str, str, str, str, str, str]
"""Area, provider, period, substance group, measure, comparator."""


@dataclass(frozen=True)
class Share:
    """Women of people, as published, and why there is none."""

    women: float | None
    men: float | None
    people: float | None
    share: float | None
    low: float | None
    high: float | None
    status: str
    source: str
    rounded_to: int


@dataclass
class Published:
    """The published tables that women's shares are made from, as rows by column."""

    areas: list[Row]
    values: list[Row]
    caseloads: list[Row]
    age_cells: dict[tuple[str, str, str, str, str, str], float | None]
    """People by area, period, measure, sex, substance group and age band; null where hidden."""
    similar: dict[str, list[str]]

    @cached_property
    def shares(self) -> dict[Cell, Share]:
        """The shares that pages show."""
        preferred = {
            (row["area_code"], row["period"], row["substance_group"], MEASURES[str(row["indicator"])][0], row["source"])
            for row in self.values
            if row["indicator"] in MEASURES and row["is_preferred"]
        }
        return {key[:4]: share for key, share in self.of_sources.items() if key in preferred}

    @cached_property
    def of_sources(self) -> dict[tuple[str, str, str, str, str], Share]:
        """Shares by area, period, substance group, measure and source."""
        found = {}
        for row in self.values:
            if row["indicator"] in MEASURES:
                measure, counted = MEASURES[str(row["indicator"])]
                area, period, group, source = (str(row[name]) for name in PLACED)
                men, _status = self.counts.get((counted, area, period, group, source, "male"), (None, None))
                exact = row["rounded_to"] == 1 and row["numerator"] is not None
                subtracted = number(row["denominator"]) - number(row["numerator"]) if exact else None
                found[(area, period, group, measure, source)] = Share(
                    *(given(row["numerator"]), None if row["numerator"] is None else given(men, subtracted)),
                    *(
                        given(row["denominator"]),
                        given(row["value"]),
                        given(row["value_low"]),
                        given(row["value_high"]),
                    ),
                    *(str(row["status"]), source, int(number(row["rounded_to"]))),
                )
        return found

    @cached_property
    def counts(self) -> dict[tuple[str, ...], tuple[object, object]]:
        """Published counts with their status by indicator, area, period, substance group, source and sex."""
        return {
            (str(row["indicator"]), *(str(row[name]) for name in PLACED), str(row["sex"])): (
                row["numerator"],
                row["status"],
            )
            for row in self.values
            if row["indicator"] in ("people_in_treatment", "new_presentations") and row["breakdown"] == "all"
        }

    @cached_property
    def by_provider(self) -> dict[tuple[str, str, str, str], Row]:
        """Caseloads of years by provider, year, substance group and sex."""
        return {
            (str(row["provider_code"]), str(row["period"]), str(row["substance_group"]), str(row["sex"])): row
            for row in self.caseloads
            if row["area_code"] == "all" and " Q" not in str(row["period"])
        }

    @cached_property
    def authorities(self) -> dict[tuple[str, str, str], list[tuple[Row, Share]]]:
        """The shares of authorities by period, substance group and measure."""
        kinds = {row["area_code"]: row for row in self.areas}
        found: dict[tuple[str, str, str], list[tuple[Row, Share]]] = {}
        for (area, period, group, measure), share in self.shares.items():
            if kinds[area]["area_kind"] == "local_authority":
                found.setdefault((period, group, measure), []).append((kinds[area], share))
        return found

    @cached_property
    def standards(self) -> dict[tuple[str, str, str], tuple[str | None, bool]]:
        """Whose England is the standard, by measure, period and source: as `standard` finds it."""
        asked = {(measure, period, source) for _a, period, _g, measure, source in self.of_sources}
        return {each: standard(self, *each) for each in asked}


PLACED = ("area_code", "period", "substance_group", "source")


def given(*values: object) -> float | None:
    """The first that is a number."""
    return next((float(value) for value in values if isinstance(value, int | float)), None)


def number(value: object) -> float:
    """A number, nought where there is none."""
    return given(value) or 0.0


def of_providers(published: Published) -> dict[tuple[str, str, str], Share]:
    """Shares by provider, year and substance group."""
    cells = published.by_provider
    found = {}
    for (provider, period, group, sex), row in cells.items():
        if sex == "all":
            women, men = (cells[(provider, period, group, each)]["people"] for each in ("female", "male"))
            found[(provider, period, group)] = Share(
                *(given(women), given(men), given(row["people"]), given(row["womens_share"])),
                *(given(row["womens_share_low"]), given(row["womens_share_high"])),
                "too_few" if row["people"] == 0 else str(row["status"]),
                *("ndtms_records", int(number(row["rounded_to"]))),
            )
    return found


def standard(published: Published, measure: str, period: str, source: str) -> tuple[str | None, bool]:
    """Whose England is the standard of a source, and whether something of England is hidden."""
    by_source: dict[str, dict[str, Share]] = {}
    for (area, year, group, named, own), share in published.of_sources.items():
        if (area, year, named) == (ENGLAND, period, measure):
            by_source.setdefault(own, {})[group] = share
    of_england = [published.shares.get((ENGLAND, period, group, measure)) for group in ("all", *GROUPS)]
    shown = next((share.source for share in of_england if share is not None), None)
    complete = [
        name
        for name, groups in by_source.items()
        if all(g in groups and (groups[g].share is not None or groups[g].people == 0) for g in GROUPS)
    ]
    is_hidden = any(
        share.status == "suppressed" for name in {source, shown} for share in by_source.get(str(name), {}).values()
    )
    if source in complete:
        is_published = "ndtms_records" not in source and "caseload_return" not in source
        whole = by_source[shown]["all"].people if shown in by_source and "all" in by_source[shown] else None
        own = by_source[source]["all"].people if "all" in by_source[source] else None
        if is_published or whole is None or own is None or own >= 0.9 * whole:
            return source, is_hidden
    return (shown if shown in complete else None), is_hidden


def expected(mix: dict[str, float | None], england: dict[str, float | None]) -> float | str | None:
    """The share there would be: null where people or England's share is not known, too few where nobody is."""
    women = everyone = 0.0
    for group, people in mix.items():
        if people is None or (people > 0 and england.get(group) is None):
            return None
        women += people * (england.get(group) or 0)
        everyone += people
    return women / everyone if everyone > 0 else "too_few"


def expected_of(
    published: Published, measure: str, period: str, source: str, mix: dict[str, tuple[object, object]]
) -> tuple[float | None, str]:
    """The expected share of a place with so many people in each group, each with its status, and a word for it."""
    if not mix:
        return None, "not_published"
    england_source, is_hidden = published.standards[(measure, period, source)]
    of_england = {g: published.of_sources.get((ENGLAND, period, g, measure, str(england_source))) for g in GROUPS}
    england = {group: share.share for group, share in of_england.items() if share is not None}
    found = expected({group: given(mix.get(group, (None, None))[0]) for group in GROUPS}, england)
    if found == "too_few":
        return None, "too_few"
    if isinstance(found, float):
        return found, "ok"
    hides = any(status == "suppressed" for _people, status in mix.values()) or (is_hidden and england_source is None)
    return None, "suppressed" if hides else "not_published"


def expected_by_age(published: Published, area: str, measure: str, period: str) -> float | None:
    """The same by age band and substance group."""
    if published.standards[(measure, period, "ndtms_records")][0] != "ndtms_records":
        return None
    mix, england = {}, {}
    for group in GROUPS:
        for band in BANDS:
            people = published.age_cells[(ENGLAND, period, measure, "all", group, band)]
            women = published.age_cells[(ENGLAND, period, measure, "female", group, band)]
            england[f"{group} {band}"] = women / people if people and women is not None else None
            mix[f"{group} {band}"] = published.age_cells[(area, period, measure, "all", group, band)]
    found = expected(mix, england)
    return found if isinstance(found, float) else None


def quantile(values: list[float], at: float) -> float:
    """The value below which a part lies, between the two it falls between."""
    ordered = sorted(values)
    place = at * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def first_day(period: str) -> str:
    """The first day of a financial year."""
    return f"{period[:4]}-04-01"


def comparators(published: Published, area: Row) -> dict[str, list[str]]:
    """What a place is compared with, and the areas that is."""
    code, kind = str(area["area_code"]), area["area_kind"]
    if kind == "england":
        return {"none": []}
    found = {"england": [ENGLAND], "best_quarter": []}
    if kind == "local_authority" or (kind == "partnership" and area["region_code"] is not None):
        found["region"] = [str(area["region_code"])]
    if kind == "local_authority" or code in published.similar:
        found["similar"] = published.similar.get(code, [])
    return found


def whole_women(women: float) -> int:
    """Women are whole: rounded up, but for the last places of a number, and never fewer than none."""
    return max(0, math.ceil(women - 1e-9))


def more(own: Share, wanted: float | None) -> list[int | None]:
    """Women more to make a share, and at the limits of the own one: if men stay, then if places are fixed."""
    nobody: list[int | None] = [None] * 3
    if wanted is None or not own.people:
        return nobody * 2
    n = int(own.people)
    women = [own.women, None if own.high is None else own.high * n, None if own.low is None else own.low * n]
    stay = nobody if wanted == 1 else [None if w is None else whole_women(extra_women(w, n, wanted)) for w in women]
    return [*stay, *(None if w is None else whole_women(extra_women_if_places_fixed(w, n, wanted)) for w in women)]


def word(own: Share, wanted: float | None, spread: float | None) -> str:
    """Where the comparator stands against the interval."""
    if wanted is None or own.low is None or own.high is None:
        return "not_compared"
    if own.high < wanted:
        return "lower"
    if own.low > wanted:
        return "higher"
    return "too_few_to_tell" if spread is not None and own.high - own.low > 2 * spread else "similar"


def over(share: float | None, other: float | None) -> float | None:
    """One over another; null where either is unknown, or the other nought."""
    return share / other if share is not None and other else None


def womens_shares(published: Published) -> Iterator[tuple[Key, tuple[object, ...]]]:
    """Every row of the table of women's shares."""
    kinds = {str(row["area_code"]): row for row in published.areas}
    for (area, period, group, measure), own in published.shares.items():
        of_mix, by_age = None, None
        if group == "all":
            counted = "people_in_treatment" if measure == "in_treatment" else measure
            cells = {each: published.counts.get((counted, area, period, each, own.source, "all")) for each in GROUPS}
            mix = {each: cell for each, cell in cells.items() if cell is not None}
            of_mix = expected_of(published, measure, period, own.source, mix)
            if own.source == "ndtms_records" and published.age_cells:
                by_age = expected_by_age(published, area, measure, period)
        for comparator, codes in comparators(published, kinds[area]).items():
            others = [s for code in codes if (s := published.shares.get((code, period, group, measure))) is not None]
            if comparator == "best_quarter":
                of_year = published.authorities.get((period, group, measure), [])
                others = [share for authority, share in of_year if is_valid(authority, period)]
            row = row_of(own, of_mix, by_age, comparator, others, middle_half(published, (period, group, measure)))
            yield (area, "all", period, group, measure, comparator), row
    for (provider, period, group), own in of_providers(published).items():
        england = published.shares.get((ENGLAND, period, group, "in_treatment"))
        if england is not None:
            of_mix = None
            if group == "all":
                cells = {each: published.by_provider[(provider, period, each, "all")] for each in GROUPS}
                mix = {each: (cell["people"], cell["status"]) for each, cell in cells.items()}
                of_mix = expected_of(published, "in_treatment", period, own.source, mix)
            row = row_of(
                own, of_mix, None, "england", [england], middle_half(published, (period, group, "in_treatment"))
            )
            yield ("all", provider, period, group, "in_treatment", "england"), row


def middle_half(published: Published, cell: tuple[str, str, str]) -> float | None:
    """How far the middle half of authorities reaches."""
    known = [share.share for _area, share in published.authorities.get(cell, []) if share.share is not None]
    return quantile(known, 0.75) - quantile(known, 0.25) if known else None


def is_valid(area: Row, period: str) -> bool:
    """Whether an authority was there in a year."""
    return area["valid_to"] is None or str(area["valid_to"]) >= first_day(period)


def row_of(
    own: Share,
    of_mix: tuple[float | None, str] | None,
    by_age: float | None,
    comparator: str,
    others: list[Share],
    spread: float | None,
) -> tuple[object, ...]:
    """The columns of a row, in the order of COLUMNS."""
    shown = [other for other in others if other.share is not None]
    wanted: float | None = None
    areas = len(shown) if comparator in ("similar", "best_quarter") else None
    if comparator == "similar" and shown:
        wanted = over(sum(other.women or 0 for other in shown), sum(other.people or 0 for other in shown))
    elif comparator == "best_quarter" and len(shown) >= 10:
        wanted = quantile([other.share for other in shown if other.share is not None], 0.75)
    elif comparator in ("england", "region") and others:
        wanted = others[0].share
    sources = {other.source for other in (shown if areas is not None else others)}
    share, word_for_mix = of_mix or (None, "one_substance_group")
    return (
        *(own.women, own.men, own.people, own.share, own.low, own.high),
        *(share, over(own.share, share), over(own.low, share), over(own.high, share), word_for_mix),
        *(by_age, over(own.share, by_age), over(own.low, by_age), over(own.high, by_age)),
        *(wanted, areas, word(own, wanted, spread), *more(own, wanted)),
        *(own.status, own.source, " + ".join(sorted(sources)) or None, own.rounded_to),
    )


COLUMNS = [
    "women", "men", "people", "share", "share_low", "share_high",
    "expected_share", "observed_over_expected", "ratio_low", "ratio_high", "expected_status",
    "expected_share_by_age_and_substance", "observed_over_expected_by_age_and_substance",
    "ratio_by_age_and_substance_low", "ratio_by_age_and_substance_high",
    "comparator_share", "comparator_areas", "comparison",
    "extra_women", "extra_women_low", "extra_women_high",
    "extra_women_if_places_fixed", "extra_women_if_places_fixed_low", "extra_women_if_places_fixed_high",
    "status", "source", "comparator_source", "rounded_to",
]  # fmt: skip
