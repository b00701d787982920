"""The story in one screen: raw files → staging → indicators → marts → checks → publish."""

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

import polars as pl

from pipelines import __version__, checks, disclosure, indicators, measures, partnerships, provision, published
from pipelines.errors import Refused
from pipelines.intake import Intake, rules_of, stand_in, take_in
from pipelines.measures import counting, showing
from pipelines.origin import RawFile, survey
from pipelines.source import Source
from pipelines.sources import all_sources
from pipelines.statistics import charting, ranking
from pipelines.warehouse import PACKAGE, USUAL_MEMORY, Warehouse, open_marts
from pipelines.workspace import private_folder, publish

# Published tables in the order they are made, with what each needs. The first are filled as files are read.
WRITTEN_WHILE_READING = {
    "area": "reference tables",
    "area_alias": "reference tables",
    "area_position": "reference tables",
    "justice_area": "reference tables",
    "similarity_weight": "reference tables",
    "partnership_member": "reference tables",
    "cited_figure": "reference tables",
    "indicator": "the indicators' meanings",
    "published_measure": "the publishers' meanings",
    "series_break": "reference tables",
    "measure": "the measures' meanings",
    "measure_category": "the measures' meanings",
    "offer": "reference tables",
    "offer_answer": "reference tables",
    "framework": "reference tables",
    "standard": "reference tables",
    "standard_offer": "reference tables",
    "provision_question": "reference tables",
    "rule": "the sources' rules",
    "source_file": "any source",
    "rejected_row": "any source",
    "build_note": "any source",
    "record_quality": "ndtms_records",
    "build": "nothing",
}
FILLED_BEFORE_INDICATORS = {
    "published_figure": "any publisher",
    "treatment_count": "ndtms_records",
}
COMPUTED = {
    "period": "ndtms_records",
    "indicator_value": "the sources of each indicator",
    "waiting_time": "ndtms_records",
    "wait_days": "ndtms_records",
    "still_waiting": "ndtms_records",
    "treatment_days": "ndtms_records",
    "time_to_start": "ndtms_records",
    "provider_caseload": "ndtms_records",
    "similar_area": "indicator_value, or neighbours",
    "expected_share": "indicator_value",
    "expected_share_by_age": "treatment_count",
    "share_comparator": "indicator_value and similar_area",
    "womens_share": "indicator_value",
    "share_change": "womens_share",
    "womens_share_of_deaths": "indicator_value and womens_share",
    "keyworker_need": "indicator_value",
    "comparison": "indicator_value",
    "comparison_count": "comparison",
    "death_comparison": "comparison",
    "funnel_spread": "indicator_value",
    "funnel": "funnel_spread",
    "funnel_limit": "funnel_spread",
    "trend": "indicator_value",
    "control_chart": "treatment_count and waiting_time",
    "area_rank": "indicator_value",
    "indicator_gap": "indicator_value",
    "wait_gap": "ndtms_records",
    "measure_gap_spread": "treatment_count",
    "availability": "any source",
    "provision_return": "provision_audit",
    "provision_answer": "provision_audit",
    "provision_evidence": "provision_audit or provision_register",
    "provision": "provision_evidence",
    "standard_state": "provision",
    "provision_coverage": "standard_state",
    "provision_reach": "provision and indicator_value",
    "provision_round": "provision_audit",
}
# Of these, tables whose definition is filled by Python: what they hold needs more than the engine has.
FILLED_BY: dict[str, Callable[[Warehouse], None]] = {"control_chart": charting.fill, "area_rank": ranking.fill}
# Marts that are the rows of one source; empty when it is not there.
OF_ONE_SOURCE = {
    "neighbour": "neighbours",
    "rehabilitative_service": "rehabilitative_services",
    "good_practice": "provision_register",
}
# Sources whose steps run whether or not they are there: then they find no rows.
ALWAYS_STAGED = (*OF_ONE_SOURCE.values(), "provision_audit")
# Made in the order they are published in; every other table is sorted as it is written.
IN_ORDER = ("wait_days", "time_to_start")
# Worked out from the tables of the published file whenever they are read.
VIEWS = {
    "count_place": "the measures' meanings",
    "treatment_measure": "treatment_count",
    "measure_gap": "treatment_measure",
    "gender_gap": "every number by sex",
    "reconciliation": "two sources of one number",
}
TABLES = WRITTEN_WHILE_READING | FILLED_BEFORE_INDICATORS | COMPUTED | OF_ONE_SOURCE
MARTS = TABLES | VIEWS

# Staging in the order it is made: what rests on single records first, so that their memory is there for the rest.
FROM_RECORDS = (
    "code_meaning",
    "episode",
    "journey",
    "intervention",
    "period",
    "record_note",
    "record_quality",
)
FROM_JOURNEYS = (
    "journey_in_period",
    "person_in_period",
    "journey_triaged",
    "wait",
    "still_waiting",
    "left_before_starting",
    "day_count",
    "day_cell",
    "wait_day",
    "wait_step",
    "treatment_days",
    "start_day",
    "start_curve",
    "provider_run",
    "provider_group",
    "provider_caseload",
    "treatment_cell",
)
FROM_POPULATION = ("population", "population_of_period", "population_of_three_years")
RECORDS = "staging.ndtms_records"
POISSON_LIMITS = """
    set variable poisson_low = (
        select list(lower::double order by events::integer) from reference.poisson_limit where confidence = '0.95'
    );
    set variable poisson_high = (
        select list(upper::double order by events::integer) from reference.poisson_limit where confidence = '0.95'
    );
    set variable poisson_low_998 = (
        select list(lower::double order by events::integer) from reference.poisson_limit where confidence = '0.998'
    );
    set variable poisson_high_998 = (
        select list(upper::double order by events::integer) from reference.poisson_limit where confidence = '0.998'
    );
"""


@dataclass(frozen=True)
class Report:
    """What a build did: counts by file, and what it could not show for want of a source."""

    intakes: Sequence[Intake]
    noticed: Sequence[str]
    empty: Sequence[str]
    is_synthetic: bool
    marts: Path

    def lines(self) -> Iterator[str]:
        """The report as plain sentences."""
        for source, of_source in groupby(self.intakes, key=lambda intake: intake.file.source):
            files = list(of_source)
            read, rejected = sum(f.read for f in files), sum(f.rejected for f in files)
            accepted = read - rejected
            yield f"{source}: {len(files)} files, {read:,} rows read, {accepted:,} accepted, {rejected:,} rejected"
        yield from self.noticed
        yield from self.empty
        if self.is_synthetic:
            yield "Synthetic demonstration data: not figures for any real area."
        yield f"Published {self.marts}"


def build(
    raw: Path,
    marts: Path,
    mode: disclosure.Mode,
    strict: bool = False,
    today: date | None = None,
    memory: str = USUAL_MEMORY,
    tell: Callable[[str], None] = lambda _: None,
    partnership_file: Path = partnerships.SHIPPED,
) -> Report:
    """Build `marts` from the files in `raw`; the old file stays until the new one has passed every check.

    Raises Refused, with a sentence to act on, when the files or the numbers made from them are not fit to publish.
    """
    sources = all_sources()
    if marts.is_dir():
        raise Refused(f"{marts} is a folder. Give --marts a file to write, such as {marts / 'commissioning.duckdb'}.")
    known_partnerships = partnerships.read(partnership_file)
    with (
        private_folder(marts.parent) as folder,
        _surveying(raw, sources) as surveyed,
        Warehouse(folder, memory) as warehouse,
    ):
        _prepare(warehouse, sources, known_partnerships)
        files = surveyed.result()
        present = {file.source for file in files}
        is_synthetic = any(file.origin == "synthetic" for file in files)
        _tell_of_build(warehouse, mode, is_synthetic)

        intakes: list[Intake] = []
        for source in sources:
            if source.name in present:
                own = [file for file in files if file.source == source.name]
                intakes += take_in(source, own, warehouse, today or date.today(), tell)
        for source in sources:
            if source.name in ALWAYS_STAGED and source.name not in present:
                stand_in(source, warehouse)
        _record(warehouse, intakes)
        if strict:
            _refuse_rejects(intakes)

        tell("counting people and waits")
        known_measures = measures.all_measures()
        _stage(known_measures, warehouse, present)
        known = indicators.all_indicators()
        indicators.describe(known, warehouse)
        without = indicators.count(known, present, warehouse)

        provision.gather(warehouse)

        tell("hiding small counts" if mode == "open" else "restricted: hiding nothing")
        disclosure.hide(mode, warehouse)
        warehouse.script("staging", "start_curve_level.sql")
        showing.show(known_measures, present, mode, warehouse)
        for table in (*OF_ONE_SOURCE, *COMPUTED):
            warehouse.script("marts", f"{table}.sql")
            if table in FILLED_BY:
                FILLED_BY[table](warehouse)

        tell("writing the marts")
        built = folder / "new.duckdb"
        warehouse.write_marts(built, TABLES, VIEWS, IN_ORDER)
        tell("checking")
        check(built)
        noticed = _what_was_noticed(warehouse)
        publish(built, marts)
    return Report(intakes, noticed, _what_is_empty(without, present), is_synthetic, marts)


def check(marts: Path) -> None:
    """Run every check on a published file; raises Refused with the rows that break a promise."""
    with open_marts(marts) as connection:
        broken = checks.broken_promises(connection)
    if broken:
        raise Refused("The marts do not keep their promises and are not published:\n  " + "\n  ".join(broken))


def code_version() -> str:
    """The package's version and a short hash of its code and tables, so that a number can be built again."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".sql", ".toml", ".csv"):
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:10]}"


@contextmanager
def _surveying(raw: Path, sources: Sequence[Source]) -> Iterator[Future[list[RawFile]]]:
    """Every byte is looked at beside the block, while the engine and its libraries load."""
    with ThreadPoolExecutor(1) as threads:
        yield threads.submit(survey, raw, sources)


def _prepare(
    warehouse: Warehouse,
    sources: Sequence[Source],
    known_partnerships: Sequence[partnerships.Partnership],
) -> None:
    warehouse.script("macros.sql")
    warehouse.load_reference()
    partnerships.put(known_partnerships, warehouse)
    warehouse.run(POISSON_LIMITS)
    for words in ("area_by_name", "publisher_words"):
        warehouse.script("staging", f"{words}.sql")
    # People are linked by a hash under a key that lives as long as this build and is known to nobody.
    warehouse.run(f"set variable person_key = '{secrets.token_hex(32)}'")
    for table in WRITTEN_WHILE_READING:
        warehouse.script("marts", f"{table}.sql")
    provision.describe(warehouse)
    rules = [
        (source.name, rule.name, rule.column or None, rule.action, rule.sentence, rule.mark, rule.reason or None)
        for source in sources
        for rule in {
            (rule.name, rule.column): rule for layout in (*source.layouts, source) for rule in rules_of(layout)
        }.values()
    ]
    names = ("source", "rule", "column_name", "action", "sentence", "mark", "reason")
    warehouse.add("mart.rule", pl.DataFrame(rules, schema=dict.fromkeys(names, pl.String), orient="row"))


def _tell_of_build(warehouse: Warehouse, mode: str, is_synthetic: bool) -> None:
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    warehouse.run("insert into mart.build values (?, ?, ?, ?)", [now, code_version(), mode, is_synthetic])


def _record(warehouse: Warehouse, intakes: Sequence[Intake]) -> None:
    columns = warehouse.columns("source_file")
    rows = [
        (
            *(file.source, file.name, file.sha256, file.origin, file.publisher, file.licence),
            *(file.retrieved_on, intake.read, intake.accepted, intake.rejected, file.title, file.address),
            *(file.extracted_on, intake.superseded, file.attribution),
        )
        for intake in intakes
        for file in [intake.file]
    ]
    with warehouse.listed("files_taken_in", columns, rows):
        warehouse.run("insert into mart.source_file by name from files_taken_in")


def _refuse_rejects(intakes: Sequence[Intake]) -> None:
    rejected = [intake for intake in intakes if intake.rejected]
    if rejected:
        listed = ", ".join(f"{intake.file.name} ({intake.rejected})" for intake in rejected[:8])
        raise Refused(
            f"--strict: {sum(i.rejected for i in rejected)} rows were rejected, in {listed}"
            f"{' and others' if len(rejected) > 8 else ''}. "
            "Build without --strict to see each by line and rule on the Data page, and mend them."
        )


def _stage(known: Sequence[measures.Measure], warehouse: Warehouse, present: set[str]) -> None:
    measures.describe(known, warehouse)
    measures.prepare(known, warehouse)
    warehouse.script("staging", "wait_words.sql")
    warehouse.script("staging", "substance_group.sql")
    warehouse.script("staging", "cell_number.sql")
    warehouse.script("staging", "larger_place.sql")
    if "ndtms_records" in present:
        for step in FROM_RECORDS:
            warehouse.script("staging", f"{step}.sql")
        warehouse.run(f"drop view {RECORDS}; drop view {RECORDS}_in_use; drop table {RECORDS}_read")
        for step in FROM_JOURNEYS:
            warehouse.script("staging", f"{step}.sql")
        counting.count(known, warehouse)
        warehouse.script("staging", "people_count.sql")
        warehouse.script("staging", "wait_cell.sql")
    else:
        warehouse.script("staging", "no_wait_cell.sql")
        warehouse.script("staging", "no_start_curve.sql")
        warehouse.script("staging", "no_period.sql")
    if "caseload_return" in present:
        warehouse.script("staging", "caseload_in_year.sql")
    published.describe(warehouse)
    published.gather(present, warehouse)
    warehouse.script("marts", "published_figure.sql")
    published.forget(present, warehouse)
    if "ons_population" in present:
        for step in FROM_POPULATION:
            warehouse.script("staging", f"{step}.sql")


def _what_was_noticed(warehouse: Warehouse) -> list[str]:
    """A sentence for each thing noticed; unknown columns of a source together."""
    columns = warehouse.rows(
        """
        select subject, string_agg(format('{} ({} files)', detail, rows), ', ' order by detail)
        from mart.build_note where topic = 'unknown_column' group by subject order by subject
        """
    )
    others = warehouse.rows(
        """
        select subject, rows, replace(topic, '_', ' '), detail from mart.build_note
        where topic <> 'unknown_column' order by all
        """
    )
    return [
        *(f"{source}: columns not known and not read: {names}" for source, names in columns),
        *(
            f"{source}: {'1 to 4' if rows is None else f'{rows:,}'} {topic}: {detail}"
            for source, rows, topic, detail in others
        ),
    ]


def _what_is_empty(without: Sequence[indicators.Indicator], present: set[str]) -> list[str]:
    """A sentence for each page, or part of one, that will say it has no data."""
    pages: dict[str, set[str]] = {}
    for indicator in without:
        if not indicator.shown_on.startswith("Data"):  # that page says itself what is held
            wanted = set(indicator.needs) - present or {indicator.published[0]}
            pages.setdefault(indicator.shown_on, set()).update(wanted)
    if "ndtms_records" not in present:
        pages["Overview: waits"] = {"ndtms_records"}
    return [f"Empty for want of {' and '.join(sorted(needs))}: {page}" for page, needs in sorted(pages.items())]
