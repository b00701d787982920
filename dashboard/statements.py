"""The one sentence engine: titles, text alternatives, cards and export notes all come from here.

Each sentence is built from data: a number, what it is compared with, the direction, how sure we are, the period,
in that order and in under thirty words. “Similar” stands only where the comparison says so. A share is lower or
higher, never better or worse. What is missing is named, with the reason.
"""

from collections.abc import Mapping
from typing import Any

from dashboard import numbers
from dashboard.reading import SUBSTANCE_GROUPS, Area

Row = Mapping[str, Any]

WHO = {"in_treatment": "people in treatment", "new_presentations": "people newly starting treatment"}
SEXES = {"female": "women", "male": "men"}
MISSING = {
    "suppressed": "hidden to protect people",
    "too_few": "too small to calculate",
    "not_published": "not published",
    "not_collected": "not collected",
    "not_held": "not in the files held",
}


def of(area: Area, substance_group: str) -> str:
    """Who a sentence is about: the area, and the substance group when it is not everyone."""
    if substance_group == "all":
        return area.name
    return f"{area.name}, {SUBSTANCE_GROUPS[substance_group].lower()}"


def missing(area: Area, what: str, row: Row | None, period: str) -> str:
    """That a number is not there, and why. `what` is a noun in the plural or the singular with its verb."""
    status = "not_held" if row is None else row["status"]
    return f"{area.name}: {what} {MISSING.get(status, MISSING['not_published'])} ({period})."


def womens_share(area: Area, substance_group: str, row: Row | None, comparator: str, period: str) -> str:
    """How many women are in treatment, what share that is, and whether it differs beyond chance."""
    if row is None or row["share"] is None:
        if row is not None and row["people"] == 0:
            return f"{of(area, substance_group)}: nobody was in treatment in {period}, so there is no share of women."
        return missing(area, "the number of women in treatment is", row, period)
    share = numbers.share_with_interval(row["share"], row["share_low"], row["share_high"])
    count = f"{numbers.counted(row['women'], 'woman', 'women')} in treatment, {share}"
    first = f"{of(area, substance_group)}: {count} of {numbers.people(row['people'])} people"
    second = _compared(
        row["comparison"],
        comparator,
        numbers.percent(row["comparator_share"], "not_published"),
        row["comparator_share"],
    )
    return _dated(f"{first}. {second}" if second else first, period)


def treatment_rate(women: Row | None, men: Row | None, england: Row | None) -> str:
    """Women and men in treatment for every 1,000 adults of their sex; empty where no rate is held."""
    if women is None or men is None:
        return ""
    here = [
        f"{numbers.rate_with_interval(row['rate'], row['rate_low'], row['rate_high'], row['status'])} {who}"
        for row, who in ((women, "women"), (men, "men"))
    ]
    elsewhere = "" if england is None else f" (women in England {numbers.rate(england['rate'], england['status'])})"
    return f"For every 1,000 adults of their sex: {here[0]}{elsewhere} and {here[1]}; {women['note']}."


def _dated(text: str, period: str) -> str:
    """A sentence with its period at the end, never bracket upon bracket."""
    return f"{text}, {period}." if text.endswith(")") else f"{text} ({period})."


def _compared(comparison: str, comparator: str, text: str, value: float | None) -> str:
    """Direction and certainty, without the period. Empty where there is nothing to compare with."""
    if not comparator:
        return ""
    if value is None:
        return f"No figure for {comparator} to compare with"
    other = f"{comparator} ({text})"
    return {
        "lower": f"That is lower than {other}, by more than chance",
        "higher": f"That is higher than {other}, by more than chance",
        "similar": f"That is similar to {other}, a difference within chance",
        "too_few_to_tell": f"Too few to tell whether that differs from {other}",
    }.get(comparison, f"Not compared with {other}")


def extra_women(area: Area, substance_group: str, row: Row | None, comparator: str, period: str) -> str:
    """How many more women it would take to match, in both forms, each named."""
    if not comparator:
        return f"{area.name} is what other areas are compared with, so there is no gap to close ({period})."
    if row is not None and row["people"] == 0:
        return f"{of(area, substance_group)}: nobody was in treatment in {period}, so there is no gap to close."
    if row is None or row["extra_women"] is None:
        what = f"how many more women it would take to match {comparator} is"
        return missing(area, what, row if row is not None and row["status"] != "ok" else None, period)
    other = f"{comparator} ({numbers.percent(row['comparator_share'])})"
    if row["extra_women"] < 0.5:  # reads as none, whole people being the finest unit
        return f"{of(area, substance_group)}: matching {other} would take no more women ({period})."
    more = numbers.counted(row["extra_women"], "more woman", "more women")
    span = ""
    if row["extra_women_low"] is not None and row["extra_women_high"] is not None:
        low = "none" if row["extra_women_low"] < 0.5 else numbers.people(row["extra_women_low"])
        span = f" ({low} to {numbers.people(row['extra_women_high'])})"
    fixed = numbers.people(row["extra_women_if_places_fixed"])
    return (
        f"{of(area, substance_group)}: matching {other} takes {more}{span} if men stay, "
        f"{fixed} if places are fixed ({period})."
    )


def change_of_share(
    area: Area, substance_group: str, measure: str, row: Row | None, latest: Row | None, period: str
) -> str:
    """Whether women's share has risen or fallen since the first year that can be compared."""
    who = f"women's share of {WHO[measure]}"
    if row is not None and row["from_share"] is not None and row["to_share"] is not None:
        moved = {
            "rose": "a rise beyond chance",
            "fell": "a fall beyond chance",
            "no_clear_change": "no clear change",
        }.get(row["direction"], "not compared")
        then = f"{numbers.percent(row['from_share'])} in {row['from_period']}"
        now = f"{numbers.percent(row['to_share'])} in {row['to_period']}"
        span = "" if row["change_low"] is None else f", {numbers.points(row['change_low'], row['change_high'])}"
        return f"{of(area, substance_group)}: {who} was {then} and {now}: {moved}{span}."
    if latest is not None and latest["share"] is not None:
        now = f"{numbers.percent(latest['share'])} in {latest['period']}"
        return f"{of(area, substance_group)}: {who} was {now}; too few comparable years to say more."
    if latest is not None and latest["people"] == 0:
        return f"{of(area, substance_group)}: there were no {WHO[measure]} in {period}, so there is no share of women."
    return missing(area, f"{who} is", latest, period)


def waits(area: Area, substance_group: str, women: Row | None, men: Row | None, period: str) -> str:
    """How long half of women, and nine in ten, waited for treatment to start; men beside them."""
    if women is None or women["median_days"] is None:
        if women is not None and women["waits"] == 0:
            return f"{of(area, substance_group)}: no woman started treatment after a wait in {period}."
        why = "not_held" if women is None else women["days_status"]
        words = MISSING.get(why, MISSING["not_published"]).replace("small", "few")
        return f"{of(area, substance_group)}: how long women waited is {words} ({period})."
    half = f"half of women started treatment {numbers.within(women['median_days'])}"
    most = f"9 in 10 {numbers.within(women['p90_days'])}"
    if men is None or men["median_days"] is None:
        why = numbers.words_for(None if men is None else men["days_status"])
        beside = f"men's waits are {why}"
    else:
        beside = f"men {numbers.days(men['median_days'])} and {numbers.in_days(men['p90_days'])}"
    return f"{of(area, substance_group)}: {half}, {most}; {beside} ({period})."


def within_three_weeks(women: Row | None, men: Row | None, period: str) -> str:
    """The share seen within three weeks, by sex, with its ceiling named."""
    known = [
        f"{numbers.percent(row['within_3_weeks_share'])} of {who}"
        for who, row in (("women", women), ("men", men))
        if row is not None and row.get("within_3_weeks_share") is not None
    ]
    hidden = [
        f"for {who} the share is {numbers.words_for(hidden_where_null(row))}"
        for who, row in (("women", women or {}), ("men", men or {}))
        if row.get("within_3_weeks_share") is None
    ]
    if len(hidden) == len(SEXES) and len({text.split(" is ")[1] for text in hidden}) == 1:
        hidden = [f"the shares of women and men are {hidden[0].split(' is ')[1]}"]
    return (
        f"Within three weeks: {'; '.join([' and '.join(known), *hidden] if known else hidden)} ({period}). Nearly "
        "everyone everywhere is seen within three weeks, so this measure hides differences: look at the days."
    )


def hidden_where_null(row: Row) -> str | None:
    """Why a part of a wait row is missing: beside a status of ok, a null was hidden to protect people."""
    status: str | None = row.get("status")
    return "suppressed" if status == "ok" else status


def deaths(area: Area, sex: str, row: Row | None, comparator: str, period: str) -> str:
    """The three-year death rate and how it compares; never a yearly rate of an area."""
    who = SEXES[sex]
    if row is None:
        return missing(area, f"drug poisoning deaths among {who} are", None, period)
    count = row["deaths"]
    if row["rate"] is None:
        too_few = f"too few deaths among {who} to give a rate or compare"
        there = {0: "there were none", 1: "there was 1"}.get(count or 0, f"there were {numbers.people(count)}")
        if row["status"] == "too_few" and count is not None:
            return f"{area.name}: {too_few}; pooled over {row['period']} {there}."
        if row["status"] == "too_few":
            return f"{area.name}: {too_few} ({row['period']})."
        return missing(area, f"the drug poisoning death rate of {who} is", row, row["period"])
    interval = numbers.rate_with_interval(row["rate"], row["rate_low"], row["rate_high"])
    rate = f"{interval} drug poisoning deaths per 100,000 {who} a year"
    few = ""
    if row["status"] == "unreliable":
        few = " (few deaths: unreliable)" if count is None else f" (only {numbers.counted(count, 'death', 'deaths')})"
    if not comparator:
        return _dated(f"{area.name}: {rate}{few}", row["period"])
    other = row["comparator_rate"]
    if other is None:
        return f"{area.name}: {rate}{few}; no figure for {comparator} to compare with ({row['period']})."
    against = f"{comparator} ({numbers.rate(other)})"
    direction = {
        "lower": f"That is lower than {against}, by more than chance",
        "higher": f"That is higher than {against}, by more than chance",
        "similar": f"That is similar to {against}, a difference within chance",
        "too_few_to_tell": f"Too few to compare with {against}",
    }.get(row["comparison"], f"Not compared with {against}")
    return _dated(f"{area.name}: {rate}{few}. {direction}", row["period"])


def keyworkers(area: Area, row: Row | None, period: str) -> str:
    """How many people each full-time keyworker has on their caseload."""
    if row is None or row["clients_per_keyworker"] is None:
        return missing(area, "the number of people per keyworker is", row, period)
    each = numbers.people(row["clients_per_keyworker"])
    return f"{area.name}: {each} people on the caseload of each full-time keyworker ({row['period']})."


def rows_used(whom: str, row: Row) -> str:
    """How many rows of treatment records were read from somebody, what share was used, and why the rest was not."""
    read, used, rejected, without = (
        (row[f"{what}_least"], row[f"{what}_most"]) for what in ("read", "used", "rejected", "without_consent")
    )
    first = f"Of {numbers.about(*read)} {'row' if read == (1, 1) else 'rows'} read from {whom}, "
    reasons = [
        f"{numbers.between(*count)} {words[count == (1, 1)]}"
        for count, words in (
            (rejected, ("break a rule", "breaks a rule")),
            (without, ("have no consent", "has no consent")),
        )
        if count[1]
    ]
    if not reasons:
        return f"{first}all are used."
    shares = [numbers.percent_in_words(part / max(whole, 1)) for part, whole in zip(used, read, strict=True)]
    share = shares[0] if shares[0] == shares[1] else f"at least {shares[0]}"
    return f"{first}{'none' if used[1] == 0 else share} are used; {' and '.join(reasons)}."
