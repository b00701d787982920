-- One row per number in a published file, as each source's .sql hands it over. What a source does not say is the default.
create or replace table staging.published_cell (
    source varchar,
    file varchar,
    line bigint,
    column_label varchar,
    retrieved_on date,
    -- later ones replace earlier ones: a day, a year, a release; of one edition, the file fetched last
    edition varchar default '',
    measure varchar,
    category varchar default 'all',
    area_code varchar,
    -- for a source that gives no code
    area_name varchar,
    period varchar,
    sex varchar default 'all',
    substance_group varchar default 'all',
    age_band varchar default 'all',
    value double,
    value_low double,
    value_high double,
    numerator double,
    denominator double,
    -- what the publisher's mark says; null for a bare number
    mark varchar,
    -- counts the publisher rounds, to the nearest of these
    rounded_to smallint default 1,
    note varchar
);
