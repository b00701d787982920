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


def percent_in_words(share: float) -> str:
    """A percentage in which a few are never rounded to none, nor nearly all to all."""
    return {"0.0%": "under 0.1%", "100.0%": "over 99.9%"}.get(percent(share), percent(share))


def between(least: float, most: float) -> str:
    """A count known to lie between two, “1 to 4”; one number where it is known."""
    return people(least) if least == most else interval(people(least), people(most))


def about(least: float, most: float) -> str:
    """A large count known to lie between two, to the nearest hundred: “about 114,500”."""
    if least == most or most < 1000:
        return between(least, most)
    return f"about {rounded(round((least + most) / 200) * 100, 0)}"


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


def points(low: float, high: float) -> str:
    """A range of differences between two shares, in percentage points, with a true minus sign."""
    ends = (rounded(end * 100, 1).replace("-", "−") for end in (low, high))
    return f"{interval(*ends)} points"


def part_of(part: float | None, whole: float | None, status: str | None = "not_published") -> str:
    """“409 of 1,495”."""
    return words_for(status) if part is None or whole is None else f"{people(part)} of {people(whole)}"


def share_with_interval(
    share: float | None, low: float | None, high: float | None, status: str | None = "not_published"
) -> str:
    """A share with its 95% interval behind it, where there is one."""
    if share is None or low is None or high is None:
        return percent(share, status)
    return f"{percent(share)} ({interval(percent(low), percent(high))})"


def rate_with_interval(
    value: float | None, low: float | None, high: float | None, status: str | None = "not_published"
) -> str:
    """A rate with its 95% interval behind it, where there is one; an unreliable rate says so."""
    if value is None:
        return words_for(status)
    text = rate(value) if low is None or high is None else f"{rate(value)} ({interval(rate(low), rate(high))})"
    return f"{text}, unreliable" if status == "unreliable" else text


def half_and_most(median: float | None, p90: float | None, status: str | None = "not_published") -> str:
    """Two waits in days: that of half of people, that of nine in ten."""
    return words_for(status) if median is None or p90 is None else f"{days(median)}, {days(p90)}"


def rounding_of_sums(together: int) -> str:
    """The same of sums of such counts, given what their roundings come to together."""
    return (
        f"Counts are sums of counts that their publisher rounds, and may be off by up to {together // 2} either way, "
        "so women and men may not add up; where there are few people the interval allows for it."
    )


def rounding(nearest: int) -> str:
    """What a reader must know of counts that their publisher rounds."""
    return (
        f"Counts are rounded to the nearest {nearest} by their publisher, so women and men may not add up; where there "
        "are few people the interval allows for it."
    )
