-- One row per measure of treatment: what it means, in the words a page shows.
create table mart.measure (
    measure varchar primary key,
    name varchar not null,
    of_whole varchar not null check (of_whole in ('people_in_treatment', 'new_presentations', 'journeys_triaged')),
    unit varchar not null,
    definition varchar not null,
    why_it_matters varchar not null,
    cannot_tell varchar not null,
    mark varchar not null check (mark in ('V', 'I', 'R', 'D')),
    place integer not null,
    unique (of_whole, place)
);
comment on table mart.measure is 'The meaning of each measure of treatment; of_whole: what its categories are parts of. mark: V verified, I inferred, R remembered, D decided here. place: where it stands in the lists of treatment_count.';
