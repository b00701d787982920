"""What each area has for women: each rule by name, one fact of a hand-written country each; and bad offers refused."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines import provision
from pipelines.errors import Refused
from pipelines.warehouse import PACKAGE, Warehouse
from tests.boring import awkward_provision as country
from tests.builds import Built, built
from tests.provision_files import lay_audit, lay_register, lay_women

NO_CODE = "A PROVIDER / COMMUNITY_ADULT"
LONDON, NORTH_EAST, ENGLAND = "E12000007", "E12000001", "E92000001"


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The awkward country and its standards; women counted in 40 authorities, then 20, then 19, none north-east."""
    folder = tmp_path_factory.mktemp("provision")
    raw, reference = folder / "raw", folder / "package" / "reference"
    reference.mkdir(parents=True)
    (reference / "offers.toml").write_bytes((PACKAGE / "reference" / "offers.toml").read_bytes())
    (reference / "standards.toml").write_text(country.STANDARDS, encoding="utf-8")
    lay_audit(raw, country.RETURNS)
    lay_register(raw, country.EXAMPLES)
    london = [f"E090000{number:02}" for number in range(2, 34) if number not in (1, 12)]
    counted = [*london, country.LEEDS, country.BARNSLEY, *(f"E0800000{number}" for number in range(1, 9))]
    women = [(area, year, 10) for year, areas in (("2021/22", 40), ("2022/23", 20), ("2023/24", 19))
             for area in counted[:areas]]  # fmt: skip
    lay_women(raw, women)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(provision, "PACKAGE", reference.parent)
        yield built(raw, folder / "marts.duckdb", today=country.TODAY)


@pytest.fixture(scope="module")
def has(marts: Built) -> Callable[[str, str], str]:
    """The state of an offer in an authority."""
    states = {
        (area, offer): state for area, offer, state in marts.rows("select area_code, offer, state from provision")
    }
    return lambda area, offer: states[(area, offer)]


Has = Callable[[str, str], str]


def services(marts: Built, area: str, offer: str) -> tuple[int, int, int]:
    """Services, those answering, those offering."""
    (found,) = marts.rows(
        "select services, services_answering, services_offering from provision where area_code = ? and offer = ?",
        [area, offer],
    )
    return found  # type: ignore[no-any-return]


def shown(marts: Built, area: str, offer: str) -> tuple[Any, ...]:
    """State, kind of evidence, its number and whether it is stale."""
    (found,) = marts.rows(
        "select state, evidence_kind, evidence_id, is_stale from provision where area_code = ? and offer = ?",
        [area, offer],
    )
    return found  # type: ignore[no-any-return]


def met(marts: Built, area: str, standard: str) -> str:
    (found,) = marts.rows("select state from standard_state where area_code = ? and standard = ?", [area, standard])
    return found[0]  # type: ignore[no-any-return]


def test_every_authority_of_today_has_every_offer(marts: Built) -> None:
    assert marts.rows("select count(distinct area_code), count(distinct offer), count(*) from provision") == [
        (153, 22, 153 * 22)
    ]
    assert marts.rows("select count(*) from provision join area using (area_code) where valid_to is not null") == [(0,)]


# Which return speaks


def test_a_code_of_the_past_is_todays_authority(marts: Built) -> None:
    assert services(marts, country.BARNSLEY, "womens_lead") == (2, 2, 0)
    assert services(marts, country.BCP, "childcare") == (1, 1, 0)


def test_a_later_round_replaces_an_earlier_one_also_by_no_answer(marts: Built) -> None:
    """The group of Barnsley stands by an example alone: the later return says unknown."""
    assert services(marts, country.BARNSLEY, "women_only_group") == (2, 0, 0)
    assert shown(marts, country.BARNSLEY, "women_only_group") == ("offered", "example", "E7", False)


def test_a_later_round_counts_though_it_was_checked_before(has: Has) -> None:
    assert has(country.KIRKLEES, "womens_lead") == "not_offered"


def test_history_is_kept(marts: Built) -> None:
    assert marts.rows(
        "select audit_round, is_in_use from provision_return where area_code = ? and service = 'N0001' order by 1",
        [country.KIRKLEES],
    ) == [("2025Q1", False), ("2025Q2", True)]
    assert marts.rows(
        "select answer from provision_answer where area_code = ? and audit_round = '2025Q1' and service = 'N0001'",
        [country.KIRKLEES],
    ) == [("yes",)]


def test_a_service_without_a_code_is_its_provider_and_type_however_spelt(marts: Built) -> None:
    assert marts.rows(
        "select service, count(*) from provision_return where area_code = ? group by 1 order by 1", [country.LEEDS]
    ) == [("ELM HOUSE / COMMUNITY_ADULT", 3), ("ELM HOUSE / LERO", 1)]


def test_a_service_that_fills_in_its_code_later_is_the_same_service(marts: Built, has: Has) -> None:
    assert marts.rows(
        "select service, service_id, audit_round, is_in_use from provision_return where area_code = ? order by 3",
        [country.BURY],
    ) == [("N0007", None, "2024Q2", False), ("N0007", "N0007", "2024Q3", False), ("N0007", None, "2024Q4", True)]
    assert services(marts, country.BURY, "womens_lead") == (1, 1, 0)
    assert (has(country.BURY, "womens_lead"), has(country.BURY, "women_only_group")) == ("planned", "not_known")


@pytest.mark.parametrize(
    ("area", "found"),
    [
        pytest.param(country.BOLTON, [NO_CODE, "N0001", "N0002"], id="two codes"),
        pytest.param(country.OLDHAM, [NO_CODE, "N0001"], id="in one round"),
        pytest.param(country.ROCHDALE, [NO_CODE, "ANOTHER / COMMUNITY_ADULT", "N0001"], id="two without one"),
        pytest.param(country.SALFORD, ["A PROVIDER / LERO", "N0001"], id="another type"),
        pytest.param(country.STOCKPORT, [NO_CODE], id="another authority"),
    ],
)
def test_a_code_is_not_guessed(marts: Built, area: str, found: list[str]) -> None:
    query = "select distinct service from provision_return where area_code = ?"
    assert {service for (service,) in marts.rows(query, [area])} == set(found)


def test_a_service_with_a_code_may_change_its_provider(marts: Built) -> None:
    assert services(marts, country.BRADFORD, "women_only_space") == (1, 1, 1)


def test_a_code_in_two_authorities_answers_in_each_for_itself(has: Has) -> None:
    assert (has(country.YORK, "womens_lead"), has(country.KIRKLEES, "womens_lead")) == ("not_known", "not_offered")


# What a return says


@pytest.mark.parametrize(
    ("area", "state"),
    [
        pytest.param(country.WAKEFIELD, "not_known", id="one no and one not answered"),
        pytest.param(country.YORK, "not_offered", id="all no"),
        pytest.param(country.HULL, "planned", id="one no and one planned"),
        pytest.param(country.DERBY, "planned", id="one not answered and one planned"),
        pytest.param(country.LUTON, "offered", id="one yes and one unknown"),
        pytest.param("E06000005", "not_known", id="no return"),
    ],
)
def test_one_column_is_enough(has: Has, area: str, state: str) -> None:
    assert has(area, "women_only_residential") == state


@pytest.mark.parametrize(
    ("area", "state"),
    [
        pytest.param(country.CAMDEN, "offered", id="all yes"),
        pytest.param(country.BARNET, "planned", id="two yes and one planned"),
        pytest.param(country.BEXLEY, "not_known", id="two yes and one not answered"),
        pytest.param(country.BRENT, "not_known", id="yes, planned and unknown"),
        pytest.param(country.BROMLEY, "not_offered", id="yes, no and unknown"),
    ],
)
def test_all_columns_are_needed(has: Has, area: str, state: str) -> None:
    assert has(area, "womens_policies") == state


def test_a_number_is_offered_from_its_limit_on(marts: Built) -> None:
    assert shown(marts, country.KIRKLEES, "trauma_informed_training") == ("offered", "audit", "N0003", False)
    assert services(marts, country.KIRKLEES, "trauma_informed_training") == (3, 2, 1)


def test_no_place_bought_is_a_no(has: Has) -> None:
    assert has(country.WAKEFIELD, "mother_and_child_places") == "not_offered"


# What several say


def test_fresh_no_outranks_stale_yes(marts: Built) -> None:
    assert shown(marts, country.EALING, "women_only_group") == ("not_offered", "audit", "N0001", False)
    # of two services one told of it lately, and its answer is no: the other's old yes does not count beside it
    assert services(marts, country.EALING, "women_only_group") == (2, 1, 0)


def test_a_fresh_example_outranks_a_stale_audit(marts: Built) -> None:
    assert shown(marts, country.ENFIELD, "women_only_group") == ("offered", "example", "E1", False)


def test_eighteen_months_to_the_day_are_fresh(marts: Built) -> None:
    """On 31 August 2025: 1 March 2024 is fresh till 1 September, 29 February was till 29 August."""
    assert marts.rows(
        "select verified_on::varchar, is_stale from provision_return where area_code = ? order by 1", [country.EALING]
    ) == [(country.FIRST_STALE_DAY, True), (country.LAST_FRESH_DAY, False)]


def test_stale_evidence_is_shown_as_stale_where_there_is_no_other(marts: Built) -> None:
    assert shown(marts, country.STOCKTON, "womens_centre") == ("offered", "example", "E11", True)


def test_planned_outranks_no_and_is_not_offered(marts: Built) -> None:
    assert shown(marts, country.HOUNSLOW, "co_design") == ("planned", "example", "E5", False)
    assert services(marts, country.HOUNSLOW, "co_design") == (3, 3, 0)


def test_of_what_agrees_the_audit_is_shown_then_the_latest_then_the_first_code(marts: Built) -> None:
    assert shown(marts, country.CROYDON, "women_only_group") == ("offered", "audit", "N0003", False)
    assert shown(marts, country.HAVERING, "women_only_group") == ("planned", "audit", "N0000", False)
    assert shown(marts, country.HARTLEPOOL, "childcare") == ("offered", "example", "E3", False)


def test_a_read_contract_is_evidence_of_its_own_kind(marts: Built) -> None:
    assert marts.rows(
        "select evidence_kind, evidence_type, evidence_id from provision_evidence where area_code = ? order by 3",
        [country.HOUNSLOW],
    ) == [
        ("example", "document", "E5"),
        ("contract", "contract", "N0001"),
        ("audit", "self_report", "N0008"),
        ("audit", "self_report", "N0009"),
    ]


# The register


def test_an_example_that_ended_proves_nothing(has: Has) -> None:
    assert has(country.CAMDEN, "outreach") == "not_known"


def test_an_example_stands_for_each_of_its_areas_and_offers_once(marts: Built) -> None:
    assert marts.rows(
        "select area_code, offer from provision_evidence where evidence_id in ('E5', 'E7') order by all"
    ) == [
        (country.HARTLEPOOL, "co_design"),
        (country.MIDDLESBROUGH, "women_only_group"),
        (country.BARNSLEY, "women_only_group"),
        (country.HOUNSLOW, "co_design"),
    ]


def test_an_example_of_no_area_or_no_offer_is_good_practice_and_no_evidence(marts: Built) -> None:
    assert marts.rows("select example_id from good_practice where area_codes = [] or offers = []  order by 1") == [
        ("E8",),
        ("E9",),
    ]
    assert marts.rows("select count(*) from provision_evidence where evidence_id in ('E8', 'E9')") == [(0,)]


def test_an_example_is_no_service(marts: Built) -> None:
    assert services(marts, country.HARTLEPOOL, "childcare") == (0, 0, 0)


def test_free_text_is_kept_as_it_was_written(marts: Built) -> None:
    assert marts.rows("select notes, evidence_url from provision_return where notes is not null and area_code = ?"
                      " and service = 'N0001'", [country.HAVERING]) == [("=1+1", "@x")]  # fmt: skip


# Standards and coverage


@pytest.mark.parametrize(
    ("area", "standard", "state"),
    [
        pytest.param(country.KINGSTON, "all_of_two", "met", id="all offered"),
        pytest.param(country.CAMDEN, "all_of_two", "not_known", id="of all, one offered and one not known"),
        pytest.param(country.BROMLEY, "all_of_two", "not_met", id="of all, one not offered and one not known"),
        pytest.param(country.HULL, "all_of_two_more", "not_met", id="of all, one planned and one not known"),
        pytest.param(country.CAMDEN, "any_of_two", "met", id="of any, one offered and one not known"),
        pytest.param(country.BARNET, "any_of_two", "not_met", id="of any, one planned and one not offered"),
        pytest.param(country.BEXLEY, "any_of_two", "not_known", id="of any, one not offered and one not known"),
    ],
)
def test_a_standard_is_met_by_its_offers(marts: Built, area: str, standard: str, state: str) -> None:
    assert met(marts, area, standard) == state


def test_what_is_asked_of_others_or_shown_by_no_offer_is_of_no_area(marts: Built) -> None:
    assert marts.rows("select standard from standard except select standard from standard_state order by 1") == [
        ("not_to_be_seen",),
        ("of_government",),
        ("of_other_providers",),
    ]


def test_a_standard_says_that_it_rests_on_stale_evidence(marts: Built) -> None:
    """Harrow's only return is stale; Enfield's are, and a fresh example stands before them."""
    stale = "select distinct standard, state from standard_state where is_stale and area_code = ? order by all"
    assert marts.rows(stale, [country.HARROW]) == [
        ("all_of_two", "not_known"),
        ("any_of_three", "met"),
        ("any_of_two", "met"),
        ("one", "met"),
    ]
    assert marts.rows(stale, [country.ENFIELD]) == []


def test_coverage_is_met_of_known_beside_known_of_all(marts: Built) -> None:
    of_area = "select items, known, met, coverage, round(known_share, 3) from provision_coverage where area_code = ?"
    of_framework = f"{of_area} and framework = 'first'"
    assert marts.rows(of_framework, [country.CAMDEN]) == [(3, 1, 1, 1.0, 0.333)]
    assert marts.rows(of_framework, [country.BARNET]) == [(3, 2, 0, 0.0, 0.667)]
    assert marts.rows(of_framework, [country.LUTON]) == [(3, 0, 0, None, 0.0)]


def test_a_framework_that_asks_nothing_of_an_area_has_no_coverage(marts: Built) -> None:
    assert marts.rows("select framework, count(*) from provision_coverage group by 1 order by 1") == [
        ("first", 153),
        ("second", 153),
    ]


# England and the regions


def test_reach_counts_authorities_by_state(marts: Built) -> None:
    assert marts.rows(
        """
        select areas, areas_offered, areas_planned, areas_not_offered, areas_not_known
        from provision_reach where area_code = ? and offer = 'womens_policies'
        """,
        [LONDON],
    ) == [(33, 2, 1, 1, 29)]


def test_women_are_those_of_the_latest_year_that_counts_half_as_many_authorities(marts: Built) -> None:
    """Twenty of London's authorities, to Lambeth, have ten women each."""
    assert marts.rows(
        """
        select period, areas_with_women, women, women_offered, women_planned, women_not_offered, women_not_known
        from provision_reach where area_code = ? and offer = 'womens_policies'
        """,
        [LONDON],
    ) == [("2022-23", 20, 200, 20, 10, 10, 160)]


def test_where_no_authority_is_counted_nobody_knows_of_women(marts: Built) -> None:
    assert marts.rows(
        "select distinct period, areas_with_women, women, women_not_known from provision_reach where area_code = ?",
        [NORTH_EAST],
    ) == [(None, 0, None, None)]


@pytest.mark.parametrize(
    ("audit_round", "with_return", "by_state"),
    [
        pytest.param("2023Q1", 1, (0, 0, 1), id="no in the first round"),
        pytest.param("2024Q1", 3, (2, 0, 1), id="two more in the next, and the first stands"),
        pytest.param("2024Q4", 2, (2, 0, 0), id="the first is stale"),
        pytest.param("2025Q1", 10, (4, 0, 2), id="what was stale when the round ended is none"),
    ],
)
def test_a_round_is_what_was_known_at_its_end(
    marts: Built, audit_round: str, with_return: int, by_state: tuple[int, ...]
) -> None:
    assert marts.rows(
        """
        select areas_with_return, areas_offered, areas_planned, areas_not_offered from provision_round
        where area_code = ? and offer = 'women_only_group' and audit_round = ?
        """,
        [LONDON, audit_round],
    ) == [(with_return, *by_state)]


def test_examples_are_of_no_round(marts: Built) -> None:
    assert marts.rows(
        "select sum(areas_with_return) from provision_round where area_code = ? and offer = 'childcare'", [NORTH_EAST]
    ) == [(0,)]


# Offers and standards that are no such thing


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse into which nothing gets."""
    with Warehouse(tmp_path_factory.mktemp("warehouse")) as opened:
        yield opened


def test_every_answer_but_unknown_tells_whether_the_offer_is_there(marts: Built) -> None:
    """Of the offers as shipped: an answer that nobody placed would be silently not known."""
    assert (
        marts.rows("""
        select distinct a.offer, a.column_name, q.answer
        from offer_answer as a
        join (select column_name, unnest(answers) as answer from provision_question) as q using (column_name)
        where q.answer <> 'unknown' and not exists (
            from offer_answer as told
            where told.offer = a.offer and told.column_name = a.column_name and told.answer = q.answer
        )
    """)
        == []
    )


GOOD_OFFER = """
    [[offer]]
    offer = "group"
    name = "Group"
    meaning = "A group."
    asked = [{ column = "women_only_group", offered = ["yes"], not_offered = ["no"] }]
"""
NO_COLUMN = GOOD_OFFER.partition("asked")[0] + "asked = []"
FRAMEWORK = """
    [[framework]]
    framework = "first"
    name = "First"
    document = "A document"
    about = "It asks."
"""
GOOD_STANDARD = country.standard("one", "first", "service", "all", "group")


@pytest.mark.parametrize(
    ("offers", "standards", "message"),
    [
        pytest.param(
            GOOD_OFFER.replace('meaning = "A group."', ""),
            "",
            "offers.toml: offer group lacks meaning.",
            id="an offer without a meaning",
        ),
        pytest.param(
            GOOD_OFFER.replace('offer = "group"', "").replace('name = "Group"', ""),
            "",
            "offers.toml: offer number 1 lacks offer, name.",
            id="an offer without a name",
        ),
        pytest.param(GOOD_OFFER * 2, "", "offers.toml: offer group is there twice.", id="an offer twice"),
        pytest.param(
            GOOD_OFFER.replace("women_only_group", "women_only_grove"),
            "",
            "offers.toml: group asks for women_only_grove, which the self-audit does not have.",
            id="a column that is none",
        ),
        pytest.param(
            GOOD_OFFER.replace('["yes"]', '["yea"]'),
            "",
            "offers.toml: group: women_only_group cannot be yea; expected one of yes, no, planned, unknown.",
            id="an answer that is none",
        ),
        pytest.param(
            GOOD_OFFER + 'needs = "some"',
            "",
            "offers.toml: group needs some; expected any or all.",
            id="neither any nor all",
        ),
        pytest.param(
            NO_COLUMN, "", "offers.toml: group asks for no column of the self-audit.", id="an offer that asks nothing"
        ),
        pytest.param(
            GOOD_OFFER.replace("not_offered", "not_offred"),
            "",
            "offers.toml: group: women_only_group has not_offred; expected column, offered, planned, not_offered, "
            "offered_from.",
            id="a word that is none",
        ),
        pytest.param(
            GOOD_OFFER.replace("women_only_group", "residential_women_only_beds"),
            "",
            "offers.toml: group: residential_women_only_beds is a whole number from 0; offered_from is for numbers, "
            "which need it.",
            id="a number without a limit",
        ),
        pytest.param(
            GOOD_OFFER.replace('offered = ["yes"], not_offered = ["no"]', "offered_from = 1"),
            "",
            "offers.toml: group: women_only_group is one of yes, no, planned, unknown; offered_from is for numbers, "
            "which need it.",
            id="a limit for words",
        ),
        pytest.param(
            GOOD_OFFER.replace('["no"]', '["no", "yes"]'),
            "",
            "offers.toml: group: women_only_group has yes twice.",
            id="an answer that is yes and no",
        ),
        pytest.param(
            GOOD_OFFER,
            FRAMEWORK + GOOD_STANDARD.replace('asks = "Something."', ""),
            "standards.toml: standard one lacks asks.",
            id="a standard that asks nothing",
        ),
        pytest.param(
            GOOD_OFFER,
            FRAMEWORK * 2 + GOOD_STANDARD,
            "standards.toml: framework first is there twice.",
            id="a framework twice",
        ),
        pytest.param(
            GOOD_OFFER,
            FRAMEWORK + country.standard("one", "second", "service", "all", "group"),
            "standards.toml: one belongs to second, which is no framework of that file.",
            id="a standard of no framework",
        ),
        pytest.param(
            GOOD_OFFER,
            FRAMEWORK + country.standard("one", "first", "service", "all", "group", "grove"),
            "standards.toml: one asks for grove; offers stand in offers.toml.",
            id="a standard shown by no such offer",
        ),
        pytest.param(
            GOOD_OFFER,
            FRAMEWORK + country.standard("one", "first", "nobody", "all", "group"),
            "standards.toml: one is asked of nobody; expected one of service, commissioner, partnership, government, "
            "other_provider.",
            id="asked of nobody",
        ),
        *(
            pytest.param(
                GOOD_OFFER,
                FRAMEWORK + country.standard("one", "first", "service", met_when, *offers),
                "standards.toml: one: met_when is all or any where there are offers, and is left out where there are "
                "none.",
                id=f"met when {met_when or 'left out'} with {len(offers)} offers",
            )
            for met_when, offers in (("", ["group"]), ("most", ["group"]), ("all", []))
        ),
    ],
)
def test_a_bad_entry_is_refused(
    tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, offers: str, standards: str, message: str
) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "offers.toml").write_text(offers, encoding="utf-8")
    (tmp_path / "reference" / "standards.toml").write_text(standards, encoding="utf-8")
    monkeypatch.setattr(provision, "PACKAGE", tmp_path)
    with pytest.raises(Refused) as refusal:
        provision.describe(warehouse)
    assert str(refusal.value) == message
