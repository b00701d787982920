"""Writes small record files in the layout of edition K, for tests."""

import gzip
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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


KindOfDamage = Literal["quote a cell", "end a quote", "lose a quote", "break a line", "cut off"]


@dataclass
class Damage:
    """What befalls the text of the records, at so many thousandths of its length."""

    kind: KindOfDamage
    thousandth: int

    def done_to(self, text: str) -> str:
        """The text with a quote or a line end too many, a quote too few, or without its end."""
        here = len(text) * self.thousandth // 1000
        if self.kind == "cut off":
            return text[:here]
        if self.kind == "break a line":
            return text[:here] + "\n" + text[here:]
        sought = {"quote a cell": ",", "end a quote": ",", "lose a quote": '"'}[self.kind]
        found = text.find(sought, here)
        if found < 0:
            return text
        if self.kind == "quote a cell":
            return text[: found + 1] + '"' + text[found + 1 :]
        if self.kind == "end a quote":
            return text[:found] + '"' + text[found:]
        return text[:found] + text[found + 1 :]


def write_records(
    path: Path,
    records: Sequence[Record],
    later_columns: Sequence[str] = (),
    newline: str = "\n",
    is_quoted: bool = True,
    damages: Sequence[Damage] = (),
) -> None:
    """Write one file: every column of edition K and any later ones, NA where a record says nothing; then damage it."""
    content = file_content(records, [*EDITION_K, *later_columns], newline, is_quoted, damages)
    write_content(path, content)


def write_content(path: Path, content: bytes) -> None:
    """Write a file, packed if its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content) if path.name.endswith(".gz") else content)


def write_archive(path: Path, contents: Mapping[str, bytes]) -> None:
    """Write an archive of files, by the name of each inside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, content in contents.items():
            archive.writestr(inside, content)


def file_content(
    records: Sequence[Record],
    columns: Sequence[str],
    newline: str = "\n",
    is_quoted: bool = True,
    damages: Sequence[Damage] = (),
) -> bytes:
    """The content of one file: a header, NA where a record says nothing; then what befell its records."""
    lines = []
    for record in records:
        if isinstance(record, str):
            lines.append(record)
        else:
            assert set(record) <= set(columns), "a column the file does not have"
            lines.append(line_of([record.get(column, "NA") for column in columns], is_quoted))
    text = newline.join(lines) + newline
    for damage in damages:
        text = damage.done_to(text)
    return (line_of(columns, is_quoted) + newline + text).encode("utf-8")


def line_of(cells: Sequence[str], is_quoted: bool = True) -> str:
    """One record as a line: every cell in double quotes, or only those that need them; inner ones doubled."""
    return ",".join(
        '"' + cell.replace('"', '""') + '"' if is_quoted or set(cell) & set('",\r\n') else cell for cell in cells
    )
