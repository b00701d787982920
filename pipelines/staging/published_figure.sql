-- One row per published number under today's areas: of several editions the latest, of a renumbered area today's code, and
-- for an authority made of others the sum of counts where every part has one.
create or replace table staging.published_placed as
with named as (
    select
        c.* exclude (area_code, area_name),
        coalesce(c.area_code, area_named(c.area_name, c.period)) as area_code
    from staging.published_cell as c
),

coded as (
    select
        c.* replace (coalesce(change.new_code, c.area_code) as area_code),
        change.old_code
    from named as c
    left join reference.area_change as change
        on change.old_code = c.area_code
        and change.change = 'recode'
)

select
    c.* exclude (value, mark, note),
    -- a body that has ended is still listed by some publishers, with a zero that counts nobody
    if(c.value = 0 and year_begins(c.period) > a.valid_to::date, null, c.value) as value,
    case
        when c.value = 0 and year_begins(c.period) > a.valid_to::date then 'not_published'
        when c.mark is not null then c.mark
        when c.value is null then 'not_published'
        else 'ok'
    end as status,
    nullif(
        concat_ws(
            '; ',
            c.note,
            case
                when c.old_code is not null
                    then format('published under {}, the code before the present one', c.old_code)
            end,
            case
                when c.value = 0 and year_begins(c.period) > a.valid_to::date
                    then 'the area had ended: its zero counts nobody'
            end
        ),
        ''
    ) as note
from coded as c
join reference.area as a
    on a.area_code = c.area_code;

-- Sorting every figure among its like would take long; only those given more than once are told apart. Two figures that
-- share a hash by chance are both looked at.
create or replace table staging.published_repeated as
select hash(source, measure, category, area_code, period, sex, substance_group, age_band) as figure
from staging.published_placed
group by figure
having count(*) > 1;

create or replace table staging.published_ranked as
select
    *,
    row_number() over latest_first as place,
    first_value(value) over latest_first as latest
from staging.published_placed
where hash(source, measure, category, area_code, period, sex, substance_group, age_band) in (
    from staging.published_repeated
)
window latest_first as (
    partition by source, measure, category, area_code, period, sex, substance_group, age_band
    order by
        edition desc,
        old_code nulls first,
        retrieved_on desc nulls last,
        file desc,
        -- an area listed under two of its names, one of them discontinued: that one counts nobody
        coalesce(value, 0) = 0,
        line desc,
        column_label
);

insert into mart.build_note
select
    'earlier_edition',
    source,
    format(
        'figures of an earlier edition or file, replaced by a later one; {} of them were revised since',
        count(*) filter (where (value is null) <> (latest is null) or abs(value - latest) > 1e-6 * greatest(1, abs(latest)))
    ),
    count(*)
from staging.published_ranked
where place > 1
group by source;

create or replace table staging.published_figure as
select * exclude (place, latest, old_code)
from staging.published_ranked
where place = 1
union all by name
select * exclude (old_code)
from staging.published_placed
where hash(source, measure, category, area_code, period, sex, substance_group, age_band) not in (
    from staging.published_repeated
);

insert into staging.published_figure by name
with part as (
    select
        p.area_code as whole_code,
        count(*) over (partition by p.area_code) as parts,
        a.area_name as part_name,
        p.part_code
    from reference.authority_part as p
    left join reference.area as a
        on a.area_code = p.part_code
),

added as (
    select
        f.source,
        f.measure,
        f.category,
        part.whole_code as area_code,
        f.period,
        f.sex,
        f.substance_group,
        f.age_band,
        any_value(f.edition) as edition,
        any_value(f.file) as file,
        sum(f.value) as value,
        -- what is exact stays exact
        greatest(sum(if(f.rounded_to > 1, f.rounded_to, 0)), 1)::smallint as rounded_to,
        'ok' as status,
        format('the sum of {}', string_agg(part.part_name, ', ' order by part.part_name)) as note
    from staging.published_figure as f
    join mart.published_measure as m
        on m.source = f.source
        and m.measure = f.measure
        and m.kind in ('count', 'parts')
    join part
        on part.part_code = f.area_code
    where f.status = 'ok'
    group by f.source, f.measure, f.category, part.whole_code, f.period, f.sex, f.substance_group, f.age_band
    having count(*) = any_value(part.parts)
)

select *
from added
anti join staging.published_figure
    using (source, measure, category, area_code, period, sex, substance_group, age_band);

-- A publisher's women and men that do not make its persons are shown as published, and said: stopping a build of everything
-- for one of them would help nobody.
insert into mart.build_note
with counted as (
    select
        f.source,
        max(f.rounded_to) as rounded_to,
        max(f.value) filter (where f.sex = 'female') as women,
        max(f.value) filter (where f.sex = 'male') as men,
        max(f.value) filter (where f.sex = 'all') as everyone
    from staging.published_figure as f
    join mart.published_measure as m
        on m.source = f.source
        and m.measure = f.measure
        and m.kind in ('count', 'parts')
    where f.status = 'ok'
    group by f.source, f.measure, f.category, f.area_code, f.period, f.substance_group, f.age_band
)

select
    'does_not_add_up',
    source,
    'counts of persons that are not those of women and men together, by more than rounding; shown as published',
    count(*)
from counted
where abs(women + men - everyone) > if(rounded_to > 1, 1.5 * rounded_to, 0)
group by source;
