-- One row per source and thing it publishes numbers of: what it is, in the words a page shows.
create table mart.published_measure (
    source varchar not null,
    measure varchar not null,
    name varchar not null,
    kind varchar not null check (kind in ('count', 'parts', 'estimate', 'percent', 'rate', 'days')),
    unit varchar not null,
    definition varchar not null,
    cannot_tell varchar not null,
    same_as varchar,
    primary key (source, measure)
);
comment on table mart.published_measure is 'What each published number means, as its publisher counts it.';
comment on column mart.published_measure.kind is 'count: things counted; parts: a count for each category, which add up; estimate: a number of people nobody counted; percent, rate and days: as the publisher worked them out.';
comment on column mart.published_measure.same_as is 'The indicator or measure of our own that counts the same thing from records; the two are shown beside each other.';
