"""One file a measure of treatment: its meaning and categories (.toml), and beside it how a category is told (.sql).

Files are found; nothing lists them. A measure without .sql is a whole, or women's share of one. The expression in an
.sql is evaluated once for each row of what the measure is of:

    people_in_treatment   staging.person_in_period
    new_presentations     staging.first_episode, of the person's latest new journey
    journeys_triaged      staging.first_episode, of the journey
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.warehouse import PACKAGE, Warehouse

FOLDER = PACKAGE / "measures"
ROWS_OF = {
    "people_in_treatment": "staging.person_in_period",
    "new_presentations": "staging.new_person_in_period join staging.journey_category using (journey)",
    "journeys_triaged": "staging.journey_triaged join staging.journey_category using (journey)",
}
# Where records place people, and what is around it: with the areas only publishers know, a byte would not hold them.
PLACES = """
    select area_code from reference.area
    where area_kind in ('england', 'england_and_wales', 'wales', 'scotland', 'region', 'local_authority')
    union all
    select partnership_code from reference.partnership
    order by area_code
"""


@dataclass(frozen=True)
class Category:
    """A category of a measure; those in the base make up what shares are shares of."""

    category: str
    label: str
    in_base: bool
    counted: str = ""
    """flow or stock, where it is not what the whole is: who left in a period did so in no other."""


@dataclass(frozen=True)
class Measure:
    """What a measure means, and the expression that tells a row's category."""

    measure: str
    name: str
    of_whole: str
    unit: str
    definition: str
    why_it_matters: str
    cannot_tell: str
    mark: str
    categories: tuple[Category, ...]
    counted: str = ""
    """Of a whole: flow, where whoever counts in one quarter counts in no other for it; stock, where most do."""
    women_only: bool = False
    months_after: int = 0
    """How many months of records must follow a period before the measure is published for it."""
    needs_referrals: bool = False
    """Not published where no record tells of a referral: there nobody is seen before treatment."""
    sql: str = ""

    @property
    def is_whole(self) -> bool:
        """Counts everyone, in one category."""
        return self.measure == self.of_whole

    @property
    def is_womens_share(self) -> bool:
        """Women among women and men of the whole."""
        return not self.sql and not self.is_whole


def all_measures() -> list[Measure]:
    """Every measure in this folder, by name."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        categories = tuple(Category(**category) for category in told.pop("categories"))
        sql = path.with_suffix(".sql")
        found.append(
            Measure(
                measure=path.stem,
                categories=categories,
                sql=sql.read_text(encoding="utf-8") if sql.exists() else "",
                **told,
            )
        )
    return found


def of_whole(measures: Sequence[Measure], whole: str) -> list[Measure]:
    """A whole's measures in the order of their counts in `mart.treatment_count`: itself first."""
    return sorted(
        (measure for measure in measures if measure.of_whole == whole), key=lambda measure: not measure.is_whole
    )


def describe(measures: Sequence[Measure], warehouse: Warehouse) -> None:
    """Put the meanings into `mart.measure` and `mart.measure_category`, whether or not there are numbers for them.

    With each goes its place in the lists of `mart.treatment_count`, which have one for everything counted of a whole.
    """
    kept = ("measure", "name", "of_whole", "unit", "definition", "why_it_matters", "cannot_tell", "mark")
    described, categories = [], []
    for whole in ROWS_OF:
        own = of_whole(measures, whole)
        (counted,) = {m.counted for m in own if m.is_whole}
        described += [{key: getattr(m, key) for key in kept} | {"place": place} for place, m in enumerate(own, start=1)]
        listed = [(m, position, c) for m in own for position, c in enumerate(m.categories, start=1)]
        categories += [
            {
                "measure": measure.measure,
                "category": category.category,
                "label": category.label,
                "position": position,
                "place": place,
                "is_in_base": category.in_base,
                "counted": category.counted or counted,
            }
            for place, (measure, position, category) in enumerate(listed, start=1)
        ]
    warehouse.add("mart.measure", pl.DataFrame(described))
    warehouse.add("mart.measure_category", pl.DataFrame(categories))


def prepare(measures: Sequence[Measure], warehouse: Warehouse) -> None:
    """Words kept as small numbers: a category takes one byte, and reads as its word."""
    told = {category.category for measure in measures for category in measure.categories}
    coded = {category for (category,) in warehouse.rows("select distinct category from reference.record_code")}
    words = {
        "category": sorted(told | coded | {"not_asked"}),
        "whole": sorted(ROWS_OF),
        "sex_word": ["all", "female", "male"],
        "substance_group": ["alcohol", "all", "non_opiate", "non_opiate_and_alcohol", "opiate"],
        "count_status": ["nobody_asked", "not_published", "ok", "suppressed"],
        "period_kind": ["quarter", "year"],
        "area_code": [code for (code,) in warehouse.rows(PLACES)],
    }
    for name, listed in words.items():
        # in the order of the alphabet, so that sorting by the number is sorting by the word
        warehouse.run(f"create or replace type staging.{name} as enum ({', '.join(map(text, listed))})")


def text(word: str) -> str:
    """A word as SQL writes one."""
    return "'" + word.replace("'", "''") + "'"
