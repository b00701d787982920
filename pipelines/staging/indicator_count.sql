-- One row per indicator, place, period, sex, substance group and category: counts, or what a publisher gave.
create or replace table staging.indicator_count (
    indicator varchar,
    kind varchar,
    counts varchar,
    per integer,
    area_code varchar,
    period varchar,
    sex varchar,
    substance_group varchar default 'all',
    breakdown varchar default 'all',
    category varchar default 'all',
    numerator double,
    denominator double,
    published_value double,
    published_low double,
    published_high double,
    published_status varchar,
    -- a publisher rounds counts to the nearest of these
    rounded_to smallint default 1,
    source varchar,
    note varchar
);
