"""The figures written down from documents: each can be quoted as it stands, and found again where it is said to be."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.warehouse import PACKAGE, Warehouse
from tests.conftest import ROOT, absent

LEDGERS = ("published_figures", "workforce_census")
COLUMNS = ["figure_key", "statement", "value", "unit", "sex", "place", "period", "document", "section", "mark"]
CHECK = "cited_figure__every_figure_has_its_document"

# The documents that were read, and the file each is kept in.
KEPT = {
    "A Womanifesto (Women's Treatment Working Group, 2025)": "004_8093531e09ed1512.txt",
    "Exploring women's experience of drug and alcohol treatment in the West Midlands (": "001_90fcdafb4bb8e674.txt",
    "Fixing a gendered system: Addressing women's needs to tackle drug-related harm (": "003_9b83fbb770dbfa91.txt",
}
TITLES = (
    *KEPT,
    "Drug and Alcohol Treatment and Recovery Services: National Workforce Census ",
    "Review of drugs part two: prevention, treatment and recovery (Dame Carol Black, 2021)",
)

# How a number may stand in a sentence other than in figures.
IN_WORDS = {
    "0.5": ("half",),
    "1": ("one", "once"),
    "2": ("two",),
    "6": ("six",),
    "8": ("eight",),
    "12": ("twelve", "twelfth"),
    "20": ("one in five",),
    "33": ("third",),
    "50": ("half",),
    "66.7": ("two thirds",),
}
AROUND = 350

Figure = dict[str, str]


def ledger(name: str) -> list[Figure]:
    """An authored ledger."""
    with (PACKAGE / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FIGURES = [figure for name in LEDGERS for figure in ledger(name)]
SEEN = [figure for figure in ledger("published_figures") if figure["mark"] == "V"]


def by_key(figures: list[Figure]) -> pytest.MarkDecorator:
    """A test for each figure, under its key."""
    return pytest.mark.parametrize("figure", figures, ids=[figure["figure_key"] for figure in figures])


def number(figure: Figure) -> re.Pattern[str]:
    """The figure's number as a text may give it: 1500 is 1500 or 1,500, a percentage has its sign, 2 may be two."""
    value = figure["value"]
    digits = {value, f"{int(value):,}"} if value.isdigit() else {value}
    sign = r"\s?%" if figure["unit"] == "percent" else r"(?![\d%]|[.,]\d)"
    forms = [rf"(?<![\d.,]){re.escape(form)}{sign}" for form in digits]
    return re.compile("|".join([*forms, *(rf"\b{words}\b" for words in IN_WORDS.get(value, ()))]), re.IGNORECASE)


def stems(text: str) -> set[str]:
    """The beginnings of the longer words of a text, so that "starting" and "start" are one."""
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}


def told_by(text: str, figure: Figure) -> float:
    """How much of a figure's statement stands about its number, at the best place: 0 where the number is not there."""
    wanted = stems(figure["statement"])
    places = (text[max(0, hit.start() - AROUND) : hit.end() + AROUND] for hit in number(figure).finditer(text))
    return max((len(wanted & stems(place)) / len(wanted) for place in places), default=0)


def test_the_ledgers_have_these_columns_and_are_sorted() -> None:
    for name in LEDGERS:
        rows = ledger(name)
        assert {tuple(row) for row in rows} == {tuple(COLUMNS)}
        assert [row["figure_key"] for row in rows] == sorted(row["figure_key"] for row in rows)


def test_no_key_stands_twice_in_either_ledger() -> None:
    keys = [figure["figure_key"] for figure in FIGURES]
    assert len(keys) == len(set(keys))
    assert [key for key in keys if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", key)] == []


def test_the_ends_of_a_range_come_together_and_in_order() -> None:
    values = {figure["figure_key"]: float(figure["value"]) for figure in FIGURES}
    low = {key.removesuffix("_low") for key in values if key.endswith("_low")}
    assert low == {key.removesuffix("_high") for key in values if key.endswith("_high")}
    assert all(values[f"{key}_low"] < values[f"{key}_high"] for key in low)


@by_key(FIGURES)
def test_a_figure_is_whole(figure: Figure) -> None:
    assert all(figure.values())
    assert figure["mark"] in {"V", "I", "R"}
    assert figure["sex"] in {"female", "male", "all"}
    assert float(figure["value"]) > 0
    assert figure["unit"] != "percent" or float(figure["value"]) <= 100


@by_key(FIGURES)
def test_a_statement_is_one_sentence_that_holds_its_number(figure: Figure) -> None:
    assert number(figure).search(figure["statement"])
    assert re.fullmatch(r"[A-Z0-9].*[^.]\.", figure["statement"])
    assert not re.search(r"\. |addict|abuser|misuser|\bclean\b|\bfemales?\b|\bmales?\b|offender", figure["statement"])


@by_key(FIGURES)
def test_a_document_is_one_that_is_known(figure: Figure) -> None:
    assert figure["document"].startswith(TITLES)


def test_every_figure_of_the_census_says_that_rounds_differ() -> None:
    of_census = [figure for figure in FIGURES if "National Workforce Census" in figure["document"]]
    assert of_census
    assert all("rounds are not like for like" in figure["section"] for figure in of_census)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """The mart filled from the ledgers."""
    with Warehouse(tmp_path) as opened:
        opened.load_reference()
        opened.script("marts", "cited_figure.sql")
        yield opened


def broken(warehouse: Warehouse) -> list[str]:
    """The keys of the rows that break the promise."""
    warehouse.run("set search_path = 'mart'")
    return [key for key, *_ in warehouse.rows((PACKAGE / "checks" / f"{CHECK}.sql").read_text(encoding="utf-8"))]


def test_the_mart_holds_every_row_of_both_ledgers(warehouse: Warehouse) -> None:
    columns = ", ".join(column for column in COLUMNS if column != "value")
    written = {
        (name, *(figure[column] for column in COLUMNS if column != "value"), float(figure["value"]))
        for name in LEDGERS
        for figure in ledger(name)
    }
    assert set(warehouse.rows(f"select ledger, {columns}, value from mart.cited_figure")) == written
    assert broken(warehouse) == []


@pytest.mark.parametrize(
    "spoil", ["value = null", "value = 'nan'", "document = null", "document = ' '", "section = null", "section = ''"]
)
def test_a_figure_without_its_document_is_found(warehouse: Warehouse, spoil: str) -> None:
    warehouse.run(f"update mart.cited_figure set {spoil} where figure_key = 'census_2022_staff'")
    assert broken(warehouse) == ["census_2022_staff"]


def test_a_value_that_is_no_number_is_found(warehouse: Warehouse) -> None:
    warehouse.run("update reference.workforce_census set value = 'many' where figure_key = 'census_2022_staff'")
    warehouse.run("drop table mart.cited_figure")
    warehouse.script("marts", "cited_figure.sql")
    assert broken(warehouse) == ["census_2022_staff"]


@pytest.fixture(scope="module")
def evidence() -> dict[str, str]:
    """The text of each document that was read, its broken lines joined, by the beginning of its title."""
    folder = ROOT.parent / "shared" / "evidence"
    if not folder.is_dir():
        absent("the documents are not beside the project (../shared/evidence)")
    return {title: " ".join((folder / name).read_text(encoding="utf-8").split()) for title, name in KEPT.items()}


def text_of(figure: Figure, evidence: dict[str, str]) -> str:
    """The document a figure was found in."""
    (title,) = (title for title in evidence if figure["document"].startswith(title))
    return evidence[title]


@pytest.mark.published_files
@by_key(SEEN)
def test_a_figure_seen_stands_in_its_document_among_the_words_it_is_about(
    figure: Figure, evidence: dict[str, str]
) -> None:
    assert told_by(text_of(figure, evidence), figure) >= 0.5


@pytest.mark.published_files
@by_key([figure for figure in SEEN if figure["unit"] == "percent"])
def test_another_number_does_not(figure: Figure, evidence: dict[str, str]) -> None:
    other = figure | {"value": str(float(figure["value"]) + 1).removesuffix(".0")}
    assert told_by(text_of(figure, evidence), other) < 0.5


@pytest.mark.published_files
@by_key(SEEN)
def test_the_headings_a_figure_stands_under_are_in_its_document(figure: Figure, evidence: dict[str, str]) -> None:
    text = text_of(figure, evidence)
    for heading in figure["section"].split(";")[0].split(" > "):
        assert heading in text


@pytest.mark.published_files
@by_key(SEEN)
def test_no_statement_is_copied(figure: Figure, evidence: dict[str, str]) -> None:
    assert figure["statement"].rstrip(".").lower() not in text_of(figure, evidence).lower()
