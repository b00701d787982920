-- Files whose accepted and rejected rows do not add up to the rows read, or whose rejects are not all listed.
select
    f.source,
    f.file,
    f.rows_read,
    f.rows_accepted,
    f.rows_rejected
from source_file as f
left join (
    select source, file, count(distinct (line, split_part(column_name, ':', 1))) as places
    from rejected_row
    group by source, file
) as r
    on r.source = f.source
    and r.file = f.file
where f.rows_accepted + f.rows_rejected <> f.rows_read
    or (f.rows_rejected > 0) <> (coalesce(r.places, 0) > 0)
