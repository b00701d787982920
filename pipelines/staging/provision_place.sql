-- One row per place an answer on provision is given for and authority whose evidence counts there: an authority of today for
-- itself, a partnership for each of its members.
create or replace table staging.provision_place as
select
    area_code as place_code,
    area_code
from reference.area
where area_kind = 'local_authority'
    and area_code like 'E%'
    and valid_to is null
    -- a build that has nothing to tell of provision has no answers, rather than thousands that nobody knows
    and exists (from mart.source_file where source in ('provision_audit', 'provision_register'));

-- A date plus what evidence may age before it is stale.
create or replace macro is_stale_on(evidence_on, day) as evidence_on + interval 18 month < day;

-- What several say of one offer: there if any says so; not there only if all say so; on its way is known, and not met
-- (settled rule 24).
create or replace macro state_of_several(state) as
    case
        when bool_or(state = 'offered') then 'offered'
        when bool_or(state = 'planned') then 'planned'
        when bool_or(state = 'not_offered') then 'not_offered'
        else 'not_known'
    end;
