-- One row per published number: as its publisher gives it, where it stands, and why there is none. (A check proves it: a key
-- of eight words takes longer to make than the table.)
create table mart.published_figure (
    source varchar not null,
    measure varchar not null,
    category varchar not null,
    area_code varchar not null,
    period varchar not null,
    sex varchar not null check (sex in ('female', 'male', 'all')),
    substance_group varchar not null check (
        substance_group in ('all', 'opiate', 'non_opiate', 'non_opiate_and_alcohol', 'alcohol')
    ),
    age_band varchar not null,
    value double,
    value_low double,
    value_high double,
    numerator double,
    denominator double,
    status varchar not null check (
        status in ('ok', 'suppressed', 'too_few', 'unreliable', 'not_published', 'not_collected')
    ),
    rounded_to smallint not null,
    note varchar,
    file varchar not null,
    line bigint,
    column_label varchar,
    check ((value is null) = (status not in ('ok', 'unreliable')))
);
comment on table mart.published_figure is 'Null is unknown and status says why; zero means zero, or what the publisher rounds to it.';
comment on column mart.published_figure.value is 'In the unit of its measure, as published: percentages from 0 to 100, rates per 100,000 unless the unit says otherwise.';
comment on column mart.published_figure.denominator is 'What the publisher divided by; for a category, all categories together where none is missing.';
comment on column mart.published_figure.rounded_to is 'The publisher rounds to the nearest of these: the true count lies within half of it either way. A sum of rounded counts has theirs together.';
comment on column mart.published_figure.line is 'The row of the sheet, or the record of the file, the number stands in; null for a sum of parts, and for partnerships.';

insert into mart.published_figure
select
    f.source,
    f.measure,
    f.category,
    f.area_code,
    f.period,
    f.sex,
    f.substance_group,
    f.age_band,
    if(f.status in ('ok', 'unreliable'), f.value, null),
    if(f.status in ('ok', 'unreliable'), f.value_low, null),
    if(f.status in ('ok', 'unreliable'), f.value_high, null),
    coalesce(f.numerator, if(w.whole is null, null, f.value)),
    coalesce(f.denominator, w.whole),
    if(f.value is null and f.status in ('ok', 'unreliable'), 'not_published', f.status),
    f.rounded_to,
    f.note,
    f.file,
    f.line,
    f.column_label
from staging.published_figure as f
left join staging.published_whole as w
    using (source, measure, area_code, period, sex, substance_group, age_band);
