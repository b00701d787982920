-- One row per provider that treated people living in an authority of a partnership, in any period.
select distinct upper(provider_caseload.provider_code) as provider_code
from provider_caseload
inner join partnership_member
  on partnership_member.area_code = provider_caseload.area_code
where partnership_member.partnership_code = $partnership_code
  and provider_caseload.substance_group = 'all'
  and provider_caseload.people > 0
order by 1
