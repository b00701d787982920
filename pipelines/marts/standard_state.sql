-- One row per place and standard that offers can show: whether what is known of its offers meets it.
create table mart.standard_state (
    area_code varchar not null,
    standard varchar not null,
    state varchar not null check (state in ('met', 'not_met', 'not_known')),
    is_stale boolean not null,
    primary key (area_code, standard)
);
comment on table mart.standard_state is 'Asked of government or of others than the area are left out; what is planned is not met yet.';
comment on column mart.standard_state.is_stale is 'Whether any evidence it rests on is older than 18 months.';

insert into mart.standard_state
with told as (
    select
        p.area_code,
        s.standard,
        any_value(s.met_when) as met_when,
        bool_or(p.state = 'offered') as any_offered,
        bool_and(p.state = 'offered') as all_offered,
        bool_or(p.state in ('planned', 'not_offered')) as any_missing,
        bool_and(p.state in ('planned', 'not_offered')) as all_missing,
        coalesce(bool_or(p.is_stale), false) as is_stale
    from mart.standard as s
    join mart.standard_offer as o using (standard)
    join mart.provision as p using (offer)
    where s.asked_of in ('service', 'commissioner', 'partnership')
    group by p.area_code, s.standard
)

select
    area_code,
    standard,
    case
        when if(met_when = 'all', all_offered, any_offered) then 'met'
        when if(met_when = 'all', any_missing, all_missing) then 'not_met'
        else 'not_known'
    end as state,
    is_stale
from told;
