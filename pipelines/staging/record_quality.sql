-- One row per provider and thing counted about its records: adds rows to mart.record_quality. Counts only, no values.
-- Every record is looked at once for what was made of it, and once for what is empty in it.
create or replace temp table fate as
select
    AGNCY as sender,
    file_number,
    rejects,
    remarks,
    is_exempt,
    count(*) as rows
from staging.ndtms_records_read
group by all;

create or replace temp table record_of_provider as
select
    as_provider_code(r.sender) as provider_code,
    r.file_number,
    n.file,
    n.extracted_on,
    s.sender is not null as is_superseded,
    r.rejects,
    r.remarks,
    r.is_exempt,
    r.rows
from fate as r
join staging.ndtms_records_file as n using (file_number)
left join staging.ndtms_records_superseded as s
    on s.file_number = r.file_number
    and s.sender = upper(r.sender);

insert into mart.record_quality
with counted as (
    select
        provider_code,
        file,
        any_value(extracted_on) as extracted_on,
        sum(rows)::bigint as rows_read,
        coalesce(sum(rows) filter (rejects = 0), 0)::bigint as rows_accepted,
        coalesce(sum(rows) filter (rejects <> 0), 0)::bigint as rows_rejected,
        coalesce(sum(rows) filter (rejects = 0 and is_superseded and not is_exempt), 0)::bigint as rows_superseded,
        coalesce(sum(rows) filter (rejects = 0 and is_exempt), 0)::bigint as rows_without_consent
    from record_of_provider
    group by provider_code, file
)

select
    provider_code,
    topic,
    file,
    rows,
    case when topic <> 'rows_read' then out_of end,
    case when topic = 'rows_read' and extracted_on is not null then format('extract of {}', extracted_on) end
from (select *, rows_read as out_of from counted) as c
unpivot (rows for topic in (rows_read, rows_accepted, rows_rejected, rows_superseded, rows_without_consent));

-- rejected and warned, by rule; a provider's rows of a replaced extract are left out, as nobody can mend them any more
insert into mart.record_quality
with judged as (
    select provider_code, rejects, remarks, rows
    from record_of_provider
    where not is_superseded
),

total as (
    select provider_code, sum(rows)::bigint as out_of
    from judged
    group by provider_code
)

select
    j.provider_code,
    case rule.action when 'reject' then 'rejected_by_rule' else 'warned_by_rule' end as topic,
    case when rule.column_name = '' then rule.rule else format('{} ({})', rule.rule, rule.column_name) end as detail,
    sum(j.rows)::bigint,
    any_value(t.out_of),
    null
from judged as j
join total as t using (provider_code)
join staging.ndtms_records_rule as rule
    on (rule.action = 'reject' and j.rejects & rule.bit <> 0)
    or (rule.action = 'remark' and j.remarks & rule.bit <> 0 and j.rejects = 0)
group by all;

insert into mart.record_quality
select provider_code, 'sex_not_stated', 'SEX', sum(q.rows)::bigint, any_value(q.out_of), null
from mart.record_quality as q
where topic = 'rejected_by_rule'
    and detail in ('sex_not_stated (SEX)', 'sex_not_stated (sex)')
group by provider_code;

-- empty cells of the fields that matter, among the rows in use whose file has the field
insert into mart.record_quality
with filled_by_sender as (
    select
        AGNCY,
        count(*) - count(RFLS) as RFLS,
        count(*) filter (RFLS is distinct from 'not_asked') as RFLS_of,
        count(*) - count(PREVTR) as PREVTR,
        count(*) filter (PREVTR is distinct from 'not_asked') as PREVTR_of,
        count(*) - count(ETHNIC) as ETHNIC,
        count(*) filter (ETHNIC is distinct from 'not_asked') as ETHNIC_of,
        count(*) - count(PRNTSTAT) as PRNTSTAT,
        count(*) filter (PRNTSTAT is distinct from 'not_asked') as PRNTSTAT_of,
        count(*) - count(CHILDWTH) as CHILDWTH,
        count(*) filter (CHILDWTH is distinct from 'not_asked') as CHILDWTH_of,
        count(*) - count(EHCSC) as EHCSC,
        count(*) filter (EHCSC is distinct from 'not_asked') as EHCSC_of,
        count(*) - count(PREGNANT) as PREGNANT,
        count(*) filter (PREGNANT is distinct from 'not_asked') as PREGNANT_of,
        count(*) - count(ACCMNEED) as ACCMNEED,
        count(*) filter (ACCMNEED is distinct from 'not_asked') as ACCMNEED_of,
        count(*) - count(EMPSTAT) as EMPSTAT,
        count(*) filter (EMPSTAT is distinct from 'not_asked') as EMPSTAT_of,
        count(*) - count(MTWITN) as MTWITN,
        count(*) filter (MTWITN is distinct from 'not_asked') as MTWITN_of,
        count(*) - count(CRTMHN) as CRTMHN,
        count(*) filter (CRTMHN is distinct from 'not_asked') as CRTMHN_of,
        count(*) - count(INJSTAT) as INJSTAT,
        count(*) filter (INJSTAT is distinct from 'not_asked') as INJSTAT_of,
        count(*) filter (UTLA is null and LA is null and DAT is null) as residence,
        count(*) as residence_of,
        count(*) filter (DISD is not null and DISRSN is null) as DISRSN,
        count(*) filter (DISD is not null) as DISRSN_of,
        count(*) - count(DRUG2) as DRUG2,
        count(*) as DRUG2_of,
        count(*) filter (MODAL is not null and MODST is null) as MODST,
        count(*) filter (MODAL is not null) as MODST_of,
        count(*) filter (REFMODDT is not null and FAOMODDT is null) as FAOMODDT,
        count(*) filter (REFMODDT is not null) as FAOMODDT_of
    from staging.ndtms_records_in_use
    where rejects = 0
    group by AGNCY
),

filled as (
    select as_provider_code(AGNCY) as provider_code, sum(columns(* exclude AGNCY))::bigint
    from filled_by_sender
    group by provider_code
),

told as (
    select provider_code, unnest([
        {'name': 'RFLS', 'empty': RFLS, 'out_of': RFLS_of, 'is_asked': true},
        {'name': 'PREVTR', 'empty': PREVTR, 'out_of': PREVTR_of, 'is_asked': true},
        {'name': 'ETHNIC', 'empty': ETHNIC, 'out_of': ETHNIC_of, 'is_asked': true},
        {'name': 'PRNTSTAT', 'empty': PRNTSTAT, 'out_of': PRNTSTAT_of, 'is_asked': true},
        {'name': 'CHILDWTH', 'empty': CHILDWTH, 'out_of': CHILDWTH_of, 'is_asked': true},
        {'name': 'EHCSC', 'empty': EHCSC, 'out_of': EHCSC_of, 'is_asked': true},
        {'name': 'PREGNANT', 'empty': PREGNANT, 'out_of': PREGNANT_of, 'is_asked': true},
        {'name': 'ACCMNEED', 'empty': ACCMNEED, 'out_of': ACCMNEED_of, 'is_asked': true},
        {'name': 'EMPSTAT', 'empty': EMPSTAT, 'out_of': EMPSTAT_of, 'is_asked': true},
        {'name': 'MTWITN', 'empty': MTWITN, 'out_of': MTWITN_of, 'is_asked': true},
        {'name': 'CRTMHN', 'empty': CRTMHN, 'out_of': CRTMHN_of, 'is_asked': true},
        {'name': 'INJSTAT', 'empty': INJSTAT, 'out_of': INJSTAT_of, 'is_asked': true},
        {'name': 'residence', 'empty': residence, 'out_of': residence_of, 'is_asked': false},
        {'name': 'DISRSN', 'empty': DISRSN, 'out_of': DISRSN_of, 'is_asked': false},
        {'name': 'DRUG2', 'empty': DRUG2, 'out_of': DRUG2_of, 'is_asked': false},
        {'name': 'MODST', 'empty': MODST, 'out_of': MODST_of, 'is_asked': false},
        {'name': 'FAOMODDT', 'empty': FAOMODDT, 'out_of': FAOMODDT_of, 'is_asked': false}
    ]) as field
    from filled
)

select
    provider_code,
    'empty_field',
    field.name,
    case when field.out_of > 0 then field.empty end,
    case when field.out_of > 0 then field.out_of end,
    case when field.out_of = 0 and field.is_asked then 'not in this edition' end
from told
where field.out_of > 0 or field.is_asked;

insert into mart.record_quality
select
    as_provider_code(provider_code),
    'not_placed',
    'episodes',
    count(*) filter (area_code is null),
    count(*),
    null
from staging.episode
group by all;
