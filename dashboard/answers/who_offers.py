"""Who offers this one thing, who is like us among them, and how many women live where it is to be had?"""

from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.answers import provision_words as words
from dashboard.answers.nearness import steps_from
from dashboard.charts import hex_map
from dashboard.exhibit import Exhibit
from dashboard.reading import ENGLAND, Reading, in_a_sentence, only_row

WHERE = "Where is it to be had?"
WHO = "Who like us does it, so that someone can ask them?"
MOST_SIMILAR = 12
SAID = {
    "site_visit": "{}: a visit showed it.",
    "contract": "{}: its contract says so.",
    "foi": "{}: a freedom of information answer says so.",
    "website": "{}: a website says so.",
}
"""What a piece of evidence other than a service's own word is called, beside the service it is of."""


def is_told(reading: Reading) -> bool:
    """Whether this build had anything to tell of provision, be it of one authority."""
    return reading.ask("provision_reach", area_code=ENGLAND).height > 0


def offers(reading: Reading) -> dict[str, str]:
    """Every offer's code by its name, in the order of the list."""
    rows = reading.ask("offers")
    return dict(rows.select("name", "offer").iter_rows())


def on_the_map(reading: Reading, offer: str, name: str) -> Exhibit:
    """Every authority on a map of equal hexagons, with the women in treatment who live in each state."""
    everywhere = reading.ask("offer_everywhere", offer=offer, area_code=reading.area.code)
    reach = only_row(reading.ask("provision_reach", area_code=ENGLAND).filter(offer=offer))
    source = f"Source: self-audits of services and examples in reports. Built {reading.build.built_on}."
    notes = reading.inside_image(source)
    heading = f"{name}, by authority. Each hexagon is one authority, however large"
    if everywhere["is_stale"].any():
        heading += f". Old: by evidence {words.STALE}"
    ringed, of_these = _own_codes(reading), ""
    if reading.area.is_partnership:
        of_these = f"{reading.area.name}: {numbers.counted(len(ringed), 'authority', 'authorities')}"
    return Exhibit(
        key="offer_map",
        question=WHERE,
        statement=_where(name, everywhere),
        source=source,
        figure=hex_map.figure(everywhere, ringed, heading, notes, of_these) if everywhere.height else None,
        table=_areas(everywhere),
        is_of_words=True,
        rows=everywhere.drop("column", "row", "basis", "method", "alike_in", "rank"),
        notes=tuple(_notes_of_map(everywhere, reach, reading)),
        cannot_tell=(
            "Women who live where something is offered are not women who were offered it.",
            "An authority nobody has told of is not known; it may have everything, or nothing.",
            words.NEVER_NO,
        ),
        synthetic_note=reading.synthetic_note,
    )


def _where(name: str, everywhere: pl.DataFrame) -> str:
    found = words.counts(everywhere["state"])
    known = everywhere.height - found["not_known"]
    if not known:
        return f"{name}: not known in any of {everywhere.height} authorities."
    offered, unknown = (numbers.people(found[state]) for state in ("offered", "not_known"))
    if words.by_examples(everywhere["evidence_kind"]):
        planned = f" and planned in {numbers.people(found['planned'])}" if found["planned"] else ""
        count = found["planned"] or found["offered"]
        are = "" if planned else " are"  # for the length of it
        rest = f"; {unknown} of {everywhere.height}{are} not known" if found["not_known"] else ""
        return (
            f"{name}: offered in {offered}{planned} {'authority' if count == 1 else 'authorities'}, by examples alone, "
            f"which never say no{rest}."
        )
    of = numbers.counted(known, "authority", "authorities")
    if not found["not_known"]:
        return f"{name}: offered in {offered} of {of}; it is known in all."
    return f"{name}: offered in {offered} of {of} where it is known; not known in {unknown} of {everywhere.height}."


def _notes_of_map(everywhere: pl.DataFrame, reach: dict[str, Any] | None, reading: Reading) -> list[str]:
    kinds = everywhere["evidence_kind"].drop_nulls()
    examples = int((kinds == "example").sum())
    notes = _women(reach)
    if not words.by_examples(kinds):
        notes += words.on_examples(examples, kinds.len(), ("known answer", "known answers"))
    return [*notes, words.REAL_EXAMPLES] if examples and reading.build.is_synthetic else notes


def _women(reach: dict[str, Any] | None) -> list[str]:
    if reach is None or not reach["women"]:
        return []
    if few := words.too_few_women(reach):
        return [few]
    counted = f"{numbers.people(reach['areas_with_women'])} of {reach['areas']} authorities"
    old = numbers.people(reach["women_offered_stale"])
    by_old = f" Of those who live where it is offered, {old} do so by evidence {words.STALE}." if old != "0" else ""
    shares = {state: numbers.people(reach[f"women_{state}"]) for state in words.STATES}
    return [
        f"Of {numbers.people(reach['women'])} women in treatment in the authorities counted ({reach['period']}), "
        f"{shares['offered']} live where it is offered, {shares['planned']} where planned, {shares['not_offered']} "
        f"where not, and {shares['not_known']} where nobody knows. Counted in {counted}.{by_old}"
    ]


def _areas(everywhere: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "Area": row["area_name"],
                "Region": row["region_name"],
                "State": words.state(row),
                "Evidence of": _when(row),
            }
            for row in everywhere.iter_rows(named=True)
        ],
        schema=dict.fromkeys(("Area", "Region", "State", "Evidence of"), pl.String),
    )


def _when(row: dict[str, Any]) -> str:
    if row["evidence_on"] is None:
        return "–"
    return words.month(row["evidence_on"]) + (f", {words.STALE}" if row["is_stale"] else "")


def alike(reading: Reading, offer: str, name: str) -> Exhibit:
    """Areas like this one that have it, most alike first, each with what is known of it.

    Where no list of areas alike is held they are those of its region. Where none of these is known to have it, nor any
    of those we worked out to be alike, they are the nearest of all.
    """
    everywhere = reading.ask("offer_everywhere", offer=offer, area_code=reading.area.code)
    examples = reading.ask("examples_of_offer", offer=offer)
    own = _own_codes(reading)
    others = steps_from(everywhere, own).filter((pl.col("state") == "offered") & ~pl.col("area_code").is_in(own))
    chosen = others.filter(pl.col("region_code") == (reading.area.region_code or "")).sort("steps", "area_name")
    whom = f"authorities of {in_a_sentence(reading.area.region_name or 'the same region')}"
    statement = _who(name, chosen, whom)
    note = f"No list of areas like {reading.area.name} is held, so these are of its region, the nearest first."
    nearest = f"No list of areas like {reading.area.name} is held: these are the nearest by the map."
    bases = everywhere["basis"].drop_nulls()
    if bases.len():
        chosen, note = others.drop_nulls("rank").sort("rank"), _alike_in(everywhere)
        statement = _who(name, chosen, "areas like this one")
        nearest = f"{note} These are the nearest by the map instead."
    if not chosen.height and others.height and "supplied" not in bases:
        chosen = others.sort("steps", "area_name").head(MOST_SIMILAR)
        statement = f"{statement[:-1]}; the nearest that does is {chosen['area_name'][0]}."
        note = nearest
    table = _alike_table(chosen.head(MOST_SIMILAR), examples)
    return Exhibit(
        key="alike",
        question=WHO,
        statement=statement,
        source=f"Source: self-audits of services and examples in reports. Built {reading.build.built_on}.",
        table=table,
        is_of_words=True,
        rows=chosen.drop("column", "row", "steps"),
        notes=(note, words.REAL_EXAMPLES) if reading.build.is_synthetic and examples.height else (note,),
        synthetic_note=reading.synthetic_note,
    )


def _who(name: str, chosen: pl.DataFrame, whom: str) -> str:
    if not chosen.height:
        return f"{name}: none of the {whom} is known to offer it."
    first = " and ".join(chosen["area_name"].head(2).to_list())
    do = "offers" if chosen.height == 1 else "offer"
    among = ", such as" if chosen.height > 2 else ":"
    return f"{name}: {numbers.people(chosen.height)} of the {whom} {do} it{among} {first}."


def _alike_table(chosen: pl.DataFrame, examples: pl.DataFrame) -> pl.DataFrame:
    """What a service says, then what reports say. The date is that of the better evidence, which may be either."""
    told: dict[str, list[str]] = {
        row["area_code"]: [SAID.get(row["evidence_type"], "{} says so.").format(row["provider"] or "A service")]
        for row in chosen.filter(pl.col("evidence_kind") != "example").iter_rows(named=True)
    }
    for row in examples.filter(pl.col("status") != "ended").drop_nulls("area_code").iter_rows(named=True):
        told.setdefault(row["area_code"], []).append(words.example(row))
    return pl.DataFrame(
        [
            {
                "Area": row["area_name"],
                "What is known": " ".join(told.get(row["area_code"], ["A report says so."])),
                "Evidence of": _when(row),
            }
            for row in chosen.iter_rows(named=True)
        ],
        schema=dict.fromkeys(("Area", "What is known", "Evidence of"), pl.String),
    )


def _own_codes(reading: Reading) -> list[str]:
    """The authorities this place is made of."""
    if not reading.area.is_partnership:
        return [reading.area.code]
    members: list[str] = reading.ask("partnership_members", partnership_code=reading.area.code)["area_code"].to_list()
    return members


def _alike_in(everywhere: pl.DataFrame) -> str:
    """Whose list of areas alike it is: one that was supplied, by its method, or ours, by what it looks at."""
    row = everywhere.drop_nulls("basis").row(0, named=True)
    if row["basis"] == "supplied":
        return f"Alike by “{row['method']}”, the most alike first."
    return (
        "Alike, as far as we know, in substance mix, treatment rate, size and drug deaths "
        f"({row['alike_in']}): the ten most alike were looked at, the most alike first."
    )


def elsewhere(reading: Reading, offer: str) -> tuple[list[tuple[str, str, str]], str]:
    """Every example of this offer in reports, wherever it is: the place, and what is there, with its result.

    Beside them what must be said of them all.
    """
    rows = reading.ask("examples_of_offer", offer=offer)
    found: dict[str, tuple[str, str, str]] = {}
    for row in rows.iter_rows(named=True):
        result = f" {row['result']}." if row["result"] else ""
        why = f" ({row['no_area_reason']})" if row["no_area_reason"] not in (None, "nationwide") else ""
        source = f"{row['document']}: “{row['heading']}”"
        words_for_it = f"{words.example(row)}{result} {source}."
        place = "Nationwide" if row["no_area_reason"] == "nationwide" else row["place_as_written"]
        found[row["example_id"]] = (f"{place}{why}", words_for_it, "")
    return list(found.values()), words.REAL_EXAMPLES if reading.build.is_synthetic else ""
