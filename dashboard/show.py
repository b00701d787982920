"""Puts exhibits on a page: the answer first, the evidence second, the method in a drawer."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import polars as pl
import streamlit as st

from dashboard import numbers
from dashboard.current import plain
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading

PRODUCT = "Is treatment fair to women?"
SHORT = 6  # rows; a longer table without a chart stays in a drawer
SAVE_ONLY = {"displaylogo": False, "modeBarButtons": [["toImage"]], "responsive": True}
STYLE = """<style>
.stMainBlockContainer {max-width: 1212px; padding: 4rem 1rem 3rem;}
.stMainBlockContainer p, .stMainBlockContainer li {max-width: 75ch;}
.stTable :is(p, td > div) {max-width: none !important;}
.stTable th {color: #0b0c0c !important; font-weight: bold;}
[class*="_numbers"] :is(td, th):not(:first-child) {text-align: right !important;}
[class*="_rules"] :is(td, th):last-child {text-align: right !important;}
h2 {padding-top: 0.25rem !important;}
h2, .question {scroll-margin-top: 4rem;}
@media (max-width: 640px) {
  .stTable :is(td, th) {font-size: 14px; padding: 4px 5px;}
  .stTable :is(td, th, td *) {overflow-wrap: anywhere !important;}
  .stTable :is(td, th):first-child {min-width: 86px;}
  h1 {font-size: 27px !important;} h2 {font-size: 21px !important;}
}
</style>"""


def page_top(page: str, reading: Reading) -> None:
    """The browser's title and the page's only first-level heading."""
    st.set_page_config(page_title=f"{page} - {reading.area.name} - {PRODUCT}", layout="wide")
    st.html(STYLE)
    st.title(plain(f"{page}: {reading.area.name}"), anchor=False)


def cards(exhibits: list[tuple[str, Exhibit]]) -> None:
    """Three statements side by side, each with the question it leaves for the meeting."""
    for column, (label, exhibit) in zip(st.columns(len(exhibits)), exhibits, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{label}**")
            st.markdown(plain(exhibit.statement))
            st.markdown(f"*To discuss:* {plain(exhibit.to_discuss)}")
            if exhibit.missing:
                st.markdown("[Why, and who could supply it](#missing)")
            else:
                st.markdown(f"[See the evidence](#{exhibit.key})")


def exhibit(shown: Exhibit, *, to_discuss: bool = False) -> None:
    """One answer: question, statement, chart or table, notes, limits, source, download; what to discuss if asked."""
    st.divider()
    _exhibit(shown)
    if to_discuss:
        st.markdown(f"*To discuss:* {plain(shown.to_discuss)}")


def side_by_side(shown: list[Exhibit]) -> None:
    """Answers to be read together; below one another on a narrow screen."""
    st.divider()
    for column, each in zip(st.columns(len(shown), gap="large"), shown, strict=True):
        with column:
            _exhibit(each)


def _exhibit(shown: Exhibit) -> None:
    with st.container(key=f"{shown.key}_answer", gap="xsmall"):
        st.markdown(plain(shown.question))
        st.header(plain(shown.statement), anchor=shown.key)
    kind = "words" if shown.is_of_words else "numbers"
    if shown.board:
        board(shown.board)
    if shown.figure is not None:
        chart, table = st.tabs(["Chart", "Table"], key=f"{shown.key}_tabs")
        with chart:
            st.plotly_chart(
                shown.figure, theme=None, key=f"{shown.key}_chart", alt=shown.statement, config=_saving(shown)
            )
        with table, st.container(key=f"{shown.key}_{kind}"):
            table_of(shown.table, shown.statement)
            st.markdown(plain(shown.source))
    else:
        with st.container(key=f"{shown.key}_{kind}"):
            if shown.table.height > SHORT:
                with st.expander("Table", key=f"{shown.key}_table"):
                    table_of(shown.table, shown.statement)
            elif shown.table.height:
                table_of(shown.table, shown.statement)
            if shown.rows.height:
                st.markdown(plain(shown.source))
    for note in shown.notes:
        st.markdown(plain(note))
    if shown.cannot_tell:
        with st.expander("What this cannot tell you", key=f"{shown.key}_limits"):
            for limit in shown.cannot_tell:
                st.markdown(plain(limit))
    if shown.rows.height:
        download("Download these figures (CSV)", shown.download, shown.key)


def download(label: str, contents: object, name: str) -> None:
    """A button whose file is made when it is pressed."""
    st.download_button(
        label,
        data=contents,  # type: ignore[arg-type]
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"{name}_download",
        on_click="ignore",
    )


def what_is_missing(exhibits: list[Exhibit]) -> None:
    """Everything an area has no number for, why, and who could supply it."""
    sentences = list(dict.fromkeys(exhibit.missing for exhibit in exhibits if exhibit.missing))
    if sentences:
        st.divider()
        st.header("What is missing here, and who could supply it", anchor="missing")
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))


def footer(reading: Reading) -> None:
    """What stands behind the page."""
    row = reading.ask("trust").row(0, named=True)
    status = "Restricted build." if reading.build.mode == "restricted" else "Small numbers hidden."
    hidden = numbers.people(row["hidden_cells"])
    st.divider()
    st.markdown(
        f"Built {reading.build.built_on} from {numbers.counted(row['files'], 'file', 'files')}. {status} "
        f"Cells hidden to protect people: {hidden}. This dashboard holds no records about people."
    )


def table_of(rows: pl.DataFrame, alt: str) -> None:
    """A plain table whose cells are read as they stand."""
    st.table(rows.with_columns(pl.col(pl.String).map_elements(plain, return_dtype=pl.String)), hide_index=True, alt=alt)


def grid(rows: pl.DataFrame, key: str, alt: str, few: str) -> None:
    """A long table to sort by its headings and to search; numbers, so that they sort as numbers. `few` is a null."""
    counts = [name for name, kind in rows.schema.items() if kind.is_numeric()]
    shares = [name for name in counts if name.endswith("%")]
    st.dataframe(
        rows,
        key=key,
        alt=alt,
        hide_index=True,
        placeholder=few,
        column_config={rows.columns[0]: st.column_config.TextColumn(pinned=True)}
        | {name: st.column_config.NumberColumn(format="%.2f" if name in shares else "localized") for name in counts},
    )


def drawers(rows: pl.DataFrame, key: str, one_and_many: tuple[str, str]) -> None:
    """A long table by its column Source, each source in a drawer of its own."""
    for source in rows["Source"].unique(maintain_order=True):
        own = rows.filter(pl.col("Source") == source).drop("Source")
        label = f"{source}: {numbers.counted(own.height, *one_and_many)}"
        with st.expander(plain(label), key=f"{key}_{source}"):
            table_of(own, label)


def bullets(sentences: Sequence[str]) -> None:
    """Sentences one below the other."""
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))


def board(boxes: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Boxes side by side, a heading and a list in each; below one another on a narrow screen."""
    for column, (heading, entries) in zip(st.columns(len(boxes)), boxes, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{plain(heading)}**")
            st.markdown("\n".join(f"- {plain(entry)}" for entry in entries) or "None.")


def drawer(label: str, key: str, entries: Sequence[tuple[str, str, str]], about: str = "") -> None:
    """A list to open: for each entry its name, what is said of it, and an address, where there is one."""
    if not entries:
        return
    with st.expander(plain(label), key=f"{key}_drawer"):
        if about:
            st.markdown(plain(about))
        for name, words, address in entries:
            host = plain((urlsplit(address).hostname or "").removeprefix("www."))
            link = f" [Open the evidence at {host}]({address})" if address else ""
            st.markdown(f"**{plain(name)}.** {plain(words)}{link}")


def _saving(shown: Exhibit) -> dict[str, object]:
    """Only a button to save the image, at a size that can be put into a report."""
    height = shown.figure.layout.height if shown.figure is not None else None
    return SAVE_ONLY | {
        "toImageButtonOptions": {"format": "png", "filename": shown.key, "width": 900, "height": height, "scale": 2}
    }
