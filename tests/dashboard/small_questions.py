"""The self-audit's questions in the small marts: those of a build, as answers are judged by a build's rules."""

from pipelines.sources.provision_audit import NEEDED, QUESTIONS

SCHEMA = """
create table provision_question (column_name varchar, place smallint, kind varchar, answers varchar[],
    is_needed boolean, expected varchar, part varchar, question varchar, note varchar);
"""
ROWS = [
    (
        *(asked.column, place, asked.type, list(asked.answers), asked.column in NEEDED, asked.expected),
        *(asked.group, asked.question, asked.note or None),
    )
    for place, asked in enumerate(QUESTIONS, start=1)
]
