"""Writes small record files in the layout of edition K, for tests."""

from collections.abc import Sequence
from pathlib import Path

EDITION_K = [
    "FINITIAL", "SINITIAL", "DOB", "SEX", "ETHNIC", "NATION", "REFLD", "AGNCY", "CLIENT", "CLIENTID",
    "EPISODID", "CONSENT", "PREVTR", "PC", "ACCMNEED", "CLALOCTN", "YPLAC", "PRNTSTAT", "YPSLEAD", "YPSMHS",
    "YPSYOT", "YPSSEXEX", "YPSSLFHM", "YPSUNSDR", "YPSOFFND", "YPSESTAT", "YPSGP", "YPSCAF", "YPSLNDIF",
    "YPSUSS", "YPSFOU", "YPTSRP", "DAT", "PCT", "LA", "GPPTCE", "DRUG1", "DRUG1AGE", "ROUTE", "DRUG2",
    "DRUG3", "RFLS", "TRIAGED", "CPLANDT", "INJSTAT", "CHILDWTH", "PREGNANT", "ALCDDAYS", "ALCUNITS",
    "DUALDIAG", "HEPCTSTD", "HEPCSTAT", "HEPCTD", "HEPBVAC", "HEPBSTAT", "HLCASSDT", "TOPCC", "DISD",
    "DISRSN", "DISDEST", "YPELEAD", "YPEMHS", "YPEYOT", "YPESEXEX", "YPESLFHM", "YPEUNSDR", "YPEOFFND",
    "YPECAFE", "YPEFOU", "YPELNDIF", "YPEUSS", "YPESTD", "YPEGP", "YPECAREP", "MODAL", "REFMODDT", "MODSET",
    "MODID", "FAOMODDT", "MODST", "MODEND", "MODEXIT", "SUBMODDT", "SUBMID", "PHSTBL", "PHWTH", "PHMAIN",
    "PHRELPR", "PSYMOTI", "PSYCNMG", "PSYFSNI", "PSYCGBH", "PSYMNTH", "PSYDNMC", "PSYSTP", "PSYCOUN",
    "PSYOTHR", "RECPEER", "RECMAID", "RECFMSP", "RECPRNT", "RECHSE", "RECEMP", "RECEDUT", "RECWPRJ",
    "RECCHKP", "RECRLPP", "RECCMPT", "RECGNH", "RECOTH", "TITDATE", "TITREAT", "TITID", "TOPDATE", "TOPID",
    "TRSTAGE", "ALCUSE", "OPIUSE", "CRAUSE", "COCAUSE", "AMPHUSE", "CANNUSE", "OTDRGUSE", "IVDRGUSE",
    "SHARING", "SHOTHEFT", "DRGSELL", "OTHTHEFT", "ASSAULT", "PSYHSTAT", "PWORK", "EDUCAT", "ACUTHPBM",
    "HRISK", "PHSTAT", "QUALLIFE", "INJECT", "SHARE", "PREVHEPB", "HEPCPOS", "REFHEPGY", "SEXUAL",
    "EMPSTAT", "OPRAGNCY",
]  # fmt: skip

Record = dict[str, str] | str
"""The cells that are filled, by column; or a whole line as it shall stand in the file."""


def write_records(
    path: Path, records: Sequence[Record], later_columns: Sequence[str] = (), newline: str = "\n"
) -> None:
    """Write one file: every column of edition K and any later ones, NA where a record says nothing."""
    columns = [*EDITION_K, *later_columns]
    lines = [line_of(columns)]
    for record in records:
        if isinstance(record, str):
            lines.append(record)
        else:
            assert set(record) <= set(columns), "a column the file does not have"
            lines.append(line_of([record.get(column, "NA") for column in columns]))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((newline.join(lines) + newline).encode("utf-8"))


def line_of(cells: Sequence[str]) -> str:
    """One record as a line: every cell in double quotes, inner ones doubled."""
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
