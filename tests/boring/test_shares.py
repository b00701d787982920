"""The formulas against published and hand-worked numbers."""

import math

import pytest

from tests.boring.shares import (
    Z,
    byar,
    exact_poisson,
    extra_women,
    extra_women_if_places_fixed,
    newcombe,
    rate_limits,
    wilson,
)


def test_wilson_gives_what_the_public_health_package_gives() -> None:
    # PHEindicatormethods, testdata_Byars_Wilson.xlsx.
    assert wilson(65, 100) == pytest.approx((0.5525444329688797, 0.7363575175690247))
    assert wilson(999, 3456) == pytest.approx((0.27418951080009873, 0.30440389662818057))


def test_wilson_at_none_and_at_all() -> None:
    low, high = wilson(0, 4)
    assert low == pytest.approx(0, abs=1e-15)
    assert high == pytest.approx(Z**2 / (4 + Z**2))
    assert wilson(4, 4) == pytest.approx((1 - high, 1))


def test_newcombe_gives_what_newcombe_printed() -> None:
    # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10: 56/70 less 48/80.
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_byar_gives_what_the_public_health_package_gives() -> None:
    assert byar(65) == pytest.approx((50.163187710459454, 82.84913854593984))
    assert byar(1045) == pytest.approx((982.5932018073325, 1110.33121298565))


def test_exact_limits_of_a_count() -> None:
    assert exact_poisson(0) == pytest.approx((0, -math.log(0.025)))
    assert exact_poisson(1)[0] == pytest.approx(-math.log(0.975))
    assert exact_poisson(5) == pytest.approx((1.62348639011842, 11.668332079322669))
    assert exact_poisson(7, 0.998) == pytest.approx((1.52033626, 19.626177395))


def test_a_rate_is_exact_under_ten_events() -> None:
    assert rate_limits(9, 1000, 1000) == pytest.approx(exact_poisson(9))
    assert rate_limits(10, 1000, 1000) == pytest.approx(byar(10))


def test_extra_women_make_the_share() -> None:
    # 20 women of 100 people; 40% would need 33.3 women more, or 20 in places men have now.
    more = extra_women(20, 100, 0.4)
    assert (20 + more) / (100 + more) == pytest.approx(0.4)
    assert more == pytest.approx(100 / 3)
    assert extra_women_if_places_fixed(20, 100, 0.4) == pytest.approx(20)
    assert extra_women(50, 100, 0.4) < 0
