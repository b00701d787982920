"""What is said of the records adds up, hides what a build hides, and tells a provider what to mend."""

import io
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard import numbers
from dashboard.answers import provenance, provider_file, provider_quality, record_quality, record_words
from dashboard.marts import Marts, current_marts
from dashboard.reading import SYNTHETIC_NOTE, Reading
from dashboard.statements import rows_used
from tests.dashboard.conftest import Looking
from tests.dashboard.small_marts import write
from tests.dashboard.small_records import ASKED, FILES, NOBODY, OTHERS


@pytest.fixture(scope="module")
def restricted(restricted_path: Path) -> Marts:
    return current_marts(restricted_path)


def said(reading: Reading) -> list[str]:
    everyone = record_quality.providers(reading)
    return record_quality.opening(reading, everyone, record_quality.of_area(reading, everyone))


def sent(reading: Reading, code: str) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(provider_file.to_send(reading, code)))


def test_a_restricted_build_counts_exactly(looking_at: Looking, restricted: Marts) -> None:
    reading = looking_at("England", build=restricted)
    assert said(reading) == [
        "Of 114,529 rows read from 9 providers, 99.8% are used; 228 break a rule and 31 have no consent.",
        "Sex is not stated in 169 rows read, and 759 of 38,172 episodes could not be placed in an area.",
        "Another 5,902 rows are of earlier extracts, each replaced whole by a later one.",
    ]
    figures = record_quality.figures(record_quality.providers(reading))
    assert set(figures["status"]) == {"ok"}
    of_current = [f for f in FILES if not f[5]]
    assert figures["rows_read"].sum() == sum(f[3] for f in of_current)
    assert (
        figures["rows_used_at_least"] + figures["rows_rejected"] + figures["rows_without_consent"]
        == figures["rows_read"]
    ).all()
    assert "Used" in record_quality.grid(record_quality.providers(reading)).columns


def test_the_worst_provider_stands_first(looking_at: Looking, restricted: Marts) -> None:
    rows = record_quality.grid(record_quality.providers(looking_at("England", build=restricted)))
    assert rows["Provider"].to_list()[:4] == ["N1222", "Not a code", "N1111", "N1037"]
    assert rows["Provider"][-1] in ("N1148", "N1185")
    assert rows["Rejected, %"].to_list()[0] == 100


def test_an_open_build_cannot_be_subtracted_from(looking_at: Looking) -> None:
    everyone = record_quality.providers(looking_at("England"))
    figures = record_quality.figures(everyone)
    row = figures.row(by_predicate=pl.col("provider_code") == "N1074", named=True)
    assert row["rows_rejected"] is None
    assert row["share_rejected"] is None
    assert row["rows_used_at_least"] == row["rows_read"] - 4
    assert row["status"] == "small_counts_hidden"
    assert "Used, at least" in record_quality.grid(everyone).columns
    assert "Few: 1 to 4" in record_quality.how_to_read(everyone)
    assert said(looking_at("England"))[0] == (
        "Of about 114,500 rows read from 9 providers, 99.8% are used; 222 to 237 break a rule and "
        "28 to 34 have no consent."
    )


def test_a_restricted_build_tells_providers_of_an_area_apart_and_an_open_one_does_not(
    looking_at: Looking, restricted: Marts
) -> None:
    leeds = looking_at("Leeds", build=restricted)
    everyone = record_quality.providers(leeds)
    assert set(record_quality.of_area(leeds, everyone)["provider_code"]) == {"N1037", "N1074", "N1300"}
    assert "from 3 providers with people living in Leeds" in said(leeds)[0]
    assert "choose England for all" in said(leeds)[-1]
    assert "3 providers" not in said(looking_at("Leeds"))[0]
    assert said(looking_at("Leeds"))[-1].startswith("This build does not say who treats people from Leeds")
    assert said(looking_at("Rutland", build=restricted))[1] == (
        "Every row states a sex, and 0 of 71 episodes could not be placed in an area."
    )
    region = looking_at("Yorkshire and the Humber", build=restricted)
    assert record_quality.of_area(region, everyone).height == 4
    assert said(looking_at("Barnsley", build=restricted)) == [
        "No provider in this build has a person placed in Barnsley. Choose England to see all of them."
    ]


def test_a_provider_learns_what_is_wrong_and_what_to_do(looking_at: Looking, restricted: Marts) -> None:
    quality = provider_quality.answer(looking_at("England", build=restricted), "N1037")
    assert quality.sentence == (
        "Of 6,204 rows read from N1037, 99.4% are used; 24 break a rule and 12 have no consent."
    )
    assert quality.rejected.row(0) == (
        "Sex is missing or is neither M nor F. Record sex as F or M; until then the person is in no figure.",
        "SEX",
        "documented",
        "15",
    )
    assert quality.warned["Field"].to_list() == ["CRTMHN", "PREGNANT"]
    assert [row[1:] for row in quality.files.rows()] == [
        ("2024-06-30", "6,204 read, 24 rejected, 12 without consent"),
        ("2024-03-31", "5,902 read, none used: replaced by a later extract"),
    ]
    assert quality.notes == (
        "Rules and empty fields are counted over its latest extract alone: nothing in a replaced one needs mending.",
    )
    assert [title for title, *_ in quality.tables][-1] == "Its files"


def test_small_counts_read_1_to_4_in_an_open_build(looking_at: Looking) -> None:
    quality = provider_quality.answer(looking_at("England"), "N1037")
    assert quality.rejected["Rows"].to_list() == ["15", "7", "1 to 4"]
    assert quality.warned["Rows"].to_list() == ["18", "1 to 4"]
    assert "1 to 4 break a rule" in provider_quality.answer(looking_at("England"), "N1074").sentence


def test_fields_are_named_and_an_edition_without_one_is_not_nought_percent(looking_at: Looking) -> None:
    fields = provider_quality.answer(looking_at("England"), "N1148").fields
    empty = dict(zip(fields["Field"], fields["Empty"], strict=True))
    assert empty["Mental health need (MTWITN)"] == "not in this file's edition"
    assert empty["Referral source (RFLS)"] == "none of 3,369 rows"
    assert empty["Parental status (PRNTSTAT)"] == "7.5% (252 of 3,369 rows)"
    assert empty["First appointment offered (FAOMODDT)"].endswith("rows with a referral to an intervention)")
    order = fields["Field"].to_list()
    # What may rightly be empty does not head the list; what the edition lacks ends it.
    assert order.index("Second drug (DRUG2)") > order.index("Referral source (RFLS)")
    assert {empty[field] for field in order[-5:]} == {"not in this file's edition"}
    nothing_used = provider_quality.answer(looking_at("England"), "N1222").fields["Empty"].to_list()
    assert "no rows used" in nothing_used
    assert "no rows with a discharge date" in nothing_used


def test_rows_nobodys_code_can_be_read_in_are_told_to_whose_file_it_is(looking_at: Looking) -> None:
    notes = provider_quality.answer(looking_at("England"), "N1111").notes
    assert notes == (
        "1 to 4 rows in its files hold no code of a provider that can be read; they are not counted here.",
    )
    assert NOBODY not in record_quality.codes(looking_at("England"))


def test_the_file_for_a_provider_names_places_and_rules_and_no_value(looking_at: Looking, restricted: Marts) -> None:
    rows = sent(looking_at("England", build=restricted), "N1111")
    assert set(rows["provider_code"]) == {"N1111"}
    places = rows.filter(pl.col("what") == "rejected row")
    assert places.height == 183  # the row with broken quoting is in its file, whoever's it is
    assert places["line"].null_count() == 0
    assert set(places["file"]) == {"ndtms_Bradford_N1111.csv"}
    assert set(places["providers_in_file"]) == {1}
    by_rule = rows.filter(pl.col("what") == "rows rejected by a rule")
    assert dict(zip(by_rule["rule"], by_rule["rows"], strict=True)) == {
        "sex_not_stated": 150,
        "under_18": 20,
        "made_up_rule": 12,
    }
    assert rows.filter(pl.col("rule") == "made_up_rule")["what_is_wrong"][0] == "Made up rule."
    assert rows["what_to_do"].null_count() == 0
    assert rows["statement"][0].startswith("Of 1,480 rows read from N1111")
    assert rows["source"][0] == "Source: Treatment records (NDTMS). Built 21 November 2026."
    assert "data_note" not in rows.columns
    empty = rows.filter(pl.col("what") == "rows used, field empty")
    assert empty.height == len((*ASKED, *OTHERS)) - 1  # all but the one that is never empty


def test_the_file_hides_what_the_build_hides_and_says_what_is_made_up(looking_at: Looking) -> None:
    rows = sent(looking_at("England"), "N1037")
    hidden = rows.filter(pl.col("rows_in_words") == "1 to 4")
    assert hidden.height == 2
    assert hidden["rows"].null_count() == 2
    assert set(rows["data_note"]) == {SYNTHETIC_NOTE}
    shared = sent(looking_at("England"), "N1374").filter(pl.col("what") == "rejected row")
    assert set(shared["providers_in_file"]) == {3}
    # its own six, and two in which no provider's code can be read: they may be its own
    assert shared.height == 8
    places = rows.filter(pl.col("what") == "rejected row")
    assert set(places["file"]) == {"ndtms_Leeds_N1037_2024-06-30.csv"}, "nothing of a replaced extract needs mending"
    assert places.height == 24


def test_every_field_and_rule_of_the_contract_has_words() -> None:
    assert set(record_words.FIELDS) == {*ASKED, *OTHERS}
    assert record_words.field_name("residence") == "Where the person lives (UTLA, LA or DAT)"
    assert record_words.field_name("NEWFIELD") == "NEWFIELD"
    assert record_words.what_for("NEWFIELD") == ""
    assert "rightly empty for men" in record_words.what_for("PREGNANT")
    assert record_words.what_to_do("a_new_rule").startswith("Look the row up")


def test_an_older_build_and_one_without_records_say_so(empty_path: Path, looking_at: Looking, tmp_path: Path) -> None:
    assert record_quality.missing(looking_at("Leeds")) == ""
    assert record_quality.missing(looking_at("Leeds", build=current_marts(empty_path))) == record_quality.NO_RECORDS
    older = write(tmp_path / "older.duckdb")
    with duckdb.connect(str(older)) as out:
        for table in ("record_quality", "measure", "treatment_measure"):
            out.execute(f"drop table {table}")
    reading = looking_at("Leeds", build=current_marts(older))
    assert record_quality.missing(reading) == record_quality.TOO_OLD
    assert provenance.measures_held(reading) == 0
    assert {key.split("_")[0] for key, _ in provenance.meanings(reading)} == {"indicator"}


def test_measures_are_explained_once_and_can_be_taken_away(looking_at: Looking) -> None:
    reading = looking_at("Leeds")
    meanings = dict(provenance.meanings(reading))
    assert "measure_outcome" in meanings
    assert "measure_people_in_treatment" not in meanings  # the indicator of that name says it
    assert provenance.meaning(meanings["measure_outcome"])["Counted among:"] == "people in treatment"
    taken = pl.read_csv(io.BytesIO(provenance.measures_of_area(reading)))
    assert taken.height == provenance.measures_held(reading)
    assert set(taken["area_name"]) == {"Leeds"}
    assert {"2023-24", "2023-24 Q1"} <= set(taken["period"])
    assert set(taken["data_note"]) == {SYNTHETIC_NOTE}


def test_only_years_are_offered(marts: Marts) -> None:
    assert marts.query("periods")["period"].to_list() == ["2023-24", "2022-23", "2021-22", "2020-21"]


def known(read: int, rejected: int, without: int) -> dict[str, int]:
    counts = {"read": read, "used": read - rejected - without, "rejected": rejected, "without_consent": without}
    return {f"{what}_{end}": count for what, count in counts.items() for end in ("least", "most")}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (known(214, 0, 0), "Of 214 rows read from N1, all are used."),
        (known(1, 1, 0), "Of 1 row read from N1, none are used; 1 breaks a rule."),
        (known(5, 0, 1), "Of 5 rows read from N1, 80.0% are used; 1 has no consent."),
        (known(90_000, 2, 0), "Of 90,000 rows read from N1, over 99.9% are used; 2 break a rule."),
        (
            known(400, 0, 0) | {"rejected_least": 1, "rejected_most": 4, "used_least": 396, "used_most": 399},
            "Of 400 rows read from N1, at least 99.0% are used; 1 to 4 break a rule.",
        ),
    ],
)
def test_the_sentence_about_rows(row: dict[str, int], sentence: str) -> None:
    assert rows_used("N1", row) == sentence


def test_counts_that_are_not_known_exactly() -> None:
    assert numbers.between(3, 3) == "3"
    assert numbers.between(2, 8) == "2 to 8"
    assert numbers.about(2, 8) == "2 to 8"
    assert numbers.about(114_526, 114_535) == "about 114,500"
    assert numbers.about(1_234, 1_234) == "1,234"
    assert numbers.percent_in_words(0.00001) == "under 0.1%"
    assert numbers.percent_in_words(0.0) == "0%"
    assert numbers.percent_in_words(1.0) == "100%"
    assert numbers.percent_in_words(0.123) == "12.3%"
