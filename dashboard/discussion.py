"""What a statement leaves a meeting to discuss: one question for each, chosen by the data."""

from typing import Any

from dashboard import numbers

Row = dict[str, Any]
DAYS_WORTH_ASKING = 3  # less than that can be chance in any area


def of_share(row: Row | None) -> str:
    """About women's share of people in treatment."""
    if row is None or row["share"] is None:
        return "Who could bring the figures on women to the next meeting?"
    if row["comparison"] == "lower" and row["extra_women"] is not None:
        more = numbers.counted(row["extra_women"], "more woman", "more women")
        return f"Whom are we not reaching, and what would bring in some {more}?"
    if row["comparison"] == "higher":
        return "What brings women into treatment here, and can we be sure that it goes on?"
    if row["comparison"] == "similar":
        return "Is being like everywhere else enough, when fewer women than men are reached everywhere?"
    if row["comparison"] == "not_compared":
        return "Women are about half of adults: what share of people in treatment would be fair?"
    return "What do women and services here say, where the numbers cannot?"


def of_waits(women: Row | None, men: Row | None) -> str:
    """About waits, of people who reached triage."""
    if women is None or women["median_days"] is None:
        return "Who could tell us how long women wait here?"
    if men is not None and men["p90_days"] is not None and women["p90_days"] >= men["p90_days"] + DAYS_WORTH_ASKING:
        return "What holds women up between referral and start: appointment times, childcare, travel, fear?"
    return "Who gives up before triage? Those people are not in these figures."


def of_deaths(row: Row | None) -> str:
    """About deaths of women."""
    if row is None:
        return "Who could bring the figures on deaths among women?"
    if row["rate"] is None:
        return "What have reviews of each death among women here shown, where no rate can?"
    if row["comparison"] == "higher":
        return "Had the women who died been in touch with treatment, and what would have kept them in it?"
    return "Were the women who died known to treatment, and are their deaths reviewed together?"
