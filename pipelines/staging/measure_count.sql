-- One row per measure, place, period, sex and substance group: the counts of its categories, in their order.
create or replace table staging.measure_count (
    measure measure_name,
    area_code area_code,
    period varchar,
    sex sex_word,
    substance_group substance_group,
    counts integer[],
    out_of integer,
    nobody_asked boolean,
    is_published boolean,
    is_shown boolean
);
