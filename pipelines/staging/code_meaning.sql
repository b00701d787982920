-- No table: what the codes of a record mean, as lists with one place for each code in the order of its field's type, so
-- that a code's number finds its meaning: getvariable('rfls_categories')[enum_code(RFLS) + 1]. (A join for each of the
-- fields would take several times as long.)
create or replace macro places_of(codes) as table
    select unnest(codes) as code, unnest(range(len(codes))) as place;

create or replace macro categories_of(of_field, codes) as (
    select
        list(
            case when p.code = 'not_asked' then 'not_asked' else c.category end::category
            order by p.place
        )
    from places_of(codes) as p
    left join reference.record_code as c
        on c.field = of_field
        and c.code = p.code
);

create or replace macro areas_of(system, codes) as (
    select list(c.area_code::area_code order by p.place)
    from places_of(codes) as p
    left join reference.residence_code as c
        on c.code_system = system
        and c.code = p.code
);

set variable disrsn_categories = categories_of('DISRSN', enum_range(null::choice_DISRSN));
set variable rfls_categories = categories_of('RFLS', enum_range(null::choice_RFLS));
set variable prevtr_categories = categories_of('PREVTR', enum_range(null::choice_PREVTR));
set variable ethnic_categories = categories_of('ETHNIC', enum_range(null::choice_ETHNIC));
set variable prntstat_categories = categories_of('PRNTSTAT', enum_range(null::choice_PRNTSTAT));
set variable ehcsc_categories = categories_of('EHCSC', enum_range(null::choice_EHCSC));
set variable pregnant_categories = categories_of('PREGNANT', enum_range(null::choice_PREGNANT));
set variable accmneed_categories = categories_of('ACCMNEED', enum_range(null::choice_ACCMNEED));
set variable empstat_categories = categories_of('EMPSTAT', enum_range(null::choice_EMPSTAT));
set variable mtwitn_categories = categories_of('MTWITN', enum_range(null::choice_MTWITN));
set variable crtmhn_categories = categories_of('CRTMHN', enum_range(null::choice_CRTMHN));
set variable injstat_categories = categories_of('INJSTAT', enum_range(null::choice_INJSTAT));
set variable utla_areas = areas_of('utla', enum_range(null::residence_UTLA));
set variable la_areas = areas_of('la', enum_range(null::residence_LA));
set variable dat_areas = areas_of('dat', enum_range(null::residence_DAT));
set variable children_numbers = (
    select list(case code when 'not_asked' then -1 else code::tinyint end::tinyint order by place)
    from places_of(enum_range(null::children))
);
