"""When a number is missing: why, and who could supply it."""

from typing import Any

from dashboard.reading import Area


def treatment(area: Area, row: dict[str, Any] | None) -> str:
    """Why there is no share of women or no waits for an area."""
    if area.is_outside_england:
        return (
            f"Treatment in {area.name}: England's treatment records (NDTMS) do not cover Wales. "
            "Public Health Wales and Digital Health and Care Wales could supply figures."
        )
    if row is None and area.valid_to is not None:
        return (
            f"Treatment in {area.name}: the area ended on {area.valid_to.day} {area.valid_to:%B %Y} and only deaths "
            "published about it are held. Choose an authority that replaced it for today's figures."
        )
    if row is None:
        return (
            f"Treatment in {area.name}: no treatment records for this choice are in this build. "
            "The area's commissioner, or the NDTMS team, could supply them."
        )
    if row["status"] != "suppressed":
        return ""  # nobody to count: nothing is missing
    return (
        f"Treatment in {area.name}: numbers from 1 to 4, and any number that would give them away, are hidden to "
        "protect people. The area's commissioner can see them in a restricted build, or choose all substances."
    )


def deaths(area: Area, row: dict[str, Any] | None) -> str:
    """Why there is no death rate of women."""
    if row is None:
        return (
            f"Deaths in {area.name}: none are in the published workbook held. The Office for National Statistics "
            "publishes them for each authority."
        )
    if area.is_partnership and row["status"] == "not_published":
        return (
            f"Death rate of women in {area.name}: rates of several authorities cannot be added or averaged, and none "
            "is published for these together. Choose one of its authorities for its rate."
        )
    return (
        f"Death rate of women in {area.name}: the Office for National Statistics gives no rate under 10 deaths in "
        "three years. Local reviews of drug-related deaths, and the coroner, could say what happened."
    )


def caseloads(area: Area, row: dict[str, Any] | None) -> str:
    """Why there is no caseload."""
    if row is not None and row["status"] == "suppressed":
        return f"Caseloads in {area.name}: the return is held, but its figures are hidden to protect people."
    return (
        f"Caseloads in {area.name}: no caseload return is held for this year. Each treatment service's manager could "
        "supply active clients and keyworkers in full-time equivalents."
    )
