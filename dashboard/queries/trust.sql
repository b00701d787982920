-- One row: what stands behind every page of this build.
select
  (select count(*) from source_file)::bigint as files,
  (
    select count(*)
    from indicator_value
    where status = 'suppressed'
  )::bigint as hidden_cells
