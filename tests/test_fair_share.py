"""What share of women to expect, which areas are alike, how many more women: worked examples and what always holds."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.boring.compare_fair_share import differences_in_fair_shares
from tests.published_desk import (
    AUTHORITIES,
    ENGLAND,
    GROUPS,
    RECORDS,
    VIEWIT,
    YEARS,
    PublishedDesk,
    figure,
    hidden,
    open_published_desk,
    people_of,
    random_tables,
)

SETTINGS = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COUNTRIES = st.integers(0, 2**32 - 1)
LEEDS, BRADFORD, HACKNEY = "E08000035", "E08000032", "E09000012"
YEAR = "2022-23"
# England: a fifth of opiate users are women, half of the rest.
ENGLISH = ({"opiate": 200, "non_opiate": 100, "non_opiate_and_alcohol": 50, "alcohol": 150},
           {"opiate": 800, "non_opiate": 100, "non_opiate_and_alcohol": 50, "alcohol": 150})  # fmt: skip
NOBODY = dict.fromkeys(GROUPS, 0)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedDesk]:
    with open_published_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


def expected(desk: PublishedDesk, area: str, columns: str = "expected_share, expected_status") -> Any:
    """The expected share of people in treatment of an area, all substances."""
    ((*found,),) = desk.rows(
        f"select distinct {columns} from mart.womens_share where area_code = '{area}' and measure = 'in_treatment' "
        f"and substance_group = 'all' and period = '{YEAR}' and comparator in ('england', 'none')"
    )
    return tuple(found)


class TestAgainstTheSecondReading:
    @SETTINGS
    @given(number=COUNTRIES)
    def test_every_column_of_a_random_country(self, desk: PublishedDesk, number: int) -> None:
        desk.make(random_tables(number))
        assert differences_in_fair_shares(desk.warehouse.connection, "mart")[:5] == []


class TestExpectedShare:
    def test_follows_the_local_mix(self, desk: PublishedDesk) -> None:
        opiates = {"opiate": 30}, {"opiate": 70}
        half = {"opiate": 5, "alcohol": 15}, {"opiate": 45, "alcohol": 35}
        areas = [(LEEDS, opiates), (BRADFORD, half)]
        rows = people_of(ENGLAND, YEAR, *ENGLISH)
        for area, (women, men) in areas:
            rows += people_of(area, YEAR, NOBODY | women, NOBODY | men)
        desk.make({"indicator_value": rows})
        assert expected(desk, LEEDS, "share, expected_share, observed_over_expected") == (0.3, 0.2, pytest.approx(1.5))
        assert expected(desk, BRADFORD, "share, expected_share") == (0.2, pytest.approx((50 * 0.2 + 50 * 0.5) / 100))
        low, high, share_low, share_high = expected(desk, LEEDS, "ratio_low, ratio_high, share_low, share_high")
        assert (low, high) == pytest.approx((share_low / 0.2, share_high / 0.2))

    @pytest.mark.parametrize("hides", [LEEDS, ENGLAND])
    def test_is_unknown_where_a_group_is_hidden_here_or_in_england(self, desk: PublishedDesk, hides: str) -> None:
        rows = people_of(ENGLAND, YEAR, *ENGLISH) + people_of(LEEDS, YEAR, *ENGLISH)
        is_one = {"area_code": hides, "substance_group": "alcohol"}
        rows = [hidden(row) if row | is_one == row else row for row in rows]
        desk.make({"indicator_value": rows})
        assert expected(desk, LEEDS) == (None, "suppressed")

    def test_needs_no_share_of_a_group_nobody_is_in(self, desk: PublishedDesk) -> None:
        without = tuple(counts | {"alcohol": 0} for counts in ENGLISH)
        rows = people_of(ENGLAND, YEAR, *without) + people_of(LEEDS, YEAR, NOBODY | {"opiate": 5}, NOBODY)
        desk.make({"indicator_value": rows})
        assert expected(desk, LEEDS) == (0.2, "ok")

    def test_is_unknown_where_nobody_is_in_treatment_and_where_no_groups_are_published(
        self, desk: PublishedDesk
    ) -> None:
        rows = people_of(ENGLAND, YEAR, *ENGLISH) + people_of(LEEDS, YEAR, NOBODY, NOBODY)
        rows += [row for row in people_of(BRADFORD, YEAR, *ENGLISH) if row["substance_group"] == "all"]
        desk.make({"indicator_value": rows})
        assert expected(desk, LEEDS) == (None, "too_few")
        assert expected(desk, BRADFORD) == (None, "not_published")

    def test_is_of_all_substances_together(self, desk: PublishedDesk) -> None:
        desk.make({"indicator_value": people_of(ENGLAND, YEAR, *ENGLISH) + people_of(LEEDS, YEAR, *ENGLISH)})
        assert desk.rows(
            "select distinct expected_share, expected_status from mart.womens_share where substance_group <> 'all'"
        ) == [(None, "one_substance_group")]

    @pytest.mark.parametrize(("part", "source"), [(8, VIEWIT), (9, RECORDS)])
    def test_records_of_a_part_of_england_are_no_standard(self, desk: PublishedDesk, part: int, source: str) -> None:
        women, men = ({group: n * part // 10 for group, n in counts.items()} for counts in ENGLISH)
        rows = people_of(ENGLAND, YEAR, *ENGLISH, source=VIEWIT)
        rows += people_of(ENGLAND, YEAR, women, men, is_preferred=False) + people_of(LEEDS, YEAR, *ENGLISH)
        desk.make({"indicator_value": rows})
        found = desk.rows(f"select england_source from mart.expected_share where area_code = '{LEEDS}'")
        assert found == [(source,)]

    def test_of_rounded_groups_is_divided_by_their_own_sum(self, desk: PublishedDesk) -> None:
        rows = people_of(ENGLAND, YEAR, *ENGLISH, source=VIEWIT, rounded_to=5)
        for row in people_of(LEEDS, YEAR, *ENGLISH, source=VIEWIT, rounded_to=5):
            is_whole = row["indicator"] == "people_in_treatment" and row["substance_group"] == "all"
            rows.append(row | {"numerator": row["numerator"] + 5} if is_whole else row)
        desk.make({"indicator_value": rows})
        share, expected_share = expected(desk, LEEDS, "share, expected_share")
        assert expected_share == pytest.approx(share)

    @SETTINGS
    @given(counts=st.lists(st.integers(1, 3000), min_size=8, max_size=8), times=st.integers(1, 9))
    def test_of_england_and_of_a_place_like_it_is_englands_share(
        self, desk: PublishedDesk, counts: list[int], times: int
    ) -> None:
        women, men = (dict(zip(GROUPS, half, strict=True)) for half in (counts[:4], counts[4:]))
        # as many people in each group as in England, times a number, but other women
        everyone = {group: (women[group] + men[group]) * times for group in GROUPS}
        desk.make({"indicator_value": people_of(ENGLAND, YEAR, women, men) + people_of(LEEDS, YEAR, everyone, NOBODY)})
        whole = sum(women.values()) / sum(counts)
        assert expected(desk, ENGLAND) == (pytest.approx(whole), "ok")
        assert expected(desk, LEEDS) == (pytest.approx(whole), "ok")


class TestMen:
    def test_are_those_published_where_counts_are_rounded(self, desk: PublishedDesk) -> None:
        rows = people_of(LEEDS, YEAR, *ENGLISH, source=VIEWIT, rounded_to=5)
        rows = [row | {"numerator": row["numerator"] + 5} if row["sex"] == "male" else row for row in rows]
        desk.make({"indicator_value": rows})
        assert expected(desk, LEEDS, "women, men, people") == (500, 1105, 1600)

    def test_are_unknown_where_rounded_counts_would_be_subtracted(self, desk: PublishedDesk) -> None:
        rows = people_of(LEEDS, YEAR, *ENGLISH, source=VIEWIT, rounded_to=5)
        desk.make({"indicator_value": [row for row in rows if row["sex"] != "male"]})
        assert expected(desk, LEEDS, "women, men, people") == (500, None, 1600)


class TestComparators:
    def test_similar_areas_are_added_and_those_hidden_are_left_out(self, desk: PublishedDesk) -> None:
        shares = {LEEDS: (30, 70), BRADFORD: (1, 9), HACKNEY: (300, 700), "E06000014": (9, 1)}
        rows = [
            row
            for area, (women, men) in shares.items()
            for row in people_of(area, YEAR, NOBODY | {"opiate": women}, NOBODY | {"opiate": men})
        ]
        rows = [hidden(row) if row["area_code"] == "E06000014" else row for row in rows]
        like_leeds = [
            {"method": "a list", "area_code": LEEDS, "neighbour_code": other, "rank": rank, "distance": None}
            for rank, other in enumerate((BRADFORD, HACKNEY, "E06000014"), start=1)
        ]
        desk.make({"indicator_value": rows, "neighbour": like_leeds})
        assert desk.rows(
            "select comparator_share, comparator_areas, comparator_source from mart.womens_share "
            f"where area_code = '{LEEDS}' and comparator = 'similar' and substance_group = 'all'"
        ) == [(pytest.approx(301 / 1010), 2, RECORDS)]

    def test_the_best_quarter_is_the_75th_percentile_of_ten_authorities_or_more(self, desk: PublishedDesk) -> None:
        def made(areas: list[str]) -> list[Any]:
            rows = [
                row
                for women, area in enumerate(areas)
                for row in people_of(area, YEAR, NOBODY | {"opiate": women}, NOBODY | {"opiate": 100 - women})
            ]
            desk.make({"indicator_value": rows})
            return desk.rows(
                "select distinct comparator_share, comparator_areas from mart.womens_share "
                "where comparator = 'best_quarter' and substance_group = 'all'"
            )

        today = [code for code in AUTHORITIES if code != "E10000006"]
        assert made(today[:9]) == [(None, 9)]
        assert made(today[:13]) == [(pytest.approx(0.09), 13)]
        # a county that had ended by then is no authority of that year
        assert made([*today[:13], "E10000006"]) == [(pytest.approx(0.0975), 14)]

    @SETTINGS
    @given(number=COUNTRIES)
    def test_so_many_more_women_reach_the_share_and_one_fewer_do_not(self, desk: PublishedDesk, number: int) -> None:
        desk.make(random_tables(number))
        found = desk.rows(
            "select women, people, comparator_share, extra_women, extra_women_if_places_fixed from mart.womens_share "
            "where extra_women is not null and rounded_to = 1"
        )
        for women, people, share, more, fixed in found:
            assert women + more >= share * (people + more) - 1e-6
            assert women + fixed >= share * people - 1e-6
            assert more == 0 or women + more - 1 < share * (people + more - 1) + 1e-6
            assert fixed == 0 or women + fixed - 1 < share * people + 1e-6


class TestProviders:
    def test_are_held_against_england_and_whom_they_serve(self, desk: PublishedDesk) -> None:
        caseload = [
            {"provider_code": "N0001", "area_code": "all", "period": YEAR, "sex": sex, "substance_group": group,
             "people": people, "womens_share": 0.25 if sex == "all" else None, "womens_share_low": 0.1,
             "womens_share_high": 0.4, "status": "ok", "rounded_to": 1}
            for group, size in (("all", 40), ("opiate", 40), ("non_opiate", 0), ("non_opiate_and_alcohol", 0),
                                ("alcohol", 0))
            for sex, people in (("female", size // 4), ("male", size - size // 4), ("all", size))
        ]  # fmt: skip
        desk.make({"indicator_value": people_of(ENGLAND, YEAR, *ENGLISH), "provider_caseload": caseload})
        assert desk.rows(
            "select area_code, provider_code, comparator, women, men, people, expected_share, observed_over_expected, "
            "round(comparator_share, 4) from mart.womens_share where provider_code <> 'all' and substance_group = 'all'"
        ) == [("all", "N0001", "england", 10, 30, 40, 0.2, 1.25, round(500 / 1600, 4))]


SIMILAR = "select area_code, similar_code, rank, distance from mart.similar_area order by all"


class TestSimilarAreas:
    @SETTINGS
    @given(number=COUNTRIES)
    def test_nobody_is_like_itself_and_distance_is_the_same_both_ways(self, desk: PublishedDesk, number: int) -> None:
        desk.make(random_tables(number))
        found = desk.rows("select area_code, similar_code, distance from mart.similar_area where basis = 'computed'")
        apart = {(area, other): distance for area, other, distance in found}
        assert all(area != other for area, other in apart)
        assert all(apart.get((other, area), distance) == distance for (area, other), distance in apart.items())

    @SETTINGS
    @given(number=COUNTRIES)
    def test_neither_the_order_of_rows_nor_the_units_of_rates_change_anything(
        self, desk: PublishedDesk, number: int
    ) -> None:
        tables = random_tables(number)
        desk.make(tables)
        before = desk.rows(SIMILAR)
        values = list(tables["indicator_value"])
        random.Random(number).shuffle(values)
        # rates for every 100 and 1,000,000, adults in thousands
        values = [
            row
            | {
                "value": row["value"] and row["value"] * per,
                "denominator": row["denominator"] and row["denominator"] / 1024,
            }
            if (per := {"treatment_rate_per_1000": 0.125, "drug_misuse_death_rate": 8.0}.get(row["indicator"]))
            else row
            for row in values
        ]
        desk.make(tables | {"indicator_value": values})
        after = desk.rows(SIMILAR)
        assert [row[:3] for row in after] == [row[:3] for row in before]
        assert [row[3] for row in after] == pytest.approx([row[3] for row in before], abs=2e-9)

    def test_are_the_nearest_ten_by_substance_mix_alone_where_nothing_else_is_known(self, desk: PublishedDesk) -> None:
        rows = []
        for place, area in enumerate(AUTHORITIES):
            rows += people_of(area, YEAR, NOBODY | {"opiate": 10 + 10 * place, "alcohol": 190 - 10 * place}, NOBODY)
        desk.make({"indicator_value": rows})
        found = desk.rows(
            f"select similar_code, basis, known_weight, period from mart.similar_area where area_code = '{LEEDS}' "
            "order by rank"
        )
        assert found == [(code, "computed", 0.5, YEAR) for code in AUTHORITIES[1:11]]
        everybody = {code for row in desk.rows("select area_code, similar_code from mart.similar_area") for code in row}
        # a county that has ended, and the two too small, are like nobody
        assert everybody == set(AUTHORITIES) - {"E10000006", "E09000001", "E06000053"}

    def test_are_none_where_less_than_half_of_the_weight_is_known(self, desk: PublishedDesk) -> None:
        rows = [
            row
            for area in (LEEDS, BRADFORD)
            for row in people_of(area, YEAR, NOBODY | {"opiate": 10}, NOBODY)
            if row["substance_group"] != "alcohol"
        ]
        desk.make({"indicator_value": rows})
        assert desk.rows(SIMILAR) == []
        rates = [figure("drug_misuse_death_rate", area, "2020-22", 9.0) for area in (LEEDS, BRADFORD)]
        desk.make({"indicator_value": [*rows, *rates]})
        assert desk.rows("select similar_code, distance, known_weight from mart.similar_area order by 1") == [
            (BRADFORD, 0.0, 0.525),
            (LEEDS, 0.0, 0.525),
        ]

    def test_a_supplied_list_stands_where_it_names_any_for_the_place(self, desk: PublishedDesk) -> None:
        rows = [row for area in AUTHORITIES[:4] for row in people_of(area, YEAR, *ENGLISH)]
        supplied = [
            {"method": method, "area_code": LEEDS, "neighbour_code": code, "rank": rank, "distance": None}
            for method, codes in (("second", AUTHORITIES[1:3]), ("first", [HACKNEY, "E09000001"]))
            for rank, code in enumerate(codes, start=1)
        ]
        desk.make({"indicator_value": rows, "neighbour": supplied})
        found = "select similar_code, rank, basis, method from mart.similar_area where area_code = '{}' order by rank"
        assert desk.rows(found.format(LEEDS)) == [
            (HACKNEY, 1, "supplied", "first"),
            ("E09000001", 2, "supplied", "first"),
        ]
        assert {row[2] for row in desk.rows(found.format(BRADFORD))} == {"computed"}

    def test_are_of_the_latest_year_that_most_authorities_are_counted_in(self, desk: PublishedDesk) -> None:
        rows = [row for area in AUTHORITIES[:4] for row in people_of(area, YEARS[0], *ENGLISH)]
        rows += people_of(LEEDS, YEARS[1], *ENGLISH)
        desk.make({"indicator_value": rows})
        assert desk.rows("select distinct period from mart.similar_area") == [(YEARS[0],)]
