-- One row per area, year, substance group, sex, age band and column that is read: a count rounded to the nearest 5.
with cell as (
    select file_number, line, area_name, period, sex, substance_group, age_band, column_label, people
    from staging.ndtms_viewit_area
    unpivot include nulls (people for column_label in (columns('_(allintx|newtx)$')))
),

marked as (
    select file_number, line, column_label, mark
    from staging.ndtms_viewit_area
    unpivot (mark for column_label in (columns('_(allintx|newtx)_mark$')))
)

select
    cell.file_number,
    cell.line,
    cell.column_label,
    known.measure,
    known.category,
    cell.area_name,
    cell.period,
    cell.sex,
    cell.substance_group,
    cell.age_band,
    cell.people as value,
    5 as rounded_to,
    -- a column that an edition does not have was not collected for it
    coalesce(marked.mark, if(cell.people is null, 'not_collected', null)) as mark
from cell
join reference.viewit_column as known
    on known.column_name = cell.column_label
left join marked
    on marked.file_number = cell.file_number
    and marked.line = cell.line
    and marked.column_label = cell.column_label || '_mark'
