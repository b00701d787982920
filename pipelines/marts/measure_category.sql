-- One row per category of a measure, in the order a page shows them.
create table mart.measure_category (
    measure varchar not null,
    category varchar not null,
    label varchar not null,
    position integer not null,
    place integer not null,
    is_in_base boolean not null,
    counted varchar not null check (counted in ('flow', 'stock')),
    primary key (measure, category)
);
comment on table mart.measure_category is 'Categories of each measure; shares are shares of those in the base, the others are counts only. place: where it stands in the lists of treatment_count.';
comment on column mart.measure_category.counted is 'flow: each counts in one quarter only; stock: most count in the next one too, so that quarters cannot be told apart by chance.';
