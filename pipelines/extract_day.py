"""The day of an extract, as its file's name gives it."""

import re
from datetime import date, timedelta

DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?(?!\d)")


def day_in_name(name: str) -> date | None:
    """The day a file's name gives its extract (2024-06-30, 20240630), or the last of the month (2024-06, 202406)."""
    for year, _, month, day in DAY_IN_NAME.findall(name):
        first = date(int(year), int(month), 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if not day:
            return last
        if int(day) <= last.day:
            return first.replace(day=int(day))
    return None
