-- One row per whole (of which measures count the parts), area, period, sex and substance group, with everything counted of
-- it in lists: a place for each category of each measure, as the view count_place tells; for a cell nobody is in, only that
-- of the whole. A national build has eight million such counts; as lists they take a fifth of the room. The view
-- treatment_measure shows each on a row of its own, with its share.
-- A check, not a key, proves that each cell is one row.
create table mart.treatment_count (
    of_whole staging.whole not null,
    area_code staging.area_code not null,
    period varchar not null,
    sex staging.sex_word not null,
    substance_group staging.substance_group not null,
    people integer[],
    out_of integer[],
    status staging.count_status[]
);
comment on table mart.treatment_count is 'The counts behind treatment_measure, in lists for each cell. nobody_asked: no file had the field, so that only the category not_asked says anything.';
comment on column mart.treatment_count.people is 'In the order of measure_category.place; null where the status is suppressed or not_published.';
comment on column mart.treatment_count.out_of is 'In the order of measure.place: what shares are shares of, the sum of the categories in the base, or the whole of which women are counted.';
comment on column mart.treatment_count.status is 'In the order of measure.place; null where the measure does not tell of such people, or there are none.';
