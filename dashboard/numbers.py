"""The only place where a number becomes text, so that the same figure reads the same everywhere."""

from decimal import ROUND_HALF_UP, Decimal

WORDS_FOR_STATUS = {
    "suppressed": "hidden to protect people",
    "too_few": "too few to calculate",
    "not_published": "not published",
    "not_collected": "not collected",
    "not_held": "not in the files held",
}


def words_for(status: str | None) -> str:
    """What to write where a number is missing. No row at all reads as not held."""
    return WORDS_FOR_STATUS.get(status or "not_held", "not published")


def rounded(value: float, places: int) -> str:
    """Half is rounded up, as people do by hand, and thousands get a comma."""
    step = Decimal(1).scaleb(-places)
    number = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    return f"{number + 0:,}"  # + 0 turns -0 into 0


def people(count: float | None, status: str | None = "not_published") -> str:
    """A count of people, deaths or waits; zero is a number and is shown."""
    return words_for(status) if count is None else rounded(count, 0)


def counted(count: float, one: str, many: str) -> str:
    """A count with its noun, in the singular for one."""
    return f"{people(count)} {one if people(count) == '1' else many}"


def percent(share: float | None, status: str | None = "not_published") -> str:
    """A share between 0 and 1 as a percentage: one decimal, none where it is exactly nothing or everything."""
    if share is None:
        return words_for(status)
    return f"{rounded(share * 100, 0 if share in (0, 1) else 1)}%"


def points(change: float | None, status: str | None = "not_published") -> str:
    """A difference of two shares, in percentage points with its sign."""
    if change is None:
        return words_for(status)
    text = rounded(change * 100, 1)
    return text if text.startswith("-") or text == "0.0" else f"+{text}"


def days(length: float | None, status: str | None = "not_published") -> str:
    """Whole days, without the word."""
    return words_for(status) if length is None else rounded(length, 0)


def in_days(length: float) -> str:
    """Whole days with the word, one day in the singular."""
    return counted(length, "day", "days")


def within(length: float) -> str:
    """“within 5 days”; no wait at all is “on the same day”."""
    return "on the same day" if days(length) == "0" else f"within {in_days(length)}"


def rate(per_head: float | None, status: str | None = "not_published") -> str:
    """A rate per 100,000 or per 1,000, one decimal; the unit stands in the heading or the sentence."""
    return words_for(status) if per_head is None else rounded(per_head, 1)


def interval(low: str, high: str) -> str:
    """A range in words, both ends already text."""
    return f"{low} to {high}"


def share_interval(low: float | None, high: float | None, status: str | None = "not_published") -> str:
    """The 95% interval of a share."""
    return words_for(status) if low is None or high is None else interval(percent(low), percent(high))


def rate_interval(low: float | None, high: float | None, status: str | None = "not_published") -> str:
    """The 95% interval of a rate."""
    return words_for(status) if low is None or high is None else interval(rate(low), rate(high))


def measured(value: float | None, kind: str, status: str | None = "not_published") -> str:
    """A value of any indicator, by its kind: count, proportion, rate or ratio."""
    if kind == "count":
        return people(value, status)
    if kind == "proportion":
        return percent(value, status)
    return rate(value, status)
