-- Similar areas that are not known, or that were worked out and are no authority of today, or are one too small to be like any.
select
    s.area_code,
    s.similar_code
from similar_area as s
left join area as a using (area_code)
left join area as b
    on b.area_code = s.similar_code
where a.area_code is null
    or b.area_code is null
    or (
        s.basis = 'computed'
        and (
            a.area_kind <> 'local_authority'
            or b.area_kind <> 'local_authority'
            or b.valid_to is not null
            or s.area_code in ('E09000001', 'E06000053')
            or s.similar_code in ('E09000001', 'E06000053')
        )
    )
