-- One row per category of a measure, in the order a page shows them.
create table mart.measure_category (
    measure varchar not null,
    category varchar not null,
    label varchar not null,
    position integer not null,
    place integer not null,
    is_in_base boolean not null,
    primary key (measure, category)
);
comment on table mart.measure_category is 'Categories of each measure; shares are shares of those in the base, the others are counts only. place: where it stands in the lists of treatment_count.';
