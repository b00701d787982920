-- Files whose accepted and rejected rows do not add up to the rows read, or whose rejected rows are not all listed, each
-- by its place. In a workbook the place is the sheet and the line: a listed column reads "<sheet> <column>" where a whole
-- row is judged, and "<sheet>, <where in the row> <column>" where one of its values is.
with place as (
    select distinct
        source,
        file,
        line,
        case
            when file ilike '%.xlsx' or file ilike '%.xls'
                then split_part(regexp_replace(column_name, ' [^ ]+$', ''), ', ', 1)
        end as sheet
    from rejected_row
),

listed as (
    select
        source,
        file,
        count(*) as places
    from place
    group by source, file
)

select
    f.source,
    f.file,
    f.rows_read,
    f.rows_accepted,
    f.rows_rejected,
    coalesce(l.places, 0) as rows_listed
from source_file as f
left join listed as l
    on l.source = f.source
    and l.file = f.file
where f.rows_accepted + f.rows_rejected <> f.rows_read
    or coalesce(l.places, 0) <> f.rows_rejected
