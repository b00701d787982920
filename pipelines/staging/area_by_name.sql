-- The names publishers give areas, and their codes: today's areas, and those that bore a name before. A name that could mean
-- two of today's areas means none.
set variable area_by_name = (
    with named as (
        select plain_name(area_name) as name, area_code
        from reference.area
        where valid_to is null
        union
        select plain_name(alias), area_code
        from reference.area_alias
        where alias_kind <> 'old_code'
    ),

    told as (
        select name, min(area_code) as area_code
        from named
        group by name
        having count(distinct area_code) = 1
    )

    select map(list(name), list(area_code))
    from told
);

set variable former_by_name = (
    select map(
        list(plain_name(regexp_replace(area_name, ' \(.*\)$', ''))),
        list({'area_code': area_code, 'valid_to': valid_to::date})
    )
    from reference.area
    where valid_to is not null
);

-- Every code of an area, of today or of the past, and today's code; null for a code that nobody knows. (A map and not a join:
-- a join would lose the order of the rows, and with it their line numbers.)
set variable area_by_code = (
    select map(list(code), list(area_code))
    from (
        select area_code as code, area_code
        from reference.area
        union
        -- not those that were merged, as districts were: no figure can stand under them
        select old_code, new_code
        from reference.area_change
        where change = 'recode'
    )
);

create or replace macro area_coded(code) as getvariable('area_by_code')[code];

-- The code of the area that bore the name halfway through the period's first year; null for a name nobody knows.
create or replace macro area_named(name, period) as coalesce(
    case
        when year_begins(period) + interval 6 months <= getvariable('former_by_name')[plain_name(name)].valid_to
            then getvariable('former_by_name')[plain_name(name)].area_code
    end,
    getvariable('area_by_name')[plain_name(name)],
    getvariable('former_by_name')[plain_name(name)].area_code
);
