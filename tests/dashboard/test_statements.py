"""Every sentence is built from data: number, comparator, direction, certainty, period; under thirty words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import discussion, statements
from dashboard.reading import SUBSTANCE_GROUPS, Area

LEEDS = Area("E08000035", "Leeds", "local_authority", "E12000003", "Yorkshire and the Humber", None)
LONGEST = Area("E06000058", "Bournemouth, Christchurch and Poole", "local_authority", "E12000009", "South West", None)
ENGLAND = Area("E92000001", "England", "england", None, None, None)
YEAR = "2023-24"


def share_row(**changes: Any) -> dict[str, Any]:
    return {
        "women": 310,
        "people": 1000,
        "share": 0.31,
        "share_low": 0.282,
        "share_high": 0.339,
        "comparator_share": 0.33,
        "comparison": "lower",
        "extra_women": 30,
        "extra_women_low": 0,
        "extra_women_high": 75,
        "extra_women_if_places_fixed": 20,
        "status": "ok",
        "period": YEAR,
    } | changes


HIDDEN = share_row(status="suppressed", comparison="not_compared") | dict.fromkeys(
    ("women", "people", "share", "extra_women", "extra_women_low", "extra_women_high", "extra_women_if_places_fixed")
)
NOBODY = share_row(women=0, people=0, share=None, status="too_few", comparison="not_compared", extra_women=0)


def wait_row(**changes: Any) -> dict[str, Any]:
    return {"waits": 400, "median_days": 5.0, "p90_days": 18.0, "within_3_weeks_share": 0.981, "status": "ok",
            "days_status": "ok"} | changes  # fmt: skip


def death_row(**changes: Any) -> dict[str, Any]:
    return {
        "period": "2019-21",
        "deaths": 61,
        "rate": 5.1,
        "rate_low": 3.9,
        "rate_high": 6.6,
        "comparator_rate": 6.4,
        "comparison": "lower",
        "status": "ok",
    } | changes


@pytest.mark.parametrize(
    ("comparison", "words"),
    [
        ("lower", "That is lower than England (33.0%), by more than chance (2023-24)."),
        ("higher", "That is higher than England (33.0%), by more than chance (2023-24)."),
        ("similar", "That is similar to England (33.0%), a difference within chance (2023-24)."),
        ("too_few_to_tell", "Too few to tell whether that differs from England (33.0%), 2023-24."),
        ("not_compared", "Not compared with England (33.0%), 2023-24."),
    ],
)
def test_a_share_is_lower_higher_or_similar_only_where_the_comparison_says_so(comparison: str, words: str) -> None:
    sentence = statements.womens_share(LEEDS, "all", share_row(comparison=comparison), "England", YEAR)
    assert sentence == f"Leeds: 310 women in treatment, 31.0% (28.2% to 33.9%) of 1,000 people. {words}"
    assert ("similar" in sentence) == (comparison == "similar")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (None, "Leeds: the number of women in treatment is not in the files held (2023-24)."),
        (HIDDEN, "Leeds: the number of women in treatment is hidden to protect people (2023-24)."),
        (NOBODY, "Leeds: nobody was in treatment in 2023-24, so there is no share of women."),
        (share_row(women=0, share=0.0, share_low=0.0, share_high=0.004), "Leeds: 0 women in treatment, 0% (0% to 0.4%) "
         "of 1,000 people. That is lower than England (33.0%), by more than chance (2023-24)."),
        (share_row(women=1), "Leeds: 1 woman in treatment, 31.0% (28.2% to 33.9%) of 1,000 people. That is lower than "
         "England (33.0%), by more than chance (2023-24)."),
        (share_row(share=0.33, comparison="similar"), "Leeds: 310 women in treatment, 33.0% (28.2% to 33.9%) of 1,000 "
         "people. That is similar to England (33.0%), a difference within chance (2023-24)."),
        (share_row(comparator_share=None, comparison="not_compared"), "Leeds: 310 women in treatment, 31.0% (28.2% to "
         "33.9%) of 1,000 people. No figure for England to compare with (2023-24)."),
    ],
)  # fmt: skip
def test_the_edges_of_a_share(row: dict[str, Any] | None, sentence: str) -> None:
    assert statements.womens_share(LEEDS, "all", row, "England", YEAR) == sentence


def test_england_is_not_compared_with_itself() -> None:
    row = share_row(comparison="not_compared", comparator_share=None)
    assert statements.womens_share(ENGLAND, "all", row, "", YEAR) == (
        "England: 310 women in treatment, 31.0% (28.2% to 33.9%) of 1,000 people (2023-24)."
    )
    assert "no gap to close" in statements.extra_women(ENGLAND, "all", row, "", YEAR)


def test_how_many_more_women_names_both_forms_and_the_range() -> None:
    assert statements.extra_women(LEEDS, "all", share_row(), "England", YEAR) == (
        "Leeds: matching England (33.0%) takes 30 more women (none to 75) if men stay, "
        "20 if places are fixed (2023-24)."
    )
    without_range = share_row(extra_women_low=None, extra_women_high=None)
    assert "30 more women if men stay" in statements.extra_women(LEEDS, "all", without_range, "England", YEAR)


def test_no_more_women_where_the_share_is_reached_and_none_where_it_is_not_known() -> None:
    reached = share_row(extra_women=0, comparison="higher")
    assert "would take no more women" in statements.extra_women(LEEDS, "all", reached, "England", YEAR)
    assert "hidden to protect people" in statements.extra_women(LEEDS, "all", HIDDEN, "England", YEAR)
    assert "not in the files held" in statements.extra_women(LEEDS, "all", None, "England", YEAR)
    assert "nobody was in treatment" in statements.extra_women(LEEDS, "all", NOBODY, "England", YEAR)
    no_comparator = share_row(extra_women=None)
    assert "not in the files held" in statements.extra_women(LEEDS, "all", no_comparator, "England", YEAR)


def change_row(**changes: Any) -> dict[str, Any]:
    return {
        "from_share": 0.29,
        "to_share": 0.31,
        "change_low": -0.021,
        "change_high": 0.061,
        "from_period": "2019-20",
        "to_period": YEAR,
        "direction": "rose",
        "status": "ok",
    } | changes


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ("rose", "a rise beyond chance"),
        ("fell", "a fall beyond chance"),
        ("no_clear_change", "no clear change"),
        ("not_compared", "not compared"),
    ],
)
def test_a_change_says_how_sure_we_are(direction: str, words: str) -> None:
    row = change_row(direction=direction)
    assert statements.change_of_share(LEEDS, "all", "in_treatment", row, share_row(), YEAR) == (
        "Leeds: women's share of people in treatment was 29.0% in 2019-20 and 31.0% in 2023-24: "
        f"{words}, −2.1 to 6.1 points."
    )


def test_too_few_years_and_hidden_years_are_said() -> None:
    hidden = change_row(from_share=None, to_share=None, direction="not_compared", status="suppressed")
    sentence = statements.change_of_share(LEEDS, "all", "new_presentations", None, share_row(), YEAR)
    assert sentence.endswith("31.0% in 2023-24; too few comparable years to say more.")
    assert "hidden" in statements.change_of_share(LEEDS, "all", "in_treatment", hidden, HIDDEN, YEAR)
    assert statements.change_of_share(LEEDS, "all", "in_treatment", None, HIDDEN, YEAR) == (
        "Leeds: women's share of people in treatment is hidden to protect people (2023-24)."
    )
    assert "not in the files held" in statements.change_of_share(LEEDS, "all", "in_treatment", None, None, YEAR)
    assert "there were no people newly starting treatment in 2023-24" in statements.change_of_share(
        LEEDS, "all", "new_presentations", None, NOBODY, YEAR
    )


def test_waits_put_women_first_and_men_beside() -> None:
    men = wait_row(median_days=6.0, p90_days=21.0)
    assert statements.waits(LEEDS, "all", wait_row(), men, YEAR) == (
        "Leeds: half of women started treatment within 5 days, 9 in 10 within 18 days; men 6 and 21 days (2023-24)."
    )
    same_day = wait_row(median_days=0.0)
    assert "on the same day, 9 in 10" in statements.waits(LEEDS, "all", same_day, men, YEAR)


def test_missing_waits_say_whose_and_why() -> None:
    hidden = wait_row(
        median_days=None,
        p90_days=None,
        waits=None,
        status="suppressed",
        days_status="suppressed",
        within_3_weeks_share=None,
    )
    assert statements.waits(LEEDS, "all", hidden, wait_row(), YEAR) == (
        "Leeds: how long women waited is hidden to protect people (2023-24)."
    )
    assert "men's waits are hidden to protect people" in statements.waits(LEEDS, "all", wait_row(), hidden, YEAR)
    assert "men's waits are not in the files held" in statements.waits(LEEDS, "all", wait_row(), None, YEAR)
    assert "not in the files held" in statements.waits(LEEDS, "all", None, None, YEAR)
    none = {"waits": 0, "median_days": None, "status": "ok", "days_status": "ok"}
    assert "no woman started treatment after a wait" in statements.waits(LEEDS, "all", none, None, YEAR)


def test_within_three_weeks_names_its_ceiling_and_what_is_hidden() -> None:
    both = statements.within_three_weeks(wait_row(), wait_row(within_3_weeks_share=0.974), YEAR)
    assert both.startswith("Within three weeks: 98.1% of women and 97.4% of men (2023-24). Nearly everyone everywhere")
    part_hidden = wait_row(within_3_weeks_share=None)
    assert "98.1% of women; for men the share is hidden" in statements.within_three_weeks(wait_row(), part_hidden, YEAR)
    neither = statements.within_three_weeks(part_hidden, part_hidden, YEAR)
    assert neither.startswith("Within three weeks: the shares of women and men are hidden to protect people (2023-24)")
    differently = statements.within_three_weeks(part_hidden, None, YEAR)
    assert "for women the share is hidden to protect people; for men the share is not in the files" in differently


@pytest.mark.parametrize(
    ("comparison", "words"),
    [
        ("lower", "That is lower than England (6.4), by more than chance"),
        ("higher", "That is higher than England (6.4), by more than chance"),
        ("similar", "That is similar to England (6.4), a difference within chance"),
        ("too_few_to_tell", "Too few to compare with England (6.4)"),
        ("not_compared", "Not compared with England (6.4)"),
    ],
)
def test_a_death_rate_and_its_comparison(comparison: str, words: str) -> None:
    sentence = statements.deaths(LEEDS, "female", death_row(comparison=comparison), "England", "2019-21")
    dated = f"{words}, 2019-21." if words.endswith(")") else f"{words} (2019-21)."
    assert sentence == f"Leeds: 5.1 (3.9 to 6.6) drug poisoning deaths per 100,000 women a year. {dated}"


@pytest.mark.parametrize(("deaths", "words"), [(0, "there were none"), (1, "there was 1"), (7, "there were 7")])
def test_too_few_deaths_is_an_honest_sentence(deaths: int, words: str) -> None:
    row = death_row(deaths=deaths, rate=None, status="too_few", comparison="too_few_to_tell")
    assert statements.deaths(LEEDS, "female", row, "England", "2019-21") == (
        f"Leeds: too few deaths among women to give a rate or compare; pooled over 2019-21 {words}."
    )


def test_the_edges_of_deaths() -> None:
    no_count = death_row(deaths=None, rate=None, status="too_few")
    assert statements.deaths(LEEDS, "female", no_count, "England", "2019-21") == (
        "Leeds: too few deaths among women to give a rate or compare (2019-21)."
    )
    unpublished = death_row(rate=None, status="not_published")
    assert "is not published (2019-21)" in statements.deaths(LEEDS, "male", unpublished, "England", "2019-21")
    assert "not in the files held" in statements.deaths(LEEDS, "female", None, "England", "all years")
    unreliable = death_row(status="unreliable", deaths=14, comparison="too_few_to_tell")
    assert "(only 14 deaths). Too few to compare" in statements.deaths(
        LEEDS, "female", unreliable, "England", "2019-21"
    )
    uncounted = death_row(status="unreliable", deaths=None)
    assert "(few deaths: unreliable)" in statements.deaths(LEEDS, "female", uncounted, "England", "2019-21")
    alone = death_row(comparator_rate=None)
    assert "no figure for Wales to compare with" in statements.deaths(LEEDS, "female", alone, "Wales", "2019-21")
    assert statements.deaths(ENGLAND, "male", alone, "", "2019-21") == (
        "England: 5.1 (3.9 to 6.6) drug poisoning deaths per 100,000 men a year (2019-21)."
    )


def test_caseloads() -> None:
    row = {"clients_per_keyworker": 45.7, "period": YEAR, "status": "ok"}
    assert statements.keyworkers(LEEDS, row, YEAR) == (
        "Leeds: 46 people on the caseload of each full-time keyworker (2023-24)."
    )
    assert "not in the files held" in statements.keyworkers(LEEDS, None, YEAR)


rows = st.fixed_dictionaries(
    {
        "women": st.integers(0, 99_999),
        "people": st.integers(100_000, 399_999),
        "share": st.floats(0, 1),
        "share_low": st.floats(0, 1),
        "share_high": st.floats(0, 1),
        "comparator_share": st.floats(0, 0.99),
        "comparison": st.sampled_from(["lower", "similar", "higher", "too_few_to_tell", "not_compared"]),
        "extra_women": st.integers(0, 99_999),
        "extra_women_low": st.integers(0, 99_999),
        "extra_women_high": st.integers(0, 99_999),
        "extra_women_if_places_fixed": st.integers(0, 99_999),
        "status": st.just("ok"),
        "period": st.just(YEAR),
    }
)


@given(rows, st.sampled_from(list(SUBSTANCE_GROUPS)), st.sampled_from(["England", "Yorkshire and the Humber"]))
def test_sentences_stay_under_thirty_words_and_never_call_a_share_worse(
    row: dict[str, Any], group: str, comparator: str
) -> None:
    change = change_row(to_share=row["share"])
    few = death_row(status="unreliable", deaths=14, comparison="too_few_to_tell")
    sentences = [
        *(
            statements.womens_share(LONGEST, group, row | {"comparison": found}, comparator, YEAR)
            for found in ("lower", "similar", "higher", "too_few_to_tell", "not_compared")
        ),
        statements.extra_women(LONGEST, group, row, comparator, YEAR),
        statements.change_of_share(LONGEST, group, "in_treatment", change, row, YEAR),
        statements.waits(LONGEST, group, wait_row(), wait_row(), YEAR),
        statements.deaths(LONGEST, "female", death_row(comparison=row["comparison"]), comparator, "2019-21"),
        statements.deaths(LONGEST, "female", few, comparator, "2019-21"),
    ]
    for sentence in sentences:
        assert all(len(part.split()) < 30 for part in sentence.split(". ")), sentence
        assert "worse" not in sentence
        assert "better" not in sentence
        assert "2019-21" in sentence or YEAR in sentence


def test_the_question_left_for_the_meeting_follows_the_data() -> None:
    assert "some 30 more women" in discussion.of_share(share_row())
    assert "goes on" in discussion.of_share(share_row(comparison="higher"))
    assert "like everywhere else" in discussion.of_share(share_row(comparison="similar"))
    assert "would be fair" in discussion.of_share(share_row(comparison="not_compared"))
    assert "numbers cannot" in discussion.of_share(share_row(comparison="too_few_to_tell"))
    assert "next meeting" in discussion.of_share(None)
    assert "next meeting" in discussion.of_share(HIDDEN)
    assert "holds women up" in discussion.of_waits(wait_row(p90_days=24), wait_row())
    assert "before triage" in discussion.of_waits(wait_row(), wait_row())
    assert "before triage" in discussion.of_waits(wait_row(), None)
    assert "Who could tell us" in discussion.of_waits(None, None)
    assert "kept them in it" in discussion.of_deaths(death_row(comparison="higher"))
    assert "reviewed together" in discussion.of_deaths(death_row())
    assert "each death" in discussion.of_deaths(death_row(rate=None))
    assert "Who could bring" in discussion.of_deaths(None)
