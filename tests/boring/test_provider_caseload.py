"""Worked examples of whom each provider has in treatment."""

import pytest

from tests.boring.conftest import Draw
from tests.boring.examples import BRADFORD, LEEDS, record, stay
from tests.boring.provider_caseload import caseload_rows, provider_code
from tests.boring.shares import wilson


@pytest.mark.parametrize(
    ("agency", "code"),
    [("N0001", "N0001"), ("n0001", "N0001"), ("Ann Other", "not a provider code"), ("123", "not a provider code")],
)
def test_a_provider_code_is_letters_and_digits(agency: str, code: str) -> None:
    assert provider_code(agency) == code


def test_a_person_at_two_providers_counts_at_both(draw: Draw) -> None:
    country = draw(
        stay(1, "01/05/2023", "30/06/2023"),
        stay(1, "01/06/2023", AGNCY="N0002", UTLA=BRADFORD, MODST="NA"),
        record(SEX="M", CLIENTID="2"),
        record(SEX="M", CLIENTID="3", MODST="NA"),
    )
    rows = {
        cell[:2] + cell[3:4]: row
        for cell, row in caseload_rows(country.caseloads)
        if cell[2] == "2023-24 Q1" and cell[4] == "all"
    }
    nothing = (None, None, None, "ok")
    assert rows == {
        ("N0001", LEEDS, "female"): (1, *nothing),
        ("N0001", LEEDS, "male"): (1, *nothing),
        ("N0001", LEEDS, "all"): (2, 0.5, *wilson(1, 2), "ok"),
        ("N0001", "all", "female"): (1, *nothing),
        ("N0001", "all", "male"): (1, *nothing),
        ("N0001", "all", "all"): (2, 0.5, *wilson(1, 2), "ok"),
        ("N0002", BRADFORD, "female"): (1, *nothing),
        ("N0002", BRADFORD, "male"): (0, *nothing),
        ("N0002", BRADFORD, "all"): (1, 1.0, *wilson(1, 1), "ok"),
        ("N0002", "all", "female"): (1, *nothing),
        ("N0002", "all", "male"): (0, *nothing),
        ("N0002", "all", "all"): (1, 1.0, *wilson(1, 1), "ok"),
    }


def test_a_person_lives_where_the_latest_episode_at_the_provider_says(draw: Draw) -> None:
    country = draw(
        stay(1, "01/05/2023", "30/05/2023"),
        stay(2, "01/06/2023", "30/06/2023", UTLA="NA"),
        stay(3, "01/07/2023", UTLA=BRADFORD),
    )
    assert {cell[1:3] for cell in country.caseloads} == {
        ("not_placed", "2023-24 Q1"), ("all", "2023-24 Q1"),
        (BRADFORD, "2023-24 Q2"), ("all", "2023-24 Q2"), (BRADFORD, "2023-24"), ("all", "2023-24"),
    }  # fmt: skip


def test_the_substance_group_is_of_all_journeys_there_and_of_no_other(draw: Draw) -> None:
    country = draw(
        stay(1, "01/05/2023", "30/05/2023", DRUG1="7000"),
        stay(2, "15/05/2023", "30/05/2023", AGNCY="N0002", DRUG1="1011"),
        stay(3, "01/09/2023", "30/09/2023", AGNCY="N0003", DRUG1="5000"),
    )
    groups = {
        (cell[0], cell[2], cell[4])
        for cell, people in country.caseloads.items()
        if people and cell[4] != "all" and cell[2] in ("2023-24", "2023-24 Q1", "2023-24 Q2")
    }
    # the first two stays are one journey, in which an opiate is told of; the third is another, elsewhere
    assert groups == {
        ("N0001", "2023-24 Q1", "opiate"), ("N0002", "2023-24 Q1", "opiate"), ("N0003", "2023-24 Q2", "non_opiate"),
        ("N0001", "2023-24", "opiate"), ("N0002", "2023-24", "opiate"), ("N0003", "2023-24", "non_opiate"),
    }  # fmt: skip
