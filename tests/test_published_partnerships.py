"""What publishers say of the members of a partnership is added where it adds, and never averaged."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from pipelines import partnerships, published
from pipelines.partnerships import Partnership
from pipelines.warehouse import Warehouse
from tests.boring.published_sums import Figure, figure_of_partnership
from tests.publisher import KINDS, Publisher, open_for_publishers
from tests.sources.workbooks import cells, drawing

LEEDS, BRADFORD, HACKNEY, CITY = "E08000035", "E08000032", "E09000012", "E09000001"
HACKNEY_AND_CITY = f"{HACKNEY}+{CITY}"
CUMBRIA, CUMBERLAND, WESTMORLAND = "E10000006", "E06000063", "E06000064"
PARTNERSHIPS = {
    "NEAR": (BRADFORD, LEEDS),
    "EAST": (CITY, HACKNEY),
    "ALL": (BRADFORD, CITY, HACKNEY, LEEDS),
    "CUMBRIAN": (CUMBERLAND, WESTMORLAND),
}
TOGETHER = {HACKNEY_AND_CITY: {HACKNEY, CITY}, CUMBRIA: {CUMBERLAND, WESTMORLAND}}
PER = {"crude_rate": 1000}
SHOWN = "area_code, measure, category, period, value, status, rounded_to"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with open_for_publishers(tmp_path_factory.mktemp("warehouse")) as warehouse:
        partnerships.put([Partnership(code, code, members) for code, members in PARTNERSHIPS.items()], warehouse)
        yield warehouse


@pytest.fixture
def publisher(opened: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    monkeypatch.setattr(published, "FOLDER", tmp_path)
    return Publisher(opened, tmp_path, PER)


TWICE = "who was counted by several of them is in it as often"


def of(publisher: Publisher, code: str, columns: str = SHOWN) -> list[list[str]]:
    query = f"select {columns} from mart.published_figure where area_code = '{code}' order by all"
    return drawing(publisher.warehouse.rows(query))


def test_counts_are_added_where_every_member_has_one(publisher: Publisher) -> None:
    """With the roundings of all of them, and what a category is part of; otherwise the status says why not."""
    publisher.gather(
        f"""
        0 | | people    | all     | {LEEDS}    | 2019 | all    | 100
        0 | | people    | all     | {BRADFORD} | 2019 | all    | 50
        0 | | people    | all     | {LEEDS}    | 2019 | female | 30
        0 | | people    | all     | {BRADFORD} | 2019 | female | suppressed
        0 | | people    | all     | {LEEDS}    | 2018 | all    | 100
        0 | | people    | all     | {LEEDS}    | 2017 | all    | not_collected
        0 | | people    | all     | {BRADFORD} | 2017 | all    | not_collected
        0 | | housing   | settled | {LEEDS}    | 2019 | all    | 80
        0 | | housing   | settled | {BRADFORD} | 2019 | all    | 40
        0 | | housing   | none    | {LEEDS}    | 2019 | all    | 20
        0 | | housing   | none    | {BRADFORD} | 2019 | all    | 5
        0 | | estimated | all     | {LEEDS}    | 2019 | all    | 1000
        0 | | estimated | all     | {BRADFORD} | 2019 | all    | 500
        """,
        rounded_to=5,
    )
    assert of(publisher, "NEAR", "measure, category, period, sex, value, denominator, status, rounded_to") == cells("""
        estimated | all     | 2019 | all    | 1500.0 |       | ok            | 10
        housing   | none    | 2019 | all    | 25.0   | 145.0 | ok            | 10
        housing   | settled | 2019 | all    | 120.0  | 145.0 | ok            | 10
        people    | all     | 2017 | all    |        |       | not_collected | 1
        people    | all     | 2018 | all    |        |       | not_published | 1
        people    | all     | 2019 | all    | 150.0  |       | ok            | 10
        people    | all     | 2019 | female |        |       | suppressed    | 1
    """)
    added = "the sum of Bradford, Leeds"
    assert of(publisher, "NEAR", "distinct note") == [
        ["not every member has a number"],
        ["not every member has a number: only Leeds"],
        [f"{added}; the limits of estimates do not add; {TWICE}"],
        [f"{added}; {TWICE}"],
    ]
    assert of(publisher, LEEDS, "count(*)") == [["7"]], "a member's figures are as they were"


def test_exact_counts_make_an_exact_sum(publisher: Publisher) -> None:
    publisher.gather(f"0||people|all|{LEEDS}|2019|all|7\n0||people|all|{BRADFORD}|2019|all|8")
    assert of(publisher, "NEAR") == [["NEAR", "people", "all", "2019", "15.0", "ok", "1"]]


@pytest.mark.parametrize(
    ("measure", "values", "numerator", "denominator", "found"),
    [
        ("share", (25, 25), 10, 40, ("25.0", "20.0", "80.0", "ok")),
        ("share", (25.04, 24.96), 10, 40, ("25.0", "20.0", "80.0", "ok")),
        ("share", (30, 25), 10, 40, ("", "", "", "not_published")),
        ("share", (25, 25), 10, None, ("", "", "", "not_published")),
        ("share", (25, 25), 0, 0, ("", "", "", "not_published")),
        ("crude_rate", (250, 250), 10, 40, ("250.0", "20.0", "80.0", "ok")),
        ("death_rate", (250, 250), 10, 40, ("", "", "", "not_published")),
        ("wait", (5, 5), 10, 40, ("", "", "", "not_published")),
    ],
)
def test_ratios_are_worked_out_again_where_they_are_nothing_but_a_quotient(
    publisher: Publisher,
    measure: str,
    values: tuple[float, float],
    numerator: float,
    denominator: float | None,
    found: tuple[str, str, str, str],
) -> None:
    drawn = "\n".join(
        f"0||{measure}|all|{area}|2019|all|{v}" for area, v in zip((LEEDS, BRADFORD), values, strict=True)
    )
    publisher.gather(drawn, numerator=numerator, denominator=denominator, value_low=1, value_high=999)
    columns = "value, numerator, denominator, status, value_low, value_high"
    assert of(publisher, "NEAR", columns) == [[*found, "", ""]]


def test_what_is_published_of_all_members_together_is_the_partnerships(publisher: Publisher) -> None:
    """Rates and limits too: of two authorities counted as one, and of one that was split since."""
    publisher.gather(
        f"""
        0 | | death_rate | all | {HACKNEY_AND_CITY} | 2019 | all | 30
        0 | | people     | all | {HACKNEY_AND_CITY} | 2019 | all | 100
        0 | | people     | all | {HACKNEY}          | 2019 | all | 95
        0 | | people     | all | {CUMBRIA}          | 2019 | all | 70
        0 | | people     | all | {CUMBRIA}          | 2024 | all | 0
        0 | | people     | all | {CUMBERLAND}       | 2024 | all | 40
        0 | | people     | all | {WESTMORLAND}      | 2024 | all | 35
        0 | | people     | all | {LEEDS}            | 2019 | all | 10
        0 | | people     | all | {BRADFORD}         | 2019 | all | 20
        """,
        value_low=1,
        value_high=300,
        rounded_to=5,
    )
    columns = "area_code, measure, period, value, value_low, rounded_to, note"
    assert of(publisher, "EAST", columns) == cells("""
        EAST | death_rate | 2019 | 30.0  | 1.0 | 5 | published for Hackney and City of London
        EAST | people     | 2019 | 100.0 | 1.0 | 5 | published for Hackney and City of London
    """)
    assert [row[:6] for row in of(publisher, "CUMBRIAN", columns)] == cells("""
        CUMBRIAN | people | 2019 | 70.0 | 1.0 | 5
        CUMBRIAN | people | 2024 | 75.0 |     | 10
    """)
    assert of(publisher, "ALL") == cells("""
        ALL | death_rate | all | 2019 |       | not_published | 1
        ALL | people     | all | 2019 | 130.0 | ok            | 15
    """)


@pytest.mark.parametrize("number", range(8))
def test_random_figures_are_what_a_loop_makes_of_them(publisher: Publisher, number: int) -> None:
    random = Random(number)
    areas = [LEEDS, BRADFORD, HACKNEY, CITY, HACKNEY_AND_CITY, CUMBRIA, CUMBERLAND, WESTMORLAND]
    kinds = KINDS | dict.fromkeys(PER, "rate")
    drawn: dict[tuple[str, str], dict[str, Figure]] = {}
    for measure in kinds:
        for period in ("2001", "2002", "2003", "2004"):
            per = {"percent": 100}.get(kinds[measure], PER.get(measure, 7))
            drawn[measure, period] = {
                area: random_figure(random, area, per) for area in areas if random.random() < 0.85
            }
    publisher.hand_over(
        [
            {"measure": measure, "period": period, "area_code": area, "value": figure.value}
            | {"numerator": figure.numerator, "denominator": figure.denominator, "rounded_to": figure.rounded_to}
            | {"mark": None if figure.status == "ok" else figure.status}
            for (measure, period), figures in drawn.items()
            for area, figure in figures.items()
        ]
    )
    made: dict[tuple[str, str, str], object] = {}
    codes = ", ".join(f"'{code}'" for code in PARTNERSHIPS)
    for measure, period, code, *row in publisher.warehouse.rows(
        "select measure, period, area_code, value, status, rounded_to from mart.published_figure "
        f"where area_code in ({codes})"
    ):
        made[measure, period, code] = tuple(row)
    for (measure, period), figures in drawn.items():
        per = {"percent": 100}.get(kinds[measure], PER.get(measure))  # type: ignore[arg-type]
        for code, members in PARTNERSHIPS.items():
            wanted = figure_of_partnership(members, figures, TOGETHER, kinds[measure], per)
            found = made.pop((measure, period, code), None)
            if wanted is None or found is None:
                assert found == wanted, (measure, period, code)
            else:
                assert found == pytest.approx(wanted), (measure, period, code)
    assert made == {}


def random_figure(random: Random, area: str, per: int) -> Figure:
    """A number with what it was divided from, most often; or a mark."""
    status = random.choice(["ok"] * 9 + ["unreliable", "suppressed", "too_few", "not_published", "not_collected"])
    denominator = random.choice([40, 80, 120, 400])
    numerator = random.randrange(1, denominator)
    is_whole = random.random() < 0.9
    return Figure(
        area,
        status,
        value=round(per * numerator / denominator, 2) if status in ("ok", "unreliable") else None,
        numerator=numerator if is_whole else None,
        denominator=denominator,
        rounded_to=random.choice([1, 1, 5]),
    )


def test_a_name_or_code_of_a_partnership_is_no_publishers(publisher: Publisher) -> None:
    """Whoever edits the table cannot change what a publisher's words mean."""
    assert publisher.warehouse.rows("select area_named('NEAR', '2019'), area_coded('NEAR')") == [(None, None)]
