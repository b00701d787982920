"""Which of the standards that reports ask for does this area meet, as far as is known?"""

from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.answers import provision_words as words
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading

QUESTION = "Which standards for women does this area meet, as far as is known?"
ASKED_OF_OTHERS = {"government": "government", "other_provider": "other providers"}


def answer(reading: Reading) -> Exhibit:
    """A row for each framework: how much is known, and how much of that is met. Neither is shown without the other."""
    rows = reading.ask("standards_of_area", area_code=reading.area.code)
    return Exhibit(
        key="standards",
        question=QUESTION,
        statement=_statement(reading.area.name, rows),
        source=f"Source: what is offered, above, beside the standards on this page. Built {reading.build.built_on}.",
        table=_table(rows),
        rows=rows.with_columns(pl.lit(reading.area.code).alias("area_code")),
        notes=tuple(_notes(rows, reading)),
        cannot_tell=(
            "Met means that what shows it is there. Many standards ask for more: that every woman has it, or has it "
            "in time. Each says below what is left to ask.",
            words.NEVER_NO,
        ),
        synthetic_note=reading.synthetic_note,
    )


def _notes(rows: pl.DataFrame, reading: Reading) -> list[str]:
    notes = ["A standard asked of government or of others, or that no offer can show, is listed below and not counted."]
    stale = rows.filter("is_stale", pl.col("state") != "not_known").height
    if stale:
        notes.append(f"{numbers.counted(stale, 'judgement rests', 'judgements rest')} on evidence {words.STALE}.")
    known = _known(rows)
    if not _by_examples(known):
        notes += words.on_examples(int(known["is_by_example"].sum()), known.height, ("judgement", "judgements"))
    if reading.build.is_synthetic:
        notes.append(words.REAL_EXAMPLES)
    return notes


def _known(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("state").is_in(["met", "not_met"]))


def _by_examples(known: pl.DataFrame) -> bool:
    """Whether examples are all that judges: they never say no, so how many are met of these is no finding."""
    return known.height > 0 and bool(known["is_by_example"].all())


def _statement(name: str, rows: pl.DataFrame) -> str:
    counted = rows.drop_nulls("state")
    known = _known(counted)
    met = known.filter(state="met").height
    frameworks = counted["framework_name"].n_unique()
    if not known.height:
        return (
            f"{name}: too little is known to judge any of {counted.height} standards for women "
            f"from {frameworks} reports."
        )
    if _by_examples(known):
        others = _others(known.height - met, counted.height - known.height)
        shown = f"{numbers.counted(met, 'standard', 'standards')} of {counted.height}"
        are = "is" if met == 1 else "are"
        return f"{name}: {shown} {are} shown to be met by examples in reports, which never say no{others}."
    return (
        f"{name}: {numbers.counted(known.height, 'standard', 'standards')} of {counted.height} from {frameworks} "
        f"reports can be judged by what is known; {numbers.counted(met, 'is', 'are')} met."
    )


def _others(planned: int, unknown: int) -> str:
    """What is said of the standards that no example shows to be met: an example can show that something is planned."""
    others, are = ("the others", "are") if unknown > 1 else ("the other", "is")
    if planned:
        soon = f"; {numbers.counted(planned, 'is', 'are')} only planned"
        return f"{soon}; {others} not known" if unknown else soon
    return f"; {others} {are} not known" if unknown else ""


def _met(row: dict[str, Any], rows: pl.DataFrame) -> str:
    if not row["known"]:
        return "none known"
    by_examples = _by_examples(_known(rows.filter(framework_name=row["framework_name"])))
    return f"{row['met']} (examples only)" if by_examples else f"{row['met']} of {row['known']}"


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "Report": row["framework_name"],
                "Known, of all": f"{row['known']} of {row['items']}",
                "Met, of known": _met(row, rows),
            }
            for row in rows.drop_nulls("items").unique("framework_name", maintain_order=True).iter_rows(named=True)
        ],
        schema=dict.fromkeys(("Report", "Known, of all", "Met, of known"), pl.String),
    )


def by_framework(reading: Reading) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """For each report: its name, its full title, and each standard's state and name with what it asks."""
    rows = reading.ask("standards_of_area", area_code=reading.area.code)
    found = []
    for of in rows.partition_by("framework_name", maintain_order=True):
        first = of.row(0, named=True)
        found.append((first["framework_name"], first["document"], [_standard(row) for row in of.iter_rows(named=True)]))
    return found


def _standard(row: dict[str, Any]) -> tuple[str, str, str]:
    if row["asked_of"] in ASKED_OF_OTHERS:
        state = f"Asked of {ASKED_OF_OTHERS[row['asked_of']]}"
    elif row["state"] is None:
        state = "No offer can show this"
    else:
        old = f", by evidence {words.STALE}" if row["is_stale"] and row["state"] != "not_known" else ""
        state = words.STANDARD_STATES[row["state"]] + old
    asks = (
        f"Asks: {row['asks']} Counts as met: {row['counts_as_met']} What shows it: {row['evidence']} ({row['section']})"
    )
    return f"{state}: {row['name']}", asks, ""
