"""What is published for a partnership, added up in a loop from what is published for its members."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ADDED = {"count", "parts", "estimate"}
NUMBERS = {"ok", "unreliable"}


@dataclass(frozen=True)
class Figure:
    """A published number, or the reason why there is none."""

    area: str
    status: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    rounded_to: int = 1


def figure_of_partnership(
    members: Iterable[str], figures: Mapping[str, Figure], together: Mapping[str, set[str]], kind: str, per: int | None
) -> tuple[float | None, str, int] | None:
    """Value, status and rounding, given one figure of each area that has any; nothing where no member has any.

    `together` names areas that stand for several members; `per` is what a quotient is multiplied by.
    """
    lacking = set(members)
    relevant = [figures[code] for code in sorted(lacking) if code in figures]
    used: list[Figure] = []
    for code, parts in together.items():
        if parts <= lacking and code in figures:
            relevant.append(figures[code])
            if figures[code].status in NUMBERS:
                used.append(figures[code])
                lacking -= parts
                relevant = [figure for figure in relevant if figure.area not in parts]
    for code in sorted(lacking):
        if code in figures and figures[code].status in NUMBERS:
            used.append(figures[code])
            lacking.remove(code)
    if not relevant:
        return None
    statuses = {figure.status for figure in relevant}
    reliability = "unreliable" if "unreliable" in statuses else "ok"
    if not lacking and len(used) == 1:
        return used[0].value, reliability, used[0].rounded_to
    if kind not in ADDED and per is None:
        return None, "not_published", 1
    if lacking:
        return None, why_there_is_none(statuses), 1
    if kind in ADDED:
        rounding = sum(figure.rounded_to for figure in used if figure.rounded_to > 1)
        return sum(figure.value or 0 for figure in used), reliability, max(rounding, 1)
    if all(is_quotient(figure, per or 1) for figure in used):
        numerator = sum(figure.numerator or 0 for figure in used)
        denominator = sum(figure.denominator or 0 for figure in used)
        return (per or 1) * numerator / denominator, reliability, 1
    return None, "not_published", 1


def why_there_is_none(statuses: set[str]) -> str:
    """The gravest reason among the members'."""
    for status in ("suppressed", "too_few"):
        if status in statuses:
            return status
    return "not_collected" if statuses == {"not_collected"} else "not_published"


def is_quotient(figure: Figure, per: int) -> bool:
    """Whether a value is its numerator over its denominator, but for how it was rounded."""
    if figure.value is None or figure.numerator is None or not figure.denominator:
        return False
    off = abs(figure.value - per * figure.numerator / figure.denominator)
    return off <= max(0.06, abs(figure.value) / 100)
