-- One row per partnership and area whose figures stand for its members: a member, or members that a publisher counts as one
-- (combined_area) or that were one authority before they were split. `in_piece` is such an area the member is in.
create or replace table staging.partnership_piece as
with together as (
    select area_code as piece_code, part_code
    from reference.combined_area
    union all
    select old_code, new_code
    from reference.area_change
    where change = 'split'
),

whole_piece as (
    select m.partnership_code, t.piece_code, count(*) as members
    from together as t
    join reference.partnership_member as m
        on m.area_code = t.part_code
    group by m.partnership_code, t.piece_code
    having count(*) = (select count(*) from together as part where part.piece_code = t.piece_code)
)

select
    m.partnership_code,
    m.area_code as piece_code,
    1 as members,
    p.piece_code as in_piece
from reference.partnership_member as m
left join (
    select t.part_code, w.partnership_code, w.piece_code
    from whole_piece as w
    join together as t using (piece_code)
) as p
    on p.partnership_code = m.partnership_code
    and p.part_code = m.area_code
union all
select partnership_code, piece_code, members, null
from whole_piece;

-- Adds one row per partnership and figure that any of its members has: the sum where every member has a number and it adds,
-- what the sums of its numerators and denominators make where they are there, otherwise no number, and why.
-- (Estimates add, their limits do not. What is worked out again is only what was divided that way in the first place.)
insert into staging.published_figure by name
with given as (
    select
        f.*,
        p.partnership_code,
        p.members,
        p.in_piece,
        m.kind,
        case m.kind when 'percent' then 100 else r.per end as per,
        m.unit like 'people%' as is_of_people,
        a.area_name,
        f.status in ('ok', 'unreliable') and f.value is not null as has_number
    from staging.partnership_piece as p
    join staging.published_figure as f
        on f.area_code = p.piece_code
    join mart.published_measure as m
        on m.source = f.source
        and m.measure = f.measure
    join reference.area as a
        on a.area_code = f.area_code
    left join staging.published_ratio as r
        on r.source = f.source
        and r.measure = f.measure
),

-- what is published of two together goes before what is published of each
used as (
    select g.*
    from given as g
    anti join given as whole
        on whole.has_number
        and whole.partnership_code = g.partnership_code
        and whole.area_code = g.in_piece
        and whole.source = g.source
        and whole.measure = g.measure
        and whole.category = g.category
        and whole.period = g.period
        and whole.sex = g.sex
        and whole.substance_group = g.substance_group
        and whole.age_band = g.age_band
),

added as (
    select
        partnership_code,
        source,
        measure,
        category,
        period,
        sex,
        substance_group,
        age_band,
        any_value(kind) as kind,
        any_value(per) as per,
        any_value(is_of_people) as is_of_people,
        max(edition) as edition,
        min(file) as file,
        sum(members) filter (has_number) as members,
        count(*) filter (has_number) as pieces,
        list(status) as statuses,
        string_agg(area_name, ', ' order by area_name) filter (has_number) as names,
        any_value(value) filter (has_number) as only_value,
        any_value(value_low) filter (has_number) as only_low,
        any_value(value_high) filter (has_number) as only_high,
        any_value(rounded_to) filter (has_number) as only_rounded_to,
        -- in decimals, so that the order of the rows cannot move the last digit
        sum(value::decimal(24, 6)) filter (has_number)::double as value,
        sum(numerator::decimal(24, 6)) filter (has_number)::double as numerator,
        sum(denominator::decimal(24, 6)) filter (has_number)::double as denominator,
        bool_and(divides(value, numerator, denominator, per)) filter (has_number) as divides,
        sum(if(rounded_to > 1, rounded_to, 0)) filter (has_number) as rounded_to
    from used
    group by partnership_code, source, measure, category, period, sex, substance_group, age_band
),

judged as (
    select
        *,
        case
            -- what does not add has no number of several areas, whether or not each has one
            when coalesce(members, 0) < (
                select count(*)
                from reference.partnership_member as m
                where m.partnership_code = added.partnership_code
            ) then if(kind in ('count', 'parts', 'estimate') or per is not null, 'incomplete', 'no_sum')
            when pieces = 1 then 'one_piece'
            when kind in ('count', 'parts', 'estimate') then 'sum'
            when divides and denominator > 0 then 'ratio'
            else 'no_sum'
        end as made_as
    from added
)

select
    source,
    measure,
    category,
    partnership_code as area_code,
    period,
    sex,
    substance_group,
    age_band,
    edition,
    file,
    case made_as
        when 'one_piece' then only_value
        when 'sum' then value
        when 'ratio' then per * numerator / denominator
    end as value,
    if(made_as = 'one_piece', only_low, null) as value_low,
    if(made_as = 'one_piece', only_high, null) as value_high,
    if(made_as in ('one_piece', 'ratio'), numerator, null) as numerator,
    if(made_as in ('one_piece', 'ratio'), denominator, null) as denominator,
    -- the true sum lies as far from this one as the members' roundings together; what is exact stays exact
    case made_as
        when 'one_piece' then only_rounded_to
        when 'sum' then greatest(rounded_to, 1)
        else 1
    end::smallint as rounded_to,
    case
        when made_as = 'no_sum' then 'not_published'
        when made_as <> 'incomplete' then if(list_contains(statuses, 'unreliable'), 'unreliable', 'ok')
        when list_contains(statuses, 'suppressed') then 'suppressed'
        when list_contains(statuses, 'too_few') then 'too_few'
        when list_unique(statuses) = 1 and statuses[1] = 'not_collected' then 'not_collected'
        else 'not_published'
    end as status,
    case made_as
        when 'one_piece' then format('published for {}', names)
        when 'sum' then
            format('the sum of {}', names)
            || if(kind = 'estimate', '; the limits of estimates do not add', '')
            || if(is_of_people, '; who was counted by several of them is in it as often', '')
        when 'ratio' then format('worked out again from the sums of what was published for {}', names)
        when 'no_sum' then 'of several areas no such figure can be made, and it is not published for them together'
        else 'not every member has a number' || coalesce(format(': only {}', names), '')
    end as note
from judged;
