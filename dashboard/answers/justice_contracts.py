"""Which contracts of the Ministry of Justice are open to women on probation here, on a day?"""

from datetime import date

import polars as pl

from dashboard import numbers
from dashboard.answers import provision_words as words
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading

SOURCE = "rehabilitative_services"
QUESTION = "What do justice contracts offer women on probation here?"
WOMENS, DEPENDENCY = "women's services", "dependency and recovery"


def answer(reading: Reading, day: date) -> Exhibit:
    """Contracts for women's services, and for help with dependency that women may use, on one day."""
    rows = reading.ask("justice_contracts", area_code=reading.area.code, day=day)
    is_held = SOURCE in reading.ask("sources")["source"].to_list()
    return Exhibit(
        key="justice",
        question=QUESTION,
        statement=_statement(reading.area.name, rows, day, is_held),
        source=reading.source_line(SOURCE, f"contracts in force on {words.day(day)}"),
        table=_table(rows),
        is_of_words=True,
        rows=rows.with_columns(pl.lit(reading.area.code).alias("area_code"), pl.lit(day).alias("on_day")),
        notes=_notes(rows),
        cannot_tell=(
            "These contracts are for people on probation, for a police area or a probation region, and are no part of "
            "the treatment system: they prove no offer above.",
            "A contract says who may be referred, not how many women were. The file may end before today.",
        ),
        synthetic_note=reading.synthetic_note,
    )


def _statement(name: str, rows: pl.DataFrame, day: date, is_held: bool) -> str:
    if not is_held:
        return f"{name}: the Ministry of Justice's contracts are not in the files held."
    if not rows.height:
        return f"{name}: no contract for women's services or dependency is held for {words.day(day)}."
    womens = rows.filter(service=WOMENS).height
    dependency = rows.filter(service=DEPENDENCY)
    for_women = dependency.filter("allows_women").height
    of_dependency = "none for dependency"
    if dependency.height:
        open_to_women = numbers.counted(for_women, "is", "are") if for_women else "none is"
        held = numbers.counted(dependency.height, "contract", "contracts")
        of_dependency = f"of {held} for dependency, {open_to_women} open to women"
    in_all = numbers.counted(womens, "contract", "contracts") if womens else "no contract"
    return f"{name}: {in_all} for women's services; {of_dependency} ({words.day(day)})."


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "Contract": row["title"],
                "For": _for(row["allows_women"], row["allows_men"]),
                "Place": row["place"],
                "In force": _span(row["starts_on"], row["ends_on"]),
            }
            for row in rows.iter_rows(named=True)
        ],
        schema=dict.fromkeys(("Contract", "For", "Place", "In force"), pl.String),
    )


def _for(women: bool, men: bool) -> str:
    return "women and men" if women and men else "women" if women else "men"


def _span(start: date, end: date | None) -> str:
    return f"from {words.day(start)}" + (f" to {words.day(end)}" if end else "")


def _notes(rows: pl.DataFrame) -> tuple[str, ...]:
    dependency = rows.filter(service=DEPENDENCY)
    if dependency.height and not dependency["allows_women"].any():
        return ("Where dependency contracts are for men only, women are to be helped within women's services.",)
    return ()
