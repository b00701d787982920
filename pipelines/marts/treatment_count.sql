-- One row per measure, area, period, sex and substance group: the people (or journeys) of each of its categories, as a list
-- in the order of measure_category.position. A national build has nine million such counts; as lists they take a fifth
-- of the room. The view treatment_measure shows each on a row of its own, with its share.
-- The rows are made in the order they are kept in, and a check, not a key, proves that each is one.
create table mart.treatment_count (
    measure staging.measure_name not null,
    area_code staging.area_code not null,
    period varchar not null,
    sex staging.sex_word not null,
    substance_group staging.substance_group not null,
    people integer[],
    out_of integer,
    status staging.count_status not null
);
comment on table mart.treatment_count is 'The counts behind treatment_measure, a list for each cell. nobody_asked: no file had the field, so that only the category not_asked says anything.';
comment on column mart.treatment_count.people is 'In the order of measure_category.position; null where the status is suppressed or not_published.';
comment on column mart.treatment_count.out_of is 'What shares are shares of: the sum of the categories in the base, or the whole of which women are counted.';
