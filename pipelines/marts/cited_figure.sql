-- One row per figure that a document gives and a page may quote beside a local number, with where it stands.
create table mart.cited_figure (
    ledger varchar not null check (ledger in ('published_figures', 'workforce_census')),
    figure_key varchar primary key,
    statement varchar not null,
    value double,
    unit varchar not null,
    sex varchar not null check (sex in ('female', 'male', 'all')),
    place varchar not null,
    period varchar not null,
    document varchar,
    section varchar,
    mark varchar not null check (mark in ('V', 'I', 'R'))
);
comment on table mart.cited_figure is 'Figures written down from documents, in our own words; nothing is counted or worked out here.';
comment on column mart.cited_figure.ledger is 'The reference table the figure is written down in.';
comment on column mart.cited_figure.figure_key is 'A name that stays; the two ends of a range end in _low and _high.';
comment on column mart.cited_figure.statement is 'The figure as a page quotes it, with its "more than", "almost" and "about"; the value alone does not have them.';
comment on column mart.cited_figure.value is 'In the unit beside it; percentages from 0 to 100.';
comment on column mart.cited_figure.sex is 'Whom the figure is about; all where it is about a workforce or about people of either sex.';
comment on column mart.cited_figure.place is 'As the document gives it, or what it cites; "not stated" where neither does.';
comment on column mart.cited_figure.period is 'As the document gives it, or what it cites; "not stated" where neither does.';
comment on column mart.cited_figure.document is 'Title, author and year; after "citing", the document that one has the figure from, which was not read.';
comment on column mart.cited_figure.section is 'The heading or page it stands under; after a semicolon, what to know before quoting it.';
comment on column mart.cited_figure.mark is 'V: seen in the document, or in lines quoted from it where the section says so; I: inferred; R: remembered.';

insert into mart.cited_figure
select
    ledger,
    figure_key,
    statement,
    try_cast(value as double),
    unit,
    sex,
    place,
    period,
    document,
    section,
    mark
from (
    select
        'published_figures' as ledger,
        p.figure_key,
        p.statement,
        p.value,
        p.unit,
        p.sex,
        p.place,
        p.period,
        p.document,
        p.section,
        p.mark
    from reference.published_figures as p
    union all
    select
        'workforce_census' as ledger,
        w.figure_key,
        w.statement,
        w.value,
        w.unit,
        w.sex,
        w.place,
        w.period,
        w.document,
        w.section,
        w.mark
    from reference.workforce_census as w
) as written;
