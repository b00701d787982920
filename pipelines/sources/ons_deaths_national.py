"""Deaths related to drug poisoning, England and Wales: the national workbook of a year's registrations (ONS).

By sex, age, cause, substance, region and deprivation, with the delay between death and registration. Verified on the
edition of 2021 registrations: its rates are per million, where the workbook by local authority has them per 100,000.
A sheet is known by what its title and labels say, never by its name or number.
"""

import re
import tomllib
from pathlib import Path

from pipelines.source import Source, TextTable
from pipelines.tables.cross_table import Figures, Table
from pipelines.tables.death_columns import RULES, columns
from pipelines.tables.death_tables import Deaths, kind_of_rate, only, read_deaths
from pipelines.tables.label_words import Label, without_footnotes
from pipelines.tables.table_header import Words

# The footnotes: no rate from under ten deaths (by five-year ages, from under three); u or * for those from under 20.
MARKS = {":": "too_few", "u": "unreliable", "*": "unreliable"}
WORDS = Words(
    labels={
        "all drug poisoning": Label("subject", "drug_poisoning"),
        "of which: drug misuse": Label("subject", "drug_misuse"),
        "all causes": Label("cause", "all"),
    },
    kinds={"substance": "substance", "underlying cause": "cause", "quintile": "quintile"},
)


def read(path: Path) -> TextTable:
    """Every figure of every table of deaths, one record each; refuses another workbook."""
    return read_deaths(path, DEATHS)


def measure_of(table: Table, figures: Figures, kind: str) -> tuple[str, str]:
    """Which of our measures a figure is, and of what category."""
    labels = figures.labels
    of = next((name for name in WORDS.kinds.values() if labels.get(name, "all") != "all"), "")
    category = _category(of, labels[of]) if of else "all"
    if of == "substance":
        return f"drug_{'death_rate' if kind == 'rate' else 'deaths'}_by_substance", category
    named = {f"drug_{subject}" for subject in re.findall(r"drug (poisoning|misuse)", table.title.lower())}
    subject = labels.get("subject") or only(table, "subject", named)
    if kind == "days":
        return "registration_delay_days", subject
    by = {"cause": "_by_cause", "quintile": "_by_deprivation"}.get(of, "")
    if kind == "deaths":
        return f"{subject}_deaths{by}", category
    by_age = "_by_age" if kind_of_rate(table, figures) == "specific" else ""
    return f"{subject}_death_rate{by_age}{by}", category


def _category(of: str, said: str) -> str:
    """The name of a substance, a cause or a fifth, without footnotes and without what every cause repeats."""
    said = without_footnotes(said).lower()
    if of == "quintile":
        said = f"quintile {said}"
    else:
        said = re.sub(r"\(.*?\)|,? by drugs, medicaments and biological substances", "", said)
    return re.sub(r"[^a-z0-9]+", "_", said).strip("_")


DEATHS = Deaths(
    words=WORDS,
    about=r"\bdrug",
    not_read=r"\blocal authorit",
    measures=tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["measure"],
    measure=measure_of,
    needed=("drug_poisoning_deaths", "drug_misuse_deaths", "drug_poisoning_death_rate", "drug_misuse_death_rate"),
    called="the ONS national workbook of deaths related to drug poisoning, with its tables by sex and by region",
)
SOURCE = Source(
    name="ons_deaths_national",
    title="Deaths related to drug poisoning in England and Wales, national tables",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.xlsx", "*.xls"),
    columns=columns(MARKS),
    rules=RULES,
    read=read,
    exempt="left_out is not null",
    used="left_out is null",
)
