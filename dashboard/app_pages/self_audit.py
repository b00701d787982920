"""What a service offers women, told by itself: answered here, or in a file that is checked here."""

from functools import partial

import streamlit as st

from dashboard import audit_form, audit_returns, current, show
from dashboard.answers import audit_results
from dashboard.audit_form import Checked, Mistake, Sent
from dashboard.audit_words import AREA, CHOOSE, Field, fields_of, in_parts, in_words
from dashboard.current import plain
from dashboard.reading import Reading

CHECKED, SAVED, SENT = "audit_checked", "audit_saved", "audit_sent"
ALWAYS_OPEN = ("key", "evidence")


def key_of(column: str) -> str:
    """Where the session keeps an answer."""
    return f"audit_{column}"


def check(fields: tuple[Field, ...], area_code: str) -> None:
    """The button was pressed: judge what is written, before the page is drawn again."""
    answers = {field.column: st.session_state.get(key_of(field.column)) or "" for field in fields}
    st.session_state[CHECKED] = audit_form.check(fields, area_code, answers)
    st.session_state.pop(SAVED, None)


def start_again(fields: tuple[Field, ...]) -> None:
    """Empty what was answered; who answers is kept for as long as the visit lasts."""
    for field in fields:
        if field.part != "key":
            st.session_state[key_of(field.column)] = None if field.answers and field.is_needed else ""
    for result in (CHECKED, SAVED):
        st.session_state.pop(result, None)


def save(checked: Checked) -> None:
    """The button was pressed: keep the file for the next build, or say why not."""
    folder = audit_returns.returns_folder()
    try:
        if folder is not None:
            audit_returns.save(folder, checked.file_name, checked.contents)
            st.session_state[SAVED] = (True, f"Saved as {checked.file_name}. The next build reads it.")
    except audit_returns.NotSaved as refusal:
        st.session_state[SAVED] = (False, str(refusal))


def ask(field: Field, wrong: dict[str, str]) -> None:
    """One question, what helps to answer it, and what is wrong with the answer."""
    with st.container(gap="xsmall"):
        st.html(f'<span class="question" id="{key_of(field.column)}"></span>')
        label = f"{plain(field.label)}  \n{plain(field.hint)}" if field.hint else plain(field.label)
        key = key_of(field.column)
        if field.answers:
            first = None if field.is_needed else 0
            st.selectbox(
                label, field.options, first, format_func=in_words, key=key, placeholder=CHOOSE, persist_state="session"
            )
        elif field.column == "notes":
            st.text_area(label, key=key, height=100, persist_state="session")
        else:
            st.text_input(label, key=key, autocomplete="off", persist_state="session")
        if field.column in wrong:
            st.error(plain(wrong[field.column]))


def form(fields: tuple[Field, ...], reading: Reading, checked: Checked | None) -> None:
    """All questions by part; the parts that need no answer are closed until opened, or until one is wrong there."""
    wrong = audit_results.beside(checked.mistakes) if checked else {}
    with st.form("audit", enter_to_submit=False):
        for part, heading, own in in_parts(fields):
            is_wrong = any(field.column in wrong for field in own)
            is_open = part in ALWAYS_OPEN or is_wrong
            # under a name of its own it opens, even if it was closed by hand
            with st.expander(f"{heading}: {len(own)} questions", is_open, key=f"part_{part}{'_wrong' * is_wrong}"):
                for left in range(0, len(own), 2):
                    for column, field in zip(st.columns(2, gap="medium"), own[left : left + 2], strict=False):
                        with column:
                            ask(field, wrong)
        st.form_submit_button(
            "Check and make the file", type="primary", on_click=check, args=(fields, reading.area.code)
        )


def question_of(mistake: Mistake) -> str:
    """The question, as a link to where it is answered; the area is chosen above."""
    words = plain(mistake.question)
    return words if mistake.column in ("", AREA) else f"[{words}](#{key_of(mistake.column)})"


def result(checked: Checked) -> None:
    """What is wrong and where, or what the answers show and the file to take away."""
    if not checked.is_sound:
        mistakes = [
            f"- {question_of(mistake)}: {plain(audit_results.mistake_in_full(mistake))}" for mistake in checked.mistakes
        ]
        st.error("\n".join((f"**{plain(audit_results.to_mend(checked))}**", "", *mistakes)))
        return
    st.success(audit_results.shown(checked))
    show.bullets([f"{state}: {names}" for state, names in audit_results.by_state(checked)])
    st.download_button(
        "Download this return (CSV)",
        checked.contents,
        checked.file_name,
        "text/csv",
        key="audit_download",
        on_click="ignore",
    )
    if audit_returns.returns_folder() is not None:
        st.button("Save for the next build", on_click=save, args=(checked,), key="audit_save")
        if SAVED in st.session_state:
            is_saved, words = st.session_state[SAVED]
            (st.success if is_saved else st.error)(plain(words))


def send(fields: tuple[Field, ...]) -> None:
    """Files filled in elsewhere."""
    st.header("Or fill in a file", anchor="file")
    st.markdown("One row for each service. Fill in a template, and check it here before you send it.")
    with st.container(horizontal=True):
        for suffix, what in ((".xlsx", "Template (Excel)"), (".csv", "Template (CSV)")):
            name, made = f"self-audit_template{suffix}", partial(audit_form.template, suffix)
            st.download_button(what, made, name, key=f"template_{suffix[1:]}", on_click="ignore")
    file = st.file_uploader("Check a file you have filled in (CSV or Excel)", ["csv", "xlsx"], key="audit_file")
    if file is None:
        st.session_state.pop(SENT, None)
        return
    if st.session_state.get(SENT, ("",))[0] != file.file_id:  # once, not whenever the page is drawn
        st.session_state[SENT] = (file.file_id, audit_form.check_file(file.name, file.getvalue()))
    sent: Sent = st.session_state[SENT][1]
    if sent.refused:
        st.error(plain(sent.refused))
        return
    (st.error if sent.rejected else st.success)(plain(audit_results.of_file(sent)))
    for title, table in audit_results.tables(sent, fields):
        st.subheader(title, anchor=False)
        show.table_of(table, title)


reading = current.reading()
show.page_top("Self-audit", reading)
if not reading.holds("provision_question"):
    st.markdown("This build was made before self-audits were held. Build again to fill one in.")
else:
    questions = fields_of(reading.ask("provision_questions"))
    st.markdown(plain(audit_results.about(reading.area)))
    if not audit_results.is_asked(reading.area):
        st.info("Choose the authority the service is for at the top of the page.")
    found: Checked | None = st.session_state.get(CHECKED)
    if found is not None and found.area_code != reading.area.code:
        found = None  # the answers were checked for another area
    st.header("Answer here", anchor="answer")
    form(questions, reading, found)
    if found is not None:
        result(found)
        st.button("Start another return", on_click=start_again, args=(questions,), key="audit_again")
    send(questions)
show.footer(reading)
