"""Control charts in plain loops, one series at a time; None is a quarter that is not shown."""

import math
from collections.abc import Sequence
from itertools import pairwise

Values = Sequence[float | None]


def known(values: Values) -> list[float]:
    """The values there are."""
    return [value for value in values if value is not None]


def individuals(values: Values, screen: bool = True) -> tuple[float, float] | None:
    """The mean of single values and how far its limits lie; none without two neighbours."""
    moves = []
    for earlier, later in pairwise(values):
        if earlier is not None and later is not None:
            moves.append(abs(later - earlier))
    if not moves:
        return None
    mean_move = sum(moves) / len(moves)
    if screen:
        kept = [move for move in moves if move < 3.267 * mean_move or move == 0]
        if not kept:
            return None
        mean_move = sum(kept) / len(kept)
    return (sum(known(values)) / len(known(values)), 2.66 * mean_move)


def judged(values: Values, centres: Sequence[float], widths: Sequence[float]) -> list[tuple[str, str] | None]:
    """The gravest rule that each value breaks, and which way."""
    count = len(values)
    side = [0 if v is None or v == c else 1 if v > c else -1 for v, c in zip(values, centres, strict=True)]
    outside = [v is not None and abs(v - c) > w for v, c, w in zip(values, centres, widths, strict=True)]
    near = [
        v is not None and not out and abs(v - c) > 2 / 3 * w
        for v, c, w, out in zip(values, centres, widths, outside, strict=True)
    ]
    run: list[str | None] = [None] * count
    pair, shift = [False] * count, [False] * count
    for end in range(6, count):
        window = values[end - 6 : end + 1]
        if None not in window:
            steps = [later - earlier for earlier, later in pairwise(window)]  # type: ignore[operator]
            for word, is_run in (("rising", all(s > 0 for s in steps)), ("falling", all(s < 0 for s in steps))):
                if is_run:
                    for place in range(end - 6, end + 1):
                        # of two runs that share a point, the one that ends first
                        run[place] = run[place] or word
        if abs(sum(side[end - 6 : end + 1])) == 7:
            for place in range(end - 6, end + 1):
                shift[place] = True
    for end in range(2, count):
        places = range(end - 2, end + 1)
        if abs(sum(side[place] for place in places)) == 3 and sum(near[place] for place in places) >= 2:
            for place in places:
                pair[place] = pair[place] or near[place]
    found: list[tuple[str, str] | None] = []
    for place, value in enumerate(values):
        way = "higher" if side[place] > 0 else "lower"
        if value is None:
            found.append(None)
        elif outside[place]:
            found.append(("outside", way))
        elif run[place]:
            found.append(("trend", str(run[place])))
        elif pair[place]:
            found.append(("two_in_three", way))
        elif shift[place]:
            found.append(("shift", way))
        else:
            found.append(("none", "none"))
    return found


def chart_of_counts(values: Values) -> list[tuple[object, ...]]:
    """What the table should say of each quarter: value, middle, limits, rule, direction."""
    made = individuals(values)
    if made is None:
        centre = sum(known(values)) / len(known(values)) if known(values) else None
        return [(value, centre, None, None, None, None) for value in values]
    centre, width = made
    rules = judged(values, [centre] * len(values), [width] * len(values))
    return [
        (value, centre, max(centre - width, 0), centre + width, *(rule or (None, None)))
        for value, rule in zip(values, rules, strict=True)
    ]


def chart_of_shares(parts: Values, wholes: Values) -> list[tuple[object, ...]]:
    """The same of shares, each with limits by how many it is of."""
    shares = [None if not n or x is None else x / n for x, n in zip(parts, wholes, strict=True)]
    total = sum(n for n, share in zip(wholes, shares, strict=True) if n and share is not None)
    if not total:
        return [(None, None, None, None, None, None)] * len(shares)
    centre = sum(x for x, share in zip(parts, shares, strict=True) if x is not None and share is not None) / total
    widths = [3 * math.sqrt(centre * (1 - centre) / n) if n else 0.0 for n in wholes]
    rules = judged(shares, [centre] * len(shares), widths)
    return [
        (share, centre, *(limits(centre, width) if share is not None else (None, None)), *(rule or (None, None)))
        for share, width, rule in zip(shares, widths, rules, strict=True)
    ]


def limits(centre: float, width: float) -> tuple[float, float]:
    """Limits of a share, which ends at nothing and at all."""
    return (max(centre - width, 0), min(centre + width, 1))
