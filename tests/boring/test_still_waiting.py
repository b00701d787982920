"""Worked examples of who waits on the last day of a quarter."""

import pytest

from tests.boring.conftest import Draw
from tests.boring.examples import BRADFORD, BRISTOL, LEEDS, PLACES_OF_LEEDS, record, stay

LATER = stay(1, "01/10/2023", "02/10/2023", CLIENTID="99", SEX="M", UTLA=BRISTOL)
"""Somebody else, so that the records reach beyond September."""
UNMET = {"FAOMODDT": "NA", "MODST": "NA"}


def waiting(draw: Draw, *records: dict[str, str], clock: str = "started", order: str = "first") -> dict[str, list[int]]:
    """The days women in Leeds have waited, by quarter."""
    found = draw(*records, LATER).still_waiting
    return {
        label: days
        for (place, label, sex, group, own_order, own_clock), days in found.items()
        if (place, sex, group, own_order, own_clock) == (LEEDS, "female", "all", order, clock)
    }


def test_days_so_far_at_the_end_of_each_quarter(draw: Draw) -> None:
    assert waiting(draw, record(**UNMET)) == {"2023-24 Q1": [60], "2023-24 Q2": [152]}
    assert waiting(draw, record(**UNMET), clock="offered") == {"2023-24 Q1": [60], "2023-24 Q2": [152]}
    country = draw(record(**UNMET), LATER)
    assert {cell[0] for cell in country.still_waiting} == PLACES_OF_LEEDS
    assert draw(record(**UNMET)).still_waiting == {}, "records that end in May do not reach the end of June"


@pytest.mark.parametrize(
    ("changed", "started", "offered"),
    [
        ({"MODST": "30/06/2023", "FAOMODDT": "NA"}, [], []),
        ({"MODST": "01/07/2023", "FAOMODDT": "NA"}, [60], [60]),
        ({"MODST": "01/07/2023", "FAOMODDT": "30/06/2023"}, [60], []),
        ({"MODST": "05/05/2023", "FAOMODDT": "01/07/2023"}, [], [60]),
        ({"DISD": "29/06/2023"} | UNMET, [], []),
        ({"DISD": "30/06/2023"} | UNMET, [60], [60]),
        ({"REFMODDT": "30/06/2023"} | UNMET, [0], [0]),
        ({"REFMODDT": "01/07/2023"} | UNMET, [], []),
        ({"REFMODDT": "NA", "MODAL": "94"} | UNMET, [], []),
        ({"TRIAGED": "30/06/2023"} | UNMET, [60], [60]),
        ({"TRIAGED": "01/07/2023"} | UNMET, [], []),
    ],
)
def test_who_waits_on_30_june(draw: Draw, changed: dict[str, str], started: list[int], offered: list[int]) -> None:
    assert waiting(draw, record(**changed)).get("2023-24 Q1", []) == started
    assert waiting(draw, record(**changed), clock="offered").get("2023-24 Q1", []) == offered


def test_it_is_the_own_episode_that_must_be_open(draw: Draw) -> None:
    closed = stay(1, "01/05/2023", "20/06/2023", **UNMET)
    still_open = stay(2, "21/06/2023")
    assert waiting(draw, closed, still_open).get("2023-24 Q1", []) == []
    assert waiting(draw, closed, still_open | UNMET, order="subsequent") == {"2023-24 Q1": [9], "2023-24 Q2": [101]}


def test_the_area_is_that_of_the_day(draw: Draw) -> None:
    here = stay(1, "01/05/2023", **UNMET)
    assert waiting(draw, here, stay(2, "01/07/2023", UTLA=BRADFORD)) == {"2023-24 Q1": [60]}
