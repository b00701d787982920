-- One row per area and day on which its numbers begin, end or change what they are about.
create table mart.series_break (
    area_code varchar not null,
    broken_on date not null,
    break_kind varchar not null check (break_kind in ('renumbered', 'made_of_parts', 'split', 'lost_a_part', 'ended')),
    is_comparable boolean not null,
    words varchar not null,
    primary key (area_code, broken_on, break_kind)
);
comment on table mart.series_break is 'Changes of authorities. Renumbered ones are the same area, and their numbers are carried across; for one made of parts, counts are where every part has one; no trend goes across the others.';

insert into mart.series_break
with change as (
    select
        c.old_code,
        c.new_code,
        c.change,
        c.effective_on::date as broken_on,
        c.old_name,
        new_area.area_name as new_name
    from reference.area_change as c
    join reference.area as new_area
        on new_area.area_code = c.new_code
),

begun as (
    select
        new_code as area_code,
        broken_on,
        case any_value(change)
            when 'recode' then 'renumbered'
            when 'merge' then 'made_of_parts'
            when 'split' then 'split'
            else 'lost_a_part'
        end as break_kind,
        any_value(new_name) as new_name,
        string_agg(old_name, ' and ' order by old_name) as old_names,
        string_agg(old_code, ', ' order by old_code) as old_codes
    from change
    group by new_code, broken_on
),

ended as (
    select
        old_code as area_code,
        broken_on,
        any_value(old_name) as old_name,
        string_agg(new_name, ' and ' order by new_name) as new_names
    from change
    where old_code in (select area_code from reference.area)
    group by old_code, broken_on
)

select
    area_code,
    broken_on,
    break_kind,
    break_kind in ('renumbered', 'made_of_parts') as is_comparable,
    case break_kind
        when 'renumbered' then format('{} had another code before ({}); its numbers are carried across.', new_name, old_codes)
        when 'made_of_parts' then format('{} was made of {}: earlier counts are their sums, where all have one.', new_name, old_names)
        when 'split' then format('{} was part of {} before; what was counted for the whole cannot be divided.', new_name, old_names)
        else format('{} is smaller than {} was: the two are not one series.', new_name, old_names)
    end as words
from begun
union all
select
    area_code,
    broken_on,
    'ended',
    false,
    format('{} ended; its area is now in {}.', old_name, new_names)
from ended;
